"""A time of day as an answer: "seven", "nine oh five", "half past nine", "ten to ten p m", "noon"; 7, 19, 730 or 1930
on the keypad. Spoken minutes are recognised in steps of five, as people say them; keys take any."""

import re
from collections.abc import Sequence
from typing import Annotated, ClassVar

import msgspec

from offhook.actors.responder.words import minute_words, number_words

_HALF_DAY = 12 * 60
_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z"
_HOURS = {number_words(hour): hour for hour in range(1, 13)}
_MINUTES = {minute_words(minute): minute for minute in range(5, 60, 5)}
_BESIDE_THE_HOUR = {"five": 5, "ten": 10, "a quarter": 15, "quarter": 15, "twenty": 20, "twenty five": 25}
_NOON = ("noon", "twelve noon", "midday")
_MIDNIGHT = ("midnight", "twelve midnight")
_DAYPARTS = ("a m", "p m", "in the morning", "in the afternoon", "in the evening", "at night")
_FIRST_LIKELY_HOUR = 7
"""Without a.m. or p.m. people mean 7 in the morning to 6 in the evening."""

Clock = Annotated[
    str,
    msgspec.Meta(
        pattern=_CLOCK,
        description='write hours and minutes with two digits each, from "00:00" to "23:59", such as "09:30"',
    ),
]


class TimeSlot(msgspec.Struct, frozen=True):
    """A time between `earliest` and `latest`, which also decide what "nine" means. Its value is like "21:00"."""

    earliest: Clock = "00:00"
    latest: Clock = "23:59"

    introductions: ClassVar[str] = "[at | around | about]"
    default_threshold: ClassVar[float] = 0.4
    english_only: ClassVar[bool] = True
    max_digits: ClassVar[int] = 4

    def __post_init__(self) -> None:
        if _minutes(self.earliest) >= _minutes(self.latest):
            raise ValueError("earliest must be before latest")

    @property
    def pattern(self) -> str:
        """Only possible times are expected: the fewer the hours, the better each is recognised."""
        hours = " | ".join(word for word, hour in _HOURS.items() if self._can_mean(hour * 60, ""))
        halves = " | ".join(part for part in _DAYPARTS if any(self._can_mean(hour * 60, part) for hour in range(12)))
        options = [
            f"({hours}) [o'clock | {' | '.join(_MINUTES)}] [{halves}]",
            f"half [past] ({hours}) [{halves}]",
            f"({' | '.join(_BESIDE_THE_HOUR)}) (past | to) ({hours}) [{halves}]",
        ]
        for names, clock in ((_NOON, "12:00"), (_MIDNIGHT, "00:00")):
            options += names if self._allows(_minutes(clock)) else ()
        return f"({' | '.join(options)})"

    @property
    def keys_help(self) -> str:
        return f"Key in the time with four digits, such as {' '.join(self.earliest.replace(':', ''))}."

    def from_words(self, words: Sequence[str]) -> str | None:
        said = " ".join(words)
        if said in (*_NOON, *_MIDNIGHT):
            return self._only([_HALF_DAY if said in _NOON else 0])
        daypart = next((part for part in _DAYPARTS if said.endswith(f" {part}")), "")
        past_twelve = _past_twelve(said.removesuffix(daypart).strip())
        return None if past_twelve is None else self._only(_halves(past_twelve % _HALF_DAY, daypart))

    def from_keys(self, keys: str) -> str | None:
        if re.fullmatch(r"[0-9]{1,4}", keys) is None or keys == "0":
            return None
        hour, minute = (int(keys), 0) if len(keys) <= 2 else (int(keys[:-2]), int(keys[-2:]))
        if hour > 23 or minute > 59:
            return None
        told_exactly = hour == 0 or hour > 12 or len(keys) == 4
        time = hour * 60 + minute
        return self._only([time] if told_exactly else [time % _HALF_DAY, time % _HALF_DAY + _HALF_DAY])

    def spoken(self, value: str) -> str:
        time = _minutes(value)
        if time % _HALF_DAY == 0:
            return "noon" if time else "midnight"
        hour, minute = divmod(time, 60)
        words = [number_words((hour - 1) % 12 + 1)]
        if minute:
            words.append(minute_words(minute))
        return " ".join([*words, "a m" if time < _HALF_DAY else "p m"])

    def _only(self, times: Sequence[int]) -> str | None:
        """The only possible one of these times."""
        allowed = [time for time in times if self._allows(time)]
        if not allowed:
            return None
        likely = [time for time in allowed if 0 <= time - _FIRST_LIKELY_HOUR * 60 < _HALF_DAY]
        return "{:02}:{:02}".format(*divmod((likely or allowed)[0], 60))

    def _allows(self, time: int) -> bool:
        return _minutes(self.earliest) <= time <= _minutes(self.latest)

    def _can_mean(self, past_twelve: int, daypart: str) -> bool:
        """Whether this hour, or a time named after it, is possible as an answer."""
        return any(
            self._allows(time)
            for offset in range(-25, 60, 5)
            for time in _halves((past_twelve + offset) % _HALF_DAY, daypart)
        )


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _past_twelve(said: str) -> int | None:
    """Minutes after twelve o'clock, whichever twelve that was."""
    relative = re.fullmatch(r"(?:half(?: past)?|(.+) (past|to)) (.+)", said)
    if relative is not None:
        hour = _HOURS.get(relative[3])
        offset = _BESIDE_THE_HOUR[relative[1]] if relative[1] else 30
        return None if hour is None else hour * 60 + (-offset if relative[2] == "to" else offset)
    hour_word, _, rest = said.removesuffix(" o'clock").partition(" ")
    if hour_word not in _HOURS or (rest and rest not in _MINUTES):
        return None
    return _HOURS[hour_word] * 60 + _MINUTES.get(rest, 0)


def _halves(past_twelve: int, daypart: str) -> list[int]:
    """The times of day that a time on the clock face and a part of the day can mean."""
    match daypart:
        case "a m" | "in the morning":
            return [past_twelve]
        case "p m" | "in the afternoon" | "in the evening":
            return [past_twelve + _HALF_DAY]
        case "at night":  # twelve at night is midnight, nine at night is not
            return [past_twelve] if past_twelve < 60 else [past_twelve + _HALF_DAY]
        case _:
            return [past_twelve, past_twelve + _HALF_DAY]
