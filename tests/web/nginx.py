"""nginx in front of a test's server: the real one where it is installed, and a stand-in that asks in the same words.

The stand-in reads the same configuration, of which it knows `proxy_set_header` and `proxy_http_version`; that it sends
what nginx sends is a test of its own.
"""

import os
import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import trio

from tests.serving import free_port

UP_WITHIN_S = 10.0
WAYS_TO_INSTALL = "`apt-get install nginx-light`, or what your system calls it"
_MAIN = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {{ worker_connections 128; }}
http {{
    access_log off;
    {folders}
    {site}
}}
"""
_MODULES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")  # each keeps a folder, by default in /var/lib

Upstreams = int | Mapping[int, int]
"""The server's port in place of 8000, or ports by those that the page names."""
Front = Callable[[str, int], AbstractAsyncContextManager[int]]
"""Given a site's configuration and the server's port: the port on which the proxy listens."""


def find_nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def at_home(site: str, listen: int, upstreams: Upstreams, certificate: Path | None = None) -> str:
    """A site's configuration as its reader has it, for a port of this machine's; without TLS if there is no
    certificate."""
    tls = "" if certificate is None else " ssl"
    file = "" if certificate is None else rf"\1 {certificate};\n"
    site = re.sub(r"^(\s*ssl_certificate(?:_key)?) .*\n", file, site, flags=re.MULTILINE)
    site, listens = re.subn(r"listen 443 ssl;", f"listen 127.0.0.1:{listen}{tls};", site)
    assert listens == 1, "a site of another form"
    return with_ports(site, upstreams)


def with_ports(configuration: str, upstreams: Upstreams) -> str:
    """Leads to the servers of the test."""
    for written, port in ({8000: upstreams} if isinstance(upstreams, int) else upstreams).items():
        configuration, places = re.subn(rf"127\.0\.0\.1:{written}\b", f"127.0.0.1:{port}", configuration)
        assert places, f"nothing leads to port {written}"
    return configuration


@asynccontextmanager
async def real_nginx(
    program: str, folder: Path, site: str, upstreams: Upstreams, certificate: Path | None = None
) -> AsyncIterator[int]:
    """A single process, which ends with the context. Raises AssertionError with its words if it does not come up."""
    port = free_port()
    built_with = (await trio.run_process([program, "-V"], capture_stderr=True)).stderr.decode()
    folders = [
        f"{name}_temp_path {folder}/{name};" for name in _MODULES if f"--without-http_{name}_module" not in built_with
    ]
    site = at_home(site, port, upstreams, certificate)
    (folder / "nginx.conf").write_text(_MAIN.format(folders=" ".join(folders), site=site))
    async with listening([program, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"], folder, port):
        yield port


@asynccontextmanager
async def listening(command: Sequence[str], folder: Path, port: int, **variables: str) -> AsyncIterator[None]:
    """A proxy's process, once it listens on the port. Raises AssertionError with its words if it does not come up."""
    with (folder / "words").open("wb") as words:
        process = await trio.lowlevel.open_process(
            list(command), stdout=words, stderr=words, cwd=folder, env=os.environ | variables
        )
    try:
        with trio.fail_after(UP_WITHIN_S):
            while not await _listens(port):
                assert process.poll() is None, (folder / "words").read_text()
                await trio.sleep(0.02)
        yield
    finally:
        process.terminate()
        with trio.move_on_after(5, shield=True):
            await process.wait()
        process.kill()


async def _listens(port: int) -> bool:
    with suppress(OSError):
        async with await trio.open_tcp_stream("127.0.0.1", port):
            return True
    return False


@asynccontextmanager
async def stand_in(site: str, upstream: int) -> AsyncIterator[int]:
    """A proxy in this process that says to the server what nginx would. One request for each connection."""
    async with trio.open_nursery() as nursery:
        handler = partial(_hand_on, at_home(site, 0, upstream), upstream)
        (listener,) = await nursery.start(partial(trio.serve_tcp, handler, 0, host="127.0.0.1"))
        yield int(listener.socket.getsockname()[1])
        nursery.cancel_scope.cancel(reason="the test is over")


async def _hand_on(site: str, upstream: int, client: trio.SocketStream) -> None:
    asked = b""
    while b"\r\n\r\n" not in asked:
        data = await client.receive_some(65_536)
        if not data:
            return
        asked += bytes(data)
    head, _, body = asked.partition(b"\r\n\r\n")
    async with await trio.open_tcp_stream("127.0.0.1", upstream) as server, trio.open_nursery() as nursery:
        with suppress(trio.BrokenResourceError):
            await server.send_all(nginx_head(site, head) + body)
        nursery.start_soon(_copy, client, server)
        await _copy(server, client)
        nursery.cancel_scope.cancel(reason="the server has answered")
    await client.aclose()


async def _copy(source: trio.SocketStream, sink: trio.SocketStream) -> None:
    with suppress(trio.BrokenResourceError, trio.ClosedResourceError):
        async for data in source:
            await sink.send_all(data)


def nginx_head(site: str, head: bytes) -> bytes:
    """What is configured, in that order; then nginx's own Host and Connection; then what the client sent."""
    request, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = request.split(" ")
    sent = dict(line.split(": ", 1) for line in lines)
    version = re.search(r"proxy_http_version (\S+);", site)
    asked = {name.lower(): value for name, value in sent.items()}
    proxied = re.search(r"proxy_pass http://([^;/]+);", site)
    assert proxied is not None
    configured = dict(re.findall(r"proxy_set_header (\S+)\s+(.+?);", site))
    headers = {name: _value(value.strip('"'), asked) for name, value in configured.items()}
    for name, value in (("Host", proxied[1]), ("Connection", "close")):
        headers.setdefault(name, value)
    ours = {name.lower() for name in headers} | {"connection", "upgrade", "keep-alive", "te", "expect"}
    kept = {name: value for name, value in sent.items() if name.lower() not in ours}
    said = {name: value for name, value in headers.items() if value} | kept
    lines = [f"{method} {target} HTTP/{version[1] if version else '1.0'}", *(f"{n}: {v}" for n, v in said.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _value(written: str, asked: dict[str, str]) -> str:
    forwarded = ", ".join(filter(None, (asked.get("x-forwarded-for"), "127.0.0.1")))
    known = {
        "$host": asked["host"].partition(":")[0].lower(),
        "$http_upgrade": asked.get("upgrade", ""),
        "$connection_upgrade": "upgrade" if asked.get("upgrade") else "close",
        "$proxy_add_x_forwarded_for": forwarded,
        "$scheme": "http",
    }
    assert written in known or "$" not in written, f"the stand-in does not know {written}"
    return known.get(written, written)


def nginx_blocks(page: Path) -> Iterator[str]:
    """The configurations that a page of the documentation shows."""
    yield from re.findall(r"^```nginx\n(.*?)^```$", page.read_text(), flags=re.MULTILINE | re.DOTALL)
