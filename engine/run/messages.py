"""The messages between the actors of a call. All times are `trio.current_time()` unless their name says otherwise."""

import enum

import msgspec

from offhook.engine.decide.said import Judgement


class AudioFrame(msgspec.Struct, frozen=True):
    """20 ms of caller audio: `FRAME_BYTES` of mu-law."""

    mulaw: bytes
    arrived_at: float


class SpeechStarted(msgspec.Struct, frozen=True):
    """The caller began to speak. `preroll` (mu-law) is the audio before that was detected, so that no sound is lost."""

    preroll: bytes
    confidence: float  # voiced share of the onset window, 0 to 1
    utterance: int
    begins_at: float  # the first sample of the preroll


class SpeechAudio(msgspec.Struct, frozen=True):
    """More audio of an utterance, mu-law."""

    mulaw: bytes


class SpeechPaused(msgspec.Struct, frozen=True):
    """A short silence: the turn may be over. Pauses are numbered from 1 on."""

    pause: int


class SpeechResumed(msgspec.Struct, frozen=True):
    """The turn was not over: the caller goes on."""


class SpeechEnded(msgspec.Struct, frozen=True):
    """The utterance is over. `turn` is the turn that answers it; None if it is not to be answered."""

    turn: int | None


SpeechEvent = SpeechStarted | SpeechAudio | SpeechPaused | SpeechResumed | SpeechEnded


class WordsSoFar(msgspec.Struct, frozen=True):
    """The words of the utterance with this number, as far as they are recognised."""

    utterance: int
    text: str
    ended_at: int = 0
    """The pause at which the recognizer held that the caller has finished; 0 if it has not said so."""


class PartialTranscript(msgspec.Struct, frozen=True):
    """The words of an utterance so far. `at_pause` if the caller has said nothing since."""

    text: str
    confidence: float = 1.0
    at_pause: bool = False
    language: str = ""
    """As the recognizer says; empty if it does not."""


class BothHalves(msgspec.Struct, frozen=True):
    """What the caller said in two utterances or more, recognised as one: the recognizer is sure of it."""

    text: str
    confidence: float
    since: int
    """The turn that the first of them was answered by."""


class FinalTranscript(msgspec.Struct, frozen=True):
    """What the caller most likely said, however low the confidence is; empty if no words were recognised."""

    turn: int
    text: str
    confidence: float
    judgement: Judgement
    language: str = ""
    """As the recognizer says; empty if it does not."""
    halves: BothHalves | None = None
    """With what was said just before, if the caller may have been cut off there."""


class KeyPressed(msgspec.Struct, frozen=True):
    """The caller has pressed a key. It may be read later, after a sentence that cannot be interrupted."""

    key: str
    at: float


class Prompt(enum.Enum):
    """Why the agent speaks although the caller did not."""

    GREETING = "greeting"
    RETURNED = "returned"  # the call goes on in a new stream
    SILENCE = "silence"  # the caller was expected to speak
    NEWS = "news"  # a tool has ended that the caller has interrupted
    APOLOGY = "apology"  # an answer is overdue
    GOODBYE = "goodbye"  # the caller has been silent too often


class PromptWanted(msgspec.Struct, frozen=True):
    """The floor asks the responder to speak."""

    turn: int
    prompt: Prompt


class AudioOut(msgspec.Struct, frozen=True):
    """Audio of a turn for the carrier, mu-law: bytes of a sentence (its number in the ledger), from `from_byte` on."""

    turn: int
    generation: int
    sentence: int
    from_byte: int
    mulaw: bytes
    filler: bool = False


class MarkOut(msgspec.Struct, frozen=True):
    """A mark: asks the carrier to report when everything sent so far has played."""

    turn: int
    generation: int
    name: str


class ClearOut(msgspec.Struct, frozen=True):
    """A clear: makes the carrier drop the audio of a turn that has not played."""

    turn: int


LineOut = AudioOut | MarkOut | ClearOut
