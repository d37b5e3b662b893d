"""From readings to the report: which count passes, and what is compared with what. Nothing is run."""

import msgspec

from bench.load import LoadReport
from bench.server_under_load import Cores
from bench.turns import Reading, passes, ratios, report

LOAD = LoadReport(
    response_ms={"n": 100, "p50": 2.0, "p95": 3.0, "p99": 5.0, "max": 6.0},
    barge_in_ms={"n": 50, "p50": 41.0, "p95": 42.0, "p99": 43.0, "max": 44.0},
    gaps=0,
    longest_gap_ms=0.0,
    unanswered=0,
    unheeded=0,
    failed=0,
    failures={},
    lateness_ms={"n": 1000, "p50": 0.5, "p95": 1.0, "p99": 1.5, "max": 2.0},
)
READING = Reading(
    load=LOAD,
    cpu=0.013,
    cores_used=0.65,
    waited=0.001,
    calls_each=(50,),
    memory_per_call_kib=200.0,
    generator_cpu=0.003,
    doubtful=False,
)


def reading(**changed: object) -> Reading:
    load = msgspec.structs.replace(LOAD, **{name: value for name, value in changed.items() if hasattr(LOAD, name)})
    rest = {name: value for name, value in changed.items() if hasattr(READING, name)}
    return msgspec.structs.replace(READING, load=load, **rest)


def slower(p99: float) -> Reading:
    return reading(response_ms=LOAD.response_ms | {"p99": p99})


def test_a_count_passes_within_100_ms_of_one_call() -> None:
    """And not beyond."""
    assert passes(slower(105.0), READING)
    assert not passes(slower(105.1), READING)


def test_anything_that_a_caller_misses_fails_the_count() -> None:
    """However fast the other answers were."""
    for missed in ("gaps", "failed", "unanswered", "unheeded"):
        assert not passes(reading(**{missed: 1}), READING), missed
    assert not passes(reading(response_ms={"n": 0}), READING), "nothing was measured"


def test_ratios_are_multiples_of_the_floor() -> None:
    """Each of ours by the same one of the bare application's; what the floor does not have is left out."""
    floor = reading(cpu=0.01, memory_per_call_kib=0.0, response_ms=LOAD.response_ms | {"p99": 2.5})
    found = ratios(READING, floor)
    assert (found["cpu"], found["response_ms_p99"], found["barge_in_ms_p50"]) == (1.3, 2.0, 1.0)
    assert "memory_per_call" not in found


def test_the_report_names_the_largest_count_that_passes() -> None:
    """Of each server, compared with its own smallest count."""
    taken = {
        "offhook": {1: READING, 50: slower(90.0), 75: slower(500.0)},
        "bare": {1: READING, 50: READING, 75: READING},
    }
    found = msgspec.to_builtins(report(taken, {1: Cores((0,), (1,))}, 60.0))
    assert found["largest_count_that_passes"] == {"offhook": 50, "bare": 75}
    assert [row["calls"] for row in found["counts"]] == [1, 50, 75]
    assert [row["offhook"]["passes"] for row in found["counts"]] == [True, True, False]
    assert found["counts"][1]["ratio"]["response_ms_p99"] == 18.0


def test_one_core_is_said_in_the_report() -> None:
    """Where server and generator have to share it, nobody shall believe the figures."""
    found = msgspec.to_builtins(report({"bare": {1: READING}}, {1: Cores((), ())}, 60.0))
    assert found["machine"]["note"] == "workers = 1: the generator has no core of its own"
    both = {1: Cores((0,), (1,)), 2: Cores((0, 1), (1,))}
    found = msgspec.to_builtins(report({"bare": {1: READING}}, both, 60.0))
    assert found["machine"]["note"] == "workers = 2: the generator has no core of its own"


def test_workers_are_compared_with_one_worker() -> None:
    """Of the same server, under as many calls."""
    taken = {"bare": {50: READING}, "offhook": {50: READING}, "offhook, 2 workers": {50: reading(cpu=0.0195)}}
    found = msgspec.to_builtins(report(taken, {1: Cores((0,), (1,)), 2: Cores((0, 1), (2,))}, 60.0))
    (row,) = found["counts"]
    assert {name: ratio["cpu"] for name, ratio in row["ratio_of_workers"].items()} == {"offhook, 2 workers": 1.5}
    assert found["machine"]["note"] == ""
