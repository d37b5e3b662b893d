"""What the caller is to hear next, where the carrier plays whole sounds."""

import msgspec

from offhook.engine.run.reply import Closing


class SpokenSentence(msgspec.Struct, frozen=True):
    """One sentence and its sound, 8 kHz mu-law; without sound where no voice could say it."""

    text: str
    mulaw: bytes = b""
    keys: str = ""
    """Keys that are sent as tones instead of words."""
    language: str = ""
    """Empty: that of the reply."""


class SpokenReply(msgspec.Struct, frozen=True):
    """The reply of one turn, rendered to its end."""

    turn: int
    sentences: tuple[SpokenSentence, ...]
    closing: Closing | None = None
    """How the call ends after it; None if the caller is to answer."""
    in_vain: bool = False
    """Nothing was understood, or said."""
    max_digits: int = 1
    """How many keys make a complete answer."""
    is_last: bool = False
    """The carrier cannot ask again, not even what comes after it: it has to end the call by itself."""
    language: str = "en"
    """In which the carrier's own voice has to say it, where there is no sound."""

    @property
    def mulaw(self) -> bytes:
        """The sound of all sentences; none if one of them has none: then the carrier says them all."""
        return b"".join(each.mulaw for each in self.sentences) if all(each.mulaw for each in self.sentences) else b""
