"""`agents/reception.toml`: a room is booked in each of its five languages, by words and by keys. The clients of the
services over fakes of them in memory, virtual time."""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence

import pytest
from trio.testing import MockClock

from offhook.actors.agent_files import AgentFiles, read_agent
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import CallerSaid
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.world import SimulatedWorld
from tests.actors.openai_audio_rig import KEY, URL
from tests.actors.responder.test_front_desks import BOOKED, SAID
from tests.fakes.clips import clip

OPENAI = {"chain": ["openai"], "openai": {"api_key": KEY, "base_url": URL}}
NAMES = {"en": "English", "hi": "हिंदी", "es": "español", "fr": "français", "de": "Deutsch"}
KEYS = ("1", "5", "1930", "2", "3", "4271", "1", "1", "2")


async def booked(
    hears: Sequence[str], act: Callable[[SimulatedCarrier], Awaitable[None]]
) -> tuple[CallRecord, FakeOpenAiAudio]:
    """The record of a call in which the greeting was heard, and then this was done."""
    fake = FakeOpenAiAudio(key=KEY, texts=deque(hears), speech_s=0.5)
    settings = settings_with(recognizer=OPENAI, speaker=OPENAI, responder={"chain": ["dialogue"]})
    agents = AgentFiles(read_agent("agents/reception.toml", SimulatedWorld(0)))
    async with (
        in_memory(fake.server.serve) as (_, transport),
        open_simulated_exchange(settings, agents=agents, transport=transport) as exchange,
    ):
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            await act(carrier)
        return await record_of(exchange, carrier), fake


def check(record: CallRecord, language: str) -> None:
    """Booked in the language, and no service failed."""
    assert record.over is not None
    assert record.over.language == language
    assert record.over.faults == {}
    assert record.over.collected is not None
    assert {name: record.over.collected.slots[name] for name in BOOKED} == BOOKED
    assert record.over.collected.reference


@pytest.mark.parametrize("language", NAMES)
async def test_a_room_is_booked_by_words(language: str, autojump_clock: MockClock) -> None:
    """The language is named, and then each answer is what callers say."""
    hears = (NAMES[language], *SAID[language])

    async def says(carrier: SimulatedCarrier) -> None:
        for _ in hears:
            carrier.say(clip("book_a_room"))
            await carrier.agent_has_spoken()

    record, _ = await booked(hears, says)
    check(record, language)
    assert [entry.text for entry in record.transcript if isinstance(entry, CallerSaid)] == [*hears]


@pytest.mark.parametrize("language", NAMES)
async def test_a_room_is_booked_by_keys(language: str, autojump_clock: MockClock) -> None:
    """The first key chooses the language; nobody is asked to hear anything."""

    async def presses(carrier: SimulatedCarrier) -> None:
        for keys in (str(1 + [*NAMES].index(language)), *KEYS):
            for key in keys:
                carrier.press(key)
            await carrier.agent_has_spoken()

    record, fake = await booked((), presses)
    check(record, language)
    assert not [request for request in fake.requests if request.path.endswith("/transcriptions")]
