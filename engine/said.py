"""What the words of an utterance amount to. Pure."""

import enum

from offhook.engine.plain_words import plain_words
from offhook.engine.small_talk import SmallTalk

COUGH_S = 0.5  # voiced for less than that, with what the detector adds to it: no question
SPEECH_S = 0.7  # voiced for so long, it was no cough, whatever the recognizer made of it
SPEECH_WORDS = 3  # so many words are no cough either


class Said(enum.Enum):
    """What there is to answer."""

    NOTHING = "nothing"  # a sound, or hesitation: the agent goes on listening, or speaking
    NOT_UNDERSTOOD = "not understood"  # words, but which ones nobody can tell
    UNDERSTOOD = "understood"


def judge(
    text: str, *, certain: bool, voiced_s: float, over_agent: bool, small_talk: SmallTalk, asked_for: bool = False
) -> Said:
    """What was said in an utterance of this length; `certain` where its confidence is high enough for what is expected,
    and `asked_for` where it is one of the answers to that: one may be spelled as a hum is.

    Without certainty a recognizer finds words in a cough too. Over the agent's speech only several of them stop it.
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
    """The same of an utterance whose words were lost: the caller is asked again, unless it was as short as a cough."""
    return Said.NOT_UNDERSTOOD if voiced_s >= COUGH_S else Said.NOTHING
