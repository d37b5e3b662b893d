"""A caller whose turns the carrier records, through the real application: follows TwiML, and keeps the recordings."""

import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import trio

from offhook.protocol import mulaw
from offhook.protocol.carriers.twilio.twiml_reader import Gather, Play, Record, Redirect, Verb, read
from offhook.protocol.wav import read_wav, wav_of
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.telephone.clip import from_wav

API = "https://api.twilio.com"
ACCOUNT = {"account_sid": "AC" + "0" * 32, "auth_token": "0123456789abcdef0123456789abcdef"}
AUDIO = Path(__file__).parents[2] / "audio"


def voice(name: str = "book_a_room") -> bytes:
    """A human voice, 8 kHz mu-law, with a second of silence behind it."""
    return b"".join(from_wav((AUDIO / f"{name}.wav").read_bytes()).frames) + mulaw.SILENCE * 8000


class Recordings:
    """The carrier's store of recordings: each path gives its answers one after the other, then the last one always."""

    def __init__(self) -> None:
        self.answers: dict[str, list[tuple[int, bytes]]] = {}
        self.server = HttpServer(self._answer)

    def keep(self, sound: bytes, *, not_ready: int = 0) -> str:
        """The RecordingUrl of a sound (mu-law) that is not there for so many requests."""
        return self.keep_file(wav_of(sound), not_ready=not_ready)

    def keep_file(self, file: bytes, *, status: int = 200, not_ready: int = 0) -> str:
        path = f"/2010-04-01/Accounts/{ACCOUNT['account_sid']}/Recordings/RE{len(self.answers):032x}"
        self.answers[path] = [(404, b"")] * not_ready + [(status, file)]
        return f"{API}{path}"

    @property
    def asked(self) -> list[Received]:
        return self.server.requests

    async def _answer(self, request: Received, answerer: Answerer) -> None:
        answers = self.answers[urlsplit(request.path).path]
        status, body = answers.pop(0) if len(answers) > 1 else answers[0]
        await answerer.whole(status, body, "audio/x-wav", {})


class RecordedCaller:
    """One call. `verbs` is the last document."""

    def __init__(self, pages: httpx.AsyncClient, call_sid: str = "CA1", **form: str) -> None:
        self.pages, self.call_sid = pages, call_sid
        self._form = {"CallSid": call_sid, "From": "+15550100", "CallStatus": "in-progress"} | form
        self.url = "/voice"
        self.verbs: tuple[Verb, ...] = ()

    async def ask(self, url: str | None = None, more: Mapping[str, str] | None = None) -> tuple[Verb, ...]:
        """Ask for a document, as the carrier does."""
        self.url = urljoin(self.url, url or self.url)
        answer = await self.pages.post(self.url, data=self._form | dict(more or {}))
        assert answer.status_code == 200, answer.text
        self.verbs = read(answer.content)
        return self.verbs

    async def call(self) -> tuple[Verb, ...]:
        return await self.ask("/voice")

    async def said(self, recording_url: str, **more: str) -> tuple[Verb, ...]:
        """The caller has said this, and `<Record>` has ended."""
        return await self.said_to(self.record.action, recording_url, **more)

    async def said_to(self, action: str, recording_url: str, **more: str) -> tuple[Verb, ...]:
        """The same, where the last document is known to somebody else."""
        form = {"RecordingUrl": recording_url, "RecordingDuration": "3", "Digits": ""}
        return await self.ask(action, form | more)

    async def pressed(self, key: str) -> tuple[Verb, ...]:
        """A key has ended the recording."""
        return await self.said(f"{API}/unused", Digits=key)

    async def is_silent(self) -> tuple[Verb, ...]:
        """Nothing was said: the carrier goes on with the verb behind `<Record>`."""
        return await self.ask(self.redirect)

    async def hears(self, voices: Sequence[httpx.AsyncClient] = ()) -> bytes:
        """All sound of the last document, mu-law; fetched without a signature, from each of `voices` if given."""
        heard = b""
        for verb in self.verbs:
            if isinstance(verb, Play):
                parts = urlsplit(html.unescape(verb.url))
                for pages in voices or (self.pages,):
                    answer = await pages.get(f"{parts.path}?{parts.query}")
                    assert answer.status_code == 200, answer.text
                heard += mulaw.encode(read_wav(answer.content)[0].astype("int16"))
        return heard

    async def goes_on_listening(self) -> None:
        """Until the last document's sound was played."""
        await trio.sleep(len(await self.hears()) / 8000)

    @property
    def record(self) -> Record:
        return next(verb for verb in self.verbs if isinstance(verb, Record))

    @property
    def gather(self) -> Gather:
        return next(verb for verb in self.verbs if isinstance(verb, Gather))

    @property
    def redirect(self) -> str:
        return next(verb.url for verb in self.verbs if isinstance(verb, Redirect))
