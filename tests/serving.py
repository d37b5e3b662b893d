"""The server in processes of its own, as a user starts it, and callers who ring there. Real sockets, the real clock."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import trio

from offhook.protocol.playout import SoundBegan
from offhook.simulation.exchange import AGENT
from offhook.telephone.clip import from_mulaw
from offhook.telephone.phone import CallOptions, CallOutcome, place_call
from offhook.telephone.phone_events import StreamOpened
from offhook.telephone.phone_script import say
from offhook.telephone.phone_stream import WayToLeave
from tests.fakes.clips import clip

SERVE = (sys.executable, "-c", "from offhook import cli; cli.main()", "serve")
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
        "OFFHOOK__ADMISSION__LAG_MS": "0",  # a busy machine turns no caller of a test away
        **more,
    }


class HypercornCommand:
    """A command that serves, usually the bare `hypercorn`, as the leader of a process group of its own."""

    def __init__(self, process: trio.Process, port: int) -> None:
        self.process, self.port = process, port
        self.address = f"http://127.0.0.1:{port}"
        self.log = b""
        self._silent, self._said_more = trio.Event(), trio.Event()

    @property
    def worker_pid(self) -> int:
        """Of the one worker of the bare command, which has beside it what keeps track of Python's semaphores."""
        parent = self.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        (worker,) = [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
        return worker

    @property
    def workers(self) -> list[int]:
        """The processes of those that came up under `offhook serve --workers`, in that order."""
        return [int(pid) for pid in re.findall(rb"worker started +pid=(\d+)", self.log)]

    async def workers_started(self, count: int) -> None:
        """Wait until so many have come up since the start."""
        while len(self.workers) < count:
            await self._said_more.wait()

    async def read_log(self) -> None:
        """Without a reader its pipe would fill up, and the server wait for that."""
        assert self.process.stderr is not None
        async for data in self.process.stderr:  # which ends when the last process of its has let go of it
            self.log += bytes(data)
            self._said_more.set()
            self._said_more = trio.Event()
        self._silent.set()

    async def ended(self) -> int:
        """Wait until nothing is left of it, worker or program of a worker's; its exit code."""
        await self._silent.wait()
        return await self.process.wait()


@asynccontextmanager
async def hypercorn(
    settings: Mapping[str, str], *arguments: str, port: int | None = None
) -> AsyncIterator[HypercornCommand]:
    """Start it; whatever the test leaves of its process group is killed at the end."""
    port = port or free_port()
    command = [sys.executable, "-m", "hypercorn", "app:app", "--worker-class", "trio", "-b", f"127.0.0.1:{port}"]
    async with running([*command, *arguments], settings, port) as server:
        yield server


@asynccontextmanager
async def serve_with_workers(settings: Mapping[str, str], count: int = 2) -> AsyncIterator[HypercornCommand]:
    """`offhook serve --workers`, once all of them have come up."""
    port = free_port()
    async with running([*SERVE, f"--workers={count}", f"--port={port}"], settings, port) as server:
        await server.workers_started(count)
        yield server


@asynccontextmanager
async def running(command: Sequence[str], settings: Mapping[str, str], port: int) -> AsyncIterator[HypercornCommand]:
    """The same for any command that serves."""
    process = await trio.lowlevel.open_process(
        command, env=os.environ | dict(settings), stderr=subprocess.PIPE, start_new_session=True
    )
    async with trio.open_nursery() as nursery:
        server = HypercornCommand(process, port)
        nursery.start_soon(server.read_log)
        try:
            yield server
        finally:
            with trio.move_on_after(10, shield=True):
                await reap(process)
            nursery.cancel_scope.cancel()


def kill_group(leader: int) -> None:
    """Nothing is left of a process group of ours; of one that has ended, nothing was."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


async def reap(process: trio.Process) -> None:
    """Kill what is left of its group, and wait for its end: else it is a warning in some later test."""
    kill_group(process.pid)
    await process.wait()


async def call(address: str, *, ending: WayToLeave = WayToLeave.STOP) -> CallOutcome:
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


def is_on_a_call(pid: int) -> bool:
    """Whether a worker has the journal of a call open."""
    opened = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            opened.append(os.readlink(descriptor))
    return any(".journals/" in path for path in opened)


def sounds_heard(outcome: CallOutcome) -> list[float]:
    """When each sound of the agent's began, in seconds from the opening of the stream."""
    opened = next(event.at for event in outcome.events if isinstance(event, StreamOpened))
    return [event.at - opened for event in outcome.events if isinstance(event, SoundBegan)]


async def no_live_calls(address: str) -> list[dict[str, object]]:
    """Wait until the server has let go of every call; the records it kept."""
    async with httpx.AsyncClient(base_url=address) as client:
        while True:
            calls = (await client.get("/calls")).json()
            if not calls["live"]:
                recent: list[dict[str, object]] = calls["recent"]
                return recent
            await trio.sleep(0.1)


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


def ignore(line: bytes) -> None:
    """A log that nobody reads."""
