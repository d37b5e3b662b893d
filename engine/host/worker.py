"""Worker processes for libraries that hold the interpreter lock, may crash, or must not share our process.

A worker serves many sessions over one pipe (`protocol/worker_frames.py`). When a worker dies, each of its sessions
raises WorkerDied. A new worker is started at once, and after repeated deaths with growing pauses.

    ServiceFailed
    +-- WorkerDied           this session is lost; the next one may succeed
"""

import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress

import trio

from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.world import ChildProcess, World
from offhook.protocol import worker_frames

START_WITHIN_S = 30.0  # a cold import of numpy on a busy machine takes seconds
LIVE_WITHIN_S = 1.0
PROBE_EVERY_S = 2.0
ANSWER_WITHIN_S = 8.0  # longer than any single piece of a worker's work
SESSION_BACKLOG = 1024  # frames that a session may leave unread before it is given up
OUTBOX = 256
RECEIVE_BYTES = 65536
PAUSE_S = (0.05, 0.5, 2.0, 5.0)  # before the first, second, ... restart in a row
PROVEN_AFTER_S = 10.0  # after a worker lived this long, the pauses begin with the first again


class WorkerDied(ServiceFailed):
    """The worker process ended, no worker is running, or the session does not keep up."""


class WorkerCannotStart(Exception):
    """The worker reported why it cannot work, or was not ready in time. Raised while the pool opens."""


class WorkerSession:
    """One session with a worker: an utterance or a sentence."""

    def __init__(self, worker: "_Worker", number: int) -> None:
        self._worker = worker
        self._number = number
        self._inbox_send, self._inbox = trio.open_memory_channel[bytes](SESSION_BACKLOG)

    async def send(self, body: bytes) -> None:
        await self._worker.send(self._number, body)

    async def receive(self) -> bytes:
        try:
            return await self._inbox.receive()
        except trio.EndOfChannel:
            raise WorkerDied(self._worker.last_words(self._number)) from None

    def deliver(self, body: bytes) -> None:
        try:
            self._inbox_send.send_nowait(body)
        except trio.WouldBlock:
            self.lose()  # it does not read, and the other sessions of this worker must not wait for it
        except trio.ClosedResourceError:
            return  # it is lost already, and frames for it are dropped

    def lose(self) -> None:
        self._inbox_send.close()

    def close(self) -> None:
        self._inbox_send.close()
        self._inbox.close()


class _Worker:
    """One process and its pipe. One task writes all frames, so that a cancelled session cannot leave half a frame."""

    def __init__(self, name: str, process: ChildProcess) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.name = f"{name} (process {process.pid})"
        self.sessions: dict[int, WorkerSession] = {}
        self.refusal = ""  # the worker's own message why it cannot work
        self._last_session = worker_frames.WORKER_ITSELF
        self._answered = trio.Event()
        self._process = process
        self._stdin, self._stdout = process.stdin, process.stdout
        self._outbox_send, self._outbox = trio.open_memory_channel[bytes](OUTBOX)

    def open_session(self) -> tuple[int, WorkerSession]:
        self._last_session += 1
        session = self.sessions[self._last_session] = WorkerSession(self, self._last_session)
        return self._last_session, session

    def close_session(self, number: int) -> None:
        session = self.sessions.pop(number, None)
        if session is None:
            return
        session.close()
        try:
            self._outbox_send.send_nowait(worker_frames.encode(number, b""))
        except (trio.WouldBlock, trio.BrokenResourceError, trio.ClosedResourceError):
            # A full outbox means that the worker no longer reads: it is lost, with all its sessions.
            self._process.kill()

    def last_words(self, session: int) -> str:
        """The error of a session that the worker's end cut off, with the worker's reason if it gave one."""
        ended = f"{self.name} ended during session {session}"
        return f"{ended}: {self.refusal}" if self.refusal else ended

    async def send(self, number: int, body: bytes) -> None:
        try:
            await self._outbox_send.send(worker_frames.encode(number, body))
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            raise WorkerDied(self.last_words(number)) from None

    async def run(self, ready: trio.Event) -> None:
        """Serve until the process ends. Then every session has been told, and nothing is left of the process."""
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._write, name=f"{self.name} writer")
                nursery.start_soon(self._probe, ready, name=f"{self.name} probe")
                await self._read(ready)
                nursery.cancel_scope.cancel(reason="worker ended")
        finally:
            self._outbox.close()
            self._outbox_send.close()
            for session in self.sessions.values():
                session.lose()
            self.sessions.clear()
            self._process.kill()
            with trio.move_on_after(1, shield=True):  # a killed process ends at once, but every shield has a deadline
                await self._stdin.aclose()
                await self._stdout.aclose()
                await self._process.wait()

    async def _write(self) -> None:
        async for frame in self._outbox:
            try:
                await self._stdin.send_all(frame)
            except trio.BrokenResourceError:
                return  # the process has ended: the reader notices that and cleans up

    async def _probe(self, ready: trio.Event) -> None:
        """Detect a worker that hangs. Left alone it would get every new session, because it has the fewest open."""
        await ready.wait()
        while True:
            await trio.sleep(PROBE_EVERY_S)
            self._answered = trio.Event()
            with trio.move_on_after(ANSWER_WITHIN_S) as patience:
                await self._outbox_send.send(worker_frames.encode(worker_frames.WORKER_ITSELF, b"?"))
                await self._answered.wait()
            if patience.cancelled_caught:
                self._process.kill()
                return

    async def _read(self, ready: trio.Event) -> None:
        reader = worker_frames.FrameReader()
        while data := await self._receive():
            for frame in reader.feed(data):
                if frame.session == worker_frames.WORKER_ITSELF:
                    if frame.body:
                        self.refusal = frame.body.decode(errors="replace")
                        return
                    ready.set()
                    self._answered.set()
                elif (session := self.sessions.get(frame.session)) is not None:
                    session.deliver(frame.body)

    async def _receive(self) -> bytes:
        try:
            return bytes(await self._stdout.receive_some(RECEIVE_BYTES))
        except trio.BrokenResourceError:
            return b""


