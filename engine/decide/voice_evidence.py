"""How much an utterance sounds like a voice, whatever words a recognizer found in it. Pure.

A recognizer that expects few phrases finds one of them in a cough, a knock or a ringing telephone. What tells a voice
from those is its vowels: for most of its length a voice repeats itself 70 to 400 times a second, and most of it lies
below 1 kHz. Where a neural detector runs (`vad.confirm`), its opinion counts more than both.
"""

import math
from collections.abc import Callable

import msgspec
import numpy as np
from numpy import fft  # not np.fft, which numpy would load in the middle of a call (PEP 562), when no file may open
from numpy.typing import NDArray

from offhook.engine.decide.endpointing import FRAME_MS
from offhook.protocol.mulaw import SAMPLE_RATE_HZ, SILENCE, decode_to_floats

LOOKED_AT_BYTES = 3 * SAMPLE_RATE_HZ // 2
"""The beginning of an utterance, which is all that is looked at: no cough or knock goes on for longer."""
BEFORE_BYTES = SAMPLE_RATE_HZ // 20  # of the sound before the first voiced frame, in which a word may begin
NO_VOICE = -1.6
"""Of the sounds that are no speech half lie below it without a model, six of ten with one; of words 0.3 to 0.9 %."""
PLAIN_TONE, PLAIN_WITH_MODEL = (0.0, 1.0), (1.0, 1.5)
"""From which log odds on a voice is plain, and how much each below it weighs. Of 263 answers that the embedded
recognizer had right, 58 of them in noise, 2 are lost by the first and none by the second."""
SOMEBODY_ELSE = 1.0
"""How much the log odds of words are lowered where the voice was much softer than the caller's."""
MOST_CERTAIN = 0.99  # some recognizers are always sure
WINDOW, STEP = 256, 160  # samples: two periods of the lowest voice, every 20 ms
POINTS = 384  # no fewer than window and longest period together, with small prime factors
LEFT = 0.05  # of the power, at least, after the line's own noise was taken off
PERIODS = slice(SAMPLE_RATE_HZ // 400, SAMPLE_RATE_HZ // 70 + 1)  # of a voice, in samples

Sound = NDArray[np.float32]


class Tone(msgspec.Struct, frozen=True):
    """How much an utterance sounds like vowels."""

    harmonic: float
    """How alike one period of it is to the next, where it is loud: 1 for a vowel, below 0.5 for hiss and clicks."""
    low: float
    """The share of its power that lies below 1 kHz."""


class VoiceEvidence(msgspec.Struct, frozen=True):
    """What there is to judge an utterance by, besides its words."""

    voiced_s: float
    """How much of it counted as voiced."""
    tone: Callable[[], Tone]
    """Its tone, which takes up to 0.2 ms to find out: most utterances have words that leave no doubt, and nobody asks
    then."""
    model: float | None = None
    """The mean likelihood of a voice, as a neural detector says; None without one."""

    vetoed: bool = False
    """Whether that detector took it back at its end."""
    softer: bool = False
    """Whether it was much softer than this caller (`softer_voices.py`)."""
    loudest_db: float = 0.0
    """The power of its loudest syllable."""

    def without_sound(self) -> "VoiceEvidence | None":
        """The same, if its tone was asked for; else None, because it can be told no more."""
        return None if isinstance(self.tone, ToneWhenAsked) and not self.tone.is_known else self

    @property
    def log_odds(self) -> float:
        """Above 0 if it is likelier a voice than not. Two logistic fits over 250 sounds that are no speech, and 1,300
        words of 30 speakers and 10 synthetic voices, some of them 20 dB softer or in noise 5 dB below them."""
        tone = self.tone()
        if self.model is None:
            return 7.0 * tone.harmonic + 1.4 * tone.low - 6.5
        return 4.0 * tone.harmonic + 1.8 * tone.low + 4.5 * self.model - 6.3

    @property
    def is_no_voice(self) -> bool:
        """Whether it is none for certain."""
        return self.log_odds < NO_VOICE

    @property
    def is_doubtful(self) -> bool:
        """Whether a reply that fell silent for it goes on, until its words say otherwise."""
        return self.vetoed or self.softer or self.is_no_voice

    @property
    def is_plain(self) -> bool:
        """Whether it sounds like nothing but the caller's voice: nothing lowers the confidence in its words."""
        plain = (PLAIN_TONE if self.model is None else PLAIN_WITH_MODEL)[0]
        return not self.is_doubtful and self.log_odds >= plain


def weighed(confidence: float, evidence: VoiceEvidence | None) -> float:
    """A recognizer's confidence in its words, lowered where the utterance sounds little like a voice, or this one."""
    if evidence is None or confidence <= 0:
        return confidence
    plain, weight = PLAIN_TONE if evidence.model is None else PLAIN_WITH_MODEL
    doubt = weight * max(plain - evidence.log_odds, 0.0) + (SOMEBODY_ELSE if evidence.softer else 0.0)
    if not doubt:
        return confidence
    odds = confidence / max(1 - confidence, 1 - MOST_CERTAIN) * math.exp(-doubt)
    return odds / (1 + odds)


def _hann() -> Sound:
    return np.hanning(WINDOW).astype(np.float32)


_WINDOW = _hann()
_OF_WINDOW = fft.irfft(np.abs(fft.rfft(_WINDOW, POINTS)) ** 2)
_FADING = (_OF_WINDOW / _OF_WINDOW[0])[PERIODS]  # of any sound's likeness to itself, because of the window
_HZ = fft.rfftfreq(POINTS, 1 / SAMPLE_RATE_HZ)
_AUDIBLE, _LOW = (slice(*np.searchsorted(_HZ, (100, to_hz), side="right").tolist()) for to_hz in (3600, 1000))


class UtteranceSound:
    """Gathers the evidence of an utterance, frame by frame; what it costs is paid when it is asked for, and only for
    what has come since it was asked for last."""

    def __init__(self, preroll: bytes, first_voiced_frames_ago: int, likelihood: float | None) -> None:
        voiced = (first_voiced_frames_ago + 1) * FRAME_MS * SAMPLE_RATE_HZ // 1000
        line, sound = preroll[: -voiced - BEFORE_BYTES], preroll[-voiced - BEFORE_BYTES :]
        self._line, self._sound = line.rjust(WINDOW, SILENCE), bytearray(sound.rjust(WINDOW, SILENCE))
        self._of_line: Sound | None = None
        self._looked_at = np.empty((3, 0), dtype=np.float32)  # what `_shapes` found in its windows so far
        self._tone: Tone | None = None  # of those
        self._voiced_frames, self._judged_frames, self._likelihood = 0, 0, 0.0
        self.add(b"", likelihood, voiced=True)

    def add(self, mulaw: bytes, likelihood: float | None, *, voiced: bool) -> None:
        """The next frame; its likelihood of a voice, if a model has judged it."""
        if len(self._sound) < LOOKED_AT_BYTES:
            self._sound += mulaw
        self._voiced_frames += voiced
        if likelihood is not None:
            self._judged_frames += 1
            self._likelihood += likelihood

    def evidence(self, *, vetoed: bool, softer: bool = False, loudest_db: float = 0.0) -> VoiceEvidence:
        """Of what was heard so far. What is heard later belongs to its tone, unless that has been asked for before."""
        model = self._likelihood / self._judged_frames if self._judged_frames else None
        voiced_s = self._voiced_frames * FRAME_MS / 1000
        return VoiceEvidence(voiced_s, ToneWhenAsked(self), model, vetoed, softer, loudest_db)

    def tone(self) -> Tone:
        """Of what was heard so far. Takes up to 0.2 ms for a second and a half."""
        begins = self._looked_at.shape[1] * STEP
        if self._tone is None or len(self._sound) - begins >= WINDOW:
            if self._of_line is None:
                self._of_line = _spectra(self._line).mean(axis=0)
            found = _shapes(_spectra(bytes(self._sound[begins:])), self._of_line)
            self._looked_at = np.concatenate([self._looked_at, found], axis=1)
            energy, periodic, share_low = self._looked_at
            harmonic, low = (float(np.average(each, weights=energy)) for each in (periodic, share_low))
            self._tone = Tone(harmonic, low)
        return self._tone


class ToneWhenAsked:
    """The tone of an utterance, worked out when it is first asked for. From then on the sound is kept no longer."""

    __slots__ = ("_found", "_sound")

    def __init__(self, sound: UtteranceSound) -> None:
        self._sound: UtteranceSound | None = sound
        self._found: Tone | None = None

    @property
    def is_known(self) -> bool:
        return self._found is not None

    def __call__(self) -> Tone:
        if self._sound is not None:
            self._found, self._sound = self._sound.tone(), None
        assert self._found is not None
        return self._found


def _spectra(mulaw: bytes) -> Sound:
    """The power by frequency of each of its windows."""
    windows = np.lib.stride_tricks.sliding_window_view(decode_to_floats(mulaw), WINDOW)[::STEP] * _WINDOW
    return np.asarray(np.abs(fft.rfft(windows, POINTS, axis=1)) ** 2, dtype=np.float32)


def _shapes(power: Sound, of_line: Sound) -> Sound:
    """Of each window its energy, how alike one period of it is to the next, and the share of its power below 1 kHz, as
    three rows. The loud ones are to weigh more. What is on the line anyhow is taken off: else a vowel in noise would
    look like noise."""
    power = np.maximum(power - of_line, LEFT * power)
    alike = fft.irfft(power.astype(np.complex64), axis=1)  # five times as fast as of real numbers
    energy = alike[:, 0] + 1.0
    periodic = (alike[:, PERIODS] / (energy[:, None] * _FADING)).max(axis=1)
    share_low = power[:, _LOW].sum(axis=1) / (power[:, _AUDIBLE].sum(axis=1) + 1.0)
    return np.stack([energy, periodic, share_low]).astype(np.float32)
