"""Who may speak: one pure state machine per call.

It is a table keyed by state and event; a missing entry is a bug of ours. Every state has a deadline and, under
`Event.DEADLINE` or `Event.PATIENCE_OVER`, a successor, so the agent cannot fall silent for ever. A turn is one reply of
the agent, or the attempt at one. The floor numbers the turns, and every new turn makes the older ones void.

    idle --onset--> caller speaking --end of speech--> thinking --first audio--> agent speaking --all played--> idle

Speech over the agent's stops the sound at once, and is then judged. If its words count, the caller has the floor;
otherwise the reply goes on. Until that is known, the turn that would answer the words is only reserved: it has a
number, but not the floor. docs/turn-taking.md has the whole table as a diagram, generated from here.
"""

import enum

import msgspec

from offhook.protocol.errors import LocalProtocolError


class FloorState(enum.Enum):
    IDLE = "idle"
    CALLER_SPEAKING = "caller speaking"
    CALLER_PAUSING = "caller pausing"  # still the caller's turn; a reply may be drafted
    THINKING = "thinking"
    AGENT_SPEAKING = "agent speaking"
    BOTH_SPEAKING = "both speaking"  # the agent goes on, until words that count come
    INTERRUPTED = "interrupted"  # the agent is quiet, its reply kept; the caller speaks
    UNDECIDED = "undecided"  # the caller has spoken; whether it counts is not known yet
    ENDING = "ending"

    @property
    def agent_speaks(self) -> bool:
        """Whether the agent is speaking, and was not stopped."""
        return self in (FloorState.AGENT_SPEAKING, FloorState.BOTH_SPEAKING)


class Event(enum.Enum):
    ONSET = "speech started"
    ONSET_OVER = "speech started, the agent goes on"
    PAUSE = "speech paused"
    RESUMPTION = "speech resumed"
    SPEECH_ENDED = "speech ended"
    WORDS = "words that count, so far"
    ANSWERABLE = "words that want an answer"  # spoken over the agent, all of them
    QUEUED = "words to answer afterwards"  # spoken over a sentence that nothing interrupts
    NO_WORDS = "nothing that counts"
    KEY = "key pressed"
    KEYS_COMPLETE = "keys complete"
    AUDIO_STARTED = "agent's audio started"
    ALL_PLAYED = "agent's audio all played"
    EARLIER_PLAYED = "audio all played of an earlier turn"  # the answer to words spoken over it is next
    FILLER_DUE = "filler due"
    DEADLINE = "deadline"
    SILENT_TOO_OFTEN = "deadline, the caller silent too often"
    PATIENCE_OVER = "deadline, once too often"
    NEWS = "there is something to tell"  # a tool has ended that the caller has interrupted
    END = "call is ending"


class Effect(enum.Enum):
    """What the call has to do after a transition, in this order."""

    INTERRUPT = "stop the agent: the turn so far is void"
    HOLD = "stop the agent's sound, and keep the rest of its reply"
    RESUME = "the kept reply goes on"
    NEW_TURN = "number a new turn, which has the floor next"
    RESERVE_TURN = "number a new turn, which may get the floor"
    TAKE_TURN = "the reserved turn has the floor next"
    VOID_TURN = "nobody wants the reserved turn's answer"
    DROP_DRAFT = "the reply drafted at a pause is void"
    FILL = "the agent says that it is still there"
    ASK_AGAIN = "the responder prompts a silent caller"
    OFFER_GOODBYE = "the responder says goodbye to a caller who was silent too often"
    TELL_NEWS = "the responder tells what has happened meanwhile"
    APOLOGISE = "the responder apologises for an answer that did not come"
    SAY_GOODBYE = "end the call politely"


class Patience(msgspec.Struct, frozen=True):
    """How long each state may last, in seconds, and how often in a row its deadline may pass."""

    idle_s: float = 7.0
    caller_speaking_s: float = 35.0
    thinking_s: float = 6.0
    filler_s: float | None = 1.2  # into thinking; None for no filler
    agent_speaking_s: float = 120.0
    wordless_s: float = 6.0  # speech over the agent's in which not one word has been recognised
    verdict_s: float = 2.0  # from the end of such speech to its words
    ending_s: float = 10.0
    silences: int = 2  # prompts to a silent caller before goodbye
    apologies: int = 2  # overdue answers in a row before goodbye
    false_alarms: int = 2  # of one reply; after those only words stop it


