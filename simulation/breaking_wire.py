"""The wire to one server of a service, which breaks when it is told to, whatever the server speaks."""

import enum
from contextlib import suppress

import trio
from trio_websocket import ConnectionClosed

from offhook.simulation.fakes.http_server import Serving
from offhook.simulation.fakes.memory_network import MemoryNetwork

SLOW_S = 3.0


class Failure(enum.Enum):
    """What becomes of a service."""

    DOWN = "is down"
    HANGS = "hangs"
    SLOW = "is slow"


class BreakingWire:
    """Between a server and its clients. Each message of the server takes `pause_s`."""

    def __init__(self, serve: Serving, pause_s: float) -> None:
        self._serve, self._pause_s = serve, pause_s
        self._failure: Failure | None = None
        self._slow_until = 0.0
        self._open: list[trio.abc.Stream] = []
        self._let_go = trio.Event()
        self.broken_at: float | None = None

    async def serve(self, stream: trio.abc.Stream) -> None:
        """What the server is reached by."""
        self._open.append(stream)
        try:
            with suppress(trio.BrokenResourceError, trio.ClosedResourceError, ConnectionClosed):
                await self._serve(_Breaking(stream, self))
        finally:
            self._open.remove(stream)

    async def fail(self, failure: Failure, network: MemoryNetwork) -> None:
        """From now on."""
        self._failure, self.broken_at = failure, trio.current_time()
        self._slow_until = self.broken_at + SLOW_S
        if failure is Failure.DOWN:
            network.refusing = True
            for stream in [*self._open]:
                await trio.aclose_forcefully(stream)

    async def let_go(self) -> None:
        """Nobody needs the server any more: nothing is kept of it, nor of connections that hang."""
        self._let_go.set()
        self._serve = trio.aclose_forcefully
        for stream in [*self._open]:
            await trio.aclose_forcefully(stream)

    async def pass_on(self) -> None:
        """Before each message of the server. Raises ClosedResourceError when nobody needs it any more: it may have many
        to send still."""
        with trio.move_on_after(self._pause_s):
            await self._let_go.wait()
        match self._failure:
            case Failure.HANGS:
                await self._let_go.wait()
            case Failure.SLOW:
                with trio.move_on_at(self._slow_until):
                    await self._let_go.wait()
            case _:
                pass
        if self._let_go.is_set():
            raise trio.ClosedResourceError


class _Breaking(trio.abc.Stream):
    def __init__(self, stream: trio.abc.Stream, wire: BreakingWire) -> None:
        self._stream, self._wire = stream, wire

    async def send_all(self, data: bytes | bytearray | memoryview) -> None:
        await self._wire.pass_on()
        await self._stream.send_all(data)

    async def wait_send_all_might_not_block(self) -> None:
        await self._stream.wait_send_all_might_not_block()

    async def receive_some(self, max_bytes: int | None = None) -> bytes | bytearray:
        return await self._stream.receive_some(max_bytes)

    async def aclose(self) -> None:
        await self._stream.aclose()
