"""Only the carrier is answered: its webhooks and its media socket, with an auth token and without one.

Webhooks in virtual time over the real application, handshakes over the real server and the real clock.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from io import StringIO

import httpx
import msgspec
import pytest
import trio
from trio.testing import MockClock

from offhook.actors.settings import Settings
from offhook.engine.host.telemetry import open_log
from offhook.protocol.carriers.twilio.signature import ALGORITHM_HEADER, HEADER
from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, read
from offhook.simulation.exchange import open_simulated_exchange, settings_with
from offhook.simulation.world import SimulatedWorld
from offhook.web.carriers.twilio_signature import LOGGED_URL
from offhook.web.carriers.webhook_request import MAX_FORM_BYTES
from tests.web.pages import AUTH_TOKEN, PROVEN, TUNNEL, open_pages, signed
from tests.web.raw_peer import Peer, open_peer
from tests.web.server import open_server

NAME = "voice.example.com"
URL = f"https://{NAME}/voice-stream"
FORM = b"CallSid=CA1&From=%2B15550100&To=%2B15550200&CallerName=&Digits=1&Digits=2&Digits=1"
FORM_TYPE = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}
AT_NAME = {"host": NAME} | FORM_TYPE
STRANGER = "203.0.113.7"
ODD_FORMS = {
    "of usual fields": FORM,
    "the call alone": b"CallSid=CA1",
    "a name without a value": b"CallSid=CA1&From",
    "empty values and names": b"From=&=&CallSid=CA1&=1",
    "UTF-8": "CallSid=CA1&CallerName=José+Ünal".encode(),
    "bytes that are no UTF-8": b"CallSid=CA1&From=%2B15550100&CallerName=%ff%fe",
    "blanks at both ends": b"CallSid=CA1&From=%2B15550100&CallerName=+Jos+",
    "a name that begins with a digit": b"CallSid=CA1&2fa=1",
}
FOR_NO_CALL = {
    "empty": b"",
    "other fields": b"From=%2B15550100",
    "a call without a name": b"From=&=&CallSid=&=1",
}


@asynccontextmanager
async def carrier_pages(
    log: StringIO | None = None, *, peer: str = STRANGER, settings: Settings | None = None, **server: object
) -> AsyncIterator[httpx.AsyncClient]:
    """The pages of a server with an auth token."""
    settings = settings or settings_with(server=server, twilio=PROVEN)
    async with open_simulated_exchange(settings) as exchange:
        if log is not None:
            exchange.log = open_log(exchange.settings.log, SimulatedWorld(), log)
        async with open_pages(exchange, peer=peer) as pages:
            yield pages


def logged(log: StringIO) -> list[dict[str, object]]:
    return [msgspec.json.decode(line) for line in log.getvalue().splitlines()]


def of_json_log(**sections: Mapping[str, object]) -> Settings:
    return settings_with(log={"format": "json"}, **sections)


@pytest.mark.parametrize("form", ODD_FORMS.values(), ids=ODD_FORMS)
async def test_what_the_carrier_has_signed_is_answered(form: bytes, autojump_clock: MockClock) -> None:
    """From wherever it comes, through whatever proxy, and whatever stands in the form."""
    async with carrier_pages() as pages:
        answer = await pages.post(
            "/voice-stream", content=form, headers=AT_NAME | TUNNEL | {"host": NAME} | signed(URL, form)
        )
    assert answer.status_code == 200
    stream = read(answer.content)[0]
    assert isinstance(stream, ConnectStream)
    assert stream.url == f"wss://{NAME}/media-stream"


@pytest.mark.parametrize("form", FOR_NO_CALL.values(), ids=FOR_NO_CALL)
@pytest.mark.parametrize("page", ["", "/after"])
async def test_what_is_signed_for_no_call_is_refused(page: str, form: bytes, autojump_clock: MockClock) -> None:
    """A webhook for a call always names it: something else of the account has been signed here."""
    log = StringIO()
    async with carrier_pages(log, settings=of_json_log(twilio=PROVEN)) as pages:
        answer = await pages.post(f"/voice-stream{page}", content=form, headers=AT_NAME | signed(f"{URL}{page}", form))
    assert answer.status_code == 403
    (line,) = logged(log)
    assert "CallSid is missing" in str(line["why"])


@pytest.mark.parametrize(
    "changed",
    [
        b"CallSid=CA0123456789abcdef0123456789abcdefCallStatusringing&From=%2B15550100",
        b"CallSid=CA0123456789abcdef0123456789abcdefCallStatusringingFrom%2B15550100",
        b"CallSid=CA0123456789&abcdef0123456789abcdefCallStatus=ringingFrom%2B15550100",
        b"CallSid=CA0123456789&a=bcdef0123456789abcdefCallStatusringingFrom%2B15550100",
    ],
)
async def test_one_webhook_that_a_stranger_has_seen_takes_no_more_places(
    changed: bytes, autojump_clock: MockClock
) -> None:
    """Nothing parts names from values in the signed text: cut elsewhere, one form is that of dozens of other calls,
    and each would take a place, and get a token for a stream."""
    seen = b"CallSid=CA0123456789abcdef0123456789abcdef&CallStatus=ringing&From=%2B15550100"
    async with carrier_pages() as pages:
        answers = [
            await pages.post("/voice-stream", content=form, headers=AT_NAME | signed(URL, seen))
            for form in (seen, changed)
        ]
    assert [answer.status_code for answer in answers] == [200, 403]


@pytest.mark.parametrize("rest", [b"%2Fafter=", b"=%2Fafter", b"%2Fa=fter", b"%2FafterAccountSid=AC1"])
async def test_what_is_signed_for_a_longer_path_is_refused(rest: bytes, autojump_clock: MockClock) -> None:
    """Nothing parts URL and form in the signed text: so one form's beginning may be another URL's end."""
    form = b"AccountSid=AC1&" + FORM
    moved = rest + b"&" + (FORM if b"AccountSid" in rest else form)
    async with carrier_pages() as pages:
        answer = await pages.post("/voice-stream", content=moved, headers=AT_NAME | signed(f"{URL}/after", form))
    assert answer.status_code == 403


async def test_a_get_is_signed_with_its_query(autojump_clock: MockClock) -> None:
    """The parameters are in the URL then, escaped as the carrier has sent them, and nothing follows it."""
    query = "From=%2b15550100&CallSid=CA1&Caller%20Name=J%c3%b6"
    async with carrier_pages() as pages:
        page = httpx.URL("http://127.0.0.1:8000/voice-stream", query=query.encode())
        answer = await pages.get(page, headers={"host": NAME} | signed(f"{URL}?{query}"))
        other = await pages.get(page, headers={"host": NAME} | signed(f"{URL}?{query.replace('%2b', '%2B')}"))
    assert (answer.status_code, other.status_code) == (200, 403)


@pytest.mark.parametrize(
    ("sent", "signs"),
    [("From=sip%3A100%40192.0.2.1", "From=sip:100@192.0.2.1"), ("FromCity=O%27FALLON", "FromCity=O'FALLON")],
)
async def test_a_caller_whose_address_has_an_escape_is_answered(
    sent: str, signs: str, autojump_clock: MockClock
) -> None:
    """A number that is set to GET, and a SIP caller, or one from a town with an apostrophe."""
    async with carrier_pages() as pages:
        page = httpx.URL("http://127.0.0.1:8000/voice-stream", query=f"CallSid=CA1&{sent}".encode())
        answer = await pages.get(page, headers={"host": NAME} | signed(f"{URL}?CallSid=CA1&{signs}"))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("host", "called"),
    [
        (NAME, f"https://{NAME}:443"),
        (f"{NAME}:8443", f"https://{NAME}:8443"),
        (f"{NAME}:8443", f"https://{NAME}"),
        ("[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("[2001:db8::1]", "https://[2001:db8::1]:443"),
        (NAME, f"https://user:password@{NAME}"),
    ],
)
async def test_the_signed_url_is_that_of_the_host(host: str, called: str, autojump_clock: MockClock) -> None:
    """With its port or without it, as Twilio does for one kind of call or the other."""
    async with carrier_pages() as pages:
        headers = FORM_TYPE | {"host": host} | signed(f"{called}/voice-stream", FORM)
        assert (await pages.post("/voice-stream", content=FORM, headers=headers)).status_code == 200


@pytest.mark.parametrize("public_url", [f"https://{NAME}", f"https://{NAME}:8443", f"http://{NAME}"])
async def test_a_public_name_is_the_signed_one_whatever_the_host(public_url: str, autojump_clock: MockClock) -> None:
    """A proxy that passes on its own Host needs the setting; what was signed for another name is no proof then."""
    async with carrier_pages(peer="127.0.0.1", public_url=public_url) as pages:
        right = FORM_TYPE | {"host": "127.0.0.1:8000"} | signed(f"{public_url}/voice-stream", FORM)
        answer = await pages.post("/voice-stream", content=FORM, headers=right)
        other = FORM_TYPE | {"host": "other.example.com"} | signed("https://other.example.com/voice-stream", FORM)
        refused = await pages.post("/voice-stream", content=FORM, headers=other)
    assert (answer.status_code, refused.status_code) == (200, 403)


FORGED = {
    "none": {},
    "an empty one": {HEADER: ""},
    "another token's": signed(URL, FORM, AUTH_TOKEN[::-1]),
    "another path's": signed(f"{URL}/after", FORM),
    "another server's": signed("https://other.example.com/voice-stream", FORM),
    "of the URL with a slash": signed(f"{URL}/", FORM),
    "of the http form": signed(URL.replace("https", "http"), FORM),
    "of the wss form": signed(URL.replace("https", "wss"), FORM),
    "of another form": signed(URL, FORM.replace(b"15550100", b"15550101")),
    "of a part of the form": signed(URL, FORM.partition(b"&")[0]),
    "of the bare URL": signed(URL),
    "of the URL with a query": signed(f"{URL}?From=1", FORM),
    "not ASCII": {HEADER: "\xe9" * 28},
    "far too long": {HEADER: "A" * 20_000},
    "in another way": signed(URL, FORM) | {ALGORITHM_HEADER: "key=1,algorithm=HMAC_SHA256"},
    "in a way that nobody knows": signed(URL, FORM) | {ALGORITHM_HEADER: "algorithm=none"},
}


@pytest.mark.parametrize("page", ["/voice-stream"])
@pytest.mark.parametrize("peer", [STRANGER, "127.0.0.1"])
@pytest.mark.parametrize("signature", FORGED.values(), ids=FORGED)
async def test_what_the_carrier_has_not_signed_is_refused(
    signature: dict[str, str], peer: str, page: str, autojump_clock: MockClock
) -> None:
    """No caller is connected; the log has what was compared, and nothing that would help to forge it."""
    log = StringIO()
    async with carrier_pages(log, peer=peer, settings=of_json_log(twilio=PROVEN)) as pages:
        headers = [(name.encode(), value.encode("latin-1")) for name, value in (AT_NAME | signature).items()]
        answer = await pages.post(page, content=FORM, headers=headers)
    assert answer.status_code == 403
    assert "X-Twilio-Signature" in answer.text
    (line,) = logged(log)
    assert line["event"] == "requests without a valid signature"
    assert line["level"] == "warning"
    assert URL in str(line["urls"])
    assert line["why"]
    secrets = [AUTH_TOKEN, *signed(URL, FORM).values(), *filter(None, signature.values()), "15550100", "15550200"]
    assert not [secret for secret in secrets if secret in log.getvalue() + answer.text]


async def test_the_log_names_parameters_and_never_their_values(autojump_clock: MockClock) -> None:
    """Of the form and of the URL, and of neither without end."""
    log = StringIO()
    query = f"From=%2B15550100&{'x' * 1000}=1"
    form = FORM + b"".join(b"&" + b"n%d" % number + b"y" * 500 + b"=v" for number in range(100))
    async with carrier_pages(log, settings=of_json_log(twilio=PROVEN)) as pages:
        page = httpx.URL("http://127.0.0.1:8000/voice-stream", query=query.encode())
        await pages.post(page, content=form, headers=AT_NAME | signed(URL, b""))
    (line,) = logged(log)
    names, urls = line["parameters"], line["urls"]
    assert isinstance(names, list)
    assert isinstance(urls, list)
    assert names[:3] == ["CallSid", "CallerName", "Digits"]
    assert urls[0].startswith(f"{URL}?From=...&xxx")
    assert max(map(len, urls)) <= LOGGED_URL
    assert len(log.getvalue()) < 5000
    assert "5550" not in log.getvalue()


async def test_of_two_signatures_none_counts(autojump_clock: MockClock) -> None:
    """Even if both are right: a proxy may have added one to what a stranger sent."""
    async with carrier_pages() as pages:
        headers = [*AT_NAME.items(), *signed(URL, FORM).items(), *signed(URL, FORM).items()]
        assert (await pages.post("/voice-stream", content=FORM, headers=headers)).status_code == 403


async def test_no_kind_of_body_slips_past_the_signature(autojump_clock: MockClock) -> None:
    """The signature of a bare URL is worth nothing with a body that the webhook would read."""
    async with carrier_pages() as pages:
        for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x"):
            headers = {"host": NAME, "content-type": kind} | signed(URL)
            assert (await pages.post("/voice-stream", content=FORM, headers=headers)).status_code == 403
        unsaid = {"host": NAME} | signed(URL)
        assert (await pages.post("/voice-stream", content=FORM, headers=unsaid)).status_code == 403
        assert (await pages.request("GET", "/voice-stream", content=FORM, headers=unsaid)).status_code == 403
        unsaid = {"host": NAME} | signed(URL, FORM)
        assert (await pages.post("/voice-stream", content=FORM, headers=unsaid)).status_code == 200


async def test_who_is_proven_is_told_what_is_wrong(autojump_clock: MockClock) -> None:
    """A form that cannot be read is 400, another method 405; to a stranger both are 403."""
    async with carrier_pages() as pages:
        for form in (b"CallSid=CA1&From=50%", b"CallSid=CA1&From=\xff"):
            proven = await pages.post("/voice-stream", content=form, headers=AT_NAME | signed(URL, form))
            stranger = await pages.post("/voice-stream", content=form, headers=AT_NAME)
            assert (proven.status_code, stranger.status_code) == (400, 403)
        put = await pages.put("/voice-stream", content=FORM, headers=AT_NAME | signed(URL, FORM))
        stranger = await pages.put("/voice-stream", content=FORM, headers=AT_NAME)
        assert (put.status_code, stranger.status_code) == (405, 403)
        head = await pages.head("/voice-stream", headers={"host": NAME} | signed(URL))
        assert (head.status_code, (await pages.head("/voice-stream")).status_code) == (200, 403)
        long = b"a=" + b"x" * MAX_FORM_BYTES
        assert (await pages.post("/voice-stream", content=long, headers=AT_NAME | signed(URL))).status_code == 400
        many = b"&".join([b"a=1"] * 2000)
        assert (await pages.post("/voice-stream", content=many, headers=AT_NAME | signed(URL))).status_code == 403


BAD_FORMS = {
    b"CallSid=CA1&From=%2B1555010%": "two hexadecimal digits",
    b"CallSid=CA1&From=%2B15550100&Name=\xff": "UTF-8",
    b"From=%2B15550100&a=" + b"x" * MAX_FORM_BYTES: "longer than 65536 bytes",
}


@pytest.mark.parametrize(("form", "why"), BAD_FORMS.items(), ids=BAD_FORMS.values())
@pytest.mark.parametrize("is_signed", [True, False])
@pytest.mark.parametrize("page", ["", "/after"])
async def test_a_form_that_cannot_be_read_is_logged(
    page: str, is_signed: bool, form: bytes, why: str, autojump_clock: MockClock
) -> None:
    """A caller may have been lost: one line for each, without what the caller has sent, and not without end."""
    log = StringIO()
    settings = of_json_log(twilio=PROVEN) if is_signed else of_json_log()
    proof = AT_NAME | signed(f"{URL}{page}", form) if is_signed else FORM_TYPE
    async with carrier_pages(log, peer="127.0.0.1", settings=settings) as pages:
        for _ in range(30):
            assert (await pages.post(f"/voice-stream{page}", content=form, headers=proof)).status_code == 400
    lines = [line for line in logged(log) if line["event"] == "webhooks that cannot be read"]
    assert len(lines) == 20
    assert why in str(lines[0]["why"])
    assert "1555" not in log.getvalue()


async def test_nobody_waits_for_the_form_of_a_stranger(autojump_clock: MockClock) -> None:
    """Without a signature it is refused before a byte of the body has come."""

    async def stalled() -> AsyncIterator[bytes]:
        yield b"CallSid="
        await trio.sleep_forever()

    async with carrier_pages() as pages:
        with trio.fail_after(1):
            answer = await pages.post("/voice-stream", content=stalled(), headers=AT_NAME)
    assert answer.status_code == 403


async def test_a_flood_of_forgeries_hides_nothing_else(autojump_clock: MockClock) -> None:
    """The line about a caller who may have been lost is written all the same."""
    log = StringIO()
    form = b"CallSid=CA1&From=50%"
    async with carrier_pages(log, settings=of_json_log(twilio=PROVEN)) as pages:
        for _ in range(30):
            await pages.post("/voice-stream")
        await pages.post("/voice-stream", content=form, headers=AT_NAME | signed(URL, form))
    assert logged(log)[-1]["event"] == "webhooks that cannot be read"


async def test_many_forgeries_leave_few_lines(autojump_clock: MockClock) -> None:
    """A stranger cannot fill the disk: each is counted, and twenty are logged."""
    log = StringIO()
    settings = of_json_log(twilio=PROVEN)
    async with open_simulated_exchange(settings) as exchange, open_pages(exchange) as pages:
        exchange.log = open_log(settings.log, SimulatedWorld(), log)
        for _ in range(30):
            await pages.post("/voice-stream")
        assert exchange.faults == {"requests without a valid signature": 30}
    assert len(logged(log)) == 20


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9"])
async def test_a_page_in_a_browser_posts_no_call(origin: str, autojump_clock: MockClock) -> None:
    """Browsers send Origin with every POST of another site's page, the older ones nothing else."""
    async with carrier_pages(peer="127.0.0.1", settings=of_json_log()) as pages:
        assert (await pages.post("/voice-stream", content=FORM, headers={"origin": origin})).status_code == 403


