"""Measures how many calls a core carries: what the engine adds to answers and interruptions, and what a call costs.

    python -m bench.turns [--calls 1,10,25,50,75,100] [--seconds 60] [--servers offhook,bare,embedded,free_speech]
                          [--workers 1,2] [--report FILE]

Starts the real server with the three scripted services on one core, and calls it from a load generator on another
(`bench/load.py`); then the same for the bare application (`bench/bare_app.py`), the baseline of this server stack. Each
count has a new server. With `--workers 1,2` the same again with two workers on two cores. Prints JSON; times in
milliseconds, `cpu` in seconds of CPU per second of a call.

- `response_ms`: last voiced frame, as the VAD's rule counts it, to the first agent audio, less the silence after it.
- `barge_in_ms`: first frame of the onset window that the VAD calls speech, to `clear`.
- `gaps`: the carrier's playout ran dry inside a reply. `unanswered`: turns without a reply before the next one.
- `waited`: the share of the time in which a worker was ready to run while other processes used its core. With as many
  workers as the machine has cores, the generator is one of those.
- `calls_each`: how many calls each worker has.
- `doubtful`: that share was large, or the generator itself was late, so the reading is uncertain.
"""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import trio

from bench.load import LoadReport
from bench.process_figures import Usage, connections_each, usage
from bench.server_under_load import COMMANDS, MORE_SETTINGS, Cores, choose_cores, server_under_load, with_workers

COUNTS = (1, 10, 25, 50, 75, 100)
SECONDS = 60.0
PASSES_WITHIN_MS = 100.0
LATE_MS = 5.0
WAITED = 0.05


class Reading(msgspec.Struct, frozen=True):
    """The figures of one server under so many calls."""

    load: LoadReport
    cpu: float
    cores_used: float
    waited: float
    calls_each: tuple[int, ...]
    memory_per_call_kib: float
    generator_cpu: float
    doubtful: bool


async def read(server: str, calls: int, seconds: float, cores: Cores, workers: int = 1) -> Reading:
    """Start a server, put the load on it, and return the figures."""
    command = with_workers(COMMANDS[server], workers)
    more_settings = MORE_SETTINGS.get(server, {})
    async with server_under_load(command, calls, seconds, cores, more_settings, workers=workers) as loaded:
        await loaded.wait_idle()
        idle = usage(loaded.server.pid)
        await loaded.wait_steady()
        began_at, before, own_before = trio.current_time(), usage(loaded.server.pid), usage(loaded.generator.pid)
        await trio.sleep(seconds)
        lasted_s = trio.current_time() - began_at
        after, own_after = usage(loaded.server.pid), usage(loaded.generator.pid)
        each = connections_each(loaded.server.pid, loaded.port)
        load = await loaded.report()
    each = [0] * (workers - len(each)) + each
    return _reading(load, each, lasted_s, (idle, before, after), own_after.cpu_s - own_before.cpu_s)


def _reading(
    load: LoadReport, each: Sequence[int], lasted_s: float, server: tuple[Usage, Usage, Usage], generator_cpu_s: float
) -> Reading:
    idle, before, after = server
    calls, workers = sum(each), len(each)
    waited = (after.waited_s - before.waited_s) / lasted_s / workers
    return Reading(
        load=load,
        cpu=round((after.cpu_s - before.cpu_s) / lasted_s / calls, 5),
        cores_used=round((after.cpu_s - before.cpu_s) / lasted_s, 3),
        waited=round(waited, 4),
        calls_each=tuple(each),
        memory_per_call_kib=round((after.resident_bytes - idle.resident_bytes) / calls / 1024, 1),
        generator_cpu=round(generator_cpu_s / lasted_s / calls, 5),
        doubtful=load.lateness_ms.get("p99", 0.0) > LATE_MS or waited > WAITED,
    )


def passes(reading: Reading, alone: Reading) -> bool:
    """Whether callers do not notice each other: answers come nearly as soon as with one call, and none is missing."""
    load = reading.load
    slower_ms = load.response_ms.get("p99", float("inf")) - alone.load.response_ms.get("p99", 0.0)
    return slower_ms <= PASSES_WITHIN_MS and not (load.gaps or load.failed or load.unanswered or load.unheeded)


