"""A fake of Deepgram's streaming recognition, listen v1.

What it answers is written from Deepgram's reference; tests compare it with the types of Deepgram's own package. Each
stretch of audio with a voice in it says the next of `texts`, and after the last one `words`. A stretch ends where
final words are asked for, or after `endpointing` of silence.
"""

import json
import math
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import numpy as np
import trio
from trio_websocket import ConnectionClosed

from offhook.protocol import mulaw
from offhook.simulation.fakes.http_server import Answerer, Received
from offhook.simulation.fakes.steps import Answer, Step, send
from offhook.simulation.fakes.websocket_server import Close, Event, Fault, Peer, Refusal, Steps, WebSocketServer

PATH = "/v1/listen"
TOKEN_PATH = "/v1/auth/token"  # a path
BYTES_PER_S, FRAME_BYTES, FRAME_S = 8000, 160, 0.02
VOICE = 500  # of 32768; less is silence
WORD_S = 0.2
LISTENED_S = 0.4
"""How much more audio there must be before it tells what it has, while it listens."""
IDLE_S = 10.0
MOST_DUE = 1000
NO_AUDIO = Close(
    1011, "Deepgram did not receive audio data or a text message within the timeout window. See https://dpgr.am/net0001"
)
NO_ANSWER = Close(1011, "The service has not transmitted a Text frame within the timeout window. (NET-0000)")
NOT_DECODED = Close(1008, "DATA-0000: unable to decode the payload as audio")
_NAMES = {
    401: ("INVALID_AUTH", "Invalid credentials."),
    402: ("ASR_PAYMENT_REQUIRED", "Project does not have enough credits for an ASR request."),
    403: ("INSUFFICIENT_PERMISSIONS", "User does not have sufficient permissions."),
    429: ("TOO_MANY_REQUESTS", "Too many requests. Please try again later."),
}


def error_body(status: int) -> bytes:
    code, message = _NAMES.get(status, ("Bad Request" if status < 500 else "INTERNAL_SERVER_ERROR", "Failed."))
    return json.dumps({"err_code": code, "err_msg": message, "request_id": "r-1"}).encode()


def refusal(status: int, retry_after: str = "") -> Refusal:
    """What the handshake is answered with."""
    headers = {"content-type": "application/json", "dg-error": _NAMES.get(status, ("",))[0]}
    return Refusal(status, error_body(status), headers | ({"retry-after": retry_after} if retry_after else {}))


def language_by_script(word: str) -> str:
    return "hi" if any("\u0900" <= letter <= "\u097f" for letter in word) else "en"


@dataclass
class FakeDeepgram:
    """One server. `begins` and `faults` are used up: one for each connection, one for each stretch with words."""

    key: str = "dg-test-0123456789abcdef"
    words: str = "a room for two nights"
    texts: deque[str] = field(default_factory=deque)
    language_of: Callable[[str], str] = language_by_script
    """In which language a word is, which a connection for several tells."""
    final_s: float = 0.1
    """How long final words take."""
    listens: bool = True
    """Whether words are sent before they are final."""
    tells_last: bool = False
    """Whether all of them are sent so as soon as the voice stops."""
    answers_finalize: bool = True
    """Whether a result says that it is that of a Finalize."""
    idle_s: float = IDLE_S
    deaf: bool = False
    """Whether it reads nothing."""
    begins: deque[Fault] = field(default_factory=deque)
    faults: deque[Fault] = field(default_factory=deque)
    received: list[Event] = field(default_factory=list)
    """The messages that are no audio."""
    heard: list[bytes] = field(default_factory=list)
    """Each connection's audio."""
    pieces: list[int] = field(default_factory=list)
    """How long each message with audio was."""
    server: WebSocketServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = WebSocketServer(self._serve, self._refuse)

    @property
    def sent(self) -> list[Event]:
        return [event for peer in self.server.peers for event in peer.sent]

    def received_of(self, kind: str) -> list[Event]:
        return [event for event in self.received if event["type"] == kind]

    def says(self) -> str:
        return self.texts.popleft() if self.texts else self.words

    def _refuse(self, path: str, headers: Mapping[str, str]) -> Refusal | None:
        if urlsplit(path).path != PATH:
            return refusal(404)
        return refusal(401) if headers.get("authorization") != f"Token {self.key}" else None

    async def _serve(self, peer: Peer) -> None:
        self.heard.append(b"")
        async with trio.open_nursery() as nursery:
            stream = _Stream(self, peer, len(self.heard) - 1)
            nursery.start_soon(stream.send_final, name="results of the fake")
            try:
                if self.begins:
                    await peer.send(self.begins.popleft()([]))
                if parse_qs(urlsplit(peer.path).query).get("encoding") != ["mulaw"]:
                    await peer.send([NOT_DECODED])
                while True:
                    if self.deaf:
                        await trio.sleep_forever()
                    with trio.move_on_at(stream.idle_until) as patience:
                        message = await peer.receive_any()
                    if patience.cancelled_caught:
                        await peer.send([NO_AUDIO])
                        break
                    await stream.take(message)
            except ConnectionClosed:
                pass
            nursery.cancel_scope.cancel(reason="the connection is over")


