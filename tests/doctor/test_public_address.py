"""The doctor calls the server's own address: a real server in a process of its own, and servers that only seem to be
one. Real sockets, the real clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
import trio

from offhook.doctor.finding import Finding, Level
from offhook.doctor.public_address import BadPublicAddress, call_public_address, public_address
from offhook.doctor.report import show
from offhook.doctor.setup import NetworkMaker
from offhook.engine.host.settings import ServerSettings
from offhook.reports.terminal import WIDE, Terminal
from offhook.simulation.fakes.http_server import Answerer, Answering, HttpServer, Received, on_a_socket
from offhook.telephone.server_process import running_server
from tests.doctor.documented import assert_as_documented
from tests.doctor.rig import a_setup, lines, warnings, wrongs
from tests.fakes.certificate import CERTIFICATE, EXPIRED, trust
from tests.serving import free_port, ignore, no_live_calls, settings_in

WITHIN_S = 60.0


async def called(
    folder: Path, url: str, *, trusted: Path = CERTIFICATE, root_path: str = "", auth_token: str = ""
) -> list[Finding]:
    make = NetworkMaker(trust_environment=False, certificates=trust(trusted))
    setup = a_setup(folder, make, OFFHOOK__SERVER__ROOT_PATH=root_path, TWILIO_AUTH_TOKEN=auth_token)
    found: list[Finding] = []
    with trio.fail_after(WITHIN_S):
        await call_public_address(setup, public_address(url, setup.settings.server), found, [])
    assert {each.area for each in found} == {"public address"}
    return found


@asynccontextmanager
async def a_server(folder: Path, **settings: str) -> AsyncIterator[str]:
    with trio.fail_after(WITHIN_S):
        async with running_server(settings_in(folder, **settings), ignore) as address:
            yield address


async def test_a_real_server_is_called_and_heard(folder: Path) -> None:
    """One call, which the server has answered like any other; the requests before it connected nobody."""
    async with a_server(folder) as address:
        found = await called(folder, address)
        (record,) = await no_live_calls(address)
    assert wrongs(found) == []
    webhook, socket, call = lines(found, Level.GOOD)
    assert webhook.startswith(f"public address: {address}/voice-stream: connected in ")
    assert socket.startswith(f"public address: {address.replace('http', 'ws')}/media-stream: opened in ")
    assert call.startswith("public address: a call from +15005550006 was answered: the agent was heard ")
    assert record["caller"] == "+15005550006"
    (plain,) = warnings(found)
    assert "nothing is encrypted" in plain
    printed = StringIO()
    show(Terminal(printed, width=WIDE), found)
    assert_as_documented("own server", printed.getvalue())


async def test_a_server_below_a_path_is_found_by_its_settings(folder: Path) -> None:
    """`server.root_path` is part of every address."""
    async with a_server(folder, OFFHOOK__SERVER__ROOT_PATH="/phone") as address:
        found = await called(folder, address, root_path="/phone")
    assert wrongs(found) == []
    assert any(f"{address}/phone/voice-stream" in line for line in lines(found, Level.GOOD))


async def test_a_server_that_wants_a_signature_gets_it(folder: Path) -> None:
    """From the same setting as the server's; without it the finding says what to do, and quotes no token."""
    token = "0123456789abcdef0123456789abcdef"
    async with a_server(folder, OFFHOOK__TWILIO__AUTH_TOKEN=token) as address:
        assert wrongs(await called(folder, address, auth_token=token)) == []
        for other, fix in (("", "set twilio.auth_token"), (token[::-1], "the twilio.auth_token that the server has")):
            found = await called(folder, address, auth_token=other)
            assert wrongs(found) == [f"public address: {address}/voice-stream: answers HTTP 403 to the carrier"]
            assert fix in found[-1].fix
            assert not other or other not in found[-1].fix


async def test_a_full_server_is_a_warning(folder: Path) -> None:
    """It works, and takes no call just now."""
    busy = twiml('<Reject reason="busy"/>')
    async with on_a_socket(HttpServer(busy).serve, CERTIFICATE) as url:
        found = await called(folder, url)
    assert wrongs(found) == []
    (line,) = warnings(found)
    assert line.endswith("rejected the call: busy")


