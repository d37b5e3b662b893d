"""Where carriers, consoles and proxies look for our pages: slashes too many, a prefix kept or stripped.

In virtual time over the real application, and where the server decides what a path is, over the real server.
"""

import pytest
from trio.testing import MockClock

from offhook.engine.record.facts.server_fault import ServerFault
from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, Redirect, read
from offhook.simulation.exchange import open_simulated_exchange, settings_with
from offhook.telephone.phone import CallOptions, place_call
from tests.web.pages import A_CALL, PROVEN, open_pages, signed
from tests.web.raw_peer import open_peer, upgrade_request
from tests.web.server import open_server

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("page", ["/voice-stream", "/voice-stream/after", "/healthz", "/readyz", "/calls"])
@pytest.mark.parametrize("written", ["{}/", "/{}", "{}//", "//{}"])
async def test_a_slash_too_many_costs_no_call(page: str, written: str, autojump_clock: MockClock) -> None:
    """The same answer at once: a redirected POST would come back as a GET, or without its form."""
    method, form = ("POST", A_CALL) if page.startswith("/voice") else ("GET", None)
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        right = await pages.request(method, page, content=form, headers=FORM)
        answer = await pages.request(method, f"http://127.0.0.1:8000{written.format(page)}", content=form, headers=FORM)
    assert (answer.status_code, answer.headers, answer.content) == (200, right.headers, right.content)


@pytest.mark.parametrize("path", ["/", "/twilio", "/voices", "/voice-stream/x", "/voice-stream2", "/media-stream"])
@pytest.mark.parametrize("prefix", ["", "/phone"])
async def test_a_wrong_address_is_told_the_right_one(path: str, prefix: str, autojump_clock: MockClock) -> None:
    """Who mistyped the webhook finds it in the answer, and nothing else of what is here."""
    async with open_simulated_exchange() as exchange, open_pages(exchange, root_path=prefix) as pages:
        answer = await pages.post(f"{prefix}{path}")
    assert answer.status_code == 404
    assert f" {prefix}/voice-stream," in answer.text
    assert f" {prefix}/media-stream" in answer.text
    assert "calls" not in answer.text


@pytest.mark.parametrize("address", ["/media-stream", "/phone/media-stream/"])
async def test_a_stream_that_lost_its_upgrade_at_a_proxy_is_told_so(address: str, autojump_clock: MockClock) -> None:
    """The carrier asked for the right address: "not found" would be looked for in the wrong place."""
    async with (
        open_simulated_exchange(settings_with(server={"root_path": "/phone"})) as exchange,
        open_pages(exchange) as pages,
    ):
        answer = await pages.get(address, headers={"sec-websocket-version": "13", "connection": "close"})
    assert answer.status_code == 426
    assert answer.headers["upgrade"] == "websocket"
    assert "pass on Upgrade and Connection" in answer.text
    assert dict(exchange.faults) == {ServerFault.NO_UPGRADE: 1}


