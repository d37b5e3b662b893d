"""Calls whose model calls tools that an agent file names: the real exchange and actors, in virtual time. Faults: an MCP
server that vanishes while its tool runs."""

import json
from io import StringIO
from pathlib import Path

from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.record.call_record import CallOver
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.mcp import FakeMcp
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.steps import Step, before_head
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice, Wish
from offhook.simulation.tools import wanted
from tests.actors.tools.tool_rig import IMPORT

PYTHON = '''
@tool(effects=False)
def look_up(call: ToolCall, day: str) -> dict:
    """Look a day up."""
    call.note(f"looked up {day} for {call.caller}")
    return {"free": [9, 10]}

@tool
async def book(call: ToolCall, hour: int) -> str:
    """Book an hour."""
    if hour != 9:
        raise ToolFailed("That hour is taken.")
    return call.key
'''


async def called(text: str, *wishes: Wish, fake: FakeMcp | None = None) -> CallOver:
    """What is on record of a call whose model has these wishes, one in each turn of the caller's."""
    responder = SimulatedResponder(Sentence("Here is the answer."))
    responder.wishes = iter([Wish(), *(each for wish in wishes for each in (wish, Wish()))])
    settings = settings_with(vad={"adaptive": False}, floor={"filler_s": 0, "idle_s": 60}, responder={"max_drafts": 0})
    async with (
        in_memory((fake or FakeMcp()).serve) as (_, transport),
        open_simulated_exchange(
            settings,
            agent=text,
            recognizer=SimulatedRecognizer(*["book a room"] * len(wishes)),
            responder=responder,
            voice=SimulatedVoice(1.0),
            transport=transport,
            log_to=StringIO(),
        ) as exchange,
    ):
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            for _ in wishes:
                carrier.speak(0.6)
                await carrier.agent_has_spoken()
        over = (await record_of(exchange, carrier)).over
        assert over is not None
        return over


async def test_the_functions_of_a_file_are_called_in_a_call(tmp_path: Path, autojump_clock: MockClock) -> None:
    """With what the call knows; results, notes and failures are on record, and so is a wrong argument."""
    (tmp_path / "t.py").write_text(IMPORT + PYTHON)
    over = await called(
        f"tools = '{tmp_path}/t.py'\n{AGENT}",
        Wish((wanted("look_up", '{"day": "today"}'),)),
        Wish((wanted("book", '{"hour": 8}'), wanted("book", '{"hour": 9}'), wanted("book", '{"hour": "nine"}'))),
    )
    looked_up, *booked = over.tools
    assert (looked_up.outcome, looked_up.result) == (Outcome.DONE, '{"free":[9,10]}')
    assert [each.outcome for each in booked] == [Outcome.FAILED, Outcome.DONE, Outcome.REFUSED]
    assert booked[0].result == "That hour is taken."
    assert str(json.loads(booked[1].result)).endswith(f"-{booked[1].use}")
    assert booked[2].result == "The arguments do not fit: hour: expected int, got str. Nothing was changed."
    assert [*over.notes] == ["looked up today for +15550100"]


async def test_an_mcp_server_that_vanishes_is_told_of_and_not_asked_twice(autojump_clock: MockClock) -> None:
    """Nobody knows whether it was done; the call goes on, and the server is used again."""
    fake = FakeMcp()
    fake.faults.append(before_head(Step.RESET))
    text = f'{AGENT}\n[[mcp]]\nname = "desk"\nurl = "http://mcp.test/mcp"\n'
    wish = Wish((wanted("desk_add", '{"text": "x"}'),))
    over = await called(text, wish, wish, fake=fake)
    assert [(each.outcome, each.result) for each in over.tools] == [
        (
            Outcome.UNKNOWN,
            "The connection broke before the answer. Whether it was done is not known. It was not tried again.",
        ),
        (Outcome.DONE, '{"text":"x"}'),
    ]
    assert len(fake.ran) == 2
    assert len({str(ran.meta["offhook/idempotency-key"]) for ran in fake.ran}) == 2
