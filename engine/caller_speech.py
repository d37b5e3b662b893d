"""When the caller spoke or pressed keys: of each utterance, from its first voiced frame to its last."""

import msgspec
import trio

from offhook.engine.question import NOTHING_HEARD, OPEN

KEPT = 32  # utterances; more do not wait for their words


class CallerSpeech(msgspec.Struct, frozen=True):
    """One utterance, in `trio.current_time()`."""

    first_voiced_at: float
    last_voiced_at: float
    question: int = NOTHING_HEARD
    """The question that the caller had heard by then (`engine/question.py`)."""

    @property
    def voiced_s(self) -> float:
        """How long it was, with the pauses in it."""
        return max(0.0, self.last_voiced_at - self.first_voiced_at)


class CallerSpeeches:
    """One call's, by the turn that would answer them."""

    def __init__(self) -> None:
        now = trio.current_time()
        self._newest = CallerSpeech(now, now, OPEN)
        self._ended: dict[int, CallerSpeech] = {}

    def began(self, first_voiced_at: float, question: int) -> None:
        self._newest = CallerSpeech(first_voiced_at, first_voiced_at, question)

    def paused(self, last_voiced_at: float) -> None:
        self._newest = msgspec.structs.replace(self._newest, last_voiced_at=last_voiced_at)

    def ended(self, turn: int, last_voiced_at: float) -> None:
        self.paused(last_voiced_at)
        self._keep(turn, self._newest)

    def keyed(self, turn: int, first_key_at: float, question: int) -> None:
        """The turn is answered by keys instead."""
        self._keep(turn, CallerSpeech(first_key_at, first_key_at, question))

    def _keep(self, turn: int, speech: CallerSpeech) -> None:
        self._ended[turn] = speech
        if len(self._ended) > KEPT:
            del self._ended[next(iter(self._ended))]

    def of(self, turn: int) -> CallerSpeech:
        """What this turn would answer; of a turn that has no number yet, what is being said."""
        return self._ended.get(turn, self._newest)
