"""A server that answers recorded calls in virtual time: the real application, simulated services, and the carrier's
recordings by HTTP in memory."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

import httpx
import trio

from offhook.actors.responder.service import Responder, Sentence
from offhook.actors.settings import Settings
from offhook.engine.record.call_record import CallRecord
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.tool import Tool
from offhook.simulation.exchange import AGENT, open_simulated_exchange, settings_with
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.simulation.shared_folder import SharedMemory
from tests.web.carriers.recorded_caller import RecordedCaller, Recordings
from tests.web.pages import open_pages


class Old(NamedTuple):
    """A server that answers recorded calls, and what is around it."""

    exchange: Exchange
    pages: httpx.AsyncClient
    caller: RecordedCaller
    recordings: Recordings
    responder: SimulatedResponder
    voice: SimulatedVoice


@asynccontextmanager
async def open_old(
    settings: Settings | None = None,
    *,
    words: str = "book a room",
    confidence: float = 0.9,
    responder: SimulatedResponder | None = None,
    responders: Sequence[Responder] = (),
    agent: str = AGENT,
    tools: Sequence[Tool] = (),
    voice: SimulatedVoice | None = None,
    recognizer: SimulatedRecognizer | None = None,
    recordings: Recordings | None = None,
    shared_memory: SharedMemory | None = None,
) -> AsyncIterator[Old]:
    """`responders` answer instead of one, if any are given."""
    recordings = recordings or Recordings()
    responder = responder or SimulatedResponder(Sentence("One moment."), Sentence("Yes."))
    voice = voice or SimulatedVoice(seconds=1)
    recognizer = recognizer or SimulatedRecognizer(words, confidence=confidence)
    async with (
        in_memory(recordings.server.serve) as (_, transport),
        open_simulated_exchange(
            settings or settings_with(),
            recognizer=recognizer,
            agent=agent,
            responder=responders or responder,
            tools=tools,
            voice=voice,
            transport=transport,
            shared_memory=shared_memory,
        ) as exchange,
        open_pages(exchange) as pages,
    ):
        yield Old(exchange, pages, RecordedCaller(pages), recordings, responder, voice)


async def record_of(exchange: Exchange, call_sid: str = "CA1") -> CallRecord:
    await trio.sleep(1)  # it is written behind the answer
    record = await exchange.find_call(call_sid)
    assert record is not None
    return record
