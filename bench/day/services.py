"""The services of the day: the fakes, each on a port of its own, and what is wrong with each at the moment."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from itertools import count

import trio

from bench.day.troubles import Role, Trouble
from bench.day.wire import Wire
from offhook.simulation.fakes import deepgram
from offhook.simulation.fakes.deepgram_faults import open_deepgram
from offhook.simulation.fakes.elevenlabs import is_socket
from offhook.simulation.fakes.elevenlabs_faults import open_elevenlabs
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import Answer as Reply
from offhook.simulation.fakes.openai_model import pieces_of
from offhook.simulation.fakes.openai_models import answer_about_model
from offhook.simulation.fakes.openai_responses import FakeOpenAiResponses
from offhook.simulation.fakes.phase_faults import FAULTS, BreakingAnswerer, PhaseFault
from offhook.simulation.fakes.steps import Answer, send

KEY = "fake-key-of-a-bad-day"
HOST = "127.0.0.1"
GARBAGE = b"SSH-2.0-OpenSSH_9.6\r\n\r\n"
RECOGNISED_S, FIRST_PIECE_S, PIECE_S, FIRST_SOUND_S, SPEECH_S = 0.15, 0.25, 0.02, 0.2, 0.5
S_PER_CHARACTER = 0.05
FIRST_LINE_WITHIN_S, LONGEST_FIRST_LINE = 30.0, 8192
REPLY = "We have noted that as number {}. Is there anything else?"
"""Each one differs, so that none of its sound is in the server's cache."""

_FAULTS: Mapping[Trouble, PhaseFault | Answer] = {
    Trouble.KEY: FAULTS["401"],
    Trouble.RATE: FAULTS["429"],
    Trouble.ERROR: FAULTS["500"],
    Trouble.HANG_HALF: FAULTS["hang-mid-stream"],
    Trouble.CUT_HALF: FAULTS["reset-mid-stream"],
}
Fault = PhaseFault | Answer | None
Serving = Callable[[trio.abc.Stream, bytes, Fault], Awaitable[None]]


class Service:
    """One fake on one port."""

    def __init__(self, name: str, role: Role, port: int, serving: Serving, *, by_socket: bool) -> None:
        self.name, self.role, self.port = name, role, port
        self._serving, self._by_socket = serving, by_socket
        self._trouble: Trouble | None = None
        self._wires: dict[Wire, bool] = {}
        """All that are open, and whether they began while something was wrong."""
        self._listening: trio.CancelScope | None = None
        self._nursery: trio.Nursery | None = None
        self.failures: Counter[str] = Counter()
        """How its own connections failed, by exception."""

    @property
    def connections(self) -> int:
        return len(self._wires)

    async def open(self, nursery: trio.Nursery) -> None:
        """Raises OSError."""
        self._nursery = nursery
        await self._listen()

    def begin(self, trouble: Trouble) -> None:
        """From now on that is wrong. Sessions that are under way suffer too: a WebSocket may last as long as a call."""
        self._trouble = trouble
        if trouble is Trouble.REFUSED and self._listening is not None:
            self._listening.cancel(reason="the service refuses connections")
            self._listening = None
        for wire in list(self._wires):
            if trouble is Trouble.SILENT or (self._by_socket and trouble in (Trouble.HANG_FIRST, Trouble.HANG_HALF)):
                wire.hold_up()
            elif trouble is Trouble.SLOW:
                wire.slow_down()
            elif self._by_socket or trouble in (Trouble.REFUSED, Trouble.GARBAGE):
                wire.cut()

    async def end(self) -> None:
        """It works again: what was held up goes on, and connections that began badly are closed."""
        await trio.lowlevel.checkpoint()
        self._trouble = None
        for wire, began_badly in list(self._wires.items()):
            wire.release()
            if began_badly:
                wire.cut()
        if self._listening is None:
            await self._listen()

    async def _listen(self) -> None:
        assert self._nursery is not None
        listeners = await trio.open_tcp_listeners(self.port, host=HOST)
        self._listening = trio.CancelScope()
        self._nursery.start_soon(self._accept, listeners, self._listening, name=f"port of {self.name}")

    async def _accept(self, listeners: list[trio.SocketListener], scope: trio.CancelScope) -> None:
        with scope:
            await trio.serve_listeners(self._serve, listeners, handler_nursery=self._nursery)

    async def _serve(self, stream: trio.SocketStream) -> None:
        await trio.lowlevel.checkpoint()
        wire, trouble = Wire(stream), self._trouble
        self._wires[wire] = trouble is not None
        try:
            if trouble in (Trouble.HANG_FIRST, Trouble.SILENT):
                await _until_closed(wire)
                return
            begun = await _first_line(wire)
            if trouble is Trouble.GARBAGE:
                await wire.send_all(GARBAGE)
                return
            if trouble is Trouble.SLOW:
                wire.slow_down()
            await self._serving(wire, begun, _FAULTS.get(trouble) if trouble is not None else None)
        except Exception as exc:  # noqa: BLE001  # cut by us, or the client has left; the other connections go on
            self.failures[type(exc).__name__] += 1
        finally:
            del self._wires[wire]
            wire.close()

    def fault(self) -> Fault:
        """What a request that comes now suffers, on a connection that may be older."""
        return _FAULTS.get(self._trouble) if self._trouble is not None else None