class _Stream:
    """One connection's audio, and what was made of it."""

    def __init__(self, fake: FakeDeepgram, peer: Peer, number: int) -> None:
        self._fake, self._peer, self._number = fake, peer, number
        query = parse_qs(urlsplit(peer.path).query)
        endpointing = query.get("endpointing", ["10"])[0]
        self._endpointing_s = math.inf if endpointing == "false" else int(endpointing) / 1000
        self._tells_language = query.get("language") == ["multi"]
        self._utterance_end_s = int(query.get("utterance_end_ms", ["1000000"])[0]) / 1000
        self._partly = b""
        self._at = self._begins = 0.0
        self._first_voiced: float | None = None
        self._last_voiced = 0.0
        self._words: list[str] = []
        self._told_at, self._told_all = 0.0, False
        self._last_word_end: float | None = None
        self.idle_until = trio.current_time() + fake.idle_s
        self._due, self._coming = trio.open_memory_channel[tuple[float, Steps]](MOST_DUE)
        self._has_audio = False

    async def take(self, message: str | bytes) -> None:
        if isinstance(message, bytes) and message:
            self._has_audio = True
            self._stay()
            self._fake.heard[self._number] += message
            self._fake.pieces.append(len(message))
            await self._hear(self._partly + message)
            return
        event = json.loads(message) if isinstance(message, str) else {"type": "CloseStream"}
        self._fake.received.append(event)
        match event["type"]:
            case "KeepAlive":
                if self._has_audio:
                    self._stay()
            case "Finalize":
                self._stay()
                self._end_stretch(from_finalize=True)
            case "CloseStream":
                await self._peer.send([*self._results(from_finalize=False), self._metadata(), Close(1000)])
            case kind:
                await self._peer.send([{"type": "Error", "description": f"unknown {kind}", "variant": "UNPARSABLE"}])

    def _stay(self) -> None:
        self.idle_until = trio.current_time() + self._fake.idle_s

    async def _hear(self, sound: bytes) -> None:
        whole = len(sound) - len(sound) % FRAME_BYTES
        self._partly = sound[whole:]
        for start in range(0, whole, FRAME_BYTES):
            await self._hear_frame(sound[start : start + FRAME_BYTES])

    async def _hear_frame(self, frame: bytes) -> None:
        voiced = int(np.abs(mulaw.decode(frame).astype(np.int32)).max()) > VOICE
        if voiced:
            if self._first_voiced is None:
                self._first_voiced, self._words = self._at, self._fake.says().split()
                self._told_at, self._told_all = self._at, False
            self._last_voiced = self._at + FRAME_S
        self._at += FRAME_S
        silent_s = self._at - self._last_voiced
        if self._first_voiced is not None:
            if voiced and self._fake.listens and self._at - self._told_at >= LISTENED_S - 1e-9:
                self._told_at = self._at
                await self._peer.send([self._interim()])
            elif self._fake.tells_last and FRAME_S / 2 < silent_s < FRAME_S * 1.5:  # the first frame without
                self._told_all = True
                await self._peer.send([self._interim()])
            elif silent_s >= self._endpointing_s - 1e-9:
                self._end_stretch(from_finalize=False, speech_final=True)
        elif self._last_word_end is not None and silent_s >= self._utterance_end_s - 1e-9:
            end, self._last_word_end = self._last_word_end, None
            ended = {"type": "UtteranceEnd", "channel": [0, 1], "last_word_end": end}
            self._due.send_nowait((trio.current_time(), [ended]))

    def _placed(self, words: list[str], start: float, end: float) -> list[Event]:
        placed = _placed(words, start, end)
        if not self._tells_language:
            return placed
        return [{**each, "language": self._fake.language_of(str(each["punctuated_word"]))} for each in placed]

    def _interim(self) -> Event:
        assert self._first_voiced is not None
        known = self._words
        if not self._told_all:
            known = known[: max(1, int((self._at - self._first_voiced) / WORD_S + 1e-9))]
        return results(self._begins, self._at, self._placed(known, self._first_voiced, self._at), is_final=False)

    def _end_stretch(self, *, from_finalize: bool, speech_final: bool = False) -> None:
        steps = self._results(from_finalize=from_finalize, speech_final=speech_final)
        self._due.send_nowait((trio.current_time() + self._fake.final_s, steps))

    def _results(self, *, from_finalize: bool, speech_final: bool = False) -> Steps:
        """Two final results where there are words for it, or an empty one."""
        begins, self._begins = self._begins, self._at
        first, self._first_voiced = self._first_voiced, None
        last: Mapping[str, bool] = {"from_finalize": from_finalize and self._fake.answers_finalize}
        last = {**last, "speech_final": speech_final}
        if first is None:
            return [results(begins, self._at, [], is_final=True, **last)]
        placed = self._placed(self._words, first, self._last_voiced)
        self._last_word_end = self._last_voiced
        half = len(placed) // 2
        steps: Steps = [results(begins, self._at, placed, is_final=True, **last)]
        if half:
            middle = float(str(placed[half]["start"]))
            steps = [
                results(begins, middle, placed[:half], is_final=True),
                results(middle, self._at, placed[half:], is_final=True, **last),
            ]
        return self._fake.faults.popleft()(steps) if self._fake.faults else steps

    async def send_final(self) -> None:
        """Send final results when they are due, one after the other."""
        with suppress(ConnectionClosed, trio.ClosedResourceError):  # the reader sees it too
            while True:
                due_at, steps = await self._coming.receive()
                await trio.sleep_until(due_at)
                await self._peer.send(steps)

    def _metadata(self) -> Event:
        return {
            "type": "Metadata",
            "transaction_key": "deprecated",
            "request_id": "r-1",
            "sha256": "0" * 64,
            "created": "2026-11-28T12:00:00.000Z",
            "duration": self._at,
            "channels": 1,
        }


