"""The recognizers that `bench.recognition` compares, asked as in a call; and what else it plays to them: free speech,
and sounds in which nobody speaks."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Literal

import numpy as np
import trio
from numpy.typing import NDArray

from bench.short_noises import short_noises
from offhook.actors.recognizer.pocketsphinx import PocketsphinxSettings, open_pocketsphinx
from offhook.actors.recognizer.service import Recognizer, RecognizerSession, Transcript
from offhook.actors.recognizer.whisper.paired import paired
from offhook.actors.recognizer.whisper.recognizer import WhisperSettings, open_whisper
from offhook.engine.host.world import RealWorld
from offhook.engine.words.expectation import Expectation
from offhook.protocol import mulaw

Ears = Literal["pocketsphinx", "whisper", "both"]
PAUSE_MS, SILENCE_MS = 120, 300
"""After so much silence the words so far are asked for, and after so much the turn is over (the defaults)."""
FRAME_BYTES = 160
FREE = (
    "hi i'd like a room for two from tomorrow for three nights please",
    "could you tell me when you open on sunday",
    "i want to book a room for friday for four people",
    "good morning we need a room for a week",
    "we are four people and we arrive at half past seven",
    "my member number is four two seven one",
    "can i speak to a person about my booking",
    "i would like to know how to get to the hotel",
    "a room for one night from monday please",
    "sorry can you tell me what your opening hours are",
    "three nights for two people from next thursday",
)
"""What people say who were not told how to."""


@asynccontextmanager
async def opened(ears: Ears, model: str) -> AsyncIterator[Recognizer]:
    world, whisper = RealWorld(), WhisperSettings(model=model)
    if ears == "pocketsphinx":
        async with open_pocketsphinx(world, PocketsphinxSettings()) as recognizer:
            yield recognizer
    elif ears == "whisper":
        async with open_whisper(world, whisper) as recognizer:
            yield recognizer
    else:
        async with open_whisper(world, whisper) as first, open_pocketsphinx(world, PocketsphinxSettings()) as second:
            yield paired([first, second])[0]


async def turn(session: RecognizerSession, sound: bytes, expected: Expectation) -> tuple[Transcript, float]:
    """One turn, which ends in silence: its words, and how long after its end they came, in ms. What was said before is
    fed faster than it was spoken."""
    paused_at = len(sound) - (SILENCE_MS - PAUSE_MS) * mulaw.SAMPLE_RATE_HZ // 1000
    async with session.utterance(1, expected, lambda text: None) as utterance, trio.open_nursery() as nursery:
        for start in range(0, paused_at, FRAME_BYTES):
            await utterance.feed(sound[start : min(start + FRAME_BYTES, paused_at)])
        begun = trio.current_time()
        stands: list[Transcript] = []

        async def look() -> None:
            so_far = await utterance.so_far()
            if so_far is not None and so_far.stands:
                stands.append(so_far.transcript)

        async with trio.open_nursery() as looking:
            looking.start_soon(look)
            await trio.sleep_until(begun + (SILENCE_MS - PAUSE_MS) / 1000)
            await utterance.feed(sound[paused_at:])
        transcript = stands[0] if stands else await utterance.finish()
        late_ms = 1000 * (trio.current_time() - begun) - (SILENCE_MS - PAUSE_MS)
        nursery.cancel_scope.cancel(reason="the turn is over")
    return transcript, late_ms


def noises(each_kind: int) -> Iterator[tuple[str, bytes]]:
    """Sounds in which nobody speaks, each with its name."""
    for kind, sound in short_noises(each_kind, seed=1):
        yield kind, _line(sound)
    chance = np.random.default_rng(3)
    at_s = np.arange(3 * mulaw.SAMPLE_RATE_HZ) / mulaw.SAMPLE_RATE_HZ
    yield "digital silence", mulaw.SILENCE * len(at_s)
    for loudness in (30, 300, 2000):
        yield f"white noise {loudness}", _line(chance.standard_normal(len(at_s)) * loudness)
    for hz in (425, 1000, 2100):
        yield f"tone {hz} Hz", _line(6000 * np.sin(2 * np.pi * hz * at_s))
    for key, low, high in (("1", 697, 1209), ("5", 770, 1336), ("0", 941, 1336)):
        yield (
            f"key {key}",
            _line(4000 * (np.sin(2 * np.pi * low * at_s[:1600]) + np.sin(2 * np.pi * high * at_s[:1600]))),
        )
    yield "busy line", _line(5000 * np.sin(2 * np.pi * 480 * at_s) * (np.floor(at_s * 2) % 2 == 0))
    yield "fax that calls", _line(np.where(at_s % 3.5 < 0.5, 6000 * np.sin(2 * np.pi * 1100 * at_s), 0))
    bits = np.repeat(chance.integers(0, 2, 1000), mulaw.SAMPLE_RATE_HZ // 300)[: len(at_s)]
    shifts = np.cumsum(np.where(bits, 1650, 1850)) / mulaw.SAMPLE_RATE_HZ
    yield "fax that sends", _line(6000 * np.sin(2 * np.pi * shifts))
    yield "music", _line(_tune(at_s[:4000]))


def _tune(at_s: NDArray[np.float64]) -> NDArray[np.float64]:
    notes = [
        sum(3000 / part * np.sin(2 * np.pi * hz * part * at_s) * np.exp(-4 * at_s) for part in (1, 2, 3, 4))
        for hz in (262, 330, 392, 523, 392, 330)
    ]
    return np.concatenate([np.asarray(note) for note in notes])


def _line(sound: NDArray[np.float64]) -> bytes:
    return mulaw.encode(np.clip(sound, -32_000, 32_000).astype(np.int16))
