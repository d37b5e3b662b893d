"""Several agents, and what they know, where the carrier records each turn. The real application in memory."""

from pathlib import Path

import trio
from trio.testing import MockClock

from offhook.engine.record.conversation import AgentSaid
from offhook.protocol.carriers.twilio.twiml_reader import Hangup, Redirect, read
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.fakes.caller_register import LOOKUP, CallerRegister, late, respond
from offhook.simulation.shared_folder import SharedMemory
from tests.web.carriers.numbers_rig import CALLER, CLINIC, agent_text, worker, write_agents
from tests.web.carriers.recorded_caller import RecordedCaller

GREETING = "Hello {lookup.name|you}, {params.campaign|no} campaign."
REPEAT = 'repeat = "{lookup.name|Caller}, again?"'
TO_CLINIC = {"To": CLINIC}


async def test_recorded_calls_have_the_agents_of_their_numbers(tmp_path: Path, autojump_clock: MockClock) -> None:
    """And their facts, at every request, whichever worker answers it; the look-up is asked once."""
    register, store = CallerRegister(respond({"name": "Ada"})), {"path": str(tmp_path / "calls.db")}
    agents = write_agents(tmp_path, clinic=agent_text("clinic", GREETING, REPEAT) + LOOKUP)
    memory = SharedMemory()
    async with (
        worker(agents, register=register, store=store, shared_memory=memory, seed=1) as one,
        worker(agents, register=register, store=store, shared_memory=memory, seed=2) as other,
    ):
        caller, elsewhere = RecordedCaller(one.pages), RecordedCaller(other.pages)
        await caller.ask("/voice?campaign=autumn", TO_CLINIC)
        await trio.sleep(2)
        # A recording that is nowhere: the caller is asked to say it again, by the same agent.
        await elsewhere.said_to(caller.record.action, "https://elsewhere.example.com/r.wav", **TO_CLINIC)
        await trio.sleep(2)
        record = await other.exchange.find_call("CA1")
    assert record is not None
    assert (record.begun.agent, record.begun.called, record.begun.path) == ("clinic", CLINIC, "recordings")
    said = [each.text for each in record.transcript if isinstance(each, AgentSaid)]
    assert said[0] == "Hello Ada, autumn campaign."
    assert "Ada, again?" in other.voice.said
    assert len(register.asked) == 1
    assert register.badly_signed == 0


async def test_the_webhook_may_ask_for_an_agent_here_too(tmp_path: Path, autojump_clock: MockClock) -> None:
    """A look-up that is late costs its facts."""
    agents = write_agents(tmp_path, sales=agent_text("sales", GREETING) + LOOKUP)
    async with worker(agents, register=CallerRegister(late)) as one:
        began = trio.current_time()
        await RecordedCaller(one.pages).ask("/voice?agent=sales", TO_CLINIC)
        assert trio.current_time() - began < 2.0
        await trio.sleep(1)
        record = await one.exchange.find_call("CA1")
    assert record is not None
    assert record.begun.agent == "sales"
    assert "Hello you, no campaign." in one.voice.said


async def test_a_call_that_goes_on_with_recordings_keeps_its_agent(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Its stream broke too often, or never came: the carrier's next webhook brings no parameter of ours."""
    register = CallerRegister(respond({"name": "Ada"}))
    agents = write_agents(tmp_path, sales=agent_text("sales", GREETING) + LOOKUP)
    async with worker(agents, register=register, limits={"returns": 0}) as one:
        carrier = SimulatedCarrier()
        await one.rings(carrier, "/voice-stream?agent=sales&campaign=autumn", To=CLINIC)
        answer = await one.post("/voice-stream/after", {"CallSid": carrier.call_sid, "CallStatus": "in-progress"})
        (verb,) = read(answer.content)
        assert isinstance(verb, Redirect)
        await one.post(verb.url, {"CallSid": carrier.call_sid, "CallStatus": "in-progress"})
        record = await one.record(carrier)
    assert (record.begun.agent, record.begun.caller) == ("sales", CALLER)
    assert "Hello Ada, autumn campaign." in one.voice.said


async def test_the_carriers_own_voice_speaks_the_language_of_the_agent(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """Where there is no sound: the last words of a caller who stays silent."""
    agents = write_agents(tmp_path)
    async with worker(agents, floor={"silences": 0}) as one:
        caller = RecordedCaller(one.pages)
        await caller.ask("/voice?agent=sales")
        await trio.sleep(2)
        answer = await one.post(caller.redirect, {"CallSid": "CA1", "CallStatus": "in-progress"})
    assert b'language="en-GB"' in answer.content
    assert not isinstance(read(answer.content)[0], Hangup)