async def test_without_a_token_a_stranger_is_told_what_to_set(autojump_clock: MockClock) -> None:
    """In the answer, which whoever sets up the carrier sees in its console, and in the log."""
    log = StringIO()
    for page in ("/voice-stream", "/voice-stream/after"):
        async with carrier_pages(log, peer="127.0.0.1", settings=of_json_log()) as pages:
            answer = await pages.post(page, content=FORM, headers=TUNNEL | signed(f"https://{TUNNEL['host']}{page}"))
            assert (await pages.post(page, content=FORM)).status_code == 200
        assert answer.status_code == 403
        assert "OFFHOOK__TWILIO__AUTH_TOKEN" in answer.text
    first, second = logged(log)
    assert first["event"] == second["event"] == "requests from elsewhere, and no auth token is set"
    assert "OFFHOOK__TWILIO__AUTH_TOKEN" in str(first["fix"])


MEDIA = f"wss://{NAME}/media-stream"


def handshake(path: str = "/media-stream", host: str = NAME, **headers: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{more}"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode("latin-1")


def for_url(url: str) -> dict[str, str]:
    """In lower case, as Twilio sends it with a handshake."""
    return {"x_twilio_signature": signed(url)[HEADER]}


async def status_of(peer: Peer, request: bytes) -> str:
    await peer.send_bytes(request)
    head = b""
    with trio.fail_after(10):
        while b"\r\n\r\n" not in head:
            data = await peer.stream.receive_some(65_536)
            assert data, head
            head += bytes(data)
    return head.split(b" ", 2)[1].decode()


HANDSHAKES = {
    "the wss form": (handshake(**for_url(MEDIA)), "101"),
    "with a slash behind it": (handshake(**for_url(f"{MEDIA}/")), "101"),
    "asked for with a slash": (handshake("/media-stream/", **for_url(f"{MEDIA}/")), "101"),
    "with the port": (handshake(**for_url(f"wss://{NAME}:443/media-stream")), "101"),
    "through a tunnel": (handshake(x_forwarded_for="203.0.113.7", **for_url(MEDIA)), "101"),
    "to this machine": (handshake(host="127.0.0.1:8000", **for_url("ws://127.0.0.1:8000/media-stream")), "101"),
    "none": (handshake(), "403"),
    "none, to this machine": (handshake(host="127.0.0.1:8000"), "403"),
    "the https form": (handshake(**for_url(MEDIA.replace("wss", "https"))), "403"),
    "the ws form": (handshake(**for_url(MEDIA.replace("wss", "ws"))), "403"),
    "the webhook's": (handshake(**for_url(f"https://{NAME}/voice-stream")), "403"),
    "another host's": (handshake(host="other.example.com", **for_url(MEDIA)), "403"),
    "two": (handshake(X_Twilio_Signature="x", **for_url(MEDIA)), "403"),
    "in another way": (handshake(X_Twilio_Webhooks_Signature_Settings="k", **for_url(MEDIA)), "403"),
    "with a query that is not signed": (handshake("/media-stream?x=1", **for_url(MEDIA)), "403"),
}


@pytest.mark.parametrize(("request_", "status"), HANDSHAKES.values(), ids=HANDSHAKES)
async def test_the_media_socket_opens_for_what_is_signed(request_: bytes, status: str) -> None:
    """All others get 403 before there is a WebSocket, and nothing that they send behind it is read."""
    async with open_server(settings_with(twilio=PROVEN, log={"format": "json"})) as server:
        async with open_peer(server, shake_hands=False) as peer:
            assert await status_of(peer, request_) == status
            if status == "403":
                await peer.until_closed()
        await server.at_rest()
    assert server.exchange.faults == ({"requests without a valid signature": 1} if status == "403" else {})
    assert AUTH_TOKEN not in server.log
    assert "Traceback" not in server.log


QUERY = "CallSid=CA1&From=%2B15550100"


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        (f"/voice-stream?{QUERY}", NAME, "200"),
        (f"/voice-stream?{QUERY}#&From=%2B15550199", NAME, "403"),
        (f"/voice-stream?{QUERY}#", NAME, "403"),
        (f"/voice-stream?{QUERY}", f"me:secret@{NAME}", "403"),
    ],
)
async def test_nothing_is_added_to_a_signed_url(target: str, host: str, status: str) -> None:
    """Twilio leaves user and fragment out of what it signs, and asks with neither: a stranger could add a caller."""
    proof = "".join(f"{name}: {value}\r\n" for name, value in signed(f"{URL}?{QUERY}").items())
    async with open_server(settings_with(twilio=PROVEN)) as server:
        async with open_peer(server, shake_hands=False) as peer:
            request = f"GET {target} HTTP/1.1\r\nHost: {host}\r\n{proof}Connection: close\r\n\r\n"
            assert await status_of(peer, request.encode()) == status
        await server.at_rest()


