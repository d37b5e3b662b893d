"""How long a silence must be, by words, question and caller. No clock and no audio."""

import msgspec
import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.decide.end_of_turn import EndOfTurn, SilenceRules
from offhook.engine.host.agent import load_agent
from offhook.engine.host.settings import VadSettings
from offhook.engine.words.completeness import Completeness, completeness
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.phrase_fit import Fit, fit
from tests.actors.responder.front_desk import dialogue_of, front_desk_agent

ANYTHING = Expectation()
FOUR_DIGITS = Expectation(kind=AnswerKind.DIGITS, max_digits=4)
YES_OR_NO = Expectation(kind=AnswerKind.YES_NO)
READ_BACK = Expectation(kind=AnswerKind.CONFIRMATION)
NAMES = Expectation(phrases=("[my name is] (maria lopez | john smith)",))
ADAPTIVE = SilenceRules(adaptive=True)
WHOLE, UNKNOWN, HANGING = Completeness.WHOLE, Completeness.UNKNOWN, Completeness.HANGING


# The words so far.


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("", UNKNOWN),
        (" . ", UNKNOWN),
        ("book a room", UNKNOWN),
        ("Book a room.", UNKNOWN),
        ("I would like a", HANGING),
        ("I'd like", HANGING),
        ("a room for two and", HANGING),
        ("my number is", HANGING),
        ("My number is.", HANGING),
        ("the best part of the", HANGING),
        ("on friday um", HANGING),
        ("Uh.", HANGING),
        ("I’m", HANGING),
        ("the panda", UNKNOWN),
    ],
)
def test_words_tell_whether_more_will_follow(text: str, judged: Completeness) -> None:
    """A filler or a word that wants another one hangs, whatever mark follows it."""
    assert completeness(text, ANYTHING) is judged


@pytest.mark.parametrize(
    ("language", "hanging", "yes"),
    [
        ("es-MX", "mi número es", "sí"),
        ("de", "ein Zimmer für", "genau"),
        ("fr-FR", "je voudrais", "oui"),
        ("hi", "मेरा नंबर", "हाँ"),
    ],
)
def test_each_language_has_its_own_words(language: str, hanging: str, yes: str) -> None:
    """Whatever region and script."""
    assert completeness(hanging, Expectation(language=language)) is HANGING
    assert completeness(yes, Expectation(language=language, kind=AnswerKind.YES_NO)) is WHOLE


# What was asked for.


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("four", HANGING),
        ("it's four two seven", HANGING),
        ("42", HANGING),
        ("42.", HANGING),
        ("four two um", HANGING),
        ("it's four two seven one", WHOLE),
        ("4271", WHOLE),
        ("42-71", WHOLE),
        ("it's", HANGING),
        ("a person", UNKNOWN),
    ],
)
def test_digits_hang_until_all_are_there(text: str, judged: Completeness) -> None:
    """Said one by one or written as figures, four of four are a whole and fewer are not."""
    assert completeness(text, FOUR_DIGITS) is judged


@pytest.mark.parametrize(
    ("text", "judged"),
    [("7", HANGING), ("seven one", UNKNOWN), ("four two seven one", WHOLE), ("4271", WHOLE)],
)
def test_missing_digits_hang_until_they_are_there(text: str, judged: Completeness) -> None:
    """With two of four there, two may be the missing ones, or the first of all of them anew: there is no hurry."""
    assert completeness(text, msgspec.structs.replace(FOUR_DIGITS, held="42")) is judged


@pytest.mark.parametrize(
    ("language", "text", "judged"),
    [
        ("en", "forty two", HANGING),
        ("en", "forty two seventy one", WHOLE),
        ("en", "double four seven", HANGING),
        ("en", "double four seven one", WHOLE),
        ("fr", "quarante-deux", HANGING),
        ("fr", "quarante-deux soixante et onze", WHOLE),
        ("de", "zweiundvierzig einundsiebzig", WHOLE),
        ("es", "cuarenta y dos", HANGING),
        ("hi", "बयालीस इकहत्तर", WHOLE),
        ("hi", "पाँच छः", HANGING),
    ],
)
def test_digits_in_pairs_are_counted_as_digits(language: str, text: str, judged: Completeness) -> None:
    """As people say them in each language."""
    assert completeness(text, msgspec.structs.replace(FOUR_DIGITS, language=language)) is judged


