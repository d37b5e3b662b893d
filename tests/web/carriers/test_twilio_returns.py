"""What the carrier is told when a stream broke, through the real application, by one worker or by another one. Virtual
time; the answers are read as a carrier reads them."""

from pathlib import Path

import httpx
import pytest
import trio
from trio.testing import MockClock

from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, Hangup, Redirect, Verb, read
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, settings_with
from tests.web.pages import open_pages

FORM = {"From": "+15550100", "CallStatus": "in-progress"}


async def _break(carrier: SimulatedCarrier) -> None:
    """In the middle of the greeting."""
    await carrier.wait(lambda: carrier.seconds_heard > 0.1)
    carrier.drop()


async def _asked(pages: httpx.AsyncClient, carrier: SimulatedCarrier, url: str, **more: str) -> tuple[Verb, ...]:
    answer = await pages.post(url, data=FORM | {"CallSid": carrier.call_sid} | more)
    assert answer.status_code == 200
    return read(answer.content)


def _connected(verbs: tuple[Verb, ...]) -> tuple[dict[str, str], str]:
    """The parameters of the next stream, and what is requested after it."""
    stream, after = verbs
    assert isinstance(stream, ConnectStream)
    assert isinstance(after, Redirect)
    return stream.parameters, after.url


async def test_any_worker_connects_the_caller_once_more(tmp_path: Path, autojump_clock: MockClock) -> None:
    """With a stream that says that it returns; what is asked after that one says so too."""
    settings = settings_with(store={"path": str(tmp_path / "calls.db")})
    async with (
        open_simulated_exchange(settings) as one_worker,
        open_simulated_exchange(settings) as another_worker,
        open_pages(one_worker) as pages,
        open_pages(another_worker) as other_pages,
    ):
        carrier = SimulatedCarrier()
        async with calling(one_worker, carrier) as over:
            await _break(carrier)
            await over.wait()
        for each in (pages, other_pages, pages):
            parameters, url = _connected(await _asked(each, carrier, "/voice-stream/after"))
            assert parameters == {"caller": "+15550100", "returned": "1", "token": parameters["token"]}
            assert url.endswith("/voice-stream/after?returned=1")
        again = SimulatedCarrier(returned=1, token=parameters["token"])
        async with calling(another_worker, again) as over:
            await _break(again)
            await over.wait()
        parameters, url = _connected(await _asked(pages, carrier, url))
        assert parameters["returned"] == "2"
        assert url.endswith("?returned=2")


async def test_a_caller_whose_stream_did_not_open_is_not_hung_up_on(autojump_clock: MockClock) -> None:
    """Something on the way failed for a moment, or the stream broke before its start: it is asked for once more, and
    that one is greeted. What fails twice is hung up, before a caller hears nothing for long."""
    settings = settings_with(limits={"calls": 1}, recording={"fallback": False})
    async with open_simulated_exchange(settings) as exchange, open_pages(exchange) as pages:
        carrier = SimulatedCarrier()
        announced, _ = _connected(await _asked(pages, carrier, "/voice-stream", CallStatus="ringing"))
        parameters, url = _connected(await _asked(pages, carrier, "/voice-stream/after"))
        assert parameters == announced
        assert url.endswith("/voice-stream/after?returned=1")
        assert await _asked(pages, carrier, url) == (Hangup(),)
        late = SimulatedCarrier(token=parameters["token"])
        async with calling(exchange, late) as over:
            await _break(late)
            await over.wait()
        again, _ = _connected(await _asked(pages, carrier, url))
        assert again["returned"] == "2"


async def test_a_stream_that_never_came_is_not_asked_for_again_where_no_call_returns(autojump_clock: MockClock) -> None:
    """`limits.returns` says so; and a caller who has left, or comes much later, is not connected either."""
    for limits, later_s, more in (({"returns": 0}, 0, {}), ({}, 31, {}), ({}, 0, {"CallStatus": "completed"})):
        settings = settings_with(limits=limits, recording={"fallback": False})
        async with open_simulated_exchange(settings) as exchange, open_pages(exchange) as pages:
            carrier = SimulatedCarrier()
            await _asked(pages, carrier, "/voice-stream", CallStatus="ringing")
            await trio.sleep(later_s)
            assert await _asked(pages, carrier, "/voice-stream/after", **more) == (Hangup(),)


@pytest.mark.parametrize("status", ["completed", "busy", "failed", "no-answer", "canceled"])
async def test_a_caller_who_is_gone_is_not_connected(status: str, autojump_clock: MockClock) -> None:
    """The carrier says so."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            await _break(carrier)
            await over.wait()
        assert await _asked(pages, carrier, "/voice-stream/after", CallStatus=status) == (Hangup(),)


@pytest.mark.parametrize("returned", ["10", "99999", "-1", "x", "²"])
async def test_a_number_that_is_none_or_too_high_connects_at_most_once_more(
    returned: str, autojump_clock: MockClock
) -> None:
    """At the limit the caller goes on with recordings; what is no number counts as the first stream's."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            await _break(carrier)
            await over.wait()
        first, *_ = await _asked(pages, carrier, "/voice-stream/after", returned=returned)
    assert isinstance(first, Redirect if returned == "10" else ConnectStream)


async def test_a_server_that_has_not_noticed_the_break_ends_that_stream(autojump_clock: MockClock) -> None:
    """The carrier knows better; and it is answered in time."""
    async with open_simulated_exchange() as exchange, open_pages(exchange) as pages:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            await carrier.wait(lambda: carrier.seconds_heard > 0.1)
            carrier.is_silent = True
            with trio.fail_after(1.5):
                first, _ = await _asked(pages, carrier, "/voice-stream/after")
                await over.wait()
    assert isinstance(first, ConnectStream)


async def test_a_call_that_nobody_knows_is_hung_up(autojump_clock: MockClock) -> None:
    """As ever, whatever number is in the address, where recordings are not wanted."""
    settings = settings_with(recording={"fallback": False})
    async with open_simulated_exchange(settings) as exchange, open_pages(exchange) as pages:
        for url in ("/voice-stream/after", "/voice-stream/after?returned=1"):
            assert await _asked(pages, SimulatedCarrier(7), url) == (Hangup(),)
