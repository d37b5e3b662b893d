"""The carrier's webhooks, through the real application. No network; the answers are read as a carrier reads them."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import httpx
import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence, Transfer
from offhook.engine.host.telemetry import open_log
from offhook.engine.run.transfers import TRANSFER_ASKED_WITHIN_S, TRANSFER_FOUND_WITHIN_S
from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, Dial, Hangup, Redirect, Reject, Verb, read
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, settings_with
from offhook.simulation.services import SimulatedResponder, SimulatedVoice
from offhook.simulation.world import SimulatedWorld
from offhook.web.carriers.webhook_request import FORM_WITHIN_S
from tests.web.pages import PROVEN, TUNNEL, open_pages

FORM = {"CallSid": "CA1", "From": "+15550100", "To": "+15550200", "CallStatus": "ringing"}


@pytest.mark.parametrize(
    ("headers", "url"),
    [
        ({"host": "127.0.0.1:8000"}, "ws://127.0.0.1:8000/media-stream"),
        ({"host": "localhost:9000"}, "ws://localhost:9000/media-stream"),
        ({"host": "[::1]:9000"}, "ws://[::1]:9000/media-stream"),
        ({"host": "voice.example.com"}, "wss://voice.example.com/media-stream"),
        ({"host": "Voice.Example.com.:"}, "wss://voice.example.com/media-stream"),
        (TUNNEL, "wss://5d1f-203-0-113-7.ngrok-free.app/media-stream"),
        ({"host": "127.0.0.1:8000", "x-forwarded-proto": "http"}, "wss://127.0.0.1:8000/media-stream"),
    ],
    ids=[
        "this machine",
        "its name",
        "its IPv6 address",
        "a public host",
        "written in another way",
        "an ngrok tunnel",
        "forwarded",
    ],
)
async def test_stream_url(headers: dict[str, str], url: str, autojump_clock: MockClock) -> None:
    """`ws` for a request from this machine, `wss` for any other; the address of the server need not be set."""
    called = f"{'http' if url.startswith('ws:') else 'https'}://{headers['host']}"
    async with (
        open_simulated_exchange(settings_with(twilio=PROVEN)) as exchange,
        open_pages(exchange, signed_for=called) as pages,
    ):
        answer = await pages.post("/voice-stream", data=FORM, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    stream, *rest = read(answer.content)
    assert isinstance(stream, ConnectStream)
    assert stream.url == url
    assert stream.parameters["caller"] == "+15550100"
    assert set(stream.parameters) == {"caller", "called", "token"}
    assert rest, "a last verb, so that no caller is left on a silent line"
    assert isinstance(rest[-1], Redirect)


async def test_public_url_wins(autojump_clock: MockClock) -> None:
    """A configured name is what the carrier is told, whoever asks."""
    settings = settings_with(server={"public_url": "https://voice.example.com"}, twilio=PROVEN)
    async with (
        open_simulated_exchange(settings) as exchange,
        open_pages(exchange, signed_for="https://voice.example.com") as pages,
    ):
        answer = await pages.post("/voice-stream", data=FORM)
    stream = read(answer.content)[0]
    assert isinstance(stream, ConnectStream)
    assert stream.url == "wss://voice.example.com/media-stream"


@pytest.mark.parametrize(
    "host", ['a"><Dial>+1</Dial>', "a b", "", "ex ample.com", "a/b", "a:99999", "a..b", "300.1.1.1"]
)
async def test_hostile_host_is_refused(host: str, autojump_clock: MockClock) -> None:
    """A Host that is no host name is answered with what to do, and never reaches the TwiML."""
    async with (
        open_simulated_exchange(settings_with(twilio=PROVEN)) as exchange,
        open_pages(exchange, signed_for=f"https://{host}") as pages,
    ):
        answer = await pages.post("/voice-stream", data=FORM, headers={"host": host})
    assert answer.status_code == 400
    assert "server.public_url" in answer.text


async def test_parameters_cannot_break_out(autojump_clock: MockClock) -> None:
    """A caller's name with markup in it arrives as that name."""
    name = '"/><Dial>+1</Dial>&'
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        answer = await pages.post("/voice-stream", data=FORM | {"From": name})
    verbs = read(answer.content)
    assert isinstance(verbs[0], ConnectStream)
    assert verbs[0].parameters["caller"] == name
    assert len(verbs) == 2