async def test_a_signature_without_end_is_not_read() -> None:
    """The server ends a head that is far too long, signed or not."""
    async with open_server(settings_with(twilio=PROVEN)) as server:
        async with open_peer(server, shake_hands=False) as peer:
            await peer.send_bytes(handshake(X_Twilio_Signature="A" * 100_000))
            assert (await peer.until_closed()).startswith(b"HTTP/1.1 4")
        await server.at_rest()
    assert "Traceback" not in server.log


LOCAL_HANDSHAKES = {
    "this machine": (handshake(host="127.0.0.1:8000"), "101"),
    "by its name": (handshake(host="localhost:8000"), "101"),
    "another Host": (handshake(), "403"),
    "a tunnel": (handshake(host="127.0.0.1:8000", X_Forwarded_For="203.0.113.7"), "403"),
    "a page in a browser": (handshake(host="127.0.0.1:8000", Origin="https://evil.example.com"), "403"),
    "another site's page": (handshake(host="127.0.0.1:8000", Sec_Fetch_Site="cross-site"), "403"),
    "a proxy that names the connection first": (
        handshake(host="127.0.0.1:8000")
        .replace(b"Connection: Upgrade\r\n", b"")
        .replace(b"Host", b"Connection: upgrade\r\nHost", 1),
        "403",
    ),
    "signed with what nobody has set": (handshake(**for_url(MEDIA)), "403"),
}


@pytest.mark.parametrize(("request_", "status"), LOCAL_HANDSHAKES.values(), ids=LOCAL_HANDSHAKES)
async def test_without_a_token_the_media_socket_opens_for_this_machine(request_: bytes, status: str) -> None:
    """For `offhook call`, and for no tunnel and no page in a browser."""
    async with open_server() as server:
        async with open_peer(server, shake_hands=False) as peer:
            assert await status_of(peer, request_) == status
            if status == "403":
                await peer.until_closed()
        await server.at_rest()
    refused = {"requests from elsewhere, and no auth token is set": 1}
    assert server.exchange.faults == (refused if status == "403" else {})


async def test_with_a_public_name_and_no_token_nobody_is_answered(autojump_clock: MockClock) -> None:
    """Behind a proxy this machine cannot be told from a stranger."""
    settings = settings_with(server={"public_url": f"https://{NAME}"})
    async with carrier_pages(peer="127.0.0.1", settings=settings) as pages:
        assert (await pages.post("/voice-stream", content=FORM)).status_code == 403
