"""A whole call through nginx, configured as docs/behind-a-proxy.md says, and what a stranger sees there.

Real time, the real server and a real nginx; where none is installed, what nginx would send is sent, and the end of the
run names the tests that went without. TLS and names are the carrier's affair and left out.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
import trio

from offhook.actors.settings import Settings
from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, read
from offhook.simulation.exchange import settings_with
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_network import Document, MediaSocket, speak_websocket
from tests.conftest import WENT_WITHOUT
from tests.serving import SAY_TODAY
from tests.web.nginx import WAYS_TO_INSTALL, Front, at_home, find_nginx, nginx_blocks, nginx_head, real_nginx, stand_in
from tests.web.pages import A_CALL, AUTH_TOKEN, PROVEN, signed
from tests.web.raw_peer import upgrade_request
from tests.web.server import open_server

NAME = "voice.example.com"
TOKEN = "c0ffee-c0ffee-c0ffee"
CALLER = "+15005550006"
NOTHING: Mapping[str, object] = {}
BEARER = {"authorization": f"Bearer {TOKEN}"}
(OURS,) = nginx_blocks(Path(__file__).parents[2] / "docs" / "behind-a-proxy.md")
_MAP = "map $http_upgrade $connection_upgrade { default upgrade; '' close; }\n"
_UPGRADE = "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
NGINX_DOCUMENTS = {
    "the recipe": f"{_UPGRADE} proxy_set_header Connection $connection_upgrade;",
    "the shorter recipe": f'{_UPGRADE} proxy_set_header Connection "upgrade";',
    "nothing but proxy_pass": "proxy_http_version 1.0;",
}
"""nginx.org, "WebSocket proxying"; the last is what older versions do by themselves. None of them passes Host on."""
A_KEPT_CONNECTION = 'proxy_http_version 1.1; proxy_set_header Connection "";'
REQUEST = "GET /calls HTTP/1.1\r\nHost: voice.example.com\r\nUser-Agent: curl/8\r\nAccept: */*"
REQUESTS = {
    "a page": REQUEST,
    "a page by way of a proxy": f"{REQUEST}\r\nX-Forwarded-For: 203.0.113.7\r\nConnection: keep-alive",
    "a handshake": f"{REQUEST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13",
}


def site(directives: str) -> str:
    return f"{_MAP}server {{ listen 443 ssl; location / {{ proxy_pass http://127.0.0.1:8000; {directives} }} }}"


def settings(twilio: Mapping[str, object] = NOTHING, **server: str) -> Settings:
    return settings_with(server=server, twilio=twilio, speaker={"tone": {"seconds": 0.5}})


@pytest.fixture
def front(request: pytest.FixtureRequest, tmp_path: Path) -> Front:
    """nginx or the stand-in, as the test's parameter says."""
    if request.param == "stand-in":
        return stand_in
    program = find_nginx()
    if program is None:
        without = request.config.stash.setdefault(WENT_WITHOUT, {})
        without[f"nginx is not installed ({WAYS_TO_INSTALL}): {request.node.originalname} went without it"] = None
        return stand_in
    return partial(real_nginx, program, tmp_path)


both_fronts = pytest.mark.parametrize("front", ["nginx", "stand-in"], indirect=True)