def test_figures_mean_nothing_where_none_were_asked_for() -> None:
    """ "For two" is no half of a number."""
    assert completeness("for 2", ANYTHING) is UNKNOWN


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("yes", WHOLE),
        ("Uh, yeah", WHOLE),
        ("no no", WHOLE),
        ("yes um", HANGING),
        ("yes and", HANGING),
        ("maybe", UNKNOWN),
    ],
)
def test_a_yes_or_a_no_answers_the_question_for_it(text: str, judged: Completeness) -> None:
    """Alone or said twice; with more words it is a sentence like any other."""
    assert completeness(text, YES_OR_NO) is judged


def test_yes_means_less_where_it_was_not_asked_for() -> None:
    """It may be the beginning of anything."""
    assert completeness("yes", ANYTHING) is UNKNOWN


def test_a_no_to_what_was_read_back_may_be_followed_by_what_is_right_instead() -> None:
    """So only a yes is over sooner."""
    assert completeness("yes", READ_BACK) is WHOLE
    assert completeness("no", READ_BACK) is UNKNOWN


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("my name", HANGING),
        ("Maria", HANGING),
        ("Maria.", HANGING),
        ("uh, Maria Lopez", WHOLE),
        ("My name is John Smith", WHOLE),
        ("a person", UNKNOWN),
    ],
)
def test_an_expected_name_hangs_until_it_is_said_whole(text: str, judged: Completeness) -> None:
    """The phrases of the dialogue tell half an answer from a whole one."""
    assert completeness(text, NAMES) is judged


def test_a_dialogue_tells_what_it_asked_for() -> None:
    """The front desk's question for four digits, and the reading back of them, are known as what they are."""
    expectations = dialogue_of(front_desk_agent()).expectations()
    digits, *_ = [expected for expected in expectations if expected.kind is AnswerKind.DIGITS]
    assert [completeness(text, digits) for text in ("four two", "4271", "four two seven one")] == [
        HANGING,
        WHOLE,
        WHOLE,
    ]
    read_back, *offered = [expected for expected in expectations if expected.kind is AnswerKind.CONFIRMATION]
    assert offered
    for expected in (read_back, *offered):
        assert [completeness(text, expected) for text in ("yes", "no")] == [WHOLE, UNKNOWN]


DINNER = """
name = "a"
goodbye = "Goodbye."
[dialogue]
start = "dinner"
[dialogue.slots.dinner]
type = "yes_no"
[dialogue.states.dinner]
ask = "Do you want dinner?"
slot = "dinner"
go = "hang_up"
"""


def test_a_slot_for_yes_or_no_asks_for_it() -> None:
    """There a no is all that there is to say."""
    (expected,) = dialogue_of(load_agent("a.toml", DINNER)).expectations()
    assert expected.kind is AnswerKind.YES_NO
    assert completeness("no", expected) is WHOLE


# Phrases.


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("seven", Fit.WHOLE_OR_BEGUN),
        ("seven thirty", Fit.WHOLE),
        ("half", Fit.BEGUN),
        ("half past nine", Fit.WHOLE),
        ("at half past", Fit.BEGUN),
        ("thirty", Fit.NONE),
        ("seven nine", Fit.NONE),
        ("half past nine thirty", Fit.NONE),
        ("seven thirty please", Fit.WHOLE),
        ("nobody", Fit.NONE),
    ],
)
def test_words_are_followed_through_every_phrase_at_once(said: str, found: Fit) -> None:
    """Options, alternatives and rules lead on; a missing "please" is no missing word."""
    phrases = ("[at] <hour> [thirty] [please]", "[at] half past <hour>")
    assert fit(said.split(), Expectation(phrases=phrases, rules={"hour": "(seven | <late>)", "late": "nine"})) is found


def test_nothing_is_expected_of_no_phrases() -> None:
    """An agent that takes any words has no beginnings."""
    assert fit(["hello"], Expectation()) is Fit.NONE


WORDS = st.sampled_from(["a", "b", "c"])
PATTERNS = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} | {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"[{pair[0]}] {pair[1]}"),
    ),
    max_leaves=8,
)


