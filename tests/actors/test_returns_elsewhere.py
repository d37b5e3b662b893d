"""Calls that return to another worker of the server. The real exchange, twice, over one store; virtual time."""

from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence, Transfer
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.scene import sentences_heard
from offhook.simulation.services import SimulatedResponder, SimulatedVoice
from offhook.simulation.shared_folder import SharedMemory

SENTENCE_S = 2.0


async def test_what_was_used_counts_once_though_another_worker_has_not_noticed_the_break(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The first stream ends later than the second one, and both are in one record."""
    settings, memory = settings_with(store={"path": str(tmp_path / "calls.db")}), SharedMemory()
    voices = [SimulatedVoice(SENTENCE_S), SimulatedVoice(SENTENCE_S)]
    async with (
        open_simulated_exchange(settings, seed=1, voice=voices[0], shared_memory=memory) as one,
        open_simulated_exchange(settings, seed=2, voice=voices[1], shared_memory=memory) as other,
    ):
        first = SimulatedCarrier()
        async with calling(one, first):
            await first.wait(lambda: first.seconds_heard > 0.5)
            token = await other.find_return(first.call_sid, 0)
            assert token is not None
            second = SimulatedCarrier(returned=1, token=token)
            async with calling(other, second):
                await second.agent_has_spoken()
            first.drop()
        await trio.sleep(1)
        record = await record_of(other, second)
        assert len(record.returned_s) == 1
        assert record.over is not None
        (used,) = (used for service, used in record.over.used.items() if service.startswith("speaker"))
        assert used.requests == sum(len(voice.said) for voice in voices)


async def test_a_call_returns_to_a_worker_that_drains_and_had_it_never(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The whole server is stopping: each worker lets its calls finish, and those that come back from another one."""
    store = {"path": str(tmp_path / "calls.db")}
    settings, memory = settings_with(store=store, server={"drain_s": 60}), SharedMemory()
    voice = SimulatedVoice(SENTENCE_S)
    async with (
        open_simulated_exchange(settings, seed=1, voice=SimulatedVoice(SENTENCE_S), shared_memory=memory) as one,
        open_simulated_exchange(settings, seed=2, voice=voice, shared_memory=memory) as other,
    ):
        first, another = SimulatedCarrier(), SimulatedCarrier(2)
        async with calling(other, another):
            async with calling(one, first):
                await first.wait(lambda: first.seconds_heard > 1.1)
                first.drop()
            for worker in (one, other):
                worker.drain()
            token = await other.find_return(first.call_sid, 0)
            assert token is not None
            second = SimulatedCarrier(returned=1, token=token)
            async with calling(other, second):
                await second.agent_has_spoken()
                assert sentences_heard(second, voice)
                assert len(other.live_calls) == 2


@pytest.mark.parametrize("noticed", [True, False])
async def test_a_transfer_after_a_return_is_known_to_the_worker_of_the_first_stream(
    noticed: bool, tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The carrier asks it, and it has only seen how the first stream ended, or not even that."""
    settings, memory = settings_with(store={"path": str(tmp_path / "calls.db")}), SharedMemory()
    slow, fast = SimulatedVoice(SENTENCE_S), SimulatedVoice(SENTENCE_S / 10)
    responder = SimulatedResponder(Sentence("One two."), Sentence("Three."), Sentence("Four."), Transfer("+15550199"))
    async with (
        open_simulated_exchange(settings, seed=1, responder=responder, voice=slow, shared_memory=memory) as one,
        open_simulated_exchange(settings, seed=2, voice=fast, shared_memory=memory) as other,
    ):
        first = SimulatedCarrier()
        async with calling(one, first) as first_over:
            await first.wait(lambda: first.seconds_heard > 1.1)
            if noticed:
                first.drop()
                await first_over.wait()
            token = await other.find_return(first.call_sid, 0)
            assert token is not None
            second = SimulatedCarrier(returned=1, token=token)
            async with calling(other, second) as second_over:
                await second_over.wait()
            assert first_over.is_set() == noticed
            assert await one.find_return(first.call_sid, 1) is None
            assert await one.find_transfer(first.call_sid) == "+15550199"
            assert first_over.is_set()
