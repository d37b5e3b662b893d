"""Carries out what the floor decides. Everything here is synchronous, so that barge-in waits in no queue."""

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

import trio

from offhook.engine.decide.caller_loudness import CallerLoudness
from offhook.engine.decide.caller_speech import CallerSpeech, CallerSpeeches
from offhook.engine.decide.cut_off import goes_on
from offhook.engine.decide.floor import Effect, Event, Floor, FloorState, Patience
from offhook.engine.decide.heard_so_far import HeardLine
from offhook.engine.decide.ledger import Ledger
from offhook.engine.decide.not_taken import CALL_OVER
from offhook.engine.decide.protection import Protection
from offhook.engine.decide.said import Judgement, Said
from offhook.engine.decide.voice_evidence import VoiceEvidence
from offhook.engine.decide.words_judge import WordsJudge, as_second_half
from offhook.engine.record import facts
from offhook.engine.record.reporter import Report
from offhook.engine.run.alarms import Alarms
from offhook.engine.run.barge_in_rules import BargeInRules
from offhook.engine.run.gate import Gate
from offhook.engine.run.mailbox import Latest, Mailbox
from offhook.engine.run.messages import Prompt, PromptWanted
from offhook.engine.run.turns_told import TurnsTold
from offhook.engine.run.unfinished import Unfinished
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.heard_word import HeardWord


class _Onset(NamedTuple):
    """The newest onset over a turn of the agent: which turn, and how long after the first voiced frame."""

    turn: int
    after_s: float


