"""A limit on events in a sliding time window. Pure: `now` is passed in."""


class Budget:
    """Allows `limit` events within the last `window_s` seconds."""

    __slots__ = ("_limit", "_spent", "_window_s")

    def __init__(self, limit: int, window_s: float) -> None:
        self._limit, self._window_s = limit, window_s
        self._spent: list[float] = []

    def spend(self, now: float) -> bool:
        """Count one event at `now`. False if there are now more than `limit` in the window."""
        recent = [at for at in self._spent if at > now - self._window_s]
        self._spent = [*recent[-self._limit :], now] if self._limit else [now]
        return len(self._spent) <= self._limit
