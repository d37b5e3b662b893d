"""An HTTP server for one connection at a time, whose answers can go wrong at every step.

It speaks over any stream: a real socket, TLS, or memory. A fake service decides what it answers.
"""

import enum
import struct
from collections.abc import Callable, Sequence

import h11
import msgspec
import trio

RECEIVED_AT_ONCE = 65_536


class Wait(msgspec.Struct, frozen=True):
    """A step that sends nothing for a while."""

    seconds: float


class Break(enum.Enum):
    """A step after which nothing more is sent."""

    HANG = "hang"  # the connection stays open
    CLOSE = "close"  # it ends as if the answer were complete
    RESET = "reset"  # it breaks


HEAD = "head"
"""The step that sends status and headers; what stands before it happens before them."""
Step = bytes | Wait | Break | str


class Request(msgspec.Struct, frozen=True):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Answer(msgspec.Struct, frozen=True):
    """What is sent, step by step; each `bytes` is a chunk of its own."""

    status: int
    headers: dict[str, str]
    steps: Sequence[Step]


Responding = Callable[[Request], Answer]


async def serve_http(stream: trio.abc.Stream, respond: Responding) -> None:
    """Answer the requests of one connection until either side ends it."""
    connection = h11.Connection(h11.SERVER)
    async with stream:
        try:
            while (request := await _next_request(connection, stream)) is not None:
                if not await _send(connection, stream, respond(request)):
                    return
                connection.start_next_cycle()
        except (trio.BrokenResourceError, trio.ClosedResourceError, h11.RemoteProtocolError):
            pass  # the client has left in the middle


async def _next_request(connection: h11.Connection, stream: trio.abc.Stream) -> Request | None:
    head: h11.Request | None = None
    body = bytearray()
    while True:  # noqa: ASYNC913  # what has arrived is bounded, and then it receives
        match connection.next_event():
            case h11.NEED_DATA:
                connection.receive_data(bytes(await stream.receive_some(RECEIVED_AT_ONCE)))
            case h11.Request() as head:
                pass
            case h11.Data() as data:
                body += data.data
            case h11.EndOfMessage() if head is not None:
                headers = {name.decode().lower(): value.decode() for name, value in head.headers}
                return Request(head.method.decode(), head.target.decode(), headers, bytes(body))
            case _:
                return None


async def _send(connection: h11.Connection, stream: trio.abc.Stream, answer: Answer) -> bool:
    """Whether the connection can serve another request."""
    for step in answer.steps:
        match step:
            case str():
                head = h11.Response(status_code=answer.status, headers=list(answer.headers.items()))
                await stream.send_all(connection.send(head) or b"")
            case bytes():
                await stream.send_all(connection.send(h11.Data(data=step)) or b"")
            case Wait(seconds):
                await trio.sleep(seconds)
            case Break.HANG:
                await _until_the_client_leaves(stream)
                return False
            case Break.CLOSE:
                return False
            case Break.RESET:
                await reset(stream)
                return False
    await stream.send_all(connection.send(h11.EndOfMessage()) or b"")
    return connection.our_state is h11.DONE


async def _until_the_client_leaves(stream: trio.abc.Stream) -> None:
    while await stream.receive_some(RECEIVED_AT_ONCE):
        pass


async def reset(stream: trio.abc.Stream) -> None:
    """Break a connection: over a socket its kernel is told to forget what is unsent (SO_LINGER of 0)."""
    below = stream.transport_stream if isinstance(stream, trio.SSLStream) else stream
    if isinstance(below, trio.SocketStream):
        below.socket.setsockopt(trio.socket.SOL_SOCKET, trio.socket.SO_LINGER, struct.pack("ii", 1, 0))
    await trio.aclose_forcefully(stream)
