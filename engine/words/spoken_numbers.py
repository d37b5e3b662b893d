"""Numbers as people say them, in each language that has `NumberWords`: words to values, and values to words. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from offhook.engine.words.languages import language_of
from offhook.engine.words.languages.value_words import NumberWords
from offhook.engine.words.pattern_text import maybe, one_of, plain, plain_keys

LARGEST = 99_999
SMALL_RULE, NUMBER_RULE, DIGIT_RULE, DIGITS_RULE = "number-small", "number-any", "number-digit", "number-digits-"
"""Rules for patterns: a number below 100, any number, one digit, and so many of them, where the number follows, which
may be said as "double four". With a hyphen, so that no rule of an agent file has
the same name."""
MOST_DIGITS = 16
_LONGEST = 10
"""The most words of a number, with "double" before it."""


class SpokenNumbers:
    """The numbers of one language."""

    def __init__(self, known: NumberWords) -> None:
        self._said, known = known, _plain(known)
        self._known = known
        self._small = {phrase: number for number, phrase in enumerate(known.below_100)} | dict(known.others)
        self._small_words = frozenset(word for phrase in self._small for word in phrase.split())
        self._repeated = sorted(known.repeated.items(), key=lambda each: -len(each[0].split()))
        self._hundreds = dict(known.other_hundreds)
        for names in (known.even_hundreds, known.hundreds):
            self._hundreds |= {phrase: 100 * count for count, phrase in enumerate(names, start=1)}
        units = (*known.hundred, *known.thousand, *known.one_thousand, *known.in_digits)
        fractions = (*known.fractions, *known.added_fractions)
        phrases = (*self._small, *self._hundreds, *units, *fractions)
        self._number_words = frozenset(word for phrase in phrases for word in phrase.split())
        large = (*self._hundreds, *units)
        self._units = frozenset(word for phrase in large for word in phrase.split()) - self._small_words
        self._longest_small = max(len(phrase.split()) for phrase in self._small)
        self._whole = re.compile(self._large())
        self._pair = re.compile(
            rf"(?P<first>{_any(self._small)})(?P<oh>{_any(known.in_digits)})?(?P<last>{_any(self._small)})"
        )
        self._piece = re.compile(
            _longest((*self._small, *self._hundreds, *known.hundred, *known.thousand, *known.joined))
        )

    def words(self, number: int) -> str:
        """The words of a number in the form in which words are compared: "two hundred and five", "zwei hundert"."""
        return _in_words(number, self._known)

    def written(self, number: int) -> str:
        """A number as a voice should read it: "two hundred and five", "zweihundertfünf"."""
        said = _in_words(number, self._said)
        return said.replace(" ", "") if self._said.one_word else said

    def year(self, year: int) -> str:
        """The number of a year, as a voice should read it: "twenty twenty six"."""
        century, rest = divmod(year, 100)
        in_pairs = self._said.pairs and rest >= 10
        return f"{self.written(century)} {self.written(rest)}" if in_pairs else self.written(year)

    def counted(self, number: int, one: str) -> str:
        """The same before what is counted; `one` is how one of it is said: "vingt et une nuits"."""
        said = self._said.counted.get(one, {}).get(number)
        return self.written(number) if said is None else said

    def value(self, words: Sequence[str]) -> int | None:
        """The number that these words are; None if they are none."""
        said = " ".join(words)
        if said in self._small:
            return self._small[said]
        large = self._whole.fullmatch(f"{said} ")
        if large is not None and (number := self._sum(large.groupdict())) is not None:
            return number
        pair = self._pair.fullmatch(f"{said} ") if self._known.pairs else None
        return None if pair is None else self._of_pair(pair)

    def pattern(self, lowest: int, highest: int) -> str:
        """A pattern of the numbers in this range; of more than it above 99, where the value is to be looked at."""
        if highest > 99:
            return f"<{NUMBER_RULE}>"
        return one_of(phrase for phrase, number in self._by_value() if lowest <= number <= highest)

    def rules(self) -> dict[str, str]:
        """What its patterns name."""
        known, small = self._known, f"<{SMALL_RULE}>"
        more = f"[{maybe(known.joined)} {small}]"
        count = f"{maybe(known.added_fractions)} {small}".strip()
        counts = one_of((count, *known.before_thousand.values(), *known.fractions))
        hundreds = one_of((*self._hundreds, *(f"{counts} {unit}" for unit in known.hundred)))
        thousands = one_of((*known.one_thousand, *(f"{counts} {unit}" for unit in known.thousand)))
        options = [small, f"{hundreds} {more}", f"{thousands} [{maybe(known.joined)} {hundreds}] {more}"]
        if known.pairs:
            options.append(f"{small} {maybe(known.in_digits)} {small}")
        return {
            SMALL_RULE: one_of(phrase for phrase, _ in self._by_value()),
            NUMBER_RULE: one_of(options),
            DIGIT_RULE: self.one_digit,
            **{f"{DIGITS_RULE}{many}": self._so_many_digits(many) for many in range(1, MOST_DIGITS + 1)},
        }

    def _so_many_digits(self, many: int) -> str:
        first = {1: [f"<{DIGIT_RULE}>"]}
        for phrase, times in self._known.repeated.items():
            first.setdefault(times, []).append(f"{phrase} <{DIGIT_RULE}>")
        rest = {times: f"<{DIGITS_RULE}{many - times}>" if many > times else "" for times in first}
        return one_of(
            f"{said} {rest[times]}".strip() for times, options in first.items() if times <= many for said in options
        )

    @property
    def small_words(self) -> frozenset[str]:
        """All words of the numbers below 100."""
        return self._small_words

    @property
    def one_digit(self) -> str:
        """A pattern of one digit."""
        return one_of((*self._digits(), *self._known.in_digits))

    @property
    def first_digit(self) -> str:
        """One that is no exclamation: after a "no", "oh" is what a recognizer hears in the "no" itself."""
        return one_of(self._digits())

    @property
    def exclamations(self) -> Iterable[str]:
        """Words that are no digit when they stand alone."""
        return self._known.in_digits

    def digit_words(self, digits: str) -> list[str]:
        """One digit after the other, in words."""
        return [word for digit in digits for word in self._known.below_100[int(digit)].split()]

    def digits_of(self, words: Sequence[str]) -> str | None:
        """The digits that these words are, said one by one, in pairs or larger numbers, or "double four"; None if there
        are other words among them."""
        found, at = "", 0
        while at < len(words):
            taken, digits = self._first_digits(words[at : at + _LONGEST])
            if not taken:
                return None
            found, at = found + digits, at + taken
        return found

    def in_single_digits(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words with every number in them said digit by digit: "double four" is "four four". Words such as "oh"
        stay: alone they are none."""
        said: list[str] = []
        at = 0
        while at < len(words):
            taken, digits = self._first_digits(words[at : at + _LONGEST])
            is_plain = taken == 1 and words[at] in self._known.in_digits  # alone it may be something else
            said += self.digit_words(digits) if taken and not is_plain else words[at : at + 1]
            at += taken or 1
        return tuple(said)

    def parts(self, word: str) -> Sequence[str]:
        """The words of a number that is written as one word: "zweihundertfünf"; others stay as they are."""
        if not self._known.one_word or word in self._small or not any(map(word.__contains__, _pieces_of(self._known))):
            return (word,)
        found = self._piece.findall(word)
        return tuple(found) if "".join(found) == word else (word,)

    def _digits(self) -> Iterator[str]:
        yield from (phrase for phrase, number in self._by_value() if number < 10)

    def _by_value(self) -> Sequence[tuple[str, int]]:
        """How each number below 100 may be said: what the agent says first."""
        return sorted(self._small.items(), key=lambda each: each[1])

    def _first_digits(self, words: Sequence[str]) -> tuple[int, str]:
        """How many of the words are the first number in them, the longest one, and its digits."""
        for phrase, times in self._repeated:
            length = len(phrase.split())
            if tuple(words[:length]) == tuple(phrase.split()):
                taken, digit = self._first_digits(words[length:])
                return (length + taken, digit * times) if len(digit) == 1 else (0, "")
        if not words or words[0] not in self._number_words:
            return 0, ""
        has_large = not self._units.isdisjoint(words)
        for length in range(len(words) if has_large else min(len(words), self._longest_small), 0, -1):
            said = " ".join(words[:length])
            if said in self._known.in_digits:
                return length, str(self._known.in_digits[said])
            number = self._small.get(said)
            if number is None and has_large and (large := self._whole.fullmatch(f"{said} ")) is not None:
                number = self._sum(large.groupdict())
            if number is not None:
                return length, str(number)
        return 0, ""

    def _large(self) -> str:
        """A regular expression for a number with hundreds or thousands; each word has a blank behind it."""
        known = self._known
        small = {*self._small, *known.before_thousand.values()}
        joined = f"(?:{_any(known.joined)})?" if known.joined else ""

        def counted(name: str, unit: Sequence[str]) -> str:
            fraction = f"(?P<{name}_fraction>{_any((*known.fractions, *known.added_fractions))})?"
            return rf"{fraction}(?P<{name}>{_any(small)})?{_any(unit)}"

        thousands = rf"(?P<one>{_any(known.one_thousand)})|{counted('thousands', known.thousand)}"
        hundreds = rf"(?P<hundred>{_any(self._hundreds)})|{counted('hundreds', known.hundred)}"
        return rf"(?:{thousands})?(?:{joined}(?:{hundreds}))?(?:{joined}(?P<small>{_any(self._small)}))?"

    def _sum(self, found: Mapping[str, str | None]) -> int | None:
        """The number of what the regular expression found; None where people would not put it so."""
        said = {name: (words or "").rstrip() for name, words in found.items()}
        thousands = 1000 if said["one"] else self._count(said, "thousands", 1000)
        hundreds = self._hundreds.get(said["hundred"]) or self._count(said, "hundreds", 100)
        small = self._small[said["small"]] if said["small"] else None
        if thousands is None or hundreds is None or small == 0 or not (thousands or hundreds):
            return None
        if (thousands and hundreds >= 1000) or (thousands % 1000 and hundreds) or (hundreds % 100 and small):
            return None  # nobody says "two thousand nineteen hundred", or more behind a fraction
        return thousands + hundreds + (small or 0)

    def _count(self, said: Mapping[str, str], name: str, unit: int) -> int | None:
        """How much so many hundreds or thousands are: 0 for none."""
        known, fraction, counted = self._known, said[f"{name}_fraction"], said[name]
        if counted:
            different = {phrase: count for count, phrase in known.before_thousand.items()}
            count: float = different.get(counted, self._small.get(counted, 0))
            count += known.added_fractions.get(fraction, 0.0)
            is_odd = fraction in known.fractions and fraction not in known.added_fractions
            return None if count <= 0 or is_odd else round(count * unit)
        if fraction:
            return round(known.fractions[fraction] * unit) if fraction in known.fractions else None
        return 0

    def _of_pair(self, pair: re.Match[str]) -> int | None:
        first, last = (self._small[pair[name].rstrip()] for name in ("first", "last"))
        fits = first > 0 and (0 < last < 10 if pair["oh"] else last >= 10)
        return first * 100 + last if fits else None


