"""All fakes behind one address, by path: what `offhook fakes` serves. A new one is a line in FAKES."""

import json
import signal
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

import trio

from offhook.simulation.fakes import assemblyai, deepgram, realtime_faults
from offhook.simulation.fakes.assemblyai_faults import open_assemblyai
from offhook.simulation.fakes.deepgram_faults import open_deepgram
from offhook.simulation.fakes.elevenlabs import FakeElevenLabs, is_socket
from offhook.simulation.fakes.elevenlabs_faults import open_elevenlabs, refused
from offhook.simulation.fakes.http_server import Answerer, Answering, HttpServer, Received, over_tls
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio, error_body
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import Answer as ModelAnswer
from offhook.simulation.fakes.openai_model import Decide
from offhook.simulation.fakes.openai_models import answer_about_model
from offhook.simulation.fakes.openai_responses import FakeOpenAiResponses
from offhook.simulation.fakes.phase_faults import FAULTS, BreakingAnswerer, PhaseFault
from offhook.simulation.fakes.realtime_faults import open_realtime
from offhook.simulation.fakes.steps import Answer, Step, send
from offhook.simulation.fakes.tool_calls import CallNotReadable, call_when_said, deciding
from offhook.simulation.fakes.twilio_rest import PATHS as TWILIO_PATHS
from offhook.simulation.fakes.twilio_rest import FakeTwilio
from offhook.simulation.fakes.twilio_rest import refused as refused_by_twilio
from offhook.simulation.fakes.websocket_server import WebSocketServer

KEY = "fake"
BASE_PATH = "/v1"
LONGEST_LATENCY_MS = 600_000


class Fake(NamedTuple):
    """One fake. It is made anew for each request, so that it remembers nothing."""

    path: str
    make: Callable[[], Answering]


def _audio() -> Answering:
    return FakeOpenAiAudio(key=KEY, speech_s=0.3, s_per_character=0.06).answer


FAKES: Mapping[str, Fake] = {
    "chat": Fake("/v1/chat/completions", lambda: FakeOpenAiChat(key=KEY).answer),
    "responses": Fake("/v1/responses", lambda: FakeOpenAiResponses(key=KEY).answer),
    "speech": Fake("/v1/audio/speech", _audio),
    "transcription": Fake("/v1/audio/transcriptions", _audio),
    "models": Fake("/v1/models", lambda: _models),
    "assemblyai_key": Fake(assemblyai.TOKEN_PATH, lambda: partial(assemblyai.answer_about_key, key=KEY)),
    "deepgram_key": Fake(deepgram.TOKEN_PATH, lambda: partial(deepgram.answer_about_key, key=KEY)),
}
"""By the name that a fault or a latency is set for."""
_ELEVENLABS = Fake("/v1/text-to-speech", lambda: FakeElevenLabs(key=KEY, voices=()).answer)


class WebSocketFake(NamedTuple):
    """One that is reached by a WebSocket, at any path that begins with this one; made anew for each connection."""

    path: str
    open: Callable[[str, float, PhaseFault | Answer | None], "Serves"]
    """With the key, the latency in seconds and what goes wrong."""


class Hears(Protocol):
    """A fake that recognises."""

    words: str
    texts: deque[str]


class Serves(Hears, Protocol):
    server: WebSocketServer


WEBSOCKETS: Mapping[str, WebSocketFake] = {
    "realtime": WebSocketFake(realtime_faults.PATH, open_realtime),
    "assemblyai": WebSocketFake(assemblyai.PATH, open_assemblyai),
    "deepgram": WebSocketFake(deepgram.PATH, open_deepgram),
}
"""By name, as the others."""
ELEVENLABS, ELEVENLABS_HTTP = "elevenlabs", "elevenlabs_http"
"""Of those that have a voice in their paths; whoever sends ElevenLabs' header for a key is sent to the second."""
TWILIO = "twilio"
"""Of the carrier: it has many paths, and remembers what its number is set to."""
NAMES = (*FAKES, *WEBSOCKETS, ELEVENLABS, ELEVENLABS_HTTP, TWILIO)
LONGEST_LINE, FIRST_LINE_WITHIN_S = 8192, 60.0


