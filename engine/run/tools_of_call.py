"""The tools of one call, as long as the call lasts; of a recorded call, as long as one request of its carrier."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import msgspec
import trio

from offhook.engine.host.agent import Agent
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.record.reporter import Report
from offhook.engine.run.call_language import CallLanguage
from offhook.engine.run.tool import Tool, ToolCall
from offhook.engine.run.tool_runs import ToolPorts, ToolRuns
from offhook.engine.run.tool_words import as_text

END_WITHIN_S = 0.5
"""How long tools that run when the call ends may still take."""
NOTE_CHARACTERS = 1_000


@asynccontextmanager
async def open_tool_runs(
    tools: Mapping[str, Tool], ports: ToolPorts, before: CallSoFar | None
) -> AsyncIterator[ToolRuns]:
    """Tools that run at the end may finish within END_WITHIN_S, except those that an interruption cancels too."""
    decided = () if before is None else before.tools.decisions
    now = -ports.report.seconds(0.0)  # decisions tell seconds since the call began
    earlier = [msgspec.structs.replace(each, at=each.at + now) for each in decided]
    async with trio.open_nursery() as nursery:
        runs = ToolRuns(tools, ports, nursery, earlier)
        try:
            yield runs
        finally:
            with trio.move_on_after(END_WITHIN_S, shield=True):
                await runs.wait_all_over()
            nursery.cancel_scope.cancel(reason="the call is over")


def tool_ports(
    begun: CallBegun,
    agent: Agent,
    language: CallLanguage,
    report: Report,
    can_record: Callable[[], bool],
    *,
    busy_until: Callable[[float], None] = lambda until: None,
    news: Callable[[], None] = lambda: None,
) -> ToolPorts:
    """What the tools of this call need of it."""

    def note(text: str) -> None:
        report(facts.NoteTaken(as_text(text[:NOTE_CHARACTERS])))

    # A stream of its own for each process: two that both believe to have the call name their decisions differently.
    call = ToolCall(
        key=begun.stream_sid,
        call_sid=begun.call_sid,
        caller=begun.caller,
        agent=begun.agent,
        language=agent.language,
        turn=0,
        note=note,
        called=begun.called,
        known=agent.known,
        set_language=language.set,
    )
    return ToolPorts(call, report, can_record, busy_until, news, lambda: language.tag)
