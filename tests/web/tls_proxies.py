"""nginx and Caddy in front of a test's servers, as the pages configure them, with TLS: the real ones where they are
installed, and a stand-in that leads where the configuration leads."""

import re
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from itertools import cycle
from pathlib import Path

import trio

from tests.fakes.tls_proxy import tls_proxy
from tests.serving import free_port
from tests.web.nginx import WAYS_TO_INSTALL as INSTALL_NGINX
from tests.web.nginx import find_nginx, listening, nginx_blocks, real_nginx, with_ports

DOCS = Path(__file__).parents[2] / "docs"
NAME = "voice.example.com"
CERTIFICATE = Path(__file__).parents[1] / "fakes" / "voice.pem"
(ONE_NGINX,) = nginx_blocks(DOCS / "behind-a-proxy.md")
(BALANCER,) = nginx_blocks(DOCS / "production.md")
(CADDY,) = re.findall(r"^```caddyfile\n(.*?)^```$", (DOCS / "behind-a-proxy.md").read_text(), re.M | re.S)
INSTALL_CADDY = "`apt-get install caddy`, or what your system calls it"
NEEDS_2_7 = "stream_close_delay"
_CADDY_HERE = "{\n    admin off\n    auto_https disable_redirects\n}\n"

Ports = Mapping[int, int]
"""Of the test's servers, by those that the page names."""
Start = Callable[[Path, Ports], AbstractAsyncContextManager[int]]
"""In a folder of its own; the port on which it listens."""


def find(proxy: str) -> Start | None:
    """How to start it with the configuration of its page; None if it is not installed."""
    program = shutil.which("caddy") if proxy == "Caddy" else find_nginx()
    if program is None:
        return None
    if proxy == "Caddy":
        return partial(_real_caddy, program)
    return partial(_real_nginx, program, BALANCER if proxy == "load balancer" else ONE_NGINX)


def missing(proxy: str) -> str:
    """What the end of the run says."""
    return (
        f"Caddy is not installed ({INSTALL_CADDY})" if proxy == "Caddy" else f"nginx is not installed ({INSTALL_NGINX})"
    )


@asynccontextmanager
async def _real_nginx(program: str, site: str, folder: Path, ports: Ports) -> AsyncIterator[int]:
    async with real_nginx(program, folder, site, ports, CERTIFICATE) as port:
        yield port


@asynccontextmanager
async def _real_caddy(program: str, folder: Path, ports: Ports) -> AsyncIterator[int]:
    port = free_port()
    version = (await trio.run_process([program, "version"], capture_stdout=True)).stdout.decode().lstrip("v")
    (folder / "Caddyfile").write_text(caddy_at_home(port, ports, before_2_7=_numbers(version) < (2, 7)))
    command = [program, "run", "--config", "Caddyfile", "--adapter", "caddyfile"]
    at_home = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    async with listening(command, folder, port, **at_home):
        yield port


def caddy_at_home(port: int, ports: Ports, *, before_2_7: bool) -> str:
    """The page's configuration, with the test's certificate; without the line that the page says to leave out."""
    lines = [line for line in CADDY.splitlines() if not (before_2_7 and NEEDS_2_7 in line)]
    own = f"{NAME}:{port} {{\n    bind 127.0.0.1\n    tls {CERTIFICATE} {CERTIFICATE}"
    return _CADDY_HERE + with_ports("\n".join([own, *lines[1:], ""]), ports)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:2]))


@asynccontextmanager
async def stand_in(proxy: str, folder: Path, ports: Ports) -> AsyncIterator[int]:
    """It leads to the servers of the test where the configuration does."""
    del folder
    turns = cycle(port for port in ports.values() if _listens(port))
    named = re.findall(r"location (/\w+/) .*?:(\d+);", BALANCER, re.S) if proxy == "load balancer" else []
    below = {path: ports[int(port)] for path, port in named}

    def choose(path: str) -> int:
        own = (port for prefix, port in below.items() if path.startswith(prefix))
        return next(own, None) or next(turns)

    async with tls_proxy(NAME, CERTIFICATE, choose) as port:
        yield port


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
