"""What an agent says when no responder decides it."""

import msgspec

from offhook.engine.run.reply import Sentence


class Sentences(msgspec.Struct, frozen=True):
    """Sentences of the agent file."""

    repeat: Sentence
    """Asks the caller to say it again."""
    line_dropped: Sentence
    """Said when a stream broke while the caller spoke, or was to speak."""
    goodbye: Sentence
    """Said to a caller who was silent too often; its text may be empty."""