@pytest.mark.parametrize("body", [b"", b"From", b"=&&==", b"From=%ff%fe", b"From=&From=&CallSid="])
async def test_odd_forms_are_answered(body: bytes, autojump_clock: MockClock) -> None:
    """A webhook with little or odd content still connects the caller."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        answer = await pages.post("/voice-stream", content=body)
    assert answer.status_code == 200


@pytest.mark.parametrize("body", [b"\xff\xfe", b"&".join([b"a=1"] * 2000), b"From=50%"])
async def test_forms_that_no_carrier_sends_are_refused(body: bytes, autojump_clock: MockClock) -> None:
    """Bytes that are no form, or far too much of one, get a reason."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        answer = await pages.post("/voice-stream", content=body)
    assert answer.status_code == 400
    assert "form" in answer.text


async def test_after_the_stream_the_carrier_hangs_up_or_dials(autojump_clock: MockClock) -> None:
    """A transferred caller is put through, also when the carrier repeats its question; soon after it is over with."""
    responder = SimulatedResponder(Sentence("One moment."), Transfer("+15550123"))
    async with open_simulated_exchange(responder=responder) as exchange, open_pages(exchange) as pages:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            await over.wait()
        form = {"CallSid": carrier.call_sid}
        first = await pages.post("/voice-stream/after", data=form)
        again = await pages.post("/voice-stream/after", data=form)
        await trio.sleep(TRANSFER_ASKED_WITHIN_S)
        much_later = await pages.post("/voice-stream/after", data=form)
    assert read(first.content) == (Dial("+15550123"), Hangup())
    assert again.content == first.content
    assert read(much_later.content) == (Hangup(),)


async def _after(pages: httpx.AsyncClient, carrier: SimulatedCarrier) -> tuple[Verb, ...]:
    """What the carrier is told when the stream is over, and in which time."""
    with trio.fail_after(TRANSFER_FOUND_WITHIN_S + 0.1):
        answer = await pages.post("/voice-stream/after", data={"CallSid": carrier.call_sid})
    assert answer.status_code == 200
    return read(answer.content)


async def test_any_worker_puts_a_transferred_caller_through(tmp_path: Path, autojump_clock: MockClock) -> None:
    """The carrier's question may reach another worker, at once and again, and gets the same answer from each."""
    settings = settings_with(store={"path": str(tmp_path / "calls.db")})
    responder = SimulatedResponder(Sentence("One moment."), Transfer("+15550123"))
    async with (
        open_simulated_exchange(settings, responder=responder) as one_worker,
        open_simulated_exchange(settings) as another_worker,
        open_pages(one_worker) as pages,
        open_pages(another_worker) as other_pages,
    ):
        carrier = SimulatedCarrier()
        async with calling(one_worker, carrier) as over:
            await over.wait()
        answers = [await _after(each, carrier) for each in (other_pages, pages, other_pages, pages)]
        await trio.sleep(TRANSFER_ASKED_WITHIN_S)
        much_later = [await _after(each, carrier) for each in (other_pages, pages)]
    assert answers == [(Dial("+15550123"), Hangup())] * 4
    assert much_later == [(Hangup(),)] * 2


