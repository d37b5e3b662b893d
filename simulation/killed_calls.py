"""The process of a random call is killed while its model calls tools, and another process goes on with the call."""

import random
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import trio

from offhook.actors.responder.service import Sentence
from offhook.actors.settings import Settings
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.journal_folder import JournalFolder
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.tool import Tool
from offhook.simulation.armed_tools import unchanged
from offhook.simulation.chance_tools import ToolsPlan, draw_tools, happened
from offhook.simulation.exchange import open_simulated_exchange, settings_with
from offhook.simulation.promises import BrokenPromise
from offhook.simulation.seeded import Trace, simulate
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.simulation.tool_promises import check_tools
from offhook.simulation.tool_witness import Overstayed, ToolWitness, watch_cancelled
from offhook.simulation.tools import ToolLedger, simulated_tools
from offhook.simulation.two_processes import FIRST, SECOND, TwoProcesses, store_in

BEGUN_BY_S, KILLED_BY_S = 0.2, 14.0


class KilledPlan(msgspec.Struct, frozen=True):
    """What the seed decides."""

    tools: ToolsPlan
    speaks_at_s: list[tuple[float, float]]  # when, and for how long
    hears: list[str]
    thought_s: float
    streams: bool
    killed_at_s: float
    killed_in: int | None  # or when so many tools have begun that take their time, and then so long after
    after_s: float


class KilledOutcome(msgspec.Struct, frozen=True):
    """The result of a call."""

    plan: KilledPlan
    record: CallRecord | None
    """None if it had ended when its process was killed."""
    tools: dict[str, int]


def draw(seed: int) -> KilledPlan:
    chance = random.Random(f"{seed}/killed")
    tools = draw_tools(random.Random(f"{seed}/killed/tools"))
    return KilledPlan(
        msgspec.structs.replace(tools, disk_fails_at_s=None, other_model=False),
        [(chance.uniform(0.3, 20.0), chance.uniform(0.2, 1.5)) for _ in range(chance.randint(2, 6))],
        [chance.choice(("some words", "some words", "mm-hmm", "")) for _ in range(8)],
        chance.choice((0.0, 0.05, 0.4)),
        chance.random() < 0.5,
        chance.uniform(BEGUN_BY_S, KILLED_BY_S),
        chance.randint(1, 2) if chance.random() < 0.7 else None,
        chance.choice((0.0, 0.0, 0.01, 0.2, 0.7)),
    )


def play(seed: int, change_tool: Callable[[Tool], Tool] = unchanged) -> tuple[KilledOutcome, Trace]:
    """Play the call of this seed, and check what is promised of its tools. Raises BrokenPromise."""
    with tempfile.TemporaryDirectory() as folder:
        return simulate(_KilledCall(draw(seed), Path(folder), change_tool).play, seed=seed)


class _KilledCall:
    def __init__(self, plan: KilledPlan, folder: Path, change_tool: Callable[[Tool], Tool]) -> None:
        self._plan, self._folder, self._change_tool = plan, folder, change_tool
        self._witness, self._overstayed = ToolWitness(), list[Overstayed]()
        self._ledger = ToolLedger(self._witness.told, self._is_written)
        self._voice = SimulatedVoice(0.8, first_byte_s=0.1)
        self._recognizer = SimulatedRecognizer(*plan.hears, final_s=0.1, streams=plan.streams)
        self._model = SimulatedResponder(Sentence("One part."), Sentence("Another."), pause_s=plan.thought_s)
        self._model.wishes = plan.tools.all_wishes()
        self._processes = TwoProcesses(folder, self._open_process)

    async def play(self) -> KilledOutcome:
        record = await self._processes.play(self._plan.speaks_at_s, (), self._wait_killed, self._kill)
        if record is not None:
            if record.over is None:
                raise BrokenPromise("the record has no end")
            check_tools(self._ledger, self._witness, self._model.told_at, record, self._overstayed)
        counts = happened(self._ledger, self._witness, self._model.told_at)
        counts["killed while tools ran"] = sum(deed.how == "killed" for deed in self._ledger.deeds)
        counts["calls that went on"] = int(record is not None)
        return KilledOutcome(self._plan, record, dict(+Counter(counts)))

    def _kill(self) -> None:
        self._ledger.kill(FIRST)
        self._witness.stop()

    async def _wait_killed(self) -> None:
        plan = self._plan
        at_s = plan.killed_at_s if plan.killed_in is None else KILLED_BY_S
        with trio.move_on_at(at_s):
            while plan.killed_in is None or self._slow_begun < plan.killed_in:
                await self._ledger.wait_begun()
            await trio.sleep(plan.after_s)

    @property
    def _slow_begun(self) -> int:
        return sum(deed.tool.behaviour.takes_time for deed in self._ledger.deeds)

    @asynccontextmanager
    async def _open_process(self, name: str, folder: Path) -> AsyncIterator[Exchange]:
        """A server with its own store."""
        tools = [self._change_tool(each) for each in simulated_tools(self._plan.tools.tools, self._ledger, name)]
        async with (
            open_simulated_exchange(
                _settings(folder),
                recognizer=self._recognizer,
                responder=self._model,
                voice=self._voice,
                tools=tools,
                observers=[self._witness.open],
            ) as exchange,
            trio.open_nursery() as nursery,
        ):
            watched = self._ledger, self._witness, self._overstayed
            nursery.start_soon(watch_cancelled, lambda: exchange.live_calls, *watched)  # noqa: ASYNC113  # it watches
            yield exchange
            nursery.cancel_scope.cancel(reason="all is over")

    def _is_written(self, key: str) -> bool:
        """By the files alone."""
        process = FIRST if FIRST not in self._ledger.killed else SECOND
        journals = JournalFolder(store_in(self._folder / process)).of_call(self._processes.carrier.call_sid)
        stream, keys = "", []
        for fact in (fact for _, told in journals for fact in told):
            match fact.what:
                case facts.CallBegan(stream_sid=stream_sid):
                    stream = stream_sid
                case facts.ToolChosen(use=use):
                    keys.append(f"{stream}-{use}")
                case _:
                    pass
        return key in keys


def _settings(folder: Path) -> Settings:
    return settings_with(
        store={"path": store_in(folder)},
        floor={"idle_s": 2.0, "filler_s": 0, "keypad_pause_s": 1.0},
        responder={"part_within_s": 2.0},
    )
