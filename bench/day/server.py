"""The server of the day, as an operator runs it: `offhook serve --workers 2`, its folders, its log."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from bench.day.services import HOST, KEY, Services
from offhook.engine.host.world import RealWorld
from offhook.protocol.vendor_variables import without_vendors

WORKERS = 2
AUTH_TOKEN = "0123456789abcdef0123456789abcdef"  # of a carrier that is made up
ADMIN_TOKEN = "read-the-calls-of-the-day"  # of a server that lasts an hour
READY_WITHIN_S, GONE_WITHIN_S = 90.0, 60.0
DRAIN_S = 20.0
AGENT = Path(__file__).with_name("agent.toml")
COMMAND = (sys.executable, "-c", "from offhook import cli; cli.main()", "serve", f"--workers={WORKERS}")


class ServerNotReady(Exception):
    """The log says why."""


class LogLine(msgspec.Struct):
    """What is used of a line of the log."""

    event: str = ""
    level: str = ""
    pid: int = 0
    role: str = ""
    service: str = ""


class Server:
    """One server, and the one that follows it after a deploy: same settings, same folders, same port."""

    def __init__(self, port: int, services: Services, folder: Path, places: int) -> None:
        self.address = f"http://{HOST}:{port}"
        self.store = folder / "calls.db"
        self.runtime = folder / "runtime"
        self._command = (*COMMAND, f"--port={port}")
        self._settings = settings(services, folder, self.store, self.runtime, places)
        self._log = (folder / "server.log").open("ab", buffering=0)
        self._process: trio.Process | None = None
        self._reading = trio.Event()
        self.workers: list[int] = []
        """The processes of those that came up and have not ended, in that order."""
        self.resting: dict[str, None] = {}
        """Services that were left alone when the log last spoke of them. It does not say by which worker."""
        self.events: Counter[str] = Counter()
        """How often each line of level warning or error came."""

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self, nursery: trio.Nursery) -> None:
        """Until it takes calls with all its workers. Raises ServerNotReady."""
        self.workers, self.resting = [], {}
        environment = {**without_vendors(RealWorld().environment()), **self._settings}
        self._process = await trio.lowlevel.open_process(
            list(self._command), stderr=subprocess.PIPE, env=environment, start_new_session=True
        )
        self._reading = trio.Event()
        nursery.start_soon(self._read_log, self._process, self._reading, name="server log")
        with trio.move_on_after(READY_WITHIN_S):
            await self._ready(self._process)
        if len(self.workers) == WORKERS:
            return
        raise ServerNotReady("the server did not come up; its log says why")

    async def _ready(self, process: trio.Process) -> None:
        """Until it takes calls, or has ended."""
        await trio.lowlevel.checkpoint()
        while process.poll() is None:
            if len(self.workers) == WORKERS and await self.ask("/readyz") == 200:
                break
            await trio.sleep(0.1)

    async def replaced(self, worker: int) -> None:
        """Until a worker has ended, and all are there again."""
        await trio.lowlevel.checkpoint()
        while worker in self.workers or len(self.workers) < WORKERS:  # noqa: ASYNC110  # its log says so
            await trio.sleep(0.05)

    async def stop(self) -> int | None:
        """SIGTERM once, as an operator does; its exit code, or None if it had to be killed."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        code: int | None = None
        with trio.move_on_after(DRAIN_S + GONE_WITHIN_S):
            code = await self._process.wait()
        if code is None:
            self.kill()
        with trio.move_on_after(5):
            await self._reading.wait()
        return code

    def kill(self) -> None:
        """Nothing is left of it, but its log."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """The log's file. Nothing may be running any more."""
        self._log.close()

    def kill_a_worker(self) -> int:
        victim = self.workers[0]
        os.kill(victim, signal.SIGKILL)
        return victim

    async def ask(self, path: str) -> int:
        """The status of one page; 0 if it does not answer."""
        await trio.lowlevel.checkpoint()
        try:
            async with self.client() as client:
                return (await client.get(path)).status_code
        except httpx.HTTPError:
            return 0

    def client(self) -> httpx.AsyncClient:
        """Every request on a connection of its own, so that it may go to any worker."""
        return httpx.AsyncClient(
            base_url=self.address,
            trust_env=False,
            headers={"Authorization": f"Bearer {ADMIN_TOKEN}", "Connection": "close"},
            timeout=10,
        )

    @contextmanager
    def locked_store(self) -> Iterator[None]:
        """As another program does that writes for a while."""
        other = sqlite3.connect(self.store, isolation_level=None, timeout=5)
        try:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")
        finally:
            other.close()

    async def _read_log(self, process: trio.Process, read: trio.Event) -> None:
        assert process.stderr is not None
        rest = b""
        async for data in process.stderr:
            self._log.write(data)
            *lines, rest = (rest + bytes(data)).split(b"\n")
            for line in lines:
                self._note(line)
        read.set()

    def _note(self, line: bytes) -> None:
        try:
            said = msgspec.json.decode(line, type=LogLine)
        except (msgspec.DecodeError, msgspec.ValidationError):
            return
        if said.level in ("warning", "error", "critical"):
            self.events[said.event] += 1
        match said.event:
            case "worker started":
                self.workers.append(said.pid)
            case "worker ended" if said.pid in self.workers:
                self.workers.remove(said.pid)
            case "service left alone":
                self.resting[f"{said.role}.{said.service}"] = None
            case "service works again":
                self.resting.pop(f"{said.role}.{said.service}", None)
            case _:
                pass


def settings(services: Services, folder: Path, store: Path, runtime: Path, places: int) -> Mapping[str, str]:
    """As docs/production.md wants them: signed requests, a limit, folders of its own, two services in each chain."""
    of = {(each.role.value, each.name): f"http://{HOST}:{each.port}" for each in services.all}
    found = {
        "OFFHOOK__AGENT__PATH": str(AGENT),
        "OFFHOOK__TWILIO__AUTH_TOKEN": AUTH_TOKEN,
        "OFFHOOK__SERVER__ADMIN_TOKEN": ADMIN_TOKEN,
        "OFFHOOK__SERVER__RUNTIME_FOLDER": str(runtime),
        "OFFHOOK__SERVER__DRAIN_S": str(DRAIN_S),
        "OFFHOOK__STORE__PATH": str(store),
        "OFFHOOK__LIMITS__CALLS": str(places),
        "OFFHOOK__LOG__FORMAT": "json",
        "OFFHOOK__RECOGNIZER__CHAIN": '["deepgram", "openai", "pocketsphinx"]',
        "OFFHOOK__RESPONDER__CHAIN": '["openai", "openai_responses", "dialogue"]',
        "OFFHOOK__SPEAKER__CHAIN": '["elevenlabs", "openai", "espeak_ng"]',
    }
    sections = {"recognizer": "RECOGNIZER", "model": "RESPONDER", "voice": "SPEAKER"}
    for (role, name), url in of.items():
        section = f"OFFHOOK__{sections[role]}__{name.upper()}__"
        found[f"{section}API_KEY"] = KEY
        found[f"{section}BASE_URL"] = url if name == "elevenlabs" else f"{url}/v1"
    return found
