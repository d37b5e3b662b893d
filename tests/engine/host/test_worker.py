"""Worker processes and their pipe. Real processes on the real clock.

Faults: killed, dying, refusing to start, ending or talking garbage, not to be started again, a reader that sleeps.
"""

import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import count

import pytest
import trio

from offhook.engine.host.errors_in_words import leaves
from offhook.engine.host.worker import (
    SESSION_BACKLOG,
    WorkerCannotStart,
    WorkerDied,
    WorkerPool,
    WorkerSession,
    open_workers,
)
from offhook.engine.host.world import ChildProcess, RealWorld

WITHIN_S = 30
PARROT = [sys.executable, "-m", "tests.fakes.parrot_worker"]
GARBLING = [sys.executable, "-m", "tests.fakes.garbling_worker"]


class WatchedWorld(RealWorld):
    """Keeps the processes that were started; starting the n-th fails where that was planted."""

    def __init__(self, *failing: int) -> None:
        super().__init__()
        self.processes: list[ChildProcess] = []
        self._failing, self._attempts = failing, count(1)

    async def open_process(self, command: Sequence[str], *, inherited: Sequence[int] = ()) -> ChildProcess:
        if next(self._attempts) in self._failing:
            raise BlockingIOError("Resource temporarily unavailable")
        process = await super().open_process(command, inherited=inherited)
        self.processes.append(process)
        return process


@asynccontextmanager
async def workers(
    command: Sequence[str] = PARROT, workers: int = 1, world: WatchedWorld | None = None
) -> AsyncIterator[tuple[WorkerPool, WatchedWorld]]:
    world = world or WatchedWorld()
    with trio.fail_after(WITHIN_S):
        async with open_workers(world, "parrot", command, workers) as pool:
            yield pool, world


async def ask(session: WorkerSession, body: bytes) -> bytes:
    await session.send(body)
    return await session.receive()


async def ask_once_recovered(pool: WorkerPool, body: bytes) -> bytes:
    """A fresh worker takes a moment; until then sessions are refused."""
    while True:
        try:
            async with pool.session() as session:
                return await ask(session, body)
        except WorkerDied:
            await trio.lowlevel.checkpoint()


async def read_until_lost(session: WorkerSession) -> list[bytes]:
    read: list[bytes] = []
    with suppress(WorkerDied):
        while True:
            read.append(await session.receive())
    return read


def is_alive(process: ChildProcess) -> bool:
    try:
        os.kill(process.pid, 0)
    except ProcessLookupError:
        return False
    return True


# Sessions.


async def test_sessions_of_one_worker_do_not_mix() -> None:
    """Two that talk in turns each hear what belongs to them, and a third begins with nothing."""
    async with workers() as (pool, _):
        async with pool.session() as first, pool.session() as second:
            assert await ask(first, b"a") == b"a"
            assert await ask(second, b"x") == b"x"
            assert await ask(first, b"b") == b"ab"
            assert await ask(second, b"y") == b"xy"
            assert pool.sessions_open == 2
        async with pool.session() as third:
            assert await ask(third, b"c") == b"c"
        assert pool.sessions_open == 0


async def test_a_session_that_is_left_is_closed_in_the_worker() -> None:
    """Nothing of a session stays behind, though a hundred come and go, cancelled or not."""
    async with workers() as (pool, _):
        for number in range(100):
            with trio.CancelScope() as scope:
                async with pool.session() as session:
                    await ask(session, b"hello")
                    if number % 2:
                        scope.cancel()
                        await trio.lowlevel.checkpoint()
        async with pool.session() as session:
            assert await ask(session, b"sessions") == b"0"


async def test_sessions_go_to_the_least_busy_worker() -> None:
    """With two workers, two sessions do not share one."""
    async with workers(workers=2) as (pool, world), pool.session() as first, pool.session() as second:
        answers = sorted([await ask(first, b"process"), await ask(second, b"process")])
        assert answers == sorted(str(process.pid).encode() for process in world.processes)


