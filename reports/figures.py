"""Reads the figures to compare: from a stored call, from a record in a file, or from a report in a file."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import msgspec

from offhook.engine.host.text_file import UnreadableFile, decoded
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.record.timeline import BargeIn, Latency, barge_in, latency
from offhook.reports.comparison import Figure, Figures, Kind, NotComparable, TurnFigures
from offhook.reports.phone_numbers import CallSummary
from offhook.reports.picture.record_file import RecordNotFound, find_record
from offhook.reports.savings import times_of
from offhook.reports.spread import spread

Json = Mapping[str, "Json"] | Sequence["Json"] | Figure | None
"""What a JSON file holds."""
Measured = Mapping[str, float | None]
"""The stages of one turn by name; None where the turn has no such stage."""

_NAMES_OF_ITEMS = ("name", "label", "calls")
"""What tells the items of a report's list apart: two runs need not list the same ones in the same places."""


def find_figures(name: str, store_path: Callable[[], str]) -> Figures:
    """The figures of a file or, if there is no such file, of the stored call with this SID. Raises NotComparable."""
    if os.path.isfile(name):
        document = _object_in(Path(name))
        if {"went_through", "call"} <= document.keys():
            return figures_of_phone(name, document, lambda sid: _stored(sid, store_path))
        if not {"call_sid", "turns"} <= document.keys():
            return figures_of_benchmark(name, document)
    try:
        return figures_of_call(name, find_record(name, store_path))
    except RecordNotFound as exc:
        raise NotComparable(str(exc)) from exc


def _stored(sid: str, store_path: Callable[[], str]) -> CallRecord | None:
    """The server's record of a telephone's call, if its store is at hand."""
    try:
        return find_record(sid, store_path) if sid else None
    except RecordNotFound:
        return None


def figures_of_call(source: str, record: CallRecord) -> Figures:
    """The latencies of answers and interruptions by stage, words, faults and the end. Raises NotComparable."""
    measured = [_stages(turn.times) for turn in record.turns]
    turns = _turn_figures(source, [str(turn.turn) for turn in record.turns], measured)
    agent = [entry for entry in record.transcript if isinstance(entry, AgentSaid)]
    caller = [entry for entry in record.transcript if isinstance(entry, CallerSaid) and _is_taken_speech(entry)]
    faults = {} if record.over is None else record.over.faults
    facts: dict[str, Json] = {
        "turns": len(record.turns),
        "words": {
            "heard": sum(len(entry.text.split()) for entry in agent),
            "cut_off": sum(len(entry.unheard.split()) for entry in agent),
            "of_the_caller": sum(len(entry.text.split()) for entry in caller),
        },
        "faults": {"all": sum(faults.values()), **faults},
        "end_reason": "the call goes on" if record.over is None else record.over.end_reason,
    }
    return Figures(source, Kind.CALL, _spreads(measured) | dict(_leaves(facts)), turns, times_of([record]))


def spreads_of_calls(records: Sequence[CallRecord]) -> dict[str, Figure]:
    """The latencies of all answers and interruptions of several calls."""
    return _spreads([_stages(turn.times) for record in records for turn in record.turns])


def _is_taken_speech(entry: CallerSaid) -> bool:
    return entry.by == "speech" and not entry.not_taken


def _stages(times: Mapping[str, float]) -> Measured:
    answer, interruption = latency(times), barge_in(times)
    return {f"latency_ms.{stage}": getattr(answer, stage) for stage in Latency.__struct_fields__} | {
        f"barge_in_ms.{stage}": getattr(interruption, stage, None) for stage in BargeIn.__struct_fields__
    }


