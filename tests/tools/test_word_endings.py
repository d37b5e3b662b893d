"""How endings are learned from text, and written down. A little text; no package is needed."""

from random import Random

from offhook.engine.words.endings.model import WEIGHTS, WordEndings
from tools.word_endings.__main__ import module
from tools.word_endings.callers import callers_say
from tools.word_endings.fitting import fit
from tools.word_endings.texts import LANGUAGES, Said


def said(text: str) -> Said:
    return Said("test", tuple(text.split()), stopped=True, weight=1.0)


def test_what_ends_sentences_is_learned_from_sentences() -> None:
    """A word that is always the last one, against one that never is."""
    sentences = [said(f"i want a {thing}") for thing in ("room", "table", "taxi") for _ in range(30)]
    endings = WordEndings(fit(sentences, seed=1))
    assert endings.log_odds(("i", "want", "a", "taxi")) > 0 > endings.log_odds(("i", "want", "a"))
    assert endings.log_odds(("want", "a", "zither")) > endings.log_odds(("want", "a"))


def test_the_same_text_gives_the_same_weights() -> None:
    """So that a file can be made again."""
    sentences = [said("book a room"), said("a room please")] * 20
    assert fit(sentences, seed=1) == fit(sentences, seed=1)


def test_the_weights_are_read_as_they_were_written() -> None:
    """Whatever the words, in lines that are not too long."""
    weights = {"a": -3, "a b": -3, "^ a *": 12, "?ed": 0, **{f"word{number}": 7 for number in range(100)}}
    scope: dict[str, str] = {}
    written = module(weights)
    exec(written, scope)  # noqa: S102  # it is what a language's module is
    read: dict[str, int] = {}
    for line in scope["WEIGHTS"].splitlines():
        weight, _, names = line.partition("\t")
        read |= dict.fromkeys(names.split("|"), int(weight))
    assert read == weights
    assert max(map(len, written.splitlines())) <= 120


def test_callers_say_sentences_of_every_language() -> None:
    """Without brackets or names of patterns left in them, and the same for the same chance."""
    assert set(LANGUAGES) == set(WEIGHTS)
    for language in LANGUAGES:
        sentences = callers_say(language, Random(1), 5)
        assert sentences == callers_say(language, Random(1), 5)
        assert all(sentence and not set("[]()|<>=") & set(sentence) for sentence in sentences)
