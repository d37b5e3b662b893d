"""Calls whose language changes, and whose process is killed: another one goes on in the language of the call."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record import facts
from offhook.engine.record.journal_folder import JournalFolder
from offhook.engine.run.exchange import Exchange
from offhook.simulation.chance_call import Changes
from offhook.simulation.exchange import open_simulated_exchange, settings_with
from offhook.simulation.killed_language_calls import KilledOutcome, play
from offhook.simulation.planted_language_bugs import StayingRecognizer, forgotten_on_return
from offhook.simulation.promises import BrokenPromise
from offhook.simulation.services import SimulatedResponder
from offhook.simulation.two_processes import FIRST, SECOND, TwoProcesses, store_in
from tests.actors.spoken_languages import Ear, Tongue

SEEDS = range(20)
KEYED_AT_S, KILLED_AT_S, SPEAKS_AT_S = 2.0, 4.0, 8.0


@cache
def played(seed: int) -> KilledOutcome:
    return play(seed)[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_promise_is_broken(seed: int) -> None:
    """Also by whoever goes on with nothing but the journal."""
    assert played(seed).languages


def test_many_go_on_in_a_language_that_was_set() -> None:
    happened: Counter[str] = Counter()
    for seed in SEEDS:
        happened.update(played(seed).languages)
    assert happened["went on in a language that was set"] > len(SEEDS) / 3


@pytest.mark.parametrize("changes", [Changes(cast=forgotten_on_return), Changes(recognizer=StayingRecognizer)])
def test_a_planted_bug_is_found(changes: Changes) -> None:
    """The language does not outlive its process; and sessions that do not follow it."""

    def play_all() -> None:
        for seed in SEEDS:
            play(seed, changes)

    with pytest.raises(BrokenPromise):
        play_all()


async def test_another_process_goes_on_in_the_language_that_the_caller_has_chosen(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """It stands in the journal, and nowhere else. Nobody is asked again, and all services are told."""
    ears, tongues = {}, {}
    model = SimulatedResponder(Sentence("हाँ।"))

    @asynccontextmanager
    async def open_process(name: str, folder: Path) -> AsyncIterator[Exchange]:
        ears[name], tongues[name] = Ear("en", "hi", hears=("मुझे कमरा चाहिए",)), Tongue("en", "hi")
        async with open_simulated_exchange(
            settings_with(store={"path": store_in(folder)}),
            agent='name = "a"\nlanguage = "ask"\nlanguages = ["en", "hi"]\ngreeting = "Harbor Hotel."\n',
            recognizer=ears[name],
            responder=model,
            voice=tongues[name],
        ) as exchange:
            yield exchange

    async def wait_killed() -> None:
        await trio.sleep_until(trio.current_time() + KILLED_AT_S)

    def killed() -> None:
        journals = JournalFolder(store_in(tmp_path / FIRST)).of_call(processes.carrier.call_sid)
        told.extend(fact.what for _, of_stream in journals for fact in of_stream)

    told: list[object] = []
    processes, now = TwoProcesses(tmp_path, open_process), trio.current_time()
    record = await processes.play([(now + SPEAKS_AT_S, 1.0)], [(now + KEYED_AT_S, "2")], wait_killed, killed)
    assert facts.LanguageSet("hi") in told
    assert not any(isinstance(what, facts.CallEnding) for what in told)
    assert ears[SECOND].languages == ["hi"]
    assert {language for _, language in tongues[SECOND].languages} == {"hi"}
    assert model.told_at[-1].language == "hi"
    assert record is not None
    assert record.over is not None
    assert record.over.language == "hi"
