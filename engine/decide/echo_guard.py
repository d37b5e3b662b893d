"""Tells whether the caller's audio is an echo of the agent's own voice, from a speakerphone.

    heard = played, some time ago, through a short filter + what the caller says

The delay is found by correlation of what was played with what was heard. The filter is fitted by least squares, to
explain as much as possible of what was heard. What it leaves unexplained of the newest sound comes from the caller, or
is noise. An adaptive echo canceller would need seconds of speech to learn the room first; an interruption must be
judged within its first word.

Pure: time comes in with every call, and counts samples from the clock's zero.
"""

import math

import numpy as np
from numpy import fft  # not np.fft, which numpy would load at the first interruption (PEP 562), when no file may open
from numpy.typing import NDArray

from offhook.engine.decide.played_sound import HEARD_S, LONGEST_DELAY_S, PlayedSound, samples
from offhook.protocol.mulaw import decode_to_floats
from offhook.protocol.telephone_audio import FRAME_BYTES, FRAME_S

JUDGED_S = 0.16  # the newest sound: about a syllable
UNEXPLAINED = 0.5  # the share of its power that makes sound more than an echo
REVERBERATION = 0.4  # of the power of an echo: what a room may still give back when the agent pauses
TAPS_BEFORE = 16  # a filter reaches from 2 ms before the delay that was found
TAPS_TO_FIND, TAPS = 64, 96  # to 6 ms after it for the first echo of a call, to 10 ms for those that follow
TAPS_OF_A_ROOM = 256  # to 30 ms, for a first echo from across a room: it takes 3 to 5 ms to fit
SHARP = 20.0  # as many times more alike than at most delays: echoes are, and one other voice in ten
STANDS_OUT = 6.0  # the same; below it no delay does, as where a tone plays
GUESSES, SAME_DELAY = 3, 24  # two voices agree by chance once in forty times
LOUD, AUDIBLE, MOSTLY = 0.25, 0.01, 0.75  # of the loudest power of what played, of what was heard; of the frames
NEWEST_FRAMES = round(JUDGED_S / FRAME_S)
MUCH_MORE = 2.0
"""So many times the energy of the newest sound would have come back before, while the line was quiet: it is no echo.
A filter that gives back the newest sound alone explains 0.55 of its power at most, if all frequencies are as loud in
both. Of 700 echoes on a line that had been quiet none had more than 1.2 times."""
STEADYING = 1e-3  # of its power added to what was played, as if that were noise: voices leave whole bands silent
FINEST_STEP = 8.0  # of mu-law, on the scale of 16 bits
FAST_TRANSFORM = 1200  # a multiple of it has small prime factors

Sound = NDArray[np.float32]


