"""Understands a sentence in a caller's own words, of which only some are phrases of the file. Pure.

"Hi, I'd like a room for two from tomorrow, for three nights please" is read as pieces that the file knows: phrases of
two words or more, values, and what the file says of sentences (`within`). Between them stand words that only connect
("i was wondering if"). With any other word the sentence says something that the file does not know, and nothing is
understood: where half is understood, the whole may mean the opposite ("not tomorrow").

A value that is only a number ("two") does not say what it counts. It counts where it was asked for, and where the file
or the language says what leads to it ("for <people>", "at <time>").

Where a question reads values back and asks whether they are right, another value corrects them ("no, make it three
nights").
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec

from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.script import Choice, Script, State
from offhook.actors.responder.slot import numbers_in
from offhook.actors.responder.slot_digits import DigitsSlot
from offhook.actors.responder.slot_number import NumberSlot
from offhook.actors.responder.slot_yes_no import YesNoSlot
from offhook.engine.words.languages import language_of
from offhook.engine.words.pattern import rules_in
from offhook.engine.words.words import words

LONGEST = 60
"""Words; who says more tells a story."""
SHORTEST_PHRASE = 2
"""Words of a phrase inside a sentence; a single one, such as "help", means too little there."""
_BARE = (("<yes>",), ("<no>",))


class Sentence(msgspec.Struct, frozen=True):
    """What a sentence says: a choice, or an answer to the question (None), and the values in it."""

    choice: Choice | None
    values: dict[str, str]


class _Piece(NamedTuple):
    """Something that the file knows."""

    phrase: str
    choice: Choice | None = None
    told: bool = False
    """Whether a number in it needs no word that says what it counts."""
    shortest: int = 1


class _Found(NamedTuple):
    begin: int
    end: int
    piece: _Piece
    values: dict[str, str]

    def before(self, rest: "_Pieces") -> "_Pieces":
        return _Pieces((self, *rest.found))


class _Pieces(NamedTuple):
    """One way to read the words from a place on."""

    found: tuple[_Found, ...] = ()

    def worth(self) -> tuple[int, int]:
        """More words that are known, in fewer pieces."""
        return sum(each.end - each.begin for each in self.found), -len(self.found)


class FreeSpeech:
    """The sentences that fit one state."""

    def __init__(self, script: Script, state: State, choices: Sequence[Choice], rules: Mapping[str, str]) -> None:
        self._script, self._state, self._choices = script, state, choices
        self._pieces = tuple(self._known_pieces())
        self._phrases = Phrases([piece.phrase for piece in self._pieces], rules, script.language)
        read = set() if state.slot else {place.name for place in state.ask.places()}
        self._read_back = read & script.slots.keys()
        self._connecting, self._hanging = _connecting(script.language), _hanging(script.language)
        numbers = numbers_in(script.language)
        self._numbers = numbers.small_words | frozenset(numbers.exclamations)

    def sentence(self, said: Sequence[str], today: date) -> Sentence | None:
        """None where it says nothing, more than the file knows, or two things."""
        if not said or len(said) > LONGEST or said[-1] in self._hanging:
            return None
        rests: list[_Pieces | None] = [None] * len(said) + [_Pieces()]
        for at in reversed(range(len(said))):
            found_here = self._found(said, at, today)
            ways = [found.before(rest) for found in found_here if (rest := rests[found.end]) is not None]
            over = (at + length for length in self._connecting.lengths(said, at))
            ways += [rest for end in over if (rest := rests[end]) is not None]
            rests[at] = max(ways, key=_Pieces.worth, default=None)
        return None if rests[0] is None else self._together(rests[0].found)

    def _together(self, found: Sequence[_Found]) -> Sentence | None:
        values: dict[str, str] = {}
        for each in found:
            for name, value in each.values.items():
                if values.setdefault(name, value) != value:
                    return None
        chosen = list({id(each.piece.choice): each.piece for each in found if each.piece.choice is not None}.values())
        telling = [piece.choice for piece in chosen if not _is_bare(piece)]
        bare = [piece for piece in chosen if _is_bare(piece)]
        if self._corrects(values, [piece.phrase for piece in chosen]):
            return Sentence(None, values)
        if len(telling) > 1 or (bare and (values or not telling)):  # "perhaps I do" is no yes
            return None
        choice = telling[0] if telling else None
        if choice in self._script.always and values:  # "two people, and that's all" hangs up on nobody
            return None
        if choice is None and values and not self._state.slot:
            choice = self._only_choice_for(values)
        return Sentence(choice, values) if choice is not None or self._state.slot in values else None

    def _corrects(self, values: Mapping[str, str], chosen: Sequence[str]) -> bool:
        """Whether it changes what was read back: with a bare no, or with neither a yes nor another choice."""
        return bool(values) and values.keys() <= self._read_back and set(chosen) <= {"<no>"}

    def _only_choice_for(self, values: Mapping[str, str]) -> Choice | None:
        """Whoever says "tomorrow for two" means the one choice of which that is said."""
        fitting = [choice for choice in self._choices if self._fills(choice) & values.keys()]
        return fitting[0] if len(fitting) == 1 else None

    def _fills(self, choice: Choice) -> set[str]:
        waiting, names = [*choice.say, *choice.within], dict[str, None]()
        while waiting:
            for name in rules_in(waiting.pop()):
                if name not in names:
                    names[name] = None
                    waiting += [self._script.rules[name]] if name in self._script.rules else []
        return names.keys() & self._script.slots.keys()

    def _known_pieces(self) -> Iterator[_Piece]:
        """What stands first is taken of two that are equally long."""
        for choice in self._choices:
            for phrase in choice.within:
                yield _Piece(phrase, choice, told=True)
            for phrase in choice.say:
                yield _Piece(phrase, choice, told=True, shortest=1 if _as_words(phrase) in _BARE else SHORTEST_PHRASE)
        for phrase in self._state.say:
            yield _Piece(phrase, told=True, shortest=SHORTEST_PHRASE)
        for name, slot in self._script.slots.items():
            asked = name == self._state.slot
            for phrase in self._script.within.get(name, ()):
                yield _Piece(phrase, told=True)
            if not isinstance(slot, YesNoSlot) and (asked or not isinstance(slot, DigitsSlot)):
                yield _Piece(f"{slot.introductions} <{name}>".strip(), told=asked)

    def _found(self, said: Sequence[str], at: int, today: date) -> Iterator[_Found]:
        """The pieces that begin at this word."""
        slots = self._script.slots
        for number, captured, end in self._phrases.beginning_at(said, at):
            piece = self._pieces[number]
            parts = {name: part for name, part in captured.items() if name in slots}
            values = {name: slots[name].from_words(part, today) for name, part in parts.items()}
            told = {name: value for name, value in values.items() if value is not None}
            if end - at >= piece.shortest and len(told) == len(values) and (piece.told or self._tells(parts, end - at)):
                yield _Found(at, end, piece, told)

    def _tells(self, parts: Mapping[str, Sequence[str]], length: int) -> bool:
        """Whether a value says what it is: by a word that is no number, or by what leads to it ("at seven")."""
        ((name, value),) = parts.items()
        led_to = length > len(value) and not isinstance(self._script.slots[name], NumberSlot)
        return led_to or not self._numbers.issuperset(value)


def _is_bare(piece: _Piece) -> bool:
    return _as_words(piece.phrase) in _BARE


def _as_words(phrase: str) -> tuple[str, ...]:
    return tuple(phrase.split())


class _Connecting(NamedTuple):
    """What says nothing that a file could know: words and courtesy. The latter only as a whole: "no problem" denies
    nothing, and "no" does."""

    single: frozenset[str]
    polite: tuple[tuple[str, ...], ...]

    def lengths(self, said: Sequence[str], at: int) -> Iterator[int]:
        """How many words it may be that begin here."""
        if said[at] in self.single:
            yield 1
        yield from (len(each) for each in self.polite if tuple(said[at : at + len(each)]) == each)


@lru_cache(maxsize=32)
def _connecting(language: str) -> _Connecting:
    known = language_of(language)
    polite = (
        *(*known.turn.greetings, *known.turn.courtesies, *known.turn.yes, *known.turn.fillers, *known.turn.pauses),
        *(*known.listening, *known.connecting_phrases),
    )
    single = frozenset(word for entry in known.connecting for word in words(entry))
    return _Connecting(single, tuple(dict.fromkeys(map(words, polite))))


@lru_cache(maxsize=32)
def _hanging(language: str) -> frozenset[str]:
    """Words with which no sentence ends."""
    return frozenset(said[0] for phrase in language_of(language).turn.hanging if len(said := words(phrase)) == 1)
