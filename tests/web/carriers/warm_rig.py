"""A caller who is put through to somebody who is asked first: what Twilio does about it, step by step.

It obeys the documents that it gets, as "TwiML Voice: Dial" and "Number" say, and knows nothing else of the server.
"""

from dataclasses import dataclass

import httpx

from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, Dial, Gather, Redirect, Verb, read
from offhook.simulation.carrier import SimulatedCarrier

AGENT = """
name = "test"
greeting = ""
fillers = ["One moment."]
[built_in]
tools = ["transfer"]
[transfers.front_desk]
to = "+15550199"
warm = true
timeout_s = 20
"""
SUMMARY = "Mrs Jones wants a room for Friday."
PICKED_UP, LEG = "+15550199", "CA" + "f" * 32


@dataclass
class Dialled:
    """A caller whose stream is over, and whom Twilio is putting through."""

    pages: httpx.AsyncClient
    carrier: SimulatedCarrier
    dial: Dial

    async def picked_up(self) -> tuple[Verb, ...]:
        """Somebody has picked up: what they hear."""
        assert self.dial.ask is not None, "they are asked"
        return await self._leg(self.dial.ask)

    async def pressed(self, heard: tuple[Verb, ...], key: str) -> tuple[Verb, ...]:
        """They have pressed a key; an empty document connects them."""
        gather = heard[0]
        assert isinstance(gather, Gather)
        return await self._leg(gather.action, Digits=key)

    async def over(self, status: str, *, connected: bool | None, **more: str) -> tuple[Verb, ...]:
        """Their leg is over: what becomes of the caller."""
        assert self.dial.action is not None
        bridged = {} if connected is None else {"DialBridged": str(connected).lower()}
        form = {"DialCallStatus": status, "DialCallSid": LEG, **bridged, **more}
        return await asked(self.pages, self.carrier, self.dial.action, **form)

    async def _leg(self, url: str, **more: str) -> tuple[Verb, ...]:
        form = {"From": "+15550100", "To": PICKED_UP, "CallStatus": "in-progress", "Direction": "outbound-dial"}
        legs = {"CallSid": LEG, "ParentCallSid": self.carrier.call_sid}
        return _read(await self.pages.post(url, data=form | legs | more))


async def put_through(pages: httpx.AsyncClient, carrier: SimulatedCarrier) -> Dialled:
    """The stream is over, and Twilio asks what comes next."""
    number = f"?returned={carrier.returned}" if carrier.returned else ""
    (dial,) = await asked(pages, carrier, f"/voice-stream/after{number}")
    assert isinstance(dial, Dial)
    return Dialled(pages, carrier, dial)


async def asked(pages: httpx.AsyncClient, carrier: SimulatedCarrier, url: str, **more: str) -> tuple[Verb, ...]:
    """A webhook about the caller's leg."""
    form = {"CallSid": carrier.call_sid, "From": "+15550100", "CallStatus": "in-progress"}
    return _read(await pages.post(url, data=form | more))


def back(carrier: SimulatedCarrier, verbs: tuple[Verb, ...]) -> SimulatedCarrier:
    """The stream that connects the caller with the agent again."""
    stream, after = verbs
    assert isinstance(stream, ConnectStream)
    assert isinstance(after, Redirect)
    parameters = stream.parameters
    assert f"?returned={parameters['returned']}&" in after.url
    return SimulatedCarrier(
        returned=int(parameters["returned"]), token=parameters["token"], came_back=parameters["came_back"]
    )


def _read(answer: httpx.Response) -> tuple[Verb, ...]:
    assert answer.status_code == 200
    return read(answer.content)
