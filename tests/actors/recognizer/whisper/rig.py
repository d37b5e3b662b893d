"""A whisper recognizer whose worker is the real program, with a fake engine and a model that a test writes."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trio

from offhook.actors.recognizer.pocketsphinx import PocketsphinxSettings, open_pocketsphinx
from offhook.actors.recognizer.service import Recognizer
from offhook.actors.recognizer.whisper.paired import paired
from offhook.actors.recognizer.whisper.recognizer import WhisperSettings, open_whisper
from tests.actors.speaker.watched_world import WatchedWorld
from tests.fakes.whisper_model import ENGINE, Hears, Model, write_model

WITHIN_S = 60


def fake_engine_world(**environment: str) -> WatchedWorld:
    """Workers find the fake engine before the real one, which may be installed or not."""
    return WatchedWorld(PYTHONPATH=python_path(ENGINE), **environment)


def python_path(first: Path) -> str:
    """Where workers look for modules: here before anywhere else."""
    return os.pathsep.join(filter(None, [str(first), os.environ.get("PYTHONPATH", "")]))


@asynccontextmanager
async def whisper(
    folder: Path,
    *heard: Hears,
    model: Model | None = None,
    max_waiting_s: float = 0.5,
    world: WatchedWorld | None = None,
) -> AsyncIterator[Recognizer]:
    """It hears this, one utterance after the other."""
    path = write_model(folder / "model", model or Model(heard))
    settings = WhisperSettings(model=str(path), max_waiting_s=max_waiting_s)
    with trio.fail_after(WITHIN_S):
        async with open_whisper(world or fake_engine_world(), settings) as recognizer:
            yield recognizer


@asynccontextmanager
async def pair(
    folder: Path, *heard: Hears, world: WatchedWorld | None = None, max_waiting_s: float = 0.5
) -> AsyncIterator[Recognizer]:
    """With the real pocketsphinx beside it."""
    world = world or fake_engine_world()
    async with (
        whisper(folder, *heard, world=world, max_waiting_s=max_waiting_s) as first,
        open_pocketsphinx(world, PocketsphinxSettings()) as second,
    ):
        yield paired([first, second])[0]


async def refusal(settings: WhisperSettings, world: WatchedWorld | None = None) -> str:
    """Why it does not start."""
    with pytest.raises(BaseException) as caught, trio.fail_after(WITHIN_S):  # noqa: PT011  # alone or in a group
        async with open_whisper(world or fake_engine_world(), settings):
            pass
    found: BaseException = caught.value
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return str(found)
