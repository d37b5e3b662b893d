"""What the start of a carrier's stream says of its call."""

from offhook.engine.record.call_record import CallBegun
from offhook.engine.run.agent_of_call import AgentOfCall
from offhook.engine.run.ring import Ring
from offhook.protocol.carriers.carrier import Carrier
from offhook.protocol.carriers.events import Started


def ring_of(carrier: Carrier, started: Started) -> Ring:
    """The call, as its stream tells of it."""
    return Ring(started.call_id, carrier.name, started.caller, started.called, started.parameters)


def begun_of(carrier: Carrier, started: Started, of_call: AgentOfCall) -> CallBegun:
    """The beginning of its record; the time is filled in later."""
    return CallBegun(
        call_sid=started.call_id,
        stream_sid=started.stream_id,
        caller=started.caller,
        agent=of_call.agent.name,
        started_at=0.0,
        carrier=carrier.name,
        carrier_call_id=started.call_id,
        called=of_call.announced.called,
    )
