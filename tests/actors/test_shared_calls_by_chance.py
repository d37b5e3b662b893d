"""Calls that a model and a dialogue lead in turn, in which everything is drawn: what the caller says and when, who is
down, what crashes, when the stream breaks. The real exchange, dialogue and ledger of tools; seeded, virtual time."""

import random

import pytest
import trio

from offhook.actors.responder.dialogue import open_dialogue
from offhook.actors.responder.service import Responder
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.host.agent import load_agent
from offhook.engine.record.call_record import CallRecord
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.tool import OnInterruption
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import as_it_is, calling, open_simulated_exchange, record_of
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.actors.inn import ANSWERS, BEGINS, DESK, INN
from tests.actors.shared_calls import CountedTool, ScriptedModel, settings_of_shared_calls

SEEDS = range(10)
"""More of them were run when this was written: a few hundred."""
WORDS = (
    *("friday", "monday", "two", "yes", "yes", "no", "book it", "something else", "hello there", "", "goodbye"),
    *("a room please", "a room for friday"),
)


class ChanceCall:
    """One call; a seed decides all of it."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = chance = random.Random(f"{seed}/shared calls")
        self.agent = chance.choice((INN, BEGINS, DESK))
        first = ("a room for friday" if self.agent is INN else "friday", "two", "yes")
        self.said = (*first, *(chance.choice(WORDS) for _ in range(60)))[0 if chance.random() < 0.7 else 3 :]
        self.tool = CountedTool(
            result={"free": chance.random() < 0.8, "reference": "A 7"},
            takes_s=chance.choice((0.0, 0.5, 2.0, 6.0)),
            on_interruption=chance.choice(list(OnInterruption)),
            deadline_s=chance.choice((4.0, 10.0)),
        )
        self.model = ScriptedModel(ANSWERS, pause_s=chance.choice((0.0, 0.3, 1.0)))
        self.carrier = SimulatedCarrier()
        self.sabotage = Sabotage("responder", self.carrier.call_sid) if chance.random() < 0.3 else None

    async def play(self) -> CallRecord:
        chance = self.chance
        recognizer = SimulatedRecognizer(*self.said, streams=chance.random() < 0.5)
        async with open_dialogue(load_agent("test.toml", self.agent)) as dialogue:
            responders: list[Responder] = [dialogue] if self.agent is DESK else [self.model, dialogue]
            async with open_simulated_exchange(
                settings_of_shared_calls(),
                seed=self.seed,
                agent=self.agent,
                recognizer=recognizer,
                responder=responders,
                voice=SimulatedVoice(chance.choice((0.5, 1.0, 2.0))),
                tools=[self.tool.tool],
                change_cast=as_it_is if self.sabotage is None else self.sabotage.change,
            ) as exchange:
                await self._talk(exchange, streams=chance.choice((1, 1, 2, 3)))
                return await record_of(exchange, self.carrier)

    async def _talk(self, exchange: Exchange, streams: int) -> None:
        for number in range(streams):
            if number:
                token = await exchange.find_return(self.carrier.call_sid, number - 1)
                if token is None:
                    return
                self.carrier = SimulatedCarrier(returned=number, token=token)
            async with calling(exchange, self.carrier) as over:
                with trio.move_on_after(self.chance.uniform(5, 40)):
                    while not over.is_set():
                        await trio.sleep(self.chance.choice((self.chance.uniform(0.1, 1.5), self.chance.uniform(1, 6))))
                        self._happens()
                if number + 1 < streams and not over.is_set():
                    self.carrier.drop()

    def _happens(self) -> None:
        lot = self.chance.random()
        if lot < 0.1:
            self.model.is_down = not self.model.is_down
        elif lot < 0.2:
            self.carrier.press(self.chance.choice("12"))
        elif lot < 0.27 and self.sabotage is not None:
            self.sabotage.arm()
        elif not self.carrier.hung_up:
            self.carrier.speak(self.chance.uniform(0.3, 0.9))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tool_runs_as_often_as_it_was_decided(seed: int) -> None:
    """At most once for the words of one turn, and each decision has an outcome in the one record that there is."""
    call = ChanceCall(seed)
    record, _ = simulate(call.play, seed=seed)
    assert record.over is not None
    booked = [use for use in record.over.tools if use.tool == "book_room"]
    begun = [use for use in booked if use.outcome is not Outcome.REFUSED and "before it began" not in use.result]
    assert len(begun) == len(call.tool.ran)
    assert len({use.turn for use in booked}) == len(booked)
    assert all(use.outcome is not Outcome.RUNNING for use in record.over.tools)
