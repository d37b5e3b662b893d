"""The answers that a caller may give next: the phrases of one state, and what each of them means."""

import enum
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from offhook.actors.responder.digits_in_parts import BEGUN, FEWER, LEFT, PART_RULES, part_rules
from offhook.actors.responder.free_speech import FreeSpeech
from offhook.actors.responder.patterns import Match, Phrases, rules_of
from offhook.actors.responder.script import DEFAULT_THRESHOLD, Choice, Script, State
from offhook.actors.responder.slot import Slot, answers_in, numbers_in
from offhook.actors.responder.slot_digits import DigitsSlot
from offhook.actors.responder.slot_yes_no import YesNoSlot
from offhook.engine.decide.keypad import ERASE_KEY
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.languages import language_of
from offhook.engine.words.readings import readings
from offhook.engine.words.small_talk import small_talk_of
from offhook.engine.words.words import words

CERTAIN_YES = 0.7
"""Confidence of a yes to something that cannot be undone. Of 150 coughs, knocks, hums and breaths the embedded
recognizer took 10 for a yes with 0.4 and 5 with 0.7; of 16 voices that said it 15 had 0.7, and 9 had 0.8
(`bench.endings`)."""


class Answer(enum.Enum):
    """The kinds of answer to the question itself."""

    VALUE = "value"  # for the slot that was asked for, or for others
    YES = "yes"  # what was read back is right
    NO = "no"
    PART = "part"  # digits that join those that are there
    ERASE = "erase"  # the digits so far, or what was read back, are wrong; other digits may follow at once
    AGAIN = "again"  # ask once more


class Understood(msgspec.Struct, frozen=True):
    """What the caller meant, every slot that it filled, and the digits that are only part of an answer."""

    meaning: Answer | Choice
    values: dict[str, str]
    part: str = ""
    bare: bool = False
    """Only a yes or a no, which means nothing without its question."""


