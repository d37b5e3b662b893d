"""Judges the caller's words: a cough, hesitation, a backchannel, not sure enough, or words that count. Pure.

This is the only place that decides it. What depends on the call comes in with every question: the utterance in which
the words were said, what is expected as an answer now, and whether they were said over the agent's speech.
"""

import msgspec

from offhook.engine.decide.caller_speech import CallerSpeech
from offhook.engine.decide.not_taken import BACKCHANNEL, HESITATION, NO_VOICE, NO_WORDS, UNSURE
from offhook.engine.decide.question import OPEN, Question
from offhook.engine.decide.said import Judgement, Said
from offhook.engine.decide.voice_evidence import weighed
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.small_talk import SmallTalk
from offhook.engine.words.words import words
from offhook.engine.words.words_that_count import WordsThatCount, was_asked_for

COUGH_S = 0.5  # a shorter utterance is a cough; includes what the detector adds
SPEECH_S = 0.7  # an utterance of this length is speech, however unsure the recognizer is
SPEECH_WORDS = 3  # and so are this many words


class WordsJudge:
    """Judges the words of one call."""

    __slots__ = ("_question", "_small_talk", "_words")

    def __init__(self, counting: WordsThatCount, small_talk: SmallTalk, question: Question) -> None:
        self._words, self._small_talk, self._question = counting, small_talk, question

    def whole(
        self, text: str, confidence: float, speech: CallerSpeech, expected: Expectation, *, over_agent: bool
    ) -> Judgement:
        """Judge the final transcript of an utterance. Over the agent's speech, words must count to be answered."""
        if not _is_speech(text, confidence, expected):
            confidence = weighed(confidence, speech.evidence)
            if _is_no_voice(speech):
                return Judgement(Said.NOTHING, NO_VOICE if text else NO_WORDS, confidence)
        certain = confidence >= expected.threshold if over_agent else _is_sure(confidence, expected)
        fitting = self._fitting(speech, expected)
        said = self._said(text, speech.voiced_s, fitting, certain=certain, over_agent=over_agent)
        understood = said is Said.UNDERSTOOD
        if over_agent and certain and not self._words.in_all(text, fitting, over_goodbye=self._question.closing):
            said = Said.NOTHING
        not_taken = self._not_taken(text, said, certain=certain, over_agent=over_agent)
        return Judgement(said, not_taken, confidence, understood)

    def lost(self, speech: CallerSpeech, *, overtaken: bool) -> Judgement:
        """The same if the words were lost: the caller is asked again, unless it was as short as a cough. If the caller
        has said more since, it may have been words."""
        is_cough = (speech.voiced_s < COUGH_S or _is_no_voice(speech)) and not overtaken
        return Judgement(Said.NOTHING if is_cough else Said.NOT_UNDERSTOOD, NO_WORDS)

    def so_far(self, text: str, speech: CallerSpeech, expected: Expectation) -> bool:
        """Whether words count that are said over the agent's speech, while the caller still speaks."""
        return self._words.so_far(text, self._fitting(speech, expected), over_goodbye=self._question.closing)

    def deserves_draft(self, text: str, confidence: float, expected: Expectation) -> bool:
        """Whether an answer may be drafted to the words before a pause."""
        return not self._small_talk.says_nothing(text) and _is_sure(confidence, expected)

    def counts(self, text: str, speech: CallerSpeech, expected: Expectation, *, reply_heard: bool) -> bool:
        """Whether words are more than a sound or a backchannel. A backchannel may be an answer to a question, unless
        nothing was heard of the reply that asks it."""
        unheard = self._question.number == OPEN and not reply_heard
        return self._words.in_all(text, _anything(expected) if unheard else self._fitting(speech, expected))

    def was_asked(self, speech: CallerSpeech) -> bool:
        """Whether the utterance can answer the current question: the caller had heard it before."""
        return speech.question == self._question.number

    def _said(self, text: str, voiced_s: float, fitting: Expectation, *, certain: bool, over_agent: bool) -> Said:
        """With a low confidence the words may be found in a cough. Then it takes several of them to stop the agent's
        speech. An expected answer may look like a hum ("ER")."""
        if self._small_talk.says_nothing(text) and not (certain and was_asked_for(text, fitting)):
            return Said.NOTHING
        if certain:
            return Said.UNDERSTOOD
        if voiced_s < COUGH_S:
            return Said.NOTHING
        if len(words(text)) >= SPEECH_WORDS or (voiced_s >= SPEECH_S and not over_agent):
            return Said.NOT_UNDERSTOOD
        return Said.NOTHING

    def _not_taken(self, text: str, said: Said, *, certain: bool, over_agent: bool) -> str:
        if not text:
            return NO_WORDS
        match said:
            case Said.UNDERSTOOD:
                return ""
            case Said.NOT_UNDERSTOOD:
                return UNSURE
            case Said.NOTHING:
                hesitates = self._small_talk.says_nothing(text) and (certain or not over_agent)
                return HESITATION if hesitates else BACKCHANNEL if certain else UNSURE

    def _fitting(self, speech: CallerSpeech, expected: Expectation) -> Expectation:
        """What fits as an answer in this utterance: nothing in particular before the question was heard. If a responder
        that expects anything asks a question, a yes fits too."""
        if not self.was_asked(speech):
            return _anything(expected)
        if self._question.number == OPEN or expected.phrases:
            return expected
        return msgspec.structs.replace(expected, kind=AnswerKind.CONFIRMATION)


def as_second_half(judgement: Judgement) -> Judgement:
    """The judgement of words that are certain together with those before them. If they are not by themselves, they are
    words all the same."""
    unsure = judgement.said is Said.NOTHING and judgement.not_taken in (UNSURE, NO_WORDS)
    return msgspec.structs.replace(judgement, said=Said.NOT_UNDERSTOOD) if unsure else judgement


def _is_sure(confidence: float, expected: Expectation) -> bool:
    """Whether the confidence is high enough. Without expected phrases it always is: no confidence tells right words
    from wrong then, and a responder that expects anything understands most of them."""
    return not expected.phrases or confidence >= expected.threshold


def _is_no_voice(speech: CallerSpeech) -> bool:
    return speech.evidence is not None and speech.evidence.is_no_voice


def _is_speech(text: str, confidence: float, expected: Expectation) -> bool:
    """Whether so many words are certain that they were said, whatever they sound like: a whisper has no tone."""
    return len(words(text)) >= SPEECH_WORDS and confidence >= expected.threshold


def _anything(expected: Expectation) -> Expectation:
    return Expectation(language=expected.language)
