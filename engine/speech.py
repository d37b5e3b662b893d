"""What travels between the actors of a call. All times are `trio.current_time()` unless their name says otherwise."""

import enum

import msgspec

from offhook.engine.said import Said

FRAME_S = 0.020
FRAME_BYTES = 160  # 20 ms of 8 kHz mu-law, one byte a sample
BYTES_PER_S = 8000


class AudioFrame(msgspec.Struct, frozen=True):
    """20 ms of the caller: `FRAME_BYTES` of mu-law."""

    mulaw: bytes
    arrived_at: float


class SpeechStarted(msgspec.Struct, frozen=True):
    """The caller began to speak. `preroll` (mu-law) is what came before that was decided: no first sound is lost."""

    preroll: bytes
    confidence: float  # voiced share of the onset window, 0 to 1


class SpeechAudio(msgspec.Struct, frozen=True):
    """More of an utterance, mu-law."""

    mulaw: bytes


class SpeechPaused(msgspec.Struct, frozen=True):
    """A short silence: the turn may be over."""


class SpeechResumed(msgspec.Struct, frozen=True):
    """It was not."""


class SpeechEnded(msgspec.Struct, frozen=True):
    """The utterance is over. `turn` numbers the reply it asks for; None where it is not to be answered."""

    turn: int | None


SpeechEvent = SpeechStarted | SpeechAudio | SpeechPaused | SpeechResumed | SpeechEnded


class PartialTranscript(msgspec.Struct, frozen=True):
    """What the caller has said so far, as far as one can tell. `at_pause` where nothing was said since."""

    text: str
    confidence: float = 1.0
    at_pause: bool = False


class FinalTranscript(msgspec.Struct, frozen=True):
    """What the caller most likely said, however unsure that is; empty where no words were found."""

    turn: int
    text: str
    confidence: float
    said: Said = Said.UNDERSTOOD


class KeyPressed(msgspec.Struct, frozen=True):
    """The caller has pressed a key; it may be read later, after a sentence that nothing interrupts."""

    key: str
    at: float


class Prompt(enum.Enum):
    """Why the agent speaks without having been spoken to."""

    GREETING = "greeting"
    SILENCE = "silence"  # the caller was expected to speak
    APOLOGY = "apology"  # an answer is overdue
    GOODBYE = "goodbye"  # the caller has been silent too often


class PromptWanted(msgspec.Struct, frozen=True):
    """The floor asks the responder to speak."""

    turn: int
    prompt: Prompt


class AudioOut(msgspec.Struct, frozen=True):
    """Audio of a turn for the carrier, mu-law; `sentence` by its number in the ledger, `from_byte` counts in it."""

    turn: int
    generation: int
    sentence: int
    from_byte: int
    mulaw: bytes
    filler: bool = False


class MarkOut(msgspec.Struct, frozen=True):
    """Ask the carrier to tell when everything sent so far has played."""

    turn: int
    generation: int
    name: str


class ClearOut(msgspec.Struct, frozen=True):
    """Make the carrier drop what it has not played of a turn."""

    turn: int


LineOut = AudioOut | MarkOut | ClearOut
