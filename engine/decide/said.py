"""What the words of an utterance amount to, as `engine/decide/words_judge.py` decides it."""

import enum

import msgspec


class Said(enum.Enum):
    """What there is to answer."""

    NOTHING = "nothing"  # a sound, or hesitation: the agent goes on listening, or speaking
    NOT_UNDERSTOOD = "not understood"  # words, but which ones nobody can tell
    UNDERSTOOD = "understood"


class Judgement(msgspec.Struct, frozen=True):
    """The judgement of one utterance."""

    said: Said
    not_taken: str = ""
    """Why its words are not taken (`engine/decide/not_taken.py`); empty if they are."""
    confidence: float = 1.0
    """The recognizer's, lowered where the utterance sounds little like a voice (`engine/decide/voice_evidence.py`)."""
    sign_of_life: bool = False
    """Whether it shows that the caller is there: words that were understood, also if they do not count."""
