"""The one place that tells a cough from words: fed with utterances as a recognizer delivers them."""

import msgspec
import pytest

from offhook.engine.decide.caller_speech import CallerSpeech
from offhook.engine.decide.not_taken import BACKCHANNEL, HESITATION, NO_VOICE, NO_WORDS, UNSURE
from offhook.engine.decide.question import NOTHING_ASKED, NOTHING_HEARD, OPEN, Question
from offhook.engine.decide.said import Judgement, Said
from offhook.engine.decide.voice_evidence import Tone, VoiceEvidence
from offhook.engine.decide.words_judge import COUGH_S, SPEECH_S, WordsJudge
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.small_talk import BACKCHANNELS, SmallTalk
from offhook.engine.words.words_that_count import WordsThatCount

ANYTHING = Expectation()
ROOMS = Expectation(phrases=("single", "double", "er"), threshold=0.4)
SURE, UNSURE_OF = 0.9, 0.3
TAKEN = Judgement(Said.UNDERSTOOD, sign_of_life=True)
A_SECOND = 1.0
ASKED = 3


def judge_of(question: int = OPEN, *, closing: bool = False) -> WordsJudge:
    asked = Question()
    asked.put(question, closing=closing)
    return WordsJudge(WordsThatCount("en", BACKCHANNELS), SmallTalk("en"), asked)


def whole(
    judge: WordsJudge, text: str, confidence: float, speech: CallerSpeech, expected: Expectation, *, over_agent: bool
) -> Judgement:
    """The judgement of what has no evidence against it, besides the confidence, which is the recognizer's."""
    judgement = judge.whole(text, confidence, speech, expected, over_agent=over_agent)
    assert judgement.confidence == confidence
    return msgspec.structs.replace(judgement, confidence=1.0)


def utterance(seconds: float = A_SECOND, question: int = OPEN) -> CallerSpeech:
    return CallerSpeech(5.0, 5.0 + seconds, 1, question)


@pytest.mark.parametrize(
    ("text", "confidence", "seconds", "judged"),
    [
        ("double", SURE, 0.3, TAKEN),
        ("mm-hmm", SURE, 0.3, TAKEN),
        ("um", SURE, A_SECOND, Judgement(Said.NOTHING, HESITATION)),
        ("um", UNSURE_OF, A_SECOND, Judgement(Said.NOTHING, HESITATION)),
        ("er", SURE, 0.3, TAKEN),
        ("", 0.0, A_SECOND, Judgement(Said.NOTHING, NO_WORDS)),
        ("double", UNSURE_OF, COUGH_S - 0.01, Judgement(Said.NOTHING, UNSURE)),
        ("double", UNSURE_OF, SPEECH_S - 0.01, Judgement(Said.NOTHING, UNSURE)),
        ("double", UNSURE_OF, SPEECH_S, Judgement(Said.NOT_UNDERSTOOD, UNSURE)),
        ("a double room", UNSURE_OF, COUGH_S, Judgement(Said.NOT_UNDERSTOOD, UNSURE)),
    ],
)
def test_words_while_the_agent_listens(text: str, confidence: float, seconds: float, judged: Judgement) -> None:
    """All words that are certain are taken; others are a cough, or are asked for again if they are long enough."""
    assert whole(judge_of(), text, confidence, utterance(seconds), ROOMS, over_agent=False) == judged


@pytest.mark.parametrize(
    ("text", "confidence", "seconds", "judged"),
    [
        ("stop", SURE, 0.3, TAKEN),
        ("double", SURE, 0.3, TAKEN),
        ("mm-hmm", SURE, A_SECOND, Judgement(Said.NOTHING, BACKCHANNEL, sign_of_life=True)),
        ("um", SURE, A_SECOND, Judgement(Said.NOTHING, HESITATION)),
        ("um", UNSURE_OF, A_SECOND, Judgement(Said.NOTHING, UNSURE)),
        ("", 0.0, A_SECOND, Judgement(Said.NOTHING, NO_WORDS)),
        ("stop", UNSURE_OF, A_SECOND, Judgement(Said.NOTHING, UNSURE)),
        ("please stop that", UNSURE_OF, COUGH_S, Judgement(Said.NOT_UNDERSTOOD, UNSURE)),
    ],
)
def test_words_over_the_agent(text: str, confidence: float, seconds: float, judged: Judgement) -> None:
    """They must be certain and count, or be several."""
    assert whole(judge_of(), text, confidence, utterance(seconds), ROOMS, over_agent=True) == judged


def test_a_responder_that_expects_anything_is_unsure_only_over_the_agent() -> None:
    """No confidence tells right words from wrong then; but it takes more than a doubtful word to stop the agent."""
    judge = judge_of()
    assert whole(judge, "stop", UNSURE_OF, utterance(), ANYTHING, over_agent=False) == TAKEN
    assert whole(judge, "stop", UNSURE_OF, utterance(), ANYTHING, over_agent=True).said is Said.NOTHING


@pytest.mark.parametrize("heard", [ASKED, NOTHING_HEARD])
def test_yes_is_an_answer_only_to_a_question_that_was_heard(heard: int) -> None:
    """A responder that expects anything asks something: before that was heard, a yes over the agent says "go on"."""
    judge, was_heard = judge_of(ASKED), heard == ASKED
    said = utterance(question=heard)
    assert judge.was_asked(said) is was_heard
    assert (whole(judge, "yes", SURE, said, ANYTHING, over_agent=True) == TAKEN) is was_heard
    assert judge.so_far("yes", said, ANYTHING) is was_heard
    assert judge.counts("yes", said, ANYTHING, reply_heard=True) is was_heard


