"""The parent of several workers: when it starts another one, when it gives up, and what it passes on.

Virtual time; the processes are modelled, with pipes in memory. `tests/test_workers.py` has real ones.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from io import StringIO
from itertools import pairwise

import pytest
import trio
from trio.testing import MockClock, memory_stream_one_way_pair

from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import ChildProcess, RealWorld
from offhook.protocol.worker_frames import WORKER_ITSELF, encode
from offhook.web.serving import ServingFailed
from offhook.web.stopping import SAME_REQUEST_S
from offhook.web.workers.parent import CUT_WITHIN_S, FAILED_STARTS, Workers
from offhook.web.workers.process import how_it_ended

STARTS_IN_S = 2.0
KILLED = -9
SOCKETS = (7, 8)


class Process:
    """A modelled worker process; its life decides what it reports, and returns its exit code."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.stdin, self.requests = memory_stream_one_way_pair()
        self.report, self.stdout = memory_stream_one_way_pair()
        self.exit_code: int | None = None
        self.ended = trio.Event()

    def end(self, code: int) -> None:
        if self.exit_code is None:
            self.exit_code = code
            self.report.close()
            self.ended.set()

    def kill(self) -> None:
        self.end(KILLED)

    async def wait(self) -> int:
        await self.ended.wait()
        assert self.exit_code is not None
        return self.exit_code

    async def come_up(self) -> None:
        await trio.sleep(STARTS_IN_S)
        await self.report.send_all(encode(WORKER_ITSELF, b""))


Life = Callable[[Process], Awaitable[int]]


async def stays(process: Process) -> int:
    """It serves until it is asked to stop."""
    await process.come_up()
    await process.requests.receive_some(1)
    return 0


async def is_deaf(process: Process) -> int:
    """It serves, and hears no request to stop."""
    await process.come_up()
    await trio.sleep_forever()
    return 0


def lives(seconds: float, code: int = KILLED) -> Life:
    async def life(process: Process) -> int:
        await process.come_up()
        await trio.sleep(seconds)
        return code

    return life


def refuses(why: str) -> Life:
    async def life(process: Process) -> int:
        await trio.sleep(STARTS_IN_S)
        await process.report.send_all(encode(WORKER_ITSELF, why.encode()))
        return 1

    return life


async def crashes_at_once(process: Process) -> int:
    del process
    return 1


class Processes:
    """Starts modelled processes; the n-th has the n-th life, and all further ones the last."""

    def __init__(self, nursery: trio.Nursery, *lives: Life) -> None:
        self._nursery, self._lives = nursery, lives
        self.opened: list[Process] = []
        self.opened_at: list[float] = []

    async def open_process(self, command: Sequence[str], *, inherited: Sequence[int] = ()) -> ChildProcess:
        assert (list(command), list(inherited)) == (["worker", "7", "8"], [7, 8])
        await trio.lowlevel.checkpoint()
        process = Process(len(self.opened) + 1)
        self._nursery.start_soon(self._live, process, self._lives[min(len(self.opened), len(self._lives) - 1)])
        self.opened.append(process)
        self.opened_at.append(trio.current_time())
        return process

    async def _live(self, process: Process, life: Life) -> None:
        with trio.CancelScope() as scope:
            self._nursery.start_soon(self._end_when_killed, process, scope)
            process.end(await life(process))

    async def _end_when_killed(self, process: Process, scope: trio.CancelScope) -> None:
        await process.ended.wait()
        scope.cancel()

    @property
    def alive(self) -> list[int]:
        return [process.pid for process in self.opened if process.exit_code is None]


class Parent:
    """Some workers and their parent, and the signals that it gets."""

    def __init__(self, processes: Processes) -> None:
        self.processes = processes
        self._log = StringIO()
        self.workers = Workers(
            processes, ["worker"], SOCKETS, open_log(LogSettings(format="json"), RealWorld(), self._log)
        )
        self._signal, self._signals = trio.open_memory_channel[int](10)
        self.failed = ""
        self.over_at: float | None = None

    async def run(self, count: int, task_status: trio.TaskStatus[None]) -> None:
        task_status.started()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self.workers.stop_when_asked, self._signals)
            try:
                await self.workers.run(count)
            except* ServingFailed as group:
                self.failed = str(group.exceptions[0])
            self.over_at = trio.current_time()
            nursery.cancel_scope.cancel()

    def signal(self) -> None:
        self._signal.send_nowait(15)

    def lines(self, event: str) -> list[dict[str, object]]:
        lines: list[dict[str, object]] = [json.loads(line) for line in self._log.getvalue().splitlines()]
        return [line for line in lines if line["event"] == event]


