"""Judges what the words of an utterance amount to: nothing, not understood, or words. Pure."""

import enum

from offhook.engine.words.plain_words import plain_words
from offhook.engine.words.small_talk import SmallTalk

COUGH_S = 0.5  # a shorter utterance is a cough; includes what the detector adds
SPEECH_S = 0.7  # an utterance of this length is speech, however unsure the recognizer is
SPEECH_WORDS = 3  # and so are this many words


class Said(enum.Enum):
    """What there is to answer."""

    NOTHING = "nothing"  # a sound, or hesitation: the agent goes on listening, or speaking
    NOT_UNDERSTOOD = "not understood"  # words, but which ones nobody can tell
    UNDERSTOOD = "understood"


def judge(
    text: str, *, certain: bool, voiced_s: float, over_agent: bool, small_talk: SmallTalk, asked_for: bool = False
) -> Said:
    """Judge an utterance of this length. `certain`: its confidence is high enough for what is expected. `asked_for`: it
    is one of the expected answers, which may look like a hum ("ER").

    With a low confidence the words may be found in a cough. Then it takes several of them to stop the agent's speech.
    """
    if small_talk.says_nothing(text) and not (asked_for and certain):
        return Said.NOTHING
    if certain:
        return Said.UNDERSTOOD
    if voiced_s < COUGH_S:
        return Said.NOTHING
    if len(plain_words(text)) >= SPEECH_WORDS or (voiced_s >= SPEECH_S and not over_agent):
        return Said.NOT_UNDERSTOOD
    return Said.NOTHING


def judge_lost(voiced_s: float) -> Said:
    """The same for an utterance whose words were lost: the caller is asked again, unless it was as short as a cough."""
    return Said.NOT_UNDERSTOOD if voiced_s >= COUGH_S else Said.NOTHING
