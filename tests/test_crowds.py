"""Crowds at the door: many connections, many messages, long ones. A real server process, sockets and clock.

What is asked each time: the call beside has no gap in its sound, a new call is answered in the midst of it, and memory
and descriptors of the server stay within what the limits allow, however often it happens.
"""

import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import trio

from offhook.web.application import LINES
from offhook.web.waiting_room import places_for
from tests.fakes.clips import QUIET_FRAME
from tests.serving import HypercornCommand, a_call_that_stays, answers, hypercorn, settings_in
from tests.web.raw_peer import BINARY, TEXT, Peer, frame, open_peer

CALLS = 10
CROWD = 500
LISTEN_BACKLOG = 50
FIVE_MEGABYTES = b"x" * 5_000_000
SPARE_DESCRIPTORS = 40  # some of them of the echo canceller's library
MEGABYTE = 2**20
MORE_MEMORY = 32 * MEGABYTE


class WatchedServer:
    """A server, and what the kernel says of the process that does its work."""

    def __init__(self, server: HypercornCommand) -> None:
        self.server = server
        self._process = Path(f"/proc/{server.worker_pid}")
        self._memory_at_first = self.memory
        self.most_memory = self.most_descriptors = 0

    @property
    def memory(self) -> int:
        resident = re.search(r"VmRSS:\s+(\d+) kB", (self._process / "status").read_text())
        assert resident is not None
        return int(resident[1]) * 1024

    async def watch(self) -> None:
        while True:
            self.most_memory = max(self.most_memory, self.memory - self._memory_at_first)
            self.most_descriptors = max(self.most_descriptors, len(os.listdir(self._process / "fd")))
            await trio.sleep(0.02)


@asynccontextmanager
async def watched_server(folder: Path) -> AsyncIterator[WatchedServer]:
    """A server with a call on it that hears the agent all the time, and would hear a gap."""
    settings = settings_in(
        folder,
        OFFHOOK__SPEAKER__TONE__SECONDS="60",
        OFFHOOK__LIMITS__CALLS=str(CALLS),
        OFFHOOK__LIMITS__GOODBYE_S="0.2",
    )
    with trio.fail_after(90):
        async with hypercorn(settings) as server:
            await answers(server.address)
            async with a_call_that_stays(server.address) as outcomes, trio.open_nursery() as nursery:
                watched = WatchedServer(server)
                nursery.start_soon(watched.watch)
                yield watched
                nursery.cancel_scope.cancel()
                assert outcomes == []
                server.process.terminate()
            assert await server.ended() == 0
    (outcome,) = outcomes
    assert outcome.report.gaps == ()
    assert b"Traceback" not in server.log
    assert watched.most_memory < MORE_MEMORY
    assert watched.most_descriptors < places_for(CALLS) + CALLS + SPARE_DESCRIPTORS


async def answered(server: HypercornCommand) -> None:
    """A call that comes now is answered."""
    async with open_peer(server, number=7) as peer:
        await peer.start()
        await peer.hears(b'"media"')
        await peer.hang_up()


async def test_five_hundred_connections_that_say_nothing(tmp_path: Path) -> None:
    """Open sockets, half requests, sockets without a start: the oldest make room, and those who speak are heard."""
    async with watched_server(tmp_path) as watched:
        for shake_hands, says in ((False, b""), (False, b"GET / HTTP/1.1\r\nHo"), (True, b"")):
            async with AsyncExitStack() as crowd:
                for number in range(CROWD):
                    peer = await crowd.enter_async_context(open_peer(watched.server, shake_hands=shake_hands))
                    await peer.send_bytes(says)
                    if number % LISTEN_BACKLOG == 0:
                        await trio.sleep(0.05)  # or the kernel lets the next one wait for a second
                await answered(watched.server)
    told = [int(number) for number in re.findall(rb"connections pushed out .*times=(\d+)", watched.server.log)]
    assert 0 < len(told) <= 3 * LINES  # a crowd does not fill the log
    assert max(told) >= LINES


async def test_more_than_can_be_said_at_once(tmp_path: Path) -> None:
    """Ten thousand frames, ten thousand messages of garbage, messages of 5 MB, again and again: all is survived."""
    async with watched_server(tmp_path) as watched:
        for _ in range(2):
            await burst(watched.server, ten_thousand_frames)
            await burst(watched.server, lambda _: frame(b"x") * 10_000)
            for _ in range(3):
                await burst(watched.server, lambda _: frame(FIVE_MEGABYTES, TEXT))
                await burst(watched.server, lambda _: frame(FIVE_MEGABYTES, BINARY))


async def burst(server: HypercornCommand, data: Callable[[Peer], bytes]) -> None:
    """A call that says all of this at once, and one behind it."""
    async with open_peer(server) as peer:
        await peer.start()
        await peer.hears(b'"media"')
        with suppress(trio.BrokenResourceError):  # cut off in the middle of it
            await peer.send_bytes(data(peer))
        await answered(server)


def ten_thousand_frames(peer: Peer) -> bytes:
    return b"".join(frame(peer.side.media(QUIET_FRAME, number * 20).encode()) for number in range(10_000))