@asynccontextmanager
async def parent_of(count: int, *lives: Life) -> AsyncIterator[Parent]:
    with trio.fail_after(600):
        async with trio.open_nursery() as nursery:
            parent = Parent(Processes(nursery, *lives))
            await nursery.start(parent.run, count)
            yield parent
            nursery.cancel_scope.cancel()


async def test_the_others_start_when_the_first_serves(autojump_clock: MockClock) -> None:
    """What keeps one from starting keeps all of them, so the first is waited for."""
    async with parent_of(3, stays) as parent:
        await trio.sleep(10)
        assert parent.processes.opened_at == pytest.approx([0, STARTS_IN_S, STARTS_IN_S])
        assert [line["serving"] for line in parent.lines("worker started")] == [1, 2, 3]


@pytest.mark.parametrize(
    ("life", "why"),
    [
        (refuses("store.path = '/x': no such folder\nvad: no"), "store.path = '/x': no such folder\nvad: no"),
        (crashes_at_once, "it ended before it was ready: exit status 1"),
    ],
)
async def test_a_server_that_cannot_start_says_why_once(life: Life, why: str, autojump_clock: MockClock) -> None:
    """One worker was tried, and not one for each place."""
    async with parent_of(4, life) as parent:
        await trio.sleep(60)
        assert parent.failed == why
        assert len(parent.processes.opened) == 1


async def test_a_worker_that_dies_is_replaced_within_a_second(autojump_clock: MockClock) -> None:
    """The line tells who, and of what; nobody touches the other one."""
    async with parent_of(2, stays, lives(30), stays) as parent:
        await trio.sleep(60)
        died_at = 2 * STARTS_IN_S + 30
        assert parent.processes.opened_at[2] == pytest.approx(died_at, abs=1)
        (ended,) = parent.lines("worker ended")
        assert (ended["pid"], ended["how"], ended["serving"], ended["level"]) == (2, "killed by SIGKILL", 1, "error")
        assert parent.processes.alive == [1, 3]


async def test_one_that_was_asked_to_end_is_replaced_without_alarm(autojump_clock: MockClock) -> None:
    """SIGTERM to one worker is an operator's way to get a fresh one."""
    async with parent_of(1, lives(30, code=0), stays) as parent:
        await trio.sleep(60)
        assert [(line["how"], line["level"]) for line in parent.lines("worker ended")] == [("exit status 0", "info")]
        assert parent.processes.alive == [2]


async def test_one_that_dies_again_and_again_is_started_more_and_more_slowly(autojump_clock: MockClock) -> None:
    """And at once again after one has lived for a while."""
    async with parent_of(1, lives(1), lives(1), lives(1), lives(1), lives(1), lives(60), stays) as parent:
        await trio.sleep(120)
        lived = [STARTS_IN_S + 1] * 5 + [STARTS_IN_S + 60]
        starts = parent.processes.opened_at
        pauses = [later - start - life for (start, later), life in zip(pairwise(starts), lived, strict=True)]
        assert pauses == pytest.approx([0.05, 0.5, 2, 5, 5, 0.05])
        assert not parent.failed


async def test_while_another_serves_a_place_is_tried_for_ever(autojump_clock: MockClock) -> None:
    """Half a server is better than none, and the reason may go away."""
    refused = [refuses("no such folder")] * (FAILED_STARTS + 2)
    async with parent_of(2, stays, lives(10), *refused, stays) as parent:
        await trio.sleep(120)
        assert len(parent.lines("worker cannot start")) == FAILED_STARTS + 2
        assert parent.lines("worker cannot start")[0]["why"] == "no such folder"
        assert (parent.failed, parent.over_at) == ("", None)
        assert [line["serving"] for line in parent.lines("worker started")] == [1, 2, 2]


