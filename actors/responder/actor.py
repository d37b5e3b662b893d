"""The responder actor: answers words, keys and prompts one at a time, and passes the answers to the speaker.

While the caller pauses it drafts an answer to the words so far. The draft is generated in a task of its own, because
meanwhile the caller may go on, say other words, or have finished.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import trio

from offhook.actors.responder.agent_session import AgentSession
from offhook.actors.responder.draft import Draft
from offhook.actors.responder.sentences import Sentences
from offhook.actors.responder.service import CallerTurn, Occasion, ResponderSession
from offhook.actors.responder.thinker import Thinker, ThinkerPorts
from offhook.actors.responder.wanted import AskAgain, NothingSaid
from offhook.actors.settings import ResponderSettings
from offhook.engine.decide.keypad import Entry, Keypad, Pressed, TimePassed
from offhook.engine.decide.ledger import Ledger
from offhook.engine.decide.not_taken import NOTHING_FITS, UNSURE
from offhook.engine.decide.rest_of_reply import RestOfReply
from offhook.engine.decide.said import Said
from offhook.engine.record import facts
from offhook.engine.record.reporter import Report
from offhook.engine.run.floor_ports import Answers
from offhook.engine.run.gate import Gate
from offhook.engine.run.mailbox import Latest, Mailbox
from offhook.engine.run.messages import FinalTranscript, KeyPressed, PartialTranscript, Prompt, PromptWanted
from offhook.engine.run.reply import Reply, ReplyWriter
from offhook.engine.run.unfinished import Unfinished
from offhook.engine.words.completeness import has_digits
from offhook.engine.words.expectation import AnswerKind, Expectation


@dataclass(frozen=True, slots=True)
class RespondingPorts:
    """What the responder of a call listens to, whom it asks, and where its replies go."""

    transcripts: Mailbox[PartialTranscript | FinalTranscript]
    keys: Mailbox[KeyPressed]
    prompts: Mailbox[PromptWanted]
    """All three share one `wake`."""
    replies: trio.MemorySendChannel[Reply]
    expected: Latest[Expectation]
    unfinished: Unfinished
    floor: Answers
    ledger: Ledger
    gate: Gate
    sentences: Callable[[], Sentences]
    report: Report
    rest: RestOfReply
    """What is left to say when the call has returned."""

    def of_thinker(self, replies: trio.MemorySendChannel[Reply]) -> ThinkerPorts:
        """The part that generating replies needs."""
        return ThinkerPorts(
            replies=replies,
            expected=self.expected,
            unfinished=self.unfinished,
            floor=self.floor,
            ledger=self.ledger,
            gate=self.gate,
            sentences=self.sentences,
            report=self.report,
        )


class Responding:
    """The responder of one call. Session and keypad belong to the call, so that a crash of this actor loses neither
    the conversation nor a number that is half keyed in."""

    __slots__ = ("_keypad", "_ports", "_session", "_settings")

    def __init__(
        self,
        ports: RespondingPorts,
        session: AgentSession,
        keypad: Keypad,
        settings: ResponderSettings,
    ) -> None:
        self._ports, self._session = ports, session
        self._keypad, self._settings = keypad, settings

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        self._ports.expected.value = self._session.expected
        with self._ports.replies.clone() as replies:
            async with trio.open_nursery() as nursery:
                ports = self._ports.of_thinker(replies)
                thinker = Thinker(ports, self._session, self._settings.part_within_s)
                server = _Server(
                    self._ports,
                    self._session,
                    self._keypad,
                    thinker,
                    self._settings.max_drafts,
                    nursery,
                )
                task_status.started()
                await server.take_over()
                while True:
                    await server.serve_next()


class _Server:
    """Serves words, keys and prompts in order, and makes drafts in between, from one start of the actor to its end."""

    __slots__ = ("_draft", "_drafts_in_turn", "_keypad", "_max_drafts", "_nursery", "_ports", "_session", "_thinker")

    def __init__(
        self,
        ports: RespondingPorts,
        session: ResponderSession,
        keypad: Keypad,
        thinker: Thinker,
        max_drafts: int,
        nursery: trio.Nursery,
    ) -> None:
        self._ports, self._session, self._keypad, self._thinker = ports, session, keypad, thinker
        self._max_drafts, self._nursery = max_drafts, nursery
        self._draft: Draft | None = None
        self._drafts_in_turn = (0, 0)  # the turn, and how many drafts it had

    async def take_over(self) -> None:
        """After a crash: the draft is lost, and a turn that was taken is still to be answered."""
        unfinished = self._ports.unfinished
        self._ports.floor.thought_lost()
        self._ports.gate.drop_draft()
        if unfinished.answering is not None:
            await self._thinker.answer(unfinished.answering, AskAgain())

    async def serve_next(self) -> None:
        """Answer the next words, keys or prompt, or draft an answer."""
        match await self._next():
            case PartialTranscript() as partial:
                await self._consider_draft(partial)
            case FinalTranscript() as final:
                await self._answer_words(final)
            case PromptWanted(turn, prompt):
                await self._drop_draft()
                await self._answer_prompt(turn, prompt)
            case Entry() as entry:
                await self._drop_draft()
                caller_turn = CallerTurn(Occasion.KEYS, entry.keys, entry=entry.number)
                await self._thinker.answer(self._entered(caller_turn), caller_turn)

    async def _next(self) -> PartialTranscript | FinalTranscript | PromptWanted | Entry:
        ports = self._ports
        while True:  # noqa: ASYNC913  # each round takes something, or waits
            if (prompt := ports.prompts.take()) is not None:
                return prompt
            if (entry := self._take_keys()) is not None:
                return entry
            transcript = ports.transcripts.take()
            if isinstance(transcript, FinalTranscript):
                if self._counts(transcript):
                    return transcript
                self._note_words(transcript, self._understood(transcript))
            if isinstance(transcript, PartialTranscript) and transcript.at_pause:
                return transcript
            if not (len(ports.transcripts) or (len(ports.keys) and not ports.floor.protected)):
                await self._wait_until(self._look_again_at())

    async def _wait_until(self, look_again_at: float) -> None:
        wake = self._ports.prompts.wake
        if look_again_at == math.inf:  # nearly always: then it needs no deadline
            await wake.wait()
            return
        with trio.move_on_at(look_again_at):
            await wake.wait()

    def _take_keys(self) -> Entry | None:
        """A complete entry, if there is one. Keys pressed over a protected sentence are read after it."""
        now = trio.current_time()
        if not self._ports.floor.protected and (pressed := self._ports.keys.take()) is not None:
            return self._keypad.handle(Pressed(pressed.key, pressed.at, self._session.expected), now)
        return self._keypad.handle(TimePassed(self._session.expected), now)

    def _look_again_at(self) -> float:
        floor = self._ports.floor
        protected_until = floor.protected_until if floor.protected and len(self._ports.keys) else math.inf
        return min(self._keypad.next_deadline or math.inf, protected_until)

    def _counts(self, transcript: FinalTranscript) -> bool:
        """Whether a transcript is to be answered. Words always are, also of a turn that was overtaken. A turn without
        words just ends; and during a keypad entry the keys are the answer, not a sound that was not understood."""
        understood = transcript.judgement.said is Said.UNDERSTOOD and bool(transcript.text)
        if understood or not self._ports.gate.allows(transcript.turn):
            return understood
        if self._keypad.begun:
            self._ports.floor.keys_go_on()
        return not self._keypad.begun

    def _entered(self, caller_turn: CallerTurn) -> int:
        turn = self._ports.floor.keys_complete(self._keypad.span[0])
        self._ports.report(facts.KeysEntered(caller_turn.text), turn=turn)
        not_taken = "" if self._thinker.understands(turn, caller_turn) else NOTHING_FITS
        self._note_keys(turn, caller_turn.text, not_taken=not_taken)
        return turn

    def _note_keys(self, turn: int, keys: str, *, not_taken: str = "") -> None:
        self._ports.floor.note_keys(turn, keys, self._keypad.span, not_taken=not_taken)

    async def _answer_words(self, final: FinalTranscript) -> None:
        meant = self._understood(final)
        if isinstance(meant, CallerTurn) and meant.keyed:
            self._note_keys(final.turn, meant.keyed)
        self._note_words(final, meant)
        draft = self._draft
        if draft is not None and isinstance(meant, CallerTurn) and self._is_answered_by(draft, final.turn, meant):
            await self._commit(draft)
        else:
            await self._drop_draft()
            await self._thinker.answer(final.turn, meant)

    async def _answer_prompt(self, turn: int, prompt: Prompt) -> None:
        match prompt:
            case Prompt.GREETING:
                await self._thinker.answer(turn, CallerTurn(Occasion.ANSWERED))
            case Prompt.RETURNED:
                await self._thinker.go_on(turn, self._ports.rest)
            case Prompt.SILENCE:
                await self._thinker.answer(turn, CallerTurn(Occasion.SILENCE))
            case Prompt.NEWS:
                await self._thinker.answer(turn, CallerTurn(Occasion.NEWS))
            case Prompt.APOLOGY:
                await self._thinker.answer(turn, AskAgain())
            case Prompt.GOODBYE:
                await self._thinker.say_goodbye(turn)

    def _understood(self, final: FinalTranscript) -> CallerTurn | NothingSaid:
        """The caller's turn for the responder, without words if the recognizer's confidence was too low."""
        match final.judgement.said:
            case Said.NOTHING:
                return NothingSaid()
            case Said.NOT_UNDERSTOOD:
                spoken = self._spoken(final.turn, "", final.confidence)
            case Said.UNDERSTOOD:
                spoken = self._spoken(final.turn, final.text, final.confidence, final.language)
        return msgspec.structs.replace(spoken, halves=final.halves)

    def _spoken(self, turn: int, text: str, confidence: float, language: str = "") -> CallerTurn:
        speech, expected = self._ports.floor.speech_of(turn), self._session.expected
        goes_on = expected.kind is AnswerKind.DIGITS and has_digits(text, expected.language)
        keyed = self._keypad.pressed_before(speech.first_voiced_at, expected) if goes_on else ""
        return CallerTurn(Occasion.SPEECH, text, confidence, speech.voiced_s, keyed=keyed, language=language)

    def _note_words(self, final: FinalTranscript, meant: CallerTurn | NothingSaid) -> None:
        """Record all words that were recognised, so that the record shows what was not understood."""
        continues, whole = self._thinker.continues(final.turn, meant)
        not_taken = "" if whole else final.judgement.not_taken
        if not not_taken and isinstance(meant, CallerTurn):
            not_taken = self._not_taken(final.turn, meant)
        self._ports.floor.note_words(
            final.turn, final.text, final.confidence, not_taken=not_taken, continues=continues, whole=whole
        )

    def _not_taken(self, turn: int, meant: CallerTurn) -> str:
        if self._thinker.understands(turn, meant):
            return ""
        # A yes that hangs up, for one, needs more confidence than the words that led to the question.
        sure = self._thinker.understands(turn, msgspec.structs.replace(meant, confidence=1.0))
        return UNSURE if sure else NOTHING_FITS

    # Drafts.

    @property
    def _expected(self) -> Expectation:
        return self._ports.expected.value

    async def _consider_draft(self, partial: PartialTranscript) -> None:
        turn = self._ports.floor.next_turn()
        if turn is None or not self._ports.floor.deserves_draft(partial.text, partial.confidence):
            return
        caller_turn = self._spoken(turn, partial.text, partial.confidence, partial.language)
        if self._draft is not None and self._draft.answers(caller_turn, self._expected):
            return
        await self._drop_draft()
        made = self._drafts_in_turn[1] if self._drafts_in_turn[0] == turn else 0
        if made < self._max_drafts and self._ports.floor.next_turn() == turn:
            self._drafts_in_turn = turn, made + 1
            self._draft = Draft(caller_turn, self._open_draft(turn))
            self._nursery.start_soon(self._thinker.draft, self._draft, name="responder, a draft")

    def _open_draft(self, turn: int) -> ReplyWriter:
        return self._ports.unfinished.write(self._ports.gate.begin_reply(turn, draft=True))

    def _is_answered_by(self, draft: Draft, turn: int, caller_turn: CallerTurn) -> bool:
        return draft.writer.reply.turn == turn and draft.answers(caller_turn, self._expected)

    async def _commit(self, draft: Draft) -> None:
        """The caller said no more than this: the draft is the answer."""
        self._draft = None
        reply = draft.writer.reply
        self._ports.unfinished.answering = reply.turn
        reply.commit()
        self._ports.report(facts.DraftCommitted(self._ports.report.seconds(draft.began_at)), turn=reply.turn)
        await self._thinker.finish(draft)

    async def _drop_draft(self) -> None:
        """Cancel the draft, and wait until its task is over: a session makes only one reply at a time."""
        draft, self._draft = self._draft, None
        if draft is not None:
            self._ports.floor.drop_draft()
            await draft.over.wait()
