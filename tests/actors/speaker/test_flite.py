"""Flite, present or not. Real processes on the real clock."""

import ctypes.util
from itertools import pairwise
from pathlib import Path

import pytest
import trio

from offhook.actors.speaker.flite import FliteSettings, open_flite
from offhook.actors.speaker.flite_worker import FliteProgram
from offhook.actors.worker_process import StartFailed
from offhook.engine.host.worker import WorkerCannotStart
from tests.actors.speaker.listening import seconds, sound_of, words_of
from tests.actors.speaker.watched_world import WatchedWorld

WITHIN_S = 60


@pytest.mark.parametrize("name", ["rms", "slt", "awb", "kal16"])
async def test_it_speaks_or_says_what_is_missing(name: str) -> None:
    """Either every promise of a voice holds, or opening it names the library and what to do."""
    if ctypes.util.find_library("flite") is None:
        await _assert_says_what_is_missing(WatchedWorld())
    else:
        await _assert_speaks(name)


async def test_opening_it_says_what_is_missing(tmp_path: Path) -> None:
    """The reason travels from the worker to whoever opens the chain; an unusable file stands for an absent one."""
    (tmp_path / "libflite.so.1").touch()
    await _assert_says_what_is_missing(WatchedWorld(LD_LIBRARY_PATH=str(tmp_path)))


async def _assert_says_what_is_missing(world: WatchedWorld) -> None:
    missing = pytest.RaisesExc(WorkerCannotStart, match=r"libflite\.so\.1 is missing .*apt-get install libflite1")
    with trio.fail_after(WITHIN_S), pytest.RaisesGroup(missing, flatten_subgroups=True):
        async with open_flite(world, FliteSettings()):
            pytest.fail("it opened")


async def _assert_speaks(name: str) -> None:
    world = WatchedWorld()
    with trio.fail_after(WITHIN_S):
        async with open_flite(world, FliteSettings.model_validate({"voice": name})) as voice:
            assert voice.name == "flite"
            assert [language for language in ("en", "en-IN", "hi", "") if voice.speaks(language)] == ["en", "en-IN"]
            greeting = seconds(await sound_of(voice, "Hello, how may I help you today?"))
            assert 1 < greeting < 4
            five = await sound_of(voice, "Hello, how may I help you today? " * 5)
            assert seconds(five) == pytest.approx(5 * greeting, rel=0.25)
            told = await words_of(voice, 'It is $12.50 from 7:30 on. "Yes," he said.')
            assert [word for word, _ in told] == ["It", "is", "$12.50", "from", "7:30", "on.", 'Yes,"', "he", "said."]
            assert all(0.05 < later - earlier < 3 for (_, earlier), (_, later) in pairwise(told))
            assert await sound_of(voice, "<b>Fish</b> & chips \x00\ud83d")
            for silent in ("", "...", "😀", "नमस्ते"):
                assert await sound_of(voice, silent) == b""
    assert len(world.processes) == 1


def test_a_missing_library_is_named() -> None:
    """The person who starts the server learns which file is missing and which package has it."""
    with pytest.raises(StartFailed, match=r"libflite_nowhere\.so\.1 is missing .*apt-get install libflite1"):
        FliteProgram(library="libflite_nowhere.so.1")


def test_a_library_without_voices_is_named() -> None:
    """Flite without a voice is of no use; whichever of the two files is missing, it is named."""
    with pytest.raises(StartFailed, match=r"libflite(_nobody_rms)?\.so\.1 is missing.*apt-get install libflite1"):
        FliteProgram(voice_library="libflite_nobody_{}.so.1")
