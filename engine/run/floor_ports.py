"""What each actor may say to the floor, and ask of it: the narrow interfaces of `TurnTaking`.

All methods are synchronous, so that barge-in waits in no queue.
"""

from typing import Protocol

from offhook.engine.decide.caller_speech import CallerSpeech
from offhook.engine.decide.floor import FloorState
from offhook.engine.decide.heard_so_far import HeardLine
from offhook.engine.decide.said import Judgement
from offhook.engine.decide.voice_evidence import VoiceEvidence
from offhook.engine.words.heard_word import HeardWord


class HearsSpeech(Protocol):
    """For the VAD."""

    @property
    def state(self) -> FloorState: ...

    @property
    def utterance(self) -> int:
        """The number of the caller's newest utterance."""

    def speech_started(self, first_voiced_at: float) -> None: ...

    def speech_paused(self, last_voiced_at: float) -> None: ...

    def speech_resumed(self) -> None: ...

    def speech_ended(self, last_voiced_at: float, evidence: VoiceEvidence | None = None) -> int | None:
        """Returns the turn that would answer, or None if nothing is to be recognised."""


class HearsWords(Protocol):
    """For the recognizer."""

    def words_so_far(self, text: str) -> None: ...

    def words(
        self,
        turn: int,
        text: str,
        confidence: float,
        words: tuple[HeardWord, ...] = (),
        *,
        halves: bool = False,
    ) -> Judgement | None:
        """Returns the judgement for the responder, or None if the responder must not get the words. The times of
        `words` are `trio.current_time()`. `halves`: with what was said just before they are words that are certain."""

    def words_lost(self, turn: int) -> Judgement | None: ...

    def speech_of(self, turn: int) -> CallerSpeech: ...

    def goes_on(self, first: int, turn: int = 0) -> bool:
        """Whether the caller, answered by the first turn, was cut off, and goes on in the utterance of the other one;
        without a turn, in the newest utterance."""

    def last_words(
        self, turn: int | None, left_at: float, text: str, confidence: float, words: tuple[HeardWord, ...] = ()
    ) -> None:
        """The caller hung up before these words could be answered: only the record gets them. `turn` would have
        answered them; None if the utterance was not over when the caller left."""


class HearsKeys(Protocol):
    """For the receiver."""

    def key_pressed(self) -> None: ...

    def note_heard(self, turn: int) -> None:
        """A mark of this turn has come back."""


class Answers(Protocol):
    """For the responder."""

    @property
    def protected(self) -> bool:
        """Whether a protected sentence is playing, which nothing interrupts."""

    @property
    def protected_until(self) -> float:
        """When `protected` becomes false; infinity while that is not known. Whoever left keys in their mailbox for that
        time is woken to ask again."""

    @property
    def is_asked(self) -> bool:
        """Whether the caller has heard the current question by now."""

    @property
    def heard(self) -> tuple[HeardLine, ...]:
        """The conversation so far, the agent's part cut to what the caller has heard."""

    def was_asked(self, turn: int) -> bool:
        """Whether this turn's words or keys can answer the current question."""

    def speech_of(self, turn: int) -> CallerSpeech: ...

    def goes_on(self, first: int, turn: int = 0) -> bool:
        """As the recognizer asks it."""

    def deserves_draft(self, text: str, confidence: float) -> bool:
        """Whether an answer may be drafted to the words before a pause."""

    def counts(self, turn: int, text: str, *, reply_heard: bool) -> bool:
        """Whether words are more than a sound or a backchannel."""

    def note_words(
        self,
        turn: int,
        text: str,
        confidence: float,
        *,
        not_taken: str = "",
        continues: int = 0,
        whole: str = "",
    ) -> None: ...

    def note_keys(self, turn: int, keys: str, span: tuple[float, float], *, not_taken: str = "") -> None: ...

    def keys_complete(self, first_key_at: float) -> int:
        """Returns the turn that replies."""

    def keys_go_on(self) -> None: ...

    def next_turn(self) -> int | None:
        """The turn that may be drafted now."""

    def drop_draft(self) -> None: ...

    def put_question(self, number: int, *, closing: bool = False) -> None: ...

    def thought_lost(self) -> None: ...


class SaysFloor(Protocol):
    """For the speaker."""

    def audio_started(self, turn: int) -> None: ...

    def all_played(self, turn: int) -> None: ...

    def gives_way(self, turn: int, *, protected: bool) -> bool:
        """Whether a sentence of this turn is left out, because an answer waits behind it."""


class HearsClear(Protocol):
    """For the line writer."""

    def cleared(self) -> None: ...
