"""Facts about the caller: speech, words and keys."""

from offhook.engine.record.facts.what import What
from offhook.engine.words.heard_word import HeardWord


class SpeechStarted(What, frozen=True):
    """The VAD detected that the caller began to speak. `confidence` is the voiced share of the onset window, 0 to 1."""

    first_voiced_s: float
    confidence: float


class SpokenOver(What, frozen=True):
    """The caller began to speak while the agent was about to answer this turn, or was answering it."""

    first_voiced_s: float


class SpeechPaused(What, frozen=True):
    """A short silence. With a turn: this turn may answer now."""


class SpeechResumed(What, frozen=True):
    """The caller goes on after a pause."""


class SpeechEnded(What, frozen=True):
    """The VAD detected that the caller has finished. `silence_frames` of 20 ms led to that; None if the VAD crashed in
    the middle of the utterance."""

    last_voiced_s: float
    silence_frames: int | None = None


class TurnEnded(What, frozen=True):
    """The caller has finished, and this turn answers. The times are None if the caller answered by keys."""

    first_voiced_s: float | None = None
    last_voiced_s: float | None = None


class VoicedRun(What, frozen=True):
    """Frames in a row that the VAD called voiced. `from_s` is where the first one's 20 ms began."""

    from_s: float
    frames: int


class AudioStopped(What, frozen=True):
    """The carrier sends no audio in the middle of an utterance, so the utterance ends."""

    since_s: float
    """How long ago the last audio came."""


class EchoCancelled(What, frozen=True):
    """From now on the agent's voice is taken out of the caller's audio."""

    delay_ms: int | None
    """After how long it comes back; None if that is not known yet."""


class RecognitionStarted(What, frozen=True):
    """The recognizer has the whole utterance."""

    audio_bytes: int


class Recognized(What, frozen=True):
    """The recognizer's result for an utterance; no text if it recognised no words."""

    text: str
    confidence: float
    audio_s: float
    took_s: float
    """From the end of the utterance to the result."""


class TranscriptReady(What, frozen=True):
    """The words of this turn are known, or lost."""


class WordsHeard(What, frozen=True):
    """What the caller said or keyed in, for the transcript: `by` is "speech" or "keys"."""

    text: str
    by: str
    from_s: float
    until_s: float
    confidence: float = 1.0
    not_taken: str = ""
    """Why nothing answered the words (`engine/record/conversation.py`); empty if they were taken."""
    words: tuple[HeardWord, ...] = ()
    """Each by itself, its times in seconds since the call began; none if the recognizer tells no times."""
    continues: int = 0
    """The turn whose words these go on with, because the caller was cut off: one answer is for both. 0 if none."""
    whole: str = ""
    """All of these words, if they were recognised as one utterance; else they are the texts, one after the other."""


class KeyPressed(What, frozen=True):
    """One key."""

    key: str


class KeysEntered(What, frozen=True):
    """An entry by keys is complete, and this turn answers it."""

    keys: str


CallerFact = (
    SpeechStarted
    | SpokenOver
    | SpeechPaused
    | SpeechResumed
    | SpeechEnded
    | TurnEnded
    | VoicedRun
    | AudioStopped
    | EchoCancelled
    | RecognitionStarted
    | Recognized
    | TranscriptReady
    | WordsHeard
    | KeyPressed
    | KeysEntered
)
