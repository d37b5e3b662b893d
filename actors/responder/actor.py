"""The responder actor: answers words, keys and prompts one at a time, and passes the answers to the speaker.

While the caller pauses it drafts an answer to the words so far. The draft is generated in a task of its own, because
meanwhile the caller may go on, say other words, or have finished.
"""

import math

import trio

from offhook.actors.responder.draft import Draft
from offhook.actors.responder.service import CallerTurn, Occasion, Responder, Talk
from offhook.actors.responder.thinker import NOTHING_SAID, Thinker
from offhook.actors.settings import ResponderSettings
from offhook.engine.decide.keypad import Entry, Keypad
from offhook.engine.decide.said import Said
from offhook.engine.record import facts
from offhook.engine.record.conversation import HESITATION, NO_WORDS, NOTHING_FITS, UNSURE
from offhook.engine.run.call import Call
from offhook.engine.run.messages import FinalTranscript, PartialTranscript, Prompt, PromptWanted
from offhook.engine.words.completeness import has_digits
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.small_talk import SmallTalk


class Conversing:
    """The responder of one call. Talk and keypad belong to the call, so that a crash of this actor loses neither the
    conversation nor a number that is half keyed in."""

    def __init__(self, call: Call, responder: Responder, talk: Talk, settings: ResponderSettings) -> None:
        self._call, self._responder, self._talk, self._settings = call, responder, talk, settings
        self._keypad = Keypad(call.settings.floor.keypad_pause_s)

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        channels = self._call.channels
        with channels.replies_send.clone() as replies:
            async with trio.open_nursery() as nursery:
                thinker = Thinker(self._call, self._responder, self._talk, self._settings.part_within_s, replies)
                desk = _Desk(self._call, self._talk, self._keypad, thinker, self._settings.max_drafts, nursery)
                task_status.started()
                await desk.take_over()
                while True:
                    await desk.serve_next()


