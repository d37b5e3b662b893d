"""A caller is put through to somebody who is asked first, and comes back if nobody takes the call. Through the real
application, in virtual time; Twilio's part is `warm_rig.py`."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import trio
from trio.testing import MockClock

from offhook.actors.agent_files import AgentFiles
from offhook.actors.responder.model_messages import words_of
from offhook.actors.responder.service import Occasion, Sentence, Written
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.host.agent import load_agent
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, Gather, Hangup, Redirect
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.carriers import TELNYX_SIDES
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from offhook.simulation.shared_folder import SharedMemory
from tests.actors.tools.built_in.played_model import PlayedModel, wants
from tests.fakes.clips import clip
from tests.web.carriers.warm_rig import AGENT, SUMMARY, Dialled, asked, back, put_through
from tests.web.pages import open_pages

TRANSFER: Sequence[Written] = [Sentence("I connect you."), wants("transfer", place="front_desk", summary=SUMMARY)]


def transferring(*more: Sequence[Written]) -> PlayedModel:
    """A model that puts every caller through, and then says what it likes."""
    return PlayedModel([Sentence("Hello.")], TRANSFER, [Sentence("Nobody is there.")], *more)


@asynccontextmanager
async def answering(
    model: PlayedModel, database: Path | None = None, agents: AgentFiles | None = None
) -> AsyncIterator[tuple[Exchange, httpx.AsyncClient]]:
    settings = settings_with(**({} if database is None else {"store": {"path": str(database)}}))
    async with (
        open_simulated_exchange(
            settings,
            agent=AGENT,
            agents=agents,
            recognizer=SimulatedRecognizer("a room please"),
            responder=model,
            voice=SimulatedVoice(1),
            shared_memory=SharedMemory(),
        ) as exchange,
        open_pages(exchange) as pages,
    ):
        yield exchange, pages


async def transferred(exchange: Exchange, pages: httpx.AsyncClient, carrier: SimulatedCarrier) -> Dialled:
    """One stream, until the caller is put through."""
    async with calling(exchange, carrier) as over:
        await carrier.agent_has_spoken()
        carrier.say(clip("book_a_room"))
        await over.wait()
    return await put_through(pages, carrier)


async def test_whoever_takes_the_call_knows_what_it_is_about(autojump_clock: MockClock) -> None:
    """They hear it before they press the key, and the caller does not; then the two speak, and the call is over."""
    async with answering(transferring()) as (exchange, pages):
        carrier = SimulatedCarrier()
        dialled = await transferred(exchange, pages, carrier)
        assert (dialled.dial.to, dialled.dial.ring_s) == ("+15550199", 20.0)
        heard = await dialled.picked_up()
        assert isinstance(heard[0], Gather)
        assert (heard[0].said, heard[0].most, heard[1:]) == (f"{SUMMARY} Press 1 to take the call.", 1, (Hangup(),))
        assert await dialled.pressed(heard, "1") == ()
        await trio.sleep(600)
        assert await dialled.over("completed", connected=True) == (Hangup(),)
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert (record.over.end_reason, record.over.transferred_to) == ("transferred", "+15550199")
    assert [(each.tool, each.outcome) for each in record.over.tools] == [("transfer", Outcome.DONE)]
    assert SUMMARY in record.over.tools[0].arguments


@pytest.mark.parametrize(
    ("status", "connected", "why"),
    [
        ("no-answer", False, "nobody answered"),
        ("no-answer", None, "nobody answered"),
        ("busy", False, "the line was busy"),
        ("failed", False, "the call could not be put through"),
        ("canceled", False, "nobody answered"),
        ("completed", False, "whoever answered did not take the call"),
    ],
)
async def test_a_caller_whom_nobody_takes_comes_back(
    status: str, connected: bool | None, why: str, autojump_clock: MockClock
) -> None:
    """To the same conversation; the agent knows why, says so first, and the record has a transfer that failed."""
    model = transferring([Sentence("Shall I take a message?")])
    async with answering(model) as (exchange, pages):
        carrier = SimulatedCarrier()
        dialled = await transferred(exchange, pages, carrier)
        await trio.sleep(20)
        again = back(carrier, await dialled.over(status, connected=connected))
        async with calling(exchange, again):
            await again.agent_has_spoken()
            assert model.asked[2].occasion is Occasion.NEWS
            told = f"At front_desk {why}. The caller was not put through, and is back with you."
            assert told in words_of(model.asked[2])
            again.say(clip("book_a_room"))
            await again.wait(lambda: len(model.asked) == 4)
            await again.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert model.results == [("transfer", Outcome.FAILED, told)]
    said = [entry.text for entry in record.transcript]
    assert said == [
        "Hello.",
        "a room please",
        "I connect you.",
        "Nobody is there.",
        "a room please",
        "Shall I take a message?",
    ]
    assert record.over is not None
    assert (record.over.end_reason, record.over.transferred_to) == ("caller hung up", None)
    assert [(each.tool, each.outcome, each.result) for each in record.over.tools] == [
        ("transfer", Outcome.FAILED, told)
    ]


async def test_whoever_picks_up_is_asked_in_the_language_of_the_callers_agent(autojump_clock: MockClock) -> None:
    """Which is not that of the agent for all other numbers."""
    inn = load_agent("inn.toml", AGENT.replace('name = "test"', 'name = "inn"\nlanguage = "en-GB"'))
    agents = AgentFiles(load_agent("desk.toml", 'name = "desk"'), [inn], {"+15550555": "inn"})
    async with answering(transferring(), agents=agents) as (exchange, pages):
        carrier = SimulatedCarrier()
        (stream, _) = await asked(pages, carrier, "/voice-stream", To="+15550555")
        assert isinstance(stream, ConnectStream)
        carrier.brings = stream.parameters
        dialled = await transferred(exchange, pages, carrier)
        heard = await dialled.picked_up()
    assert isinstance(heard[0], Gather)
    assert heard[0].language == "en-GB"


@pytest.mark.parametrize("key", ["2", "*", "11"])
async def test_another_key_refuses(key: str, autojump_clock: MockClock) -> None:
    """And so does none: the document ends with a hang-up, which is what an answering machine gets."""
    async with answering(transferring()) as (exchange, pages):
        dialled = await transferred(exchange, pages, SimulatedCarrier())
        heard = await dialled.picked_up()
        assert heard[-1] == Hangup()
        assert await dialled.pressed(heard, key) == (Hangup(),)


async def test_a_caller_who_hangs_up_meanwhile_is_gone(autojump_clock: MockClock) -> None:
    """Twilio says so, and nothing is left of the call but its record."""
    async with answering(transferring()) as (exchange, pages):
        carrier = SimulatedCarrier()
        dialled = await transferred(exchange, pages, carrier)
        assert await dialled.over("canceled", connected=False, CallStatus="completed") == (Hangup(),)
        record = await record_of(exchange, carrier)
        assert exchange.live_calls == []
    assert record.over is not None
    assert record.over.end_reason == "transferred"


async def test_another_process_goes_on_with_the_call(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Ours was restarted while it rang: the new one knows whom to ask what, and the whole conversation."""
    database = tmp_path / "calls.db"
    carrier = SimulatedCarrier()
    async with answering(transferring(), database) as (exchange, pages):
        dialled = await transferred(exchange, pages, carrier)
    model = PlayedModel([Sentence("Nobody is there.")])
    async with answering(model, database) as (exchange, pages):
        dialled.pages = pages
        heard = await dialled.picked_up()
        assert isinstance(heard[0], Gather)
        assert SUMMARY in heard[0].said
        assert await dialled.pressed(heard, "9") == (Hangup(),)
        again = back(carrier, await dialled.over("completed", connected=False))
        async with calling(exchange, again):
            await again.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert [entry.text for entry in record.transcript] == [
        "Hello.",
        "a room please",
        "I connect you.",
        "Nobody is there.",
    ]
    assert model.occasions == [Occasion.NEWS]
    assert [(name, outcome) for name, outcome, _ in model.results] == [("transfer", Outcome.FAILED)]