async def test_what_parses_a_strangers_sound_or_text_cannot_give_the_keys_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recognizer or a voice in C may have a hole; whoever gets through it finds no key and no token there."""
    secrets = ("OPENAI_API_KEY", "TWILIO_AUTH_TOKEN", "OFFHOOK__SERVER__ADMIN_TOKEN", "offhook__twilio__auth_token")
    for name in secrets:
        monkeypatch.setenv(name, "a-secret")
    monkeypatch.setenv("LANG", "C.UTF-8")
    async with workers() as (_, world):
        (process,) = world.processes
        environment = await trio.Path(f"/proc/{process.pid}/environ").read_bytes()
    assert b"a-secret" not in environment
    assert b"LANG=C.UTF-8" in environment


async def test_large_messages_arrive_whole() -> None:
    """A message may be many times larger than a pipe."""
    async with workers() as (pool, _), pool.session() as session:
        body = bytes(range(256)) * 8000
        assert await ask(session, body) == body


async def test_what_a_library_prints_does_not_get_on_the_pipe(capfd: pytest.CaptureFixture[str]) -> None:
    """A worker's standard output is the pipe, and its standard error the server's: a stray line goes to neither."""
    async with workers() as (pool, _), pool.session() as session:
        assert await ask(session, b"print") == b"printed"
        assert await ask(session, b"hello") == b"hello"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("body_bytes", [100, 300_000])
async def test_a_cancelled_session_tears_no_frame(body_bytes: int) -> None:
    """However far the sending of a message has come, the next session understands the worker, and it her."""
    async with workers() as (pool, _):
        for microseconds in range(0, 6000, 200):
            with trio.move_on_after(microseconds / 1e6):
                async with pool.session() as session:
                    while True:
                        await ask(session, b"x" * body_bytes)
            async with pool.session() as session:
                assert await ask(session, b"whole") == b"whole"
        assert pool.deaths == 0


async def test_a_session_that_does_not_read_is_given_up_alone() -> None:
    """What one session leaves unread is bounded, and no other session of the worker pays for it."""
    async with workers() as (pool, _), pool.session() as sleepy, pool.session() as awake:
        assert await ask(awake, b"a") == b"a"
        await sleepy.send(b"flood")
        for number in range(20):
            assert await ask(awake, b"b") == b"a" + b"b" * (number + 1)
        left = await read_until_lost(sleepy)
        assert left == [b"drop"] * SESSION_BACKLOG
        assert pool.deaths == 0


# Deaths.


@pytest.mark.parametrize("death", ["killed", "dies"])
async def test_a_worker_that_dies_takes_its_sessions_only(death: str) -> None:
    """Each of its sessions sees WorkerDied, in either direction; the other worker's do not, and the next is served."""
    async with workers(workers=2) as (pool, world):
        async with pool.session() as doomed, pool.session() as spared:
            process = int(await ask(doomed, b"process"))
            if death == "killed":
                next(child for child in world.processes if child.pid == process).kill()
            else:
                await doomed.send(b"die")
            with pytest.raises(WorkerDied, match=f"process {process}"):
                await doomed.receive()
            with pytest.raises(WorkerDied):
                await doomed.send(b"hello")
            assert await ask(spared, b"hello") == b"hello"
        assert pool.deaths <= 1
        assert await ask_once_recovered(pool, b"hello") == b"hello"


async def test_the_only_worker_is_replaced() -> None:
    """A session that comes right after its death waits for the fresh one, or is refused and may come again."""
    async with workers() as (pool, world):
        world.processes[0].kill()
        assert await ask_once_recovered(pool, b"hello") == b"hello"
        assert pool.deaths == 1
        assert len(world.processes) == 2
        assert not is_alive(world.processes[0])


async def test_a_worker_that_hangs_is_replaced() -> None:
    """A stopped process neither ends nor answers: it is found by asking, and a fresh one serves the next session."""
    async with workers() as (pool, world):
        os.kill(world.processes[0].pid, signal.SIGSTOP)
        async with pool.session() as session:
            with pytest.raises(WorkerDied):
                await ask(session, b"hello")
        assert await ask_once_recovered(pool, b"hello") == b"hello"
        assert pool.deaths == 1


