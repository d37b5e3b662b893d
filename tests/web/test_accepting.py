"""Taking connections while something runs out. Virtual time; the listener is a fake that fails as the kernel does.

And while another worker drains, or has fewer calls: some that share one real socket, in real time.
"""

import errno
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing
from pathlib import Path

import pytest
import structlog
import trio
from trio.testing import MockClock, memory_stream_pair

from offhook.engine.host.settings_admission import AdmissionSettings
from offhook.engine.host.shared_folder import RealSharedFolder
from offhook.web.accepting import PAUSE_S, accept_connections, inode_of
from offhook.web.fair_share import FairShare

Listening = trio.abc.Listener[trio.abc.Stream]


class Listener(trio.abc.Listener[trio.abc.Stream]):
    """Brings what it was given, exceptions raised, and then nothing more."""

    def __init__(self, *brings: trio.abc.Stream | OSError) -> None:
        self._brings = list(brings)
        self.is_closed = False

    async def accept(self) -> trio.abc.Stream:
        await trio.lowlevel.checkpoint()
        if not self._brings:
            await trio.sleep_forever()
        brought = self._brings.pop(0)
        if isinstance(brought, OSError):
            raise brought
        return brought

    async def aclose(self) -> None:
        self.is_closed = True
        await trio.lowlevel.checkpoint()


async def serve_all(listener: Listener, exhausted: list[str]) -> list[float]:
    """When each connection began to be served."""
    served: list[float] = []

    async def serve(stream: trio.abc.Stream) -> None:
        served.append(trio.current_time())
        assert await stream.receive_some(1) == b"x"

    async with trio.open_nursery() as connections:
        with trio.move_on_after(5):
            told = exhausted.append
            await accept_connections(listener, serve, connections, lambda exc: told(str(exc.errno)), trio.sleep_forever)
        connections.cancel_scope.cancel()
    assert listener.is_closed
    return served


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM])
async def test_a_connection_that_nothing_was_left_for_is_taken_as_soon_as_there_is(
    number: int, autojump_clock: MockClock
) -> None:
    """It waits in the kernel; each try is told of, none of them ends the server, and trying costs no time."""
    ours, theirs = memory_stream_pair()
    await theirs.send_all(b"x")
    exhausted: list[str] = []
    (served_at,) = await serve_all(Listener(OSError(number, ""), OSError(number, ""), ours), exhausted)
    assert exhausted == [str(number)] * 2
    assert served_at == pytest.approx(2 * PAUSE_S)
    assert await theirs.receive_some(1) == b""  # what is served is closed at its end


async def test_any_other_failure_of_a_listener_is_the_servers_end(autojump_clock: MockClock) -> None:
    """A socket that is none any more will never bring another connection."""
    with pytest.RaisesGroup(OSError, flatten_subgroups=True):
        await serve_all(Listener(OSError(errno.EBADF, "")), [])


class Workers:
    """Two that accept from one socket, and how many connections each has had."""

    def __init__(self, port: int) -> None:
        self.had: Counter[str] = Counter()
        self._port = port

    async def ring(self, times: int, pause_s: float = 0.0) -> None:
        """One caller after the other, each served before the next one comes."""
        for _ in range(times):
            await trio.sleep(pause_s)
            async with await trio.open_tcp_stream("127.0.0.1", self._port) as stream:
                assert await stream.receive_some(1) == b""


@asynccontextmanager
async def two_workers(
    listens: Callable[[trio.SocketListener], Listening] = lambda listener: listener,
    **draining: Callable[[], Awaitable[None]],
) -> AsyncIterator[Workers]:
    """`listens` is how those listen that do not drain."""
    with socket.create_server(("127.0.0.1", 0)) as shared:
        workers = Workers(shared.getsockname()[1])

        def counting(worker: str) -> Callable[[trio.abc.Stream], Awaitable[None]]:
            async def serve(stream: trio.abc.Stream) -> None:
                workers.had[worker] += 1
                await stream.aclose()

            return serve

        async with trio.open_nursery() as nursery:
            for name, wait_draining in draining.items():
                plain = trio.SocketListener(trio.socket.from_stdlib_socket(shared.dup()))
                listener = listens(plain) if wait_draining is trio.sleep_forever else plain
                nursery.start_soon(accept_connections, listener, counting(name), nursery, print, wait_draining)
            await trio.testing.wait_all_tasks_blocked()
            yield workers
            nursery.cancel_scope.cancel()


async def test_nobody_is_told_busy_while_another_worker_has_room() -> None:
    """A worker that makes way (`--max-requests`) shares its socket with those that go on: they take whoever rings."""
    async with two_workers(drains=trio.lowlevel.checkpoint, works=trio.sleep_forever) as workers:
        await workers.ring(30)
    assert workers.had == {"works": 30}


