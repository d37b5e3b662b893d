"""Who may speak: one pure state machine per call.

A table keyed by state and event; a missing entry is an error of ours. Every state has a deadline and, under
`Event.DEADLINE` or `Event.PATIENCE_OVER`, a successor, so that "mute for ever" cannot be reached. A turn is one reply
of the agent, or the attempt at one: the floor numbers them, and every new turn makes the older ones void.

    idle --onset--> caller speaking --end of speech--> thinking --first audio--> agent speaking --all played--> idle
"""

import enum

import msgspec

from protocol.errors import LocalProtocolError


class FloorState(enum.Enum):
    IDLE = "idle"
    CALLER_SPEAKING = "caller speaking"
    THINKING = "thinking"
    AGENT_SPEAKING = "agent speaking"
    ENDING = "ending"


class Event(enum.Enum):
    ONSET = "speech started"
    SPEECH_ENDED = "speech ended"
    KEY = "key pressed"
    KEYS_COMPLETE = "keys complete"
    AUDIO_STARTED = "agent's audio started"
    ALL_PLAYED = "agent's audio all played"
    DEADLINE = "deadline"
    PATIENCE_OVER = "deadline, once too often"
    END = "call is ending"


class Effect(enum.Enum):
    """What the call has to do about a transition, in this order."""

    INTERRUPT = "stop the agent: the turn so far is void"
    NEW_TURN = "number a new turn"
    ASK_AGAIN = "the responder prompts a silent caller"
    APOLOGISE = "the responder apologises for an answer that did not come"
    SAY_GOODBYE = "end the call politely"


class Patience(msgspec.Struct, frozen=True):
    """How long each state may last, in seconds, and how often in a row its deadline may pass."""

    idle_s: float = 7.0
    caller_speaking_s: float = 35.0
    thinking_s: float = 6.0
    agent_speaking_s: float = 120.0
    ending_s: float = 10.0
    silences: int = 2  # prompts to a silent caller before goodbye
    apologies: int = 2  # overdue answers in a row before goodbye


S, E, F = FloorState, Event, Effect
_Step = tuple[FloorState, tuple[Effect, ...]]
_HOLD: dict[Event, _Step] = dict.fromkeys(Event, (S.ENDING, ()))

