"""The tools of a random call: which there are, what its model does with them, and whether the disk fails meanwhile."""

import enum
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from typing import TypeVar

import msgspec
import trio

from offhook.actors.responder.service import Occasion
from offhook.engine.decide.tool_use import Outcome, WantedTool
from offhook.engine.record import facts
from offhook.engine.run.tool import OnInterruption
from offhook.engine.run.tool_runs import MOST_OF_A_DECISION
from offhook.simulation.services import ToldAt, Wish
from offhook.simulation.tool_witness import ToolWitness
from offhook.simulation.tools import Behaviour, PlannedTool, ToolLedger, wanted

T = TypeVar("T")
TOOLS = 0.3
"""The share of calls whose model has tools."""
ROUNDS_KEPT = 8  # of wishes that follow one another, as many as a model may have in one reply
WISHES = 16
FOR_EVER = 0.06  # the share of models that call tools without end
DISK_FAILS = 0.2
SPENDS_ALL = 0.03  # the share of models that call as many at a time as they may
TELLS = 0.3  # the share of calls in which the caller goes on with something else while a tool runs that is to be told
SAYS = ("", "", "I look it up.", "One second, please, this takes a while.")
MALFORMED = ("{", "", "[]", '{"room": 7}', '"room"', '{"room": "\\ud800"}')
UNKNOWN = ("fly", "", "quick_0 ", "x" * 300)


def _in_one_reply(all_wishes: Sequence[T]) -> Iterator[Sequence[T]]:
    """So many after one another as a reply may have."""
    return (all_wishes[place : place + ROUNDS_KEPT] for place in range(len(all_wishes) - ROUNDS_KEPT + 1))


class Act(enum.Enum):
    """What happens while a tool runs, if it can happen in this call at all."""

    SPEAKS = "the caller speaks"
    COUGHS = "the caller coughs"
    PRESSES = "the caller presses a key"
    LEAVES = "the caller hangs up"
    BREAKS = "the stream breaks"
    CRASHES = "an actor crashes"


class Meanwhile(msgspec.Struct, frozen=True):
    """Something that happens so long after so many tools have begun."""

    begun: int
    after_s: float
    act: Act


class ToolsPlan(msgspec.Struct, frozen=True):
    """What the seed decides about tools."""

    tools: list[PlannedTool]
    wishes: list[Wish]
    """Of the model's replies, one each."""
    for_ever: bool = False
    """It does the last of them again and again."""
    disk_fails_at_s: float | None = None
    other_model: bool = False
    """Whether another one stands behind it."""
    hedged: bool = False
    meanwhile: list[Meanwhile] = []

    def longer_s(self, *, mixed: bool) -> float:
        """How long a caller may have to wait for tools, at most, in one reply; `mixed`: of several models."""
        seconds = [self._seconds(wish) for wish in islice(self.all_wishes(), WISHES + ROUNDS_KEPT)]
        return max(sum(each) for each in _in_one_reply(sorted(seconds) if mixed else seconds))

    def calls_too_often(self, *, mixed: bool) -> bool:
        """Whether some reply may call tools more often than it may."""
        calls = [bool(wish.tools) for wish in islice(self.all_wishes(), WISHES + ROUNDS_KEPT)]
        return any(all(each) for each in _in_one_reply(sorted(calls) if mixed else calls))

    def _seconds(self, wish: Wish) -> float:
        tools = {tool.name: tool for tool in self.tools}
        used = [tools[each.name] for each in wish.tools if each.name in tools]
        return sum(tool.deadline_s for tool in used if tool.behaviour.takes_time)

    def all_wishes(self) -> Iterator[Wish]:
        return chain(self.wishes, repeat(self.wishes[-1]) if self.for_ever else ())


def draw_tools(chance: random.Random) -> ToolsPlan:
    tools = [_draw_tool(chance, number) for number in range(chance.randint(3, 6))]
    often = chance.choice((0.3, 0.5, 0.9))
    wishes = [_draw_wish(chance, tools) if chance.random() < often else Wish() for _ in range(WISHES)]
    for_ever = chance.random() < FOR_EVER
    if for_ever:
        begins = chance.randrange(4)
        wishes[begins:] = [Wish(_draw_calls(chance, tools)[:1])]
    if chance.random() < SPENDS_ALL:
        place = chance.randrange(min(4, len(wishes)))
        wishes[place] = Wish(tuple(wanted(tools[0].name, f'{{"room": "{n}"}}') for n in range(MOST_OF_A_DECISION + 2)))
        tools[0] = msgspec.structs.replace(tools[0], side_by_side=True)
    plan = ToolsPlan(
        tools,
        wishes,
        for_ever,
        chance.uniform(0.0, 12.0) if chance.random() < DISK_FAILS else None,
        other_model=chance.random() < 0.4,
        hedged=chance.random() < 0.2,
        meanwhile=[
            Meanwhile(chance.randint(1, 4), chance.choice((0.0, 0.01, 0.2, 0.6)), _draw_act(chance))
            for _ in range(chance.choice((0, 1, 1, 2)))
        ],
    )
    return _with_news(plan, chance) if chance.random() < TELLS else plan


