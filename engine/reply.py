"""What the agent says in one turn, while it is still being thought of."""

from collections import deque
from contextlib import suppress

import msgspec
import trio


class Sentence(msgspec.Struct, frozen=True):
    """Something to say."""

    text: str
    protected: bool = False
    """Said to its end whatever the caller does: a legal notice (`barge_in = "off"`)."""
    filler: bool = False
    """Says only that an answer is on its way."""
    asks: int = 0
    """The number of the question that it puts, in this conversation; 0 for none. Before its first sound nobody can have
    answered it (`engine/question.py`)."""


class HangUp(msgspec.Struct, frozen=True):
    """End the call, once everything said before has been heard."""

    for_silence: bool = False
    """Because nobody answers."""


class Transfer(msgspec.Struct, frozen=True):
    """Hand the caller over to `to` (a phone number or SIP URI), once everything said before has been heard."""

    to: str


SENTENCES_ROOM = 8

ReplyPart = Sentence | HangUp | Transfer
Closing = HangUp | Transfer


class Reply:
    """One turn on its way from responder to speaker.

    Whoever speaks it works on a clone of `parts` and keeps its place here, so that a speaker that crashes in
    mid-reply costs one repeated sentence: its next incarnation begins with the first of the sentences `in_hand`.

    A draft is a reply to what the caller has said so far. It is thought of and its first sentence is made, and nobody
    hears it before it is committed. Until then its turn is the number that the next turn will get.
    """

    def __init__(self, turn: int, parts: trio.MemoryReceiveChannel[ReplyPart], *, draft: bool = False) -> None:
        self.turn = turn
        self.parts = parts
        self.in_hand: deque[Sentence] = deque()  # taken from `parts` and not said to the end
        self.closing: Closing | None = None
        self.sentences_begun = 0
        self.dropped = False
        self._committed = trio.Event()
        if not draft:
            self.commit()

    @property
    def is_draft(self) -> bool:
        return not self._committed.is_set()

    def commit(self) -> None:
        """The caller has finished with the words that this answers: it may be heard."""
        self._committed.set()

    async def wait_committed(self) -> None:
        """A draft that never is, is dropped, and the scope around this wait cancelled."""
        await self._committed.wait()

    def drop_draft(self) -> bool:
        """It is void, if it is a draft still. Says whether it was."""
        self.dropped = self.dropped or self.is_draft
        return self.is_draft

    def abandon(self) -> None:
        """Nobody will speak the rest: whoever still thinks of it gets BrokenResourceError and stops."""
        self.parts.close()


class ReplyPen:
    """The other end of a reply: whoever thinks of it writes here. The call keeps it, so that a filler can be put in."""

    def __init__(self, turn: int, *, draft: bool = False) -> None:
        self._parts_send, parts = trio.open_memory_channel[ReplyPart](SENTENCES_ROOM)
        self.reply = Reply(turn, parts, draft=draft)
        self.handed_over = False
        self.begun = False
        self.characters = 0

    def is_for(self, turn: int) -> bool:
        """Whether the reply to this turn can be written with it."""
        return self.reply.turn == turn and not (self.begun or self.reply.dropped or self.reply.is_draft)

    async def write(self, part: ReplyPart) -> bool:
        """False when the speaker has dropped this turn, so that nobody wants the rest.

        No deadline: a speaker that is busy saying what came before is the model's backpressure, and one that hangs
        misses deadlines of its own.
        """
        self.begun = True
        if isinstance(part, Sentence):
            self.characters += len(part.text)
        try:
            await self._parts_send.send(part)
        except trio.BrokenResourceError:
            return False
        return True

    def fill(self, filler: Sentence) -> None:
        """Say that the answer takes longer, unless it has begun."""
        if not self.begun:
            with suppress(trio.BrokenResourceError):  # nobody waits any more
                self._parts_send.send_nowait(filler)

    def close(self) -> None:
        """There is no more."""
        self.begun = True
        self._parts_send.close()
