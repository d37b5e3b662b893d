"""Who gets in: webhooks and streams of one server over two modelled workers that share its folder. Virtual time."""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
import pytest
import trio
import trio.lowlevel
from pydantic import ValidationError
from trio.testing import MockClock

from offhook.engine.host.settings_admission import AdmissionSettings
from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.run.exchange import Exchange
from offhook.engine.words.languages import said_in
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.protocol.carriers.twilio.twiml_reader import (
    ConnectStream,
    Dial,
    Hangup,
    Pause,
    Play,
    Redirect,
    Reject,
    Say,
    Verb,
    read,
)
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, open_simulated_exchange, settings_with
from offhook.simulation.shared_folder import SharedMemory
from offhook.web.lag_watch import watch_lag
from tests.web.pages import open_pages
from tests.web.server import open_server

GIVEN_BACK_WITHIN_S = 2.0
Answers = list[str | None]


class TwoWorkers:
    """The exchanges of one server's workers, and their pages."""

    def __init__(
        self,
        exchanges: tuple[Exchange, Exchange],
        pages: tuple[httpx.AsyncClient, httpx.AsyncClient],
        memory: SharedMemory,
    ) -> None:
        self.exchanges, self.pages, self.memory = exchanges, pages, memory

    async def ask(self, worker: int, call_sid: str, address: str = "/voice-stream") -> tuple[Verb, ...]:
        answer = await self.pages[worker].post(address, data={"CallSid": call_sid, "From": "+15550100"})
        assert answer.status_code == 200
        return read(answer.content)

    async def token(self, worker: int, call_sid: str) -> str:
        stream = (await self.ask(worker, call_sid))[0]
        assert isinstance(stream, ConnectStream)
        return stream.parameters["token"]

    @property
    def held(self) -> int:
        return sum(exchange.places_held for exchange in self.exchanges)

    @asynccontextmanager
    async def stream(
        self, worker: int, carrier: SimulatedCarrier, token: str | None
    ) -> AsyncIterator[list[str | None]]:
        """A stream that needs a token; the list gets what the server says to it at its end."""
        answers: list[str | None] = []

        async def answer() -> None:
            answers.append(await self.exchanges[worker].answer(carrier.line, TWILIO, needs_token=True))

        async with trio.open_nursery() as nursery:
            nursery.start_soon(answer)
            parameters = {"caller": "+15550100"} | ({} if token is None else {"token": token})
            nursery.start_soon(carrier.run, parameters)  # noqa: ASYNC113  # whoever asks waits for what it needs
            await trio.sleep(0.1)
            yield answers
            if not answers:
                carrier.hang_up()
                with trio.fail_after(5):
                    while not answers:  # noqa: ASYNC110  # no bell rings
                        await trio.sleep(0.1)
            nursery.cancel_scope.cancel()
        carrier.close()


@asynccontextmanager
async def two_workers(agent: str = AGENT, **sections: Mapping[str, object]) -> AsyncIterator[TwoWorkers]:
    memory, settings = SharedMemory(), settings_with(**{"limits": {"calls": 2}, **sections})
    async with (
        open_simulated_exchange(settings, seed=1, agent=agent, shared_memory=memory) as one,
        open_simulated_exchange(settings, seed=2, agent=agent, shared_memory=memory) as other,
        open_pages(one) as pages_of_one,
        open_pages(other) as pages_of_other,
    ):
        yield TwoWorkers((one, other), (pages_of_one, pages_of_other), memory)


async def test_a_stream_at_another_worker_has_the_place_of_its_webhook(autojump_clock: MockClock) -> None:
    """While it goes on there is one place less everywhere, and after it none is missing."""
    async with two_workers() as server:
        carrier = SimulatedCarrier()
        token = await server.token(0, carrier.call_sid)
        async with server.stream(1, carrier, token):
            assert len(server.exchanges[1].live_calls) == 1
            await trio.sleep(1)
            assert [exchange.places_held for exchange in server.exchanges] == [0, 1]
            await server.token(0, "CA2")
            assert isinstance((await server.ask(1, "CA3"))[0], Reject)
        with trio.fail_after(GIVEN_BACK_WITHIN_S):
            await server.token(1, "CA3")


async def test_a_runtime_folder_that_fails_later_refuses_nobody(autojump_clock: MockClock) -> None:
    """Its disk is full, or somebody has deleted it: new calls are answered, at whichever worker, and counted."""
    async with two_workers() as server:
        server.memory.fails = True
        first, second = SimulatedCarrier(), SimulatedCarrier(2)
        tokens = [await server.token(worker, each.call_sid) for worker, each in enumerate((first, second))]
        async with server.stream(1, first, tokens[0]), server.stream(1, second, tokens[1]):
            await trio.sleep(1)
            assert [len(exchange.live_calls) for exchange in server.exchanges] == [0, 2]
            assert [exchange.places_held for exchange in server.exchanges] == [0, 2]
            twin = SimulatedCarrier()
            async with server.stream(0, twin, tokens[0]) as answers:
                assert answers == ["the token was used before"]
        with trio.fail_after(GIVEN_BACK_WITHIN_S):
            await server.token(0, "CA3")


