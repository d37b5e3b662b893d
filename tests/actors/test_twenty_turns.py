"""A conversation of twenty turns with each service over a network, by its real client over a fake in memory that takes
as long as such services usually do. Virtual time."""

from contextlib import AsyncExitStack
from itertools import cycle
from statistics import median

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.record.timeline import latency
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.vendors import (
    Said,
    place_recognizer,
    place_responder,
    place_voice,
    remote_services,
)

# As in the tests of each client: what the collector finds of the SDK's generators.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")

TURNS = 20
SAID = Said("how much", ("It is fifty euros.",))
BATCH = ("openai",)  # recognizers of whole utterances
WAITS_AT_A_PAUSE_MS = {"assemblyai": 50}  # its `pause_s`: so long it waits for words that stand


def _of(role: str) -> list[str]:
    return [name for of, _, name in (each.partition(".") for each in remote_services()) if of == role]


def _in_calls() -> list[tuple[str, str, str]]:
    """Each service in one call at least, with two others."""
    calls = max(map(len, map(_of, ("recognizer", "responder", "speaker"))))
    each = zip(cycle(_of("recognizer")), cycle(_of("responder")), cycle(_of("speaker")), range(calls), strict=False)
    return [(hears, thinks, speaks) for hears, thinks, speaks, _ in each]


@pytest.mark.parametrize(("hears", "thinks", "speaks"), _in_calls())
async def test_twenty_turns_are_heard_and_answered(
    hears: str, thinks: str, speaks: str, autojump_clock: MockClock
) -> None:
    """Every turn has its own words and its answer, nothing fails, and the median answer is as soon as the latency
    budget says."""
    async with AsyncExitStack() as stack:
        recognizer = await stack.enter_async_context(place_recognizer(hears, SAID, pause_s=0.0))
        responder = await stack.enter_async_context(place_responder(thinks, SAID, pause_s=0.0))
        voice = await stack.enter_async_context(place_voice(speaks, SAID, pause_s=0.0))
        exchange = await stack.enter_async_context(
            open_simulated_exchange(
                settings_with(vad={"adaptive": False}, floor={"idle_s": 60}),
                recognizer=recognizer.service,
                responder=responder.service,
                voice=voice.service,
            )
        )
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            for turn in range(TURNS):
                await _ask(carrier, 1.0 + 0.05 * (turn % 5))
                await trio.sleep(0.5 + 0.1 * (turn % 3))
        record = await record_of(exchange, carrier)
    heard = [entry.text for entry in record.transcript if isinstance(entry, CallerSaid)]
    said = [entry.text for entry in record.transcript if isinstance(entry, AgentSaid)]
    assert heard == [SAID.words] * TURNS
    assert said[1:] == [SAID.answer[0]] * TURNS
    assert record.over is not None
    assert record.over.faults == {}
    answered = [latency(turn.times).total for turn in record.turns if latency(turn.times).silence is not None]
    assert len(answered) == TURNS
    budget_ms = 1220 if hears in BATCH else 920 + WAITS_AT_A_PAUSE_MS.get(hears, 0)
    assert median([each for each in answered if each is not None]) == pytest.approx(budget_ms, abs=25)


async def _ask(carrier: SimulatedCarrier, seconds: float) -> None:
    """Speak, and hear the answer."""
    before = len(carrier.media)
    carrier.speak(seconds)
    await carrier.wait(lambda: len(carrier.media) > before)
    await carrier.agent_has_spoken()
