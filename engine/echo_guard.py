"""Says whether what the caller's line brought is the agent's own voice, come back from a speakerphone.

    heard = played, some time ago, through a short filter + what the caller says

The delay is where what was played and what was heard are most alike. The filter is the one that explains most of what
was heard (least squares). What it leaves unexplained of the newest sound is the caller's, or nobody's. A canceller that
adapts would first learn the room over seconds of speech; an interruption must be judged within its first word.

Pure: time comes in with every call, and counts samples from the clock's zero.
"""

import numpy as np
from numpy import fft  # not np.fft, which numpy would load at the first interruption (PEP 562), when no file may open
from numpy.typing import NDArray

from offhook.protocol.mulaw import SAMPLE_RATE_HZ, SILENCE, decode

LONGEST_DELAY_S = 0.7  # an echo over a telephone network, and the jitter of what arrives here
HEARD_S = 0.6
JUDGED_S = 0.16  # the newest sound: about a syllable
KEPT_S = 7.0  # what is written now may play only in 5 s, the longest lead that a setting allows
UNEXPLAINED = 0.5  # the share of its power that makes sound more than an echo
REVERBERATION = 0.4  # of the power of an echo: what a room may still give back when the agent pauses
TAPS_BEFORE = 16  # a filter reaches from 2 ms before the delay that was found
TAPS_TO_FIND, TAPS = 64, 96  # to 6 ms after it for the first echo of a call, to 10 ms for those that follow
STEADYING = 1e-3  # of its power added to what was played, as if that were noise: voices leave whole bands silent
FINEST_STEP = 8.0  # of mu-law, on the scale of 16 bits
FAST_TRANSFORM = 1200  # a multiple of it has small prime factors

Sound = NDArray[np.float32]


class EchoGuard:
    """One call's. Tell it what plays and when; ask it about what was heard."""

    def __init__(self) -> None:
        self._played = b""
        self._ends = 0  # the sample behind the last of them
        self._delay: int | None = None  # where the echo was found last, in samples

    def played(self, mulaw: bytes, at: float) -> None:
        """Audio of the agent's, and when the carrier plays its first byte: behind all that was told before."""
        begins = max(_samples(at), self._ends)
        silence = SILENCE * min(begins - self._ends, _samples(KEPT_S))
        self._played = (self._played + silence + mulaw)[-_samples(KEPT_S) :]
        self._ends = begins + len(mulaw)

    def cleared(self, at: float) -> None:
        """What was to play after this never sounded."""
        unheard = min(max(0, self._ends - _samples(at)), len(self._played))
        self._played = self._played[: len(self._played) - unheard]
        self._ends -= unheard

    def was_paused(self, now: float, seconds: float) -> None:
        """Time stood still here for so long, and the carrier played on: what comes next plays that much sooner."""
        self._ends = min(self._ends, max(_samples(now), self._ends - _samples(seconds)))

    def is_echo(self, heard: bytes, ends_at: float) -> bool:
        """Whether the newest of what was heard is what was playing and no more. Ask it of voiced sound.

        `heard` is the last `HEARD_S` of the line, or what there is of it, a frame at least, and ends now. The answer is
        about its last `JUDGED_S`; the rest makes it surer.
        """
        ends = _samples(ends_at)
        if self._ends <= ends - _samples(LONGEST_DELAY_S + JUDGED_S):
            return False
        sound = _linear(heard[-_samples(HEARD_S) :])
        played = self._played_until(ends, len(sound) + _samples(LONGEST_DELAY_S) + TAPS)
        if self._delay is not None and unexplained(sound, played, self._delay) <= UNEXPLAINED:
            return True
        delay = find_delay(sound, played)
        if self._delay is not None and abs(delay - self._delay) < TAPS_BEFORE:
            return False  # the filter that was tried reaches that far
        if unexplained(sound, played, delay, TAPS_TO_FIND if self._delay is None else TAPS) > UNEXPLAINED:
            return False
        self._delay = delay
        return True

    def _played_until(self, ends: int, length: int) -> Sound:
        """The `length` samples before this one, silent where nothing is known to have played."""
        begins, oldest = ends - length, self._ends - len(self._played)
        known = self._played[max(0, begins - oldest) : max(0, ends - oldest)]
        missing = min(length, max(0, oldest - begins))
        return _linear((SILENCE * missing + known).ljust(length, SILENCE))


def find_delay(heard: Sound, played: Sound) -> int:
    """By how many samples what was played must be late to be most like what was heard; both end at one instant.

    The spectrum is made half as uneven first. As it is, two voices of one pitch are alike; made flat (the phase
    transform), the noise between the harmonics of a voice weighs as much as the voice.
    """
    size = -(-len(played) // FAST_TRANSFORM) * FAST_TRANSFORM
    cross = fft.rfft(heard, size).conj() * fft.rfft(played, size)
    likeness = np.abs(fft.irfft(cross / np.sqrt(np.abs(cross) + 1.0), size))
    longest = len(played) - len(heard) - TAPS
    return longest - int(np.argmax(likeness[TAPS : TAPS + longest + 1]))


def unexplained(heard: Sound, played: Sound, delay: int, taps: int = TAPS) -> float:
    """The share of the newest sound's power that no filter of so many taps around this delay makes of what was played.

    A hard room answers a held vowel for longer than 6 ms, as loudly as the loudspeaker. A longer filter makes more of
    that, and more of other voices too: so it is left to lines on which an echo was found before.

    The reverberation of a room is longer than the filter. While the agent speaks the echo outweighs it; when the agent
    pauses it is all there is, so the newest sound counts for no less than that.
    """
    nearest = max(0, delay - TAPS_BEFORE)
    source = played[len(played) - nearest - len(heard) - taps + 1 : len(played) - nearest]
    echo = np.correlate(source, _filter(heard, source), "valid")
    newest = heard[-_samples(JUDGED_S) :]
    rest = newest - echo[-len(newest) :]
    power = np.cumsum(np.pad(echo**2, (1, 0)))
    loudest = np.max(power[len(newest) :] - power[: -len(newest)])  # as many samples of the echo
    return float(rest @ rest / (max(newest @ newest, REVERBERATION * loudest) + FINEST_STEP**2))


def _filter(heard: Sound, source: Sound) -> Sound:
    """The weights with which samples of the source, oldest first, come nearest to each sample heard."""
    own = _covariance(source, len(heard))
    own[np.diag_indices(len(own))] += STEADYING * own[0, 0] + FINEST_STEP**2 * len(heard)
    return np.linalg.solve(own, np.correlate(source, heard, "valid"))


def _covariance(source: Sound, length: int) -> Sound:
    """The products of stretches of the source with one another, each a sample later than the one before.

    From one stretch to the next a product leaves at the old end and one joins at the new, so every diagonal is a
    running sum. Taking diagonals for constant, as is usual, is wrong by the loudness of what is newest: the very part
    that is judged.
    """
    taps = len(source) - length + 1
    step = np.arange(taps)
    apart, together = np.abs(step[:, None] - step), step[:, None] + step
    joining = np.concatenate([source[length:], np.zeros(taps, dtype=np.float32)])
    changes = joining[:taps, None] * joining[together] - source[:taps, None] * source[together]
    diagonals: Sound = np.empty((taps, taps), dtype=np.float32)
    diagonals[0] = np.correlate(source, source[:length], "valid")
    diagonals[1:] = diagonals[0] + np.cumsum(changes[:-1], axis=0)
    covariance: Sound = diagonals[np.minimum(step[:, None], step), apart]
    return covariance


def _linear(mulaw: bytes) -> Sound:
    return decode(mulaw).astype(np.float32)


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE_HZ)
