"""Tells whether the caller's audio is an echo of the agent's own voice, from a speakerphone.

    heard = played, some time ago, through a short filter + what the caller says

The delay is found by correlation of what was played with what was heard. The filter is fitted by least squares, to
explain as much as possible of what was heard. What it leaves unexplained of the newest sound comes from the caller, or
is noise. An adaptive echo canceller would need seconds of speech to learn the room first; an interruption must be
judged within its first word.

Pure: time comes in with every call, and counts samples from the clock's zero.
"""

import numpy as np
from numpy import fft  # not np.fft, which numpy would load at the first interruption (PEP 562), when no file may open
from numpy.typing import NDArray

from offhook.protocol.mulaw import SAMPLE_RATE_HZ, SILENCE, decode

LONGEST_DELAY_S = 0.7  # an echo over a telephone network, and the jitter of what arrives here
HEARD_S = 0.6
JUDGED_S = 0.16  # the newest sound: about a syllable
KEPT_S = 2.0  # after it has played: `HEARD_S`, `LONGEST_DELAY_S`, and 0.7 s for which the caller's audio may wait here
UNEXPLAINED = 0.5  # the share of its power that makes sound more than an echo
REVERBERATION = 0.4  # of the power of an echo: what a room may still give back when the agent pauses
TAPS_BEFORE = 16  # a filter reaches from 2 ms before the delay that was found
TAPS_TO_FIND, TAPS = 64, 96  # to 6 ms after it for the first echo of a call, to 10 ms for those that follow
STEADYING = 1e-3  # of its power added to what was played, as if that were noise: voices leave whole bands silent
FINEST_STEP = 8.0  # of mu-law, on the scale of 16 bits
FAST_TRANSFORM = 1200  # a multiple of it has small prime factors

Sound = NDArray[np.float32]


class EchoGuard:
    """The echo guard of one call: tell it what plays and when, then ask about what was heard."""

    def __init__(self) -> None:
        self._played = b""
        self._ends = 0  # the sample behind the last of them
        self._delay: int | None = None  # where the echo was found last, in samples

    def played(self, mulaw: bytes, at: float, now: float) -> None:
        """Note audio of the agent, and when the carrier plays its first byte. It follows all audio noted before."""
        begins, oldest = max(_samples(at), self._ends), _samples(now - KEPT_S)
        if self._ends > oldest:
            too_old = max(0, oldest - (self._ends - len(self._played)))
            self._played = b"".join((self._played[too_old:], SILENCE * (begins - self._ends), mulaw))
        else:
            self._played = mulaw
        self._ends = begins + len(mulaw)

    def cleared(self, at: float) -> None:
        """Forget the audio that was to play after this: it was cleared, and never sounded."""
        unheard = min(max(0, self._ends - _samples(at)), len(self._played))
        self._played = self._played[: len(self._played) - unheard]
        self._ends -= unheard

    def was_paused(self, now: float, seconds: float) -> None:
        """This process was stopped for so long while the carrier played on: what follows plays that much sooner."""
        self._ends = min(self._ends, max(_samples(now), self._ends - _samples(seconds)))

    def is_echo(self, heard: bytes, ends_at: float) -> bool:
        """Whether the newest sound is only an echo of what was playing. Ask it about voiced sound.

        `heard` is the last `HEARD_S` of the line, or what there is of it, at least a frame, and ends now. The answer is
        about its last `JUDGED_S`; the rest makes it more reliable.
        """
        ends = _samples(ends_at)
        if self._ends <= ends - _samples(LONGEST_DELAY_S + JUDGED_S):
            self._played = b""  # it cannot come back any more: while callers speak, nothing is kept
            return False
        sound = _linear(heard[-_samples(HEARD_S) :])
        played = self._played_until(ends, len(sound) + _samples(LONGEST_DELAY_S) + TAPS)
        if self._delay is not None and unexplained(sound, played, self._delay) <= UNEXPLAINED:
            return True
        delay = find_delay(sound, played)
        if self._delay is not None and abs(delay - self._delay) < TAPS_BEFORE:
            return False  # the filter that was just tried covers this delay too
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
    """The delay, in samples, at which what was played is most like what was heard; both end at the same instant.

    The spectrum is flattened half way first. Unflattened, two voices of the same pitch look alike. Fully flattened (the
    phase transform), the noise between the harmonics of a voice weighs as much as the voice.
    """
    size = -(-len(played) // FAST_TRANSFORM) * FAST_TRANSFORM
    cross = fft.rfft(heard, size).conj() * fft.rfft(played, size)
    likeness = np.abs(fft.irfft(cross / np.sqrt(np.abs(cross) + 1.0), size))
    longest = len(played) - len(heard) - TAPS
    return longest - int(np.argmax(likeness[TAPS : TAPS + longest + 1]))


def unexplained(heard: Sound, played: Sound, delay: int, taps: int = TAPS) -> float:
    """The share of the newest sound's power that no filter of so many taps, around this delay, explains by what played.

    A room with hard walls echoes a held vowel for longer than 6 ms, as loudly as the loudspeaker. A longer filter
    explains more of that, but also more of other voices. So it is used only on lines where an echo was found before.

    Reverberation is longer than the filter. While the agent speaks, the echo is louder than it. When the agent pauses,
    reverberation is all there is, so the power of the newest sound is taken to be at least a share of the echo's.
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
    """The filter taps, oldest sample first, with which the source comes closest to what was heard."""
    own = _covariance(source, len(heard))
    own[np.diag_indices(len(own))] += STEADYING * own[0, 0] + FINEST_STEP**2 * len(heard)
    return np.linalg.solve(own, np.correlate(source, heard, "valid"))


def _covariance(source: Sound, length: int) -> Sound:
    """The covariance matrix of the source with itself, shifted by one sample from row to row.

    Each diagonal is a running sum: from one entry to the next a product is added and another one removed. The usual
    autocorrelation method, with constant diagonals, would be off by the loudness of the newest sound, which is judged.
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