async def test_where_none_serves_and_none_starts_the_parent_gives_up(autojump_clock: MockClock) -> None:
    """With the reason; and a worker that was just starting is not left behind."""
    async with parent_of(2, lives(10), lives(9), refuses("no such folder")) as parent:
        await trio.sleep(120)
        assert parent.failed == "no worker is left, and none can be started: no such folder"
        assert parent.processes.alive == []
        assert len(parent.processes.opened) <= 2 + 2 * FAILED_STARTS


async def test_one_that_never_gets_ready_is_given_up(autojump_clock: MockClock) -> None:
    """It hangs in its start: it is killed, and the next is tried."""

    async def hangs(process: Process) -> int:
        await trio.sleep_forever()
        return 0

    async with parent_of(2, stays, hangs, stays) as parent:
        await trio.sleep(300)
        assert parent.processes.alive == [1, 3]
        assert parent.lines("worker cannot start")[0]["why"] == "it was not ready within 120 s"


async def test_a_request_to_stop_reaches_all_and_none_is_replaced(autojump_clock: MockClock) -> None:
    """Each ends in order, and so does the parent."""
    async with parent_of(3, stays) as parent:
        await trio.sleep(10)
        parent.signal()
        await trio.sleep(10)
        assert parent.failed == ""
        assert parent.over_at == pytest.approx(10)
        assert [process.exit_code for process in parent.processes.opened] == [0, 0, 0]


async def test_a_stop_during_the_start_is_no_failure(autojump_clock: MockClock) -> None:
    """The first worker ends before it served, because it was told to."""

    async def obeys(process: Process) -> int:
        await process.requests.receive_some(1)
        return 0

    async with parent_of(2, obeys) as parent:
        await trio.sleep(1)
        parent.signal()
        await trio.sleep(10)
        assert parent.failed == ""
        assert parent.over_at == pytest.approx(1)
        assert len(parent.processes.opened) == 1


async def test_a_stop_during_a_pause_starts_nobody(autojump_clock: MockClock) -> None:
    """It does not wait for the end of the pause either."""
    async with parent_of(1, lives(1), lives(1), lives(1), lives(1), stays) as parent:
        await trio.sleep(4 * STARTS_IN_S + 4 + 0.05 + 0.5 + 2 + 1)  # one second into the pause of five
        parent.signal()
        await trio.sleep(0.1)
        assert parent.over_at is not None
        assert (len(parent.processes.opened), parent.failed) == (4, "")


async def test_each_further_request_is_passed_on_once(autojump_clock: MockClock) -> None:
    """A terminal and a wrapper both pass on a Ctrl-C; a second one, later, is another request."""
    heard: list[int] = []

    async def counts(process: Process) -> int:
        await process.come_up()
        while data := await process.requests.receive_some(1):
            heard.extend(data)
        return 0

    async with parent_of(1, counts) as parent:
        await trio.sleep(10)
        for expected in (1, 2):
            parent.signal()
            parent.signal()
            await trio.sleep(SAME_REQUEST_S + 0.1)
            assert len(heard) == expected


async def test_a_worker_that_hears_no_request_is_killed_after_the_third(autojump_clock: MockClock) -> None:
    """And the parent does not call that an orderly end."""
    async with parent_of(2, stays, is_deaf) as parent:
        await trio.sleep(10)
        for _ in range(3):
            parent.signal()
            await trio.sleep(1)
        await trio.sleep(CUT_WITHIN_S)
        assert parent.over_at == pytest.approx(12 + CUT_WITHIN_S)
        assert parent.failed == "worker 2 did not stop in order: killed by SIGKILL"


@pytest.mark.parametrize(
    ("code", "words"),
    [(0, "exit status 0"), (3, "exit status 3"), (-11, "killed by SIGSEGV"), (-40, "killed by signal 40")],
)
def test_how_a_worker_ended_is_told_in_words(code: int, words: str) -> None:
    """As a log line has it."""
    assert how_it_ended(code) == words