def test_a_choice_counts_only_when_it_was_offered() -> None:
    """Among the choices of an agent file "right" is an answer, and before they were heard it is a backchannel."""
    sides, judge = Expectation(phrases=("left", "right")), judge_of(ASKED)
    assert whole(judge, "right", SURE, utterance(question=ASKED), sides, over_agent=True) == TAKEN
    early = whole(judge, "right", SURE, utterance(question=NOTHING_HEARD), sides, over_agent=True)
    assert early == Judgement(Said.NOTHING, BACKCHANNEL, sign_of_life=True)


def test_a_goodbye_over_a_goodbye_does_not_count() -> None:
    """Over any other speech it does, whole or so far."""
    for closing in (False, True):
        judge, said = judge_of(NOTHING_ASKED, closing=closing), utterance(question=NOTHING_HEARD)
        assert (whole(judge, "goodbye", SURE, said, ANYTHING, over_agent=True) == TAKEN) is not closing
        assert judge.so_far("goodbye", said, ANYTHING) is not closing


def test_a_yes_to_a_reply_of_which_nothing_was_heard() -> None:
    """If no question has a number, the reply itself is what may have asked; unheard, it asked nothing."""
    judge, yes_no = judge_of(), Expectation(kind=AnswerKind.YES_NO)
    assert judge.counts("yes", utterance(), yes_no, reply_heard=True)
    assert not judge.counts("yes", utterance(), yes_no, reply_heard=False)
    assert judge.counts("a room", utterance(), yes_no, reply_heard=False)


@pytest.mark.parametrize(
    ("text", "confidence", "expected", "drafted"),
    [
        ("double", SURE, ROOMS, True),
        ("double", UNSURE_OF, ROOMS, False),
        ("double", UNSURE_OF, ANYTHING, True),
        ("um", SURE, ANYTHING, False),
        ("", SURE, ANYTHING, False),
    ],
)
def test_what_deserves_a_draft(text: str, confidence: float, expected: Expectation, drafted: bool) -> None:
    """Words that would be answered if the caller said no more."""
    assert judge_of().deserves_draft(text, confidence, expected) is drafted


def test_lost_words_are_asked_for_again_unless_they_were_a_cough() -> None:
    """Nobody knows what they were; if the caller has said more since, they are taken for words."""
    judge, cough, speech = judge_of(), utterance(COUGH_S - 0.01), utterance(COUGH_S)
    assert judge.lost(cough, overtaken=False) == Judgement(Said.NOTHING, NO_WORDS)
    assert judge.lost(cough, overtaken=True) == Judgement(Said.NOT_UNDERSTOOD, NO_WORDS)
    assert judge.lost(speech, overtaken=False) == Judgement(Said.NOT_UNDERSTOOD, NO_WORDS)


# What does not sound like a voice.

KNOCK = VoiceEvidence(0.3, lambda: Tone(harmonic=0.3, low=0.5))
DOG = VoiceEvidence(0.3, lambda: Tone(harmonic=0.75, low=0.6))
VOICE = VoiceEvidence(0.3, lambda: Tone(harmonic=0.9, low=0.8))


def sounding(evidence: VoiceEvidence, seconds: float = A_SECOND) -> CallerSpeech:
    return msgspec.structs.replace(utterance(seconds), evidence=evidence)


@pytest.mark.parametrize("over_agent", [False, True])
def test_no_word_is_taken_from_a_knock(over_agent: bool) -> None:
    """However sure the recognizer is of it, and however long the sound."""
    judgement = judge_of().whole("double", 1.0, sounding(KNOCK), ROOMS, over_agent=over_agent)
    assert (judgement.said, judgement.not_taken, judgement.sign_of_life) == (Said.NOTHING, NO_VOICE, False)
    assert judge_of().lost(sounding(KNOCK), overtaken=False).said is Said.NOTHING


def test_a_sound_that_may_be_a_voice_needs_more_confidence() -> None:
    """The words are taken where the recognizer is sure of them, not where it nearly is not."""
    sure, barely = (
        judge_of().whole("double", confidence, sounding(DOG), ROOMS, over_agent=False) for confidence in (0.8, 0.42)
    )
    assert (sure.said, barely.not_taken) == (Said.UNDERSTOOD, UNSURE)
    assert barely.confidence < 0.4
    assert judge_of().whole("double", 0.42, sounding(VOICE), ROOMS, over_agent=False).confidence == 0.42


def test_several_certain_words_are_words_though_they_have_no_tone() -> None:
    """A caller who whispers a sentence is answered."""
    judgement = judge_of().whole("a double room", SURE, sounding(KNOCK), ROOMS, over_agent=False)
    assert judgement.said is Said.UNDERSTOOD


def test_the_tone_of_words_that_leave_no_doubt_is_not_looked_at() -> None:
    """It costs more than anything else that is done for an utterance, and hardly any caller's words need it."""

    def never() -> Tone:
        raise AssertionError("the tone was looked at")

    judge, speech = judge_of(), sounding(VoiceEvidence(0.3, never))
    assert judge.whole("a double room", SURE, speech, ROOMS, over_agent=False).said is Said.UNDERSTOOD
    with pytest.raises(AssertionError):
        judge.whole("double", SURE, speech, ROOMS, over_agent=False)
