"""When the caller spoke or pressed keys: the first and last voiced frame of each utterance."""

import msgspec

from offhook.engine.decide.question import NOTHING_HEARD, OPEN
from offhook.engine.decide.voice_evidence import VoiceEvidence
from offhook.engine.words.heard_word import HeardWord

KEPT = 32  # utterances; never so many wait for their transcript


class CallerSpeech(msgspec.Struct, frozen=True):
    """One utterance, in `trio.current_time()`."""

    first_voiced_at: float
    last_voiced_at: float
    number: int = 0
    """Utterances are numbered from 1 on; 0 for keys."""
    question: int = NOTHING_HEARD
    """The question that the caller had heard by then (`engine/decide/question.py`)."""
    words: tuple[HeardWord, ...] = ()
    """What was recognised, if the recognizer tells the times of words."""
    evidence: VoiceEvidence | None = None
    """How much it sounds like a voice; None before it is over, after words that left no doubt, and for keys."""

    @property
    def voiced_s(self) -> float:
        """How long it was, pauses included."""
        return max(0.0, self.last_voiced_at - self.first_voiced_at)


class CallerSpeeches:
    """The utterances of one call, by the turn that answers them."""

    __slots__ = ("_ended", "_newest")

    def __init__(self, now: float) -> None:
        self._newest = CallerSpeech(now, now, question=OPEN)
        self._ended: dict[int, CallerSpeech] = {}

    @property
    def newest(self) -> int:
        """The number of the newest utterance; 0 before the first."""
        return self._newest.number

    def began(self, first_voiced_at: float, question: int) -> None:
        self._newest = CallerSpeech(first_voiced_at, first_voiced_at, self.newest + 1, question)

    def paused(self, last_voiced_at: float) -> None:
        self._newest = msgspec.structs.replace(self._newest, last_voiced_at=last_voiced_at)

    def ended(self, turn: int, last_voiced_at: float, evidence: VoiceEvidence | None = None) -> None:
        self.paused(last_voiced_at)
        self._keep(turn, msgspec.structs.replace(self._newest, evidence=evidence))

    def keyed(self, turn: int, first_key_at: float, question: int) -> None:
        """Note that the caller answered by keys instead of words."""
        self._keep(turn, CallerSpeech(first_key_at, first_key_at, question=question))

    def recognized(self, turn: int, words: tuple[HeardWord, ...]) -> None:
        """Note the words of the utterance that this turn answers."""
        if turn in self._ended:
            self._ended[turn] = msgspec.structs.replace(self._ended[turn], words=words)

    def judged(self, turn: int) -> None:
        """Note that the words of the utterance are judged. Its sound is needed no longer, and what was found in it only
        if the recognizer crashes before it has handed the words over: then they are judged again, as lost."""
        speech = self._ended.get(turn)
        if speech is not None and speech.evidence is not None:
            self._ended[turn] = msgspec.structs.replace(speech, evidence=speech.evidence.without_sound())

    def _keep(self, turn: int, speech: CallerSpeech) -> None:
        self._ended[turn] = speech
        if len(self._ended) > KEPT:
            del self._ended[next(iter(self._ended))]

    def of(self, turn: int) -> CallerSpeech:
        """The utterance that this turn answers; for a turn without a number yet, the one in progress."""
        return self._ended.get(turn, self._newest)
