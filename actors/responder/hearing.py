"""What the agent can make of the caller's next answer: the grammar of one state, and the meaning of what fits it."""

import enum
from collections.abc import Iterator, Sequence

import msgspec

from actors.responder.patterns import Match, Phrases
from actors.responder.script import DEFAULT_THRESHOLD, Choice, Script, State
from actors.responder.slots import DigitsSlot, Slot, YesNoSlot
from actors.responder.words import readings
from engine.expectation import AnswerKind, Expectation

CERTAIN_YES = 0.7
"""Confidence of a yes to something that cannot be undone. Of 150 coughs, knocks, hums and breaths the embedded
recognizer took 10 for a yes with 0.4 and 5 with 0.7; of 16 voices that said it 15 had 0.7, and 9 had 0.8
(`bench.endings`)."""


class Answer(enum.Enum):
    """What an answer to the question itself may be."""

    VALUE = "value"  # for the slot that was asked for, or for others
    YES = "yes"  # what was read back is right
    NO = "no"


class Heard(msgspec.Struct, frozen=True):
    """What the caller meant, and every slot that it filled."""

    meaning: Answer | Choice
    values: dict[str, str]


class Hearing:
    """The answers that fit a state, either to its question or to the reading back of its answer.

    In doubt the caller was asked whether something was meant: there yes and no are about that, and all else fits too.
    """

    def __init__(self, script: Script, state: State, *, confirming: bool, in_doubt: bool = False) -> None:
        self._script = script
        self._state = state
        self._confirming, self._in_doubt = confirming, in_doubt
        self._slot: Slot | None = script.slots.get(state.slot)
        self.choices = script.always if confirming else script.choices(state)
        meanings: dict[str, Answer | Choice] = {}
        for phrase, meaning in self._sayings():
            meanings.setdefault(phrase, meaning)  # what stands first goes first
        self._meanings = tuple(meanings.values())
        self._phrases = Phrases(tuple(meanings), script.all_rules)
        self.expectation = self._expectation(tuple(meanings))

    def speech(self, text: str) -> Heard | None:
        """What the words mean; None where nothing fits."""
        for words in readings(text, self._script.language):
            heard = self._heard(self._phrases.matches(words))
            if heard is not None:
                return heard
        return None

    def keys(self, pressed: str) -> Heard | None:
        """What the keys mean: first as an answer to the question, then as a choice."""
        keys = pressed.removesuffix("#")
        if self._asks_for_yes and (confirmed := YesNoSlot().from_keys(keys)) is not None:
            return Heard(Answer(confirmed), {})
        if not self._confirming and self._slot is not None and (value := self._slot.from_keys(keys)) is not None:
            return Heard(Answer.VALUE, {self._state.slot: value})
        return next((Heard(choice, {}) for choice in self.choices if keys and choice.key == keys), None)

    def _sayings(self) -> Iterator[tuple[str, Answer | Choice]]:
        """Every phrase that fits, and what it means."""
        polite = " [please]" if self._script.language.startswith("en") else ""
        if self._asks_for_yes:
            yield f"<yes>{polite}", Answer.YES
            yield f"<no>{polite}", Answer.NO
        if self._slot is not None:
            value = f"{self._slot.introductions} <{self._state.slot}>".strip()
            if self._confirming:
                yield f"[<no>] {value}", Answer.VALUE
            else:
                yield f"{value}{polite}", Answer.VALUE
                for phrase in self._state.say:
                    yield f"{phrase}{polite}", Answer.VALUE
        for choice in self.choices:
            for phrase in choice.say:
                yield f"{phrase}{polite}", choice

    def _expectation(self, phrases: tuple[str, ...]) -> Expectation:
        threshold = self._state.threshold
        if threshold is None:
            threshold = self._slot.default_threshold if self._slot is not None else DEFAULT_THRESHOLD
            if self._confirming:  # a corrected value must get through as well
                threshold = min(threshold, YesNoSlot.default_threshold)
        rules = self._script.all_rules
        return Expectation(
            language=self._script.language,
            phrases=phrases,
            rules={name: rules[name] for name in self._phrases.rules_used},
            threshold=threshold,
            levels=(self._script.certain, CERTAIN_YES) if self._in_doubt else (self._script.certain,),
            max_digits=self._slot.max_digits if self._slot is not None and not self._confirming else 1,
            kind=self._kind(),
        )

    @property
    def _asks_for_yes(self) -> bool:
        return self._confirming or self._in_doubt

    def _kind(self) -> AnswerKind:
        if self._asks_for_yes or any("<yes>" in choice.say for choice in self.choices):
            return AnswerKind.CONFIRMATION
        match self._slot:
            case DigitsSlot():
                return AnswerKind.DIGITS
            case YesNoSlot():
                return AnswerKind.YES_NO
            case _:
                return AnswerKind.OPEN

    def _heard(self, matches: Sequence[Match]) -> Heard | None:
        fitting = [heard for match in matches if (heard := self._meant(match)) is not None]
        if not fitting:
            return None
        if matches[0].cut and any(heard.meaning is not fitting[0].meaning for heard in fitting):
            return None  # the missing word would tell which
        return fitting[0]

    def _meant(self, match: Match) -> Heard | None:
        values = {}
        for name, words in match.captured.items():
            slot = self._script.slots.get(name)
            if slot is not None and (value := slot.from_words(words)) is not None:
                values[name] = value
        meaning = self._meanings[match.phrase]
        return None if meaning is Answer.VALUE and not values else Heard(meaning, values)