class PossibleAnswers:
    """The answers that fit a state: to its question, to the rest of a number of which some digits are known, or to a
    value that is read back.

    In doubt the caller was asked whether a choice was meant: then yes and no are about that, and all else fits too.
    """

    def __init__(
        self, script: Script, state: State, *, confirming: bool, held: int = 0, in_doubt: bool = False
    ) -> None:
        self._script, self._language = script, language_of(script.language)
        courtesy = self._language.courtesy.after
        self._polite = f" [{courtesy[0]}]" if courtesy else ""
        self._small_talk = small_talk_of(script.language)
        self._state = state
        self._confirming, self._held, self._in_doubt = confirming, held, in_doubt
        self._slot: Slot | None = script.slots.get(state.slot)
        self.choices = script.always if confirming else script.choices(state)
        self._answers = answers_in(script.language)
        parts: dict[str, str] = {}
        if isinstance(self._slot, DigitsSlot):
            parts = part_rules(self._slot.length, held, script.language)
        self._rules, self._likely_rules = script.all_rules | parts, script.likely_rules | parts
        meanings: dict[str, Answer | Choice] = {}
        for phrase, meaning in self._sayings():
            meanings.setdefault(phrase, meaning)  # what stands first goes first
        self._meanings = tuple(meanings.values())
        self._bare = tuple(map(self._is_bare, meanings))
        self._phrases = Phrases(tuple(meanings), self._rules, script.language)
        self._free = None if confirming or held or in_doubt else FreeSpeech(script, state, self.choices, self._rules)
        self.expectation = self._expectation(tuple(meanings))

    def speech(self, text: str, today: date) -> Understood | None:
        """What the words mean; None if nothing fits."""
        for said in (text, *map(" ".join, self._small_talk.kernels(text))):
            for reading in readings(said, self._script.language):
                understood = self._understood(self._phrases.matches(reading), today)
                if understood is not None:
                    return understood
        return self._in_a_sentence(text, today)

    def _in_a_sentence(self, text: str, today: date) -> Understood | None:
        """What the words mean where they are more than a phrase."""
        if self._free is not None:
            for reading in readings(text, self._script.language):
                if (found := self._free.sentence(reading, today)) is not None:
                    return Understood(found.choice or Answer.VALUE, found.values)
        return None

    def keys(self, pressed: str, today: date) -> Understood | None:
        """What the keys mean: first as an answer to the question, then as a choice."""
        keys = pressed.removesuffix("#")
        if self._asks_for_yes and (confirmed := YesNoSlot().from_keys(keys, today)) is not None:
            return Understood(Answer(confirmed), {}, bare=True)
        if self._held and (keyed := self._part_of_keys(keys)) is not None:
            return keyed
        slot = None if self._confirming else self._slot
        if slot is not None and (value := slot.from_keys(keys, today)) is not None:
            return Understood(Answer.VALUE, {self._state.slot: value}, bare=isinstance(self._slot, YesNoSlot))
        chosen = next((choice for choice in self.choices if keys and choice.key == keys), None)
        if chosen is not None:
            return Understood(chosen, {}, bare=any(map(self._is_bare, chosen.say)))
        return self._part_of_keys(keys) or (Understood(Answer.AGAIN, {}) if keys == ERASE_KEY else None)

    def _part_of_keys(self, keys: str) -> Understood | None:
        """A choice goes before the first part of a number, and after any other."""
        if self._confirming or not isinstance(self._slot, DigitsSlot):
            return None
        if keys == ERASE_KEY and self._in_doubt:
            return None
        if keys == ERASE_KEY:
            return Understood(Answer.ERASE, {}) if self._held else None
        fits = re.fullmatch(r"[0-9]+", keys) is not None and len(keys) <= self._slot.length - self._held
        return Understood(Answer.PART, {}, keys) if fits else None

    def _sayings(self) -> Iterator[tuple[str, Answer | Choice]]:
        """Every phrase that fits, and what it means."""
        polite = self._polite
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
            for phrase, meaning in self._in_parts():
                if self._in_doubt and meaning is not Answer.PART:
                    continue  # in doubt a no is about the choice, and "start again" may be that choice
                # In a short number there is no room for some of the parts.
                if not any(f"<{part}>" in phrase and part not in self._rules for part in PART_RULES):
                    yield f"{phrase}{polite}", meaning
        for choice in self.choices:
            for phrase in choice.say:
                yield f"{phrase}{polite}", choice

    def _in_parts(self) -> Iterator[tuple[str, Answer]]:
        """Phrases for a number in parts: how it begins, goes on, or is taken back."""
        slot, state = self._slot, self._state
        if not isinstance(slot, DigitsSlot):
            return
        if self._confirming:
            yield f"<no> {slot.introductions} <{BEGUN}>", Answer.ERASE
            return
        if self._held:
            yield f"{slot.introductions} <{LEFT}>", Answer.PART
            yield self._answers.start_again, Answer.ERASE
            yield "<no>", Answer.ERASE
            yield f"<no> {slot.introductions} <{state.slot}>", Answer.VALUE
            yield f"<no> {slot.introductions} <{BEGUN}>", Answer.ERASE
        yield f"{slot.introductions} <{FEWER}>", Answer.PART
        for phrase in state.say:  # in the middle of a number these begin it anew
            fewer, meaning = (BEGUN, Answer.ERASE) if self._held else (FEWER, Answer.PART)
            yield phrase.replace(f"<{state.slot}>", f"<{fewer}>"), meaning

    def _expectation(self, phrases: tuple[str, ...]) -> Expectation:
        threshold = self._state.threshold
        if threshold is None:
            threshold = self._slot.default_threshold if self._slot is not None else DEFAULT_THRESHOLD
            if self._confirming:  # a corrected value must get through as well
                threshold = min(threshold, YesNoSlot.default_threshold)
        parts = tuple(phrase for phrase in phrases if f"<{FEWER}>" in phrase or f"<{BEGUN}>" in phrase)
        return Expectation(
            language=self._script.language,
            phrases=tuple(phrase for phrase in phrases if phrase not in parts),
            rules=rules_of(phrases, self._likely_rules),
            parts=parts,
            threshold=threshold,
            levels=(self._script.certain, CERTAIN_YES) if self._in_doubt else (self._script.certain,),
            max_digits=self._slot.max_digits if self._slot is not None and not self._confirming else 1,
            kind=self._kind(),
        )

    @property
    def wants_yes(self) -> bool:
        """Whether a yes or a no is asked for. Then "mm-hmm" and "thank you" are neither, and it is asked again."""
        return self.expectation.kind in (AnswerKind.YES_NO, AnswerKind.CONFIRMATION)

    @property
    def _asks_for_yes(self) -> bool:
        return self._confirming or self._in_doubt

    def _kind(self) -> AnswerKind:
        yes = {words(phrase) for phrase in ("<yes>", *self._language.turn.yes)}
        if self._asks_for_yes or any(words(phrase) in yes for choice in self.choices for phrase in choice.say):
            return AnswerKind.CONFIRMATION
        match self._slot:
            case DigitsSlot():
                return AnswerKind.DIGITS
            case YesNoSlot():
                return AnswerKind.YES_NO
            case _:
                return AnswerKind.OPEN

    def _understood(self, matches: Sequence[Match], today: date) -> Understood | None:
        fitting = [understood for match in matches if (understood := self._meant(match, today)) is not None]
        if not fitting:
            return None
        if matches[0].cut and any(understood.meaning is not fitting[0].meaning for understood in fitting):
            return None  # the last word is missing, and only that would tell which one was meant
        return fitting[0]

    def _meant(self, match: Match, today: date) -> Understood | None:
        values, part, numbers = {}, "", numbers_in(self._script.language)
        for name, said in match.captured.items():
            if name in PART_RULES and (self._held or " ".join(said) not in numbers.exclamations):
                part = numbers.digits_of(said) or ""
            slot = self._script.slots.get(name)
            if slot is not None and (value := slot.from_words(said, today)) is not None:
                values[name] = value
        meaning = self._meanings[match.phrase]
        is_answered = bool(values) if meaning is Answer.VALUE else bool(part) or meaning is not Answer.PART
        return Understood(meaning, values, part, self._bare[match.phrase]) if is_answered else None

    def _is_bare(self, phrase: str) -> bool:
        phrase = phrase.removesuffix(self._polite)
        if isinstance(self._slot, YesNoSlot) and phrase == f"<{self._state.slot}>":
            return True
        return words(phrase) in _bare_answers(self._script.language)


@lru_cache(maxsize=32)
def _bare_answers(language: str) -> frozenset[tuple[str, ...]]:
    """In the form in which words are compared."""
    turn = language_of(language).turn
    return frozenset(map(words, ("<yes>", "<no>", *turn.yes, *turn.no)))
