"""Makes one record of the streams of a call. All their times are in seconds since the first stream began."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import msgspec

from offhook.engine.decide.costs import DIGITS, Cost, Used
from offhook.engine.record.call_record import CallOver, CallRecord, TakenUp
from offhook.engine.record.call_trace import CallTrace
from offhook.engine.record.conversation import AgentSaid, Entry, first_sound


def whole_record(streams: Sequence[CallRecord]) -> CallRecord:
    """The record of a whole call. It has an end if its last stream has one."""
    if len(streams) == 1 and (streams[0].over is None or not streams[0].over.taken_up):
        return streams[0]
    first, last = streams[0], streams[-1]
    return CallRecord(
        begun=first.begun,
        over=None
        if last.over is None
        else _over({each.begun.stream_sid: each.over for each in streams if each.over is not None}),
        transcript=_transcript(streams),
        turns=[turn for each in streams for turn in each.turns],
        trace=_trace([each.trace for each in streams if each.trace is not None]) if last.over is not None else None,
        returned_s=tuple(
            round(each.begun.started_at - first.begun.started_at, 3)
            for each in streams[1:]
            if each.begun.path == "stream"
        ),
        unreadable=tuple(dict.fromkeys(chain.from_iterable(each.unreadable for each in streams))),
    )


def _transcript(streams: Sequence[CallRecord]) -> list[Entry]:
    """Whoever goes on with a call whose process was killed writes down what that may not have stored: of a turn that
    two streams have, the later one counts. Within a stream a turn may have several entries, as after a crash."""
    entries: dict[Entry, None] = {}
    rewritten: set[int] = set()
    for stream in reversed(streams):
        said = [each for each in stream.transcript if not (isinstance(each, AgentSaid) and each.turn in rewritten)]
        entries |= dict.fromkeys(said)
        rewritten |= {each.turn for each in said if isinstance(each, AgentSaid)}
    return sorted(entries, key=first_sound)


def _over(ended: Mapping[str, CallOver]) -> CallOver:
    """By StreamSid, in order."""
    ends = list(ended.values())
    collected = [each.collected for each in ends if each.collected is not None]
    parts: list[CallOver | TakenUp] = [each for each in _taken_up(ends) if each.stream_sid not in ended]
    parts += ends
    return msgspec.structs.replace(
        ends[-1],
        faults=dict(sorted(_summed(each.faults for each in ends).items())),
        discarded=_summed(each.discarded for each in ends),
        collected=collected[-1] if collected else None,
        used=_used(each.used for each in parts),
        cost=_cost([each.cost for each in parts if each.cost is not None]),
        taken_up=msgspec.UNSET,
        # Of a transfer that failed after its stream, the next stream knows.
        tools=tuple({(each.use, each.at_s): each for part in parts for each in part.tools}.values()),
        notes=tuple(chain.from_iterable(each.notes for each in parts)),
        language=next((each.language for each in reversed(ends) if each.language), ""),
        answered=tuple(sorted(chain.from_iterable(each.answered for each in parts), key=lambda each: each.turn)),
    )


def _taken_up(ends: Iterable[CallOver]) -> list[TakenUp]:
    """Of a stream that several have taken up, what the newest knows."""
    by_stream: dict[str, TakenUp] = {}
    for end in ends:
        by_stream |= {each.stream_sid: each for each in end.taken_up or ()}
    return list(by_stream.values())


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    return dict(sum(map(Counter, counts), Counter[str]()))


def _used(parts: Iterable[Mapping[str, Used]]) -> dict[str, Used]:
    used: dict[str, Used] = {}
    for service, amount in chain.from_iterable(part.items() for part in parts):
        used[service] = used.get(service, Used()) + amount
    return dict(sorted(used.items()))


def _cost(costs: Sequence[Cost]) -> Cost | None:
    if not costs:
        return None
    services: dict[str, float] = {}
    for service, amount in chain.from_iterable(cost.services.items() for cost in costs):
        services[service] = round(services.get(service, 0.0) + amount, DIGITS)
    return msgspec.structs.replace(
        costs[-1],
        total=round(sum(cost.total for cost in costs), DIGITS),
        services=dict(sorted(services.items())),
        not_priced=tuple(sorted({name for cost in costs for name in cost.not_priced})),
    )


def _trace(traces: Sequence[CallTrace]) -> CallTrace | None:
    if not traces:
        return None
    return CallTrace(
        seconds=traces[-1].seconds,
        voiced=tuple(chain.from_iterable(trace.voiced for trace in traces)),
        utterances=tuple(chain.from_iterable(trace.utterances for trace in traces)),
        sounds=tuple(chain.from_iterable(trace.sounds for trace in traces)),
        moments=tuple(chain.from_iterable(trace.moments for trace in traces)),
        left_out=_summed(trace.left_out for trace in traces),
    )
