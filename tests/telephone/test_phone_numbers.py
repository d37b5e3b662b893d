"""What `offhook call` prints against the server's own record of the same call, to the millisecond.

Virtual time: the real telephone speaks its real WebSocket through memory to the real exchange, so that nothing takes
time but the services, which are told how long to take.
"""

import re
from io import StringIO

import pytest
import trio
from trio.testing import MockClock
from trio_websocket import ConnectionClosed, WebSocketConnection

from offhook.actors.responder.service import Sentence
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.timeline import barge_in, latency
from offhook.engine.run.ear import Hear
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.line import LineClosed, hear_each
from offhook.protocol.carriers.carrier import Message
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.reports.terminal import Terminal
from offhook.simulation.exchange import open_simulated_exchange
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.telephone.clip import from_mulaw
from offhook.telephone.phone import CallOptions, CallOutcome, place_call
from offhook.telephone.phone_printer import print_summary
from offhook.telephone.phone_script import ScriptItem, press, say
from tests.fakes.clips import clip
from tests.telephone.media_server import AgentLine, MemoryNetwork

WEBHOOK, MEDIA = "http://agent.example/voice-stream", "ws://agent.example/media"


class WebSocketLine:
    """The exchange's end of a WebSocket."""

    peer = "the telephone"

    def __init__(self, connection: WebSocketConnection) -> None:
        self._connection = connection

    async def receive(self) -> str | bytes:
        try:
            message: str | bytes = await self._connection.get_message()
        except ConnectionClosed:
            raise LineClosed from None
        return message

    async def listen(self, hear: Hear[Message]) -> None:
        await hear_each(self.receive, hear)

    async def send(self, *messages: Message) -> None:
        try:
            for message in messages:
                await self._connection.send_message(message)
        except ConnectionClosed:
            raise LineClosed from None

    def abort(self) -> None:
        """The caller hangs up in these tests."""


async def call(exchange: Exchange, *items: ScriptItem) -> tuple[CallOutcome, CallRecord]:
    """One call from ring to record."""
    over = trio.Event()

    async def serve(line: AgentLine) -> None:
        await exchange.answer(WebSocketLine(line.connection), TWILIO)
        over.set()

    documents = {WEBHOOK: f"<Connect><Stream url='{MEDIA}'/></Connect>"}
    outcome = await place_call(CallOptions(WEBHOOK, items), network=MemoryNetwork(documents, {MEDIA: serve}))
    assert outcome.failure == ""
    (summary,) = await exchange.recent_calls(10)
    record = await exchange.find_call(summary.begun.call_sid)
    assert record is not None
    return outcome, record


def printed(outcome: CallOutcome, pattern: str) -> int:
    """A number of the summary, as a person reads it."""
    written = StringIO()
    print_summary(Terminal(file=written, width=200), outcome)
    found = re.search(pattern, written.getvalue())
    assert found, f"{pattern} is not in {written.getvalue()}"
    return int(found[1])


@pytest.mark.parametrize("sentence_s", [0.0, 0.12816, 0.2504, 0.4496])
async def test_an_answer_is_printed_as_the_server_recorded_it(sentence_s: float, autojump_clock: MockClock) -> None:
    """Two ends of the wire, two programs, one number: from the VAD's last voiced frame to the first sound."""
    recognizer = SimulatedRecognizer("book a room", final_s=0.1233)
    responder = SimulatedResponder(Sentence("Yes."), pause_s=sentence_s)
    async with open_simulated_exchange(recognizer=recognizer, responder=responder) as exchange:
        outcome, record = await call(exchange, say("a wish", from_mulaw(clip("book_a_room"))))
    assert printed(outcome, r"\((\d+) ms by the VAD\)") == latency(record.turns[1].times).total


async def test_an_answer_to_keys_is_printed_as_recorded(autojump_clock: MockClock) -> None:
    """From the last key to the first sound."""
    responder = SimulatedResponder(Sentence("Yes."), pause_s=0.2504, max_digits=4)
    async with open_simulated_exchange(responder=responder) as exchange:
        outcome, record = await call(exchange, press("4271"))
    assert printed(outcome, r"4271: answered after (\d+) ms") == latency(record.turns[1].times).total


async def test_a_barge_in_is_reported_as_the_server_recorded_it(autojump_clock: MockClock) -> None:
    """From the first voiced frame over the agent to its clear."""
    async with open_simulated_exchange(voice=SimulatedVoice(5)) as exchange:
        wish = say("a wish", from_mulaw(clip("book_a_room")), barge_in_after_s=1.0)
        outcome, record = await call(exchange, wish)
    recorded = barge_in(record.turns[0].times)
    assert recorded is not None
    (measured,) = outcome.report.barge_ins
    assert measured.vad_clear_ms is not None
    assert round(measured.vad_clear_ms) == recorded.cleared
