"""The English times that a recognizer expects which knows few phrases: possible ones, in steps of five minutes.

The fewer there are, the better each is recognised. The others a cloud service may still understand.
"""

from collections.abc import Callable, Sequence

from offhook.engine.words.pattern_text import one_of
from offhook.engine.words.spoken_numbers import spoken_numbers

_BESIDE_THE_HOUR = ("five", "ten", "a quarter", "quarter", "twenty", "twenty five")
_NOON = ("noon", "twelve noon", "midday")
_MIDNIGHT = ("midnight", "twelve midnight")
_DAYPARTS = {
    "a m": range(12),
    "p m": range(12, 24),
    "in the morning": range(12),
    "in the afternoon": range(12, 24),
    "in the evening": range(12, 24),
    "at night": (*range(18, 24), *range(6)),
}


def likely_times(can_mean: Callable[[Sequence[int]], bool], allows: Callable[[int], bool]) -> str:
    """A pattern of them. `can_mean`: whether one of these hours, or a time named after it, may be answered; `allows`:
    whether this time may, in minutes since midnight."""
    numbers = spoken_numbers("en")
    assert numbers is not None, "English has them"
    hours = one_of(numbers.words(hour) for hour in range(1, 13) if can_mean((hour % 12, hour % 12 + 12)))
    minutes = ["oh five", *(numbers.words(minute) for minute in range(10, 60, 5))]
    parts = " | ".join(part for part, its_hours in _DAYPARTS.items() if can_mean(its_hours))
    options = [
        f"{hours} [o'clock | {' | '.join(minutes)}] [{parts}]",
        f"half [past] {hours} [{parts}]",
        f"{one_of(_BESIDE_THE_HOUR)} (past | to) {hours} [{parts}]",
    ]
    for names, time in ((_NOON, 12 * 60), (_MIDNIGHT, 0)):
        options += names if allows(time) else ()
    return one_of(options)
