"""One media stream from the carrier's side: the caller's frames go out on deadlines, the agent's sound is played.

    pacer (20 ms) ──┐                       ┌── listener ◄── media, mark, clear
                    ├─► outbox ─► writer ─► server
    player (marks) ─┘

Everything between two awaits is synchronous, so messages are sent in the order in which they were decided.
"""

import enum
import itertools
from collections.abc import Sequence
from contextlib import suppress

import msgspec
import trio
from trio_websocket import ConnectionClosed

from offhook.protocol.carriers.twilio.theirs import CarrierSide, Clear, PlaceMark, PlayAudio, Refusal
from offhook.protocol.playout import MarkDue, Playout, PlayoutEvent, SoundBegan, SoundEnded, SoundPlayed
from offhook.telephone.clip import FRAME_S
from offhook.telephone.phone_events import Cleared, MessageRefused, StreamEnded, StreamOpened
from offhook.telephone.phone_log import PhoneLog
from offhook.telephone.phone_network import MediaSocket
from offhook.telephone.phone_script import PhoneScript, Progress
from offhook.telephone.telnyx_side import TelnyxSide

OUTBOX_MESSAGES = 4096  # more than a minute of frames: a server that leaves so many unread has stopped reading
CLOSE_WITHIN_S = 2.0
_FRAME_MS = 20


class WayToLeave(enum.Enum):
    """How the caller's side ends the stream: with a stop message, by closing the socket, or by going silent."""

    STOP = "stop"
    DROP = "drop"
    VANISH = "vanish"


class HangUpRule(msgspec.Struct, frozen=True):
    """When and how the caller ends the call."""

    at: float
    stay: bool
    ending: WayToLeave
    break_after_s: float | None = None
    """The connection breaks so long after its beginning, and the caller stays on the line."""


