"""Decides which failures are logged: the same reason many times in a row is logged once."""


class ToldOnce:
    """The first failure is news, and each later one with another reason than the one before."""

    def __init__(self) -> None:
        self._reason: str | None = None

    def is_news(self, reason: str) -> bool:
        known, self._reason = self._reason, reason
        return reason != known

    def works(self) -> bool:
        """Note a success; returns whether it is the first after a failure."""
        failed, self._reason = self._reason, None
        return failed is not None