def _placed(words: list[str], start: float, end: float) -> list[Event]:
    """The words one after the other, WORD_S each or as short as they must be."""
    each = min(WORD_S, (end - start) / max(len(words), 1))
    return [
        {
            "word": word.lower().strip(".,?!"),
            "start": round(start + number * each, 3),
            "end": round(start + (number + 1) * each, 3),
            "confidence": 0.9,
            "punctuated_word": word,
        }
        for number, word in enumerate(words)
    ]


def results(
    start: float,
    end: float,
    words: Sequence[Event],
    *,
    is_final: bool,
    speech_final: bool = False,
    from_finalize: bool = False,
) -> Event:
    text = " ".join(str(word["punctuated_word"]) for word in words)
    best: dict[str, object] = {"transcript": text, "confidence": 0.9 if words else 0.0, "words": words}
    if languages := Counter(str(word["language"]) for word in words if "language" in word):
        best["languages"] = [language for language, _ in languages.most_common()]
    model = {"name": "nova-3", "version": "2026-01-01.0", "arch": "nova-3"}
    return {
        "type": "Results",
        "channel_index": [0, 1],
        "start": round(start, 3),
        "duration": round(end - start, 3),
        "is_final": is_final,
        "speech_final": speech_final,
        "from_finalize": from_finalize,
        "channel": {"alternatives": [best]},
        "metadata": {"request_id": "r-1", "model_info": model, "model_uuid": "m-1"},
    }


async def answer_about_key(request: Received, answerer: Answerer, key: str) -> None:
    """GET /v1/auth/token: whose key this is."""
    status, body = 200, json.dumps({"accessor": "a-1", "api_key_id": "k-1", "scopes": ["usage:write"]}).encode()
    if request.headers.get("authorization") not in (f"Token {key}", f"Bearer {key}"):
        status, body = 401, error_body(401)
    await send(Answer(status, {"content-type": "application/json"}, [Step.HEAD, body]), answerer)
