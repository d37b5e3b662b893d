"""The caller's line while the carrier plays sounds and records turns, without a stream.

The caller's frames go on from the answer to the end of the call; the server gets those of a recording only. A sound is
played to its end: nobody can interrupt it.
"""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import numpy as np
import trio

from offhook.protocol import mulaw
from offhook.protocol.playout import SoundBegan, SoundEnded, SoundPlayed
from offhook.telephone.clip import FRAME_BYTES, FRAME_S
from offhook.telephone.phone_events import LineClosed, LineOpened
from offhook.telephone.phone_log import PhoneLog
from offhook.telephone.phone_script import PhoneScript, Progress, Tick
from offhook.telephone.phone_stream import HangUpRule

REPLY_OVER_S = 0.2
"""A caller answers so soon after the sound: no more of it can come."""
CHARACTERS_PER_S = 15
"""How fast the carrier's own voice speaks."""
LOUD_RMS = 60.0
"""From this power on a frame ends a carrier's silence; a quiet room is far below."""


class ClassicDelays(msgspec.Struct, frozen=True):
    """What the carrier's part of the way takes, in seconds."""

    upload_s: float = 0.2
    """From the end of a recording until it is stored."""
    callback_s: float = 0.1
    """Until the server is asked."""
    download_s: float = 0.3
    """Until the server has the recording that it asks for."""
    delivery_s: float = 0.3
    """From the server's answer until the caller hears the sound that it names."""


class Taken(msgspec.Struct, frozen=True):
    """A recording that has ended."""

    mulaw: bytes
    digits: str = ""
    """The key that has ended it."""
    is_silent: bool = False
    """Nothing at all was said: a carrier goes on with the next verb."""
    has_left: bool = False


class _Recording:
    def __init__(self, silence_s: float, longest_s: float, keys: str) -> None:
        self._silence_s, self._longest_s, self._keys = silence_s, longest_s, keys
        self._sound = bytearray()
        self._quiet_s = 0.0
        self._is_silent = True
        self.taken: Taken | None = None
        self.over = trio.Event()

    def feed(self, tick: Tick) -> None:
        self._sound += tick.mulaw
        if is_loud(tick.mulaw):
            self._quiet_s, self._is_silent = 0.0, False
        else:
            self._quiet_s += FRAME_S
        length_s = len(self._sound) / FRAME_BYTES * FRAME_S
        if tick.key is not None and tick.key in self._keys:
            self.end(tick.key)
        elif self._quiet_s >= self._silence_s - FRAME_S / 2 or length_s >= self._longest_s:
            self.end()

    def end(self, digits: str = "", *, has_left: bool = False) -> None:
        if self.taken is None:
            is_silent = self._is_silent and not digits
            self.taken = Taken(bytes(self._sound), digits, is_silent, has_left)
            self.over.set()


class PhoneLine:
    """One line, from the answer to the end of the call."""

    def __init__(self, script: PhoneScript, log: PhoneLog, rule: HangUpRule) -> None:
        self._script, self._log, self._rule = script, log, rule
        self._recording: _Recording | None = None
        self._keys: list[str] | None = None  # while they are gathered; others are lost
        self._key = trio.Event()
        self.left = trio.Event()
        """The caller has hung up."""
        self.progress = Progress.GOING_ON

    async def play(self, sound: bytes) -> None:
        """Play a sound to its end, or until the caller hangs up."""
        await self._play(sound, self.left)

    async def _play(self, sound: bytes, stop: trio.Event) -> None:
        began_at = trio.current_time()
        self._script.agent_began(began_at)
        self._log.add(SoundBegan(began_at))
        with trio.move_on_at(began_at + len(sound) / mulaw.SAMPLE_RATE_HZ):
            await stop.wait()
        ended_at = trio.current_time()
        heard = sound[: round((ended_at - began_at) * mulaw.SAMPLE_RATE_HZ)]
        self._log.heard.append(SoundPlayed(began_at, heard))
        self._script.agent_ended(ended_at, cleared=len(heard) < len(sound))
        self._log.add(SoundEnded(ended_at, len(sound) - len(heard)))

    async def record(self, silence_s: float, longest_s: float, keys: str) -> Taken:
        """Record until so much silence, a key, or the end of the call."""
        self._recording = recording = _Recording(silence_s, longest_s, keys)
        if self.left.is_set():
            recording.end(has_left=True)
        await recording.over.wait()
        self._recording = None
        assert recording.taken is not None
        return recording.taken

    async def gather(self, most: int, pause_s: float, end_key: str, sound: bytes = b"") -> str:
        """Take keys until there are enough, one ends the entry, a pause, or the end of the call. The first key stops
        the sound, which plays meanwhile; the pause counts from its end."""
        taken: list[str] = []
        self._keys = taken
        if sound:
            await self._play(sound, self._key_event())
        while len(taken) < most and end_key not in taken and not self.left.is_set():
            count = len(taken)
            with trio.move_on_after(pause_s):
                await self._key_event().wait()
            if len(taken) == count:
                break
        self._keys = None
        return "".join(taken).rstrip(end_key)

    def _key_event(self) -> trio.Event:
        """It happens with the next key, and if the caller hangs up."""
        self._key = trio.Event()
        return self._key

    async def _pace(self, began_at: float) -> None:
        """A frame every 20 ms, each on a deadline counted from the start, so that delays do not add up."""
        for number in itertools.count():
            deadline = began_at + number * FRAME_S
            await trio.sleep_until(deadline)
            now = trio.current_time()
            tick = self._script.tick(now)
            self._log.sent(tick, now, late_s=now - deadline)
            if self._recording is not None:
                self._recording.feed(tick)
            elif tick.key is not None and self._keys is not None:
                self._keys.append(tick.key)
                self._key.set()
            self.progress = self._script.progress(now)
            if now >= self._rule.at or (self.progress is not Progress.GOING_ON and not self._rule.stay):
                self._leave()
                return

    def _leave(self) -> None:
        self.left.set()
        self._key.set()
        if self._recording is not None:
            self._recording.end(has_left=True)


@asynccontextmanager
async def open_line(script: PhoneScript, log: PhoneLog, rule: HangUpRule) -> AsyncIterator[PhoneLine]:
    """The call is answered; it is over when the context is left."""
    script.reply_over_s = REPLY_OVER_S
    line, began_at = PhoneLine(script, log, rule), trio.current_time()
    log.stream_began(began_at)
    log.add(LineOpened(began_at))
    async with trio.open_nursery() as nursery:
        nursery.start_soon(line._pace, began_at, name="phone line")
        yield line
        nursery.cancel_scope.cancel(reason="the call is over")
    log.add(LineClosed(trio.current_time(), "caller" if line.left.is_set() else "server"))


def spoken_by_carrier(words: str) -> bytes:
    """As long as the carrier takes to say them. How its voice sounds, nobody here knows: silence stands for it."""
    return mulaw.SILENCE * round(len(words) / CHARACTERS_PER_S * mulaw.SAMPLE_RATE_HZ)


def is_loud(frame: bytes) -> bool:
    samples = mulaw.decode(frame).astype(np.float64)
    return bool(np.sqrt((samples**2).mean()) >= LOUD_RMS)
