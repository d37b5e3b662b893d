"""Taking connections while something runs out. Virtual time; the listener is a fake that fails as the kernel does."""

import errno

import pytest
import trio
from trio.testing import MockClock, memory_stream_pair

from web.accepting import PAUSE_S, accept_connections


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
            await accept_connections(listener, serve, connections, lambda exc: exhausted.append(str(exc.errno)))
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