class EchoGuard:
    """The echo guard of one call: ask it about what was heard."""

    __slots__ = ("_guesses", "_guesses_again_at", "_played", "comes_back_after", "delay", "found_at")

    def __init__(self, played: PlayedSound) -> None:
        self._played = played
        self.delay: int | None = None
        """After how many samples an echo was found last; None while no filter has explained one."""
        self.comes_back_after: int | None = None
        """The same, also where no filter explains the echo; None while the call has shown none."""
        self.found_at = -math.inf
        """When the call has last shown an echo."""
        self._guesses: list[int] = []  # the delay that was likeliest, each time; a deque of nothing takes 700 bytes
        self._guesses_again_at = -math.inf

    def is_echo(self, heard: bytes, ends_at: float) -> bool:
        """Whether the newest sound is only an echo of what was playing. Ask it about voiced sound.

        `heard` is the last `HEARD_S` of the line, or what there is of it, at least a frame, and ends now. The answer is
        about its last `JUDGED_S`; the rest makes it more reliable.
        """
        ends = samples(ends_at)
        if self._played.is_over(ends - samples(LONGEST_DELAY_S + JUDGED_S)):
            self._played.forget()
            return False
        sound = decode_to_floats(heard[-samples(HEARD_S) :])
        played = decode_to_floats(self._played.until(ends, len(sound) + samples(LONGEST_DELAY_S) + TAPS_OF_A_ROOM))
        if self.delay is not None and unexplained(sound, played, self.delay) <= UNEXPLAINED:
            self.found_at = ends_at
            return True
        possible = possible_delays(sound, played) if self.found_at == -math.inf else None
        if possible is not None and not possible.any():
            return False
        delay, sharpness = find_delay(sound, played[TAPS_OF_A_ROOM - TAPS :])
        if self.delay is not None and abs(delay - self.delay) < TAPS_BEFORE:
            return False  # the filter that was just tried covers this delay too
        is_sharp = sharpness > SHARP and len(sound) > TAPS_OF_A_ROOM
        filters = (TAPS,) if self.delay is not None else (TAPS_TO_FIND, TAPS_OF_A_ROOM)[: 1 + is_sharp]
        if possible is not None and not possible[delay // FRAME_BYTES]:
            filters = ()
        if all(unexplained(sound, played, delay, taps) > UNEXPLAINED for taps in filters):
            if ends_at >= self._guesses_again_at:  # sooner, it is about the same sound
                self._guesses_again_at = ends_at + HEARD_S
                if sharpness > STANDS_OUT and _came_back_before(sound, played, delay):
                    self._guess(ends_at, delay)
            return False
        self.delay = self.comes_back_after = delay
        self.found_at = ends_at
        return True

    def _guess(self, now: float, delay: int) -> None:
        """Note a delay at which no filter explains what was heard. Another voice is most like what played at one delay
        now and at another one later; an echo that a loudspeaker or a codec has bent, at the same again."""
        if any(abs(delay - before) <= SAME_DELAY for before in self._guesses):
            self.comes_back_after, self.found_at = delay, now
        self._guesses = [*self._guesses, delay][-GUESSES:]


def find_delay(heard: Sound, played: Sound) -> tuple[int, float]:
    """The delay, in samples, at which what was played is most like what was heard, and how many times more than at most
    delays; both end at the same instant.

    The spectrum is flattened half way first. Unflattened, two voices of the same pitch look alike. Fully flattened (the
    phase transform), the noise between the harmonics of a voice weighs as much as the voice.
    """
    size = -(-len(played) // FAST_TRANSFORM) * FAST_TRANSFORM
    cross = fft.rfft(heard, size).conj() * fft.rfft(played, size)
    likeness = np.abs(fft.irfft(cross / np.sqrt(np.abs(cross) + 1.0), size))
    longest = len(played) - len(heard) - TAPS
    possible = likeness[TAPS : TAPS + longest + 1]
    best, middle = int(np.argmax(possible)), len(possible) // 2
    usual = float(np.partition(possible, middle)[middle])
    return longest - best, float(possible[best]) / max(usual, 1e-9)


def possible_delays(heard: Sound, played: Sound) -> NDArray[np.bool_]:
    """Of each delay in whole frames, whether an echo may have come back after it. Where the line was quiet before the
    newest sound, although much more would have come back then, the newest sound is none. It is known in a tenth of the
    time that a filter takes, and tells most callers from an echo that never was there."""
    of_heard, until = _powers(heard), np.cumsum(_powers(played), dtype=np.float64)
    frames, newest = len(of_heard), NEWEST_FRAMES
    ends = np.arange(len(until) - 1, frames - 1, -1)  # the last frame that would have come back by now
    if frames <= newest or of_heard[:-newest].max() > AUDIBLE * of_heard.max():
        return np.ones(len(ends), dtype=np.bool_)
    while_quiet = until[ends - newest] - until[ends - frames]
    possible: NDArray[np.bool_] = while_quiet < MUCH_MORE * (until[ends] - until[ends - newest])
    return possible


def _came_back_before(heard: Sound, played: Sound, delay: int) -> bool:
    """Whether something was heard nearly wherever it would have been loud, had it come back after this delay. An echo
    was there all the time. A caller who begins to speak was not, whatever delay his voice happens to be like."""
    source = played[len(played) - delay - len(heard) : len(played) - delay]
    of_heard, of_source = _powers(heard), _powers(source)
    loud = of_source >= LOUD * of_source.max()
    return bool((of_heard[loud] > AUDIBLE * of_heard.max()).mean() >= MOSTLY)


def _powers(sound: Sound) -> Sound:
    """Of each whole frame of it."""
    frames = sound[len(sound) % FRAME_BYTES :].reshape(-1, FRAME_BYTES)
    powers: Sound = (frames**2).sum(axis=1)
    return powers


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
    newest = heard[-samples(JUDGED_S) :]
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
