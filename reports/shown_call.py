"""Prints a stored call: who, when, how it ended, what was collected, and the conversation in order.

NotShown                 there is no such call, or no records file; the message says what to do
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from offhook.engine.decide.costs import Cost, Used
from offhook.engine.record.call_record import CallOver, CallRecord
from offhook.engine.record.conversation import CallerSaid, Entry
from offhook.engine.record.database_error import DatabaseError
from offhook.reports.call_in_words import collected_in_words, tools_in_words
from offhook.reports.picture.record_file import LONGEST_CALL_S
from offhook.reports.stored_call import NoStore, find_stored
from offhook.reports.terminal import AGENT_STYLE, CALLER_STYLE, TROUBLE_STYLE, Terminal
from offhook.reports.told_entry import told

_SINCE, _UNTIL = datetime(1970, 1, 1, tzinfo=UTC).timestamp(), datetime(9999, 12, 31, tzinfo=UTC).timestamp()


class NotShown(Exception):
    """The call cannot be shown."""


def find_call(sid: str, store_path: str) -> CallRecord:
    """The newest stored call with this CallSid or StreamSid. Raises NotShown."""
    try:
        record = find_stored(sid, store_path)
    except (NoStore, DatabaseError) as exc:
        raise NotShown(f"{sid}: {exc}") from exc
    if record is None:
        raise NotShown(f"{sid}: no call with that SID in {store_path}; GET /calls lists the recent ones")
    return record


def show(terminal: Terminal, record: CallRecord) -> None:
    """Print the call; times of each turn are in the record only."""
    for name, value in _facts(record):
        terminal.say(f"{name:<10} {value}")
    for line in collected_in_words(record.over.collected if record.over is not None else None):
        terminal.say(f"{'collected':<10} {line}")
    if record.over is not None:
        for name, line in tools_in_words(record.over.tools, record.over.notes):
            terminal.say(f"{name:<10} {line}")
    for line in answered_in_words(record.over):
        terminal.say(f"{'answers':<10} {line}")
    for name, line in used_in_words(record.over):
        terminal.say(f"{name:<10} {line}")
    for entry in record.transcript:
        terminal.say(in_line(entry), CALLER_STYLE if isinstance(entry, CallerSaid) else AGENT_STYLE)
    for name, count in (record.over.faults if record.over is not None else {}).items():
        terminal.say(f"{'fault':<10} {name}: {count}", TROUBLE_STYLE)
    if record.unreadable:
        terminal.say(f"{'damaged':<10} in the store, and left out here: {', '.join(record.unreadable)}", TROUBLE_STYLE)


def in_line(entry: Entry) -> str:
    """One entry: when, who, and what."""
    who, what = told(entry)
    until = "" if entry.until_s is None else f" to {_seconds(entry.until_s)}"
    when = f"{_seconds(entry.at_s):>8}{until} s"
    return f"{when:<22} {who:<8} {what}"


def answered_in_words(over: CallOver | None) -> Iterator[str]:
    """How many turns the agent file has answered, and by which entries."""
    if over is None or not over.answered:
        return
    entries = Counter(each.entry for each in over.answered)
    times = (f"{entry} ({count} times)" if count > 1 else entry for entry, count in entries.items())
    number = len(over.answered)
    yield f"{number} turn{'s' if number != 1 else ''} from the agent file: {', '.join(times)}"


def used_in_words(over: CallOver | None) -> Iterator[tuple[str, str]]:
    """A line for each service that was used, with its cost, and one for the whole call."""
    if over is None:
        return
    cost = over.cost
    for service, used in over.used.items():
        yield "used", f"{service}: {', '.join([*_amounts(used), *_cost_of(service, cost)])}"
    if cost is not None:
        without = f", without {', '.join(cost.not_priced)}" if cost.not_priced else ""
        yield "cost", f"{_money(cost.total, cost.currency)}{without}"


def _amounts(used: Used) -> Iterator[str]:
    if used.seconds:
        yield f"{used.seconds:.1f} s of sound"
    if used.characters:
        yield f"{used.characters} characters"
    if used.input_tokens or used.output_tokens:
        cached = f" ({used.cached_tokens} cached)" if used.cached_tokens else ""
        yield f"{used.input_tokens} tokens told{cached} and {used.output_tokens} written"
    estimated = f" ({used.estimated} estimated)" if used.estimated else ""
    yield f"{used.requests} request{'s' if used.requests != 1 else ''}{estimated}"


def _cost_of(service: str, cost: Cost | None) -> Iterator[str]:
    if cost is None:
        return
    yield _money(cost.services[service], cost.currency) if service in cost.services else "not priced"


def _money(amount: float, currency: str) -> str:
    return f"{amount:.4f} {currency}"


def _facts(record: CallRecord) -> Iterator[tuple[str, str]]:
    begun, over = record.begun, record.over
    yield "call", f"{begun.call_sid}, stream {begun.stream_sid}"
    if begun.carrier:
        yield "carrier", begun.carrier
    yield "caller", begun.caller or "(no number)"
    if begun.called:
        yield "called", begun.called
    yield "agent", begun.agent
    yield "began", _moment(begun.started_at)
    if over is None:
        yield "ended", "not yet, or its end was not stored"
        return
    if over.language:
        yield "language", over.language
    yield "ended", f"{_moment(over.ended_at)}{_lasted(record)}: {over.end_reason}"
    if over.transferred_to:
        yield "put through", over.transferred_to


def _lasted(record: CallRecord) -> str:
    """The duration by the call's own clock if the record has it: the wall clock may have been set during the call."""
    begun, over, trace = record.begun, record.over, record.trace
    seconds = over.ended_at - begun.started_at if over is not None else 0.0
    lasted_s = trace.seconds if trace is not None else seconds
    return f", after {lasted_s:.1f} s" if 0 <= lasted_s <= LONGEST_CALL_S else ""


def _seconds(at_s: float) -> str:
    return f"{at_s:.2f}" if abs(at_s) <= LONGEST_CALL_S else f"{at_s:g}"


def _moment(at: float) -> str:
    if not _SINCE <= at <= _UNTIL:
        return f"{at:g} s since 1970, which is impossible"
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