class CarrierNetwork:
    """The way from a carrier to `voice.example.com`, which is the proxy of the test."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def fetch(self, method: str, url: str, form: dict[str, str]) -> Document:
        assert url.startswith(f"https://{NAME}/"), url
        body = urlencode(form).encode()
        headers = {"content-type": "application/x-www-form-urlencoded"} | signed(url, body)
        async with outside(self._port) as client:
            answer = await client.request(method, urlsplit(url).path, content=body, headers=headers)
        assert answer.is_success, answer.text
        return Document(url, answer.content)

    async def fetch_sound(self, url: str) -> bytes:
        parts = urlsplit(url)
        async with outside(self._port) as client:
            return (await client.get(f"{parts.path}?{parts.query}")).content

    @asynccontextmanager
    async def open_socket(self, url: str) -> AsyncIterator[MediaSocket]:
        parts = urlsplit(url)
        assert (parts.scheme, parts.netloc) == ("wss", NAME), url
        stream = await trio.open_tcp_stream("127.0.0.1", self._port)
        async with speak_websocket(stream, NAME, parts.path, signed(url)) as socket:
            yield socket


def outside(port: int) -> httpx.AsyncClient:
    """Whoever asks the public name. One request for each connection: the stand-in knows no more."""
    once = httpx.Limits(max_keepalive_connections=0)
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers={"Host": NAME}, limits=once, timeout=10)


@both_fronts
async def test_a_call_through_the_proxy_is_heard_and_only_an_administrator_sees_it(front: Front) -> None:
    """Sound both ways and the way out; afterwards the number is shown to who gives the token, through the proxy too."""
    with trio.fail_after(60):
        async with (
            open_server(settings(PROVEN, public_url=f"https://{NAME}", admin_token=TOKEN)) as server,
            front(OURS, server.port) as port,
        ):
            options = CallOptions(url=f"https://{NAME}/voice-stream", caller=CALLER, items=(SAY_TODAY,))
            outcome = await place_call(options, network=CarrierNetwork(port))
            assert outcome.failure == ""
            assert outcome.report.greeting_ms is not None
            assert outcome.report.turns[0].reply_at_s is not None
            assert outcome.report.gaps == ()
            async with outside(port) as client:
                stranger = await client.get("/calls")
                administrator = await client.get("/calls", headers=BEARER)
                assert (await client.get("/readyz")).json()["status"] == "ready"
            log = server.log
    assert (stranger.status_code, administrator.status_code) == (403, 200)
    assert "server.admin_token" in stranger.json()["error"]
    assert CALLER not in stranger.text
    assert [call["caller"] for call in administrator.json()["recent"]] == [CALLER]
    assert TOKEN not in stranger.text + administrator.text + log
    assert AUTH_TOKEN not in stranger.text + administrator.text + log


@both_fronts
@pytest.mark.parametrize("directives", [*NGINX_DOCUMENTS.values(), A_KEPT_CONNECTION])
async def test_a_proxy_that_tells_nothing_of_itself_shows_no_caller(front: Front, directives: str) -> None:
    """With a public name set, a request that looks like one from this machine in every way is a stranger's."""
    async with (
        open_server(settings(PROVEN, public_url=f"https://{NAME}")) as server,
        front(site(directives), server.port) as port,
        outside(port) as client,
    ):
        assert (await client.get("/calls")).status_code == 403
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.post("/voice-stream", data={"From": CALLER})).status_code == 403
        webhook = await client.post(
            "/voice-stream", content=A_CALL, headers=signed(f"https://{NAME}/voice-stream", A_CALL)
        )
    stream = read(webhook.content)[0]
    assert isinstance(stream, ConnectStream)
    assert stream.url == f"wss://{NAME}/media-stream"


@both_fronts
@pytest.mark.parametrize("config", [OURS, *map(site, NGINX_DOCUMENTS.values())], ids=["ours", *NGINX_DOCUMENTS])
async def test_nginx_shows_no_caller_before_anything_is_set(front: Front, config: str) -> None:
    """Neither as our page configures it nor as nginx's own documentation does, whatever Host a stranger writes; and
    lets no stranger call."""
    async with open_server(settings()) as server, front(config, server.port) as port, outside(port) as client:
        for headers in ({}, {"Host": "127.0.0.1"}):
            assert (await client.get("/calls", headers=headers)).status_code == 403
            assert (await client.get("/voice-stream", headers=headers)).status_code == 403
        for host in (NAME, "127.0.0.1"):
            async with await trio.open_tcp_stream("127.0.0.1", port) as stream:
                await stream.send_all(upgrade_request().replace(b"127.0.0.1", host.encode()))
                assert (await stream.receive_some(12)).startswith(b"HTTP/1.1 4")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as beside:
            assert (await beside.get("/calls")).status_code == 200
            assert (await beside.get("/voice-stream")).status_code == 200


@pytest.mark.parametrize("front", ["nginx"], indirect=True)
@pytest.mark.parametrize("asked", REQUESTS.values(), ids=REQUESTS)
async def test_the_stand_in_sends_what_nginx_sends(front: Front, asked: str) -> None:
    """So that a machine without nginx tests the same."""
    for config in (OURS, *map(site, [*NGINX_DOCUMENTS.values(), A_KEPT_CONNECTION])):
        async with (
            one_who_listens() as (upstream, heard),
            front(config, upstream) as port,
            await trio.open_tcp_stream("127.0.0.1", port) as client,
        ):
            await client.send_all(f"{asked}\r\n\r\n".encode())
            with trio.fail_after(10):
                got = await heard.receive()
        expected = nginx_head(at_home(config, port, upstream), asked.encode())
        assert got.decode() == expected.decode()


@asynccontextmanager
async def one_who_listens() -> AsyncIterator[tuple[int, trio.MemoryReceiveChannel[bytes]]]:
    """A server that takes requests down and answers none."""
    heard, requests = trio.open_memory_channel[bytes](4)

    async def listen(stream: trio.SocketStream) -> None:
        data = bytes(await stream.receive_some(65_536))
        if data:
            await heard.send(data)

    async with trio.open_nursery() as nursery:
        (listener,) = await nursery.start(partial(trio.serve_tcp, listen, 0, host="127.0.0.1"))
        yield int(listener.socket.getsockname()[1]), requests
        nursery.cancel_scope.cancel(reason="the test is over")