class TurnTaking:
    """One call's floor in action: the actors report events here, and its decisions are carried out."""

    def __init__(
        self,
        patience: Patience,
        barge_in: BargeInRules,
        *,
        gate: Gate,
        unfinished: Unfinished,
        ledger: Ledger,
        caller_loudness: CallerLoudness,
        prompts: Mailbox[PromptWanted],
        expected: Latest[Expectation],
        say_filler: Callable[[int], None],
        say_goodbye: Callable[[], None],
        report: Report,
        first_turn: int = 1,
        conversation: Iterable[HeardLine] = (),
        alarms: Alarms,
    ) -> None:
        """A call that has returned begins with a later turn, and a conversation so far."""
        self._floor = Floor(patience, trio.current_time(), first_turn)
        self._stops_at_once = barge_in.mode == "immediate"
        self._ledger, self._caller_loudness = ledger, caller_loudness
        self.judge_by(barge_in)
        self._protection = Protection(ledger, every_reply=barge_in.mode == "off")
        self._gate, self._unfinished, self._report = gate, unfinished, report
        self._prompts, self._expected = prompts, expected
        self._say_filler, self._say_goodbye = say_filler, say_goodbye
        self._alarms = alarms
        alarms.set(self._keep_time, self._floor.next_deadline)
        self._onset: _Onset | None = None
        self._speech = CallerSpeeches(trio.current_time())
        self._told = TurnsTold(ledger, report, conversation)
        self.has_news: Callable[[], bool] = _no_news
        """Whether there is something to tell that the caller does not wait for."""

    def judge_by(self, rules: BargeInRules) -> None:
        """What callers say is judged by the words of these rules: the call goes on in another language."""
        self._judge = WordsJudge(rules.words, rules.small_talk, self._ledger.question)

    def greet(self) -> None:
        """The call has begun: the agent speaks first."""
        self._prompts.post(PromptWanted(self._floor.turn, Prompt.GREETING))

    def go_on(self) -> None:
        """The call has returned: the agent speaks first, and goes on where it was cut off."""
        self._prompts.post(PromptWanted(self._floor.turn, Prompt.RETURNED))

    @property
    def state(self) -> FloorState:
        return self._floor.state

    @property
    def turn(self) -> int:
        """The newest turn."""
        return self._floor.turn

    @property
    def utterance(self) -> int:
        """The number of the caller's newest utterance; 0 before the first."""
        return self._speech.newest

    @property
    def heard(self) -> tuple[HeardLine, ...]:
        """The conversation so far, the agent's part cut to what the caller has heard by now."""
        return self._told.so_far(self._floor.turn)

    def speech_of(self, turn: int) -> CallerSpeech:
        """When the caller spoke in the utterance that this turn answers."""
        return self._speech.of(turn)

    def goes_on(self, first: int, turn: int = 0) -> bool:
        """Whether the caller, answered by the first turn, was cut off, and goes on in the utterance of the other one;
        without a turn, in the newest utterance."""
        return goes_on(self._speech.of(first), self._speech.of(turn), self._ledger.sounded_at(first))

    # The caller.

    def speech_started(self, first_voiced_at: float) -> None:
        """The VAD detected speech: the agent stops here, unless it may go on for now."""
        self._speech.began(first_voiced_at, self._ledger.question.heard_by(first_voiced_at))
        if self._floor.state in (FloorState.THINKING, FloorState.AGENT_SPEAKING):
            self._onset = _Onset(self._floor.answering, trio.current_time() - first_voiced_at)
            self._report(facts.SpokenOver(self._report.seconds(first_voiced_at)), turn=self._floor.answering)
        goes_on = not self._stops_at_once or self.protected
        over = goes_on and self._floor.state.agent_speaks
        self._handle(Event.ONSET_OVER if over else Event.ONSET)

    def speech_paused(self, last_voiced_at: float) -> None:
        """The caller may have finished."""
        self._speech.paused(last_voiced_at)
        self._handle(Event.PAUSE)
        self._report(
            facts.SpeechPaused(),
            turn=self._floor.turn + 1 if self._floor.state is FloorState.CALLER_PAUSING else 0,
            utterance=self.utterance,
        )

    def speech_resumed(self) -> None:
        """The caller goes on after a pause."""
        self._handle(Event.RESUMPTION)

    def speech_ended(self, last_voiced_at: float, evidence: VoiceEvidence | None = None) -> int | None:
        """The caller has finished. Returns the turn that would answer, or None if nothing is to be recognised. A reply
        that fell silent for what hardly was a voice goes on at once."""
        before = self._floor.turn
        self._handle(Event.SPEECH_ENDED)
        if self._floor.turn == before:
            return None
        self._speech.ended(self._floor.turn, last_voiced_at, evidence)
        first_voiced_s = self._report.seconds(self._speech.of(self._floor.turn).first_voiced_at)
        ended = facts.TurnEnded(first_voiced_s, self._report.seconds(last_voiced_at))
        self._report(ended, turn=self._floor.turn, utterance=self.utterance)
        if self._floor.state is FloorState.UNDECIDED and evidence is not None and evidence.is_doubtful:
            self._handle(Event.NO_WORDS)
        return self._floor.turn

    def words_so_far(self, text: str) -> None:
        """A partial transcript, of speech in progress or just ended."""
        waits = self._floor.state in (FloorState.INTERRUPTED, FloorState.BOTH_SPEAKING) and not self.protected
        if waits and self._judge.so_far(text, self._speech.of(self._floor.turn + 1), self._expected.value):
            self._handle(Event.WORDS)

    def words(
        self,
        turn: int,
        text: str,
        confidence: float,
        words: tuple[HeardWord, ...] = (),
        *,
        halves: bool = False,
    ) -> Judgement | None:
        """The final transcript of an utterance. Returns its judgement for the responder, or None if the responder must
        not get it: words over the agent's speech that do not count are only recorded. `halves`: with what was said just
        before they are words that are certain."""
        self._speech.recognized(turn, words)
        speech, over_agent = self._speech.of(turn), not self._is_decided(turn)
        judgement = self._judge.whole(text, confidence, speech, self._expected.value, over_agent=over_agent)
        if halves:
            judgement = as_second_half(judgement)
        if text:
            self._floor.words_heard(sign_of_life=judgement.sign_of_life)
        if text and judgement.said is Said.UNDERSTOOD and speech.evidence is not None:
            self._caller_loudness.understood(speech.evidence.loudest_db)
        self._speech.judged(turn)
        if text and over_agent and judgement.said is Said.NOTHING:
            self.note_words(turn, text, confidence, not_taken=judgement.not_taken)
        return self._judged(turn, judgement, over_agent=over_agent)

    def words_lost(self, turn: int) -> Judgement | None:
        """The same when the words of an utterance were lost."""
        judgement = self._judge.lost(self._speech.of(turn), overtaken=self._is_overtaken(turn))
        self._speech.judged(turn)
        return self._judged(turn, judgement, over_agent=not self._is_decided(turn))

    def last_words(
        self, turn: int | None, left_at: float, text: str, confidence: float, words: tuple[HeardWord, ...] = ()
    ) -> None:
        """The caller hung up before these words could be answered: only the record gets them. `turn` would have
        answered them; None if the utterance was not over when the caller left."""
        if turn is None:
            turn = self._floor.turn + 1
            is_paused = self._floor.state is FloorState.CALLER_PAUSING
            self._speech.ended(turn, self._speech.of(turn).last_voiced_at if is_paused else left_at)
        self._speech.recognized(turn, words)
        self.note_words(turn, text, confidence, not_taken=CALL_OVER)

    def note_words(
        self,
        turn: int,
        text: str,
        confidence: float,
        *,
        not_taken: str = "",
        continues: int = 0,
        whole: str = "",
    ) -> None:
        """Record what was said in the utterance that a turn answers, or would have answered; `whole` with the words
        that they go on with, if all were recognised as one utterance."""
        speech = self._speech.of(turn)
        self._told.caller_said(turn, speech, text, confidence, not_taken=not_taken, continues=continues, whole=whole)

    def note_keys(self, turn: int, keys: str, span: tuple[float, float], *, not_taken: str = "") -> None:
        """Record the keys that a turn answers, or that belong to its words: pressed from the first to the last time."""
        self._told.caller_pressed(turn, keys, span, not_taken=not_taken)

    def deserves_draft(self, text: str, confidence: float) -> bool:
        """Whether an answer may be drafted to the words before a pause."""
        return self._judge.deserves_draft(text, confidence, self._expected.value)

    def counts(self, turn: int, text: str, *, reply_heard: bool) -> bool:
        """Whether words are more than a sound or a backchannel."""
        return self._judge.counts(text, self._speech.of(turn), self._expected.value, reply_heard=reply_heard)

    def was_asked(self, turn: int) -> bool:
        """Whether this turn's words or keys can answer the current question: the caller had heard it before them."""
        return self._judge.was_asked(self._speech.of(turn))

    @property
    def is_asked(self) -> bool:
        """Whether the caller has heard the current question by now."""
        return self._ledger.question.is_heard_by(trio.current_time())

    def put_question(self, number: int, *, closing: bool = False) -> None:
        """A reply was generated that asks this question (`engine/decide/question.py`)."""
        self._ledger.question.put(number, closing=closing)

    def thought_lost(self) -> None:
        """A crash discarded the reply in the making."""
        self._ledger.question.lost()

    def gives_way(self, turn: int, *, protected: bool) -> bool:
        """Whether a sentence of this turn is left out, because an answer waits behind it."""
        return self._protection.gives_way(turn, self._floor.answering, protected=protected)

    @property
    def protected(self) -> bool:
        """Whether a protected sentence is playing, which nothing interrupts."""
        return self._protection.holds(self._floor.state, trio.current_time())

    @property
    def protected_until(self) -> float:
        """When `protected` becomes false; infinity while that is not known."""
        return self._protection.until(self._floor.state)

    def key_pressed(self) -> None:
        if not self.protected:
            self._handle(Event.KEY)

    def keys_go_on(self) -> None:
        """Speech during a keypad entry had no words: wait for the next key, as if there had been silence."""
        self._handle(Event.KEY)

    def keys_complete(self, first_key_at: float) -> int:
        """The caller has answered by keys. Returns the turn that replies."""
        question = self._ledger.question.heard_by(first_key_at)
        self._handle(Event.KEYS_COMPLETE)
        self._speech.keyed(self._floor.turn, first_key_at, question)
        self._report(facts.TurnEnded(), turn=self._floor.turn)
        return self._floor.turn

    # The agent.

    def busy_until(self, until: float) -> None:
        """A tool runs that the answer waits for."""
        self._floor.busy_until(until)
        self._look_at_clock()

    def note_news(self) -> None:
        """There is something to tell: now if nobody speaks, else as soon as nobody does."""
        self._look_at_clock()

    def next_turn(self) -> int | None:
        """The turn number of the answer if the caller has finished; None if nothing may be drafted."""
        return self._floor.turn + 1 if self._floor.state is FloorState.CALLER_PAUSING else None

    def audio_started(self, turn: int) -> None:
        """The first audio of a turn was sent, or of a turn that a later one waits behind. Ignored for a void turn, and
        for one that is only reserved, because its words have not come."""
        may_sound = self._gate.allows(turn) and turn <= self._floor.answering
        if may_sound and self._floor.state is not FloorState.AGENT_SPEAKING:
            self._handle(Event.AUDIO_STARTED)

    def note_heard(self, turn: int) -> None:
        """A mark has come back: so much of this turn was heard by now."""
        self._told.heard_by_now(turn)

    def all_played(self, turn: int) -> None:
        """The caller has heard the whole turn, or there was nothing to hear."""
        if not self._gate.allows(turn):
            return
        self._told.settle(turn, interrupted=False)
        self._ledger.forget_marks()
        if not self._current(turn):
            self._report(facts.AllPlayed(ready=False), turn=turn)
            self._handle(Event.EARLIER_PLAYED)
            return
        self._handle(Event.ALL_PLAYED)
        if self._floor.state is FloorState.CALLER_SPEAKING:  # a restarted responder must not repeat it over the caller
            self._gate.interrupt(turn + 1)
        self._gate.release()  # nothing of the reply is left to hold
        self._report(facts.AllPlayed(ready=True), turn=turn)

    def cleared(self) -> None:
        """The clear was written: no more can be heard of what was interrupted."""
        for void in self._ledger.turns_before(self._gate.first_allowed):
            self._told.settle(void, interrupted=True)

    def end(self) -> None:
        """The call is ending: the agent is stopped, and what was heard of it is recorded. A goodbye is a new turn."""
        self._handle(Event.END)

    def over(self) -> None:
        """The call has ended: record what was heard of the goodbye. Nobody is asked any more for anything."""
        for turn in self._ledger.turns_before(self._floor.turn + 1):
            self._told.settle(turn, interrupted=True)
        self.has_news, self._say_filler, self._say_goodbye = _no_news, _say_nothing, _say_nothing

    def _look_at_clock(self) -> None:
        """At the floor's next deadline; as soon as the alarms' task runs if there is something to tell."""
        self._alarms.set(self._keep_time, -math.inf if self._tells_news else self._floor.next_deadline)

    @property
    def _tells_news(self) -> bool:
        return self._floor.state is FloorState.IDLE and self.has_news()

    def _keep_time(self) -> None:
        """Run the floor's deadlines."""
        self._alarms.set(self._keep_time, self._floor.next_deadline)
        if self._tells_news:
            self._handle(Event.NEWS)
        if trio.current_time() >= self._floor.next_deadline:
            self._report(facts.DeadlinePassed(self._floor.state), turn=self._floor.turn)
            self._handle(Event.DEADLINE)

    def _judged(self, turn: int, judgement: Judgement, *, over_agent: bool) -> Judgement | None:
        if not over_agent:
            return judgement
        if judgement.said is not Said.NOTHING:
            self._give_floor(turn)
            return judgement
        if not self._is_overtaken(turn):
            self._handle(Event.NO_WORDS)
        return None

    def _is_overtaken(self, turn: int) -> bool:
        """Whether the caller has said more since, and that decides."""
        return turn != self._floor.turn

    def _is_decided(self, turn: int) -> bool:
        """Whether the turn has the floor already, or was overtaken: then its words count in any case."""
        return turn == self._floor.answering or not self._gate.allows(turn)

    def _give_floor(self, turn: int) -> None:
        """Words over the agent's speech count. If the caller has said more since, the newest turn answers all of it."""
        if self.protected:
            self._handle(Event.QUEUED)
            return
        self._handle(Event.ANSWERABLE)
        if turn < self._floor.turn:
            self._gate.interrupt(self._floor.turn)

    def _current(self, turn: int) -> bool:
        return turn == self._floor.answering and self._gate.allows(turn)

    def _handle(self, event: Event) -> None:
        before, turn = self._floor.state, self._floor.answering
        self._floor.answer_within_s = self._expected.value.key_pause_s
        effects = self._floor.handle(event, trio.current_time())
        for effect in effects:
            self._carry_out(effect, turn, before)
        self._look_at_clock()
        if before.agent_speaks:  # protected speech may be over, for which keys wait that were pressed over it
            self._prompts.wake.ring()

    def _carry_out(self, effect: Effect, turn_before: int, state_before: FloorState) -> None:
        match effect:
            case Effect.INTERRUPT:
                self._interrupt(turn_before, state_before)
            case Effect.HOLD:
                self._gate.hold()
                self._tell_interrupted(turn_before)
            case Effect.RESUME:
                self._note_verdict(turn_before, counts=False)
                self._gate.release()
            case Effect.NEW_TURN:
                # A reply to an earlier turn must not be spoken any more.
                self._gate.interrupt(self._floor.turn)
                self._report(facts.TurnBegan(after=turn_before), turn=self._floor.turn)
            case Effect.VOID_TURN:
                self._gate.interrupt(self._floor.turn + 1)
            case Effect.DROP_DRAFT:
                self.drop_draft()
            case Effect.RESERVE_TURN:
                pass  # the floor has numbered the turn already
            case Effect.TAKE_TURN:
                self._report(facts.TurnBegan(after=turn_before), turn=self._floor.turn)
            case Effect.FILL:
                self._say_filler(self._floor.answering)
            case Effect.ASK_AGAIN:
                self._prompts.post(PromptWanted(self._floor.turn, Prompt.SILENCE))
            case Effect.OFFER_GOODBYE:
                self._prompts.post(PromptWanted(self._floor.turn, Prompt.GOODBYE))
            case Effect.TELL_NEWS:
                self._prompts.post(PromptWanted(self._floor.turn, Prompt.NEWS))
            case Effect.APOLOGISE:
                self._prompts.post(PromptWanted(self._floor.turn, Prompt.APOLOGY))
            case Effect.SAY_GOODBYE:
                self._say_goodbye()

    def _interrupt(self, turn: int, state_before: FloorState) -> None:
        was_held = self._gate.held
        self._gate.interrupt(turn + 1)
        self.drop_draft()
        if was_held:
            self._note_verdict(turn, counts=True)
        elif state_before.agent_speaks:
            self._tell_interrupted(turn)
        for void in self._ledger.turns_before(turn + 1):  # more than one, if a reply waited behind another
            certain = self._unfinished.sounding != void and not self._ledger.clear_is_due
            self._told.settle(void, interrupted=True, certain=certain)

    def drop_draft(self) -> None:
        """The caller goes on, or has said something else: the draft is void."""
        self._gate.drop_draft()

    def _note_verdict(self, turn: int, *, counts: bool) -> None:
        self._report(facts.VerdictGiven(counts), turn=turn)

    def _tell_interrupted(self, turn: int) -> None:
        onset = self._onset
        after_s = onset.after_s if onset is not None and onset.turn == turn else None
        self._report(facts.Interrupted(after_s), turn=turn)


def _no_news() -> bool:
    return False


def _say_nothing(*_: object) -> None:
    pass
