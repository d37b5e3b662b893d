"""A look-up over the wire, in memory: what a carrier calls its calls. Virtual time."""

import pytest
from pydantic import SecretStr
from trio.testing import MockClock

from offhook.actors.look_up import HttpLookUp
from offhook.engine.host.agent_lookup import Lookup
from offhook.engine.run.ring import Ring
from offhook.simulation.fakes.caller_register import SECRET, URL, CallerRegister, respond
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.world import SimulatedWorld


@pytest.mark.parametrize(
    ("call_id", "message_id"),
    [
        ("CA1", "lookup-CA1"),
        ("v3:T02llQxIyaRkhfRKxgAP8nY511", "lookup-v3_T02llQxIyaRkhfRKxgAP8nY511"),
        ("a.b/ü?" + 400 * "x", "lookup-a_b___" + 194 * "x"),
    ],
    ids=["Twilio", "Telnyx", "anything"],
)
async def test_a_call_of_any_name_is_looked_up(call_id: str, message_id: str, autojump_clock: MockClock) -> None:
    """The signed message has a name that the specification allows; the body has the call's own."""
    register = CallerRegister(respond({"name": "Ada"}))
    async with in_memory(register.serve) as (_, transport):
        look_up = HttpLookUp(SimulatedWorld(transport=transport))
        found = await look_up(Lookup(URL, SecretStr(SECRET)), Ring(call_id, "made up", "1"), "desk")
    assert found == {"name": "Ada"}
    assert register.ids == [message_id]
    assert [asked["call_sid"] for asked in register.asked] == [call_id]
    assert register.badly_signed == 0
