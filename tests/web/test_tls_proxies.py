"""Signed calls through nginx, Caddy and a load balancer, which end TLS; configured as the pages say.

Real time, real servers and real proxies; where one is not installed, a stand-in leads where its configuration does, and
the end of the run names the test that went without.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
import trio

from offhook.actors.settings import Settings
from offhook.simulation.exchange import settings_with
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_network import CallError, Document, MediaSocket, speak_websocket
from tests.conftest import WENT_WITHOUT
from tests.fakes.certificate import trust
from tests.serving import SAY_TODAY, free_port
from tests.web.pages import AUTH_TOKEN, PROVEN, signed
from tests.web.server import RunningServer, open_server
from tests.web.tls_proxies import CERTIFICATE, NAME, Ports, find, missing, stand_in

WITHIN_S = 60.0
URL = f"https://{NAME}/voice-stream"
Front = Callable[[Ports], AbstractAsyncContextManager[int]]


def settings(root_path: str = "") -> Settings:
    server = {"public_url": f"https://{NAME}", "root_path": root_path}
    return settings_with(server=server, twilio=PROVEN, speaker={"tone": {"seconds": 0.5}})


@pytest.fixture
def front(request: pytest.FixtureRequest, tmp_path: Path) -> Front:
    """The proxy that the test's parameter names."""
    proxy: str = request.param
    start = find(proxy)
    if start is None:
        without = request.config.stash.setdefault(WENT_WITHOUT, {})
        without[f"{missing(proxy)}: {request.node.originalname} went without it"] = None
        start = partial(stand_in, proxy)
    return partial(start, tmp_path)


def through(*proxies: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("front", proxies, indirect=True)


class Outside:
    """The way from a carrier to `voice.example.com`, which is the proxy of the test. It signs with its token."""

    def __init__(self, port: int, auth_token: str = AUTH_TOKEN) -> None:
        self._port, self._auth_token = port, auth_token

    async def fetch(self, method: str, url: str, form: dict[str, str]) -> Document:
        assert url.startswith(f"https://{NAME}/"), url
        body = urlencode(form).encode()
        headers = {"content-type": "application/x-www-form-urlencoded"} | signed(url, body, self._auth_token)
        answer = await ask(self._port, method, urlsplit(url).path, headers, body)
        if not answer.is_success:
            raise CallError(f"{url} answered {answer.status_code}: {answer.text.strip()}")
        return Document(url, answer.content)

    async def fetch_sound(self, url: str) -> bytes:
        answer = await ask(self._port, "GET", urlsplit(url).path, {}, b"")
        return answer.content

    @asynccontextmanager
    async def open_socket(self, url: str) -> AsyncIterator[MediaSocket]:
        parts = urlsplit(url)
        assert (parts.scheme, parts.netloc) == ("wss", NAME), url
        tcp = await trio.open_tcp_stream("127.0.0.1", self._port)
        stream = trio.SSLStream(tcp, trust(CERTIFICATE), server_hostname=NAME, https_compatible=True)
        headers = signed(url, auth_token=self._auth_token)
        async with speak_websocket(stream, NAME, parts.path, headers) as socket:
            yield socket


async def ask(
    port: int, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> httpx.Response:
    """Whoever asks the public name, and checks its certificate."""
    url = f"https://127.0.0.1:{port}{path}"
    async with httpx.AsyncClient(verify=trust(CERTIFICATE), timeout=10) as client:
        return await client.request(
            method, url, headers={"host": NAME} | (headers or {}), content=body, extensions={"sni_hostname": NAME}
        )


@through("nginx", "Caddy")
async def test_a_signed_call_is_heard_and_nobody_else_is_answered(front: Front) -> None:
    """Webhook and media socket: without a signature, or with another token's, both get 403 through the proxy too."""
    with trio.fail_after(WITHIN_S):
        async with open_server(settings()) as server, front({8000: server.port}) as port:
            outcome = await place_call(CallOptions(url=URL, items=(SAY_TODAY,)), network=Outside(port))
            assert outcome.failure == ""
            assert outcome.report.turns[0].reply_at_s is not None
            stranger = await place_call(CallOptions(url=URL), network=Outside(port, AUTH_TOKEN[::-1]))
            assert "answered 403" in stranger.failure
            assert (await ask(port, "POST", "/voice-stream", body=b"From=%2B15005550006")).status_code == 403
            assert (await ask(port, "GET", "/calls")).status_code == 403
            with pytest.raises(CallError, match="answered 403, not 101"):
                await open_unsigned(port)
            assert (await ask(port, "GET", "/readyz")).status_code == 200
            await server.at_rest()
            assert len(await server.finished_records()) == 1


async def open_unsigned(port: int, path: str = "/media-stream") -> None:
    """Raises CallError."""
    stream = trio.SSLStream(
        await trio.open_tcp_stream("127.0.0.1", port),
        trust(CERTIFICATE),
        server_hostname=NAME,
        https_compatible=True,
    )
    async with speak_websocket(stream, NAME, path):
        pass


async def call(port: int) -> None:
    """The greeting is enough."""
    outcome = await place_call(CallOptions(url=URL), network=Outside(port))
    assert outcome.failure == ""
    assert outcome.report.greeting_ms is not None


async def calls_of(server: RunningServer) -> int:
    await server.at_rest()
    return len(await server.finished_records())


@through("load balancer")
async def test_a_call_stays_with_the_server_that_answered_its_webhook(front: Front) -> None:
    """Each server gets some of the calls, with stream and all; and the signature is for the name that the carrier
    knows, although each server is below a path of its own."""
    with trio.fail_after(WITHIN_S):
        async with (
            open_server(settings("/a")) as a,
            open_server(settings("/b")) as b,
            front({8001: a.port, 8002: b.port}) as port,
        ):
            async with trio.open_nursery() as nursery:
                for _ in range(4):
                    nursery.start_soon(call, port)
            assert [await calls_of(a), await calls_of(b)] == [2, 2]
            for path in ("/a", "/b"):
                assert (await ask(port, "POST", f"{path}/voice-stream")).status_code == 403
                with pytest.raises(CallError, match="answered 403, not 101"):
                    await open_unsigned(port, f"{path}/media-stream")


@through("load balancer")
async def test_a_server_that_is_gone_gets_no_calls(front: Front) -> None:
    """The other one answers, without a caller noticing."""
    with trio.fail_after(WITHIN_S):
        async with open_server(settings("/b")) as b, front({8001: free_port(), 8002: b.port}) as port:
            await call(port)
            assert await calls_of(b) == 1
