"""Why there is no connection. Real errors of real sockets, and errors as the libraries nest them; no clock."""

import socket
import ssl

import httpx
import pytest
import trio

from offhook.engine.host.network import real_network
from offhook.engine.host.no_connection import why_no_connection
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received, on_a_socket
from tests.fakes.certificate import CERTIFICATE


async def _answer(request: Received, answerer: Answerer) -> None:
    await answerer.whole(200, b"", "text/plain", {})


async def test_an_operator_sees_that_the_certificate_is_not_trusted() -> None:
    """And not that it may be that, or a name, or a port."""
    async with on_a_socket(HttpServer(_answer).serve, CERTIFICATE) as url:
        assert (await _failure(url)).startswith("the certificate is not accepted: ")


async def test_an_operator_sees_that_the_proxy_wants_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not that a connection broke."""

    async def refuse(request: Received, answerer: Answerer) -> None:
        await answerer.whole(407, b"", "text/plain", {"proxy-authenticate": "Basic"})

    async with on_a_socket(HttpServer(refuse).serve) as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        monkeypatch.setenv("NO_PROXY", "")
        failure = await _failure("https://elsewhere.test", trust_environment=True)
    assert failure == "the proxy refuses it, or wants a name and a password"


async def test_an_operator_sees_that_nobody_listens() -> None:
    """The server is not started, or listens elsewhere."""
    async with on_a_socket(HttpServer(_answer).serve) as url:
        pass
    assert await _failure(url) == "it was refused"


@pytest.mark.parametrize(
    ("behind", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "the name is not found"),
        (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), "the TLS handshake failed"),
        (
            ExceptionGroup(
                "all attempts failed", [OSError(101, "unreachable"), ConnectionRefusedError(111, "refused")]
            ),
            "it was refused",
        ),
        (OSError(101, "Network is unreachable"), "it was refused, or the name or the certificate is wrong"),
    ],
)
def test_what_is_behind_the_error_of_a_library_is_named(behind: Exception, words: str) -> None:
    """Whatever lies between."""
    lost = trio.BrokenResourceError()
    lost.__cause__ = behind
    assert why_no_connection(lost) == words


async def _failure(url: str, *, trust_environment: bool = False) -> str:
    network = real_network(trust_environment=trust_environment)
    try:
        with trio.fail_after(5):
            await network.http.get(url)
    except (httpx.ConnectError, httpx.ProxyError) as exc:
        return why_no_connection(exc)
    finally:
        await network.http.aclose()  # noqa: ASYNC102  # a test
    raise AssertionError("it was connected to")