@given(PATTERNS, st.data())
def test_every_beginning_of_a_phrase_is_one(pattern: str, data: st.DataObject) -> None:
    """Words that make a whole phrase were, one word earlier, the beginning of it; and so on back to the first."""
    said = data.draw(st.lists(WORDS, min_size=1, max_size=8))
    expected = Expectation(phrases=(pattern,))
    if fit(said, expected) is not Fit.NONE:
        for length in range(1, len(said)):
            assert fit(said[:length], expected) in (Fit.BEGUN, Fit.WHOLE_OR_BEGUN)


# The silence.


def test_without_adapting_the_silence_is_always_the_same() -> None:
    """Whatever is said, asked or usual."""
    ends = EndOfTurn(SilenceRules(adaptive=False))
    for pause_ms in (500, 600, 700):
        ends.resumed(pause_ms)
    assert {ends.silence_ms(text, FOUR_DIGITS) for text in ("", "4271", "42", "um", "Yes.")} == {300}


def test_the_words_choose_the_silence() -> None:
    """A complete answer gets the shortest, what hangs the longest, no words the usual one, all else one between."""
    ends = EndOfTurn(ADAPTIVE)
    assert ends.silence_ms("4271", FOUR_DIGITS) == 200
    assert ends.silence_ms("book a", ANYTHING) == 1200
    assert ends.silence_ms("", ANYTHING) == 300
    unfinished, finished = ends.silence_ms("would", ANYTHING), ends.silence_ms("no thanks", ANYTHING)
    assert 200 <= finished < 300 < unfinished <= 1200


def test_a_recognizer_that_holds_that_the_caller_has_finished_is_evidence() -> None:
    """It shortens the silence, more words that hang it does not, and without words it says nothing."""
    ends = EndOfTurn(ADAPTIVE)
    said = ("book a room on", "book a", "")
    before = [ends.silence_ms(text, ANYTHING) for text in said]
    after = [ends.silence_ms(text, ANYTHING, ended=True) for text in said]
    assert after[0] < before[0]
    assert after[1:] == before[1:] == [1200, 300]
    assert EndOfTurn(SilenceRules(adaptive=False)).silence_ms("book a room", ANYTHING, ended=True) == 300


def test_short_speech_is_a_beginning() -> None:
    """In answer to an open question; where a short answer is asked for, its length says nothing."""
    ends = EndOfTurn(ADAPTIVE)
    silences = [ends.silence_ms("", ANYTHING, spoken_s=seconds) for seconds in (0.6, 1.4, 1.7, 3.0)]
    assert silences == sorted(set(silences), reverse=True)
    assert silences[0] > 300 > silences[-1]
    assert ends.silence_ms("", ANYTHING, spoken_s=0.2) == 300, "it may be a cough"
    for expected in (YES_OR_NO, FOUR_DIGITS, NAMES):
        assert ends.silence_ms("", expected, spoken_s=0.6) == 300


def test_the_length_counts_less_where_words_are_known() -> None:
    """It moves them the same way, and is not held against words that plainly are all that was to be said."""
    ends = EndOfTurn(ADAPTIVE)

    def moved(text: str, spoken_s: float) -> int:
        return ends.silence_ms(text, ANYTHING, spoken_s=spoken_s) - ends.silence_ms(text, ANYTHING)

    assert moved("", 0.6) > moved("a room for two", 0.6) > 0 > moved("a room for two", 3.0)
    assert moved("no thanks", 0.6) == 0
    assert moved("would", 3.0) <= 0, "what hangs"


def test_the_same_words_are_judged_anew_for_another_question() -> None:
    """Half a number is none where none was asked for."""
    ends = EndOfTurn(ADAPTIVE)
    first, other, again = [ends.silence_ms("4 2", expected) for expected in (FOUR_DIGITS, ANYTHING, FOUR_DIGITS)]
    assert first == again == 1200 > other


@pytest.mark.parametrize("text", ["", "book a room", "it depends"])
def test_patience_moves_the_silence_one_way(text: str) -> None:
    """The more patient, the longer, from one limit to the other; what was answered is answered at once all the same."""
    patience = [0.0, 0.3, 0.5, 0.7, 1.0]
    found = [EndOfTurn(SilenceRules(patience=each)).silence_ms(text, ANYTHING) for each in patience]
    assert found == sorted(found)
    assert found[0] == 200
    assert found[-1] > 300
    assert EndOfTurn(SilenceRules(patience=1.0)).silence_ms("4271", FOUR_DIGITS) == 200


