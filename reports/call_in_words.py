"""What a call has collected and what its tools did, in lines; of a stored call, or of one that was just made."""

from collections.abc import Iterator, Sequence

from offhook.engine.record.collected import Collected
from offhook.engine.record.tools_used import ToolRecord

LONGEST_RESULT = 200
"""In characters; the rest is in the record."""


def collected_in_words(collected: Collected | None) -> Iterator[str]:
    """One line for each answer, then the reference and the state that the dialogue reached."""
    if collected is None:
        return
    for name, value in collected.slots.items():
        unconfirmed = " (not confirmed)" if name in collected.unconfirmed else ""
        yield f"{name}: {'skipped' if value is None else value}{unconfirmed}"
    if collected.reference:
        yield f"reference: {collected.reference}"
    if collected.state:
        yield f"reached state: {collected.state}"


def tools_in_words(tools: Sequence[ToolRecord], notes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A line for each tool that was decided on, with what came of it, and one for each note."""
    for each in tools:
        result = each.result if len(each.result) <= LONGEST_RESULT else f"{each.result[:LONGEST_RESULT]}..."
        yield "tool", f"{each.tool} {each.arguments}: {each.outcome.value}, {result}".removesuffix(", ")
    for note in notes:
        yield "note", note
