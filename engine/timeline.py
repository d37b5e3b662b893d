"""When what happened in each turn: one type for the log, the latency table and the record."""

import enum

import msgspec


class Instant(enum.Enum):
    """The moments of a turn that anyone asks about."""

    LAST_VOICED = "last_voiced"  # the caller's last voiced frame arrived
    END_OF_TURN = "end_of_turn"  # the VAD decided so; or the last key was pressed
    TRANSCRIPT = "transcript"
    RESPONDER_STARTED = "responder_started"
    FIRST_TOKEN = "first_token"
    FIRST_SENTENCE = "first_sentence"
    VOICE_FIRST_BYTE = "voice_first_byte"
    FIRST_FRAME_SENT = "first_frame_sent"  # accepted by the socket
    ALL_PLAYED = "all_played"
    ONSET_VOICED = "onset_voiced"  # first voiced frame of the onset window that interrupted this turn
    ONSET = "onset"  # the VAD decided so
    CLEARED = "cleared"  # the clear was accepted by the socket


class LatencyParts(msgspec.Struct, frozen=True):
    """Where a turn's response time went, in seconds; None where the turn has no such stage."""

    endpoint: float | None
    recognizer: float | None
    responder: float | None
    speaker: float | None
    wire: float | None
    total: float | None


class TurnTimes:
    """The instants of one turn, in seconds since the call began. The first note of an instant stands."""

    def __init__(self) -> None:
        self._at: dict[Instant, float] = {}

    def note(self, instant: Instant, at: float) -> None:
        self._at.setdefault(instant, at)

    def get(self, instant: Instant) -> float | None:
        return self._at.get(instant)

    def between(self, earlier: Instant, later: Instant) -> float | None:
        if earlier not in self._at or later not in self._at:
            return None
        return self._at[later] - self._at[earlier]

    def as_dict(self) -> dict[str, float]:
        """JSON-ready, in ms precision: {instant: seconds since the call began}."""
        return {instant.value: round(at, 4) for instant, at in self._at.items()}

    def latency(self) -> LatencyParts:
        return LatencyParts(
            endpoint=self.between(Instant.LAST_VOICED, Instant.END_OF_TURN),
            recognizer=self.between(Instant.END_OF_TURN, Instant.TRANSCRIPT),
            responder=self.between(Instant.TRANSCRIPT, Instant.FIRST_SENTENCE),
            speaker=self.between(Instant.FIRST_SENTENCE, Instant.VOICE_FIRST_BYTE),
            wire=self.between(Instant.VOICE_FIRST_BYTE, Instant.FIRST_FRAME_SENT),
            total=self.between(
                Instant.LAST_VOICED if Instant.LAST_VOICED in self._at else Instant.END_OF_TURN,  # keys have no voice
                Instant.FIRST_FRAME_SENT,
            ),
        )


KEPT_TURNS = 1000  # a call of hours must not grow without bound; the store has the older ones


class Timeline:
    """A call's turns. Times go in as `trio.current_time()` and come out relative to the call's beginning."""

    def __init__(self, began_at: float) -> None:
        self._began_at = began_at
        self._turns: dict[int, TurnTimes] = {}

    def turn(self, number: int) -> TurnTimes:
        times = self._turns.get(number)
        if times is None:
            times = self._turns[number] = TurnTimes()
            if len(self._turns) > KEPT_TURNS:
                del self._turns[next(iter(self._turns))]
        return times

    def find(self, number: int) -> TurnTimes | None:
        """A turn that something was noted of, if it is kept."""
        return self._turns.get(number)

    def note(self, turn: int, instant: Instant, at: float) -> None:
        self.turn(turn).note(instant, at - self._began_at)

    def seconds_in(self, at: float) -> float:
        """How long into the call `at` is."""
        return at - self._began_at

    def all_turns(self) -> list[tuple[int, TurnTimes]]:
        return sorted(self._turns.items())