def _with_news(plan: ToolsPlan, chance: random.Random) -> ToolsPlan:
    """The first tool ends while the caller waits for nothing, or hears something else."""
    tells = PlannedTool("tells", Behaviour.SLOW, OnInterruption.FINISH_AND_TELL, seconds=2.5, deadline_s=3.0)
    wishes = [Wish((wanted(tells.name),), after_s=chance.choice((0.0, 0.3))), Wish(), Wish(), *plan.wishes]
    speaks = Meanwhile(1, chance.choice((0.0, 0.2)), chance.choice((Act.SPEAKS, Act.SPEAKS, Act.COUGHS)))
    return msgspec.structs.replace(
        plan, tools=[tells, *plan.tools], wishes=[Wish(), *wishes], meanwhile=[speaks, *plan.meanwhile]
    )


def _draw_act(chance: random.Random) -> Act:
    acts: list[Act] = chance.choices([*Act], [5, 2, 2, 1, 2, 2])
    return acts[0]


def _draw_tool(chance: random.Random, number: int) -> PlannedTool:
    weights = {Behaviour.QUICK: 3, Behaviour.SLOW: 8, Behaviour.HANGS: 2}
    behaviours = [*Behaviour]
    (behaviour,) = chance.choices(behaviours, [weights.get(each, 1) for each in behaviours])
    return PlannedTool(
        f"{behaviour.name.lower()}_{number}",
        behaviour,
        chance.choice([*OnInterruption]),
        has_effects=chance.random() < 0.7,
        side_by_side=chance.random() < 0.4,
        says=chance.choice(SAYS),
        seconds=chance.choice((0.4, 1.0, 1.9, 2.5)),
        deadline_s=chance.choice((2.0, 3.0)),
    )


def _draw_wish(chance: random.Random, tools: Sequence[PlannedTool]) -> Wish:
    return Wish(_draw_calls(chance, tools), chance.choice((0, 0, 0, 1, 2)), chance.choice((0.0, 0.0, 0.1, 0.5)))


def _draw_calls(chance: random.Random, tools: Sequence[PlannedTool]) -> tuple[WantedTool, ...]:
    calls: list[WantedTool] = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        arguments = chance.choice(("{}", '{"room": "5"}', f'{{"room": "{chance.randrange(1000)}"}}'))
        call = wanted(chance.choice(tools).name, arguments)
        what = chance.random()
        if what < 0.06:
            call = wanted(chance.choice(UNKNOWN))
        elif what < 0.12:
            call = wanted(call.name, chance.choice(MALFORMED))
        calls += [call, call] if 0.12 <= what < 0.2 else [call]
    return tuple(calls)


class Disk:
    """What the journals of a call are on, by the only sign that a call has of it: how long a write takes."""

    def __init__(self) -> None:
        self.is_slow = False
        self._late_s = 0.0

    def clock_set_by_s(self) -> float:
        """Of the wall clock, which measures writes: while the disk is slow, it is a second later at each look."""
        self._late_s += self.is_slow
        return self._late_s

    async def fail_at(self, at_s: float) -> None:
        await trio.sleep_until(at_s)
        self.is_slow = True


async def act_meanwhile(plan: ToolsPlan, ledger: ToolLedger, acts: Mapping[Act, Callable[[], None]]) -> None:
    """Everything that the plan has for the time while tools run, one after the other."""
    for each in sorted(plan.meanwhile, key=lambda each: each.begun):
        while len(ledger.deeds) < each.begun:
            await ledger.wait_begun()
        await trio.sleep(each.after_s)
        acts[each.act]()


def happened(ledger: ToolLedger, witness: ToolWitness, told: Sequence[ToldAt]) -> Counter[str]:
    """What happened to the tools of a call: so that it can be counted how often each thing comes."""
    counts: Counter[str] = Counter()
    counts["begun"] = len(ledger.deeds)
    running: dict[str, bool] = {}
    is_lost = False
    for seen in witness.seen:
        match seen.fact.what:
            case facts.ToolChosen(use=use):
                counts["decided"] += 1
                running[use] = True
            case facts.ToolEnded(use=use, outcome=outcome, result=result):
                counts[f"outcome: {outcome.value}"] += 1
                counts["could not be written down"] += outcome is Outcome.REFUSED and "written down" in result
                running[use] = False
            case facts.ObserverFailed():
                is_lost = True
            case facts.DraftDiscarded():
                counts["drafts discarded"] += 1
            case facts.DraftCommitted():
                counts["drafts that became the answer"] += 1
            case what if any(running.values()):
                if isinstance(what, facts.TurnBegan | facts.ActorCrashed | facts.StreamBroke | facts.CallEnding):
                    counts[f"while a tool ran: {type(what).__name__}"] += 1
            case _:
                pass
    counts["journals lost"] = int(is_lost)
    counts["services that failed"] = sum(isinstance(seen.fact.what, facts.ServiceFailed) for seen in witness.seen)
    counts["hedges"] = sum(isinstance(seen.fact.what, facts.Hedged) for seen in witness.seen)
    counts["news told"] = sum(each.turn.occasion is Occasion.NEWS for each in told)
    counts["results told"] = sum(each.turn.occasion is Occasion.TOOLS_DONE for each in told)
    counts["streams that returned"] = sum(isinstance(seen.fact.what, facts.CallBegan) for seen in witness.seen) - 1
    for deed in ledger.deeds:
        counts[f"did: {deed.tool.behaviour.value}"] += 1
        if deed.how == "cancelled":
            counts[f"cut off: {deed.tool.on_interruption.value}"] += 1
    return Counter({name: number for name, number in counts.items() if number > 0})
