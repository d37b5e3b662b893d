"""A server that is far away: what a client sends arrives a round trip late, on a socket of this machine."""

import trio


class FarAway(trio.abc.Stream):
    """Takes one round trip for the connection, and one for each time that the client speaks after the server has.

    So a new TLS connection costs three before the first byte of an answer (TCP, TLS, the request), a kept one costs
    one.
    """

    def __init__(self, stream: trio.SocketStream, round_trip_s: float) -> None:
        self._stream, self._round_trip_s = stream, round_trip_s
        self._connected, self._client_speaks = False, False

    async def receive_some(self, max_bytes: int | None = None) -> bytes:
        if not self._client_speaks:
            await trio.lowlevel.wait_readable(self._stream.socket)
            await trio.sleep(self._round_trip_s if self._connected else 2 * self._round_trip_s)
            self._connected = self._client_speaks = True
        return bytes(await self._stream.receive_some(max_bytes))

    async def send_all(self, data: bytes | bytearray | memoryview) -> None:
        self._client_speaks = False
        await self._stream.send_all(data)

    async def wait_send_all_might_not_block(self) -> None:
        await self._stream.wait_send_all_might_not_block()

    async def aclose(self) -> None:
        await self._stream.aclose()