def twiml(verbs: str) -> Answering:
    async def answer(request: Received, answerer: Answerer) -> None:
        if request.path != "/voice-stream":
            await answerer.whole(404, b"not found", "text/plain", {})
            return
        await answerer.whole(200, f"<Response>{verbs}</Response>".encode(), "text/xml", {})

    return answer


def stream_to(url: str) -> str:
    return f"<Connect><Stream url={quoteattr(url)}/></Connect>"


async def test_a_media_socket_that_does_not_open_is_told_apart_from_the_webhook(folder: Path) -> None:
    """As behind a proxy that passes no upgrades."""
    async with on_a_socket(HttpServer(twiml(stream_to("/media-stream"))).serve, CERTIFICATE) as url:
        found = await called(folder, url)
    (line,) = wrongs(found)
    assert line.endswith("/media-stream answered 404, not 101 (31920)")
    assert found[-1].fix == "let the proxy pass WebSockets to /media-stream; docs/behind-a-proxy.md"
    assert len(lines(found, Level.GOOD)) == 1


async def test_an_inner_name_in_the_twiml_is_told_with_the_setting(folder: Path) -> None:
    """As behind a proxy that does not pass on the Host. A carrier would not even try to open it without TLS."""
    async with on_a_socket(HttpServer(twiml(stream_to("ws://inner.invalid/media-stream"))).serve, CERTIFICATE) as url:
        found = await called(folder, url)
    fix = f"set server.public_url = {url!r}"
    assert [each.fix for each in found if "another host" in each.what] == [fix]
    assert [each.fix for each in found if "carriers open wss only" in each.what] == [fix]
    assert any("the call failed" in line for line in wrongs(found))


async def test_a_closed_port_is_no_server(folder: Path) -> None:
    """What a tunnel that was stopped looks like from this machine."""
    address = f"https://127.0.0.1:{free_port()}"
    found = await called(folder, address)
    assert wrongs(found) == [f"public address: {address}/voice-stream: the connection was refused"]
    assert "docs/behind-a-proxy.md" in found[0].fix


@pytest.mark.parametrize(
    ("status", "content_type", "said"),
    [
        (200, "text/html", "answers HTTP 200 with a web page, and not as Offhook does"),
        (502, "text/html", "answers HTTP 502 with a web page, and not as Offhook does"),
        (404, "text/plain", "answers HTTP 404 with text/plain, and not as Offhook does"),
        (405, "application/json", "answers HTTP 405 with application/json, and not as Offhook does"),
    ],
)
async def test_another_server_at_the_address_is_noticed(
    folder: Path, status: int, content_type: str, said: str
) -> None:
    """The page of a tunnel that leads nowhere, or of a proxy whose server is gone. Nobody is called."""
    requests: list[str] = []

    async def answer(request: Received, answerer: Answerer) -> None:
        requests.append(request.method)
        await answerer.whole(status, b"<html></html>", content_type, {})

    async with on_a_socket(HttpServer(answer).serve, CERTIFICATE) as url:
        found = await called(folder, url)
    assert wrongs(found) == [f"public address: {url}/voice-stream: {said}"]
    assert requests == ["HEAD"]


async def test_an_expired_certificate_keeps_carriers_away(folder: Path) -> None:
    """Told as what it is."""
    async with on_a_socket(HttpServer(twiml("<Hangup/>")).serve, EXPIRED) as url:
        found = await called(folder, url, trusted=EXPIRED)
    (line,) = wrongs(found)
    assert line.endswith("its certificate is not accepted: certificate has expired")


async def test_a_server_that_never_answers_is_given_up_in_time(folder: Path) -> None:
    """Two seconds, and no call."""

    async def silent(request: Received, answerer: Answerer) -> None:
        await trio.sleep_forever()

    began = trio.current_time()
    async with on_a_socket(HttpServer(silent).serve) as url:
        found = await called(folder, url)
    (line,) = wrongs(found)
    assert line.endswith("no answer within 2 s")
    assert trio.current_time() - began < 10


