"""A simulated carrier: speaks a real wire format to a call, paces the caller's audio and plays the agent's.

Its playout clock is the truth about what was heard. It shares no code with our codec, pacing or ledger: it has its own
messages and its own playout, and makes the caller's audio itself.
"""

import math
import random
from collections import deque
from collections.abc import Callable

import trio

from offhook.engine.run.ear import Ear, Hear
from offhook.engine.run.line import LineClosed
from offhook.protocol.carriers.carrier import Message
from offhook.protocol.playout import MarkDue, Playout, PlayoutEvent, SoundPlayed
from offhook.simulation.caller_voice import FRAME_BYTES, hiss, key_tone, speech
from offhook.simulation.carrier_side import TWILIO_FAR_SIDE, FarSide, Sent
from offhook.simulation.echo_path import EchoPath
from offhook.simulation.looks import look_until
from offhook.simulation.mark_habits import MarkHabits
from offhook.simulation.trouble import Trouble, no_trouble

FRAME_S = 0.020
UNREAD_MESSAGES = 20_000
LOOK_EVERY_S = 0.005
MESSAGES_BEFORE_A_CALL = 2  # the greeting of a socket and the start, for a carrier that sends both
STREAMS_APART = 1_000_000  # between the numbers of two streams of one call


class SimulatedCarrier:
    """One stream of one caller. `line` is the server's end of it."""

    def __init__(
        self,
        number: int = 1,
        *,
        seed: int = 0,
        receiving: Trouble | None = None,
        sending: Trouble | None = None,
        echo: EchoPath | None = None,
        marks: MarkHabits | None = None,
        far_side: FarSide = TWILIO_FAR_SIDE,
        returned: int = 0,
        token: str = "",
        came_back: str = "",
    ) -> None:
        """`returned` is how often the call has returned: this is another stream of the same call. It brings `token`,
        and why the caller `came_back`, if that is from somebody else's telephone."""
        self.call_sid, self.returned, self._token = f"CA{number:032d}", returned, token
        self._came_back = {"came_back": came_back} if came_back else {}
        self.side = far_side.open(self.call_sid, number + STREAMS_APART * returned)
        self._capabilities = far_side.capabilities
        self.sent: list[Sent] = []
        self.heard: list[SoundPlayed] = []
        self.gone_at = math.inf
        """When this side closed the socket."""
        self.playout = Playout()
        self.hung_up = False
        self.marks = marks or MarkHabits()
        self._late_marks: list[tuple[float, str]] = []
        self._mark_chance = random.Random(f"{seed}/marks/{number}")
        self.caller_is_mute = False
        self.is_silent = False
        """Keeps the socket open and says nothing more, neither sound nor marks."""
        self.sends_silence = True
        """Whether audio is sent while the caller says nothing; muted legs and some softphones send none."""
        self.brings: dict[str, str] | None = None
        """What the webhook has given to the stream; None where there was none."""
        self.stalled = False
        """While true, the caller's audio is held back; afterwards all of it is sent at once."""
        self._kept_back: list[Message] = []
        self._gathered = b""  # audio of a message that is not complete yet
        self.echo = echo
        """The caller's speakerphone, through which the agent hears itself."""
        self.spoken: list[tuple[float, float]] = []
        """From when to when the caller made a sound."""
        self.pressed: list[float] = []
        """When the caller pressed a key."""
        self.line = MemoryLine(self, receiving or no_trouble(), sending or no_trouble())
        self.to_server_send, self.to_server = trio.open_memory_channel[Message](UNREAD_MESSAGES)
        self._chance = random.Random(f"{seed}/carrier/{number}")
        self._hiss = hiss(self._chance)
        self._speech: deque[bytes] = deque()
        self._frames = 0
        self._playing = trio.Event()

    # The caller.

    def speak(self, seconds: float) -> None:
        """Speak from the next frame on, in a modelled voice."""
        self.say(speech(seconds, self._chance))

    def say(self, mulaw: bytes) -> None:
        """Speak from the next frame on, in this voice."""
        for start in range(0, len(mulaw) if not self.caller_is_mute else 0, FRAME_BYTES):
            self._speech.append(mulaw[start : start + FRAME_BYTES].ljust(FRAME_BYTES, b"\xff"))

    def press(self, keys: str) -> None:
        for key in keys:
            self.pressed.append(trio.current_time())
            self.post(self.side.dtmf(key))

    def sound_key(self, key: str, seconds: float) -> None:
        """Play the tone of a key from the next frame on: some carriers send it in the audio as well as a message."""
        self.say(key_tone(key, seconds))

    def fall_mute(self) -> None:
        """The caller says nothing from now on."""
        self.caller_is_mute = True
        self._speech.clear()

    def hang_up(self) -> None:
        """Send the stop message, if this carrier has one, then close the socket."""
        if self._capabilities.sends_stop:
            self.post(self.side.stop())
        self.drop()

    def drop(self) -> None:
        """Close the socket without a stop message. What has been played by now counts as heard."""
        if not self.hung_up:
            self.hung_up, self.gone_at = True, trio.current_time()
            self._carry_out(self.playout.advance(self.gone_at))
        self.to_server_send.close()
        self.line.look()

    def close(self) -> None:
        """Close both ends; the line is not used after this."""
        self.drop()
        self.to_server.close()

    def post(self, message: Message) -> None:
        if self.is_silent:
            return
        if self.line.hears(message):
            return
        try:
            self.to_server_send.send_nowait(message)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            self.hung_up = True
        self.line.look()

    # The carrier.

    async def run(self, parameters: dict[str, str] | None = None) -> None:
        """Open the stream and keep it going until somebody ends it."""
        if self._capabilities.sends_connected:
            self.post(self.side.connected())
        returned = {"returned": str(self.returned)} if self.returned else {}
        token = {"token": self._token} if self._token else {}
        told = parameters or self.brings or {"caller": "+15550100", **returned, **self._came_back, **token}
        self.post(self.side.start(told))
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._play)
            began_at = trio.current_time()
            while not self.hung_up:
                await trio.sleep_until(began_at + self._frames * FRAME_S)
                self._send_audio()
                self._send_late_marks()
                self._frames += 1
            nursery.cancel_scope.cancel()

    def _send_audio(self) -> None:
        goes_on = bool(self._speech) or self.sends_silence
        if goes_on:
            self._gathered += self._with_echo(self._next_frame())
        gathered_ms = len(self._gathered) // 8
        if gathered_ms >= self._capabilities.frame_ms or (gathered_ms and not goes_on):
            ends_at_ms = (self._frames + goes_on) * 20
            self._kept_back.append(self.side.media(self._gathered, ends_at_ms - gathered_ms))
            self._gathered = b""
        if not self.stalled:
            for message in self._kept_back:
                self.post(message)
            self._kept_back.clear()

    def _next_frame(self) -> bytes:
        if not self._speech:
            return self._hiss[self._frames % len(self._hiss)]
        now = trio.current_time()
        goes_on = bool(self.spoken) and now - self.spoken_until < 1.5 * FRAME_S
        begun_at = self.spoken.pop()[0] if goes_on else now
        self.spoken.append((begun_at, now))
        return self._speech.popleft()

    def _with_echo(self, said: bytes) -> bytes:
        if self.echo is None:
            return said
        now = trio.current_time()
        self._carry_out(self.playout.advance(now))  # the echo of what was played during this frame belongs in it
        return self.echo.over(said, now)

    async def _play(self) -> None:
        while True:
            deadline = self.playout.next_deadline()
            if deadline is None:
                self._playing = trio.Event()
                await self._playing.wait()
            else:
                await trio.sleep_until(deadline)
                self._carry_out(self.playout.advance(trio.current_time()))

    def receive(self, message: Message) -> None:
        """Take in a message from the server."""
        now = trio.current_time()
        sent = self.side.read(message, now)
        self.sent.append(sent)
        match sent.kind:
            case "media":
                self._carry_out(self.playout.enqueue(sent.mulaw, now))
                self._playing.set()
            case "mark":
                self._carry_out(self.playout.mark(sent.mark, now))
            case "clear":
                self._carry_out([event for event in self.playout.clear(now) if self._survives_clear(event)])

    def _survives_clear(self, event: PlayoutEvent) -> bool:
        echoes_cleared = self._capabilities.acknowledges_clear and self.marks.echoes_cleared
        return echoes_cleared or not isinstance(event, MarkDue)

    def _carry_out(self, events: list[PlayoutEvent]) -> None:
        for event in events:
            if isinstance(event, SoundPlayed):
                self.heard.append(event)
                if self.echo is not None:
                    self.echo.played(event.mulaw, event.at)
            elif isinstance(event, MarkDue):
                self._echo_mark(event.name)

    def _echo_mark(self, name: str) -> None:
        """Echo a mark according to this carrier's habits. A late echo goes out with the first frame after it is due."""
        habits, chance = self.marks, self._mark_chance
        if chance.random() >= habits.lost:
            times = 2 if chance.random() < habits.twice else 1
            for _ in range(times):
                self._late_marks.append((trio.current_time() + chance.uniform(0, habits.late_s), name))
        if not habits.late_s:
            self._send_late_marks()

    def _send_late_marks(self) -> None:
        now = trio.current_time()
        due = sorted(mark for mark in self._late_marks if mark[0] <= now)
        self._late_marks = [mark for mark in self._late_marks if mark[0] > now]
        for _, name in due:
            self.post(self.side.mark(name))

    # What a test may ask.

    @property
    def spoken_until(self) -> float:
        """When the last frame of the newest speech went out."""
        return self.spoken[-1][1] if self.spoken else 0.0

    @property
    def media(self) -> list[Sent]:
        return [sent for sent in self.sent if sent.kind == "media"]

    @property
    def clears(self) -> list[Sent]:
        return [sent for sent in self.sent if sent.kind == "clear"]

    @property
    def seconds_heard(self) -> float:
        return sum(len(heard.mulaw) for heard in self.heard) / 8000

    async def agent_has_spoken(self) -> None:
        """Wait for the agent's next sound, if it is not speaking already, and for its end."""
        await self.wait(lambda: self.playout.sounding)
        await self.wait(lambda: not self.playout.sounding)
        await trio.sleep(0.1)

    async def wait(self, what: Callable[[], bool], within_s: float = 30.0) -> None:
        """Wait until the condition holds. It is checked every 5 ms of virtual time; only tasks may change it."""
        with trio.fail_after(within_s):
            await look_until(what, LOOK_EVERY_S)