class _Desk:
    """One run of the actor: serves words, keys and prompts in order, and makes drafts in between."""

    def __init__(
        self, call: Call, talk: Talk, keypad: Keypad, thinker: Thinker, max_drafts: int, nursery: trio.Nursery
    ) -> None:
        self._call, self._talk, self._keypad, self._thinker = call, talk, keypad, thinker
        self._max_drafts, self._nursery = max_drafts, nursery
        self._small_talk = SmallTalk(call.agent.language)
        self._draft: Draft | None = None
        self._drafts_in_turn = (0, 0)  # the turn, and how many drafts it had

    async def take_over(self) -> None:
        """After a crash: the draft is lost, and a turn that was taken is still to be answered."""
        channels = self._call.channels
        self._call.turns.thought_lost()
        if channels.pen is not None and channels.pen.reply.drop_draft():
            self._call.gate.drop_draft()
        if channels.turn_in_thought is not None:
            await self._thinker.answer(channels.turn_in_thought, None)

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
        channels = self._call.channels
        while True:  # noqa: ASYNC913  # each round takes something, or waits
            if (prompt := channels.prompts.take()) is not None:
                return prompt
            if (entry := self._take_keys()) is not None:
                return entry
            transcript = channels.transcripts.take()
            if isinstance(transcript, FinalTranscript):
                if self._counts(transcript):
                    return transcript
                self._note_words(transcript)
            if isinstance(transcript, PartialTranscript) and transcript.at_pause:
                return transcript
            if not (len(channels.transcripts) or (len(channels.digits) and not self._call.turns.protected)):
                with trio.move_on_at(self._look_again_at()):
                    await channels.prompts.wake.wait()

    def _take_keys(self) -> Entry | None:
        """A complete entry, if there is one. Keys pressed over a protected sentence are read after it."""
        now = trio.current_time()
        if not self._call.turns.protected and (pressed := self._call.channels.digits.take()) is not None:
            return self._keypad.press(pressed.key, self._talk.expected, now, pressed_at=pressed.at)
        return self._keypad.handle_timeout(self._talk.expected, now)

    def _look_again_at(self) -> float:
        turns = self._call.turns
        protected_until = turns.protected_until if turns.protected and len(self._call.channels.digits) else math.inf
        return min(self._keypad.next_deadline() or math.inf, protected_until)

    def _counts(self, transcript: FinalTranscript) -> bool:
        """Whether a transcript is to be answered. Words always are, also of a turn that was overtaken. A turn without
        words just ends; and during a keypad entry the keys are the answer, not a sound that was not understood."""
        understood = bool(self._understood(transcript).text)
        if understood or not self._call.gate.allows(transcript.turn):
            return understood
        if self._keypad.begun:
            self._call.turns.keys_go_on()
        return not self._keypad.begun

    def _entered(self, caller_turn: CallerTurn) -> int:
        turn = self._call.turns.keys_complete(self._keypad.span[0])
        self._call.report(facts.KeysEntered(caller_turn.text), turn=turn)
        not_taken = "" if self._thinker.understands(turn, caller_turn) else NOTHING_FITS
        self._note_keys(turn, caller_turn.text, not_taken=not_taken)
        return turn

    def _note_keys(self, turn: int, keys: str, *, not_taken: str = "") -> None:
        from_s, until_s = (self._call.report.seconds(at) for at in self._keypad.span)
        self._call.report(facts.WordsHeard(keys, "keys", from_s, until_s, not_taken=not_taken), turn=turn)

    async def _answer_words(self, final: FinalTranscript) -> None:
        caller_turn = self._understood(final)
        if caller_turn.keyed:
            self._note_keys(final.turn, caller_turn.keyed)
        self._note_words(final)
        draft = self._draft
        if draft is not None and draft.pen.reply.turn == final.turn and draft.answers(caller_turn, self._expected):
            await self._commit(draft)
        else:
            await self._drop_draft()
            await self._thinker.answer(final.turn, caller_turn)

    async def _answer_prompt(self, turn: int, prompt: Prompt) -> None:
        match prompt:
            case Prompt.GREETING:
                await self._thinker.answer(turn, CallerTurn(Occasion.ANSWERED))
            case Prompt.SILENCE:
                await self._thinker.answer(turn, CallerTurn(Occasion.SILENCE))
            case Prompt.APOLOGY:
                await self._thinker.answer(turn, None)
            case Prompt.GOODBYE:
                await self._thinker.say_goodbye(turn)

    def _understood(self, final: FinalTranscript) -> CallerTurn:
        """The caller's turn for the responder, without words if the recognizer's confidence was too low."""
        match final.said:
            case Said.NOTHING:
                return NOTHING_SAID
            case Said.NOT_UNDERSTOOD:
                return self._spoken(final.turn, "", final.confidence)
            case Said.UNDERSTOOD:
                return self._spoken(final.turn, final.text, final.confidence)

    def _spoken(self, turn: int, text: str, confidence: float) -> CallerTurn:
        speech, expected = self._call.turns.speech.of(turn), self._talk.expected
        goes_on = expected.kind is AnswerKind.DIGITS and has_digits(text, expected.language)
        keyed = self._keypad.pressed_before(speech.first_voiced_at, expected) if goes_on else ""
        return CallerTurn(Occasion.SPEECH, text, confidence, speech.voiced_s, keyed=keyed)

    def _note_words(self, final: FinalTranscript) -> None:
        """Record all words that were recognised, so that the record shows what was not understood."""
        not_taken = ""
        if not final.text:
            not_taken = NO_WORDS
        elif final.said is Said.NOTHING and self._small_talk.says_nothing(final.text):
            not_taken = HESITATION
        elif final.said is not Said.UNDERSTOOD:
            not_taken = UNSURE
        elif not self._thinker.understands(final.turn, self._understood(final)):
            not_taken = NOTHING_FITS
        self._call.turns.note_words(final.turn, final.text, final.confidence, not_taken=not_taken)

    # Drafts.

    @property
    def _expected(self) -> Expectation:
        return self._call.channels.expected.value

    async def _consider_draft(self, partial: PartialTranscript) -> None:
        turn = self._call.turns.next_turn()
        if turn is None or self._small_talk.says_nothing(partial.text):
            return
        if not self._call.turns.is_sure(partial.confidence):
            return
        caller_turn = self._spoken(turn, partial.text, partial.confidence)
        if self._draft is not None and self._draft.answers(caller_turn, self._expected):
            return
        await self._drop_draft()
        made = self._drafts_in_turn[1] if self._drafts_in_turn[0] == turn else 0
        if made < self._max_drafts and self._call.turns.next_turn() == turn:
            self._drafts_in_turn = turn, made + 1
            self._draft = Draft(caller_turn, self._call.channels.open_pen(turn, draft=True))
            self._nursery.start_soon(self._thinker.draft, self._draft, name="responder, a draft")

    async def _commit(self, draft: Draft) -> None:
        """The caller said no more than this: the draft is the answer."""
        self._draft = None
        reply = draft.pen.reply
        self._call.channels.turn_in_thought = reply.turn
        reply.commit()
        self._call.report(facts.DraftCommitted(self._call.report.seconds(draft.began_at)), turn=reply.turn)
        await self._thinker.finish(draft)

    async def _drop_draft(self) -> None:
        """Cancel the draft, and wait until its task is over: a talk makes only one reply at a time."""
        draft, self._draft = self._draft, None
        if draft is not None:
            draft.pen.reply.drop_draft()  # if its task has not begun, the gate does not know it yet
            self._call.turns.drop_draft()
            await draft.over.wait()