class LateListener(trio.abc.Listener[trio.abc.Stream]):
    """That of a worker whose event loop is late."""

    def __init__(self, listener: trio.SocketListener) -> None:
        self._listener = listener

    async def accept(self) -> trio.abc.Stream:
        await trio.lowlevel.wait_readable(self._listener.socket)
        await trio.sleep(AdmissionSettings().lag_ms / 1000)
        return await self._listener.accept()

    async def aclose(self) -> None:
        await self._listener.aclose()


async def test_nobody_is_told_busy_while_another_worker_is_only_late() -> None:
    """By no more than what a worker may be late before it turns callers away itself."""
    async with two_workers(LateListener, drains=trio.lowlevel.checkpoint, works=trio.sleep_forever) as workers:
        await workers.ring(4, pause_s=0.1)
    assert workers.had == {"works": 4}


async def test_where_all_workers_drain_whoever_rings_is_still_told_so() -> None:
    """Nobody hangs at a door that no one opens."""
    async with two_workers(one=trio.lowlevel.checkpoint, other=trio.lowlevel.checkpoint) as workers:
        with trio.fail_after(10):
            await workers.ring(3)
    assert workers.had.total() == 3


async def test_everybody_is_answered_who_has_heard_the_goodbye_of_a_drain_at_the_same_moment() -> None:
    """The carriers of a hundred calls ask at once what comes next, and the server waits 5 s for them."""
    async with two_workers(only=trio.lowlevel.checkpoint) as workers:
        with trio.fail_after(4):
            async with trio.open_nursery() as nursery:
                for _ in range(100):
                    nursery.start_soon(workers.ring, 1)
    assert workers.had.total() == 100


class Sharing:
    """Workers that share their connections, each of which is a call until the caller leaves; and how many each has."""

    def __init__(self, folder: Path, shared: socket.socket) -> None:
        self.has: Counter[str] = Counter()
        self._folder, self._shared = folder, shared
        self._doors: dict[str, tuple[trio.SocketListener, FairShare]] = {}

    def join(self, name: str, stack: ExitStack) -> None:
        """Be one more of them; one that is stopped never accepts."""
        listener = trio.SocketListener(trio.socket.from_stdlib_socket(self._shared.dup()))
        stack.callback(listener.socket.close)
        share = FairShare(stack.enter_context(closing(RealSharedFolder(self._folder))), structlog.get_logger())
        share.join(inode_of(listener))
        if name != "stopped":
            self._doors[name] = listener, share

    async def work(self, name: str) -> None:
        """Accept until cancelled."""
        listener, share = self._doors[name]

        async def serve(stream: trio.abc.Stream) -> None:
            self.has[name] += 1
            with share.count(stream):
                await stream.send_all(b"!")
                await stream.receive_some(1)
            self.has[name] -= 1

        async with trio.open_nursery() as nursery:
            await accept_connections(listener, serve, nursery, print, trio.sleep_forever, share)

    @property
    def working(self) -> list[str]:
        return list(self._doors)

    async def ring(self, callers: AsyncExitStack) -> trio.SocketStream:
        """One more caller, who stays until `callers` is left."""
        stream = await trio.open_tcp_stream(*self._shared.getsockname())
        await callers.enter_async_context(stream)
        assert await stream.receive_some(1) == b"!"
        return stream


@asynccontextmanager
async def sharing(folder: Path, *names: str) -> AsyncIterator[Sharing]:
    with socket.create_server(("127.0.0.1", 0), backlog=100) as shared, ExitStack() as stack:
        together = Sharing(folder, shared)
        for name in names:  # before one of them works: it is a second later that they see one that has come
            together.join(name, stack)
        async with trio.open_nursery() as nursery:
            for name in together.working:
                nursery.start_soon(together.work, name)
            await trio.testing.wait_all_tasks_blocked()
            yield together
            nursery.cancel_scope.cancel()


async def test_shares_become_even_again_when_the_calls_of_one_worker_have_ended(tmp_path: Path) -> None:
    """The next callers all go to that one."""
    async with sharing(tmp_path / "run", "a", "b") as workers, AsyncExitStack() as callers:
        async with AsyncExitStack() as leaving:
            for _ in range(10):
                before = workers.has["a"]
                stream = await workers.ring(callers)
                if workers.has["a"] > before:
                    leaving.push_async_callback(stream.aclose)
        await trio.testing.wait_all_tasks_blocked(0.01)
        assert workers.has["a"] == 0
        for _ in range(workers.has["b"]):
            await workers.ring(callers)
        assert workers.has["a"] >= workers.has["b"] - 1


async def test_nobody_is_lost_who_was_left_to_a_worker_that_does_not_come(tmp_path: Path) -> None:
    """It has no call, and so each connection is its own first; after a moment another one takes it."""
    async with sharing(tmp_path / "run", "works", "stopped") as workers, AsyncExitStack() as callers:
        with trio.fail_after(20):
            for _ in range(30):
                await workers.ring(callers)
        assert workers.has == {"works": 30}
