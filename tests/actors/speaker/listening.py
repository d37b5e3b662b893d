"""What the tests of all voices do with a voice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np

from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.service import Voice, VoicePiece
from offhook.engine.words.spoken_words import WordTime
from offhook.protocol import mulaw


@asynccontextmanager
async def saying(voice: Voice, text: str, language: str = "en") -> AsyncIterator[AsyncIterator[VoicePiece]]:
    """One sentence in a session of its own."""
    async with voice.session(ServedCall("", language)) as session, session.sentence(text) as pieces:
        yield pieces


async def sound_of(voice: Voice, text: str, language: str = "en") -> bytes:
    async with saying(voice, text, language) as pieces:
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
    async with saying(voice, text, language) as pieces:
        times = [piece async for piece in pieces if isinstance(piece, WordTime)]
    return [(text[time.character :].split()[0], time.byte / mulaw.SAMPLE_RATE_HZ) for time in times]
