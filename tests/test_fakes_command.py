"""`offhook fakes` in a process of its own, and the openai SDK as its client. Real sockets, the real clock."""

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import openai
import pytest
import trio

from offhook.engine.host.world import RealWorld
from tests.fakes.certificate import CERTIFICATE, trust

COMMAND = (sys.executable, "-c", "from offhook.cli import main; main()", "fakes", "--port", "0")
WITHIN_S = 60.0

# The SDK reads each stream through generators of its own, which nobody can close from outside.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")


@asynccontextmanager
async def fakes(*arguments: str) -> AsyncIterator[dict[str, str]]:
    """What the command says is to be set. It must stop on Ctrl-C."""
    process = await trio.lowlevel.open_process([*COMMAND, *arguments], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        said = b""
        while said.count(b"\n") < 3:
            said += await process.stdout.receive_some()
        lines = [line.removeprefix("export ") for line in said.decode().splitlines() if line.startswith("export ")]
        yield dict(line.split("=", 1) for line in lines)
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0
    finally:
        process.kill()


@pytest.mark.parametrize("arguments", [(), ("--certificate", str(CERTIFICATE))], ids=["plain", "tls"])
async def test_what_is_printed_is_enough_for_the_sdk(arguments: tuple[str, ...]) -> None:
    """A reply, speech and words, with nothing set but what the command says."""
    with trio.fail_after(WITHIN_S):
        async with fakes(*arguments) as settings, client(settings) as sdk:
            stream = await sdk.chat.completions.create(
                model="fake", messages=[{"role": "user", "content": "hello"}], stream=True
            )
            reply = [chunk.choices[0].delta.content or "" async for chunk in stream]
            speech = await sdk.audio.speech.create(model="fake", voice="marin", input="hello", response_format="pcm")
            words = await sdk.audio.transcriptions.create(model="fake", file=("a.wav", b"RIFF"))
        assert "".join(reply).startswith("Hello.")
        assert speech.content
        assert words.text


def test_it_ends_quietly_when_nobody_reads_what_it_prints() -> None:
    """As every command does, `offhook fakes | head -1`: without a traceback."""
    reads, writes = os.pipe()
    os.close(reads)
    try:
        ended = subprocess.run(COMMAND, stdout=writes, stderr=subprocess.PIPE, timeout=WITHIN_S, check=False)
    finally:
        os.close(writes)
    assert (ended.returncode, ended.stderr) == (1, b"")


async def test_a_fault_is_what_was_asked_for() -> None:
    """Of that service alone."""
    with trio.fail_after(WITHIN_S):
        async with fakes("--fault", "speech:429", "--latency", "models:1") as settings, client(settings) as sdk:
            with pytest.raises(openai.RateLimitError):
                await sdk.audio.speech.create(model="fake", voice="marin", input="hello", response_format="pcm")
            assert [model.id async for model in sdk.models.list()] == ["fake"]


@asynccontextmanager
async def client(settings: dict[str, str]) -> AsyncIterator[openai.AsyncOpenAI]:
    world = RealWorld(trust_environment=False, certificates=trust())
    async with world.network() as network:
        yield openai.AsyncOpenAI(
            api_key=settings["OPENAI_API_KEY"],
            base_url=settings["OPENAI_BASE_URL"],
            http_client=network.http_for_sdk,
            max_retries=0,
            timeout=WITHIN_S,
        )
