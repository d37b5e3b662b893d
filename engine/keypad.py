"""Collects key presses into answers. Pure; time comes in with every call."""

END_KEY = "#"
ERASE_KEY = "*"


class Keypad:
    """One caller's keys: an entry is complete when it is as long as expected, with #, or after a pause."""

    def __init__(self, pause_s: float) -> None:
        self._pause_s = pause_s
        self._digits = ""
        self._due: float | None = None

    def press(self, key: str, max_digits: int, now: float) -> str | None:
        """A key; returns the entry when this one completes it. A # alone says nothing, a * begins anew."""
        if key == ERASE_KEY and max_digits > 1:
            self._reset()
            return None
        if key == END_KEY:
            return self._complete() if self._digits else None
        self._digits += key
        self._due = now + self._pause_s
        return self._complete() if len(self._digits) >= max_digits else None

    @property
    def begun(self) -> bool:
        """Whether an entry is under way."""
        return bool(self._digits)

    def next_deadline(self) -> float | None:
        return self._due

    def handle_timeout(self, now: float) -> str | None:
        """The pause after the last key is over: what was pressed is the answer."""
        return self._complete() if self._due is not None and now >= self._due else None

    def _complete(self) -> str:
        digits = self._digits
        self._reset()
        return digits

    def _reset(self) -> None:
        self._digits, self._due = "", None
