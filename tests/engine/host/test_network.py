"""The way to other machines. Real sockets to a server of our own; no faults."""

import traceback

import httpx
import pytest
import trio

from offhook.engine.host import proxies
from offhook.engine.host.network import Network, NetworkDoor, NetworkUnusable, network_over, real_network
from offhook.engine.host.world import RealWorld
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received, on_a_socket
from offhook.simulation.world import SimulatedWorld


def modelled() -> Network:
    return network_over(httpx.MockTransport(lambda request: httpx.Response(204)))


async def test_all_services_share_one_client() -> None:
    """It is made for the first, closed after the last, and made anew when it is needed again."""
    door = NetworkDoor(modelled)
    async with door.open() as first:
        async with door.open() as second:
            assert second is first
        assert not first.http.is_closed
    assert first.http.is_closed
    async with door.open() as third:
        assert third is not first
        assert (await third.http.get("http://a.test")).status_code == 204


async def test_nothing_is_opened_before_it_is_needed() -> None:
    """A server whose services are embedded has no client."""
    made = []

    def make() -> Network:
        made.append(1)
        return modelled()

    door = NetworkDoor(make)
    assert made == []
    async with door.open():
        assert made == [1]


async def test_a_cancelled_start_leaves_no_client_open() -> None:
    """Closing is done under a deadline of its own."""
    door = NetworkDoor(modelled)
    with trio.CancelScope() as scope:
        async with door.open() as network:
            scope.cancel()
            await trio.lowlevel.checkpoint()
    assert network.http.is_closed


async def test_proxies_of_the_environment_are_used_where_it_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests do not trust it: they reach the server, and not a proxy that is not there."""
    asked: list[str] = []

    async def answer(request: Received, answerer: Answerer) -> None:
        asked.append(request.path)
        await answerer.whole(200, b"hello", "text/plain", {})

    async with on_a_socket(HttpServer(answer).serve) as url:
        monkeypatch.setenv("HTTP_PROXY", url)
        monkeypatch.setenv("NO_PROXY", "")
        async with RealWorld().network() as network:
            assert (await network.http.get("http://elsewhere.test/a")).text == "hello"
        async with RealWorld(trust_environment=False).network() as network:
            assert (await network.http.get(f"{url}/b")).text == "hello"
    assert asked == ["http://elsewhere.test/a", "/b"]


@pytest.mark.parametrize(
    ("exempt", "is_direct"),
    [
        ("localhost,127.0.0.0/8,::1/128", True),  # as Docker Desktop sets it
        ("localhost, 127.0.0.1 ,::1,[::1],fe80::/10,*.internal", True),
        ("*", True),
        ("10.0.0.0/8,example.com,::1/128,[::1]", False),
        ("27.0.0.1,.0.0.1x", False),
    ],
)
async def test_a_server_starts_and_calls_its_own_network_whatever_is_exempt_from_the_proxy(
    exempt: str, is_direct: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Addresses in brackets and networks are named there by Docker and by companies."""
    asked: list[str] = []

    async def answer(request: Received, answerer: Answerer) -> None:
        asked.append(request.path)
        await answerer.whole(200, b"hello", "text/plain", {})

    async with on_a_socket(HttpServer(answer).serve) as url:
        for name in ("HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, url)
        monkeypatch.setenv("NO_PROXY", exempt)
        async with RealWorld().network() as network:
            await network.http.get(f"{url}/a")
    assert asked == ["/a" if is_direct else f"{url}/a"]


@pytest.mark.parametrize(
    ("host", "exempt", "is_exempt"),
    [
        ("api.example.com", "example.com", True),
        ("api.example.com", ".example.com", True),
        ("API.example.com", "*.Example.com", True),
        ("notexample.com", "example.com", False),
        ("10.1.2.3", "10.0.0.0/8", True),
        ("11.1.2.3", "10.0.0.0/8", False),
        ("fe80::1", "fe80::/10", True),
        ("::1", "[::1]", True),
        ("::1", "127.0.0.1", False),
        ("vllm", "vllm:8000", True),
        ("10.1.2.3", "http://10.1.2.3:8000", True),
        ("::1", "[::1]/128", True),
    ],
)
def test_which_hosts_are_reached_without_a_proxy(host: str, exempt: str, is_exempt: bool) -> None:
    """Names with all below them, addresses, and networks."""
    assert proxies.is_exempt(host, [exempt.lower()]) == is_exempt


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("HTTPS_PROXY", "http://user:hunter2@proxy:port", "a proxy cannot be used: correct HTTPS_PROXY, HTTP_PROXY, "),
        ("ALL_PROXY", "ftp://user:hunter2@proxy", "a proxy cannot be used: correct HTTPS_PROXY, HTTP_PROXY, "),
        ("SSL_CERT_FILE", "/nowhere/hunter2.pem", "the certificates cannot be read: correct SSL_CERT_FILE"),
        ("SSL_CERT_FILE", "/etc/passwd", "the certificates cannot be read: correct SSL_CERT_FILE"),
    ],
)
async def test_what_the_environment_names_wrongly_is_told_without_a_traceback_of_a_library(
    variable: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And without the password in it."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(NetworkUnusable) as caught:
        async with RealWorld().network():
            pass
    assert str(caught.value).startswith(words)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value.__cause__ or caught.value))


async def test_redirects_are_not_followed() -> None:
    """A key would go to another server with them."""

    async def answer(request: Received, answerer: Answerer) -> None:
        await answerer.whole(307, b"", "text/plain", {"location": "http://elsewhere.test/"})

    world = RealWorld(trust_environment=False)
    async with on_a_socket(HttpServer(answer).serve) as url, world.network() as network:
        assert (await network.http.get(url)).status_code == 307


async def test_http_and_websockets_share_their_certificates() -> None:
    """From one place, and checked."""
    network = real_network(trust_environment=False)
    assert network.certificates.check_hostname
    assert network.certificates.cert_store_stats()["x509_ca"] > 0
    await network.http.aclose()


async def test_nothing_is_connected_to_in_virtual_time() -> None:
    """A simulation that was given no transport has a fault in its test."""
    async with SimulatedWorld().network() as network:
        with pytest.raises(AssertionError, match=r"api\.openai\.com"):
            await network.http.get("https://api.openai.com/v1/models")
