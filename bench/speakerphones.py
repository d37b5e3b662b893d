"""Speakerphones that are hard on an echo guard: what the agent says comes back late, bent, and by way of a room.

    played -> (network's codec) -> loudspeaker -> room -> (network's codec) -> late, weaker -> + what the caller says

Each kind is one row of the table in `docs/echo.md`. They share no code with `simulation/echo_path.py`, whose
speakerphones the guard was made with.
"""

import random

import msgspec
import numpy as np
from numpy.typing import NDArray

from bench.gsm import gsm
from offhook.protocol import mulaw

RATE_HZ = mulaw.SAMPLE_RATE_HZ
TAIL_S = 0.5
KNEE_DB = -9.0  # below the loudest of what is played: there the loudspeaker begins to bend it
RATTLE = 0.15  # of the loudspeaker's sound, while it is driven hard
STEADY_S = 4.0  # between two jumps of an unsteady line
JUMP_MS = 30.0
DRIFT = 100e-6  # two clocks that are as far apart as cheap ones are

Sound = NDArray[np.float64]


class Kind(msgspec.Struct, frozen=True):
    """A kind of speakerphone: what its room and its loudspeaker are like, and what network is in the way."""

    reverberation_s: tuple[float, float]
    """The time in which the room falls silent by 60 dB."""
    direct_db: tuple[float, float]
    """How much louder the direct sound is than all that the room adds."""
    bends: bool = False
    through_gsm: bool = False
    unsteady: bool = False


KINDS = {
    "table": Kind((0.15, 0.3), (6.0, 12.0)),
    "gsm": Kind((0.15, 0.3), (6.0, 12.0), through_gsm=True),
    "bends": Kind((0.3, 0.6), (-1.0, 4.0), bends=True),
    "far": Kind((0.3, 0.6), (-10.0, -5.0), bends=True),
    "unsteady": Kind((0.15, 0.3), (6.0, 12.0), unsteady=True),
}


class Speakerphone(msgspec.Struct, frozen=True):
    """One of them, in one room. `loss_db` is by how much weaker the agent's voice comes back."""

    kind: str
    delay_ms: int
    loss_db: int
    room: int

    def chance(self, purpose: str) -> random.Random:
        return random.Random(f"{self.kind}/{self.room}/{self.delay_ms}/{self.loss_db}/{purpose}")

    def echo(self, played: Sound) -> Sound:
        """What comes back, sample by sample on the same clock, before the network's codec on the way here."""
        kind, chance = KINDS[self.kind], self.chance("room")
        sound = gsm(played) if kind.through_gsm else played
        loudspeaker = _small(sound)
        if kind.bends:
            loudspeaker = _bent(loudspeaker, chance)
        answer = room(chance.uniform(*kind.reverberation_s), chance.uniform(*kind.direct_db), chance)
        echo = _convolved(loudspeaker, answer)[: len(played)]
        echo *= np.sqrt(_loudness(played) / max(_loudness(echo), 1e-9)) * 10 ** (-self.loss_db / 20)
        return _delayed(echo, self._delays(len(echo)))

    def network(self, sound: Sound) -> Sound:
        """What the network makes of the caller's side."""
        return gsm(sound) if KINDS[self.kind].through_gsm else sound

    def _delays(self, length: int) -> Sound:
        """The delay of each sample, in samples."""
        delays = np.full(length, self.delay_ms * RATE_HZ / 1000)
        if KINDS[self.kind].unsteady:
            chance, steady = self.chance("line"), round(STEADY_S * RATE_HZ)
            for begins in range(steady, length, steady):
                delays[begins:] += chance.uniform(-JUMP_MS, JUMP_MS) * RATE_HZ / 1000
            delays += np.arange(length) * DRIFT
        return np.asarray(np.maximum(delays, 0.0))


def room(reverberation_s: float, direct_db: float, chance: random.Random) -> Sound:
    """The impulse response from loudspeaker to microphone."""
    at_s = np.arange(round(TAIL_S * RATE_HZ)) / RATE_HZ
    walls = np.random.default_rng(chance.getrandbits(32)).standard_normal(len(at_s)) * 10 ** (
        -3 * at_s / reverberation_s
    )
    walls[: round(chance.uniform(0.001, 0.003) * RATE_HZ)] = 0.0
    walls *= 10 ** (-direct_db / 20) / np.linalg.norm(walls)
    walls[0] = 1.0
    return np.asarray(walls)


def _small(sound: Sound) -> Sound:
    """Through a small loudspeaker: next to nothing below 300 Hz, and a resonance."""
    return np.asarray(np.convolve(np.convolve(sound, [1.0, -0.9]), [1.0, -0.2, 0.45])[: len(sound)])


def _bent(sound: Sound, chance: random.Random) -> Sound:
    """A loudspeaker that is too loud for itself: peaks are flattened, more on one side, and the case rattles."""
    loudest = float(np.percentile(np.abs(sound), 99.9))
    knee = loudest * 10 ** (KNEE_DB / 20)
    flat = np.where(sound > 0, np.tanh(sound / knee), 1.3 * np.tanh(sound / (1.3 * knee))) * knee
    hard = np.convolve(np.abs(sound) > knee, np.ones(80) / 80, "same")  # the share of 10 ms in which it is
    buzz = np.random.default_rng(chance.getrandbits(32)).standard_normal(len(sound)) * np.abs(flat)
    return np.asarray(flat + RATTLE * hard * np.convolve(buzz, [1.0, 0.0, -1.0], "same"))


def _convolved(sound: Sound, answer: Sound) -> Sound:
    size = 1 << (len(sound) + len(answer)).bit_length()
    return np.asarray(np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(answer, size), size))


def _delayed(sound: Sound, delays: Sound) -> Sound:
    whole = np.arange(len(sound))
    return np.asarray(np.interp(whole - delays, whole, sound, left=0.0, right=0.0))


def _loudness(sound: Sound) -> float:
    """The power while something is said."""
    frames = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    powers = (frames**2).mean(axis=1)
    return float(powers[powers > powers.max() / 1000].mean())
