"""Who sees callers' numbers and words, through the real application. No network; virtual time."""

from collections.abc import Mapping

import httpx
import pytest
from trio.testing import MockClock

from offhook.actors.settings import Settings
from offhook.simulation.exchange import open_simulated_exchange, settings_with
from offhook.web.application import FOR_ADMINISTRATORS, FOR_THE_CARRIER, OPEN_TO_EVERYBODY
from tests.web.pages import PROVEN, TUNNEL, open_pages

TOKEN = "c0ffee-c0ffee-c0ffee"
BEARER = {"authorization": f"Bearer {TOKEN}"}
COOKIE = {"cookie": f"theme=dark; offhook_admin={TOKEN}"}
STRANGER = "203.0.113.7"
PUBLIC = {"public_url": "https://voice.example.com"}
WITH_TOKEN = {"admin_token": TOKEN}


async def ask(
    server: Mapping[str, object],
    headers: Mapping[str, str],
    *,
    path: str = "/calls",
    method: str = "GET",
    peer: str = "127.0.0.1",
) -> httpx.Response:
    """One request to a server with these settings."""
    settings: Settings = settings_with(server=server)
    async with open_simulated_exchange(settings) as exchange, open_pages(exchange, peer=peer) as pages:
        as_bytes = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        return await pages.request(method, path, headers=as_bytes)


ALLOWED = {
    "this machine, nothing set": ({}, {}, "127.0.0.1"),
    "a script that closes its connection": ({}, {"connection": "close"}, "127.0.0.1"),
    "curl --http2": ({}, {"connection": "Upgrade, HTTP2-Settings", "upgrade": "h2c"}, "127.0.0.1"),
    "a browser's address bar": ({}, {"sec-fetch-site": "none"}, "127.0.0.1"),
    "a page of the server's own": ({}, {"sec-fetch-site": "same-origin"}, "127.0.0.1"),
    "the same in an older browser": ({}, {"host": "Localhost:8000", "origin": "http://localhost:8000"}, "127.0.0.1"),
    "the token, on this machine": (WITH_TOKEN, BEARER, "127.0.0.1"),
    "the token, from far away": (WITH_TOKEN, BEARER, STRANGER),
    "the token through a tunnel": (WITH_TOKEN, TUNNEL | BEARER, "127.0.0.1"),
    "the token behind a proxy": (PUBLIC | WITH_TOKEN, {"host": "voice.example.com"} | BEARER, "127.0.0.1"),
    "the token as a cookie": (PUBLIC | WITH_TOKEN, TUNNEL | COOKIE, "127.0.0.1"),
    "the token over a Unix socket": (WITH_TOKEN, BEARER, ""),
    "another spelling of bearer": (WITH_TOKEN, {"authorization": f"bearer   {TOKEN}"}, STRANGER),
}
REFUSED = {
    "a stranger": ({}, {}, STRANGER),
    "a Unix socket, which a proxy is likely to use": ({}, {}, ""),
    "nothing but a public name": (PUBLIC, {}, "127.0.0.1"),
    "a public name, and a proxy that says all": (PUBLIC, TUNNEL, "127.0.0.1"),
    "a token that nobody set": ({}, TUNNEL | BEARER, "127.0.0.1"),
    "no token": (WITH_TOKEN, {}, STRANGER),
    "no token on this machine": (WITH_TOKEN, {}, "127.0.0.1"),
    "a wrong token": (WITH_TOKEN, {"authorization": f"Bearer {TOKEN}x"}, "127.0.0.1"),
    "the beginning of the token": (WITH_TOKEN, {"authorization": f"Bearer {TOKEN[:-1]}"}, "127.0.0.1"),
    "an empty token": (WITH_TOKEN, {"authorization": "Bearer "}, "127.0.0.1"),
    "the token without its scheme": (WITH_TOKEN, {"authorization": TOKEN}, "127.0.0.1"),
    "another scheme": (WITH_TOKEN, {"authorization": f"Basic {TOKEN}"}, "127.0.0.1"),
    "a wrong cookie": (WITH_TOKEN, {"cookie": "offhook_admin=no"}, "127.0.0.1"),
    "the token as another cookie": (WITH_TOKEN, {"cookie": f"admin={TOKEN}"}, "127.0.0.1"),
    "another site's page that knows of the cookie": (WITH_TOKEN, COOKIE | {"sec-fetch-site": "cross-site"}, STRANGER),
    "another site's page in a browser on this machine": ({}, {"sec-fetch-site": "cross-site"}, "127.0.0.1"),
    "the same in an older browser": ({}, {"origin": "https://evil.example"}, "127.0.0.1"),
    "a page of no site": ({}, {"origin": "null"}, "127.0.0.1"),
    "another port's page": ({}, {"origin": "http://127.0.0.1:9"}, "127.0.0.1"),
    "another site's page in an older browser": (WITH_TOKEN, COOKIE | {"origin": "https://evil.example"}, STRANGER),
    "bytes that are no ASCII": (WITH_TOKEN, {"authorization": "Bearer t\xf6k\xe9n"}, "127.0.0.1"),
}