class WorkerPool:
    """Keeps a fixed number of workers running, and distributes sessions over them."""

    def __init__(self, world: World, name: str, command: Sequence[str]) -> None:
        self._world, self._name, self._command = world, name, command
        self._live: list[_Worker] = []
        self._became_live = trio.Event()
        self.deaths = 0

    @asynccontextmanager
    async def session(self) -> AsyncIterator[WorkerSession]:
        """A session with the least busy worker. Raises WorkerDied if no worker is running in time."""
        if not self._live:
            with trio.move_on_after(LIVE_WITHIN_S):
                await self._became_live.wait()
        if not self._live:
            raise WorkerDied(f"no {self._name} worker is running")
        with _session_of(min(self._live, key=lambda worker: len(worker.sessions))) as session:
            yield session

    @property
    def sessions_open(self) -> int:
        return sum(len(worker.sessions) for worker in self._live)

    async def keep_one_running(self, task_status: trio.TaskStatus[None]) -> None:  # noqa: ASYNC128  # `_run_one` does
        """Start a worker, and a new one whenever it ends. Reports started when the first one is ready."""
        await self._run_one(task_status)
        deaths_in_a_row = 0
        while True:
            self.deaths += 1
            await trio.sleep(PAUSE_S[min(deaths_in_a_row, len(PAUSE_S) - 1)])
            deaths_in_a_row += 1
            started_at = trio.current_time()
            with suppress(WorkerCannotStart):  # the pool is open already: it is tried again
                await self._run_one(trio.TASK_STATUS_IGNORED)
            if trio.current_time() - started_at > PROVEN_AFTER_S:
                deaths_in_a_row = 0

    async def _run_one(self, task_status: trio.TaskStatus[None]) -> None:
        """Run one worker from start to end. Raises WorkerCannotStart if it was never ready."""
        try:
            worker = _Worker(self._name, await self._world.open_process(self._command))
        except OSError as exc:  # no such program, or no process, memory or descriptor is available
            raise WorkerCannotStart(f"{self._name}: {in_words(exc)}") from exc
        ready = trio.Event()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._serve, worker, ready, nursery.cancel_scope, name=worker.name)
            with trio.move_on_after(START_WITHIN_S):
                await ready.wait()
            if ready.is_set():
                self._live.append(worker)
                self._became_live.set()
                task_status.started()
            else:
                nursery.cancel_scope.cancel(reason="worker not ready in time")
        if not ready.is_set():
            why = worker.refusal or f"it ended, or was not ready within {START_WITHIN_S:g} s"
            raise WorkerCannotStart(f"{worker.name}: {why}")

    async def _serve(self, worker: _Worker, ready: trio.Event, all_of_it: trio.CancelScope) -> None:
        try:
            await worker.run(ready)
        except Exception:  # noqa: BLE001  # a worker that breaks its pipe's protocol ends only itself
            worker.refusal = worker.refusal or "it broke the pipe's protocol"
        finally:
            if worker in self._live:
                self._live.remove(worker)
                if not self._live:
                    self._became_live = trio.Event()
        all_of_it.cancel(reason="worker ended")


@contextmanager
def _session_of(worker: _Worker) -> Iterator[WorkerSession]:
    number, session = worker.open_session()
    try:
        yield session
    finally:
        worker.close_session(number)


def worker_command(module: str, *arguments: str) -> list[str]:
    """The command that runs an installed worker program. The current directory is not on its import path: somebody's
    `queue.py` there would be imported instead of Python's."""
    return [sys.executable, "-P", "-m", module, *arguments]


@asynccontextmanager
async def open_workers(world: World, name: str, command: Sequence[str], count: int) -> AsyncIterator[WorkerPool]:
    """A pool of `count` ready workers, which end with the context. Raises WorkerCannotStart (in a group)."""
    pool = WorkerPool(world, name, command)
    async with trio.open_nursery() as nursery:
        for number in range(count):
            await nursery.start(pool.keep_one_running, name=f"{name} {number}")
        yield pool
        nursery.cancel_scope.cancel(reason="pool closed")
