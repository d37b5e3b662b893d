"""A bank that asks for one number of four digits after another, and then for a yes."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.run.call import Cast
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import as_it_is, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.actors.one_call import OneCall, one_call

AGENT = """
name = "bank"
greeting = ""
goodbye = "Goodbye."
apology = "Sorry."
repeat = "Again, please."
[dialogue]
start = "account"
[dialogue.slots.account]
type = "digits"
length = 4
[dialogue.slots.secret]
type = "digits"
length = 4
[dialogue.slots.sure]
type = "yes_no"
[dialogue.states.account]
slot = "account"
ask = "Your account?"
answer = "{account}."
go = "secret"
[[dialogue.states.account.choices]]
say = ["no account"]
go = "secret"
[dialogue.states.notice]
ask = "This call is recorded."
barge_in = "off"
go = "secret"
[dialogue.states.secret]
slot = "secret"
ask = "Your secret number?"
answer = "{secret}."
go = "sure"
[dialogue.states.sure]
slot = "sure"
ask = "Are you sure?"
go = "hang_up"
[[dialogue.always]]
say = ["goodbye"]
go = "hang_up"
[[dialogue.always]]
say = ["first the notice"]
go = "notice"
[[dialogue.always]]
say = ["first be sure"]
go = "sure"
"""


@asynccontextmanager
async def asked_for_account(
    *texts: str,
    sentence_s: float = 1.0,
    streams: bool = False,
    change_cast: Callable[[Cast], Cast] = as_it_is,
    carrier: SimulatedCarrier | None = None,
) -> AsyncIterator[OneCall]:
    """A caller who has heard the first question, and will say these texts, then nothing that is understood."""
    async with one_call(
        settings_with(responder={"chain": ["dialogue"]}),
        agent=AGENT,
        recognizer=SimulatedRecognizer(*texts, "", streams=streams),
        voice=SimulatedVoice(sentence_s),
        change_cast=change_cast,
        carrier=carrier,
    ) as call:
        await call.carrier.agent_has_spoken()
        yield call


def said_in(record: CallRecord) -> list[str]:
    """By both sides, after the first question."""
    return [entry.text for entry in record.transcript if isinstance(entry, AgentSaid | CallerSaid)][1:]