async def test_a_second_transfer_of_the_same_call(autojump_clock: MockClock) -> None:
    """A caller who has come back may be put through again, and come back again."""
    model = transferring(TRANSFER, [Sentence("Still nobody.")])
    async with answering(model) as (exchange, pages):
        carrier = SimulatedCarrier()
        dialled = await transferred(exchange, pages, carrier)
        again = back(carrier, await dialled.over("no-answer", connected=False))
        dialled = await transferred(exchange, pages, again)
        assert dialled.dial.to == "+15550199"
        third = back(carrier, await dialled.over("busy", connected=False))
        async with calling(exchange, third):
            await third.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert [each.outcome for each in record.over.tools] == [Outcome.FAILED, Outcome.FAILED]
    assert [result.partition(".")[0] for _, _, result in model.results] == [
        "At front_desk nobody answered",
        "At front_desk the line was busy",
    ]


async def test_a_webhook_that_comes_twice_dials_nobody_twice(autojump_clock: MockClock) -> None:
    """It gets the same answer, also when the caller is back already; the stream that follows is not put through."""
    async with answering(transferring()) as (exchange, pages):
        carrier = SimulatedCarrier()
        dialled = await transferred(exchange, pages, carrier)
        assert (await put_through(pages, carrier)).dial == dialled.dial
        again = back(carrier, await dialled.over("no-answer", connected=False))
        async with calling(exchange, again) as over:
            await again.agent_has_spoken()
            stream, _ = await dialled.over("no-answer", connected=False)
            assert isinstance(stream, ConnectStream)
            again.hang_up()
            await over.wait()
        assert await asked(pages, again, "/voice-stream/after?returned=1") == (Hangup(),)


