"""A time of day as an answer: "seven", "nine oh five", "half past nine", "ten to ten p m", "noon"; 7, 19, 730 or 1930
on the keypad."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, ClassVar

import msgspec

from offhook.actors.responder.language_rules import language_rules
from offhook.actors.responder.likely_times import likely_times
from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.slot import answers_in, times_in
from offhook.engine.words.spoken_times import DAY, HALF_DAY, TIME_RULE

_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z"
_FIRST_LIKELY_HOUR = 7
"""Without a.m. or p.m. people mean 7 in the morning to 6 in the evening."""

Clock = Annotated[
    str,
    msgspec.Meta(
        pattern=_CLOCK,
        description='write hours and minutes with two digits each, from "00:00" to "23:59", such as "09:30"',
    ),
]


class TimeKeys(msgspec.Struct, frozen=True):
    """As an agent file has it: the first and the last time that can be answered."""

    earliest: Clock = "00:00"
    latest: Clock = "23:59"

    def __post_init__(self) -> None:
        if _minutes(self.earliest) >= _minutes(self.latest):
            raise ValueError("earliest must be before latest")


class TimeSlot(TimeKeys, frozen=True):
    """A time between `earliest` and `latest`, which also decide what "nine" means. Its value is like "21:00"."""

    language: str = "en"

    default_threshold: ClassVar[float] = 0.4
    max_digits: ClassVar[int] = 4
    pattern: ClassVar[str] = f"<{TIME_RULE}>"

    @property
    def introductions(self) -> str:
        return answers_in(self.language).before_time

    @property
    def likely_pattern(self) -> str:
        """In English only possible times, in steps of five minutes, because the recognizer that knows only what it
        expects is English."""
        return _likely_times(self) if self.language.startswith("en") else self.pattern

    @property
    def keys_help(self) -> str:
        example = " ".join(self.earliest.replace(":", ""))
        return answers_in(self.language).keys_time.format(example=example)

    def from_words(self, words: Sequence[str], today: date) -> str | None:
        del today
        times, phrases = times_in(self.language), _phrases(self.language)
        for match in phrases.matches(words):
            if not match.cut and (value := self._only(times.meant(match.phrase, match.captured))) is not None:
                return value
        return None

    def from_keys(self, keys: str, today: date) -> str | None:
        del today
        if re.fullmatch(r"[0-9]{1,4}", keys) is None or keys == "0":
            return None
        hour, minute = (int(keys), 0) if len(keys) <= 2 else (int(keys[:-2]), int(keys[-2:]))
        if hour > 23 or minute > 59:
            return None
        told_exactly = hour == 0 or hour > 12 or len(keys) == 4
        time = hour * 60 + minute
        return self._only([time] if told_exactly else [time % HALF_DAY, time % HALF_DAY + HALF_DAY])

    def spoken(self, value: str, today: date) -> str:
        del today
        return times_in(self.language).said(_minutes(value))

    def _only(self, times: Sequence[int]) -> str | None:
        """The only possible one of these times."""
        allowed = [time for time in times if self._allows(time)]
        if not allowed:
            return None
        likely = [time for time in allowed if 0 <= time - _FIRST_LIKELY_HOUR * 60 < HALF_DAY]
        return "{:02}:{:02}".format(*divmod((likely or allowed)[0], 60))

    def _allows(self, time: int) -> bool:
        return _minutes(self.earliest) <= time <= _minutes(self.latest)

    def _can_mean(self, hours: Sequence[int]) -> bool:
        """Whether one of these hours, or a time named after it, is possible as an answer."""
        return any(self._allows((hour * 60 + offset) % DAY) for hour in hours for offset in range(-25, 60, 5))


@lru_cache(maxsize=64)
def _likely_times(slot: TimeSlot) -> str:
    return likely_times(slot._can_mean, slot._allows)


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


@lru_cache(maxsize=16)
def _phrases(language: str) -> Phrases:
    return Phrases(times_in(language).phrases, language_rules(language), language)
