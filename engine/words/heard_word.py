"""One word that a recognizer has heard, with its times."""

import msgspec


class HeardWord(msgspec.Struct, frozen=True):
    """A word as it stands in the text, with its punctuation. Whoever hands it on says what the times count from."""

    text: str
    start_s: float
    end_s: float
    confidence: float  # 0 to 1

    def later(self, by_s: float) -> "HeardWord":
        """The same word with later times."""
        return HeardWord(self.text, self.start_s + by_s, self.end_s + by_s, self.confidence)