async def test_a_redirect_is_followed_as_carriers_do(folder: Path) -> None:
    """It costs every call a request."""

    async def elsewhere(request: Received, answerer: Answerer) -> None:
        if request.path == "/voice-stream":
            await answerer.whole(308, b"", "text/plain", {"location": "/there/voice-stream"})
        else:
            await answerer.whole(200, b'<Response><Reject reason="busy"/></Response>', "text/xml", {})

    async with on_a_socket(HttpServer(elsewhere).serve, CERTIFICATE) as url:
        found = await called(folder, url)
    assert wrongs(found) == []
    redirects, busy = warnings(found)
    assert redirects.endswith(": redirects, and carriers ask once more for each call")
    assert busy == f"public address: {url}/there/voice-stream rejected the call: busy"


async def test_a_slow_way_to_the_server_is_a_warning(folder: Path) -> None:
    """Every caller waits for it."""

    async def far(request: Received, answerer: Answerer) -> None:
        await trio.sleep(0.6)
        await answerer.whole(200, b'<Response><Reject reason="busy"/></Response>', "text/xml", {})

    async with on_a_socket(HttpServer(far).serve, CERTIFICATE) as url:
        found = await called(folder, url)
    assert warnings(found)[0].endswith(": slower than 0.5 s")
    assert found[0].figures["first_byte_ms"] >= 600


async def test_a_webhook_that_says_no_stream_has_failed(folder: Path) -> None:
    """It is TwiML, and connects nobody."""
    async with on_a_socket(HttpServer(twiml("<Hangup/>")).serve, CERTIFICATE) as url:
        found = await called(folder, url)
    (line,) = wrongs(found)
    assert line.endswith("ended the call without a media stream")


async def test_without_an_address_nothing_is_called(folder: Path) -> None:
    """That is no mistake; how to set one is told."""
    setup = a_setup(folder)
    found: list[Finding] = []
    await call_public_address(setup, public_address(None, setup.settings.server), found, [])
    (finding,) = found
    assert finding.level is Level.GOOD
    assert "server.public_url" in finding.fix
    assert "--url" in finding.fix


@pytest.mark.parametrize(
    ("given", "webhook"),
    [
        ("https://voice.example.com", "https://voice.example.com/voice-stream"),
        ("https://voice.example.com/", "https://voice.example.com/voice-stream"),
        ("https://voice.example.com/voice-stream", "https://voice.example.com/voice-stream"),
        ("https://voice.example.com/phone", "https://voice.example.com/phone/voice-stream"),
        ("https://voice.example.com/phone/voice-stream/", "https://voice.example.com/phone/voice-stream"),
        ("HTTP://Localhost:8000", "http://localhost:8000/voice-stream"),
    ],
)
def test_an_address_may_be_given_with_or_without_the_webhook(given: str, webhook: str) -> None:
    """As people copy it out of a carrier's console."""
    found = public_address(given, ServerSettings())
    assert found is not None
    assert found.webhook == webhook


def test_the_settings_name_the_address_otherwise() -> None:
    """With the path below which the server is."""
    found = public_address(None, ServerSettings(public_url="https://voice.example.com", root_path="/phone"))
    assert found is not None
    assert (found.webhook, found.host) == ("https://voice.example.com/phone/voice-stream", "voice.example.com")
    assert public_address(None, ServerSettings()) is None


@pytest.mark.parametrize(
    "given",
    ["", "voice.example.com", "ftp://voice.example.com", "https://", "https://user:secret@a.b", "https://a.b/?x=1"],
)
def test_what_is_no_address_is_refused_and_no_password_is_quoted(given: str) -> None:
    """Before anything is looked at."""
    with pytest.raises(BadPublicAddress) as refused:
        public_address(given, ServerSettings())
    assert str(refused.value).startswith("--url: ")
    assert "secret" not in str(refused.value)
