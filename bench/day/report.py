"""What a whole day comes to: what callers heard by event, what the server held, what was promised in vain. Pure."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from bench.day.call_log import CallLog
from bench.day.look import Look
from bench.day.plan import Event
from bench.day.server import WORKERS
from bench.day.troubles import Happening
from bench.day.verdict import BROKEN, LATE_S, LONGEST_SILENCE_S, Record, Verdict, verdict

NOTHING = "nothing wrong"
AFTERWARDS_S = 10.0
"""So long after its end a trouble may still be heard."""
DEPLOY_S = 60.0
"""A deploy has no end of its own: calls drain, the server starts."""
MOST_LISTED = 100
FIRST_SERVICES = {"recognizer.deepgram", "responder.openai", "speaker.elevenlabs"}
RECOVERED_S = 15.0
"""Calls that begin in the last part of the day are served by the first services again."""
MORE_DESCRIPTORS, MORE_THREADS, MORE_TASKS, MORE_SERVICE_SOCKETS = 8, 4, 6, 24
"""How many more of each there may be at the end than at the beginning: connections that are kept for the next call,
and the tasks and threads that wait for them. A leak in one call of a hundred would be more."""
MORE_MEMORY_KIB = WORKERS * (3 * 96 + 64 + 32) * 1024
"""What each worker may keep once it has needed it: pocketsphinx' decoders for any English, the cache of sentences, and
what Python does not give back."""

LEFT_BY_A_KILL = 2
"""Callers who hang up in the same moment as their worker is killed do not return, so that their record has no end, and
their journal stays (docs/records.md)."""


class Silence(msgspec.Struct, frozen=True):
    """Somebody who waited longer than is promised."""

    call_sid: str
    event: str
    after: str
    seconds: float


class EventRow(msgspec.Struct, frozen=True):
    """The calls that a trouble fell into."""

    event: str
    at_s: float
    calls: int
    verdicts: dict[str, int]
    late: int
    """Waits that were longer than LATE_S."""
    longest_wait_s: float
    returned: int
    """Calls that went on in another stream."""


class Report(msgspec.Struct, frozen=True):
    """The report of a run."""

    minutes: float
    seed: int
    at_a_time: int
    calls: int
    acts: dict[str, int]
    """What callers did: utterances, interruptions among them, keys."""
    verdicts: dict[str, int]
    events: list[EventRow]
    silences: list[Silence]
    cut_off: list[str]
    without_record: list[str]
    end_reasons: dict[str, int]
    faults: dict[str, int]
    looks: list[Look]
    deploy_exit_code: int | None
    worker_back_s: float | None
    latest_tick_ms: float
    cpu: float
    """Of a core, the server and all that belongs to it."""
    log_lines: dict[str, int]
    missed: list[str]
    """The promises that were not kept; empty on a good day."""


class Day(msgspec.Struct, frozen=True):
    """What was measured."""

    minutes: float
    seed: int
    at_a_time: int
    began_at: float
    ended_at: float
    """When the last call could begin."""
    plan: Sequence[Event]
    logs: Sequence[CallLog]
    records: Mapping[str, Record]
    looks: Sequence[Look]
    deploy_exit_code: int | None
    worker_back_s: float | None
    latest_tick_ms: float
    log_lines: Mapping[str, int]


def event_at(plan: Sequence[Event], since_s: float, until_s: float) -> str:
    """The first trouble that falls into that time."""
    for event in plan:
        lasts_s = DEPLOY_S if event.what is Happening.DEPLOY else event.lasts_s + AFTERWARDS_S
        if event.at_s <= until_s and since_s <= event.at_s + lasts_s:
            return event.name
    return NOTHING


def report(day: Day) -> Report:
    found = {log.sid: verdict(log, day.records.get(log.sid)) for log in day.logs}
    by_event = {log.sid: _event_of(day, log) for log in day.logs}
    silences = list(_silences(day))
    without = [log.sid for log in day.logs if log.streams and log.sid not in day.records]
    cut_off = [log.sid for log in day.logs if found[log.sid] is Verdict.CUT_OFF]
    return Report(
        minutes=day.minutes,
        seed=day.seed,
        at_a_time=day.at_a_time,
        calls=len(day.logs),
        acts={
            "utterances": sum(log.spoke for log in day.logs),
            "interruptions": sum(log.interrupted for log in day.logs),
            "keys": sum(len(log.pressed) for log in day.logs),
        },
        verdicts=_counted([verdict.value for verdict in found.values()]),
        events=[
            _row(day, name, at_s, [log for log in day.logs if by_event[log.sid] == name], found)
            for name, at_s in [(NOTHING, 0.0), *((event.name, event.at_s) for event in day.plan)]
        ],
        silences=silences[:MOST_LISTED],
        cut_off=cut_off[:MOST_LISTED],
        without_record=without[:MOST_LISTED],
        end_reasons=_counted([str(record.end_reason) for record in day.records.values()]),
        faults=_summed([record.faults for record in day.records.values()]),
        looks=list(day.looks),
        deploy_exit_code=day.deploy_exit_code,
        worker_back_s=day.worker_back_s,
        latest_tick_ms=day.latest_tick_ms,
        cpu=_cpu(day.looks),
        log_lines=dict(day.log_lines),
        missed=_missed(day, found, by_event, len(silences), len(without)),
    )


def _cpu(looks: Sequence[Look]) -> float:
    """While calls are there, as a share of a core; the processes of before a restart are gone with their figures."""
    spans = [(after.cpu_s - before.cpu_s, after.at_s - before.at_s) for before, after in pairwise(looks)]
    whole = [(used, seconds) for used, seconds in spans if used > 0]
    return round(sum(used for used, _ in whole) / max(sum(seconds for _, seconds in whole), 1.0), 2)


def _event_of(day: Day, log: CallLog) -> str:
    return event_at(day.plan, log.began_at - day.began_at, log.ended_at - day.began_at)


def _row(day: Day, name: str, at_s: float, logs: Sequence[CallLog], found: Mapping[str, Verdict]) -> EventRow:
    waits = [wait.seconds for log in logs for wait in log.waits]
    return EventRow(
        event=name,
        at_s=at_s,
        calls=len(logs),
        verdicts=_counted([found[log.sid].value for log in logs]),
        late=sum(seconds > LATE_S for seconds in waits),
        longest_wait_s=round(max(waits, default=0.0), 2),
        returned=sum(log.broke > 0 for log in logs),
    )


def _silences(day: Day) -> list[Silence]:
    return [
        Silence(log.sid, _event_of(day, log), wait.why.value, round(wait.seconds, 2))
        for log in day.logs
        for wait in log.waits
        if wait.seconds > LONGEST_SILENCE_S
    ]


def _missed(
    day: Day, found: Mapping[str, Verdict], by_event: Mapping[str, str], silences: int, without: int
) -> list[str]:
    missed = [
        f"{count} calls: {broken.value}"
        for broken in BROKEN
        if (count := sum(verdict is broken for verdict in found.values()))
    ]
    if silences:
        missed.append(f"{silences} silences of more than {LONGEST_SILENCE_S:g} s")
    if without:
        missed.append(f"{without} calls had a stream, and have no record")
    stray = sum(
        verdict in (Verdict.FALLBACK, Verdict.BUSY) and by_event[sid] != Happening.DEPLOY.value
        for sid, verdict in found.items()
    )
    if stray:
        missed.append(f"{stray} callers were turned away, and nothing was being deployed")
    if day.deploy_exit_code not in (None, 0):
        missed.append(f"the deployed server ended with {day.deploy_exit_code}")
    unfinished = sum(record.end_reason is None for record in day.records.values())
    if unfinished > LEFT_BY_A_KILL:
        missed.append(f"{unfinished} records have no end")
    return missed + _not_recovered(day) + _not_returned(day.looks[0], day.looks[-1])


def _not_recovered(day: Day) -> list[str]:
    late = [log.sid for log in day.logs if log.streams and log.began_at > day.ended_at - RECOVERED_S]
    used = {name for sid in late if sid in day.records for name in day.records[sid].used}
    others = sorted(used - FIRST_SERVICES)
    return [f"calls at the end of the day are still served by {', '.join(others)}"] if others else []


def _not_returned(first: Look, last: Look) -> list[str]:
    wrong = [
        f"{name}: {getattr(first, name)} at the beginning, {getattr(last, name)} at the end"
        for name, more in (
            ("workers", 0),
            ("processes", 0),
            ("threads", MORE_THREADS),
            ("descriptors", MORE_DESCRIPTORS),
            ("tasks", MORE_TASKS),
            ("service_sockets", MORE_SERVICE_SOCKETS),
        )
        if getattr(last, name) > getattr(first, name) + more
    ]
    if last.workers < first.workers:
        wrong.append(f"only {last.workers} of {first.workers} workers are left")
    if last.resident_kib > first.resident_kib + MORE_MEMORY_KIB:
        wrong.append(f"memory: {first.resident_kib} KiB at the beginning, {last.resident_kib} KiB at the end")
    wrong += [
        f"{getattr(last, name)} {words} at the end"
        for name, words, most in (
            ("places", "places are taken", 0),
            ("journals", "journals are left", LEFT_BY_A_KILL),
        )
        if getattr(last, name) > most
    ]
    wrong += [f"{page} answered {status} at the end" for page, status in _pages(last) if status != 200]
    return wrong


def _pages(last: Look) -> list[tuple[str, int]]:
    return [("/readyz", last.readyz), ("/calls", last.calls_page)]


def _counted(names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in sorted(names):
        found[name] = found.get(name, 0) + 1
    return found


def _summed(each: Sequence[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for faults in each:
        for name, count in faults.items():
            found[name] = found.get(name, 0) + count
    return dict(sorted(found.items()))
