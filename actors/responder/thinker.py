"""Generates replies with the responder's service, and passes them to the speaker as they are generated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
import trio

from offhook.actors.responder.agent_session import AgentSession
from offhook.actors.responder.draft import Draft
from offhook.actors.responder.first_half import FirstHalf
from offhook.actors.responder.last_reply import LastReply
from offhook.actors.responder.script import asks
from offhook.actors.responder.sentences import Sentences
from offhook.actors.responder.service import (
    CallerTurn,
    FirstToken,
    HandsOver,
    Occasion,
    ResponderFailed,
    UseTools,
)
from offhook.actors.responder.wanted import AskAgain, NothingSaid, OnlyOwed, Wanted
from offhook.engine.decide.heard_so_far import HeardLine
from offhook.engine.decide.ledger import Ledger
from offhook.engine.decide.question import NOTHING_ASKED, OPEN
from offhook.engine.decide.reply_life import ReplyEvent
from offhook.engine.decide.rest_of_reply import RestOfReply
from offhook.engine.record import facts
from offhook.engine.record.reporter import Report
from offhook.engine.run.floor_ports import Answers
from offhook.engine.run.gate import Gate
from offhook.engine.run.item_watch import handling
from offhook.engine.run.mailbox import Latest
from offhook.engine.run.reply import HangUp, Reply, ReplyPart, ReplyWriter, Sentence, Transfer, still_to_say
from offhook.engine.run.unfinished import Unfinished
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.small_talk import small_talk_of

HAND_OVER_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class ThinkerPorts:
    """What the generation of a call's replies reads and writes."""

    replies: trio.MemorySendChannel[Reply]
    expected: Latest[Expectation]
    unfinished: Unfinished
    floor: Answers
    ledger: Ledger
    gate: Gate
    sentences: Callable[[], Sentences]
    """In the language of the call."""
    report: Report


