"""A stand-in for whatever ends TLS in front of a server: it hands requests and WebSockets on, with the headers of a
proxy. One request for each connection."""

import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import trio

_ADDED = b"X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: %s\r\nX-Forwarded-Proto: https\r\n"

Choose = Callable[[str], int]
"""The port to which a request for this path is handed on."""


@asynccontextmanager
async def tls_proxy(name: str, certificate: Path, choose: Choose) -> AsyncIterator[int]:
    """The port on which it listens until the context is left."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    async with trio.open_nursery() as nursery:
        handler = partial(_hand_on, context, _ADDED % name.encode(), choose)
        (listener,) = await nursery.start(partial(trio.serve_tcp, handler, 0, host="127.0.0.1"))
        yield int(listener.socket.getsockname()[1])
        nursery.cancel_scope.cancel(reason="nobody needs it any more")


async def _hand_on(context: ssl.SSLContext, added: bytes, choose: Choose, accepted: trio.SocketStream) -> None:
    client = trio.SSLStream(accepted, context, server_side=True, https_compatible=True)
    asked = b""
    with suppress(trio.BrokenResourceError):
        async with client:
            while b"\r\n\r\n" not in asked:
                data = await client.receive_some()
                if not data:
                    return
                asked += bytes(data)
            port = choose(asked.split(b" ", 2)[1].decode())
            async with await trio.open_tcp_stream("127.0.0.1", port) as server, trio.open_nursery() as nursery:
                await server.send_all(_with_headers(asked, added))
                nursery.start_soon(_copy, client, server)
                await _copy(server, client)
                nursery.cancel_scope.cancel(reason="the server has answered")


def _with_headers(asked: bytes, added: bytes) -> bytes:
    head, _, rest = asked.partition(b"\r\n\r\n")
    request, *lines = head.split(b"\r\n")
    if not any(line.lower().startswith(b"upgrade:") for line in lines):
        lines = [line for line in lines if not line.lower().startswith(b"connection:")] + [b"Connection: close"]
    return b"\r\n".join([request, *lines, added, rest])


async def _copy(source: trio.abc.ReceiveStream, sink: trio.abc.SendStream) -> None:
    with suppress(trio.BrokenResourceError, trio.ClosedResourceError):
        async for data in source:
            await sink.send_all(bytes(data))
