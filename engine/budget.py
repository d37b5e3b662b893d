"""A sliding allowance: so many in so long. Pure; the caller says what time it is."""

from collections import deque


class Budget:
    """Counts events against a window of the last `window_s` seconds."""

    def __init__(self, limit: int, window_s: float) -> None:
        self._limit, self._window_s = limit, window_s
        self._spent: deque[float] = deque(maxlen=limit + 1)

    def spend(self, now: float) -> bool:
        """Record one more at `now`; False once more than the limit fall inside the window."""
        self._spent.append(now)
        while self._spent[0] <= now - self._window_s:
            self._spent.popleft()
        return len(self._spent) <= self._limit
