"""Decides whether this process is too busy for another call: whether its event loop is late again and again.

A single late moment (a large record, the garbage collector) says nothing. New callers are turned away after `LATE` late
looks in a row, and let in again after `IN_TIME` looks in a row that were not late: calls that are there come first.
"""

LATE, IN_TIME = 3, 10


class LoopLag:
    """Looks come about ten times a second, and less often the later the loop is."""

    def __init__(self, limit_s: float) -> None:
        """A limit of 0 is none."""
        self._limit_s = limit_s
        self._row = 0
        self.is_too_late = False
        self.last_s = 0.0

    def look(self, late_s: float) -> bool:
        """Note how late the loop was. True if the decision is another one now."""
        self.last_s = late_s
        if not self._limit_s or (late_s > self._limit_s) == self.is_too_late:
            self._row = 0
            return False
        self._row += 1
        if self._row < (IN_TIME if self.is_too_late else LATE):
            return False
        self._row = 0
        self.is_too_late = not self.is_too_late
        return True
