"""Runs the tools that are decided in a call: each decision at most once, whatever is interrupted, retried or restarted.

What is decided gets a number here, stands in the journal before it begins, and has an outcome in the end. The runs
belong to the call and not to the reply that wanted them: an interruption ends only those tools that are declared so,
and a crash of the responder ends none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import trio

from offhook.engine.decide.tool_use import Outcome, ToolUse, ToolUses, WantedTool
from offhook.engine.host.errors_in_words import in_words, traceback_in_words
from offhook.engine.record import facts
from offhook.engine.record.reporter import Report
from offhook.engine.record.tools_used import KEPT_TOOLS
from offhook.engine.run.tool import (
    ArgumentsWrong,
    Done,
    EffectUnknown,
    OnInterruption,
    Tool,
    ToolCall,
    ToolFailed,
)
from offhook.engine.run.tool_json import result_json
from offhook.engine.run.tool_words import are_too_long, as_name, as_text, in_brief

RUNNING_AT_ONCE = 16
MOST_OF_A_DECISION = 16  # calls of tools; what is more is not even refused
TOLD_AT_MOST = 2  # times that the agent begins to tell the same news
_ID = "tool"

STILL_RUNNING = "It still runs. Its result will be told; do not call it again for this."
NOT_KNOWN = "Whether it was done is not known. It was not tried again."
NOT_DONE = "Nothing was changed."
SPENT = "This call has used as many tools as one may."


@dataclass(frozen=True, slots=True)
class ToolPorts:
    """What the tools of a call need of it."""

    call: ToolCall
    """As each tool gets it; the turn, and whether the agent has spoken, are filled in, and a number behind its key."""
    report: Report
    can_record: Callable[[], bool]
    """Whether what is told still reaches the journal, or need not: nobody could go on with the call."""
    busy_until: Callable[[float], None]
    """A tool runs, and the caller may have to wait until then."""
    news: Callable[[], None]
    """There is something to tell, whenever the caller waits."""
    language: Callable[[], str] | None = None
    """That of the call now; None: it never changes."""


@dataclass
class _Run:
    """One call of a tool."""

    use: ToolUse
    tool: Tool | None = None
    arguments: object = None
    done: Done | None = None
    over: trio.Event = field(default_factory=trio.Event)
    scope: trio.CancelScope = field(default_factory=trio.CancelScope)
    is_begun = False
    is_left = False
    """The caller has interrupted: nobody waits for it, nor for others that were decided with it."""
    tellings = 0

    @property
    def is_news(self) -> bool:
        tells = self.tool is not None and self.tool.on_interruption is OnInterruption.FINISH_AND_TELL
        return self.is_left and tells and self.over.is_set() and self.tellings < TOLD_AT_MOST


@dataclass
class _Decision:
    turn: int
    number: int
    at: float
    runs: list[_Run]


class ToolRuns:
    """The tools of one call."""

    __slots__ = ("_before", "_decisions", "_nursery", "_ports", "_tools", "_used")

    def __init__(
        self,
        tools: Mapping[str, Tool],
        ports: ToolPorts,
        nursery: trio.Nursery,
        before: Sequence[ToolUses] = (),
    ) -> None:
        """`nursery` outlives every reply. `before`: what was decided before the call has returned."""
        self._tools, self._ports, self._nursery = tools, ports, nursery
        self._before = tuple(before)
        self._decisions: list[_Decision] = []
        # Not their number: what is decided at one time is not written down at one time.
        self._used = max((_number(use) for each in self._before for use in each.uses), default=0)

    @property
    def tools(self) -> Mapping[str, Tool]:
        return self._tools

    @property
    def is_spent(self) -> bool:
        """Whether the call has used as many as are kept of a call: no more are offered."""
        return self._used > KEPT_TOOLS - MOST_OF_A_DECISION

    @property
    def decided(self) -> tuple[ToolUses, ...]:
        """All decisions, with what has come of them by now."""
        return (*self._before, *(_uses(each) for each in self._decisions))

    def decided_in(self, turn: int) -> tuple[ToolUses, ...]:
        """What the words of this turn have led to already."""
        return tuple(each for each in self.decided if each.turn == turn)

    async def wait_over(self, turn: int) -> None:
        """Wait until what the words of this turn have led to has ended: somebody else has begun it."""
        await trio.lowlevel.checkpoint()
        for run in [run for each in self._decisions if each.turn == turn for run in each.runs if run.is_begun]:
            self._tell_busy([run])
            await run.over.wait()

    async def use(
        self, wanted: Sequence[WantedTool], turn: int, *, has_spoken: bool, by_model: bool = True, refused: str = ""
    ) -> tuple[ToolUses, list[Done]]:
        """Run each of these, and wait for them. If the wait is cancelled, those that have not begun never will. With a
        reason why they are `refused`, none is run. `by_model`: it gets only what it is offered."""
        tools = {name: tool for name, tool in self._tools.items() if tool.is_offered or not by_model}
        decision = self._decide(wanted, tools, turn, refused or (SPENT if self.is_spent else ""))
        done: list[Done] = []
        is_waited_for = False
        try:
            for batch in _batches(decision.runs):
                for run in batch:
                    self._start(run, decision, has_spoken=has_spoken)
                self._tell_busy(batch)
                for run in batch:
                    await run.over.wait()
                    if run.done is not None:
                        done.append(run.done)
            is_waited_for = True
        finally:
            if not is_waited_for:
                self._leave_all(decision)
        return _uses(decision), done

    async def wait_all_over(self) -> None:
        """The call is over: cancel what an interruption cancels, and wait for the rest."""
        await trio.lowlevel.checkpoint()
        for decision in self._decisions:
            for run in decision.runs:
                self._leave(run, decision)
        for run in [run for each in self._decisions for run in each.runs]:
            await run.over.wait()

    def news(self) -> str:
        """What the caller has not been told of tools that ended after an interruption; empty if there is nothing."""
        return " ".join(
            f"{run.use.name}({run.use.arguments}): {run.use.outcome.value}: {run.use.result}" for run in self._untold()
        )

    @property
    def has_news(self) -> bool:
        return any(True for _ in self._untold())

    def note_tellings(self) -> None:
        """The agent begins to tell its news."""
        for run in self._untold():
            run.tellings += 1

    @property
    def untold(self) -> tuple[str, ...]:
        """The ids of what there is to tell."""
        return tuple(run.use.id for run in self._untold())

    def note_told(self, known: Sequence[str]) -> None:
        """A whole reply was made by somebody who knew these results."""
        for run in self._untold():
            if run.use.id in known:
                run.tellings = TOLD_AT_MOST

    @property
    def _running(self) -> int:
        return sum(run.is_begun and not run.over.is_set() for each in self._decisions for run in each.runs)

    def _untold(self) -> Iterator[_Run]:
        return (run for decision in self._decisions for run in decision.runs if run.is_news)

    # Deciding.

    def _decide(self, wanted: Sequence[WantedTool], tools: Mapping[str, Tool], turn: int, refused: str) -> _Decision:
        number = len(self._before) + len(self._decisions) + 1
        decision = _Decision(turn, number, trio.current_time(), [])
        self._decisions.append(decision)
        for each in wanted[:MOST_OF_A_DECISION]:
            self._used += 1
            # Nine letters and digits: the strictest of the models' servers takes no other length.
            id_, arguments = f"{_ID}{self._used:05d}", as_text(each.arguments)
            run = _Run(ToolUse(id_, as_name(each.name), arguments, Outcome.RUNNING, STILL_RUNNING))
            if are_too_long(arguments):
                run.use = msgspec.structs.replace(run.use, arguments="{}")
                self._refuse(run, decision, refused or "The arguments are too long.")
            elif arguments != each.arguments:
                self._refuse(run, decision, refused or "The arguments are no text: they hold half a character.")
            elif refused:
                self._refuse(run, decision, refused)
            else:
                self._check(run, tools, decision)
            decision.runs.append(run)
        return decision

    def _check(self, run: _Run, tools: Mapping[str, Tool], decision: _Decision) -> None:
        """It gets its tool and arguments, or is refused."""
        use, tool = run.use, tools.get(run.use.name)
        run.tool = tool
        if tool is None:
            names = ", ".join(tools) or "none"
            return self._refuse(run, decision, f"There is no tool of this name. The tools are: {names}.")
        try:
            run.arguments = tool.read(use.arguments)
        except ArgumentsWrong as exc:
            return self._refuse(run, decision, str(exc))
        except (Exception, SystemExit) as exc:  # noqa: BLE001  # anybody's code, as below
            self._tell_broke(tool, exc, decision.turn)
            return self._refuse(run, decision, "The tool broke over these arguments.")
        alike = (other.use for other in decision.runs if other.tool is tool and other.use.arguments == use.arguments)
        if tool.has_effects and (first := next(alike, None)) is not None:
            return self._refuse(run, decision, f"The same was called just before: see the result of {first.id}.")
        return None

    def _refuse(self, run: _Run, decision: _Decision, why: str) -> None:
        self._choose(run, decision)
        self._end(run, decision.turn, Outcome.REFUSED, f"{in_brief(why)} {NOT_DONE}", 0.0)

    def _choose(self, run: _Run, decision: _Decision) -> None:
        has_effects = run.tool is not None and run.tool.has_effects
        chosen = facts.ToolChosen(run.use.id, run.use.name, run.use.arguments, decision.number, has_effects)
        self._ports.report(chosen, turn=decision.turn)

    # Running.

    def _start(self, run: _Run, decision: _Decision, *, has_spoken: bool) -> None:
        if run.over.is_set():
            return
        tool = run.tool
        assert tool is not None, "a run without a tool was refused"
        self._choose(run, decision)
        if tool.has_effects and not self._ports.can_record():
            self._end(run, decision.turn, Outcome.REFUSED, f"It could not be written down before. {NOT_DONE}", 0.0)
            return
        if self._running >= RUNNING_AT_ONCE:
            self._end(run, decision.turn, Outcome.REFUSED, f"Too many tools run already. {NOT_DONE}", 0.0)
            return
        run.is_begun = True
        ports = self._ports
        call = msgspec.structs.replace(
            ports.call,
            key=f"{ports.call.key}-{run.use.id}",
            language=ports.call.language if ports.language is None else ports.language(),
            turn=decision.turn,
            has_spoken=has_spoken,
        )
        self._nursery.start_soon(self._run, run, tool, call, name=f"tool {tool.name}")

    def _tell_busy(self, runs: Sequence[_Run]) -> None:
        running = [run.tool.deadline_s for run in runs if run.tool is not None and not run.over.is_set()]
        if running:
            self._ports.busy_until(trio.current_time() + max(running))

    def _leave_all(self, decision: _Decision) -> None:
        """The caller has interrupted. Also of those that have ended before, nobody was told."""
        for run in decision.runs:
            self._leave(run, decision)
            run.is_left |= run.is_begun
        if any(run.is_news for run in decision.runs):
            self._ports.news()

    def _leave(self, run: _Run, decision: _Decision) -> None:
        """Nobody waits for it any more: it has ended, or the caller has interrupted."""
        if run.over.is_set():
            return
        if not run.is_begun:
            self._choose(run, decision)
            self._end(run, decision.turn, Outcome.CANCELLED, f"The caller interrupted before it began. {NOT_DONE}", 0.0)
            return
        run.is_left = True
        if run.tool is not None and run.tool.on_interruption is OnInterruption.CANCEL:
            run.scope.cancel(reason="the caller has interrupted")

    async def _run(self, run: _Run, tool: Tool, call: ToolCall) -> None:
        began_at = trio.current_time()
        outcome, result = Outcome.CANCELLED, f"It was cut off. {NOT_KNOWN if tool.has_effects else NOT_DONE}"
        try:
            with run.scope, trio.move_on_after(tool.deadline_s) as deadline:
                outcome, result = await self._outcome(run, tool, call)
            if deadline.cancelled_caught:
                outcome = Outcome.LATE
                result = f"It took longer than {tool.deadline_s:g} s, and was given up. {_unknown(tool)}"
        finally:  # also if the call ends meanwhile
            self._end(run, call.turn, outcome, result, trio.current_time() - began_at)
            if run.is_news:
                self._ports.news()

    async def _outcome(self, run: _Run, tool: Tool, call: ToolCall) -> tuple[Outcome, str]:
        try:
            returned = await tool.run(call, run.arguments)
            done = returned if isinstance(returned, Done) else Done(returned)
            result = result_json(done.result)
            run.done = done
        except EffectUnknown as exc:
            why = in_brief(str(exc))
            return (Outcome.UNKNOWN, f"{why} {NOT_KNOWN}") if tool.has_effects else (Outcome.FAILED, why)
        except ToolFailed as exc:
            return Outcome.FAILED, in_brief(str(exc))
        except (Exception, SystemExit) as exc:  # noqa: BLE001  # anybody's code: its bug must not reach the call
            self._tell_broke(tool, exc, call.turn)
        except BaseExceptionGroup as group:  # of a nursery of its own
            bugs, rest = group.split((Exception, SystemExit))
            if bugs is not None:
                self._tell_broke(tool, bugs, call.turn)
            if rest is not None:
                raise rest from None
        else:
            return Outcome.DONE, result
        return (Outcome.UNKNOWN if tool.has_effects else Outcome.FAILED), f"The tool broke. {_unknown(tool)}"

    def _tell_broke(self, tool: Tool, exc: BaseException, turn: int) -> None:
        self._ports.report(facts.ToolBroke(tool.name, in_words(exc), traceback_in_words(exc)), turn=turn)

    def _end(self, run: _Run, turn: int, outcome: Outcome, result: str, seconds: float) -> None:
        run.use = msgspec.structs.replace(run.use, outcome=outcome, result=result, seconds=round(seconds, 3))
        run.over.set()
        self._ports.report(facts.ToolEnded(run.use.id, run.use.name, outcome, result, seconds), turn=turn)


def _number(use: ToolUse) -> int:
    return int(use.id.removeprefix(_ID))


def _unknown(tool: Tool) -> str:
    return NOT_KNOWN if tool.has_effects else NOT_DONE


def _uses(decision: _Decision) -> ToolUses:
    return ToolUses(tuple(run.use for run in decision.runs), decision.turn, decision.at)


def _batches(runs: Sequence[_Run]) -> list[list[_Run]]:
    """Neighbours that may run side by side do; the others one after another, in the model's order."""
    batches: list[list[_Run]] = []
    for run in runs:
        together = run.tool is not None and run.tool.side_by_side
        before = batches[-1][-1].tool if batches else None
        if together and before is not None and before.side_by_side:
            batches[-1].append(run)
        else:
            batches.append([run])
    return batches
