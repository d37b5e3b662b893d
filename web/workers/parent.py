"""The parent process of `offhook serve --workers N`: it replaces a worker that dies, and answers nothing itself.

It binds the addresses once; its workers are fresh interpreters that inherit the sockets (`web/workers/worker.py`). The
`hypercorn` command cannot be used for it: when one of its workers dies, its parent ends all the others.

The first worker starts alone: what keeps it from starting would keep all of them, and is told once. A worker that ends
later is replaced at once, and after repeated deaths with growing pauses. If none serves and none can be started, the
parent gives up.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, closing

import trio
from hypercorn.config import Config
from structlog.typing import FilteringBoundLogger

from offhook.engine.host.errors_in_words import leaves
from offhook.engine.host.log_output import LogOutput, keep_standard_descriptors
from offhook.engine.host.settings import EngineSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.worker import PAUSE_S, PROVEN_AFTER_S
from offhook.engine.host.world import RealWorld
from offhook.web.serving import ServingFailed, bind_sockets, listening_on
from offhook.web.stopping import StopRequests, stop_signals
from offhook.web.workers.process import Processes, WorkerCannotStart, WorkerProcess, how_it_ended, open_worker

START_WITHIN_S = 120.0  # Hypercorn gives the application 60 s, beside the imports on a busy machine
CUT_WITHIN_S = 10.0
"""After the third request to stop, workers that have not ended by then are killed."""
CLOSED_WITHIN_S = 1.0  # a killed process ends at once, but every shield has a deadline
FAILED_STARTS = 4
"""So many in a row in one place, and no other worker that serves: the parent gives up."""


async def serve_with_workers(settings: EngineSettings, command: Sequence[str]) -> None:
    """Serve with `server.workers` processes until asked to stop, and then until the last of them has ended.

    `command` starts a worker; the descriptors of its sockets are added. Raises ServingFailed.
    """
    keep_standard_descriptors()
    config = Config()
    config.bind = [listening_on(settings.server)]
    world = RealWorld()
    failure: ServingFailed | None = None
    try:
        with closing(LogOutput()) as output, ExitStack() as open_sockets, stop_signals() as signals:
            sockets = [open_sockets.enter_context(socket) for socket in bind_sockets(config).insecure_sockets]
            log = open_log(settings.log, world, output)
            workers = Workers(world, command, [socket.fileno() for socket in sockets], log)
            async with trio.open_nursery() as nursery:
                nursery.start_soon(workers.stop_when_asked, signals, name="stop requests")
                await workers.run(settings.server.workers)
                nursery.cancel_scope.cancel(reason="all workers have ended")
    except* ServingFailed as group:
        failure = ServingFailed("; ".join(str(leaf) for leaf in leaves(group)))
    if failure is not None:
        raise failure  # raised here, because Python 3.11.0 to 3.11.3 wrap in a group what `except*` raises


class Workers:
    """A fixed number of places, each with one worker process after the other."""

    def __init__(
        self, processes: Processes, command: Sequence[str], sockets: Sequence[int], log: FilteringBoundLogger
    ) -> None:
        self._processes, self._sockets, self._log = processes, sockets, log
        self._command = [*command, *map(str, sockets)]
        self._running: dict[int, WorkerProcess] = {}
        self._serving = 0
        self._has_served = trio.Event()
        self._stopping = trio.Event()
        self._bad_ends: list[str] = []

    async def run(self, count: int) -> None:
        """Keep so many running until they were asked to stop and have ended. Raises ServingFailed (in a group)."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._keep_one_running, name="worker 1")
            await self._has_served.wait()
            for number in range(2, count + 1):
                nursery.start_soon(self._keep_one_running, name=f"worker {number}")
        if self._bad_ends:
            raise ServingFailed("; ".join(self._bad_ends))

    async def stop_when_asked(self, signals: AsyncIterator[int]) -> None:
        """Pass on each request to stop to all workers; kill those that do not end even after the third."""
        requests = StopRequests()
        async for _ in signals:
            if requests.count(trio.current_time()):
                await self.request_stop()
            if requests.are_to_cut:
                await trio.sleep(CUT_WITHIN_S)
                for worker in self._running.values():
                    worker.kill()

    async def request_stop(self) -> None:
        self._stopping.set()
        self._has_served.set()  # nothing more is to be waited for
        async with trio.open_nursery() as nursery:
            for worker in self._running.values():
                nursery.start_soon(worker.request_stop, name=f"stop of worker {worker.pid}")

    async def _keep_one_running(self) -> None:
        deaths_in_a_row = failed_starts = 0
        while not self._stopping.is_set():
            started_at = trio.current_time()
            try:
                await self._run_one()
                failed_starts = 0
            except WorkerCannotStart as exc:
                if self._stopping.is_set():  # which kept it from starting
                    return
                failed_starts += 1
                self._give_up_if_none_serves(str(exc), failed_starts)
                self._log.error("worker cannot start", why=str(exc), failed_starts=failed_starts)
            if trio.current_time() - started_at > PROVEN_AFTER_S:
                deaths_in_a_row = 0
            with trio.move_on_after(PAUSE_S[min(deaths_in_a_row, len(PAUSE_S) - 1)]):
                await self._stopping.wait()
            deaths_in_a_row += 1

    def _give_up_if_none_serves(self, why: str, failed_starts: int) -> None:
        """Raises ServingFailed if the server has never come up, or if no worker serves and none can be started."""
        if not self._has_served.is_set():
            raise ServingFailed(why)
        if failed_starts >= FAILED_STARTS and not self._serving:
            raise ServingFailed(f"no worker is left, and none can be started: {why}")

    async def _run_one(self) -> None:
        """Run one worker from start to end. Raises WorkerCannotStart if it never served."""
        worker = await open_worker(self._processes, self._command, self._sockets)
        self._running[worker.pid] = worker
        serves = False
        try:
            if self._stopping.is_set():  # since it was decided to start this one
                await worker.request_stop()
            await worker.wait_ready(START_WITHIN_S)
            serves = True
            self._serving += 1
            self._has_served.set()
            self._log.info("worker started", pid=worker.pid, serving=self._serving)
            code = await worker.wait()
        finally:
            del self._running[worker.pid]
            self._serving -= serves
            with trio.move_on_after(CLOSED_WITHIN_S, shield=True):
                await worker.close(kill=not serves)
        self._tell_end(worker, code)

    def _tell_end(self, worker: WorkerProcess, code: int) -> None:
        how = how_it_ended(code)
        tell = self._log.error if code else self._log.info  # with 0 if somebody asked this one to stop
        tell("worker ended", pid=worker.pid, how=how, serving=self._serving)
        if code and self._stopping.is_set():
            self._bad_ends.append(f"worker {worker.pid} did not stop in order: {how}")
