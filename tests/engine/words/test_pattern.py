"""One parsed pattern serves matching, the grammar of the embedded recognizer, and "can this still go on?". Pure."""

import unicodedata
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.actors.recognizer.jsgf import grammar_of
from offhook.actors.responder.patterns import Phrases
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.languages import LANGUAGES
from offhook.engine.words.pattern import Node, OneOf, Rule, Series, Word, leaves, parse
from offhook.engine.words.phrase_fit import Fit, fit
from offhook.engine.words.words import words

RULES = {"day": "(heute | today | आज)", "kind": "<size> [bett]", "size": "(groß | छोटा)"}
WHOLE = (Fit.WHOLE, Fit.WHOLE_OR_BEGUN)
PIECES = st.sampled_from(["zimmer", "Zimmer", "कमरा", "हाँ", "Café", "Cafe\u0301", "部屋", "l'hôtel", "<day>", "<kind>"])
PATTERNS = st.recursive(
    PIECES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} | {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"[{pair[0]}] {pair[1]}"),
    ),
    max_leaves=5,
)


def sayings(node: Node) -> Iterator[tuple[str, ...]]:
    """Everything that a pattern allows."""
    match node:
        case Word(text):
            yield (text,)
        case Rule(name):
            yield from sayings(parse(RULES[name]))
        case Series(()):
            yield ()
        case Series(parts):
            for first in sayings(parts[0]):
                for rest in sayings(Series(parts[1:])):
                    yield first + rest
        case OneOf(options):
            for option in options:
                yield from sayings(option)


def some(pattern: str, most: int = 50) -> Sequence[tuple[str, ...]]:
    return [said for said, _ in zip(sayings(parse(pattern)), range(most), strict=False)]


@given(PATTERNS)
def test_whatever_a_pattern_allows_all_three_allow(pattern: str) -> None:
    """It is matched, it is a whole phrase, each beginning of it may go on, and the grammar has all of its words."""
    expected, phrases = Expectation(phrases=(pattern,), rules=RULES), Phrases([pattern], RULES)
    grammar = grammar_of([pattern], RULES)
    for said in some(pattern):
        assert [match.phrase for match in phrases.matches(said) if not match.cut] == [0]
        assert fit(said, expected) in WHOLE
        assert all(fit(said[:length], expected) is not Fit.NONE for length in range(1, len(said)))
        assert set(said) <= set(grammar.words)


@given(PATTERNS, st.lists(st.sampled_from([*words("zimmer कमरा हाँ café heute groß bett")]), min_size=1, max_size=4))
def test_whatever_one_of_them_takes_for_whole_the_other_does(pattern: str, said: list[str]) -> None:
    """Words in any order, of any script."""
    found = [match for match in Phrases([pattern], RULES).matches(said) if not match.cut]
    assert bool(found) == (fit(said, Expectation(phrases=(pattern,), rules=RULES)) in WHOLE)


@given(PATTERNS)
def test_a_pattern_is_the_same_however_it_is_composed(pattern: str) -> None:
    """An editor may write letters and their marks apart."""
    assert parse(unicodedata.normalize("NFD", pattern)) == parse(pattern)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("Book a ROOM", ["book", "a", "room"]),
        ("कमरा [चाहिए]", ["कमरा", "चाहिए"]),
        ("(हाँ | हां)", ["हां", "हां"]),
        ("Straße", ["strasse"]),
        ("l’hôtel", ["l'hôtel"]),
        ("தமிழ்", ["தமிழ்"]),
        ("مرحبا \u200f<day>", ["مرحبا", "day"]),
        ("部屋", ["部", "屋"]),
    ],
)
def test_a_pattern_is_written_as_people_write(pattern: str, found: list[str]) -> None:
    """Capitals, any script, typographic apostrophes: the words are those that are compared."""
    assert [leaf.text if isinstance(leaf, Word) else leaf.name for leaf in leaves(parse(pattern))] == found


@pytest.mark.parametrize("tag", LANGUAGES)
def test_courtesy_after_a_phrase_is_not_waited_for(tag: str) -> None:
    """A caller who has said the phrase is not kept waiting for a "please"."""
    for courtesy in LANGUAGES[tag].courtesy.after:
        expected = Expectation(language=tag, phrases=(f"(zimmer | hotel zimmer) [{courtesy}]",))
        assert fit(["zimmer"], expected) is Fit.WHOLE
        assert fit(["zimmer", *words(courtesy)], expected) is Fit.WHOLE
        assert fit(["hotel"], expected) is Fit.BEGUN


def test_a_phrase_that_cannot_be_read_fits_nothing() -> None:
    """A responder from another package may expect one: the others still fit."""
    expected = Expectation(phrases=("check-in", "(a"))
    assert fit(["check"], expected) is Fit.NONE
    assert fit(["b"], Expectation(phrases=(*expected.phrases, "b"))) is Fit.WHOLE
