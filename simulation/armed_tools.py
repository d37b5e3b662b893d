"""What a random call needs so that its model may call tools, and what is checked of them afterwards."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import trio

from offhook.actors.responder.service import Sentence
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.reporter import OpenObserver
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.tool import Tool
from offhook.simulation.chance_tools import Act, Disk, ToolsPlan, act_meanwhile, happened
from offhook.simulation.services import SimulatedResponder, ToldAt
from offhook.simulation.tool_promises import check_tools
from offhook.simulation.tool_witness import Overstayed, ToolWitness, watch_cancelled
from offhook.simulation.tools import ToolLedger, simulated_tools

OTHER_MODELS_FIRST_NUMBER = 7000
"""Of its sentences: no other responder uses it."""


def unchanged(tool: Tool) -> Tool:
    """Leave the tool as it is."""
    return tool


class ArmedTools:
    """The tools of one call; none without a plan."""

    def __init__(self, plan: ToolsPlan | None, model: SimulatedResponder, change_tool: Callable[[Tool], Tool]) -> None:
        self._plan, self._model = plan, model
        self._witness, self._overstayed = ToolWitness(), list[Overstayed]()
        self._ledger = ToolLedger(self._witness.told)
        self._disk = Disk()
        self.tools: list[Tool] = []
        self.models = [model]
        """In the order of their chain."""
        if plan is not None:
            self.tools += map(change_tool, simulated_tools(plan.tools, self._ledger))
            model.wishes = plan.all_wishes()
            if plan.other_model:
                self.models.append(self._behind(model))

    def _behind(self, model: SimulatedResponder) -> SimulatedResponder:
        says = Sentence("is what the other one says,"), Sentence("and that is all.")
        other = SimulatedResponder(*says, max_digits=2, numbered=True, first_number=OTHER_MODELS_FIRST_NUMBER)
        other.wishes = model.wishes
        return other

    @property
    def observers(self) -> Sequence[OpenObserver]:
        return () if self._plan is None else (self._witness.open,)

    def clock_set_by_s(self) -> float:
        return self._disk.clock_set_by_s()

    async def watch(self, exchange: Exchange, acts: Mapping[Act, Callable[[], None]]) -> None:
        """Until cancelled. `acts` is how to do what may happen while a tool runs."""
        await trio.lowlevel.checkpoint()
        if self._plan is None:
            return
        async with trio.open_nursery() as nursery:
            if self._plan.disk_fails_at_s is not None:
                nursery.start_soon(self._disk.fail_at, self._plan.disk_fails_at_s)
            nursery.start_soon(act_meanwhile, self._plan, self._ledger, acts)
            nursery.start_soon(
                watch_cancelled, lambda: exchange.live_calls, self._ledger, self._witness, self._overstayed
            )

    def check(self, record: CallRecord, *, others: bool = False) -> Counter[str]:
        """Raises BrokenPromise. Returns what happened. `others`: there were other models too."""
        if self._plan is None:
            return Counter()
        check_tools(self._ledger, self._witness, self._told, record, self._overstayed, is_all=not others)
        return happened(self._ledger, self._witness, self._told)

    @property
    def _told(self) -> list[ToldAt]:
        return sorted((told for model in self.models for told in model.told_at), key=lambda told: told.at)