def paused(ends: EndOfTurn, text: str, pause_ms: int, times: int = 1) -> None:
    for _ in range(times):
        ends.silence_ms(text, ANYTHING)
        ends.resumed(pause_ms)


def test_whoever_goes_on_where_it_seemed_over_is_given_more_time() -> None:
    """The more often, the more; and after some turns that were over, what it was before."""
    ends = EndOfTurn(ADAPTIVE)
    silences = []
    for _ in range(3):
        silences.append(ends.silence_ms("", ANYTHING))
        paused(ends, "", 400)
    assert silences == sorted(set(silences))
    for _ in range(60):
        ends.silence_ms("", ANYTHING)
        ends.ended()
    assert ends.silence_ms("", ANYTHING) == 300


def test_pauses_that_the_words_foretold_make_hardly_any_habit() -> None:
    """Who stops between digits, or after "my number is", does not therefore stop everywhere."""
    foretold, surprising = EndOfTurn(ADAPTIVE), EndOfTurn(ADAPTIVE)
    paused(foretold, "my number is", 300, times=5)
    paused(surprising, "i have a question", 300, times=5)
    assert foretold.silence_ms("", ANYTHING) <= 320
    assert surprising.silence_ms("", ANYTHING) > 400


def test_audio_that_was_late_is_no_pause_of_the_caller() -> None:
    """It leaves nothing behind."""
    ends = EndOfTurn(ADAPTIVE)
    paused(ends, "", 0, times=5)
    assert ends.silence_ms("", ANYTHING) == 300


def test_a_caller_without_pauses_waits_no_less() -> None:
    """Turns that were over do not make the usual silence shorter."""
    ends = EndOfTurn(ADAPTIVE)
    for _ in range(20):
        ends.silence_ms("", ANYTHING)
        ends.ended()
    assert ends.silence_ms("", ANYTHING) == 300


def test_whoever_pauses_long_is_given_longer_where_more_is_to_come() -> None:
    """The length of this caller's pauses is the measure of a doubt."""
    long, short = EndOfTurn(ADAPTIVE), EndOfTurn(ADAPTIVE)
    paused(long, "my number is", 1000, times=6)
    paused(short, "my number is", 150, times=6)
    assert long.silence_ms("it depends on", ANYTHING) > short.silence_ms("it depends on", ANYTHING)


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 100_000)), max_size=40),
    st.text(max_size=30),
    st.sampled_from(list(AnswerKind)),
    st.floats(0, 1),
    st.floats(0, 100),
)
def test_no_silence_leaves_its_limits(
    pauses_ms: list[int | None], text: str, kind: AnswerKind, patience: float, spoken_s: float
) -> None:
    """Whatever is said and however the caller pauses."""
    ends = EndOfTurn(SilenceRules(patience=patience))
    for pause_ms in pauses_ms:
        ends.silence_ms(text, ANYTHING)
        ends.ended() if pause_ms is None else ends.resumed(pause_ms)
    found = ends.silence_ms(text, Expectation(kind=kind, max_digits=4), spoken_s=spoken_s)
    assert 200 <= found <= 1200
    assert found % 20 == 0


# The settings.


def test_the_settings_are_the_rules() -> None:
    """Each number arrives under its own name."""
    settings = VadSettings(adaptive=True, min_silence_ms=140, silence_ms=400, max_silence_ms=1400, patience=0.7)
    assert settings.silence_rules() == SilenceRules(True, 140, 400, 1400, 0.7)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"min_silence_ms": 100}, "pause_ms = 120 and min_silence_ms = 100"),
        ({"min_silence_ms": 320}, "min_silence_ms = 320 and silence_ms = 300"),
        ({"max_silence_ms": 280}, "silence_ms = 300 and max_silence_ms = 280"),
        ({"silence_ms": 180}, "min_silence_ms = 200 and silence_ms = 180"),
    ],
)
def test_silences_in_the_wrong_order_are_refused(wrong: dict[str, int], words: str) -> None:
    """The message names the two values that are out of order."""
    with pytest.raises(pydantic.ValidationError, match=f"{words} contradict each other"):
        VadSettings.model_validate({"adaptive": True} | wrong)


def test_what_is_not_used_need_not_fit() -> None:
    """Where the silence is always the same, its bounds forbid no other one."""
    assert VadSettings(adaptive=False, silence_ms=1000).silence_ms == 1000