S, E, F = FloorState, Event, Effect
_Step = tuple[FloorState, tuple[Effect, ...]]
_Row = dict[Event, _Step]


def _unmoved(state: FloorState, *events: Event) -> _Row:
    """Events that change nothing here: a restarted actor, or a slow one, may report them late."""
    return dict.fromkeys(events, (state, ()))


_THE_END: _Row = {
    E.PATIENCE_OVER: (S.ENDING, (F.INTERRUPT, F.NEW_TURN, F.SAY_GOODBYE)),
    E.END: (S.ENDING, (F.INTERRUPT, F.NEW_TURN)),
}
_LATE_REPORTS = (E.WORDS, E.NO_WORDS, E.EARLIER_PLAYED, E.NEWS)
_IN_SPEECH = (E.PAUSE, E.RESUMPTION)

TABLE: dict[FloorState, _Row] = {
    S.IDLE: {
        E.ONSET: (S.CALLER_SPEAKING, (F.INTERRUPT,)),  # a restarted responder may be taking up a turn again
        **_unmoved(S.IDLE, *_IN_SPEECH, *_LATE_REPORTS),
        E.SPEECH_ENDED: (S.IDLE, ()),  # of an utterance during which the caller answered by keys
        E.ANSWERABLE: (S.THINKING, (F.TAKE_TURN,)),  # said over a reply that has ended meanwhile
        E.QUEUED: (S.THINKING, (F.TAKE_TURN,)),
        E.KEY: (S.IDLE, (F.INTERRUPT,)),
        E.KEYS_COMPLETE: (S.THINKING, (F.NEW_TURN,)),
        E.AUDIO_STARTED: (S.AGENT_SPEAKING, ()),  # a turn that a restarted responder takes up again
        E.ALL_PLAYED: (S.IDLE, ()),
        E.DEADLINE: (S.THINKING, (F.NEW_TURN, F.ASK_AGAIN)),
        E.NEWS: (S.THINKING, (F.NEW_TURN, F.TELL_NEWS)),
        E.SILENT_TOO_OFTEN: (S.THINKING, (F.NEW_TURN, F.OFFER_GOODBYE)),  # a reply, so words or keys cancel it
        **_THE_END,
    },
    S.CALLER_SPEAKING: {
        **_unmoved(S.CALLER_SPEAKING, E.ONSET, E.RESUMPTION, *_LATE_REPORTS),  # a new VAD hears the same speech start
        E.PAUSE: (S.CALLER_PAUSING, ()),
        E.SPEECH_ENDED: (S.THINKING, (F.NEW_TURN,)),
        E.ANSWERABLE: (S.CALLER_SPEAKING, (F.VOID_TURN,)),  # the caller goes on: the next turn answers all of it
        E.QUEUED: (S.CALLER_SPEAKING, (F.VOID_TURN,)),
        E.KEY: (S.CALLER_SPEAKING, ()),
        E.KEYS_COMPLETE: (S.THINKING, (F.NEW_TURN,)),
        E.DEADLINE: (S.THINKING, (F.NEW_TURN, F.APOLOGISE)),  # the VAD should have ended the utterance: it failed
        **_THE_END,
    },
    S.CALLER_PAUSING: {
        **_unmoved(S.CALLER_PAUSING, E.PAUSE, *_LATE_REPORTS),
        E.ONSET: (S.CALLER_SPEAKING, (F.DROP_DRAFT,)),
        E.RESUMPTION: (S.CALLER_SPEAKING, (F.DROP_DRAFT,)),
        E.SPEECH_ENDED: (S.THINKING, (F.NEW_TURN,)),  # the draft is the answer, if its words are still all
        E.ANSWERABLE: (S.CALLER_PAUSING, (F.VOID_TURN, F.DROP_DRAFT)),
        E.QUEUED: (S.CALLER_PAUSING, (F.VOID_TURN, F.DROP_DRAFT)),
        E.KEY: (S.CALLER_SPEAKING, (F.DROP_DRAFT,)),
        E.KEYS_COMPLETE: (S.THINKING, (F.DROP_DRAFT, F.NEW_TURN)),
        E.DEADLINE: (S.THINKING, (F.DROP_DRAFT, F.NEW_TURN, F.APOLOGISE)),
        **_THE_END,
    },
    S.THINKING: {
        E.ONSET: (S.CALLER_SPEAKING, (F.INTERRUPT,)),
        **_unmoved(S.THINKING, *_IN_SPEECH, *_LATE_REPORTS),
        E.SPEECH_ENDED: (S.THINKING, (F.RESERVE_TURN,)),  # of a caller who answered by keys while speaking
        E.ANSWERABLE: (S.THINKING, (F.INTERRUPT, F.TAKE_TURN)),
        E.QUEUED: (S.THINKING, (F.INTERRUPT, F.TAKE_TURN)),
        E.KEY: (S.IDLE, (F.INTERRUPT,)),
        E.KEYS_COMPLETE: (S.THINKING, (F.INTERRUPT, F.NEW_TURN)),
        E.AUDIO_STARTED: (S.AGENT_SPEAKING, ()),
        E.ALL_PLAYED: (S.IDLE, ()),  # the reply was empty
        E.FILLER_DUE: (S.THINKING, (F.FILL,)),
        E.DEADLINE: (S.THINKING, (F.INTERRUPT, F.NEW_TURN, F.APOLOGISE)),
        **_THE_END,
    },
    S.AGENT_SPEAKING: {
        E.ONSET: (S.INTERRUPTED, (F.HOLD,)),
        E.ONSET_OVER: (S.BOTH_SPEAKING, ()),
        **_unmoved(S.AGENT_SPEAKING, *_IN_SPEECH, E.WORDS, E.NO_WORDS, E.NEWS),
        E.EARLIER_PLAYED: (S.THINKING, ()),
        E.SPEECH_ENDED: (S.AGENT_SPEAKING, (F.RESERVE_TURN,)),
        E.ANSWERABLE: (S.THINKING, (F.INTERRUPT, F.TAKE_TURN)),  # the words came late: the reply was resumed already
        E.QUEUED: (S.AGENT_SPEAKING, (F.TAKE_TURN,)),  # the answer waits behind this reply
        E.KEY: (S.IDLE, (F.INTERRUPT,)),
        E.KEYS_COMPLETE: (S.THINKING, (F.INTERRUPT, F.NEW_TURN)),
        E.AUDIO_STARTED: (S.AGENT_SPEAKING, ()),
        E.ALL_PLAYED: (S.IDLE, ()),
        E.DEADLINE: (S.IDLE, (F.INTERRUPT,)),
        **_THE_END,
    },
    S.BOTH_SPEAKING: {
        **_unmoved(S.BOTH_SPEAKING, E.ONSET, E.ONSET_OVER, *_IN_SPEECH),
        **_unmoved(S.BOTH_SPEAKING, E.NO_WORDS, E.AUDIO_STARTED, E.EARLIER_PLAYED, E.NEWS),
        E.SPEECH_ENDED: (S.AGENT_SPEAKING, (F.RESERVE_TURN,)),
        E.WORDS: (S.CALLER_SPEAKING, (F.INTERRUPT,)),
        E.ANSWERABLE: (S.CALLER_SPEAKING, (F.INTERRUPT, F.VOID_TURN)),
        E.QUEUED: (S.BOTH_SPEAKING, (F.TAKE_TURN,)),
        E.KEY: (S.CALLER_SPEAKING, (F.INTERRUPT,)),
        E.KEYS_COMPLETE: (S.THINKING, (F.INTERRUPT, F.NEW_TURN)),
        E.ALL_PLAYED: (S.CALLER_SPEAKING, ()),
        E.DEADLINE: (S.CALLER_SPEAKING, (F.INTERRUPT,)),
        **_THE_END,
    },
    S.INTERRUPTED: {
        **_unmoved(S.INTERRUPTED, E.ONSET, *_IN_SPEECH, E.NO_WORDS, E.AUDIO_STARTED, E.EARLIER_PLAYED, E.NEWS),
        E.SPEECH_ENDED: (S.UNDECIDED, (F.RESERVE_TURN,)),
        E.WORDS: (S.CALLER_SPEAKING, (F.INTERRUPT,)),
        E.ANSWERABLE: (S.CALLER_SPEAKING, (F.INTERRUPT, F.VOID_TURN)),
        E.QUEUED: (S.INTERRUPTED, (F.VOID_TURN,)),
        E.KEY: (S.CALLER_SPEAKING, (F.INTERRUPT,)),
        E.KEYS_COMPLETE: (S.THINKING, (F.INTERRUPT, F.NEW_TURN)),
        E.ALL_PLAYED: (S.CALLER_SPEAKING, ()),  # the last audio had played before the clear
        E.DEADLINE: (S.BOTH_SPEAKING, (F.RESUME,)),  # endless noise: words, if they come, still interrupt
        **_THE_END,
    },
    S.UNDECIDED: {
        E.ONSET: (S.INTERRUPTED, ()),
        **_unmoved(S.UNDECIDED, *_IN_SPEECH, E.SPEECH_ENDED, E.WORDS, E.AUDIO_STARTED, E.EARLIER_PLAYED, E.NEWS),
        E.ANSWERABLE: (S.THINKING, (F.INTERRUPT, F.TAKE_TURN)),
        E.QUEUED: (S.THINKING, (F.INTERRUPT, F.TAKE_TURN)),
        E.NO_WORDS: (S.AGENT_SPEAKING, (F.RESUME,)),
        E.KEY: (S.IDLE, (F.INTERRUPT,)),
        E.KEYS_COMPLETE: (S.THINKING, (F.INTERRUPT, F.NEW_TURN)),
        E.ALL_PLAYED: (S.IDLE, ()),  # the words are still to come, and are answered from idle
        E.DEADLINE: (S.AGENT_SPEAKING, (F.RESUME,)),
        **_THE_END,
    },
    # The call is ending whatever happens; the call itself limits how long that takes.
    S.ENDING: _unmoved(S.ENDING, *Event),
}


