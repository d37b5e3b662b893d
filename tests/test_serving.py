"""The server as a user runs it: real processes, real sockets, the real clock. Deadlines are generous on purpose."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import trio

from protocol.playout import SoundBegan
from simulation.clip import from_mulaw
from simulation.phone import CallOptions, CallOutcome, place_call
from simulation.phone_events import StreamOpened
from simulation.phone_script import say
from simulation.phone_stream import Ending
from simulation.server_process import ServerNotReady, running_server
from tests.fakes.clips import clip
from tests.fakes.exchange import AGENT

SAY_TODAY = say("today", from_mulaw(clip("today")))


def settings_in(folder: Path, **more: str) -> dict[str, str]:
    """The three settable services and a small agent, nothing inherited."""
    agent = folder / "agent.toml"
    agent.write_text(AGENT)
    return {
        "OFFHOOK__RECOGNIZER__CHAIN": '["scripted"]',
        "OFFHOOK__RESPONDER__CHAIN": '["scripted"]',
        "OFFHOOK__SPEAKER__CHAIN": '["tone"]',
        "OFFHOOK__SPEAKER__TONE__SECONDS": "0.5",
        "OFFHOOK__AGENT__PATH": str(agent),
        "OFFHOOK__STORE__PATH": str(folder / "calls.db"),
        "OFFHOOK__SERVER__DRAIN_S": "0",
        **more,
    }


def ignore(line: bytes) -> None:
    """A log that nobody reads."""


async def call(address: str, *, ending: Ending = Ending.STOP) -> CallOutcome:
    return await place_call(CallOptions(url=f"{address}/voice-stream", items=(SAY_TODAY,), ending=ending))


@asynccontextmanager
async def a_call_that_stays(address: str) -> AsyncIterator[list[CallOutcome]]:
    """A caller who listens and never hangs up; the list gets the outcome when somebody else ends the call."""
    outcomes: list[CallOutcome] = []
    heard = trio.Event()

    async def stay() -> None:
        options = CallOptions(url=f"{address}/voice-stream", stay=True, max_seconds=60)

        def listen(event: object) -> None:
            if isinstance(event, SoundBegan):
                heard.set()

        outcomes.append(await place_call(options, on_event=listen))

    async with trio.open_nursery() as nursery:
        nursery.start_soon(stay)
        await heard.wait()
        yield outcomes
    assert outcomes


async def no_live_calls(address: str) -> list[dict[str, object]]:
    """Wait until the server has let go of every call; the records it kept."""
    async with httpx.AsyncClient(base_url=address) as client:
        while True:
            calls = (await client.get("/calls")).json()
            if not calls["live"]:
                recent: list[dict[str, object]] = calls["recent"]
                return recent
            await trio.sleep(0.1)


async def test_calls_come_and_go(tmp_path: Path) -> None:
    """A proper hang-up, a line that is cut, a caller who vanishes: each call leaves one record and nothing else."""
    settings = settings_in(tmp_path, OFFHOOK__LIMITS__CARRIER_SILENCE_S="1.5")
    with trio.fail_after(90):
        async with running_server(settings, ignore) as address:
            answered = await call(address)
            assert (answered.failure, answered.report.gaps) == ("", ())
            assert answered.report.turns[0].reply_at_s is not None
            await call(address, ending=Ending.DROP)
            vanished = CallOptions(url=f"{address}/voice-stream", ending=Ending.VANISH, max_seconds=6)
            await place_call(vanished)
            records = await no_live_calls(address)
    assert [record["end_reason"] for record in records] == ["carrier silent", "caller hung up", "caller hung up"]


async def test_sigterm_lets_the_caller_hear_a_goodbye(tmp_path: Path) -> None:
    """Told to stop, the bare `hypercorn` command lets a call go on for `drain_s`, says goodbye, and ends with 0.

    Nothing that it started is left.
    """
    settings = os.environ | settings_in(tmp_path, OFFHOOK__SERVER__DRAIN_S="1")
    with trio.fail_after(90):
        port = free_port()
        command = [sys.executable, "-m", "hypercorn", "app:app", "--worker-class", "trio", "-b", f"127.0.0.1:{port}"]
        process = await trio.lowlevel.open_process(command, env=settings, stderr=subprocess.PIPE)
        assert process.stderr is not None
        address = f"http://127.0.0.1:{port}"
        await answers(address)
        async with a_call_that_stays(address) as outcomes:
            await trio.sleep(1)  # the greeting is over
            process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
        async for _ in process.stderr:  # which ends when the last process that the server started has let go of it
            pass
    (outcome,) = outcomes
    opened = next(event.at for event in outcome.events if isinstance(event, StreamOpened))
    sounds = [event.at - opened for event in outcome.events if isinstance(event, SoundBegan)]
    assert len(sounds) == 2, "the greeting and the goodbye"
    assert 1.5 < sounds[1] < 5


async def test_one_stray_byte_ends_nobody_elses_call(tmp_path: Path) -> None:
    """A peer that sends a byte right behind its upgrade request is dropped; the call beside it goes on."""
    upgrade = (
        b"GET /media-stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\nX"
    )
    with trio.fail_after(90):
        settings = settings_in(tmp_path, OFFHOOK__FLOOR__SILENCES="0")  # or the one who stays would stay for long
        async with running_server(settings, ignore) as address, a_call_that_stays(address) as outcomes:
            for _ in range(5):
                await raw_answer(address, upgrade)
            assert outcomes == []
            assert (await call(address)).failure == ""


async def test_a_form_without_end_is_refused(tmp_path: Path) -> None:
    """A megabyte where a webhook's form belongs is answered with the reason, and not read to its end."""
    request = (
        b"POST /voice-stream HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 1000000\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\na=" + b"x" * 70_000
    )
    with trio.fail_after(60):
        async with running_server(settings_in(tmp_path), ignore) as address:
            answer = await raw_answer(address, request)
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"longer than" in answer


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("OFFHOOK__VAD__SILENCE_MS", "310", ["vad.silence_ms", "310", "multiple of 20"]),
        ("OFFHOOK__STORE__PATH", "/nonexistent/calls.db", ["store.path", "/nonexistent/calls.db"]),
        ("OFFHOOK__AGENT__PATH", "/nonexistent/agent.toml", ["/nonexistent/agent.toml"]),
        ("OFFHOOK__SPEAKER__CHAIN", '["espeak"]', ["speaker.chain", "espeak_ng"]),
    ],
)
async def test_start_up_that_fails_says_why(variable: str, value: str, words: list[str], tmp_path: Path) -> None:
    """`offhook serve` exits 1 and names the key, the value and the rule; bare hypercorn does not come up either."""
    settings = settings_in(tmp_path) | {variable: value}
    with trio.fail_after(60):
        command = [sys.executable, "-c", "import cli; cli.main()", "serve"]
        ended = await trio.run_process(
            command, env=os.environ | settings, capture_stderr=True, capture_stdout=True, check=False
        )
        assert ended.returncode == 1
        assert all(word in ended.stderr.decode() for word in words)
        with pytest.RaisesGroup(ServerNotReady):
            async with running_server(settings, ignore):
                pass


async def test_check_prints_the_effective_settings(tmp_path: Path) -> None:
    """`offhook serve --check` tells what is in force, and that it can be used."""
    settings = os.environ | settings_in(tmp_path, OFFHOOK__VAD__SILENCE_MS="400")
    command = [sys.executable, "-c", "import cli; cli.main()", "serve", "--check"]
    with trio.fail_after(60):
        ended = await trio.run_process(command, env=settings, capture_stdout=True)
    assert "vad.silence_ms = 400" in ended.stdout.decode()


async def raw_answer(address: str, request: bytes) -> bytes:
    """What the server says, and then closes the connection or keeps silent for two seconds."""
    answer = b""
    async with await trio.open_tcp_stream("127.0.0.1", int(address.rpartition(":")[2])) as stream:
        await stream.send_all(request)
        with trio.move_on_after(2):
            while data := await stream.receive_some(4096):
                answer += bytes(data)
    return answer


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


async def answers(address: str) -> None:
    """Wait until the server would take a call."""
    async with httpx.AsyncClient(base_url=address) as client:
        while True:
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await trio.sleep(0.1)
