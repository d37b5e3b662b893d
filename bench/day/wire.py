"""A connection to a service, which can be held up, slowed down or cut while it is used."""

import socket
import struct

import trio

SLOW_BYTES, SLOW_EVERY_S = 40, 0.25
_RESET = struct.pack("ii", 1, 0)  # socket(7), SO_LINGER: closed at once, with a reset


class Wire(trio.abc.Stream):
    """What the service sends goes through here."""

    def __init__(self, stream: trio.SocketStream) -> None:
        self._stream = stream
        self._slow = False
        self._flows = trio.Event()
        self._flows.set()

    def hold_up(self) -> None:
        """Nothing more comes of it for now."""
        if self._flows.is_set():
            self._flows = trio.Event()

    def slow_down(self) -> None:
        self._slow = True

    def release(self) -> None:
        """It works again, and what was held up comes now."""
        self._slow = False
        self._flows.set()

    def cut(self) -> None:
        """The connection is reset."""
        if self._stream.socket.fileno() >= 0:
            self._stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self._stream.socket.close()
        self._flows.set()

    def close(self) -> None:
        self._stream.socket.close()
        self._flows.set()

    async def send_all(self, data: bytes | bytearray | memoryview) -> None:
        await self._flows.wait()
        left = memoryview(data)
        while self._slow and len(left) > SLOW_BYTES:
            await self._stream.send_all(left[:SLOW_BYTES])
            left = left[SLOW_BYTES:]
            await trio.sleep(SLOW_EVERY_S)
        await self._stream.send_all(left)

    async def wait_send_all_might_not_block(self) -> None:
        await self._flows.wait()
        await self._stream.wait_send_all_might_not_block()

    async def receive_some(self, max_bytes: int | None = None) -> bytes:
        return bytes(await self._stream.receive_some(max_bytes))

    async def aclose(self) -> None:
        await self._stream.aclose()
