"""What is built in is really run. Real processes, the real clock."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import cast

import msgspec
import pytest
import trio

from offhook.actors.declaration import NoSettings
from offhook.actors.role_settings import with_services
from offhook.actors.speaker.flite_worker import FliteProgram
from offhook.actors.speaker.service import Voice, VoiceDeclaration, VoiceFailed
from offhook.actors.speaker.speaker_settings import SpeakerSettings
from offhook.actors.worker_process import StartFailed
from offhook.doctor.embedded import try_embedded
from offhook.doctor.finding import Finding, Level
from offhook.doctor.setup import Setup
from offhook.engine.host.settings import Section
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.host.world import World
from tests.doctor.rig import a_setup

WITHIN_S = 60.0
OpenVoice = Callable[[World, Section], AbstractAsyncContextManager[Voice]]


async def tried(setup: Setup) -> dict[str, Finding]:
    """By the name of each part."""
    found: list[Finding] = []
    with trio.fail_after(WITHIN_S):
        await try_embedded(setup, found)
    return {each.what.partition(":")[0]: each for each in found}


async def test_each_part_is_run_on_a_little_sound(folder: Path) -> None:
    """The recognizer hears the word, the voice speaks, and the detectors tell a voice from silence."""
    found = await tried(a_setup(folder))
    assert found["recognizer.pocketsphinx"].what.endswith("hears 'today' where somebody says 'today'")
    assert found["speaker.espeak_ng"].what.startswith("speaker.espeak_ng: says 'Good morning.' in 0.")
    for confirm in ("none", "noise_floor", "silero"):
        told = found[f"vad.confirm = '{confirm}'"]
        assert told.level is Level.GOOD
        assert told.what.endswith("and in 0 of 50 of silence")
    assert "vad.confirm = 'none': hears a voice in 0 " not in found["vad.confirm = 'none'"].what
    assert found["speaker.flite"].level is Level.GOOD  # whether it is installed here or not: no chain names it
    assert "responder.dialogue" not in found  # the agent file has no dialogue


async def test_a_scripted_agent_greets(folder: Path) -> None:
    """With the agent that comes along."""
    found = await tried(a_setup(folder, OFFHOOK__AGENT__PATH="agents/front_desk.toml"))
    assert found["responder.dialogue"].level is Level.GOOD
    assert "greets with" in found["responder.dialogue"].what


@asynccontextmanager
async def missing(world: World, settings: Section) -> AsyncIterator[Voice]:
    await trio.lowlevel.checkpoint()
    raise WorkerCannotStart("beep: no library; install it")
    yield


@asynccontextmanager
async def mute(world: World, settings: Section) -> AsyncIterator[Voice]:
    await trio.lowlevel.checkpoint()
    raise VoiceFailed("beep has lost its worker")
    yield


@asynccontextmanager
async def broken(world: World, settings: Section) -> AsyncIterator[Voice]:
    await trio.lowlevel.checkpoint()
    raise RuntimeError("a secret")
    yield


@asynccontextmanager
async def without_library(world: World, settings: Section) -> AsyncIterator[Voice]:
    await trio.lowlevel.checkpoint()
    try:
        FliteProgram("libflite_nowhere.so.1")
    except StartFailed as exc:
        raise WorkerCannotStart(f"flite (process 7): {exc}") from exc
    yield cast(Voice, None)  # never: there is no such library


async def test_nobody_reinstalls_a_package_for_a_library_of_the_system(folder: Path) -> None:
    """The doctor said what was missing, and as the fix a command that does not bring it."""
    extended = with_services(VoiceDeclaration("beep", NoSettings, without_library, embedded=True))(SpeakerSettings)
    setup = a_setup(folder)
    settings = setup.settings.model_copy(update={"speaker": extended.model_validate({"chain": ["beep", "tone"]})})
    found = await tried(msgspec.structs.replace(setup, settings=settings))
    assert found["speaker.beep"].fix.startswith("install it (Debian and Ubuntu: apt-get install libflite1)")


@pytest.mark.parametrize(
    ("open_it", "named", "level", "said"),
    [
        (missing, False, Level.GOOD, "speaker.beep: not installed, and not used"),
        (missing, True, Level.WARNING, "speaker.beep: beep: no library"),
        (mute, False, Level.WRONG, "speaker.beep: beep has lost its worker"),
        (broken, True, Level.WRONG, "speaker.beep: RuntimeError"),
    ],
    ids=["missing", "missing and named", "fails", "crashes"],
)
async def test_a_part_that_does_not_work_is_a_finding(
    folder: Path, open_it: OpenVoice, named: bool, level: Level, said: str
) -> None:
    """And the others are run all the same. What a library says is not quoted."""
    setup = a_setup(folder)
    extended = with_services(VoiceDeclaration("beep", NoSettings, open_it, embedded=True))(SpeakerSettings)
    speaker = extended.model_validate({"chain": ["beep", "tone"] if named else ["tone"]})
    settings = setup.settings.model_copy(update={"speaker": speaker})
    found = await tried(msgspec.structs.replace(setup, settings=settings))
    assert found["speaker.beep"].level is level
    assert found["speaker.beep"].what.startswith(said)
    assert "a secret" not in f"{found['speaker.beep']}"
    assert found["speaker.beep"].fix
    assert found["vad.confirm = 'none'"].level is Level.GOOD