KEYPAD_FIRST_S = 1.0
AFTER_NOISE_S = 1.0  # the least time that a caller has to speak after a noise without words

_ONE_WAIT = (S.CALLER_SPEAKING, S.CALLER_PAUSING)
"""Pauses do not restart the deadline: a caller who pauses often has no more time than others."""


class Floor:
    """The state, its deadline and the turn that has the floor. The first turn is being generated already: 1 is the
    greeting, a higher one goes on with a call that has returned."""

    def __init__(self, patience: Patience, now: float, first_turn: int = 1) -> None:
        self._patience = patience
        self._silences = self._apologies = self._false_alarms = 0
        self._thinking_until = now + patience.thinking_s
        self._filler_due_at: float | None = None  # no filler before a greeting
        self._held_until = now
        self._idle_until: float | None = None  # the idle deadline that a mere noise does not extend
        self.state = FloorState.THINKING
        self.turn = first_turn
        """The newest turn that has a number."""
        self.answering = first_turn
        """The turn whose reply has the floor, or had it last."""
        self.answer_within_s: float | None = None
        """How long a caller who was asked for keys may wait before each; None: as the patience says."""
        self.next_deadline = self._thinking_until

    def handle(self, event: Event, now: float) -> tuple[Effect, ...]:
        """Returns what to do about an event. Raises LocalProtocolError for one that cannot happen in this state."""
        timed_out = event is Event.DEADLINE
        event = self._deadline_event(now) if timed_out else self._onset_event(event)
        self._note_progress(event)
        before = self.state
        try:
            self.state, effects = TABLE[before][event]
        except KeyError:
            raise LocalProtocolError(f"floor: {event.value!r} in state {before.value!r}") from None
        self._number(effects)
        if self.state is not before or effects or timed_out:
            self.next_deadline = self._deadline_after(event, before, effects, now)
        return effects

    def busy_until(self, until: float) -> None:
        """What the answer waits for may take until then: the caller is not apologised to before."""
        if self.state is FloorState.THINKING:
            self._thinking_until = max(self._thinking_until, until + self._patience.thinking_s)
            self.next_deadline = min(self._thinking_until, self._filler_due_at or self._thinking_until)

    def words_heard(self, *, sign_of_life: bool) -> None:
        """The caller said words, be they only "um": that starts the idle time anew, and a sign of life the count of
        silences. Noise does neither, or a noisy line would never be hung up."""
        self._idle_until = None
        if sign_of_life:
            self._silences = 0

    def _onset_event(self, event: Event) -> Event:
        """After too many false alarms in one reply only words stop it: otherwise noise could mute the agent."""
        stopped_for_nothing = self._false_alarms >= self._patience.false_alarms
        over = event is Event.ONSET and self.state is FloorState.AGENT_SPEAKING and stopped_for_nothing
        return Event.ONSET_OVER if over else event

    def _deadline_event(self, now: float) -> Event:
        match self.state:
            case FloorState.IDLE:
                self._silences += 1
                return self._silence_event(self._silences - self._patience.silences)
            case FloorState.THINKING if self._filler_due_at is not None and now < self._thinking_until:
                return Event.FILLER_DUE
            case FloorState.THINKING | FloorState.CALLER_SPEAKING | FloorState.CALLER_PAUSING:
                self._apologies += 1
                return Event.PATIENCE_OVER if self._apologies > self._patience.apologies else Event.DEADLINE
            case _:
                return Event.DEADLINE

    def _silence_event(self, too_many: int) -> Event:
        if too_many <= 0:
            return Event.DEADLINE
        return Event.SILENT_TOO_OFTEN if too_many == 1 else Event.PATIENCE_OVER  # the offered goodbye did not end it

    def _note_progress(self, event: Event) -> None:
        if event in (Event.KEY, Event.KEYS_COMPLETE):
            self.words_heard(sign_of_life=True)
        if event is Event.ONSET and self.state is FloorState.IDLE:
            self._idle_until = self.next_deadline
        if event is Event.AUDIO_STARTED:
            self._apologies, self._idle_until = 0, None

    def _number(self, effects: tuple[Effect, ...]) -> None:
        if Effect.NEW_TURN in effects or Effect.RESERVE_TURN in effects:
            self.turn += 1
        if Effect.NEW_TURN in effects or Effect.TAKE_TURN in effects:
            self.answering, self._false_alarms = self.turn, 0
        if Effect.RESUME in effects:
            self._false_alarms += 1

    def _deadline_after(self, event: Event, before: FloorState, effects: tuple[Effect, ...], now: float) -> float:
        patience = self._patience
        match self.state:
            case FloorState.THINKING:
                return self._thinking_deadline(event, before, effects, now)
            case FloorState.CALLER_SPEAKING | FloorState.CALLER_PAUSING if before in _ONE_WAIT:
                return self.next_deadline
            case FloorState.INTERRUPTED:
                if before is FloorState.AGENT_SPEAKING:  # else it is the same interruption, which goes on
                    self._held_until = now + patience.wordless_s
                return max(now, self._held_until)
            case FloorState.IDLE if before is FloorState.THINKING and self._idle_until is not None:
                return max(self._idle_until, now + AFTER_NOISE_S)
            case FloorState.IDLE if self.answer_within_s is not None:
                # Between two keys the keypad decides first, and takes those that have come.
                wait_s = self.answer_within_s + KEYPAD_FIRST_S
                return now + (max(patience.idle_s, wait_s) if event is Event.KEY else self.answer_within_s)
            case FloorState.IDLE:
                return now + patience.idle_s
            case FloorState.CALLER_SPEAKING | FloorState.CALLER_PAUSING | FloorState.BOTH_SPEAKING:
                return now + patience.caller_speaking_s
            case FloorState.AGENT_SPEAKING:
                return now + patience.agent_speaking_s
            case FloorState.UNDECIDED:
                return now + patience.verdict_s
            case FloorState.ENDING:
                return now + patience.ending_s

    def _thinking_deadline(self, event: Event, before: FloorState, effects: tuple[Effect, ...], now: float) -> float:
        """The filler's deadline first, if the caller waits for an answer; prompts and apologies have no filler."""
        filler_s = self._patience.filler_s
        if event is Event.FILLER_DUE:
            self._filler_due_at = None
        elif before is not FloorState.THINKING or Effect.NEW_TURN in effects or Effect.TAKE_TURN in effects:
            self._thinking_until = now + self._patience.thinking_s
            self._filler_due_at = (
                None
                if event in (Event.DEADLINE, Event.SILENT_TOO_OFTEN, Event.NEWS) or filler_s is None
                else now + filler_s
            )
        return min(self._thinking_until, self._filler_due_at or self._thinking_until)
