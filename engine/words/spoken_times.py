"""Times of day as people say them, in each language that has `TimeWords`. Pure.

A time is in minutes since midnight. "Nine" may be either of two: which one is for the question to decide.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from offhook.engine.words.languages import language_of
from offhook.engine.words.languages.value_words import NumberWords, TimeForm, TimeWords
from offhook.engine.words.pattern_text import named, one_of, plain, plain_keys
from offhook.engine.words.spoken_numbers import SpokenNumbers, spoken_numbers
from offhook.engine.words.words import words as words_of

DAY, HALF_DAY = 24 * 60, 12 * 60
TIME_RULE = "time-of-day"
_PREFIX = "time-"


class SpokenTimes:
    """The times of one language."""

    def __init__(self, known: TimeWords, numbers: NumberWords, spoken: SpokenNumbers) -> None:
        self._known, self._spoken = known, spoken
        self._hours, self._named = plain_keys(known.hours), plain_keys(known.named)
        self._beside, self._parts = plain_keys(known.beside), plain_keys(known.parts)
        small = plain_keys({phrase: number for number, phrase in enumerate(numbers.below_100)} | dict(numbers.others))
        self._minutes = {phrase: minute for phrase, minute in small.items() if minute < 60}
        below_ten = {phrase: minute for phrase, minute in self._minutes.items() if 0 < minute < 10}
        before = {f"{plain(oh)} {phrase}": minute for oh in known.before_minute for phrase, minute in below_ten.items()}
        self._minutes |= before
        self._late = {phrase: minute for phrase, minute in self._minutes.items() if minute >= 10} | before

    @property
    def phrases(self) -> Sequence[str]:
        """A pattern for each of the forms, in their order."""
        return [named(self._known.frame.replace("<clock>", form.say), _PREFIX) for form in self._known.forms]

    def rules(self) -> dict[str, str]:
        """What its patterns name, and a rule for all of them."""
        known = self._known
        words: dict[str, Mapping[str, object]] = {
            "hour": self._hours,
            "named": self._named,
            "minute": self._minutes,
            "late": self._late,
            "beside": self._beside,
            "part": self._parts,
        }
        rules = {f"{_PREFIX}{name}": one_of(phrases) for name, phrases in words.items() if phrases}
        clock = named(one_of(form.say for form in known.forms), _PREFIX)
        return rules | {f"{_PREFIX}clock": clock, TIME_RULE: named(known.frame, _PREFIX)}

    def meant(self, form: int, captured: Mapping[str, Sequence[str]]) -> list[int]:
        """The times that words in one of the forms can mean, by what its rules have captured."""
        said = {name.removeprefix(_PREFIX): " ".join(words) for name, words in captured.items()}
        part = self._parts.get(said.get("part", ""))
        times = sorted(self._times(self._known.forms[form], said))
        return times if part is None else [time for time in times if _is_within(time, part)]

    def said(self, time: int) -> str:
        """A time as the agent says it."""
        said = self._known.said
        hour, minute = divmod(time, 60)
        if minute == 0 and hour in said.named:
            return said.named[hour]
        hours, count = said.hours, len(said.hours)
        pattern = said.past if minute else said.sharp
        pattern = said.just_past if 0 < minute < 10 and said.just_past else pattern
        pattern = said.at_time.get(time % HALF_DAY, said.at_minute.get(minute, pattern))
        clock = pattern.format(
            hour=hours[hour % count], next=hours[(hour + 1) % count], minute=self._spoken.written(minute)
        )
        parts = [part for begin, part in said.parts if begin <= hour]
        return parts[-1].format(time=clock) if parts else clock

    def figures(self, hour: int, minute: int, *, bare: bool) -> Sequence[str]:
        """The words of a time in figures, as a pattern has them; `bare`: of figures that might be a number."""
        known, part = self._known, ""
        if known.figures_in_halves and not 1 <= hour <= 12:
            part = next(name for name, hours in known.parts.items() if _is_within(hour * 60, hours))
            hour = (hour - 1) % 12 + 1
        sharp = known.figures_bare_sharp if bare else known.figures_sharp
        pattern = known.figures if minute else sharp
        words = self._spoken.words(minute)
        if 0 < minute < 10 and known.before_minute:
            words = f"{known.before_minute[0]} {words}"
        return words_of(f"{pattern.format(hour=self._spoken.words(hour), minute=words)} {part}")

    def _times(self, form: TimeForm, said: Mapping[str, str]) -> Iterator[int]:
        beside = self._beside.get(said.get("beside", ""), 0) + self._minutes.get(
            said.get("minute", said.get("late", "")), 0
        )
        offset = form.plus + form.sign * beside
        if "named" in said:
            yield (self._named[said["named"]] * 60 + offset) % DAY
            return
        hour = self._hours[said["hour"]] if "hour" in said else 12
        if not 1 <= hour <= 12:
            yield (hour * 60 + offset) % DAY
            return
        for half in (0, HALF_DAY):
            yield (hour % 12 * 60 + half + offset) % DAY


def _is_within(time: int, hours: tuple[int, int]) -> bool:
    begin, end = hours
    hour = time / 60
    return begin <= hour < end if begin < end else hour >= begin or hour < end


@lru_cache(maxsize=16)
def _of_language(tag: str) -> SpokenTimes | None:
    known, numbers = language_of(tag), spoken_numbers(tag)
    if known.times is None or known.numbers is None or numbers is None:
        return None
    return SpokenTimes(known.times, known.numbers, numbers)


def spoken_times(language: str) -> SpokenTimes | None:
    """The times of a language such as "en" or "en-GB"; None if its words are not known."""
    return _of_language(language_of(language).tag)
