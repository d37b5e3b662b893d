"""Which of Whisper's texts the caller has said, and how sure that is. Pure."""

import math
from collections.abc import Sequence

from offhook.actors.recognizer.service import Transcript
from offhook.actors.recognizer.whisper.messages import Heard, Reading
from offhook.actors.recognizer.whisper.refusals import is_invented
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.phrase_fit import Fit, fit
from offhook.engine.words.spoken import spoken_words
from offhook.engine.words.words import words
from offhook.protocol.said_words import said_words

NOTHING = Transcript("", confidence=0.0)
FITS_WITHIN = 0.5
"""A text that fits what is expected is believed although another one is more likely, by so much at most."""
MOST_CONFIDENT = 0.89
"""As for pocketsphinx: words that end a call are asked about."""
_CONFIDENCE_AT_ZERO, _PER_LOG_PROBABILITY, _PER_NO_SPEECH = 3.0, 2.2, -1.0


def judged(heard: Heard, sound_s: float, expected: Expectation, among: Sequence[str]) -> Transcript:
    """The words of the best reading that is no invention; none if there is none."""
    language = heard.language
    if among and language not in among:
        language = heard.language  # plainly another one: said in the caller's own words, and so in the record
    readings = [_Judged(each, heard, sound_s) for each in (*heard.readings, *heard.asked)]
    likely = [each for each in readings if not each.is_invented]
    if not likely or readings[0].is_invented:
        return NOTHING
    best = likely[0]
    fitting = [each for each in likely if each.likelihood >= best.likelihood - FITS_WITHIN and each.fits(expected)]
    chosen = max(fitting, key=lambda each: each.likelihood, default=best)
    return Transcript(chosen.text, _confidence(chosen.likelihood, heard.no_speech), language=language)


class _Judged:
    def __init__(self, reading: Reading, heard: Heard, sound_s: float) -> None:
        self.text = spoken_words(said_words(reading.text), heard.language)
        self.likelihood = reading.log_probability
        self.is_invented = is_invented(said_words(reading.text), reading.log_probability, heard.no_speech, sound_s)

    def fits(self, expected: Expectation) -> bool:
        return fit(words(self.text), expected) in (Fit.WHOLE, Fit.WHOLE_OR_BEGUN)


def _confidence(log_probability: float, no_speech: float) -> float:
    weight = _CONFIDENCE_AT_ZERO + _PER_LOG_PROBABILITY * log_probability + _PER_NO_SPEECH * no_speech
    return min(1 / (1 + math.exp(-weight)), MOST_CONFIDENT)
