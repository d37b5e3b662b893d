"""A limit on events in a sliding time window. Pure: `now` is passed in."""

from collections import deque


class Budget:
    """Allows `limit` events within the last `window_s` seconds."""

    def __init__(self, limit: int, window_s: float) -> None:
        self._limit, self._window_s = limit, window_s
        self._spent: deque[float] = deque(maxlen=limit + 1)

    def spend(self, now: float) -> bool:
        """Count one event at `now`. False if there are now more than `limit` in the window."""
        self._spent.append(now)
        while self._spent[0] <= now - self._window_s:
            self._spent.popleft()
        return len(self._spent) <= self._limit
