"""A simulated speakerphone: what the carrier plays comes back in the caller's audio, delayed, weaker and filtered.

    played ──► loudspeaker ──► room ──► `delay_ms` later, `loss_db` down ──► + ──► to the server
                                                          the caller says ──┘

It shares no code with our codec or the echo guard. The echo is made from what the carrier's playout has played.
"""

import random
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from offhook.simulation.caller_voice import SAMPLE_RATE_HZ

Sound = NDArray[np.float64]

TAIL_S = 0.12  # the length of a room's impulse response; what comes later is below the noise of the line
_ECHO_OF_A_WALL_DB = (4.0, 14.0)  # how far all reflections together lie below the direct path
_REVERBERATION_S = (0.1, 0.4)  # the time in which the reflections fall by 60 dB
_LOUDSPEAKER = ((-0.9, -0.4), (-0.1, 0.3))  # second and third tap of a high-pass: a small loudspeaker has no bass


class EchoPath:
    """One speakerphone in one room, both random. `loss_db` is by how much white noise comes back weaker. Where a room
    with loudspeaker is given as `answer`, it is that one; `bend` is what the loudspeaker does that is no filter."""

    def __init__(
        self,
        delay_ms: float,
        loss_db: float,
        chance: random.Random,
        answer: Sound | None = None,
        bend: Callable[[Sound], Sound] = lambda sound: sound,
    ) -> None:
        self.delay_ms, self.loss_db = delay_ms, loss_db
        self._answer = (room(chance) if answer is None else answer) * 10 ** (-loss_db / 20)
        self._bend = bend
        self._codec = _Codec()
        self._first = 0  # the number of the first sample in `_coming`, counted from time zero
        self._coming: Sound = np.zeros(0)

    def played(self, mulaw: bytes, at: float) -> None:
        """Note what the loudspeaker plays from this instant on. Its echo reaches the microphone after the delay."""
        echo = np.convolve(self._bend(self._codec.decode(mulaw)), self._answer)
        begins = round((at + self.delay_ms / 1000) * SAMPLE_RATE_HZ)
        if not len(self._coming):
            self._first = begins
        first = begins - self._first
        assert first >= 0, f"played at {at}, before the microphone was asked last: the order of the world is wrong"
        missing = max(0, first + len(echo) - len(self._coming))
        self._coming = np.concatenate([self._coming, np.zeros(missing)])
        self._coming[first : first + len(echo)] += echo

    def over(self, said: bytes, now: float) -> bytes:
        """The caller's audio with the echo mixed in, as mu-law of the same length; `now` is when it ends."""
        echo = self._take(round(now * SAMPLE_RATE_HZ) - len(said), len(said))
        if not echo.any():
            return said
        return self._codec.encode(self._codec.decode(said) + echo)

    def _take(self, begins: int, length: int) -> Sound:
        """The echo in these samples. Everything before them is dropped."""
        passed = min(max(0, begins - self._first), len(self._coming))
        self._coming, self._first = self._coming[passed:], self._first + passed
        still_quiet = min(max(0, self._first - begins), length)
        heard = self._coming[: length - still_quiet]
        return np.pad(heard, (still_quiet, length - still_quiet - len(heard)))


def room(chance: random.Random) -> Sound:
    """The impulse response from loudspeaker to microphone, with unit power."""
    times_s = np.arange(round(TAIL_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    walls = np.array([chance.gauss(0.0, 1.0) for _ in times_s])
    walls *= 10 ** (-3 * times_s / chance.uniform(*_REVERBERATION_S))
    walls[0] = 0.0
    walls *= 10 ** (-chance.uniform(*_ECHO_OF_A_WALL_DB) / 20) / np.linalg.norm(walls)
    walls[0] = 1.0
    answer = np.convolve(walls, [1.0, *(chance.uniform(*reach) for reach in _LOUDSPEAKER)])
    return np.asarray(answer / np.linalg.norm(answer))


class _Codec:
    """Mu-law by nearest level: each sample becomes the code of the closest one (ITU-T G.711, table 2a)."""

    def __init__(self) -> None:
        self._levels = np.array([_level(code) for code in range(256)], dtype=np.float64)
        ascending, positions = np.unique(self._levels[::-1], return_index=True)  # the zero that means silence
        self._codes = (255 - positions).astype(np.uint8)
        self._between = (ascending[1:] + ascending[:-1]) / 2

    def decode(self, mulaw: bytes) -> Sound:
        return self._levels[np.frombuffer(mulaw, dtype=np.uint8)]

    def encode(self, sound: Sound) -> bytes:
        return self._codes[np.searchsorted(self._between, sound)].tobytes()


def _level(code: int) -> int:
    code = ~code & 0xFF
    magnitude = ((((code & 15) << 3) + 132) << (code >> 4 & 7)) - 132
    return -magnitude if code & 0x80 else magnitude