def _in_words(number: int, known: NumberWords) -> str:
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 0 and {LARGEST}")
    thousands, rest = divmod(number, 1000)
    said = [_thousands(thousands, known)] if thousands else []
    hundreds, small = divmod(rest, 100)
    if hundreds:
        said.append(((not small and known.even_hundreds) or known.hundreds)[hundreds - 1])
    if small or not number:
        if said and known.says_joined:
            said.append(known.joined[0])
        said.append(known.below_100[small])
    return " ".join(said)


def _thousands(count: int, known: NumberWords) -> str:
    if count == 1 and known.one_thousand:
        return known.one_thousand[0]
    return f"{known.before_thousand.get(count, known.below_100[count])} {known.thousand[0]}"


def _plain(known: NumberWords) -> NumberWords:
    """With its words in the form in which words are compared."""
    changes: dict[str, object] = {}
    for name, value in msgspec.structs.asdict(known).items():
        if isinstance(value, tuple):
            changes[name] = tuple(map(plain, value))
        elif isinstance(value, Mapping) and name == "before_thousand":
            changes[name] = {count: plain(phrase) for count, phrase in value.items()}
        elif isinstance(value, Mapping) and name != "counted":
            changes[name] = plain_keys(value)
    return msgspec.structs.replace(known, **changes)


@lru_cache(maxsize=16)
def _of_language(tag: str) -> SpokenNumbers | None:
    known = language_of(tag).numbers
    return None if known is None else SpokenNumbers(known)


def spoken_numbers(language: str) -> SpokenNumbers | None:
    """The numbers of a language such as "en" or "en-GB"; None if its words are not known."""
    return _of_language(language_of(language).tag)


def _pieces_of(known: NumberWords) -> Sequence[str]:
    return (*known.hundred, *known.thousand)


def _longest(phrases: Iterable[str]) -> str:
    """A regular expression for any of these, the longest that fits."""
    return "|".join(re.escape(each) for each in sorted(phrases, key=len, reverse=True)) or "(?!)"


def _any(phrases: Iterable[str]) -> str:
    """The same for phrases with a blank behind each."""
    return f"(?:{_longest(f'{phrase} ' for phrase in phrases)})" if list(phrases) else "(?!)"