@pytest.mark.parametrize("worker", [0, 1])
async def test_a_token_is_for_one_stream_on_whichever_worker(worker: int, autojump_clock: MockClock) -> None:
    """Used twice, it is refused before any audio is processed, and the first stream goes on."""
    async with two_workers() as server:
        carrier, twin = SimulatedCarrier(), SimulatedCarrier()
        token = await server.token(0, carrier.call_sid)
        async with server.stream(0, carrier, token), server.stream(worker, twin, token) as answers:
            assert answers == ["the token was used before"]
            assert twin.sent == []
            assert server.exchanges[worker].faults == {ServerFault.WITHOUT_TOKEN: 1}
            assert len(server.exchanges[0].live_calls) == 1
            assert server.held == 1


@pytest.mark.parametrize(
    ("of_call", "change", "after_s", "why"),
    [
        (None, "", 0, "the stream has no token"),
        ("CA of another call", "", 0, "the token is not signed by this server for this call"),
        ("its own", "x", 0, "the token is not one of ours"),
        ("its own", "", 30, "the token has expired"),
    ],
)
async def test_a_stream_without_a_valid_token_is_refused(
    of_call: str | None, change: str, after_s: float, why: str, autojump_clock: MockClock
) -> None:
    """Nothing is answered, recorded or kept of it, but a count and a line with the reason."""
    async with two_workers() as server:
        carrier, token = SimulatedCarrier(), None
        if of_call is not None:
            token = await server.token(0, carrier.call_sid if of_call == "its own" else of_call) + change
        await trio.sleep(after_s)
        async with server.stream(1, carrier, token) as answers:
            assert answers == [why]
        assert carrier.sent == []
        assert server.exchanges[1].faults == {ServerFault.WITHOUT_TOKEN: 1}
        assert await server.exchanges[1].recent_calls(10) == []
        await trio.sleep(31)
        assert server.held == 0


async def test_a_stream_that_never_comes_gives_its_place_back(autojump_clock: MockClock) -> None:
    """After `admission.unclaimed_s`; a webhook that the carrier repeats until then takes no second place."""
    async with two_workers(limits={"calls": 1}, admission={"unclaimed_s": 5}) as server:
        first = await server.token(0, "CA1")
        assert await server.token(1, "CA1") == first
        await trio.sleep(4.5)
        assert isinstance((await server.ask(1, "CA2"))[0], Reject)
        await trio.sleep(1)
        assert await server.token(1, "CA2")


async def test_a_waiting_caller_hears_words_and_is_asked_about_again(autojump_clock: MockClock) -> None:
    """Up to `admission.queue_s`, at whichever worker; then the line is closed with words."""
    admission = {"when_full": "queue", "queue_s": 25, "queue_words": "Please <hold>.", "queue_over": "Sorry."}
    async with two_workers(limits={"calls": 1}, admission=admission) as server:
        carrier = SimulatedCarrier()
        async with server.stream(0, carrier, await server.token(0, carrier.call_sid)):
            address = "/voice-stream"
            for worker in (0, 1):
                said, pause, redirect = await server.ask(worker, "CA2", address)
                assert (said, pause) == (Say("Please <hold>."), Pause(10))
                assert isinstance(redirect, Redirect)
                address = redirect.url
                await trio.sleep(10)
            assert await server.ask(1, "CA2", address) == (Say("Sorry."), Hangup())
        assert isinstance((await server.ask(1, "CA2", address))[0], ConnectStream), "a place is free by now"


@pytest.mark.parametrize(
    ("tag", "spoken"), [("hi", "hi-IN"), ("es-MX", "es-MX"), ("fr", "fr-FR"), ("de", "de-DE"), ("en", ""), ("it", "")]
)
async def test_whoever_waits_is_spoken_to_in_the_agents_language(
    tag: str, spoken: str, autojump_clock: MockClock
) -> None:
    """By a voice of the carrier's for that language. In one that is not known the words are English."""
    own = "".join(f'{key} = "?"\n' for key in ("goodbye", "apology", "repeat"))
    agent = f'name = "a"\nlanguage = "{tag}"\n{own}'
    async with two_workers(agent, limits={"calls": 1}, admission={"when_full": "queue", "queue_s": 15}) as server:
        await server.token(0, "CA1")
        said, _, redirect = await server.ask(1, "CA2", "/voice-stream")
        voice = "Polly.Aditi" if tag == "hi" else ""  # Twilio's default voice speaks no Hindi
        assert said == Say(said_in(tag).queue, spoken, voice)
        assert isinstance(redirect, Redirect)
        await trio.sleep(10)
        over, _ = await server.ask(1, "CA2", redirect.url)
        assert over == Say(said_in(tag).queue_over, spoken, voice)


