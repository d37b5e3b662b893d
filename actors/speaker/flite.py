"""The `flite` voice: English, where the system has libflite. The library lives in a worker process."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Literal

from pydantic import Field

from offhook.actors.speaker.rendered_voice import RenderedVoice, offered_voices
from offhook.actors.speaker.service import Voice, VoiceDeclaration, VoiceUnknown
from offhook.engine.host.settings import Section
from offhook.engine.host.worker import WorkerCannotStart, WorkerPool, open_workers, worker_command
from offhook.engine.host.world import World

NAME = "flite"
WORKER = "offhook.actors.speaker.flite_worker"
LONGEST_PASSAGE = 120  # characters: about 7 s of speech, rendered in about 120 ms


class FliteSettings(Section):
    """Flite: English only, closer to a human voice than espeak-ng."""

    workers: int = Field(default=1, ge=1, le=16)
    """How many processes speak; calls share them. More use more cores and memory."""
    voice: Literal["rms", "slt", "awb", "kal16"] = "rms"
    """Which of Flite's voices speaks: `rms`, `awb` and `kal16` are men, `slt` is a woman."""


@asynccontextmanager
async def open_flite(world: World, settings: FliteSettings) -> AsyncIterator[Voice]:
    """Raises, in a group, WorkerCannotStart where libflite or its usual voice is missing, VoiceUnknown where a voice
    that somebody has chosen is."""
    async with open_workers(world, NAME, worker_command(WORKER), settings.workers) as pool:
        installed = [offered.name for offered in await offered_voices(pool)]
        if settings.voice not in installed:
            there_is = f"here Flite has only {', '.join(installed)}"
            if "voice" in settings.model_fields_set:
                raise VoiceUnknown(f"speaker.{NAME}.voice = {settings.voice!r}: {there_is}")
            raise WorkerCannotStart(f"no voice {settings.voice!r}: {there_is}; name one of them: speaker.{NAME}.voice")
        yield FliteVoice(pool, settings.voice, installed)


class FliteVoice(RenderedVoice):
    """One of those that are installed."""

    def __init__(self, pool: WorkerPool, voice: str, installed: Sequence[str]) -> None:
        super().__init__(NAME, pool, [{"en": voice}], LONGEST_PASSAGE)
        self._workers, self._installed = pool, installed

    def in_voice(self, voice: str, language: str) -> Voice:
        del language  # they all speak English, and nothing else
        if voice not in self._installed:
            raise VoiceUnknown(f"here Flite has only {', '.join(self._installed)}")
        return FliteVoice(self._workers, voice, self._installed)


FLITE = VoiceDeclaration(NAME, FliteSettings, open_flite, embedded=True)
