"""The table in the terminal, the log and the record against the wire, to the millisecond.

Virtual time; the carrier in memory judges its own frames with a VAD of its own, and keeps when it sent and got what.
"""

import json
from base64 import b64decode
from io import StringIO

import pytest
import trio
import webrtcvad
from rich.table import Table
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.timeline import Latency
from offhook.protocol import mulaw
from offhook.reports.latency_table import latency_table
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice

ODD_MS = 7.3  # so that nothing falls on the grid of frames
FIXED_SILENCE = settings_with(vad={"adaptive": False})


class ListeningCarrier(SimulatedCarrier):
    """Also knows when each voiced frame left."""

    def __init__(self) -> None:
        super().__init__()
        self.voiced_at: list[float] = []
        self._vad = webrtcvad.Vad(3)
        self._before = False
        self._count = 0

    def post(self, message: str | bytes) -> None:
        super().post(message)
        said = json.loads(message)
        if said["event"] == "media":
            self._count += 1
            samples = mulaw.decode(b64decode(said["media"]["payload"])).tobytes()
            voiced = self._vad.is_speech(samples, mulaw.SAMPLE_RATE_HZ) and self._count > 5  # it warms up on five
            if voiced:
                self.voiced_at.append(trio.current_time())


def cells(table: Table, turn: int) -> dict[str, str]:
    """A turn's line of the table, by the heads of its columns."""
    columns = {str(column.header): [str(cell) for cell in column.cells] for column in table.columns}
    line = columns["turn"].index(str(turn))
    return {head: column[line] for head, column in columns.items()}


def milliseconds(seconds: float) -> str:
    return str(round(seconds * 1000))


@pytest.mark.parametrize("services_s", [(0.0, 0.0, 0.0), (0.3, 0.4, 0.4), (0.0123, 0.2501, 0.1037)])
async def test_an_answer_in_the_table_is_what_the_wire_saw(
    services_s: tuple[float, float, float], autojump_clock: MockClock
) -> None:
    """From the last voiced frame that the carrier sent to the first media message that it got, however fast we are."""
    final_s, sentence_s, first_byte_s = services_s
    recognizer = SimulatedRecognizer("book a room", final_s=final_s)
    responder = SimulatedResponder(Sentence("Yes."), pause_s=sentence_s)
    voice = SimulatedVoice(1, first_byte_s=first_byte_s)
    carrier = ListeningCarrier()
    async with open_simulated_exchange(
        FIXED_SILENCE, recognizer=recognizer, responder=responder, voice=voice
    ) as exchange:
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            await trio.sleep(ODD_MS / 1000)
            before = len(carrier.media)
            carrier.speak(1.0)
            await carrier.wait(lambda: len(carrier.media) > before)
            last_voiced_at, answered_at = carrier.voiced_at[-1], carrier.media[before].at
        record = await record_of(exchange, carrier)
    line = cells(latency_table(record.turns), turn=2)
    assert line["total"] == milliseconds(answered_at - last_voiced_at)
    assert line["silence"] == "300"
    assert sum(int(line[stage]) for stage, _ in Latency().stages()) == int(line["total"])
    assert int(line["total"]) == pytest.approx(300 + sum(services_s) * 1000, abs=1)


async def test_a_barge_in_in_the_table_is_what_the_wire_saw(autojump_clock: MockClock) -> None:
    """From the first voiced frame that the carrier sent over the agent to the clear that it got."""
    carrier = ListeningCarrier()
    async with open_simulated_exchange(voice=SimulatedVoice(5)) as exchange:
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.playout.sounding)
            await trio.sleep(1 + ODD_MS / 1000)
            carrier.speak(1.0)
            await carrier.wait(lambda: bool(carrier.clears))
            onset_at, cleared_at = carrier.voiced_at[0], carrier.clears[0].at
        record = await record_of(exchange, carrier)
    line = cells(latency_table(record.turns), turn=1)
    assert line["barge-in"] == milliseconds(cleared_at - onset_at)
    assert line["total"] == "-"


async def test_an_answer_to_keys_counts_from_the_last_one(autojump_clock: MockClock) -> None:
    """Keys have no silence to wait for: the table begins with the key that made the answer complete."""
    responder = SimulatedResponder(Sentence("Thank you."), pause_s=0.25, max_digits=4)
    carrier = SimulatedCarrier()
    async with open_simulated_exchange(responder=responder) as exchange:
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            await trio.sleep(ODD_MS / 1000)
            before, pressed_at = len(carrier.media), trio.current_time()
            carrier.press("4271")
            await carrier.wait(lambda: len(carrier.media) > before)
            answered_at = carrier.media[before].at
        record = await record_of(exchange, carrier)
    line = cells(latency_table(record.turns), turn=2)
    assert (line["silence"], line["total"]) == ("-", milliseconds(answered_at - pressed_at))


async def test_the_log_has_the_tables_numbers(autojump_clock: MockClock) -> None:
    """One computation: `turn latency` in the server's log is the line of the table, name by name."""
    written = StringIO()
    settings = settings_with(log={"format": "json"})
    responder = SimulatedResponder(Sentence("Yes."), pause_s=0.1234)
    carrier = SimulatedCarrier()
    async with open_simulated_exchange(settings, responder=responder, log_to=written) as exchange:
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.speak(1.0)
            await trio.sleep(2)
        record = await record_of(exchange, carrier)
    logged = [json.loads(line) for line in written.getvalue().splitlines()]
    (latency,) = [line for line in logged if line["event"] == "turn latency"]
    line = cells(latency_table(record.turns), latency["turn"])
    for stage in (*(name for name, _ in Latency().stages()), "total"):
        assert line[stage] == ("-" if latency[f"{stage}_ms"] is None else str(latency[f"{stage}_ms"]))
