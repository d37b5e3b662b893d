"""Callers whom chance puts through: nobody picks up, somebody refuses, takes the call or hangs up; webhooks come twice
and streams break, at one of two workers. Each caller ends up somewhere, is dialled once for each decision, and has one
record that says what happened."""

import random
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
import trio

from offhook.actors.responder.service import CallerTurn, Commit, HangUp, Heard, Occasion, Sentence, Written
from offhook.engine.decide.tool_use import Outcome, ToolUses
from offhook.engine.record.call_record import CallRecord
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, Dial, Hangup, Redirect, Verb
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.simulation.shared_folder import SharedMemory
from tests.actors.tools.built_in.played_model import wants
from tests.web.carriers.warm_rig import AGENT, SUMMARY, Dialled, asked
from tests.web.pages import open_pages

SEEDS = range(20)
TRANSFERS = 3
NOT_TAKEN = {"no answer": "no-answer", "busy": "busy", "refused": "completed"}
ENDS = (*NOT_TAKEN, "taken", "caller left")
Worker = tuple[Exchange, httpx.AsyncClient]


class Receptionist(SimulatedResponder):
    """Puts every caller through, up to three times; then says goodbye."""

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        del commit
        transfers = sum(isinstance(each, ToolUses) for each in heard)
        async with aclosing(_said(turn.occasion, transfers)) as parts:
            yield parts


async def _said(occasion: Occasion, transfers: int) -> AsyncGenerator[Written, None]:  # noqa: ASYNC900  # `reply` closes it
    await trio.sleep(0.05)
    if occasion is not Occasion.SPEECH:
        yield Sentence(f"It is {occasion.value}.")
    elif transfers < TRANSFERS:
        yield Sentence("I connect you.")
        yield wants("transfer", place="front_desk", summary=SUMMARY)
    else:
        yield Sentence("Goodbye.")
        yield HangUp()


class _Caller:
    """One caller, and what Twilio does for it by chance."""

    def __init__(self, chance: random.Random, workers: list[Worker]) -> None:
        self._chance, self._workers = chance, workers
        self.carrier = SimulatedCarrier()
        self.dialled: list[str] = []
        """How each call to the front desk has ended."""
        self._breaks = chance.randint(0, 3)

    async def call(self) -> None:
        verbs = await self._streamed("/voice-stream/after")
        while verbs != (Hangup(),):
            match verbs[0]:
                case ConnectStream(parameters=parameters):
                    after = verbs[1]
                    assert isinstance(after, Redirect)
                    self.carrier = SimulatedCarrier(
                        returned=int(parameters["returned"]),
                        token=parameters["token"],
                        came_back=parameters.get("came_back", ""),
                    )
                    verbs = await self._streamed(after.url)
                case Dial() as dial:
                    assert dial.ask is not None, "nobody is put through without being asked"
                    verbs = await self._dial(dial)
                case _:
                    raise AssertionError(f"the caller is told {verbs}")

    async def _streamed(self, after: str) -> tuple[Verb, ...]:
        """One stream, until the agent ends it or it breaks; then what is asked after it."""
        exchange, _ = self._chance.choice(self._workers)
        breaks = self._breaks > 0 and self._chance.random() < 0.5
        self._breaks -= breaks
        async with calling(exchange, self.carrier) as over:
            with trio.move_on_after(self._chance.uniform(0.0, 8.0) if breaks else 90.0):
                await self._talk(over)
            if breaks:
                self.carrier.drop()
            await over.wait()
        return await self._asked(after)

    async def _talk(self, over: trio.Event) -> None:
        while not over.is_set():
            self.carrier.speak(0.6)
            with trio.move_on_after(self._chance.uniform(3.0, 6.0)):
                await over.wait()

    async def _dial(self, dial: Dial) -> tuple[Verb, ...]:
        await trio.sleep(self._chance.uniform(0.0, 25.0))
        dialled = Dialled(self._pages(), self.carrier, dial)
        end = self._chance.choice(ENDS)
        self.dialled.append(end)
        if end in ("refused", "taken"):
            heard = await dialled.picked_up()
            answer = await dialled.pressed(heard, "1" if end == "taken" else "2")
            assert answer == (() if end == "taken" else (Hangup(),))
        if end == "taken":
            await trio.sleep(self._chance.uniform(0.0, 300.0))
        left = {"CallStatus": "completed"} if end == "caller left" else {}
        status = NOT_TAKEN.get(end, "completed")
        for _ in range(self._chance.choice([1, 1, 2])):
            dialled.pages = self._pages()
            verbs = await dialled.over(status, connected=end == "taken", **left)
        return verbs

    async def _asked(self, after: str) -> tuple[Verb, ...]:
        for _ in range(self._chance.choice([1, 1, 2])):
            verbs = await asked(self._pages(), self.carrier, after)
        return verbs

    def _pages(self) -> httpx.AsyncClient:
        return self._chance.choice(self._workers)[1]


async def _called(seed: int) -> tuple[CallRecord, list[str]]:
    chance, memory = random.Random(f"{seed}/transfers"), SharedMemory()
    with TemporaryDirectory() as folder:
        settings = settings_with(store={"path": str(Path(folder) / "calls.db")}, recording={"fallback": False})
        async with AsyncExitStack() as stack:
            workers: list[Worker] = []
            for number in range(2):
                exchange = await stack.enter_async_context(
                    open_simulated_exchange(
                        settings,
                        seed=2 * seed + number,
                        agent=AGENT,
                        recognizer=SimulatedRecognizer("the front desk please"),
                        responder=Receptionist(),
                        voice=SimulatedVoice(0.7),
                        shared_memory=memory,
                    )
                )
                workers.append((exchange, await stack.enter_async_context(open_pages(exchange))))
            caller = _Caller(chance, workers)
            await caller.call()
            await trio.sleep(3)
            assert all(exchange.live_calls == [] for exchange, _ in workers)
            return await record_of(workers[0][0], caller.carrier), caller.dialled


@cache
def played(seed: int) -> tuple[CallRecord, list[str]]:
    return simulate(_called, seed, seed=seed)[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_caller_ends_up_somewhere(seed: int) -> None:
    """And record and truth agree on what became of each transfer."""
    record, dialled = played(seed)
    assert record.over is not None
    outcomes = [each.outcome for each in record.over.tools if each.tool == "transfer"]
    assert outcomes.count(Outcome.FAILED) == sum(end in NOT_TAKEN for end in dialled), (outcomes, dialled)
    assert len(dialled) <= len(outcomes) <= TRANSFERS
    assert len({each.use for each in record.over.tools}) == len(record.over.tools)
    if dialled and dialled[-1] not in NOT_TAKEN:
        assert (record.over.end_reason, record.over.transferred_to) == ("transferred", "+15550199")


def test_everything_happens() -> None:
    """Over all seeds calls end in each way, and callers come back more than once."""
    found = [played(seed) for seed in SEEDS]
    assert {end for _, dialled in found for end in dialled} == set(ENDS)
    assert any(len(dialled) == TRANSFERS for _, dialled in found)
    assert any(len(record.returned_s) > len(dialled) for record, dialled in found), "a stream broke"