async def test_a_store_that_is_held_keeps_no_caller_in_silence(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Another program holds the records: the worker that had the call knows, another one waits two seconds at most."""
    path = str(tmp_path / "calls.db")
    settings = settings_with(store={"path": path})
    responder = SimulatedResponder(Sentence("One moment."), Transfer("+15550123"))
    async with (
        open_simulated_exchange(settings, responder=responder) as one_worker,
        open_simulated_exchange(settings) as another_worker,
        open_pages(one_worker) as pages,
        open_pages(another_worker) as other_pages,
    ):
        carrier = SimulatedCarrier()
        with closing(sqlite3.connect(path, isolation_level=None)) as other_program:
            async with calling(one_worker, carrier) as over:
                await carrier.wait(lambda: carrier.playout.sounding)
                await trio.sleep(0.5)  # the call's beginning is on record
                other_program.execute("BEGIN IMMEDIATE")
                await over.wait()
            held = [await _after(each, carrier) for each in (pages, other_pages)]
            other_program.execute("ROLLBACK")
        await trio.sleep(1)
        free = await _after(other_pages, carrier)
    assert held == [(Dial("+15550123"), Hangup()), (Hangup(),)]
    assert free == (Dial("+15550123"), Hangup())
    assert another_worker.faults == {"transfers not looked up": 1}


async def test_a_carrier_that_asks_too_soon_is_put_through(autojump_clock: MockClock) -> None:
    """It may close the stream by itself and ask before all of the call is over: the answer waits for that."""
    responder = SimulatedResponder(Sentence("One moment."), Transfer("+15550123"))
    async with (
        open_simulated_exchange(responder=responder, voice=SimulatedVoice(1.0)) as exchange,
        open_pages(exchange) as pages,
    ):
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard > 0.8)
            assert exchange.live_calls
            answer = await _after(pages, carrier)
    assert answer == (Dial("+15550123"), Hangup())


async def test_a_store_that_fails_is_no_error_to_the_carrier(tmp_path: Path, autojump_clock: MockClock) -> None:
    """An error page at the webhook is one that the caller hears of; the line is closed instead. Once it is logged."""
    path, log = str(tmp_path / "calls.db"), StringIO()
    async with open_simulated_exchange(settings_with(store={"path": path})) as exchange, open_pages(exchange) as pages:
        exchange.log = open_log(exchange.settings.log, SimulatedWorld(), log)
        with closing(sqlite3.connect(path)) as vandal:
            vandal.execute("ALTER TABLE calls RENAME COLUMN caller TO customer")
            vandal.commit()
        await pages.get("/calls")  # what is wrong is looked into when it is used first
        answers = [await _after(pages, SimulatedCarrier()) for _ in range(3)]
    assert answers == [(Hangup(),)] * 3
    assert exchange.faults == {"transfers not looked up": 3}
    assert log.getvalue().count("transfer not looked up") == 1


async def test_busy_when_full_or_draining(autojump_clock: MockClock) -> None:
    """A caller for whom there is no room is turned away before any audio."""
    async with open_simulated_exchange(settings_with(limits={"calls": 1})) as exchange, open_pages(exchange) as pages:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: len(exchange.live_calls) == 1)
            full = await pages.post("/voice-stream", data=FORM)
        free = await pages.post("/voice-stream", data=FORM)
        exchange.drain()
        draining = await pages.post("/voice-stream", data=FORM)
    assert isinstance(read(full.content)[0], Reject)
    assert isinstance(read(free.content)[0], ConnectStream)
    assert isinstance(read(draining.content)[0], Reject)


@pytest.mark.parametrize(
    "callback",
    [
        {"CallStatus": "completed", "CallDuration": "12"},
        {"CallStatus": "no-answer"},
        {"CallStatus": "in-progress", "CallbackSource": "call-progress-events", "SequenceNumber": "2"},
    ],
)
async def test_a_caller_is_not_told_busy_because_another_call_is_reported_here(
    callback: dict[str, str], autojump_clock: MockClock
) -> None:
    """A number whose "Call status changes" lead to the voice webhook too: each call that ends is posted here."""
    async with open_simulated_exchange(settings_with(limits={"calls": 1})) as exchange, open_pages(exchange) as pages:
        said = StringIO()
        exchange.log = open_log(exchange.settings.log, SimulatedWorld(), said)
        reported = await pages.post("/voice-stream", data=FORM | {"CallSid": "CA2"} | callback)
        rings = await pages.post("/voice-stream", data=FORM)
    assert reported.status_code == 200
    assert read(reported.content) == ()
    assert isinstance(read(rings.content)[0], ConnectStream)
    assert said.getvalue().count("status callbacks at the voice webhook") == 1


async def test_a_console_set_to_get_connects_the_caller_too(autojump_clock: MockClock) -> None:
    """The parameters are in the query then, and mean the same."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        got, posted = await pages.get("/voice-stream", params=FORM), await pages.post("/voice-stream", data=FORM)
    assert got.status_code == 200
    assert got.content == posted.content
    stream = read(got.content)[0]
    assert isinstance(stream, ConnectStream)
    assert stream.parameters["caller"] == "+15550100"
    assert set(stream.parameters) == {"caller", "called", "token"}


async def test_what_the_carrier_posts_wins_over_the_address(autojump_clock: MockClock) -> None:
    """A query that somebody typed into the console stays, and overrides nothing that the carrier says."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        both = await pages.post("/voice-stream?From=typed&agent=x", data={"From": "+15550100"})
        only_typed = await pages.post("/voice-stream?From=typed&agent=x", data={"To": "+15550200"})
    for answer, caller, told in ((both, "+15550100", {"caller"}), (only_typed, "typed", {"caller", "called"})):
        stream = read(answer.content)[0]
        assert isinstance(stream, ConnectStream)
        assert stream.parameters["caller"] == caller
        assert set(stream.parameters) == {*told, "token"}


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_whoever_only_looks_takes_no_callers_transfer(method: str, autojump_clock: MockClock) -> None:
    """A monitor's HEAD is answered without effect; the carrier that asks then, in whatever way, gets the number."""
    responder = SimulatedResponder(Sentence("One moment."), Transfer("+15550123"))
    async with open_simulated_exchange(responder=responder) as exchange, open_pages(exchange) as pages:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            await over.wait()
        asked = {"CallSid": carrier.call_sid}
        looked = await pages.head("/voice-stream/after", params=asked)
        answer = await pages.request(method, "/voice-stream/after", params=asked)
    assert (looked.status_code, looked.content) == (200, b"")
    assert read(answer.content) == (Dial("+15550123"), Hangup())


@pytest.mark.parametrize("query", ["a=1&" * 2000, "%", "From=50%25&To=%2", "From=%zz"], ids=lambda query: query[:16])
@pytest.mark.parametrize("page", ["/voice-stream", "/voice-stream/after"])
async def test_a_query_that_no_carrier_sends_is_refused(page: str, query: str, autojump_clock: MockClock) -> None:
    """Far too much, or not what a query is: a reason, and nothing that fails."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        answer = await pages.get(httpx.URL(f"http://127.0.0.1:8000{page}", query=query.encode()))
    assert answer.status_code == 400
    assert "query" in answer.text


async def test_other_methods_are_told_which_there_are(autojump_clock: MockClock) -> None:
    """The webhooks answer what a carrier can be set to, the other pages what a person reads with."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        for method in ("PUT", "DELETE", "OPTIONS", "PATCH"):
            answer = await pages.request(method, "/voice-stream")
            assert answer.status_code == 405
            assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
        answer = await pages.post("/healthz")
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


async def test_no_cache_keeps_what_one_caller_was_told(autojump_clock: MockClock) -> None:
    """An answer to a GET could be kept on the way and given to the next caller."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        for page in ("/voice-stream", "/voice-stream/after"):
            assert (await pages.get(page)).headers["cache-control"] == "no-store"


async def test_a_form_that_never_comes_is_not_waited_for(autojump_clock: MockClock) -> None:
    """Who announces a form and sends a piece of it is told so in time, and keeps nobody busy."""

    async def stalled() -> AsyncIterator[bytes]:
        yield b"CallSid="
        await trio.sleep_forever()

    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        for page in ("/voice-stream", "/voice-stream/after"):
            with trio.fail_after(FORM_WITHIN_S + 0.1):
                answer = await pages.post(page, content=stalled())
            assert answer.status_code == 400
            assert "did not arrive" in answer.text


@pytest.mark.parametrize("control", ["\x00", "\x0b", "\ufffe"])
async def test_characters_that_xml_cannot_hold_are_left_out(control: str, autojump_clock: MockClock) -> None:
    """No caller's name makes a document that the carrier cannot read."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        answer = await pages.post("/voice-stream", data=FORM | {"From": f"+1555{control}0100"})
    stream = read(answer.content)[0]
    assert isinstance(stream, ConnectStream)
    assert stream.parameters["caller"] == "+15550100"


async def test_a_parameter_without_end_is_cut(autojump_clock: MockClock) -> None:
    """A parameter that is longer than carriers take is cut, never the reason for a lost call."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        answer = await pages.post("/voice-stream", data=FORM | {"From": "9" * 10_000})
    stream = read(answer.content)[0]
    assert isinstance(stream, ConnectStream)
    assert all(len(name) + len(value) < 500 for name, value in stream.parameters.items())


async def test_a_call_that_is_announced_is_expected(autojump_clock: MockClock) -> None:
    """While the phone still rings. HEAD, a bad form and a caller who is turned away announce none."""
    expected: list[float] = []
    settings = settings_with(limits={"calls": 1})
    async with (
        open_simulated_exchange(settings, on_call_expected=lambda: expected.append(trio.current_time())) as exchange,
        open_pages(exchange) as pages,
    ):
        await pages.head("/voice-stream")
        await pages.post("/voice-stream/after", data=FORM)
        await pages.post("/voice-stream", content=b"%zz", headers={"content-type": "application/x-www-form-urlencoded"})
        assert expected == []
        await pages.post("/voice-stream", data=FORM)
        assert len(expected) == 1
        await pages.post("/voice-stream", data=FORM | {"CallSid": "CA2"})  # the only place is kept for the first one
    assert len(expected) == 1
