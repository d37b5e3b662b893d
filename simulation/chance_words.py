"""Says in words what happened in a random call."""

import msgspec

from offhook.engine.record.tools_used import ToolRecord
from offhook.simulation.chance_call import Outcome
from offhook.simulation.seeded import Trace


def in_words(outcome: Outcome, trace: Trace) -> str:
    """The plan, what the caller heard, how the call ended, and the digest, which is equal for equal runs."""
    plan = msgspec.json.format(msgspec.json.encode(outcome.plan), indent=2).decode()
    heard = [f"{said.at:7.3f} s  {said.seconds:6.3f} s  {said.text}" for said in outcome.heard]
    tools = [f"{tool.at_s:7.3f} s  {tool.tool}: {tool.outcome.value}" for tool in _used(outcome)]
    counts = [f"tools: {name}: {number}" for name, number in sorted(outcome.tools.items())]
    counts += [f"languages: {name}: {number}" for name, number in sorted(outcome.languages.items())]
    ended = [f"ended at {outcome.ended_at:.3f} s: {record.over}" for record in outcome.records]
    return "\n".join([plan, *heard, *tools, *counts, *ended, f"trace {trace.digest}"])


def _used(outcome: Outcome) -> list[ToolRecord]:
    return [tool for record in outcome.records if record.over is not None for tool in record.over.tools]
