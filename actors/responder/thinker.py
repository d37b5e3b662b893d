"""Generates replies with the responder's service, and passes them to the speaker as they are generated."""

from collections.abc import AsyncIterator, Sequence

import msgspec
import trio

from offhook.actors.responder.draft import Draft
from offhook.actors.responder.last_reply import LastReply
from offhook.actors.responder.script import asks
from offhook.actors.responder.service import CallerTurn, FirstToken, Occasion, Responder, ResponderFailed, Talk
from offhook.engine.decide.question import NOTHING_ASKED, OPEN
from offhook.engine.record import facts
from offhook.engine.record.facts import Fault
from offhook.engine.run.call import Call
from offhook.engine.run.item_watch import handling
from offhook.engine.run.reply import HangUp, Reply, ReplyPart, ReplyPen, Sentence, Transfer

HAND_OVER_WITHIN_S = 10.0
ALL_SAID = CallerTurn(Occasion.SILENCE)
"""Nothing new has to be generated: the reply from before is said."""
NOTHING_SAID = CallerTurn(Occasion.SPEECH)
"""A sound, or hesitation. It is not passed to the responder: the agent goes on listening."""


class Thinker:
    """Generates replies for one run of the actor. A reply may be cut off anywhere, but the caller's words are always
    passed to the talk."""

    def __init__(
        self,
        call: Call,
        responder: Responder,
        talk: Talk,
        part_within_s: float,
        replies: trio.MemorySendChannel[Reply],
    ) -> None:
        self._call, self._responder, self._talk = call, responder, talk
        self._part_within_s, self._replies = part_within_s, replies
        self._unanswered: CallerTurn | None = None  # words whose answer was not heard; they wait for the next turn
        self._last = LastReply(call)

    async def answer(self, turn: int, caller_turn: CallerTurn | None) -> None:
        """Answer one turn, to the end of its reply. None means "ask the caller to say it again".

        If the caller spoke again before the answer was heard, and it was only a cough, the words before are answered.
        """
        before, self._unanswered = self._unanswered, None
        owed = self._last.notices()
        if not self._says_nothing(turn, caller_turn):
            await self._take_in(before)
            caller_turn = None if caller_turn is None else self._with_question(turn, caller_turn)
        elif before is not None:
            caller_turn, owed = before, ()  # generated anew, with its notices
        elif unheard := self._last.unheard():
            caller_turn, owed = ALL_SAID, unheard
        elif caller_turn is NOTHING_SAID:
            caller_turn = ALL_SAID
        elif caller_turn is not None:
            caller_turn = self._with_question(turn, caller_turn)
        complete = False
        if self._call.gate.allows(turn):
            self._call.channels.turn_in_thought = turn
            complete = await self._write(self._pen(turn), caller_turn, owed)
        await self._leave(turn, None if complete else caller_turn)

    async def say_goodbye(self, turn: int) -> None:
        """Say goodbye to a caller who was silent too often."""
        goodbye = self._call.agent.goodbye
        said = (Sentence(goodbye),) if goodbye else ()
        if self._call.gate.allows(turn):
            self._call.channels.turn_in_thought = turn
            await self._write(self._pen(turn), ALL_SAID, (*said, HangUp(for_silence=True)))
        await self._leave(turn, None)

    async def draft(self, draft: Draft) -> None:
        """Generate a draft, in a task of its own, in case the caller says no more than these words."""
        before, self._unanswered = self._unanswered, None
        last, self._last = self._last, LastReply(self._call)
        try:
            await self._take_in(before)
            caller_turn = self._with_question(draft.pen.reply.turn, draft.caller_turn)
            draft.cut_off = not await self._write(draft.pen, caller_turn, last.notices())
        finally:
            if draft.pen.reply.is_draft:
                self._last = last  # its notices still have to be said
                self._call.report(facts.DraftDiscarded(draft.pen.characters), turn=draft.pen.reply.turn)
            draft.over.set()

    async def finish(self, draft: Draft) -> None:
        """Complete a draft that has become the answer."""
        if not draft.over.is_set() and self._last.parts:
            self._call.turns.put_question(NOTHING_ASKED)
        await draft.over.wait()
        await self._leave(draft.pen.reply.turn, draft.caller_turn if draft.cut_off else None)

    def understands(self, turn: int, caller_turn: CallerTurn) -> bool:
        """Whether the talk would understand this turn, after the ones that it has not been passed yet."""
        if self._unanswered is None or self._says_nothing(turn, caller_turn):
            return self._talk.understands(self._with_question(turn, caller_turn))
        return self._talk.understands(self._unanswered, msgspec.structs.replace(caller_turn, asked=False))

    def _pen(self, turn: int) -> ReplyPen:
        """A new one, unless a filler has opened the reply already."""
        pen = self._call.channels.pen
        return pen if pen is not None and pen.is_for(turn) else self._call.channels.open_pen(turn)

    async def _leave(self, turn: int, cut_off: CallerTurn | None) -> None:
        if cut_off is not None and self._may_wait(turn, cut_off):
            self._unanswered = cut_off
        else:
            await self._take_in(cut_off)
            self._put_question(complete=cut_off is None)
        self._call.channels.turn_in_thought = None
        self._call.channels.expected.value = self._talk.expected

    def _may_wait(self, turn: int, cut_off: CallerTurn) -> bool:
        """Whether these words are still to be answered if no others follow: not if some of the answer was heard."""
        has_sounded = self._call.ledger.has_sounded(turn)
        return not (has_sounded or cut_off.occasion is Occasion.SILENCE or self._says_nothing(turn, cut_off))

    async def _take_in(self, caller_turn: CallerTurn | None) -> None:
        """Pass the words to the talk, although their answer is not wanted: the caller went on speaking."""
        await trio.lowlevel.checkpoint()
        if caller_turn is not None and caller_turn.occasion in (Occasion.SPEECH, Occasion.KEYS):
            with trio.move_on_after(self._part_within_s):
                async with self._talk.reply(caller_turn):
                    pass
            self._call.turns.put_question(NOTHING_ASKED)  # the question in this answer was not heard

    def _says_nothing(self, turn: int, caller_turn: CallerTurn | None) -> bool:
        """A cough, or "mm-hmm"."""
        if caller_turn is None or caller_turn.occasion is not Occasion.SPEECH:
            return False
        if caller_turn is NOTHING_SAID:
            return True
        return not self._call.turns.counts(turn, caller_turn.text, reply_heard=self._last.has_sounded)

    def _with_question(self, turn: int, caller_turn: CallerTurn) -> CallerTurn:
        turns = self._call.turns
        answers = caller_turn.occasion in (Occasion.SPEECH, Occasion.KEYS)
        asked = turns.was_asked(turn) if answers else turns.is_asked
        return msgspec.structs.replace(caller_turn, asked=asked)

    def _put_question(self, *, complete: bool) -> None:
        """The question of the last reply is to be answered now. An empty reply asks nothing new, and what a reply would
        have asked that was cut off is unknown."""
        parts = self._last.parts
        asked = [part.asks for part in parts if isinstance(part, Sentence) and part.asks]
        if any(isinstance(part, HangUp | Transfer) for part in parts):
            self._call.turns.put_question(NOTHING_ASKED, closing=True)
        elif parts:
            self._call.turns.put_question(asked[-1] if asked else OPEN if complete else NOTHING_ASKED)

    async def _write(self, pen: ReplyPen, caller_turn: CallerTurn | None, owed: Sequence[ReplyPart]) -> bool:
        """Write a whole reply, after the sentences that are owed. False if it was cut off."""
        with self._call.gate.thinking(pen.reply) as scope:
            if not pen.handed_over:
                pen.handed_over = True
                with handling("handing over a reply", HAND_OVER_WITHIN_S):
                    await self._replies.send(pen.reply)
            try:
                if await self._say_first(pen, owed) and caller_turn is not ALL_SAID:
                    await self._think(pen, caller_turn)
            except ResponderFailed as exc:
                await self._fail(pen, exc)
        pen.close()
        return not scope.cancelled_caught

    def _is_question(self, sentence: Sentence) -> bool:
        """Whether this sentence asks, for a responder that expects anything and numbers no questions."""
        return not self._talk.expected.phrases and asks(sentence.text)

    async def _fail(self, pen: ReplyPen, failure: ResponderFailed) -> None:
        """A draft that fails is tried again at the end of the turn."""
        self._call.report(facts.ServiceFailed(Fault.RESPONDER_FAILED, self._responder.name, str(failure)))
        if pen.reply.is_draft:
            self._call.turns.drop_draft()
        else:
            await pen.write(Sentence(self._call.agent.repeat))

    async def _say_first(self, pen: ReplyPen, owed: Sequence[ReplyPart]) -> bool:
        """Write the sentences that an earlier reply still owes. False if the rest is not wanted."""
        self._last.begin(pen.reply.turn)
        for part in owed:
            if not await self._say(pen, part):
                return False
        return True

    async def _say(self, pen: ReplyPen, part: ReplyPart) -> bool:
        """Write one part. The question is only known when all parts are there, but the caller may hear some before."""
        if isinstance(part, Sentence) and self._is_question(part):
            part = msgspec.structs.replace(part, asks=pen.reply.turn)
        self._last.add(part)
        if not pen.reply.is_draft:
            self._call.turns.put_question(NOTHING_ASKED)
        return await pen.write(part)

    async def _think(self, pen: ReplyPen, caller_turn: CallerTurn | None) -> None:
        if caller_turn is None:
            await pen.write(Sentence(self._call.agent.repeat))
            return
        turn, is_first = pen.reply.turn, True
        self._call.report(facts.ReplyBegun(self._responder.name, pen.reply.is_draft), turn=turn)
        async with self._talk.reply(caller_turn) as thoughts:
            while (part := await self._next_part(thoughts)) is not None:
                if is_first:
                    self._call.report(facts.FirstToken(), turn=turn)
                is_first = False
                if isinstance(part, FirstToken):
                    continue
                if not await self._say(pen, part):
                    break  # and leave the talk's context normally, so that the caller's words count
            # The talk moves on when the context is left (actors/responder/service.py), so a draft keeps it open.
            await pen.reply.wait_committed()

    async def _next_part(self, thoughts: AsyncIterator[ReplyPart | FirstToken]) -> ReplyPart | FirstToken | None:
        with trio.move_on_after(self._part_within_s):
            return await anext(thoughts, None)
        raise ResponderFailed(f"nothing more within {self._part_within_s:g} s")
