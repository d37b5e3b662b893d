"""Which of Whisper's texts the caller has said, and how sure that is. Pure.

Confidence means the same as pocketsphinx's, so that one threshold of a dialogue does for both: of answers with 0.4 and
more nine in ten are right, and hardly any foreign speech has that (`bench.recognition`).
"""

import math
from collections.abc import Sequence

from offhook.actors.recognizer.service import Transcript
from offhook.actors.recognizer.whisper.messages import Heard, Reading
from offhook.actors.recognizer.whisper.refusals import NOBODY_SPEAKS, is_invented
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.few_texts import few_texts
from offhook.engine.words.phrase_fit import Fit, fit
from offhook.engine.words.spoken import spoken_words
from offhook.engine.words.words import words
from offhook.protocol.said_words import said_words

NOTHING = Transcript("", confidence=0.0)
MOST_CONFIDENT = 0.89
"""As for pocketsphinx: before what cannot be undone, a caller is asked."""
FITS_WITHIN = 0.5
"""A text that fits what is expected is believed although another one is more likely, by so much at most."""

# Of 160 texts that fitted the question, 153 were right, most of the others with a log probability below -1.2. Of texts
# that fit nothing, half are right at -0.8.
_AT_ZERO_FITTING, _PER_LOG_PROBABILITY_FITTING = 4.5, 2.5
_AT_ZERO, _PER_LOG_PROBABILITY = 1.7, 2.2

SURE, SURE_WORDS = 0.75, 3
"""pocketsphinx's words with this confidence, and as many, need no second opinion: 44 of 45 were right, and no noise was
heard as them. With fewer words 107 of 109 were right, but it finds "bye" and "hang up" in coughs as surely."""
_PAIR_AT_ZERO, _PER_ODDS, _PER_DIFFERENCE, _MOST_DIFFERENCE = 3.0, 0.57, 1.06, 0.2
"""How likely the words of a grammar are right: from pocketsphinx's confidence in them, and from how much less likely
Whisper finds them than its own. Together they tell right from wrong better than either (area under the curve 0.976;
0.935 and 0.958 alone, over 558 answers and foreign sentences)."""
_AS_LIKELY = 0.3

MOST_ASKED = 8
"""About each of them the decoder is asked once more: 20 ms."""
_NEARLY, _STANDS_OUT, _OF_ASKED = 1.0, 0.15, 0.6
"""Of eight phrases of Hindi, said by four voices of espeak-ng's, 21 of 24 longer than a syllable are found. English
speech is 2 to 3 less likely to be one of them than what it is."""
_LIKELIER_THAN_NOISE = 0.5
"""Where Whisper hears nobody speak, the words of a grammar must be nearly as likely as what it has invented: so 1 of 57
noises that passed for an answer is left, and 28 of 33 answers that it took for noise."""
_POSSIBLE = 3.0
"""Else it may be an accent that it does not know; no answer was less likely than that."""
_LEAST_OF_BOTH, _LEAST_OF_A_GRAMMAR = 0.5, 0.25
"""Of words that pocketsphinx itself does not believe, only those count that Whisper finds as likely as its own: without
this limit 263 of 351 answers were right and 16 wrong, with it 251 and 7 (pocketsphinx alone: 201 and 6)."""


def judged(heard: Heard, sound_s: float, expected: Expectation) -> Transcript:
    """The words of the best reading that is no invention; none if there is none."""
    readings = [_Judged(each, heard, sound_s) for each in heard.readings]
    if not readings or readings[0].is_invented:
        return NOTHING
    best = readings[0]
    likely = [each for each in readings if not each.is_invented and each.likelihood >= best.likelihood - FITS_WITHIN]
    chosen = next((each for each in likely if fits(each.text, expected)), best)
    return Transcript(chosen.text, _confidence(chosen, expected), language=heard.language)


