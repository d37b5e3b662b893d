"""A whole number as an answer: "two", "two people", "a hundred and five"."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar

import msgspec

from offhook.actors.responder.slot import answers_in, check_meanings, check_plain, meant, numbers_in
from offhook.engine.words.pattern_text import one_of, plain
from offhook.engine.words.spoken_numbers import LARGEST


class NumberKeys(msgspec.Struct, frozen=True):
    """As an agent file has it. `unit` is what is counted, as one and as many; `words` are other ways to say one."""

    highest: Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
    lowest: Annotated[int, msgspec.Meta(ge=0, le=LARGEST)] = 1
    unit: tuple[str, str] | None = None
    words: dict[str, int] = {}

    def __post_init__(self) -> None:
        if self.lowest > self.highest:
            raise ValueError("lowest must not be above highest")
        if any(number not in range(self.lowest, self.highest + 1) for number in self.words.values()):
            raise ValueError("words must mean numbers from lowest to highest")
        check_plain([*self.words, *(self.unit or ())])
        check_meanings(self.words.items())


class NumberSlot(NumberKeys, frozen=True):
    """A whole number from `lowest` to `highest`."""

    language: str = "en"

    default_threshold: ClassVar[float] = 0.5

    @property
    def introductions(self) -> str:
        return answers_in(self.language).before_number

    @property
    def pattern(self) -> str:
        return self._pattern((*self.words, *self._others))

    @property
    def likely_pattern(self) -> str:
        return self._pattern(tuple(self.words))

    def _pattern(self, others: Sequence[str]) -> str:
        numbers = numbers_in(self.language).pattern(self.lowest, self.highest)
        if self.unit is None:
            return one_of((numbers, *others))
        one, many = self._one
        return one_of((f"{numbers} [{many} | {self.unit[1]}]", *((self.unit[0],) if one else ()), *others))

    @property
    def _others(self) -> dict[str, int]:
        numbers = answers_in(self.language).other_numbers
        return {phrase: number for phrase, number in numbers.items() if self.lowest <= number <= self.highest}

    @property
    def max_digits(self) -> int:
        return len(str(self.highest))

    @property
    def keys_help(self) -> str:
        numbers = numbers_in(self.language)
        lowest, highest = numbers.written(self.lowest), numbers.written(self.highest)
        return answers_in(self.language).keys_number.format(lowest=lowest, highest=highest)

    def from_words(self, words: Sequence[str], today: date) -> str | None:
        del today
        if (number := meant(words, {**self._others, **self.words})) is not None:
            return str(number)
        said = " ".join(words)
        if self.unit is not None:
            if said == plain(self.unit[0]) and self._one[0]:
                return self._in_range(1)
            for unit in (self._one[1], self.unit[1]):
                said = said.removesuffix(f" {plain(unit)}")
        return self._in_range(numbers_in(self.language).value(said.split()))

    def from_keys(self, keys: str, today: date) -> str | None:
        del today
        return self._in_range(int(keys)) if re.fullmatch(r"[0-9]{1,5}", keys) is not None else None

    def spoken(self, value: str, today: date) -> str:
        del today
        numbers = numbers_in(self.language)
        if self.unit is None:
            return numbers.written(int(value))
        one, noun = self._one
        if value == "1":
            return self.unit[0] if one else f"{numbers.written(1)} {noun}"
        return f"{numbers.counted(int(value), one)} {self.unit[1]}"

    @property
    def _one(self) -> tuple[str, str]:
        """How "one" is said with the unit, if the agent file has that ("una noche"), and the unit."""
        assert self.unit is not None, "only with a unit"
        one, _, noun = self.unit[0].partition(" ")
        return (one, noun) if noun and numbers_in(self.language).value([plain(one)]) == 1 else ("", self.unit[0])

    def _in_range(self, number: int | None) -> str | None:
        return str(number) if number is not None and self.lowest <= number <= self.highest else None
