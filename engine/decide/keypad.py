"""Collects key presses into answers. Pure; time comes in with every call."""

import msgspec

from offhook.engine.words.expectation import Expectation

IN_ONE_GO_S = 1.0  # the longest time between two keys of one number; answering the next question takes longer
END_KEY = "#"
ERASE_KEY = "*"


class Entry(msgspec.Struct, frozen=True):
    """Keys that are complete, and which entry they were to be (`Expectation.entry`)."""

    keys: str
    number: int


class Pressed(msgspec.Struct, frozen=True):
    """The caller has pressed a key, perhaps some time ago."""

    key: str
    at: float
    expected: Expectation


class TimePassed(msgspec.Struct, frozen=True):
    """The pause after the last key may be over."""

    expected: Expectation


class Keypad:
    """The keys of one caller: an entry is complete when it is as long as expected, after its terminator (#), or after a
    pause.

    An entry belongs to the question that was asked at its first key, and is dropped with it. A key that follows a
    complete entry at once belongs to that entry too.
    """

    __slots__ = ("_digits", "_due", "_in_one_go", "_number", "_pause_s", "_pressed_at", "span")

    def __init__(self, pause_s: float) -> None:
        self._pause_s = pause_s
        self._digits = ""
        self._number = 0
        self._due: float | None = None
        self._pressed_at = 0.0  # when the newest key was handled
        self._in_one_go = False  # a number was just completed, and keys that follow at once belong to it
        self.span = (0.0, 0.0)
        """When the first and the last key of the newest entry were pressed."""

    def handle(self, event: Pressed | TimePassed, now: float) -> Entry | None:
        """Returns the entry that is complete with this event."""
        self._forget_another_entry(event.expected)
        match event:
            case Pressed(key, at, expected):
                return self._press(key, expected, at, now)
            case TimePassed():
                return self._complete() if self._due is not None and now >= self._due else None

    @property
    def next_deadline(self) -> float | None:
        """When the keys so far are the answer, if no more come."""
        return self._due

    def _press(self, key: str, expected: Expectation, pressed_at: float, now: float) -> Entry | None:
        """Add a key. A terminator alone is ignored. A * erases the entry, and is an entry itself if there is nothing to
        erase."""
        if key == expected.terminator:
            return self._complete() if self._digits else None
        if key == ERASE_KEY and self._digits:
            self._reset()
            return None
        if self._is_one_too_many(expected, pressed_at):
            self.span = (pressed_at, pressed_at)
            return Entry(key, self._number)
        self._in_one_go = False
        self.span = (self.span[0] if self._digits else pressed_at, pressed_at)
        self._digits += key
        self._number = expected.entry
        self._pressed_at = now
        self._due = now + (self._pause_s if expected.key_pause_s is None else expected.key_pause_s)
        return self._complete() if key == ERASE_KEY or _is_whole(self._digits, expected) else None

    def pressed_before(self, at: float, expected: Expectation) -> str:
        """The incomplete entry, if no key was added to it since then."""
        stands = self._due is not None and self._pressed_at <= at and expected.entry == self._number
        return self._digits if stands else ""

    @property
    def begun(self) -> bool:
        """Whether an entry is under way."""
        return bool(self._digits)

    def _forget_another_entry(self, expected: Expectation) -> None:
        if expected.entry != self._number:
            self._reset()

    def _is_one_too_many(self, expected: Expectation, pressed_at: float) -> bool:
        """Whether a key is one digit too many of the number just completed. If several digits are expected next, it may
        be the first of those; but where one key is expected, a digit too many must not choose to end the call."""
        return self._in_one_go and expected.max_digits == 1 and pressed_at - self.span[1] < IN_ONE_GO_S

    def _complete(self) -> Entry:
        self._in_one_go = len(self._digits) > 1
        entry = Entry(self._digits, self._number)
        self._reset()
        return entry

    def _reset(self) -> None:
        self._digits, self._due = "", None


def _is_whole(digits: str, expected: Expectation) -> bool:
    """Whether there are as many digits as wanted. Only the missing ones are enough, unless they repeat the ones that
    are known: then the caller is keying in the whole number anew."""
    held = expected.held
    anew = held.startswith(digits) or digits.startswith(held)
    return len(digits) >= expected.max_digits - (0 if anew else len(held))
