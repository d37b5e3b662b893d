"""One call through the real exchange with modelled services, from the ring until its record is written."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import trio

from offhook.actors.recognizer.service import Recognizer
from offhook.actors.responder.service import Responder
from offhook.actors.settings import Settings
from offhook.actors.speaker.service import Voice
from offhook.engine.record.call_record import CallRecord
from offhook.engine.run.call import Cast
from offhook.engine.run.tool import Tool
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, as_it_is, calling, open_simulated_exchange, record_of


@dataclass
class OneCall:
    """The caller's side of it; `over` tells that the exchange has let go."""

    carrier: SimulatedCarrier
    over: trio.Event
    _record: CallRecord | None = None

    @property
    def record(self) -> CallRecord:
        """What the store has of it; asked for too early it fails the test."""
        assert self._record is not None, "the call goes on"
        return self._record


@asynccontextmanager
async def one_call(
    settings: Settings | None = None,
    *,
    agent: str = AGENT,
    recognizer: Recognizer | Sequence[Recognizer] = (),
    responder: Responder | Sequence[Responder] = (),
    voice: Voice | Sequence[Voice] = (),
    tools: Sequence[Tool] = (),
    change_cast: Callable[[Cast], Cast] = as_it_is,
    carrier: SimulatedCarrier | None = None,
) -> AsyncIterator[OneCall]:
    """The call is under way; whoever leaves the block hangs up, and then it has a record."""
    async with open_simulated_exchange(
        settings,
        agent=agent,
        recognizer=recognizer,
        responder=responder,
        voice=voice,
        tools=tools,
        change_cast=change_cast,
    ) as exchange:
        carrier = carrier or SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            call = OneCall(carrier, over)
            yield call
        call._record = await record_of(exchange, carrier)
