"""Which worker takes the next connection, by what each of them knows of the others. The folder is modelled.

And what counts as a call, with the real server. Real workers are in tests/test_shares.py.
"""

import errno
from io import StringIO

import httpx
import pytest
import trio

from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import RealWorld
from offhook.simulation.shared_folder import ModelledFolder, SharedMemory
from offhook.web.fair_share import LOOK_AROUND_S, PATIENCE_S, STEP_S, FairShare
from tests.web.raw_peer import open_peer, upgrade_request
from tests.web.server import RunningServer, open_server

SOCKET, ANOTHER = 77, 78


class Worker:
    """One worker of a server."""

    def __init__(self, folder: ModelledFolder, socket: int = SOCKET) -> None:
        self.folder, self.log = folder, StringIO()
        self.share = FairShare(folder, open_log(LogSettings(), RealWorld(), self.log))
        self.share.join(socket)

    def has(self, calls: int) -> None:
        for call in range(calls):
            self.share.add(call)

    def waits(self, now: float, at_most_s: float = 1.0) -> float:
        """How long it leaves a connection to others that nobody takes."""
        waited_s = 0.0
        while waited_s < at_most_s and self.share.leaves_next(now + waited_s):
            self.share.waited(STEP_S)
            waited_s += STEP_S
        return waited_s


def workers(*calls: int) -> list[Worker]:
    """So many, that have so many calls."""
    memory = SharedMemory()
    opened = [Worker(memory.open()) for _ in calls]
    for worker, number in zip(opened, calls, strict=True):
        worker.has(number)
    return opened


def test_the_worker_that_has_fewer_calls_takes_the_next_one() -> None:
    """And where all have as many, whoever comes first."""
    more, fewer = workers(4, 3)
    assert (more.share.leaves_next(1.0), fewer.share.leaves_next(1.0)) == (True, False)
    fewer.share.add("the next one")
    assert (more.share.leaves_next(1.1), fewer.share.leaves_next(1.1)) == (False, False)
    more.share.remove(0)
    assert (more.share.leaves_next(1.2), fewer.share.leaves_next(1.2)) == (False, True)


def test_of_many_calls_one_or_two_do_not_matter() -> None:
    """Nobody waits for a difference that is within a tenth."""
    within, other = workers(22, 20)
    assert not within.share.leaves_next(1.0)
    within.share.add("one more")
    assert within.share.leaves_next(1.1)
    assert not other.share.leaves_next(1.1)


def test_a_connection_waits_ten_milliseconds_for_a_worker_that_does_not_come() -> None:
    """It hangs, or is stopped: the next ones wait less, until a while has passed."""
    more, _ = workers(9, 0)
    assert more.waits(1.0) == pytest.approx(PATIENCE_S, rel=0.3)
    assert more.waits(1.02) < PATIENCE_S / 2
    assert more.waits(9.0) == pytest.approx(PATIENCE_S, rel=0.3)


def test_nobody_waits_for_a_worker_that_has_died() -> None:
    """Not even for the first connection after that: the kernel has given back what it held."""
    more, fewer = workers(9, 0)
    assert more.share.leaves_next(1.0)
    fewer.folder.close()
    assert not more.share.leaves_next(1.001)
    assert [each.calls for each in more.share.of_all] == [9]


def test_nobody_waits_for_a_worker_that_drains() -> None:
    """It is still told of, with its calls."""
    more, fewer = workers(9, 3)
    fewer.share.stop()
    assert not more.share.leaves_next(1.0)
    assert [(each.calls, each.draining) for each in more.share.of_all] == [(9, False), (3, True)]


def test_nobody_waits_for_a_worker_of_another_server() -> None:
    """Servers may share a folder (`server.runtime_folder`), but each has a port of its own."""
    memory = SharedMemory()
    more = Worker(memory.open())
    more.has(9)
    Worker(memory.open(), ANOTHER)
    assert not more.share.leaves_next(1.0)
    assert [each.calls for each in more.share.of_all] == [9]


def test_a_worker_that_is_started_later_soon_has_its_share() -> None:
    """It is the one that was missing, or takes the place of a dead one: its number and what stands there."""
    memory = SharedMemory()
    first, dies = Worker(memory.open()), Worker(memory.open())
    first.has(5)
    dies.has(7)
    assert not first.share.leaves_next(1.0)
    dies.folder.close()
    Worker(memory.open())
    assert first.share.leaves_next(1.0 + LOOK_AROUND_S)
    assert [each.calls for each in first.share.of_all] == [5, 0]


class FullDisk(ModelledFolder):
    """Nothing can be written there."""

    def write_record(self, number: int, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_without_room_on_the_disk_connections_are_taken_as_they_come() -> None:
    """Once told, and no other worker waits for one that it knows nothing of."""
    memory = SharedMemory()
    other, without = Worker(memory.open()), Worker(FullDisk(memory, 99))
    other.has(5)
    without.has(9)
    assert not without.share.leaves_next(1.0)
    assert not other.share.leaves_next(1.0)
    assert without.log.getvalue().count("runtime folder cannot be used") == 1
    assert without.share.of_all == []


async def counted(server: RunningServer) -> int:
    """As an administrator is told. Whoever asks for that does not count."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as client:
        (worker,) = (await client.get("/calls")).json()["workers"]
    calls: int = worker["calls"]
    return calls


@pytest.mark.usefixtures("both_ways")
async def test_what_may_become_a_call_counts_until_it_has_asked_for_something_else() -> None:
    """A connection that says nothing, a webhook's, and one that carries a call."""
    async with open_server() as server:
        assert await counted(server) == 0
        async with open_peer(server, shake_hands=False) as peer:
            await trio.testing.wait_all_tasks_blocked(0.01)
            assert await counted(server) == 1
            await peer.send_bytes(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            await peer.hears(b"200")
            assert await counted(server) == 0
            await peer.send_bytes(upgrade_request())
            await peer.hears(b"101")
            await peer.start()
            await peer.hears(b'"media"')
            assert await counted(server) == 1
            await peer.hang_up()
        await server.at_rest()
        assert await counted(server) == 0