class FakeNotKnown(Exception):
    """There is no such fake, no such fault, or no such time, or a call cannot be read; the text says what there is."""


class Behaviour(NamedTuple):
    """How the fakes answer, by name."""

    faults: Mapping[str, PhaseFault | Answer] = {}
    latency_s: Mapping[str, float] = {}
    """How long an answer is in coming."""
    decide: Decide | None = None
    """What the language models answer; None: always the same."""
    hears: Sequence[str] = ()
    """What the recognizers hear, one after the other, and the last one always; empty: always the same sentence."""


def behaviour(
    faults: Sequence[str],
    latencies: Sequence[str],
    calls: Sequence[str] = (),
    answer: str | None = None,
    hears: Sequence[str] = (),
) -> Behaviour:
    """Read `chat:hang-mid-stream`, `speech:300`, `book_room:{"nights": 2}`. Raises FakeNotKnown."""
    try:
        wanted = [*map(call_when_said, calls)]
    except CallNotReadable as exc:
        raise FakeNotKnown(str(exc)) from exc
    return Behaviour(
        {name: _fault(text) for name, text in map(_named, faults)},
        {name: _seconds(text) for name, text in map(_named, latencies)},
        deciding(wanted, answer, ModelAnswer()) if wanted or answer is not None else None,
        hears,
    )


def _named(text: str) -> tuple[str, str]:
    name, _, rest = text.partition(":")
    if name not in NAMES:
        raise FakeNotKnown(f"{text!r}: must begin with one of {', '.join(NAMES)}, and a colon")
    return name, rest


def _fault(text: str) -> PhaseFault | Answer:
    if text not in FAULTS:
        raise FakeNotKnown(f"there is no fault {text!r}; there are {', '.join(FAULTS)}")
    return FAULTS[text]


def _seconds(text: str) -> float:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) <= LONGEST_LATENCY_MS):
        raise FakeNotKnown(f"{text!r} is no time: must be whole milliseconds, at most {LONGEST_LATENCY_MS}")
    return int(text) / 1000


class AllFakes:
    """One server of all fakes. `told` gets a line for each request."""

    def __init__(self, how: Behaviour, told: Callable[[str], None]) -> None:
        self._how, self._told = how, told
        models = {
            "chat": Fake(FAKES["chat"].path, lambda: FakeOpenAiChat(key=KEY, decide=how.decide).answer),
            "responses": Fake(FAKES["responses"].path, lambda: FakeOpenAiResponses(key=KEY, decide=how.decide).answer),
        }
        models["transcription"] = Fake(FAKES["transcription"].path, self._transcription)
        self._by_path = {fake.path: (name, fake) for name, fake in {**FAKES, **models}.items()}
        self._hears = deque(how.hears)
        twilio = FakeTwilio()
        self._twilio = Fake(TWILIO_PATHS[0], lambda: twilio.answer)
        self._http = HttpServer(self._answer)

    async def serve(self, stream: trio.abc.Stream) -> None:
        """Serve one connection. Whatever is sent, the other connections go on."""
        try:
            begun = await _first_line(stream)
            for name, fake in WEBSOCKETS.items():
                if begun.startswith(b"GET " + fake.path.encode()):
                    self._told(f"GET {fake.path}")
                    latency_s, fault = self._how.latency_s.get(name, 0.0), self._how.faults.get(name)
                    opened = fake.open(KEY, latency_s, fault)
                    self._let_hear(opened)
                    await opened.server.serve(stream, begun)
                    return
            if is_socket(begun):
                self._told(f"GET {begun.split(b'?')[0].decode(errors='replace').removeprefix('GET ')}")
                latency_s, fault = self._how.latency_s.get(ELEVENLABS, 0.0), self._how.faults.get(ELEVENLABS)
                await open_elevenlabs(KEY, latency_s, fault).sockets.serve(stream, begun)
                return
            await self._http.serve(stream, begun)
        except Exception as exc:  # noqa: BLE001  # as above: anything may be sent
            self._told(f"a connection failed: {type(exc).__name__}")

    def _let_hear(self, fake: Hears) -> None:
        """All recognizers together: the next one goes on where another one was."""
        if self._how.hears:
            fake.texts, fake.words = self._hears, self._how.hears[-1]

    def _transcription(self) -> Answering:
        audio = FakeOpenAiAudio(key=KEY)
        self._let_hear(audio)
        return audio.answer

    async def _answer(self, request: Received, answerer: Answerer) -> None:
        self._http.requests.clear()  # it would be kept as long as the command runs, with the callers' sound in it
        self._http.left_early.clear()
        path = request.path.partition("?")[0]
        self._told(f"{request.method} {path}")
        if "xi-api-key" in request.headers:
            await self._answer_as(ELEVENLABS_HTTP, _ELEVENLABS, request, answerer)
            return
        if path.startswith(TWILIO_PATHS):
            await self._answer_as(TWILIO, self._twilio, request, answerer)
            return
        if await answer_about_model(request, answerer, KEY):
            return
        if path not in self._by_path:
            message = f"Invalid URL ({request.method} {path})"
            await send(error_body(404, "invalid_request_error", None, message), answerer)
            return
        name, fake = self._by_path[path]
        await self._answer_as(name, fake, request, answerer)

    async def _answer_as(self, name: str, fake: Fake, request: Received, answerer: Answerer) -> None:
        await trio.sleep(self._how.latency_s.get(name, 0.0))
        match self._how.faults.get(name):
            case Answer() as refusal:
                await send(_REWORDED.get(name, _as_it_is)(refusal), answerer)
            case PhaseFault() as fault:
                await _well(fake, request, BreakingAnswerer(answerer, fault))
            case None:
                await _well(fake, request, answerer)


