"""What is left to say of a reply when its stream breaks: from the first word that the caller has not heard. Pure."""

from collections.abc import Sequence

import msgspec

from offhook.engine.decide.ledger import HeardSentence
from offhook.engine.decide.warm_transfer import WarmTransfer
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.sent_keys import TONES, keys_in


class WrittenSentence(msgspec.Struct, frozen=True):
    """A sentence as the responder wrote it."""

    text: str
    protected: bool = False
    asks: int = 0
    tones: bool = False
    language: str = ""
    """In which it was written; empty: in that of the call."""


class Answered(msgspec.Struct, frozen=True):
    """The caller's words, or keys, that a reply answers."""

    text: str
    by: str  # speech or keys
    confidence: float = 1.0


class RestOfReply(msgspec.Struct, frozen=True):
    """The part of a reply that the caller has not heard, and how the call goes on after it."""

    turn: int
    sentences: tuple[WrittenSentence, ...] = ()
    said: str = ""
    """All that was written, heard or not: the responder goes on after it if there is more to write."""
    unwritten: Answered | None = None
    """The words whose answer was not written to its end; None if it was."""
    hangs_up: bool = False
    for_silence: bool = False
    transfer_to: str | None = None
    warm: WarmTransfer | None = None
    expects: Expectation | None = None
    """What a tool has asked the caller for."""
    news: str = ""
    """Why the caller was not put through, and is back: nothing else is left."""
    asks_again: bool = False
    """The caller was speaking, or was to speak: after what is left, ask to hear it again."""


def unheard(written: Sequence[WrittenSentence], heard: Sequence[HeardSentence]) -> tuple[WrittenSentence, ...]:
    """What was written and not heard. Fillers are heard and not written; a sentence that a crash cut off is heard
    twice, and of keys only the rest."""
    place, rest = 0, ""
    for sentence in heard:
        if place == len(written) or not _is_of(written[place], sentence):
            continue
        rest = sentence.unheard
        if written[place].tones and not keys_in(rest):
            rest = ""  # all keys were heard
        if not rest:
            place += 1
    if not rest or place == len(written):
        return tuple(written[place:])
    return (msgspec.structs.replace(written[place], text=rest), *written[place + 1 :])


def _is_of(written: WrittenSentence, heard: HeardSentence) -> bool:
    if written.tones:
        return keys_in(written.text).endswith(keys_in(heard.text)) and heard.text.startswith(TONES)
    return heard.text.split() == written.text.split()