def figures_of_phone(
    source: str, document: Mapping[str, Json], find_call: Callable[[str], CallRecord | None] = lambda sid: None
) -> Figures:
    """How soon the caller heard answers and silence, and figures of the whole call. Raises NotComparable."""
    try:
        summary = msgspec.convert(document, CallSummary)
    except msgspec.ValidationError as exc:
        raise NotComparable(f"{source}: not a report of `offhook call` ({exc}); write one with --report") from exc
    call = summary.call
    answers = _milliseconds("turns", call.turns)
    turns = _turn_figures(source, [turn.label for turn in call.turns], answers)
    interruptions = _milliseconds("barge_ins", [each for each in call.barge_ins if each.agent_was_speaking])
    spreads = _spreads(answers) | _spreads(interruptions) | _spreads(_milliseconds("gaps", call.gaps))
    numbers = msgspec.structs.replace(call, turns=(), barge_ins=(), gaps=())
    rest = msgspec.structs.replace(summary, call=numbers, call_sid="")  # the CallSid differs in any two calls
    facts = dict(_leaves({"turns": len(turns), **msgspec.to_builtins(rest)}))
    record = find_call(summary.call_sid)
    # Only answers to speech, as in `times_of`: the VAD times no keys, and they wait for no silence.
    heard_ms = [
        turn.response_ms for turn in call.turns if turn.response_ms is not None and turn.vad_response_ms is not None
    ]
    times = times_of([record], median(heard_ms)) if record is not None and heard_ms else None
    return Figures(source, Kind.PHONE, spreads | facts, turns, times)


def _milliseconds(part: str, items: Sequence[msgspec.Struct]) -> list[Measured]:
    return [
        {f"{part}.{name}": getattr(item, name) for name in item.__struct_fields__ if name.endswith("_ms")}
        for item in items
    ]


def figures_of_benchmark(source: str, document: Mapping[str, Json]) -> Figures:
    """Every leaf of the report by its path. Raises NotComparable if none is a number."""
    by_name = dict(_leaves(document))
    if all(isinstance(figure, str | bool) for figure in by_name.values()):
        raise NotComparable(f"{source}: it contains no numbers; name a report of `python -m bench....`, or a call")
    return Figures(source, Kind.BENCHMARK, by_name)


def _object_in(path: Path) -> Mapping[str, Json]:
    try:
        document: Json = msgspec.json.decode(decoded(path.read_bytes()))
    except OSError as exc:
        raise NotComparable(f"{path}: {exc.strerror}; name a file that can be read") from exc
    except (msgspec.DecodeError, UnreadableFile) as exc:
        raise NotComparable(f"{path}: not JSON ({exc}); name a report, or a call's record or sid") from exc
    if not isinstance(document, Mapping):
        raise NotComparable(f"{path}: neither a report nor a record: those are JSON objects")
    return document


def _turn_figures(source: str, labels: Sequence[str], measured: Sequence[Measured]) -> tuple[TurnFigures, ...]:
    turns = tuple(
        TurnFigures(label, {name: ms for name, ms in each.items() if ms is not None})
        for label, each in zip(labels, measured, strict=True)
    )
    if not any(turn.numbers for turn in turns):
        raise NotComparable(
            f"{source}: none of the call's {len(turns)} turns has a latency; compare calls with answers"
        )
    return turns


def _spreads(measured: Sequence[Measured]) -> dict[str, Figure]:
    """Each stage's count, median, 95th percentile and maximum; in a call's few turns the 99th is the maximum."""
    by_stage: dict[str, list[float]] = {}
    for each in measured:
        for stage, ms in each.items():
            by_stage.setdefault(stage, []).extend([] if ms is None else [ms])
    return {
        f"{stage}.{point}": figure
        for stage, lengths in by_stage.items()
        for point, figure in spread(lengths).items()
        if point != "p99"
    }


def _leaves(tree: Json, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Figure]]:
    match tree:
        case None | "":
            return  # nothing was measured, or the text is empty
        case str() | bool() | int() | float():
            yield ".".join(path), tree
        case Mapping():
            for name, below in tree.items():
                yield from _leaves(below, (*path, name))
        case _:
            for name, below in zip(_names_of(tree), tree, strict=True):
                yield from _leaves(below, (*path, name))


def _names_of(items: Sequence[Json]) -> list[str]:
    """The items' own names if those are different; otherwise their positions."""
    for key in _NAMES_OF_ITEMS:
        names = [f"{key}={item[key]}" for item in items if isinstance(item, Mapping) and key in item]
        if len(names) == len(items) == len(set(names)):
            return names
    return [str(place) for place in range(len(items))]