async def test_garbage_on_the_pipe_ends_only_that_worker() -> None:
    """A pipe that is out of step is a dead worker: its sessions are told, the other worker's go on."""
    async with workers([*GARBLING, "garbles"], workers=2) as (pool, world):
        async with pool.session() as garbled, pool.session() as spared:
            await garbled.send(b"garbage")
            with pytest.raises(WorkerDied):
                await garbled.receive()
            assert await ask(spared, b"hello") == b"hello"
        assert await ask_once_recovered(pool, b"hello") == b"hello"
        assert [is_alive(process) for process in world.processes[:2]].count(False) == 1


async def test_a_machine_that_cannot_start_a_process_is_asked_again() -> None:
    """Out of processes or files for a moment: the pool lives on and starts its worker when it can."""
    async with workers(world=WatchedWorld(2)) as (pool, world):
        world.processes[0].kill()
        assert await ask_once_recovered(pool, b"hello") == b"hello"
        assert len(world.processes) == 2


# Opening and closing.


async def reasons(command: Sequence[str], world: WatchedWorld) -> list[str]:
    """Why the pool does not open; the error comes in a nursery's group."""
    with pytest.RaisesGroup(WorkerCannotStart, flatten_subgroups=True) as caught:
        async with workers(command, world=world):
            raise AssertionError("no pool was to open")
    return [str(leaf) for leaf in leaves(caught.value)]


async def test_a_worker_that_refuses_to_start_names_its_reason() -> None:
    """What is missing is said by the one who knows, and reaches whoever opens the pool."""
    world = WatchedWorld()
    (reason,) = await reasons([*PARROT, "--refuse"], world)
    assert reason.endswith("there is nothing to repeat here")
    assert not is_alive(world.processes[0])


@pytest.mark.parametrize("fault", ["silent", "garbled"])
async def test_a_worker_that_never_gets_ready_is_an_error_at_once(fault: str) -> None:
    """One that ends without a word, or begins with garbage, is not waited for."""
    world = WatchedWorld()
    with trio.fail_after(10):
        (reason,) = await reasons([*GARBLING, fault], world)
    assert reason.startswith("parrot (process ")
    assert not is_alive(world.processes[0])


async def test_closing_leaves_no_process() -> None:
    """Whether it is left in the ordinary way, by an error or cancelled, with sessions open: every worker is gone."""
    for way in ("ordinary", "error", "cancelled"):
        world = WatchedWorld()
        with trio.CancelScope() as scope:
            try:
                async with workers(workers=2, world=world) as (pool, _), pool.session() as session:
                    await session.send(b"hello")
                    if way == "error":
                        raise ValueError(way)
                    if way == "cancelled":
                        scope.cancel()
                        await trio.sleep_forever()
            except* ValueError:
                assert way == "error"
        assert scope.cancelled_caught is (way == "cancelled")
        assert [is_alive(process) for process in world.processes] == [False, False]


async def test_what_a_library_says_as_it_crashes_stays_in_the_worker(capfd: pytest.CaptureFixture[str]) -> None:
    """Whose session it was learns what kind of fault it was and where, and nobody any of a caller's words."""
    async with workers() as (pool, _), pool.session() as session:
        with pytest.raises(WorkerDied, match=r"ended during session 1: ValueError") as caught:
            await ask(session, b"4111 1111")
    assert "4111 1111" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


async def test_what_ended_sessions_have_asked_for_is_not_done() -> None:
    """The worker is busy; meanwhile sentences are asked for that nobody wants to hear any more."""
    async with workers() as (pool, world), pool.session() as wanted:
        assert await ask(wanted, b"handled") == b"1"
        os.kill(world.processes[0].pid, signal.SIGSTOP)
        for _ in range(5):
            async with pool.session() as given_up:
                await given_up.send(b"never mind")
        await wanted.send(b"handled")
        await trio.sleep(0.2)  # all of it is in the pipe
        os.kill(world.processes[0].pid, signal.SIGCONT)
        assert await wanted.receive() == b"2"


async def test_more_than_it_looks_ahead_is_answered_in_order() -> None:
    """A thousand messages at once; none is lost."""
    async with workers() as (pool, _), pool.session() as session, trio.open_nursery() as nursery:
        nursery.start_soon(_send_all, session, [b"x"] * 1000)
        lengths = [len(await session.receive()) for _ in range(1000)]
    assert lengths == list(range(1, 1001))


async def _send_all(session: WorkerSession, bodies: Sequence[bytes]) -> None:
    for body in bodies:
        await session.send(body)
