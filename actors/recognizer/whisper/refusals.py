"""Words that Whisper writes where nobody has said any. Pure.

It was trained on subtitles: in silence, in noise and in coughs it finds what stands there at such moments.
"""

import re

from offhook.engine.words.words import words
from offhook.protocol.said_words import said_words

_OF_SUBTITLES = tuple(
    words(phrase)
    for phrase in (
        "thank you for watching",
        "thanks for watching",
        "thank you so much for watching",
        "please subscribe",
        "like and subscribe",
        "subscribe to my channel",
        "see you in the next video",
        "subtitles by",
        "subtitles by the amara org community",
        "captions by",
        "transcription by",
        "untertitel der amara org community",
        "untertitel im auftrag des zdf",
        "vielen dank fürs zuschauen",
        "sous titres réalisés par la communauté d'amara org",
        "sous titrage",
        "merci d'avoir regardé cette vidéo",
        "subtítulos realizados por la comunidad de amara org",
        "gracias por ver el video",
        "amara org",
    )
)
_SOUNDS = frozenset(
    "ah ahh aha ahem beep beeping eh ha haha hahaha hm hmm hmmm huh mm mmm oh ooh uh um".split()  # noqa: SIM905  # words
)
"""What is no word for a dialogue, and what hums, laughs, throats and tones are written as."""

LEAST_LIKELY, NOBODY_SPEAKS = -1.0, 0.45
"""For each of 70 coughs, knocks, hums, doors, dogs, bells, tones and noises tiny.en wrote words. Nearly all had a
mean log probability below the first and a share of "no speech" above the second; few answers have both."""
UNLIKELY = -1.5
LETTERS_PER_S = 28.0
MOST_REPEATS = 4
_NUMBERS_REPEAT = re.compile(r"\d+")


def is_invented(text: str, log_probability: float, no_speech: float, sound_s: float) -> bool:
    """Whether the text is more likely to be the model's own than the caller's."""
    said = words(said_words(text))
    return (
        not said
        or log_probability < UNLIKELY
        or (log_probability < LEAST_LIKELY and no_speech > NOBODY_SPEAKS)
        or all(word in _SOUNDS for word in said)
        or any(_holds(said, phrase) for phrase in _OF_SUBTITLES)
        or len(text) > LETTERS_PER_S * sound_s
        or is_loop(said)
    )


def is_loop(said: tuple[str, ...]) -> bool:
    """Whether a phrase is there over and over. Digits may be: "seven seven seven seven"."""
    for length in range(1, len(said) // MOST_REPEATS + 1):
        for start in range(len(said) - length * MOST_REPEATS + 1):
            phrase = said[start : start + length]
            if said[start : start + length * MOST_REPEATS] == phrase * MOST_REPEATS and not _is_number(phrase):
                return True
    return False


def _is_number(phrase: tuple[str, ...]) -> bool:
    return len(phrase) == 1 and _NUMBERS_REPEAT.fullmatch(phrase[0]) is not None


def _holds(said: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(said[start : start + len(phrase)] == phrase for start in range(len(said) - len(phrase) + 1))
