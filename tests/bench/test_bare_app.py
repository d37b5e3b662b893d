"""The bare application says what the real one says, when it says it: else it is no floor. Virtual time, real speech."""

from collections.abc import Awaitable, Callable

import trio
from trio.testing import MockClock

from bench import bare_app
from bench.bare_app import Message, Receive, Send
from bench.lean_caller import PlayoutClock
from bench.script import TONE_S, Script, voices, write_script
from offhook.engine.decide.endpointing import FRAME_MS
from offhook.protocol.carriers.twilio.theirs import CarrierSide, Clear, PlaceMark, PlayAudio, StreamIdentity
from offhook.simulation.exchange import open_simulated_exchange, settings_with
from offhook.telephone.clip import FRAME_S
from offhook.web.application import Application
from offhook.web.lifespan_state import EXCHANGE

Said = tuple[int, str, int]
"""After which frame of the caller's, what, and how many bytes of sound."""


class Carrier:
    """The other end of an ASGI connection: says a script, echoes marks, and notes what it is sent."""

    def __init__(self, script: Script) -> None:
        self._script, self._playout = script, PlayoutClock()
        self._side = CarrierSide(StreamIdentity("AC1", "CA1", "MZ1"))
        self._inbox_send, self._inbox = trio.open_memory_channel[Message](1000)
        self._frame = -1
        self.said: list[Said] = []

    async def receive(self) -> Message:
        return await self._inbox.receive()

    async def send(self, message: Message) -> None:
        await trio.lowlevel.checkpoint()
        if message["type"] != "websocket.send":
            return
        now = trio.current_time()
        match self._side.receive(message["text"]):
            case PlayAudio(media=media):
                self._playout.add(len(media.payload), now)
                self.said.append((self._frame, "media", len(media.payload)))
            case PlaceMark(mark=mark):
                self._playout.mark(mark.name, now)
                self.said.append((self._frame, "mark", 0))
            case Clear():
                self._playout.clear(now)
                self.said.append((self._frame, "clear", 0))
            case refused:
                raise AssertionError(f"not a message for a carrier: {refused}")

    async def talk(self) -> None:
        self._post({"type": "websocket.connect"})
        self._hand_in(self._side.connected())
        self._hand_in(self._side.start({}))
        begins = trio.current_time()
        for number, frame in enumerate(self._script.frames):
            await trio.sleep_until(begins + number * FRAME_S)
            self._frame = number
            for name in self._playout.due(trio.current_time()):
                self._hand_in(self._side.mark(name))
            self._hand_in(self._side.media(frame, number * FRAME_MS))
        self._hand_in(self._side.stop())
        self._post({"type": "websocket.disconnect"})

    def _hand_in(self, text: str) -> None:
        self._post({"type": "websocket.receive", "text": text, "bytes": None})

    def _post(self, message: Message) -> None:
        self._inbox_send.send_nowait(message)

    def close(self) -> None:
        self._inbox_send.close()
        self._inbox.close()


async def said_by(
    app: Callable[[Message, Receive, Send], Awaitable[None]], scope: Message, script: Script
) -> list[Said]:
    carrier = Carrier(script)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(carrier.talk)
        await app(scope, carrier.receive, carrier.send)
    carrier.close()
    return carrier.said


async def test_the_bare_app_answers_as_the_real_one_does(autojump_clock: MockClock) -> None:
    """Greeting, two turns and an interruption: the same messages of the same lengths, each in the same 20 ms."""
    script = write_script(voices(), 1)
    settings = settings_with(speaker={"tone": {"seconds": TONE_S}}, vad={"adaptive": False})  # as the benches set it
    bare = await said_by(bare_app.app, {"type": "websocket"}, script)
    async with open_simulated_exchange(settings) as exchange:
        scope: Message = {
            "type": "websocket",
            "path": "/media-stream",
            "client": ("127.0.0.1", 40_000),
            "headers": [(b"host", b"127.0.0.1")],
            "state": {EXCHANGE: exchange},
        }
        ours = await said_by(Application(lambda: open_simulated_exchange(settings)), scope, script)
    assert [what for _, what, _ in ours].count("clear") == 1
    assert [message[1:] for message in bare] == [message[1:] for message in ours]
    assert all(abs(floor - real) <= 1 for (floor, _, _), (real, _, _) in zip(bare, ours, strict=True))
