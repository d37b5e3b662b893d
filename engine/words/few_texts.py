"""The texts that are expected, where they are so few that a recognizer may be asked about each of them. Pure."""

from collections.abc import Iterator, Sequence
from itertools import islice, product

from offhook.engine.words.expectation import Expectation
from offhook.engine.words.pattern import Node, OneOf, Rule, Series, Word, parse


class _Many(Exception):
    """More than can be asked about."""


def few_texts(expected: Expectation, most: int) -> Sequence[str]:
    """What the phrases say without the parts that may be left out. None if there are more than `most`, or if one of
    them names a rule: the answer might be any of the others."""
    try:
        found = {text: None for phrase in expected.phrases for text in _texts(parse(phrase), most)}
    except _Many:
        return ()
    return tuple(" ".join(text) for text in found if text) if len(found) <= most else ()


def _texts(node: Node, most: int) -> Sequence[tuple[str, ...]]:
    return _few(_each(node, most), most)


def _each(node: Node, most: int) -> Iterator[tuple[str, ...]]:
    match node:
        case Word(text):
            yield (text,)
        case Rule():
            raise _Many
        case Series(parts):
            for chosen in product(*(_texts(part, most) for part in parts)):
                yield tuple(word for words in chosen for word in words)
        case OneOf(options):
            if options[-1] == Series(()):
                yield ()
                return
            for option in options:
                yield from _texts(option, most)


def _few(texts: Iterator[tuple[str, ...]], most: int) -> Sequence[tuple[str, ...]]:
    few = tuple(islice(texts, most + 1))
    if len(few) > most:
        raise _Many
    return few