def _as_it_is(refusal: Answer) -> Answer:
    return refusal


_REWORDED: Mapping[str, Callable[[Answer], Answer]] = {ELEVENLABS_HTTP: refused, TWILIO: refused_by_twilio}
"""How a refusal of OpenAI's is worded by other vendors."""


async def _first_line(stream: trio.abc.Stream) -> bytes:
    """What a connection begins with: its first line, and whatever comes with it; less if no more comes."""
    begun = b""
    with trio.move_on_after(FIRST_LINE_WITHIN_S):
        while b"\n" not in begun and len(begun) < LONGEST_LINE and (data := await stream.receive_some()):
            begun += data
    return begun


async def _well(fake: Fake, request: Received, answerer: Answerer) -> None:
    try:
        await fake.make()(request, answerer)
    except (AssertionError, AttributeError, KeyError, RecursionError, TypeError, ValueError):
        unreadable = error_body(400, "invalid_request_error", None, "We could not parse your request.")
        await send(unreadable, answerer)


async def _models(request: Received, answerer: Answerer) -> None:
    if request.headers.get("authorization") != f"Bearer {KEY}":
        await send(error_body(401, "invalid_request_error", "invalid_api_key", "Incorrect API key."), answerer)
        return
    model = {"id": "fake", "object": "model", "created": 1_790_000_000, "owned_by": "offhook"}
    body = json.dumps({"object": "list", "data": [model]}).encode()
    await send(Answer(200, {"content-type": "application/json"}, [Step.HEAD, body]), answerer)


async def serve_until_stopped(
    fakes: AllFakes, host: str, port: int, certificate: Path | None, on_url: Callable[[str], None]
) -> None:
    """Serve until Ctrl-C or SIGTERM, over TLS if there is a certificate. `on_url` is told the address, with the port
    that was free where 0 was asked for. Raises OSError."""
    serving = fakes.serve if certificate is None else over_tls(fakes.serve, certificate)
    listeners = await trio.open_tcp_listeners(port, host=host)
    scheme, shown = "http" if certificate is None else "https", f"[{host}]" if ":" in host else host
    with trio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.serve_listeners, serving, listeners)
            on_url(f"{scheme}://{shown}:{listeners[0].socket.getsockname()[1]}")
            async for _ in signals:
                nursery.cancel_scope.cancel(reason="stopped")
