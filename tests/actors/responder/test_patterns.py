"""The pattern language: pure, no clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.actors.responder.patterns import Phrases
from offhook.engine.words.pattern import MAX_NESTING, MAX_PARTS, PatternError, parse

RULES = {"day": "(today | the day after tomorrow)", "polite": "[i want to | can i]"}


def phrases_that_fit(phrases: list[str], said: str) -> list[int]:
    return [match.phrase for match in Phrases(phrases, RULES).matches(said.split())]


@pytest.mark.parametrize(
    ("pattern", "said", "fits"),
    [
        ("book a room", "book a room", True),
        ("book a room", "book a table", False),
        ("book a room", "book a room now", False),
        ("book a room [now]", "book a room now", True),
        ("(yes | yes please | no)", "yes please", True),
        ("[a | the] room", "the room", True),
        ("[a | the] room", "room", True),
        ("<polite> book", "can i book", True),
        ("<polite> book", "book", True),
        ("a [b [c]] d", "a b d", True),
        ("a [b [c]] d", "a c d", False),
        ("book", "", False),
    ],
)
def test_a_pattern_fits_what_it_says(pattern: str, said: str, fits: bool) -> None:
    """Words, optional parts, alternatives and rules mean what the language promises."""
    assert bool(phrases_that_fit([pattern], said)) is fits


def test_many_parts_that_may_be_left_out_are_matched_at_once() -> None:
    """The ways through them double with each part: one by one, those of forty would take years."""
    pattern = " ".join(["[very]"] * (MAX_PARTS - 1) + ["good"])
    assert phrases_that_fit([pattern], " ".join(["very"] * (MAX_PARTS - 1) + ["good"])) == [0]
    assert phrases_that_fit([pattern], " ".join(["very"] * (MAX_PARTS - 1) + ["bad"])) == []


def test_what_a_rule_stood_for_is_captured() -> None:
    """The words of each rule come with the match, and a later attempt at it replaces a failed one."""
    (match,) = Phrases(["[for] <day> [please]"], RULES).matches(["for", "the", "day", "after", "tomorrow", "please"])
    assert match.captured == {"day": ("the", "day", "after", "tomorrow")}


@pytest.mark.parametrize("said", ["uh today", "well today thank you", "today please"])
def test_fillers_around_an_answer_do_not_matter(said: str) -> None:
    """People do not speak in grammars: hesitation and politeness are stripped."""
    assert phrases_that_fit(["<day>"], said) == [0]


def test_only_fillers_are_no_answer() -> None:
    """An utterance of nothing but fillers fits nothing, unless a phrase says just that."""
    assert phrases_that_fit(["today"], "uh well") == []
    assert phrases_that_fit(["hello"], "hello") == [0]


def test_a_missing_last_word_is_forgiven() -> None:
    """The embedded recognizer may stop one word short of what its grammar accepts."""
    assert phrases_that_fit(["book a room", "goodbye"], "book a") == [0]
    assert phrases_that_fit(["speak to a person now"], "speak to a") == []
    assert phrases_that_fit(["a person"], "a") == []


def test_whole_phrases_go_before_cut_ones() -> None:
    """What fits in full is never taken for the beginning of something else."""
    assert phrases_that_fit(["book a room", "book a"], "book a") == [1]


def test_half_a_value_is_no_value() -> None:
    """A rule that lacks its last word captures nothing, though the phrase around it may be recognised."""
    (match,) = Phrases(["book [for <day>]"], RULES).matches(["book", "for", "the", "day", "after"])
    assert match.cut
    assert match.captured == {}


@pytest.mark.parametrize(
    ("pattern", "part", "fix"),
    [
        ("", "empty", "at least one word"),
        ("a | b", "stray '|' at character 3", "( )"),
        ("a (b", "'(' is not closed at character 3", "add ')'"),
        ("a [b)", "'[' is not closed", "add ']'"),
        ("a b]", "stray ']'", "'['"),
        ("a ()", "nothing to say inside '('", "write a word"),
        ("(a | )", "nothing to say inside '('", "remove the '|'"),
        ("book it!", "'it!' is no plain word at character 6", "write letters"),
        ("कमरा ४", "'४' is no plain word", "numbers as words"),
        ("'tis", "''tis' is no plain word", "apostrophes within"),
        ("room 4", "'4' is no plain word", "numbers as words"),
        ("check-in", "'check-in' is no plain word", "check in"),
        ("a <Day>", "bad name '<Day>'", "a-z"),
        ("a < b", "bad name '<'", "<name>"),
        ("<night>", "unknown <night>", "<day>"),
        ("<loop>", "<loop> contains itself", "without itself"),
        ("[" * (MAX_NESTING + 1) + "a" + "]" * (MAX_NESTING + 1), "inside each other", "several"),
        ("a " * (MAX_PARTS + 1), "parts in a row", "shorter"),
    ],
)
def test_a_bad_pattern_says_where_and_what_to_write(pattern: str, part: str, fix: str) -> None:
    """Each mistake names its place and its remedy."""
    with pytest.raises(PatternError) as caught:
        Phrases([pattern], {**RULES, "loop": "a [<loop>]"})
    assert part in str(caught.value)
    assert fix in caught.value.fix


@given(st.text(alphabet="ab[]()|<> '", max_size=40), st.lists(st.sampled_from("ab"), max_size=8))
def test_any_text_is_a_pattern_or_a_pattern_error(pattern: str, words: list[str]) -> None:
    """Nothing else is ever raised, neither when reading nor when matching."""
    fix = "not needed"
    try:
        parse(pattern)
        Phrases([pattern], {"a": "b", "b": "[a]"}).matches(words)
    except PatternError as exc:
        fix = exc.fix
    assert fix