class PhoneStream:
    """Runs one stream to its end. The script and the log are those of the call."""

    def __init__(
        self,
        socket: MediaSocket,
        carrier: CarrierSide | TelnyxSide,
        script: PhoneScript,
        log: PhoneLog,
        rule: HangUpRule,
    ) -> None:
        self._socket, self._carrier, self._script, self._log, self._rule = socket, carrier, script, log, rule
        self._playout = Playout()
        self._sound_began = trio.Event()
        self._written = trio.Event()
        self._outbox_send, self._outbox = trio.open_memory_channel[str](OUTBOX_MESSAGES)
        self._over = trio.CancelScope()
        self._ended_by, self._how = "caller", rule.ending.value
        self.caller_left = False
        self.progress = Progress.GOING_ON
        """How far the script was when the caller left."""

    async def run(self, url: str, parameters: dict[str, str]) -> None:
        """Returns when the stream has ended, whichever side ended it. The owner closes the transport."""
        began_at = trio.current_time()
        self._log.stream_began(began_at)
        self._log.add(StreamOpened(began_at, url, self._carrier.identity.stream_sid))
        self._post(self._carrier.connected())
        self._post(self._carrier.start(parameters))
        with self._outbox_send, self._outbox, self._over:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._write, name="phone writer")
                nursery.start_soon(self._play, name="phone player")
                nursery.start_soon(self._listen, name="phone listener")
                if self._rule.break_after_s is not None:
                    nursery.start_soon(self._break, began_at + self._rule.break_after_s, name="phone's broken line")
                await self._pace(began_at)
                await self._leave()
                self._over.cancel(reason="the caller has left")
        ended_at = trio.current_time()
        self._carry_out(self._playout.clear(ended_at))  # audio still queued on a closed stream is never heard
        self._log.gaps += self._playout.gaps
        self._log.refused += self._carrier.refused
        self._log.add(StreamEnded(ended_at, self._ended_by, self._how))

    async def _pace(self, start: float) -> None:
        """Send a frame every 20 ms, each on a deadline counted from the start, so that delays do not add up."""
        for number in itertools.count():
            deadline = start + number * FRAME_S
            await trio.sleep_until(deadline)
            now = trio.current_time()
            tick = self._script.tick(now)
            self._log.sent(tick, now, late_s=now - deadline)
            self._post(self._carrier.media(tick.mulaw, number * _FRAME_MS))
            if tick.key is not None:
                self._post(self._carrier.dtmf(tick.key))
            self.progress = self._script.progress(now)
            if now >= self._rule.at or (self.progress is not Progress.GOING_ON and not self._rule.stay):
                return

    async def _leave(self) -> None:
        self.caller_left = True
        match self._rule.ending:
            case WayToLeave.STOP:
                self._post(self._carrier.stop())
                self._outbox_send.close()
                with trio.move_on_after(CLOSE_WITHIN_S):
                    await self._written.wait()
                    await self._socket.connection.aclose()
            case WayToLeave.DROP:
                await trio.aclose_forcefully(self._socket.stream)
            case WayToLeave.VANISH:
                self._outbox_send.close()  # nothing more is sent, and the socket stays open
                await trio.sleep_until(self._rule.at)

    async def _break(self, at: float) -> None:
        await trio.sleep_until(at)
        self._end("network", "broken")
        await trio.aclose_forcefully(self._socket.stream)

    async def _write(self) -> None:
        with suppress(ConnectionClosed):  # the listener sees it too, and ends the stream
            async for message in self._outbox:
                await self._socket.connection.send_message(message)
        self._written.set()

    async def _play(self) -> None:
        """Wake when a mark is due or the audio ends. Nothing that arrives in the meantime can be due earlier."""
        while True:
            deadline = self._playout.next_deadline()
            if deadline is None:
                self._sound_began = trio.Event()
                await self._sound_began.wait()
                continue
            await trio.sleep_until(deadline)
            self._carry_out(self._playout.advance(trio.current_time()))

    async def _listen(self) -> None:
        """Receive messages from the server until the socket is closed."""
        while True:  # noqa: ASYNC913  # each iteration waits
            try:
                message = await self._socket.connection.get_message()
            except ConnectionClosed as exc:
                if self._rule.ending is WayToLeave.VANISH or not self.caller_left:
                    self._end("server", f"close code {exc.reason.code}" if exc.reason else "no close code")
                return
            self._obey(message, trio.current_time())

    def _obey(self, message: str | bytes, now: float) -> None:
        match self._carrier.receive(message):
            case PlayAudio(media=media):
                self._carry_out(self._playout.enqueue(media.payload, now))
            case PlaceMark(mark=mark):
                self._carry_out(self._playout.mark(mark.name, now))
            case Clear():
                self._log.add(Cleared(now))
                self._carry_out(self._playout.clear(now))
            case Refusal(warning=warning, reason=reason, repeated=False):
                self._log.add(MessageRefused(now, warning, reason))
            case Refusal():
                pass

    def _carry_out(self, events: Sequence[PlayoutEvent]) -> None:
        for event in events:
            match event:
                case SoundPlayed():
                    self._log.heard.append(event)
                case MarkDue(name=name):
                    self._post(self._carrier.mark(name))
                case SoundBegan(at=at):
                    self._script.agent_began(at)
                    self._log.add(event)
                    self._sound_began.set()
                case SoundEnded(at=at, cleared_bytes=cleared_bytes):
                    self._script.agent_ended(at, cleared=cleared_bytes > 0)
                    self._log.add(event)

    def _post(self, message: str) -> None:
        try:
            self._outbox_send.send_nowait(message)
        except (trio.ClosedResourceError, trio.BrokenResourceError):
            return  # the caller has left: marks are no longer echoed
        except trio.WouldBlock:
            self._end("carrier", f"the server left {OUTBOX_MESSAGES} messages unread")

    def _end(self, by: str, how: str) -> None:
        self._ended_by, self._how = by, how
        self._over.cancel(reason=how)
