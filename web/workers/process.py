"""One worker process of `offhook serve --workers`, as its parent sees it.

Its standard input is a pipe: each byte is a request to stop, and its end means that the parent is gone. So a parent
that was killed leaves no worker behind, on every system. On its standard output it says once whether it serves, or why
it cannot (`protocol/worker_frames.py`, session 0). The pipes of one worker are inherited by no other.
"""

import signal
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

import trio

from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.world import ChildProcess
from offhook.protocol.worker_frames import FrameReader, FrameTooLarge

STOP = b"s"
_READ_BYTES = 65536
_TOLD_WITHIN_S = 1.0  # the pipe holds thousands of requests: nobody waits for a worker that does not read


class WorkerCannotStart(Exception):
    """A worker ended before it served, or was not ready in time; the message says why."""


class Processes(Protocol):
    """What starts a process that inherits open descriptors."""

    async def open_process(self, command: Sequence[str], *, inherited: Sequence[int] = ()) -> ChildProcess: ...


class WorkerProcess:
    """A started worker. Whoever opened it waits for its end, and then closes it."""

    def __init__(self, process: ChildProcess) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.pid = process.pid
        self._process, self._requests, self._report = process, process.stdin, process.stdout

    async def wait_ready(self, within_s: float) -> None:
        """Return when it serves. Raises WorkerCannotStart."""
        try:
            with trio.fail_after(within_s):
                why = await self._first_report()
        except trio.TooSlowError:
            why = f"it was not ready within {within_s:g} s"
        if why:
            raise WorkerCannotStart(why)

    async def _first_report(self) -> str:
        """Empty if it serves; otherwise the reason why it does not."""
        reader = FrameReader()
        try:
            while data := bytes(await self._report.receive_some(_READ_BYTES)):
                for frame in reader.feed(data):
                    return frame.body.decode(errors="replace")
        except (trio.BrokenResourceError, FrameTooLarge) as exc:
            return f"its report could not be read: {in_words(exc)}"
        return f"it ended before it was ready: {how_it_ended(await self.wait())}"

    async def request_stop(self) -> None:
        with suppress(trio.BrokenResourceError, trio.ClosedResourceError):  # it has ended
            with trio.move_on_after(_TOLD_WITHIN_S):
                await self._requests.send_all(STOP)

    async def wait(self) -> int:
        """Its exit code, or the number of the signal that ended it as a negative number."""
        return await self._process.wait()

    def kill(self) -> None:
        self._process.kill()

    async def close(self, *, kill: bool) -> None:
        """Let go of it. Unless it is killed, a worker that still serves takes that for the end of its parent."""
        await self._requests.aclose()
        await self._report.aclose()
        if kill:
            self.kill()
            await self.wait()


async def open_worker(processes: Processes, command: Sequence[str], sockets: Sequence[int]) -> WorkerProcess:
    """Start a worker that inherits these sockets. Raises WorkerCannotStart."""
    try:
        return WorkerProcess(await processes.open_process(command, inherited=sockets))
    except OSError as exc:  # no process, memory or descriptor is available
        raise WorkerCannotStart(in_words(exc)) from exc


def how_it_ended(code: int) -> str:
    """`exit status 1`, or `killed by SIGKILL`."""
    if code >= 0:
        return f"exit status {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:  # a real-time signal
        return f"killed by signal {-code}"
