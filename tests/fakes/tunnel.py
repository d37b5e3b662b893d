"""A stand-in for a tunnel: it has a public name and speaks TLS, and adds the headers that tunnels add.

    python -m tests.fakes.tunnel FOLDER http 8000
    python -m tests.fakes.tunnel FOLDER tunnel --url http://127.0.0.1:8000

FOLDER is where the commands of a test are led: what they look up under the public name is on the port that the file
`tunnel-port` there names (`sitecustomize.py`, as `leads_to` writes it).
"""

import sys
from pathlib import Path

import trio

from tests.fakes.tls_proxy import tls_proxy

NAME = "1a2b-203-0-113-7.ngrok-free.app"
CERTIFICATE = Path(__file__).with_name("tunnel.pem")
PORT_FILE = "tunnel-port"
_LEADS = """
import pathlib, socket
_real, _port = socket.getaddrinfo, pathlib.Path({port_file!r})

def _getaddrinfo(host, port, *more, **named):
    if host in ({name!r}, {name!r}.encode()):
        host, port = "127.0.0.1", int(_port.read_text())
    return _real(host, port, *more, **named)

socket.getaddrinfo = _getaddrinfo
"""


def leads_to(folder: Path, name: str, port_file: str) -> None:
    """Python programs with this folder on their PYTHONPATH find under this name the port that the file there holds."""
    (folder / "sitecustomize.py").write_text(_LEADS.format(port_file=str(folder / port_file), name=name))


async def tunnel(folder: Path, upstream: int) -> None:
    async with tls_proxy(NAME, CERTIFICATE, lambda path: upstream) as port:
        (folder / PORT_FILE).write_text(str(port))
        print(f"Forwarding  https://{NAME} -> http://localhost:{upstream}", flush=True)  # noqa: T201  # as tunnels do
        await trio.sleep_forever()


if __name__ == "__main__":
    trio.run(tunnel, Path(sys.argv[1]), int(sys.argv[-1].rpartition(":")[2]))