@pytest.mark.parametrize(("headers", "lines"), [(signed("https://voice.example.com/"), 1), ({}, 0)])
async def test_a_number_that_leads_to_a_wrong_page_is_found_in_the_log(
    headers: dict[str, str], lines: int, autojump_clock: MockClock
) -> None:
    """What strangers look for, who sign nothing, fills no log."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        assert (await pages.post("/", content=A_CALL, headers=headers)).status_code == 404
    assert exchange.faults[ServerFault.WEBHOOK_AT_WRONG_PATH] == lines


@pytest.mark.parametrize(
    ("option", "setting"),
    [("/phone", ""), ("", "/phone"), ("/phone", "/other"), ("/phone/", ""), ("phone", ""), ("//phone", "")],
)
@pytest.mark.parametrize("asked", ["/phone/voice-stream", "/voice-stream", "//phone//voice-stream/"])
async def test_a_prefix_stands_in_every_address_given_out(
    option: str, setting: str, asked: str, autojump_clock: MockClock
) -> None:
    """Whether the proxy keeps it or strips it: the carrier comes back through the same proxy, to the right page."""
    settings = settings_with(server={"root_path": setting, "public_url": "https://example.com"}, twilio=PROVEN)
    called = asked if "phone" in asked else f"/phone{asked}"
    async with open_simulated_exchange(settings) as exchange, open_pages(exchange, root_path=option) as pages:
        signature = signed(f"https://example.com{called}", A_CALL)
        answer = await pages.post(f"http://127.0.0.1:8000{asked}", content=A_CALL, headers=signature)
    stream, afterwards = read(answer.content)
    assert isinstance(stream, ConnectStream)
    assert stream.url == "wss://example.com/phone/media-stream"
    assert afterwards == Redirect("/phone/voice-stream/after")


async def test_a_prefix_of_several_parts_and_signs_is_written_as_urls_are(autojump_clock: MockClock) -> None:
    """What the command line takes, a URL need not: a space is escaped."""
    async with open_simulated_exchange() as exchange, open_pages(exchange, root_path="/a b/ü") as pages:
        answer = await pages.post("/a%20b/%C3%BC/voice-stream")
    assert read(answer.content)[1] == Redirect("/a%20b/%C3%BC/voice-stream/after")


async def test_a_longer_name_is_not_the_prefix(autojump_clock: MockClock) -> None:
    """`/phonebook` is another site's."""
    async with open_simulated_exchange() as exchange, open_pages(exchange, root_path="/phone") as pages:
        assert (await pages.post("/phonebook/voice-stream")).status_code == 404
        assert (await pages.post("/phone/phone/voice-stream")).status_code == 404
        assert (await pages.get("/phone/healthz")).status_code == 200


@pytest.mark.parametrize("path", ["/voice-stream", "/phone/voice-stream"], ids=["stripped", "kept"])
async def test_a_caller_behind_a_prefix_is_answered(path: str) -> None:
    """Webhook, media stream and the question afterwards, under the real server and its own idea of a path."""
    async with open_server(root_path="/phone") as server:
        outcome = await place_call(CallOptions(f"http://127.0.0.1:{server.port}{path}", max_seconds=5))
        await server.at_rest()
        records = await server.finished_records()
    assert outcome.failure == ""
    assert len(records) == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/media-stream", b"101"),
        ("/media-stream/", b"101"),
        ("//media-stream", b"101"),
        ("/phone/media-stream", b"101"),
        ("/phone/media-stream?x=1", b"101"),
        ("/phone", b"404"),
        ("/phonemedia-stream", b"404"),
    ],
)
async def test_the_media_socket_is_found_behind_a_prefix(path: str, status: bytes) -> None:
    """The handshake is answered where the carrier was sent to, and refused elsewhere."""
    async with open_server(root_path="/phone") as server:
        async with open_peer(server, shake_hands=False) as peer:
            await peer.send_bytes(upgrade_request(path))
            await peer.hears(b"HTTP/1.1 " + status)
        await server.at_rest()


async def test_a_monitor_that_asks_with_head_gets_no_content() -> None:
    """On the wire: a head, an end, and nothing that the next request on the connection could stumble over."""
    async with open_server() as server, open_peer(server, shake_hands=False) as peer:
        for page in ("/voice-stream", "/healthz", "/nowhere"):
            close = "Connection: close\r\n" if page == "/nowhere" else ""
            await peer.send_bytes(f"HEAD {page} HTTP/1.1\r\nHost: 127.0.0.1\r\n{close}\r\n".encode())
        answers = await peer.until_closed()
        assert answers.count(b"HTTP/1.1 200") == 2
        assert answers.count(b"HTTP/1.1 404") == 1
        assert answers.count(b"\r\n\r\n") == 3
        assert answers.endswith(b"\r\n\r\n")
        await server.at_rest()
