"""The REST API of a telephone's carrier, on this machine: takes commands for calls, one request a connection."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import h11
import trio

REQUEST_WITHIN_S = 10.0
READ_BYTES = 65_536
LONGEST_BODY = 65_536
Obey = Callable[[str, bytes], tuple[int, object]]
"""What a request to a path with this body is answered with: the status, and JSON."""


class NotListening(Exception):
    """The port cannot be had; the text says why."""


@asynccontextmanager
async def open_command_server(port: int, obey: Obey) -> AsyncIterator[str]:
    """The address of the API, until the context is left. Raises NotListening."""
    try:
        listeners = await trio.open_tcp_listeners(port, host="127.0.0.1")
    except OSError as exc:
        raise NotListening(f"127.0.0.1:{port}: {exc.strerror or exc}") from exc
    async with trio.open_nursery() as nursery:
        await nursery.start(partial(trio.serve_listeners, partial(_serve, obey), listeners))
        yield f"http://127.0.0.1:{listeners[0].socket.getsockname()[1]}"
        nursery.cancel_scope.cancel(reason="the call is over")


async def _serve(obey: Obey, stream: trio.SocketStream) -> None:
    connection = h11.Connection(h11.SERVER)
    with trio.move_on_after(REQUEST_WITHIN_S):
        async with stream:
            try:
                await _answer(obey, stream, connection)
            except (h11.RemoteProtocolError, trio.BrokenResourceError, trio.ClosedResourceError):
                return  # whoever asked has gone, or does not speak HTTP


async def _answer(obey: Obey, stream: trio.SocketStream, connection: h11.Connection) -> None:
    path, body = "", bytearray()
    while not isinstance(event := connection.next_event(), h11.EndOfMessage):
        match event:
            case h11.Request():
                path = event.target.decode()
            case h11.Data():
                body += event.data
            case h11.NEED_DATA:
                connection.receive_data(await stream.receive_some(READ_BYTES))
            case _:
                return
        if len(body) > LONGEST_BODY:
            return
    status, told = obey(path, bytes(body))
    content = json.dumps(told).encode()
    headers = [("content-type", "application/json"), ("content-length", str(len(content))), ("connection", "close")]
    for part in (h11.Response(status_code=status, headers=headers), h11.Data(data=content), h11.EndOfMessage()):
        if data := connection.send(part):
            await stream.send_all(data)