@pytest.mark.parametrize("begins", [True, False])
async def test_a_stream_that_breaks_on_the_way_back_still_has_the_news(begins: bool, autojump_clock: MockClock) -> None:
    """The agent had not told it yet, or the stream did not even begin: nobody is put through in its place."""
    model = transferring([Sentence("Nobody is there.")])
    async with answering(model) as (exchange, pages):
        carrier = SimulatedCarrier()
        dialled = await transferred(exchange, pages, carrier)
        verbs = await dialled.over("busy", connected=False)
        again = back(carrier, verbs)
        if begins:
            async with calling(exchange, again) as over:
                await again.wait(lambda: len(exchange.live_calls) == 1)
                again.drop()
                await over.wait()
        assert isinstance(verbs[1], Redirect)
        third = back(again, await asked(pages, again, verbs[1].url))
        assert third.returned == 2
        async with calling(exchange, third):
            await third.agent_has_spoken()
    assert model.occasions[-1] is Occasion.NEWS
    assert "the line was busy" in words_of(model.asked[-1])


async def test_a_carrier_that_cannot_ask_puts_the_caller_through_at_once(autojump_clock: MockClock) -> None:
    """Cold, as if the place were not warm; nobody waits for the caller to come back."""
    async with answering(transferring()) as (exchange, _):
        carrier = SimulatedCarrier(far_side=TELNYX_SIDES.far_side)
        async with calling(exchange, carrier, TELNYX_SIDES.ours) as over:
            await carrier.agent_has_spoken()
            carrier.say(clip("book_a_room"))
            await over.wait()
        assert await exchange.find_warm_transfer(carrier.call_sid, 0) is None
        assert await exchange.find_transfer(carrier.call_sid) == "+15550199"
        assert await exchange.find_back(carrier.call_sid, 0) is None


async def test_a_caller_who_interrupts_is_not_put_through(autojump_clock: MockClock) -> None:
    """The words before it were not heard to their end."""
    model = PlayedModel([Sentence("Hello.")], TRANSFER, [Sentence("Yes?")])
    async with answering(model) as (exchange, pages):
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            await carrier.agent_has_spoken()
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: carrier.seconds_heard > 1.3)
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: len(model.asked) == 3)
            await carrier.agent_has_spoken()
            carrier.hang_up()
            await over.wait()
        assert await asked(pages, carrier, "/voice-stream/after") == (Hangup(),)


async def test_a_call_of_which_nothing_is_known_begins_anew(autojump_clock: MockClock) -> None:
    """Its journal was lost: better a greeting than a line that is closed. And nobody hears about another's caller."""
    async with answering(transferring()) as (exchange, pages):
        dialled = Dialled(pages, SimulatedCarrier(), (await transferred(exchange, pages, SimulatedCarrier(2))).dial)
        verbs = await dialled.over("no-answer", connected=False)
        assert verbs == (Redirect("/voice-stream"),)
        assert await asked(pages, dialled.carrier, "/voice-stream/ask?of_call=CA404") == (Hangup(),)
        assert await asked(pages, dialled.carrier, "/voice-stream/ask") == (Hangup(),)