class MemoryLine:
    """The server's end of the connection, with the interface of `engine/run/line.py`.

    It is the model of a line on the media lane: what the carrier says is heard at once, in the carrier's own step,
    where somebody listens and nothing waits before it. Faults strike who receives, so with one armed it waits.
    """

    peer = "simulated carrier"

    def __init__(self, carrier: SimulatedCarrier, receiving: Trouble, sending: Trouble) -> None:
        self._carrier, self._receiving, self._sending = carrier, receiving, sending
        self.aborted = False
        self.reads = True
        self._freed = trio.Event()
        self._received = 0
        self._ear: Ear[Message] = Ear()
        self._is_sending = False

    def hears(self, message: Message) -> bool:
        """The carrier calls this. False: nobody listens, and the message has to wait."""
        # An answer to what is being sent comes later: no network is so fast that it arrives in the midst of a send.
        if not self._ear.listens or self._is_sending or self._receiving.may_strike:
            return False
        self._received += 1
        self._ear.tell(message)
        return True

    def look(self) -> None:
        """Something waits, or the connection is gone."""
        self._ear.wake()

    async def receive(self) -> Message:
        if self._received >= MESSAGES_BEFORE_A_CALL:  # a fault in a call, also if it was armed between two streams
            await self._receiving.strike()
        try:
            message = await self._carrier.to_server.receive()
        except (trio.EndOfChannel, trio.ClosedResourceError):
            raise LineClosed from None
        self._received += 1
        return message

    async def listen(self, hear: Hear[Message]) -> None:
        is_over = False

        def hear_now(message: Message) -> bool:
            nonlocal is_over
            is_over = hear(message)
            return is_over

        while not is_over:  # noqa: ASYNC913  # each round waits
            waiting = self._carrier.to_server.statistics()
            is_open = waiting.open_send_channels > 0 and not self.aborted
            if is_open and not waiting.current_buffer_used and not self._receiving.may_strike:
                await self._ear.lend(hear_now)
            else:
                hear_now(await self.receive())

    async def send(self, *messages: Message) -> None:
        for message in messages:
            await self._send(message)

    async def _send(self, message: Message) -> None:
        await self._sending.strike()
        if not self.reads and not self.aborted:  # as Hypercorn's: shielded until the transport is closed
            with trio.CancelScope(shield=True):
                await self._freed.wait()
        await trio.lowlevel.checkpoint()
        if self.aborted or self._carrier.hung_up:
            raise LineClosed
        self._is_sending = True
        self._carrier.receive(message)
        self._is_sending = False

    async def stall(self, seconds: float) -> None:
        """Read nothing for so long, then everything that waits."""
        self.reads = False
        await trio.sleep(seconds)
        self.reads = True
        self._freed.set()
        self._freed = trio.Event()

    def abort(self) -> None:
        self.aborted = True
        self._freed.set()
        self._carrier.drop()
        self._carrier.to_server.close()
        self.look()