@pytest.mark.parametrize("since", ["", "x", "-5", "9" * 11, "9" * 40, "1e9"])
async def test_a_time_that_nobody_of_ours_wrote_makes_no_error(since: str, autojump_clock: MockClock) -> None:
    """It is a caller who begins to wait now."""
    async with two_workers(limits={"calls": 1}, admission={"when_full": "queue"}) as server:
        await server.token(0, "CA1")
        verbs = await server.ask(1, "CA2", f"/voice-stream?waiting_since={since}")
        assert isinstance(verbs[-1], Redirect)
        assert verbs[-1].url == "/voice-stream?waiting_since=1800000000"


async def test_a_waiting_caller_hears_music(autojump_clock: MockClock) -> None:
    """The file of `admission.queue_music` takes the place of words and pause."""
    music = "https://www.example.com/hold.mp3?a=1&b=2"
    async with two_workers(limits={"calls": 1}, admission={"when_full": "queue", "queue_music": music}) as server:
        await server.token(0, "CA1")
        assert (await server.ask(1, "CA2"))[0] == Play(music)


async def test_a_caller_too_many_is_put_through_to_the_overflow_number(autojump_clock: MockClock) -> None:
    """Also while the server drains."""
    admission = {"when_full": "overflow", "overflow_number": "+15550177"}
    async with two_workers(limits={"calls": 1}, admission=admission) as server:
        await server.token(0, "CA1")
        assert await server.ask(1, "CA2") == (Dial("+15550177"), Hangup())
        server.exchanges[0].drain()
        assert await server.ask(0, "CA3") == (Dial("+15550177"), Hangup())


@pytest.mark.parametrize("number", ["0177 5550", "555", "+1 555 0177", "desk@example.com", "tel:+15550177"])
def test_an_overflow_number_that_no_carrier_dials_is_refused(number: str) -> None:
    """At the start, and not when all lines are busy: the carrier would drop the caller."""
    with pytest.raises(ValidationError, match="write a phone number as"):
        AdmissionSettings(when_full="overflow", overflow_number=number)


async def test_an_event_loop_that_is_late_again_and_again_takes_no_new_calls(mock_clock: MockClock) -> None:
    """`/readyz` says so and how late it is, and the call that is there goes on. It passes by itself."""
    mock_clock.autojump_threshold = 0
    async with two_workers(admission={"lag_ms": 250}) as server, trio.open_nursery() as nursery:
        exchange, pages = server.exchanges[0], server.pages[0]
        nursery.start_soon(watch_lag, exchange)
        carrier = SimulatedCarrier()
        async with server.stream(0, carrier, await server.token(0, carrier.call_sid)):
            mock_clock.jump(0.4)  # what blocks the loop once is a blip
            await trio.sleep(0.2)
            assert exchange.no_room_because is None
            for _ in range(4):
                mock_clock.jump(0.4)
                await trio.sleep(0.05)
            assert exchange.no_room_because == "overloaded"
            ready = await pages.get("/readyz")
            assert (ready.status_code, ready.json()["status"]) == (503, "overloaded")
            assert ready.json()["lag_ms"] >= 250
            assert isinstance((await server.ask(0, "CA2"))[0], Reject)
            assert isinstance((await server.ask(1, "CA2"))[0], ConnectStream), "the other worker is in time"
            assert len(exchange.live_calls) == 1
            await trio.sleep(1.5)
            assert (await pages.get("/readyz")).json() == {"status": "full"}
        await trio.sleep(31)
        assert (await pages.get("/readyz")).json() == {"status": "ready"}
        nursery.cancel_scope.cancel()


async def test_the_real_event_loop_is_late_while_something_blocks_it() -> None:
    """The same with the real clock: whatever blocks the loop, it is noticed, and forgotten when it is over."""
    async with open_server(settings_with(admission={"lag_ms": 20})) as server:
        with trio.fail_after(60):
            while server.exchange.no_room_because != "overloaded":
                block(0.15)
                await trio.lowlevel.checkpoint()
            while server.exchange.no_room_because is not None:  # noqa: ASYNC110  # no bell rings
                await trio.sleep(0.1)
        assert "overloaded" in server.log


def block(seconds: float) -> None:
    time.sleep(seconds)  # as a library would that does not know of the loop
