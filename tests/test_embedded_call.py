"""Whole calls with the embedded services, on the real clock: processes are killed."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trio

from offhook.app import open_exchange
from offhook.engine.record.conversation import CallerSaid
from offhook.engine.run.exchange import Exchange
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, record_of
from tests.fakes.clips import clip

WITHIN_S = 60.0
ANSWER_WITHIN_S = 15.0  # a killed worker's successor has its models to read first
WORKERS = {"recognizer": "pocketsphinx_worker", "voice": "espeak_ng_worker"}


@asynccontextmanager
async def embedded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Exchange]:
    """The exchange as the server opens it, with the front desk, one process for each service."""
    monkeypatch.setenv("OFFHOOK__STORE__PATH", str(folder / "calls.db"))
    monkeypatch.setenv("OFFHOOK__SPEAKER__CHAIN", '["espeak_ng"]')
    monkeypatch.setenv("OFFHOOK__LOG__LEVEL", "error")
    with trio.fail_after(WITHIN_S):
        async with open_exchange() as exchange:
            yield exchange


def workers(service: str) -> list[int]:
    """The processes of a service that this process has started."""
    children = [
        int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()
    ]
    return [pid for pid in children if WORKERS[service] in Path(f"/proc/{pid}/cmdline").read_text()]


async def ask(carrier: SimulatedCarrier) -> None:
    """Interrupt whatever is being said with a request that the front desk understands."""
    carrier.say(clip("book_a_room"))
    await trio.sleep(len(clip("book_a_room")) / 8000)


async def answered(carrier: SimulatedCarrier) -> None:
    """Wait for the agent's next sound."""
    before = len(carrier.media)
    await carrier.wait(lambda: len(carrier.media) > before + 5, within_s=ANSWER_WITHIN_S)


@pytest.mark.parametrize("service", WORKERS)
@pytest.mark.parametrize("moment", ["caller speaking", "agent speaking"])
async def test_a_killed_worker_costs_one_utterance_at_most(
    service: str, moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever process is killed, and when: the caller is answered, and understood when they say it again."""
    async with embedded(tmp_path, monkeypatch) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard > 0.5)
            carrier.say(clip("book_a_room"))
            await trio.sleep(0.6)
            if moment == "agent speaking":
                await answered(carrier)
            before = workers(service)
            assert before
            for pid in before:
                os.kill(pid, signal.SIGKILL)
            await trio.sleep(1)
            await answered(carrier)
            carrier.press("*")  # whatever it asks now: the next words are to be an answer of their own
            await ask(carrier)
            await answered(carrier)
        record = await record_of(exchange, carrier)
        assert record.over is not None
        assert record.over.end_reason == "caller hung up"
        assert any(isinstance(entry, CallerSaid) and entry.text == "book a room" for entry in record.transcript)
        assert len(workers(service)) == len(before), "another one has taken its place"
        assert not set(workers(service)) & set(before)