class Services:
    """Two for each role, as the server's chains name them."""

    def __init__(self, first_port: int) -> None:
        ports = count(first_port)
        numbers = count(1)
        self.all = [
            _deepgram(next(ports)),
            _http("openai", Role.RECOGNIZER, next(ports), _transcription),
            _http("openai", Role.MODEL, next(ports), lambda: _chat(numbers)),
            _http("openai_responses", Role.MODEL, next(ports), lambda: _responses(numbers)),
            _elevenlabs(next(ports)),
            _http("openai", Role.VOICE, next(ports), _speech),
        ]

    @property
    def connections(self) -> int:
        return sum(service.connections for service in self.all)

    def of(self, role: Role) -> list[Service]:
        return [service for service in self.all if service.role is role]

    async def open(self, nursery: trio.Nursery) -> None:
        """Raises OSError."""
        for service in self.all:
            await service.open(nursery)
        await trio.lowlevel.checkpoint()


async def _until_closed(wire: Wire) -> None:
    while await wire.receive_some():
        pass


async def _first_line(wire: Wire) -> bytes:
    begun = b""
    with trio.move_on_after(FIRST_LINE_WITHIN_S):
        await trio.lowlevel.checkpoint()
        while b"\n" not in begun and len(begun) < LONGEST_FIRST_LINE and (data := await wire.receive_some()):
            begun += data
    return begun


def _deepgram(port: int) -> Service:
    http = HttpServer(lambda request, answerer: deepgram.answer_about_key(request, answerer, KEY))

    async def serve(stream: trio.abc.Stream, begun: bytes, fault: Fault) -> None:
        if begun.startswith(b"GET " + deepgram.PATH.encode()):
            await open_deepgram(KEY, RECOGNISED_S, fault).server.serve(stream, begun)
        else:
            await http.serve(stream, begun)

    return Service("deepgram", Role.RECOGNIZER, port, serve, by_socket=True)


def _elevenlabs(port: int) -> Service:
    async def serve(stream: trio.abc.Stream, begun: bytes, fault: Fault) -> None:
        fake = open_elevenlabs(KEY, FIRST_SOUND_S, fault)
        await (fake.sockets if is_socket(begun) else fake.http).serve(stream, begun)

    return Service("elevenlabs", Role.VOICE, port, serve, by_socket=True)


Answering = Callable[[Received, Answerer], Awaitable[None]]


def _http(name: str, role: Role, port: int, make: Callable[[], Answering]) -> Service:
    async def answer(request: Received, answerer: Answerer) -> None:
        server.requests.clear()  # or the sound of a whole day would be kept
        server.left_early.clear()
        match service.fault():
            case Answer() as refusal:
                await send(refusal, answerer)
                return
            case PhaseFault() as fault:
                answerer = BreakingAnswerer(answerer, fault)
            case None:
                pass
        if not await answer_about_model(request, answerer, KEY):
            await make()(request, answerer)

    async def serve(stream: trio.abc.Stream, begun: bytes, fault: Fault) -> None:
        del fault  # of each request
        await server.serve(stream, begun)

    server = HttpServer(answer)
    service = Service(name, role, port, serve, by_socket=False)
    return service


def _reply(numbers: "count[int]") -> Reply:
    return Reply(pieces=pieces_of(REPLY.format(next(numbers)), 6), first_piece_s=FIRST_PIECE_S, piece_s=PIECE_S)


def _chat(numbers: "count[int]") -> Answering:
    return FakeOpenAiChat(_reply(numbers), key=KEY).answer


def _responses(numbers: "count[int]") -> Answering:
    return FakeOpenAiResponses(_reply(numbers), key=KEY).answer


def _speech() -> Answering:
    return FakeOpenAiAudio(key=KEY, speech_s=SPEECH_S, s_per_character=S_PER_CHARACTER).answer


def _transcription() -> Answering:
    return FakeOpenAiAudio(key=KEY).answer
