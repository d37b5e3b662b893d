"""What an agent says when no responder decides it."""

import msgspec


class Sentences(msgspec.Struct, frozen=True):
    """Sentences of the agent file."""

    repeat: str
    """Asks the caller to say it again."""
    line_dropped: str
    """Said when a stream broke while the caller spoke, or was to speak."""
    goodbye: str
    """Said to a caller who was silent too often; may be empty."""