def may_ask_about(expected: Expectation) -> Sequence[str]:
    """The texts that the model is asked about where no other recognizer knows what is expected: all, if they are few.
    Not of a yes or no: "हाँ" is too short to be told from "नहीं" like that."""
    return few_texts(expected, MOST_ASKED) if expected.kind is AnswerKind.OPEN else ()


def judged_among(heard: Heard, sound_s: float, expected: Expectation) -> Transcript:
    """The same, where it was asked about what is expected: the model writes a language that it hardly knows in any
    letters, but finds a text that it is shown nearly as likely as its own."""
    own = judged(heard, sound_s, expected)
    if not heard.asked or not heard.readings or (own.text and fits(own.text, expected)):
        return own
    best, *others = sorted(heard.asked, key=lambda each: each.log_probability, reverse=True)
    less_likely = heard.readings[0].log_probability - best.log_probability
    stands_out = not others or best.log_probability - others[0].log_probability > _STANDS_OUT
    if less_likely > _NEARLY or not stands_out or heard.no_speech > NOBODY_SPEAKS:
        return own
    return Transcript(best.text, confidence=_OF_ASKED, language=heard.language)


def judged_beside(grammar: Transcript, heard: Heard, sound_s: float, expected: Expectation) -> Transcript:
    """The same, where pocketsphinx has found words of its grammar that it is not sure of: those, if Whisper finds them
    as likely, or finds nothing that fits."""
    own = judged(heard, sound_s, expected)
    asked = next((each.log_probability for each in heard.asked if each.text == grammar.text), None)
    if asked is None or not heard.readings:
        return own if own.text else grammar
    difference = asked - heard.readings[0].log_probability
    if not own.text and difference < -(_LIKELIER_THAN_NOISE if heard.no_speech > NOBODY_SPEAKS else _POSSIBLE):
        return NOTHING
    confidence = _of_both(grammar.confidence, difference)
    both = Transcript(grammar.text, confidence, language=heard.language)
    if own.text and fits(own.text, expected):
        if own.text == grammar.text:
            return both if confidence > own.confidence else own
        stands = difference > -_AS_LIKELY and grammar.confidence >= expected.threshold
        return both if stands else own
    likelier = grammar.confidence >= _LEAST_OF_A_GRAMMAR and confidence > own.confidence
    is_likely = difference > -_AS_LIKELY or likelier
    if is_likely and confidence >= max(_LEAST_OF_BOTH, expected.threshold):
        return both
    return own if own.text else Transcript(grammar.text, min(grammar.confidence, confidence))


def is_sure(grammar: Transcript, expected: Expectation) -> bool:
    """Whether these words of pocketsphinx's need no second opinion."""
    is_long = len(grammar.text.split()) >= SURE_WORDS
    return is_long and grammar.confidence >= SURE and fits(grammar.text, expected)


def fits(text: str, expected: Expectation) -> bool:
    return fit(words(text), expected) in (Fit.WHOLE, Fit.WHOLE_OR_BEGUN)


class _Judged:
    def __init__(self, reading: Reading, heard: Heard, sound_s: float) -> None:
        said = said_words(reading.text)
        self.text = spoken_words(said, heard.language)
        self.likelihood = reading.log_probability
        self.is_invented = is_invented(said, reading.log_probability, heard.no_speech, sound_s)


def _confidence(reading: _Judged, expected: Expectation) -> float:
    if fits(reading.text, expected):
        return _logistic(_AT_ZERO_FITTING + _PER_LOG_PROBABILITY_FITTING * reading.likelihood)
    return _logistic(_AT_ZERO + _PER_LOG_PROBABILITY * reading.likelihood)


def _of_both(confidence: float, difference: float) -> float:
    likely = min(max(confidence, 0.001), 0.999)
    odds = math.log(likely / (1 - likely))
    return _logistic(_PAIR_AT_ZERO + _PER_ODDS * odds + _PER_DIFFERENCE * min(difference, _MOST_DIFFERENCE))


def _logistic(weight: float) -> float:
    return min(1 / (1 + math.exp(-max(weight, -50.0))), MOST_CONFIDENT)