def ratios(ours: Reading, floor: Reading) -> dict[str, float]:
    """Each of our figures as a ratio to the bare application's."""
    pairs = {
        "cpu": (ours.cpu, floor.cpu),
        "memory_per_call": (ours.memory_per_call_kib, floor.memory_per_call_kib),
        **{
            f"{name}_{point}": (getattr(ours.load, name).get(point, 0.0), getattr(floor.load, name).get(point, 0.0))
            for name in ("response_ms", "barge_in_ms")
            for point in ("p50", "p95", "p99")
        },
    }
    return {name: round(mine / bare, 2) for name, (mine, bare) in pairs.items() if bare > 0}


async def measure(
    counts: Sequence[int], servers: Sequence[str], workers: Sequence[int], seconds: float
) -> dict[str, object]:
    """Measure everything that is reported."""
    taken: dict[str, dict[int, Reading]] = {named(name, number): {} for name in servers for number in workers}
    for calls in counts:
        for name in servers:
            for number in workers:
                print(f"{calls} calls, {named(name, number)}", file=sys.stderr, flush=True)
                reading = await read(name, calls, seconds, choose_cores(number), number)
                taken[named(name, number)][calls] = reading
    return report(taken, {number: choose_cores(number) for number in workers}, seconds)  # noqa: ASYNC910  # as it reads


def named(server: str, workers: int) -> str:
    """A server in the report; with one worker it is called by its name alone."""
    return server if workers == 1 else f"{server}, {workers} workers"


def report(taken: dict[str, dict[int, Reading]], cores: dict[int, Cores], seconds: float) -> dict[str, object]:
    """The readings of all servers, by count. `cores` are those of the processes, by the number of workers."""
    counts = sorted({calls for readings in taken.values() for calls in readings})
    rows: list[dict[str, object]] = []
    passing: dict[str, int] = {}
    for calls in counts:
        row: dict[str, object] = {"calls": calls}
        for name, readings in taken.items():
            passed = passes(readings[calls], readings[counts[0]])
            row[name] = msgspec.to_builtins(readings[calls]) | {"passes": passed}
            if passed:
                passing[name] = calls
        if {"offhook", "bare"} <= taken.keys():
            row["ratio"] = ratios(taken["offhook"][calls], taken["bare"][calls])
        row["ratio_of_workers"] = {
            name: ratios(readings[calls], taken[server][calls])
            for name, readings in taken.items()
            if (server := name.partition(",")[0]) in taken and server != name
        }
        rows.append(row)
    return {
        "machine": {
            "cores": os.cpu_count(),
            "server_cores": {number: each.server for number, each in cores.items()},
            "generator_core": {number: each.generator for number, each in cores.items()},
            "note": "; ".join(
                f"workers = {number}: the generator has no core of its own"
                for number, each in cores.items()
                if each.are_shared
            ),
            "python": platform.python_version(),
        },
        "seconds": seconds,
        "compared_with_calls": counts[0],
        "counts": rows,
        "largest_count_that_passes": passing,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="What calls cost and how long they wait, by their number.")
    parser.add_argument("--calls", default=",".join(map(str, COUNTS)), help="numbers of concurrent calls")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="the steady part of each reading")
    parser.add_argument("--servers", default="offhook,bare", help=f"some of {', '.join(COMMANDS)}")
    parser.add_argument("--workers", default="1", help="numbers of workers, each on a core of its own")
    parser.add_argument("--report", type=Path, help="also write the JSON here")
    arguments = parser.parse_args()
    counts = sorted(int(count) for count in arguments.calls.split(","))
    workers = sorted(int(number) for number in arguments.workers.split(","))
    found = trio.run(measure, counts, arguments.servers.split(","), workers, arguments.seconds)
    text = msgspec.json.format(msgspec.json.encode(found), indent=2).decode()
    print(text)
    if arguments.report is not None:
        arguments.report.write_text(text + "\n")


if __name__ == "__main__":
    main()
