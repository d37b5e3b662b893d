"""What the agent says in one turn, while it is being generated and spoken."""

from contextlib import suppress

import msgspec
import trio

from offhook.engine.decide.reply_life import ReplyEvent, ReplyLife
from offhook.engine.decide.rest_of_reply import WrittenSentence
from offhook.engine.decide.warm_transfer import WarmTransfer
from offhook.engine.words.sent_keys import keys_in, tones_text


class Sentence(msgspec.Struct, frozen=True):
    """A sentence to say."""

    text: str
    protected: bool = False
    """Cannot be interrupted, such as a legal notice (`barge_in = "off"`)."""
    filler: bool = False
    """Is a filler such as "one moment"."""
    asks: int = 0
    """The number of the question that it asks in this conversation; 0 for none. Words before its first sound do not
    answer it (`engine/decide/question.py`)."""
    tones: bool = False
    """Is not spoken: its keys are sent as tones (`engine/words/sent_keys.py`)."""
    language: str = ""
    """In which it was written; empty: in the one that the call has when it is spoken."""


def key_tones(keys: str) -> Sentence:
    """Keys to send as tones."""
    return Sentence(tones_text(keys), tones=True)


def still_to_say(written: WrittenSentence) -> Sentence:
    """What was written before the call has returned, or the rest of it."""
    if written.tones:
        return key_tones(keys_in(written.text))
    return Sentence(written.text, written.protected, asks=written.asks, language=written.language)


class HangUp(msgspec.Struct, frozen=True):
    """End the call, once everything said before has been heard."""

    for_silence: bool = False
    """The caller was silent too often."""


class Transfer(msgspec.Struct, frozen=True):
    """Hand the caller over to `to` (a phone number or SIP URI), once everything said before has been heard."""

    to: str
    warm: WarmTransfer | None = None
    """Ask whoever picks up first. A carrier that cannot do that puts the caller through at once."""


SENTENCES_ROOM = 8

ReplyPart = Sentence | HangUp | Transfer
Closing = HangUp | Transfer


class Reply:
    """One turn on its way from responder to speaker.

    The speaker works on a clone of `parts`, and keeps its place here. So a crash in mid-reply costs one repeated
    sentence: the restarted speaker begins with the first sentence `in_hand`.

    A draft is a reply to what the caller has said so far. It is generated and its first sentence rendered, but nothing
    is sent before it is committed. Until then its turn is the number that the next turn will get.
    """

    def __init__(self, life: ReplyLife, parts: trio.MemoryReceiveChannel[ReplyPart]) -> None:
        self.life, self.parts = life, parts
        self.in_hand: list[Sentence] = []  # taken from `parts`, and not yet said to the end
        self.closing: Closing | None = None
        self.sentences_begun = 0
        self._committed = trio.Event()
        if not life.is_draft:
            self._committed.set()

    @property
    def turn(self) -> int:
        return self.life.turn

    @property
    def is_committed(self) -> bool:
        """Whether it is the answer, or was: not a draft, nor one that was dropped."""
        return self._committed.is_set()

    def commit(self) -> None:
        """The caller has finished, with the same words that this draft answers: it may be sent."""
        if self.life.handle(ReplyEvent.COMMIT):
            self._committed.set()

    async def wait_committed(self) -> None:
        """Wait for `commit`. If the draft is dropped instead, the scope around this wait is cancelled."""
        await trio.lowlevel.checkpoint_if_cancelled()
        if not self._committed.is_set():
            await self._committed.wait()

    def abandon(self) -> None:
        """The rest will not be spoken: the responder gets BrokenResourceError when it writes more, and stops."""
        self.parts.close()


class ReplyWriter:
    """Writes a reply. The call keeps it, so that a filler can be put in."""

    def __init__(self, life: ReplyLife) -> None:
        self._parts_send, parts = trio.open_memory_channel[ReplyPart](SENTENCES_ROOM)
        self.reply = Reply(life, parts)
        self.begun = False
        self.characters = 0

    def is_for(self, turn: int) -> bool:
        """Whether it writes the reply to this turn."""
        life = self.reply.life
        return life.turn == turn and not (self.begun or life.is_void or life.is_draft)

    async def write(self, part: ReplyPart) -> bool:
        """Write one part. False if the speaker has dropped this turn, so that the rest is not wanted.

        No deadline: while the speaker is busy with earlier sentences, this wait is the model's backpressure, and a
        speaker that hangs misses its own deadlines.
        """
        self.begun = True
        if isinstance(part, Sentence):
            self.characters += len(part.text)
        await trio.lowlevel.checkpoint_if_cancelled()
        try:
            self._parts_send.send_nowait(part)
        except trio.BrokenResourceError:
            return False
        except trio.WouldBlock:
            return await self._write_later(part)
        return True

    async def _write_later(self, part: ReplyPart) -> bool:
        try:
            await self._parts_send.send(part)
        except trio.BrokenResourceError:
            return False
        return True

    def fill(self, filler: Sentence) -> None:
        """Put in a filler, unless the answer has begun."""
        if not self.begun:
            with suppress(trio.BrokenResourceError):  # the speaker has dropped the turn
                self._parts_send.send_nowait(filler)

    def close(self) -> None:
        """The reply is complete."""
        self.begun = True
        self._parts_send.close()