TABLE: dict[FloorState, dict[Event, _Step]] = {
    S.IDLE: {
        E.ONSET: (S.CALLER_SPEAKING, (F.INTERRUPT,)),  # of a turn that a restarted responder may be taking up again
        E.SPEECH_ENDED: (S.IDLE, ()),  # of an utterance that the caller's keys have overtaken
        E.KEY: (S.IDLE, (F.INTERRUPT,)),
        E.KEYS_COMPLETE: (S.THINKING, (F.NEW_TURN,)),
        E.AUDIO_STARTED: (S.AGENT_SPEAKING, ()),  # a turn that a restarted responder takes up again
        E.ALL_PLAYED: (S.IDLE, ()),
        E.DEADLINE: (S.THINKING, (F.NEW_TURN, F.ASK_AGAIN)),
        E.PATIENCE_OVER: (S.ENDING, (F.INTERRUPT, F.NEW_TURN, F.SAY_GOODBYE)),
        E.END: (S.ENDING, (F.INTERRUPT, F.NEW_TURN)),
    },
    S.CALLER_SPEAKING: {
        E.ONSET: (S.CALLER_SPEAKING, ()),  # a VAD that crashed hears the same speech start anew
        E.SPEECH_ENDED: (S.THINKING, (F.NEW_TURN,)),
        E.KEY: (S.CALLER_SPEAKING, ()),
        E.KEYS_COMPLETE: (S.THINKING, (F.NEW_TURN,)),
        E.DEADLINE: (S.THINKING, (F.NEW_TURN, F.APOLOGISE)),  # the VAD ends long utterances itself: it has failed
        E.PATIENCE_OVER: (S.ENDING, (F.INTERRUPT, F.NEW_TURN, F.SAY_GOODBYE)),
        E.END: (S.ENDING, (F.INTERRUPT, F.NEW_TURN)),
    },
    S.THINKING: {
        E.ONSET: (S.CALLER_SPEAKING, (F.INTERRUPT,)),
        E.SPEECH_ENDED: (S.THINKING, ()),
        E.KEY: (S.IDLE, (F.INTERRUPT,)),
        E.KEYS_COMPLETE: (S.THINKING, (F.INTERRUPT, F.NEW_TURN)),
        E.AUDIO_STARTED: (S.AGENT_SPEAKING, ()),
        E.ALL_PLAYED: (S.IDLE, ()),  # a reply without a word
        E.DEADLINE: (S.THINKING, (F.INTERRUPT, F.NEW_TURN, F.APOLOGISE)),
        E.PATIENCE_OVER: (S.ENDING, (F.INTERRUPT, F.NEW_TURN, F.SAY_GOODBYE)),
        E.END: (S.ENDING, (F.INTERRUPT, F.NEW_TURN)),
    },
    S.AGENT_SPEAKING: {
        E.ONSET: (S.CALLER_SPEAKING, (F.INTERRUPT,)),
        E.SPEECH_ENDED: (S.AGENT_SPEAKING, ()),
        E.KEY: (S.IDLE, (F.INTERRUPT,)),
        E.KEYS_COMPLETE: (S.THINKING, (F.INTERRUPT, F.NEW_TURN)),
        E.AUDIO_STARTED: (S.AGENT_SPEAKING, ()),
        E.ALL_PLAYED: (S.IDLE, ()),
        E.DEADLINE: (S.IDLE, (F.INTERRUPT,)),
        E.PATIENCE_OVER: (S.ENDING, (F.INTERRUPT, F.NEW_TURN, F.SAY_GOODBYE)),
        E.END: (S.ENDING, (F.INTERRUPT, F.NEW_TURN)),
    },
    S.ENDING: _HOLD,  # whatever happens now, the call is on its way out; the call itself bounds how long
}


class Floor:
    """The state, its deadline and the number of the present turn. Turn 1 is the greeting, already being thought of."""

    def __init__(self, patience: Patience, now: float) -> None:
        self._patience = patience
        self._silences = 0
        self._apologies = 0
        self.state = FloorState.THINKING
        self.turn = 1
        self.deadline = now + patience.thinking_s

    def handle(self, event: Event, now: float) -> tuple[Effect, ...]:
        """What to do about an event. Raises LocalProtocolError for one that cannot happen in this state."""
        if event is Event.DEADLINE:
            event = self._deadline_event()
        self._note_progress(event)
        try:
            self.state, effects = TABLE[self.state][event]
        except KeyError:
            raise LocalProtocolError(f"floor: {event.value!r} in state {self.state.value!r}") from None
        if Effect.NEW_TURN in effects:
            self.turn += 1
        self.deadline = now + self._allowed_s()
        return effects

    def _deadline_event(self) -> Event:
        if self.state is FloorState.IDLE:
            self._silences += 1
            return Event.PATIENCE_OVER if self._silences > self._patience.silences else Event.DEADLINE
        if self.state in (FloorState.THINKING, FloorState.CALLER_SPEAKING):
            self._apologies += 1
            return Event.PATIENCE_OVER if self._apologies > self._patience.apologies else Event.DEADLINE
        return Event.DEADLINE

    def _note_progress(self, event: Event) -> None:
        if event in (Event.ONSET, Event.KEY, Event.KEYS_COMPLETE):
            self._silences = 0
        if event is Event.AUDIO_STARTED:
            self._apologies = 0

    def _allowed_s(self) -> float:
        match self.state:
            case FloorState.IDLE:
                return self._patience.idle_s
            case FloorState.CALLER_SPEAKING:
                return self._patience.caller_speaking_s
            case FloorState.THINKING:
                return self._patience.thinking_s
            case FloorState.AGENT_SPEAKING:
                return self._patience.agent_speaking_s
            case FloorState.ENDING:
                return self._patience.ending_s
