"""The `tone` voice: the same tone for every sentence, from memory. Costs nothing and speaks every language."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager

import numpy as np
import trio
from pydantic import Field

from offhook.actors.speaker.service import StatelessVoice, Voice, VoiceDeclaration
from offhook.engine.host.settings import Section
from offhook.engine.host.world import World
from offhook.protocol import mulaw

AMPLITUDE = 4633  # -20 dBFS, as loud as the voices that speak
FADE_S = 0.005  # a tone that begins or ends at full level clicks
PIECE_BYTES = 1600  # 200 ms


class ToneSettings(Section):
    """The tone: a voice of known length and latency, for measurements and demonstrations."""

    seconds: float = Field(default=2.0, ge=0.02, le=60)
    """How long the tone for one sentence is."""
    first_byte_ms: int = Field(default=0, ge=0, le=60_000)
    """How long it waits before the first sound of a sentence."""
    frequency_hz: float = Field(default=440.0, ge=100, le=3400)
    """How high the tone is, within what a telephone line carries."""


@asynccontextmanager
async def open_tone(world: World, settings: ToneSettings) -> AsyncIterator[Voice]:
    del world  # nothing outside is needed
    yield ToneVoice(settings)


class ToneVoice(StatelessVoice):
    """Rendered once; all calls share the pieces."""

    name = "tone"

    def __init__(self, settings: ToneSettings) -> None:
        sound = mulaw.encode(_tone(settings.seconds, settings.frequency_hz))
        self._pieces = [sound[start : start + PIECE_BYTES] for start in range(0, len(sound), PIECE_BYTES)]
        self._first_byte_s = settings.first_byte_ms / 1000

    def speaks(self, language: str) -> bool:
        return bool(language)

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        del language
        async with aclosing(self._sound(text)) as sound:
            yield sound

    async def _sound(self, text: str) -> AsyncGenerator[bytes]:  # noqa: ASYNC900  # `say` closes it
        await trio.sleep(self._first_byte_s)
        if text.strip():
            for piece in self._pieces:
                yield piece


def _tone(seconds: float, frequency_hz: float) -> mulaw.Samples:
    time_s = np.arange(round(seconds * mulaw.SAMPLE_RATE_HZ)) / mulaw.SAMPLE_RATE_HZ
    envelope = np.minimum(1, np.minimum(time_s, time_s[::-1]) / FADE_S)
    tone = AMPLITUDE * envelope * np.sin(2 * np.pi * frequency_hz * time_s)
    return np.round(tone).astype(np.int16)


TONE = VoiceDeclaration("tone", ToneSettings, open_tone, embedded=True, only_named=True)
