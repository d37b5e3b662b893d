"""A stand-in for a tunnel: it has a public name and speaks TLS, and adds the headers that tunnels add.

    python -m tests.fakes.tunnel FOLDER http 8000

FOLDER is where the commands of a test are led: what they look up under the public name is on the port that the file
`tunnel-port` there names (`sitecustomize.py`, as `leads_to_tunnel` writes it).
"""

import ssl
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import trio

NAME = "1a2b-203-0-113-7.ngrok-free.app"
CERTIFICATE = Path(__file__).with_name("tunnel.pem")
PORT_FILE = "tunnel-port"
_ADDED = b"X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: %s\r\nX-Forwarded-Proto: https\r\n"
_LEADS = """
import pathlib, socket
_real, _port = socket.getaddrinfo, pathlib.Path({port_file!r})

def _getaddrinfo(host, port, *more, **named):
    if host in ({name!r}, {name!r}.encode()):
        host, port = "127.0.0.1", int(_port.read_text())
    return _real(host, port, *more, **named)

socket.getaddrinfo = _getaddrinfo
"""


def leads_to_tunnel(folder: Path) -> None:
    """Python programs with this folder on their PYTHONPATH find the tunnel under its public name."""
    (folder / "sitecustomize.py").write_text(_LEADS.format(port_file=str(folder / PORT_FILE), name=NAME))


async def tunnel(folder: Path, upstream: int) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    async with trio.open_nursery() as nursery:
        handler = partial(_hand_on, context, upstream)
        (listener,) = await nursery.start(partial(trio.serve_tcp, handler, 0, host="127.0.0.1"))
        (folder / PORT_FILE).write_text(str(listener.socket.getsockname()[1]))
        print(f"Forwarding  https://{NAME} -> http://localhost:{upstream}", flush=True)  # noqa: T201  # as tunnels do


async def _hand_on(context: ssl.SSLContext, upstream: int, accepted: trio.SocketStream) -> None:
    """One request for each connection, or a WebSocket."""
    client = trio.SSLStream(accepted, context, server_side=True, https_compatible=True)
    asked = b""
    with suppress(trio.BrokenResourceError):
        async with client:
            while b"\r\n\r\n" not in asked:
                data = await client.receive_some()
                if not data:
                    return
                asked += bytes(data)
            async with await trio.open_tcp_stream("127.0.0.1", upstream) as server, trio.open_nursery() as nursery:
                await server.send_all(_with_headers(asked))
                nursery.start_soon(_copy, client, server)
                await _copy(server, client)
                nursery.cancel_scope.cancel(reason="the server has answered")


def _with_headers(asked: bytes) -> bytes:
    head, _, rest = asked.partition(b"\r\n\r\n")
    request, *lines = head.split(b"\r\n")
    if not any(line.lower().startswith(b"upgrade:") for line in lines):
        lines = [line for line in lines if not line.lower().startswith(b"connection:")] + [b"Connection: close"]
    return b"\r\n".join([request, *lines, _ADDED % NAME.encode(), rest])


async def _copy(source: trio.abc.ReceiveStream, sink: trio.abc.SendStream) -> None:
    with suppress(trio.BrokenResourceError, trio.ClosedResourceError):
        async for data in source:
            await sink.send_all(bytes(data))


if __name__ == "__main__":
    trio.run(tunnel, Path(sys.argv[1]), int(sys.argv[3]))
