"""Where the model of a voice is that the settings name: a file, or one of Piper's voices, which is fetched once."""

import re
from functools import partial
from pathlib import Path

import trio

from offhook.actors.speaker.service import VoiceUnknown
from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.worker import worker_command
from offhook.engine.host.world import World

DOWNLOADER = "offhook.actors.speaker.piper_download"
FETCHED_WITHIN_S = 310.0  # it gives up by itself before
_NAME = re.compile(r"[a-z]{2,3}_[A-Z]{2}-[A-Za-z0-9_]+-(x_low|low|medium|high)")


async def file_of(world: World, voice: str, folder: str) -> str:
    """The file's path. Raises VoiceUnknown."""
    if voice.endswith(".onnx"):
        return voice
    if _NAME.fullmatch(voice) is None:
        raise _unknown(voice, "write a file such as voices/NAME.onnx, or a name such as en_US-lessac-medium")
    file = Path(folder) / f"{voice}.onnx"
    there = await world.run_blocking(partial(_is_there, file), cost_s=0.0)
    if not there and (why := await _fetch(world, voice, folder)):
        command = f"python -m piper.download_voices {voice} --download-dir {folder}"
        raise _unknown(voice, f"{why}; fetch it where there is a network: {command}")
    return str(file)


async def _fetch(world: World, voice: str, folder: str) -> str:
    """What is wrong; empty if it is there."""
    try:
        process = await world.open_process(worker_command(DOWNLOADER, voice, folder))
    except OSError as exc:
        return in_words(exc)
    assert process.stdin is not None
    assert process.stdout is not None
    said = b""
    try:
        with trio.move_on_after(FETCHED_WITHIN_S):
            async with process.stdin, process.stdout:
                async for data in process.stdout:
                    said += data
            if await process.wait() == 0:
                return said.decode(errors="replace")
        return "it could not be fetched in time"
    finally:
        process.kill()
        with trio.move_on_after(1, shield=True):  # a killed process ends at once, but every shield has a deadline
            await process.wait()


def _is_there(file: Path) -> bool:
    return file.exists() and file.with_name(f"{file.name}.json").exists()


def _unknown(voice: str, fix: str) -> VoiceUnknown:
    return VoiceUnknown(f"speaker.piper.voice = {voice!r}: {fix}")
