"""Which of many failures are worth a line in the log: what goes wrong a thousand times for one reason is told once."""


class ToldOnce:
    """Of a row of failures the first one is news, and each one that has another reason than the one before."""

    def __init__(self) -> None:
        self._reason: str | None = None

    def is_news(self, reason: str) -> bool:
        known, self._reason = self._reason, reason
        return reason != known

    def works(self) -> bool:
        """It went well; whether that is news."""
        failed, self._reason = self._reason, None
        return failed is not None