@pytest.mark.parametrize(("server", "headers", "peer"), ALLOWED.values(), ids=ALLOWED)
async def test_who_may_see_calls_does(
    server: dict[str, object], headers: dict[str, str], peer: str, autojump_clock: MockClock
) -> None:
    """This machine as long as nothing is set, and whoever gives the token; kept in no cache on the way."""
    answer = await ask(server, headers, peer=peer)
    assert answer.status_code == 200
    assert answer.json()["recent"] == []
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("server", "headers", "peer"), REFUSED.values(), ids=REFUSED)
async def test_no_stranger_sees_a_caller(
    server: dict[str, object], headers: dict[str, str], peer: str, autojump_clock: MockClock
) -> None:
    """All the same answer: it says what to set and how to give it, and nothing of what is set."""
    answer = await ask(server, headers, peer=peer)
    assert answer.status_code == 403
    assert answer.json() == (await ask({}, {}, peer=STRANGER)).json()
    assert "server.admin_token" in answer.json()["error"]
    assert "Authorization: Bearer" in answer.json()["error"]
    assert TOKEN not in answer.text


HOPS = [
    "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP",
    "X-Original-Forwarded-For", "X-Original-URL", "CF-Connecting-IP", "CF-Ray", "CF-Visitor", "CDN-Loop",
    "True-Client-IP", "Fly-Client-IP", "Fly-Forwarded-Port", "Fastly-Client-IP", "X-Envoy-External-Address",
    "X-Amzn-Trace-Id", "X-Amz-Cf-Id", "CloudFront-Viewer-Address", "X-Appengine-User-IP", "X-Cloud-Trace-Context",
    "X-Azure-ClientIP", "X-ARR-SSL", "X-Vercel-Id", "X-NF-Client-Connection-IP", "DO-Connecting-IP",
    "Ngrok-Trace-Id", "Tailscale-User-Login", "X-Request-Id", "X-Request-Start", "Akamai-Origin-Hop",
    "X-ProxyUser-Ip", "WL-Proxy-Client-IP", "Incap-Client-IP", "X-Scheme",
]  # fmt: skip


@pytest.mark.parametrize("name", HOPS)
async def test_no_cloud_or_tunnel_makes_a_stranger_local(name: str, autojump_clock: MockClock) -> None:
    """Whatever a hop leaves in a request, empty or not, is enough to be no request from this machine."""
    assert (await ask({}, {name: ""})).status_code == 403


@pytest.mark.parametrize("path", ["/calls", "/calls/CA1", "/calls/"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
async def test_a_stranger_gets_nothing_by_another_method(path: str, method: str, autojump_clock: MockClock) -> None:
    """A page is closed whatever the method."""
    assert (await ask(PUBLIC, TUNNEL, path=path, method=method)).status_code == 403


@pytest.mark.parametrize("path", ["/", "/docs", "/voice-stream/other", "/healthz/x", "/cals"])
async def test_where_there_is_no_page_there_is_nothing_to_see(path: str, autojump_clock: MockClock) -> None:
    """Whoever asks is told where a carrier belongs, and nothing else."""
    answer = await ask(PUBLIC, TUNNEL, path=path)
    assert answer.status_code == 404
    assert "/voice-stream" in answer.text
    assert "calls" not in answer.text


STRANGERS = {
    "from another machine": ({}, {}, STRANGER),
    "through a tunnel": ({}, TUNNEL, "127.0.0.1"),
    "behind a proxy with a public name": (PUBLIC, TUNNEL, "127.0.0.1"),
    "a proxy that tells nothing of itself": (PUBLIC, {}, "127.0.0.1"),
    "where administrators need a token": (WITH_TOKEN, {}, STRANGER),
}


@pytest.mark.parametrize("twilio", [{}, PROVEN], ids=["no auth token", "with an auth token"])
@pytest.mark.parametrize(("server", "headers", "peer"), STRANGERS.values(), ids=STRANGERS)
async def test_a_stranger_sees_nothing_but_health(
    server: dict[str, object],
    headers: dict[str, str],
    peer: str,
    twilio: dict[str, object],
    autojump_clock: MockClock,
) -> None:
    """All routes that there are, by every method: the two health pages answer, and nothing else."""
    settings = settings_with(server=server, twilio=twilio)
    answered = set()
    async with open_simulated_exchange(settings) as exchange, open_pages(exchange, peer=peer) as pages:
        for route in (*OPEN_TO_EVERYBODY, *FOR_THE_CARRIER, *FOR_ADMINISTRATORS):
            for method in ("GET", "POST", "HEAD", "OPTIONS", "DELETE"):
                answer = await pages.request(method, route.path.replace("{sid}", "CA1"), headers=headers)
                if answer.is_success:
                    answered.add(route.path)
                else:
                    assert answer.status_code == (405 if route in OPEN_TO_EVERYBODY else 403), (method, route.path)
    assert answered == {"/healthz", "/readyz"}