class Thinker:
    """Generates replies for one run of the actor. A reply may be cut off anywhere, but the caller's words are always
    passed to the session."""

    __slots__ = ("_answered", "_end", "_last", "_part_within_s", "_ports", "_said_in", "_session", "_unanswered")

    def __init__(
        self,
        ports: ThinkerPorts,
        session: AgentSession,
        part_within_s: float,
    ) -> None:
        self._ports, self._session = ports, session
        self._part_within_s = part_within_s
        self._unanswered: CallerTurn | None = None  # words whose answer was not heard; they wait for the next turn
        self._answered: FirstHalf | None = None  # the words that were answered last, in case the caller goes on
        self._said_in = 0  # the turn in which the words were said that are answered now, or wait
        self._last = self._no_reply()
        self._end = facts.ReplyWritten()  # of the reply that is written

    async def answer(self, turn: int, wanted: Wanted) -> None:
        """Answer one turn, to the end of its reply.

        If the caller spoke again before the answer was heard, and it was only a cough, the words before are answered.
        """
        before, self._unanswered = self._unanswered, None
        owed = self._last.notices()
        whole = self._whole(turn, wanted)
        if whole is None and before is not None and self._says_nothing(turn, wanted):
            await self._answer(turn, before, ())  # generated anew, with its notices
            return
        if whole is not None:
            wanted = whole
        elif not self._says_nothing(turn, wanted):
            await self._take_in(before)
            self._note_answered(turn, wanted)
        elif unheard := self._last.unheard():
            wanted, owed = OnlyOwed(), unheard
        elif isinstance(wanted, NothingSaid):
            wanted = OnlyOwed()
        elif isinstance(wanted, CallerTurn) and not wanted.text:
            self._note_answered(turn, wanted)
        self._said_in = turn
        if isinstance(wanted, CallerTurn) and whole is None:
            wanted = self._with_question(turn, wanted)
        await self._answer(turn, wanted, owed)

    async def _answer(self, turn: int, wanted: Wanted, owed: Sequence[ReplyPart]) -> None:
        complete = False
        if self._ports.gate.allows(turn):
            self._ports.unfinished.answering = turn
            complete = await self._write(self._writer(turn), wanted, owed)
        await self._leave(turn, None if complete else wanted)

    async def say_goodbye(self, turn: int) -> None:
        """Say goodbye to a caller who was silent too often."""
        goodbye = self._ports.sentences().goodbye
        said = (goodbye,) if goodbye.text else ()
        if self._ports.gate.allows(turn):
            self._ports.unfinished.answering = turn
            await self._write(self._writer(turn), OnlyOwed(), (*said, HangUp(for_silence=True)))
        await self._leave(turn, None)

    async def go_on(self, turn: int, rest: RestOfReply) -> None:
        """The call has returned: say what is left to say of the reply that was cut off, or ask the caller to go on."""
        owed: list[ReplyPart] = [still_to_say(each) for each in rest.sentences]
        if rest.asks_again:
            owed.append(self._ports.sentences().line_dropped)
        elif rest.transfer_to:
            owed.append(Transfer(rest.transfer_to, rest.warm))
        elif rest.hangs_up:
            owed.append(HangUp(rest.for_silence))
        self._said_in = turn if rest.news else rest.turn
        words = rest.unwritten
        wanted: Wanted = OnlyOwed()
        if words is not None:
            occasion = Occasion.KEYS if words.by == "keys" else Occasion.SPEECH
            wanted = CallerTurn(occasion, words.text, words.confidence, said=rest.said)
        if rest.news:
            wanted = CallerTurn(Occasion.NEWS, rest.news)
        await self._answer(turn, wanted, owed)

    async def draft(self, draft: Draft) -> None:
        """Generate a draft, in a task of its own, in case the caller says no more than these words."""
        before, self._unanswered = self._unanswered, None
        last, self._last = self._last, self._no_reply()
        turn, answered, now = draft.writer.reply.turn, self._answered, self._session.mark()
        try:
            caller_turn = self._whole(turn, draft.caller_turn)
            if caller_turn is None:
                await self._take_in(before)
                self._note_answered(turn, draft.caller_turn)
                caller_turn = self._with_question(turn, draft.caller_turn)
            self._said_in = turn
            draft.cut_off = not await self._write(draft.writer, caller_turn, last.notices())
        finally:
            if not draft.writer.reply.is_committed:
                self._last = last  # its notices still have to be said
                if self._answered is not None and self._answered.continues:
                    self._unanswered = before
                    self._session.go_back(now)
                self._answered = answered
                self._ports.report(facts.DraftDiscarded(draft.writer.characters), turn=draft.writer.reply.turn)
            draft.over.set()

    async def finish(self, draft: Draft) -> None:
        """Complete a draft that has become the answer."""
        if not draft.over.is_set() and self._last.parts:
            self._ports.floor.put_question(NOTHING_ASKED)
        if not draft.over.is_set():
            await draft.over.wait()
        await self._leave(draft.writer.reply.turn, draft.caller_turn if draft.cut_off else None)

    def understands(self, turn: int, caller_turn: CallerTurn) -> bool:
        """Whether the session would understand this turn, after the ones that it has not been passed yet."""
        if self._goes_on(turn, caller_turn) is not None:
            return True
        if self._unanswered is None or self._says_nothing(turn, caller_turn):
            return self._session.understands(self._with_question(turn, caller_turn))
        return self._session.understands(self._unanswered, msgspec.structs.replace(caller_turn, asked=False))

    def continues(self, turn: int, wanted: Wanted) -> tuple[int, str]:
        """The turn whose words these go on with, because the caller was cut off, and what all of them are, if they were
        recognised as one utterance; 0 and nothing if there is none."""
        answered = self._answered
        whole = answered if answered is not None and answered.turn == turn else self._goes_on(turn, wanted)
        return (0, "") if whole is None else (whole.continues, whole.recognized)

    def _goes_on(self, turn: int, wanted: Wanted) -> FirstHalf | None:
        """These words with those that were answered, if they go on with them."""
        first = self._answered
        if first is None or not isinstance(wanted, CallerTurn) or wanted.occasion is not Occasion.SPEECH:
            return None
        if first.turn >= turn or self._ports.gate.allows(first.turn) or not self._ports.floor.goes_on(first.turn, turn):
            return None
        if small_talk_of(self._session.expected.language).greets(wanted.text):
            return None  # "hello?", because the answer is late
        if wanted.text and self._says_nothing(turn, wanted):
            return None
        may_be = first.with_more(turn, wanted)
        return next((each for each in may_be if self._session.may_go_back(first.mark, each.words)), None)

    def _whole(self, turn: int, wanted: Wanted) -> CallerTurn | None:
        """Both halves of what the caller said, to be answered as if nothing had been answered yet; None if these words
        go on with no others."""
        whole = self._goes_on(turn, wanted)
        if whole is None:
            return None
        self._session.go_back(whole.mark)
        self._answered = whole
        return whole.words

    def _note_answered(self, turn: int, wanted: Wanted) -> None:
        """Keep what is answered now, where the caller has spoken."""
        self._answered = None
        if isinstance(wanted, CallerTurn) and wanted.occasion is Occasion.SPEECH:
            words = msgspec.structs.replace(self._with_question(turn, wanted), halves=None)
            self._answered = FirstHalf(words, turn, 0, turn, self._session.mark())

    def _no_reply(self) -> LastReply:
        return LastReply(self._ports.ledger, self._ports.gate)

    def _writer(self, turn: int) -> ReplyWriter:
        """A new one, unless a filler has opened the reply already."""
        writer = self._ports.unfinished.writing
        if writer is not None and writer.is_for(turn):
            return writer
        return self._ports.unfinished.write(self._ports.gate.begin_reply(turn))

    async def _leave(self, turn: int, cut_off: Wanted | None) -> None:
        words = cut_off if isinstance(cut_off, CallerTurn) else None
        if words is not None and self._may_wait(turn, words):
            self._unanswered = words
        else:
            await self._take_in(words)
            self._put_question(complete=cut_off is None or isinstance(cut_off, AskAgain))
        self._ports.unfinished.answering = None
        self._ports.expected.value = self._session.expected

    def _may_wait(self, turn: int, cut_off: CallerTurn) -> bool:
        """Whether these words are still to be answered if no others follow: not if some of the answer was heard."""
        has_sounded = self._ports.ledger.has_sounded(turn)
        asked_by_nobody = cut_off.occasion in (Occasion.SILENCE, Occasion.NEWS)
        return not (has_sounded or asked_by_nobody or self._says_nothing(turn, cut_off))

    async def _take_in(self, caller_turn: CallerTurn | None) -> None:
        """Pass the words to the session, although their answer is not wanted: the caller went on speaking."""
        await trio.lowlevel.checkpoint_if_cancelled()
        if caller_turn is not None and caller_turn.occasion in (Occasion.SPEECH, Occasion.KEYS):
            caller_turn = msgspec.structs.replace(caller_turn, number=self._said_in)
            with trio.move_on_after(self._part_within_s):
                async with self._session.reply(caller_turn, self._heard_before(), _never_committed):
                    pass
            self._ports.floor.put_question(NOTHING_ASKED)  # the question in this answer was not heard

    def _says_nothing(self, turn: int, wanted: Wanted) -> bool:
        """A cough, or "mm-hmm"."""
        match wanted:
            case NothingSaid():
                return True
            case CallerTurn(occasion=Occasion.SPEECH, text=text):
                return not self._ports.floor.counts(turn, text, reply_heard=self._last.has_sounded)
            case CallerTurn() | AskAgain() | OnlyOwed():
                return False

    def _with_question(self, turn: int, caller_turn: CallerTurn) -> CallerTurn:
        floor = self._ports.floor
        answers = caller_turn.occasion in (Occasion.SPEECH, Occasion.KEYS)
        asked = floor.was_asked(turn) if answers else floor.is_asked
        return msgspec.structs.replace(caller_turn, asked=asked, number=turn)

    def _put_question(self, *, complete: bool) -> None:
        """The question of the last reply is to be answered now. An empty reply asks nothing new, and what a reply would
        have asked that was cut off is unknown."""
        parts = self._last.parts
        asked = [part.asks for part in parts if isinstance(part, Sentence) and part.asks]
        if any(isinstance(part, HangUp | Transfer) for part in parts):
            self._ports.floor.put_question(NOTHING_ASKED, closing=True)
        elif parts:
            self._ports.floor.put_question(asked[-1] if asked else OPEN if complete else NOTHING_ASKED)

    async def _write(self, writer: ReplyWriter, wanted: Wanted, owed: Sequence[ReplyPart]) -> bool:
        """Write a whole reply, after the sentences that are owed. False if it was cut off."""
        self._end = facts.ReplyWritten()
        with self._ports.gate.thinking(writer.reply) as scope:
            if writer.reply.life.handle(ReplyEvent.HAND_OVER):
                await self._hand_over(writer.reply)
            try:
                if await self._say_first(writer, owed):
                    await self._think(writer, wanted)
            except ResponderFailed:
                await self._fail(writer)
            end = msgspec.structs.replace(self._end, expects=self._session.expects)
            self._ports.report(end, turn=writer.reply.turn)
        writer.close()
        return not scope.cancelled_caught

    async def _hand_over(self, reply: Reply) -> None:
        await trio.lowlevel.checkpoint_if_cancelled()
        try:
            self._ports.replies.send_nowait(reply)  # nearly always: there is room for four
        except trio.WouldBlock:
            with handling("handing over a reply", HAND_OVER_WITHIN_S):
                await self._ports.replies.send(reply)

    def _heard_before(self) -> tuple[HeardLine, ...]:
        """The conversation before the words that are answered now."""
        first = 0 if self._answered is None else self._answered.continues
        heard = [line for line in self._ports.floor.heard if line.turn < self._said_in]
        return tuple(line for line in heard if (line.who, line.turn) != ("caller", first))

    def _is_question(self, sentence: Sentence) -> bool:
        """Whether this sentence asks, for a responder that expects anything and numbers no questions."""
        return not self._session.expected.phrases and asks(sentence.text)

    async def _fail(self, writer: ReplyWriter) -> None:
        """No service can reply, as the chain has reported. A draft is tried again at the end of the turn."""
        if not writer.reply.is_committed:
            self._ports.floor.drop_draft()
        else:
            await self._put(writer, self._ports.sentences().repeat)

    async def _say_first(self, writer: ReplyWriter, owed: Sequence[ReplyPart]) -> bool:
        """Write the sentences that an earlier reply still owes. False if the rest is not wanted."""
        self._last.begin(writer.reply.turn)
        for part in owed:
            if not await self._say(writer, part):
                return False
        return True

    async def _say(self, writer: ReplyWriter, part: ReplyPart) -> bool:
        """Write one part. The question is only known when all parts are there, but the caller may hear some before."""
        if isinstance(part, Sentence) and not part.asks and self._is_question(part):
            part = msgspec.structs.replace(part, asks=writer.reply.turn)
        self._last.add(part)
        if writer.reply.is_committed:
            self._ports.floor.put_question(NOTHING_ASKED)
        return await self._put(writer, part)

    async def _put(self, writer: ReplyWriter, part: ReplyPart) -> bool:
        turn = writer.reply.turn
        match part:
            case Sentence():
                written = facts.SentenceWritten(part.text, part.protected, part.asks, part.tones, part.language)
                self._ports.report(written, turn=turn)
            case HangUp(for_silence):
                self._end = facts.ReplyWritten(hangs_up=True, for_silence=for_silence)
            case Transfer(to, warm):
                self._end = facts.ReplyWritten(transfer_to=to, warm=warm)
        return await writer.write(part)

    async def _think(self, writer: ReplyWriter, wanted: Wanted) -> None:
        match wanted:
            case CallerTurn():
                await self._generate(writer, wanted)
            case AskAgain():
                await self._put(writer, self._ports.sentences().repeat)
            case NothingSaid() | OnlyOwed():
                pass

    async def _generate(self, writer: ReplyWriter, caller_turn: CallerTurn) -> None:
        turn, is_first = writer.reply.turn, True
        self._ports.report(
            facts.ReplyBegun(self._session.next_name(caller_turn), draft=not writer.reply.is_committed), turn=turn
        )
        commit = writer.reply.wait_committed
        caller_turn = msgspec.structs.replace(caller_turn, number=self._said_in)
        async with self._session.reply(caller_turn, self._heard_before(), commit) as thoughts:
            async for part in thoughts:
                if is_first:
                    self._ports.report(facts.FirstToken(), turn=turn)
                is_first = False
                if isinstance(part, FirstToken | UseTools | HandsOver):
                    continue
                if not await self._say(writer, part):
                    break  # and leave the reply's context normally, so that the caller's words count
            # The session moves on when the context is left (actors/responder/service.py), so a draft keeps it open.
            await writer.reply.wait_committed()
        if self._session.answered:
            self._ports.report(facts.AnsweredFromFile(self._session.answered), turn=turn)


async def _never_committed() -> None:
    """The answer to words that are only passed on is never spoken."""
    await trio.sleep_forever()
