"""The process of a random call in several languages is killed, and another process goes on with the call."""

import random
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import trio

from offhook.actors.responder.service import Sentence
from offhook.engine.record.call_record import CallRecord
from offhook.engine.run.exchange import Exchange
from offhook.simulation.armed_languages import ArmedLanguages
from offhook.simulation.chance_call import Changes
from offhook.simulation.chance_languages import LanguagesPlan, draw_languages
from offhook.simulation.exchange import AGENT, open_simulated_exchange, settings_with
from offhook.simulation.placed_voice import PlacedVoice
from offhook.simulation.promises import BrokenPromise
from offhook.simulation.seeded import Trace, simulate
from offhook.simulation.services import SimulatedRecognizer
from offhook.simulation.trouble import no_trouble
from offhook.simulation.two_processes import TwoProcesses, store_in

UTTERANCES = 8
KILLED_BY_S = 14.0


class KilledPlan(msgspec.Struct, frozen=True):
    """What the seed decides."""

    languages: LanguagesPlan
    speaks_at_s: list[tuple[float, float]]  # when, and for how long
    thought_s: float
    streams: bool
    killed_at_s: float
    killed_at_change: int | None  # or when so many languages were asked for or set, and then so long after
    after_s: float


class KilledOutcome(msgspec.Struct, frozen=True):
    """The result of a call."""

    plan: KilledPlan
    record: CallRecord | None
    """None if it had ended when its process was killed."""
    languages: dict[str, int]


def draw(seed: int) -> KilledPlan:
    chance = random.Random(f"{seed}/killed languages")
    languages = draw_languages(chance, UTTERANCES, has_services=False, has_tools=False, may_break=False)
    return KilledPlan(
        languages,
        [(chance.uniform(0.3, 20.0), chance.uniform(0.2, 1.5)) for _ in range(chance.randint(2, 6))],
        chance.choice((0.0, 0.05, 0.4)),
        chance.random() < 0.5,
        chance.uniform(0.2, KILLED_BY_S),
        chance.randint(1, 3) if chance.random() < 0.7 else None,
        chance.choice((0.0, 0.0, 0.01, 0.2, 0.7)),
    )


def play(seed: int, changes: Changes | None = None) -> tuple[KilledOutcome, Trace]:
    """Play the call of this seed, and check what is promised of its languages. Raises BrokenPromise."""
    with tempfile.TemporaryDirectory() as folder:
        return simulate(_KilledCall(draw(seed), Path(folder), changes or Changes()).play, seed=seed)


class _KilledCall:
    def __init__(self, plan: KilledPlan, folder: Path, changes: Changes) -> None:
        self._plan, self._changes = plan, changes
        self._languages = ArmedLanguages(plan.languages, changes.recognizer, changes.voice)
        self._agent = self._languages.agent(AGENT)
        self._voice = PlacedVoice(0.8, no_trouble(), 0.1)
        hears = self._languages.hears(["some words"] * UTTERANCES)
        self._recognizer = SimulatedRecognizer(*hears, final_s=0.1, streams=plan.streams)
        self._model = changes.model(
            Sentence("is one part."), Sentence("is another."), pause_s=plan.thought_s, numbered=True
        )
        self._model.wishes = self._languages.wishes(())
        self._processes = TwoProcesses(folder, self._open_process)
        self._was_set = False

    async def play(self) -> KilledOutcome:
        plan = self._plan
        record = await self._processes.play(
            plan.speaks_at_s, plan.languages.presses_at_s, self._wait_killed, self._kill
        )
        counts = Counter({"calls that went on": int(record is not None)})
        if record is not None:
            if record.over is None:
                raise BrokenPromise("the record has no end")
            counts += self._languages.check(self._agent, record, self._model)
            counts["went on in a language that was set"] = int(self._was_set)
        return KilledOutcome(plan, record, dict(+counts))

    async def _wait_killed(self) -> None:
        plan, witness = self._plan, self._languages.witness
        with trio.move_on_at(plan.killed_at_s if plan.killed_at_change is None else KILLED_BY_S):
            await witness.wait_changes(plan.killed_at_change or 1_000)
            await trio.sleep(plan.after_s)

    def _kill(self) -> None:
        self._was_set = bool(self._languages.witness.sets)
        self._languages.witness.stop()

    @asynccontextmanager
    async def _open_process(self, name: str, folder: Path) -> AsyncIterator[Exchange]:
        """A server with its own store, and the same services."""
        del name
        languages = self._languages
        async with open_simulated_exchange(
            settings_with(
                store={"path": store_in(folder)},
                floor={"idle_s": 2.0, "filler_s": 0.8, "keypad_pause_s": 1.0},
                responder={"part_within_s": 2.0},
            ),
            agent=self._agent,
            recognizer=languages.recognizers((), self._recognizer),
            responder=self._model,
            voice=languages.voices((), self._voice),
            change_cast=self._changes.cast,
            observers=languages.observers,
        ) as exchange:
            yield exchange
