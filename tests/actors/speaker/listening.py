"""What the tests of all voices do with a voice."""

import numpy as np

from offhook.actors.speaker.service import Voice
from offhook.engine.words.spoken_words import WordTime
from offhook.protocol import mulaw


async def sound_of(voice: Voice, text: str, language: str = "en") -> bytes:
    async with voice.say(text, language) as pieces:
        sound = [piece async for piece in pieces if isinstance(piece, bytes)]
    assert all(sound), "a piece holds at least one byte"
    return b"".join(sound)


def seconds(sound: bytes) -> float:
    return len(sound) / mulaw.SAMPLE_RATE_HZ


def level_db(sound: bytes) -> float:
    """Root mean square over everything, against full scale."""
    return float(20 * np.log10(np.sqrt(np.mean(np.square(mulaw.decode(sound) / 32768)))))


async def words_of(voice: Voice, text: str, language: str = "en") -> list[tuple[str, float]]:
    """The words whose time the voice tells, in seconds from the beginning of its sound."""
    async with voice.say(text, language) as pieces:
        times = [piece async for piece in pieces if isinstance(piece, WordTime)]
    return [(text[time.character :].split()[0], time.byte / mulaw.SAMPLE_RATE_HZ) for time in times]
