"""A table of a call's response times, for the terminal; the numbers are those of `engine/record/timeline.py`."""

from collections.abc import Sequence

from rich.table import Table

from offhook.engine.record.call_record import TurnRecord
from offhook.engine.record.timeline import Latency, barge_in, latency


def latency_table(turns: Sequence[TurnRecord]) -> Table:
    """One line for each turn that was answered or interrupted, in whole milliseconds. Stages add up to the total."""
    names = [name for name, _ in Latency().stages()]
    caption = "barge-in: from the caller's first voiced frame to the clear"
    table = Table("turn", *names, "total", "barge-in", caption=caption)
    for turn in turns:
        parts, cut_off = latency(turn.times), barge_in(turn.times)
        if parts.total is not None or cut_off is not None:
            stages = [_cell(length) for _, length in parts.stages()]
            table.add_row(str(turn.turn), *stages, _cell(parts.total), _cell(cut_off.cleared if cut_off else None))
    return table


def _cell(number: int | None) -> str:
    return "-" if number is None else str(number)
