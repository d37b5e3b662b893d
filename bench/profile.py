"""Measures where the CPU time of a call goes, by package, by task, and by line of our code, and the longest pauses.

    python -m bench.profile [--calls 20] [--seconds 30] [--server offhook|bare] [--report FILE]

Runs the real server with a sampler (`bench/sampler.py`) under the load of `bench.turns`. All figures are microseconds
of CPU per call and second, of the whole process tree. `--report` also writes them as JSON.
"""

import argparse
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio
from rich.table import Table

from bench.process_figures import usage
from bench.profiled import COUNT, SAMPLE, STOP
from bench.sampler import Place, Profile
from bench.server_under_load import choose_cores, server_under_load
from offhook.reports.terminal import Terminal, open_terminal
from offhook.telephone.server_process import COMMAND

CALLS, SECONDS = 20, 30.0
APPLICATIONS = {"offhook": "offhook.app:app", "bare": "bench.bare_app:app"}
PROFILED_COMMAND = tuple("bench.profiled_app:app" if part == "offhook.app:app" else part for part in COMMAND)
COUNT_S = 10.0
PAUSES_SHOWN = 6
FUNCTIONS_KEPT = 8
LINES_SHOWN = 20
LARGEST = 3


class Cost(msgspec.Struct, frozen=True):
    """One line of a table: a package, a task or a line of our code, and its cost."""

    name: str
    us: float
    share: float
    steps_per_s: float
    below: dict[str, float]


class CostReport(msgspec.Struct, frozen=True):
    """The cost of a second of a call, in three tables, and what everybody had to wait for."""

    server: str
    calls: int
    samples: int
    us: float
    rooms: tuple[Cost, ...]
    tasks: tuple[Cost, ...]
    lines: tuple[Cost, ...]
    longest_step_ms: dict[str, float]
    longest_collection_ms: list[float]


async def measure(server: str, calls: int, seconds: float) -> CostReport:
    cores = choose_cores()
    settings = {"BENCH_PROFILED": APPLICATIONS[server]}
    async with server_under_load(PROFILED_COMMAND, calls, COUNT_S + seconds, cores, settings) as loaded:
        await loaded.wait_steady()
        async with httpx.AsyncClient(base_url=loaded.server.address) as client:
            await client.get(COUNT)
            await trio.sleep(COUNT_S)
            await client.get(SAMPLE)
            before = usage(loaded.server.pid)
            await trio.sleep(seconds)
            after = usage(loaded.server.pid)
            answer = await client.get(STOP, timeout=60)
    profile = msgspec.json.decode(answer.content, type=Profile)
    return costs(server, calls, profile, (after.cpu_s - before.cpu_s) / seconds / calls * 1e6)


def costs(server: str, calls: int, profile: Profile, us: float) -> CostReport:
    """Convert samples to microseconds: all samples together are the CPU time of the process tree."""
    samples = sum(place.samples for place in profile.places)
    us_of_one = us / samples if samples else 0.0

    def table(name_of: Callable[[Place], str], below: Callable[[Place], str]) -> tuple[Cost, ...]:
        total: Counter[str] = Counter()
        parts: dict[str, Counter[str]] = {}
        for place in profile.places:
            name = name_of(place)
            total[name] += place.samples
            parts.setdefault(name, Counter())[below(place)] += place.samples
        return tuple(
            Cost(
                name,
                round(count * us_of_one, 1),
                round(count / samples, 4),
                round(profile.steps_per_s.get(name, 0.0) / calls, 1),
                {part: round(n * us_of_one, 1) for part, n in parts[name].most_common(FUNCTIONS_KEPT)},
            )
            for name, count in total.most_common()
        )

    return CostReport(
        server=server,
        calls=calls,
        samples=samples,
        us=round(us, 1),
        rooms=table(lambda place: place.room, lambda place: place.function),
        tasks=table(lambda place: place.task, lambda place: f"{place.room}: {place.function}"),
        lines=table(lambda place: place.ours or "(the server stack)", lambda place: f"{place.room}: {place.function}"),
        longest_step_ms={task: round(ms, 1) for task, ms in profile.longest_step_ms.items()},
        longest_collection_ms=[round(ms, 1) for ms in profile.longest_collection_ms],
    )


def show(terminal: Terminal, report: CostReport) -> None:
    terminal.say(
        f"{report.server}: {report.us:.0f} µs of CPU per call and second ({report.calls} calls, "
        f"{report.samples} samples)"
    )
    for title, rows, shown in (
        ("By room", report.rooms, len(report.rooms)),
        ("By task", report.tasks, len(report.tasks)),
        ("By line of ours, with all that it calls in libraries", report.lines, LINES_SHOWN),
    ):
        table = Table("", "µs", "%", "steps/s", title=title, title_justify="left")
        for place, row in enumerate(rows[:shown]):
            style = "bold" if place < LARGEST else ""
            table.add_row(row.name, f"{row.us:.0f}", f"{row.share:.1%}", f"{row.steps_per_s or '':>5}", style=style)
            if place < LARGEST:
                for name, us in row.below.items():
                    table.add_row(f"  {name}", f"{us:.0f}", "", "", style="dim")
        terminal.print(table)
    longest = ", ".join(f"{task} {ms:.1f}" for task, ms in islice(report.longest_step_ms.items(), PAUSES_SHOWN))
    collected = ", ".join(f"{ms:.1f}" for ms in report.longest_collection_ms)
    terminal.say(f"The longest steps of tasks, in ms: {longest}")
    terminal.say(f"The longest garbage collections, the youngest generation first, in ms: {collected}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Where the CPU of a second of a call goes.")
    parser.add_argument("--calls", type=int, default=CALLS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long is sampled")
    parser.add_argument("--server", choices=sorted(APPLICATIONS), default="offhook")
    parser.add_argument("--report", type=Path, help="also write the figures here, as JSON")
    arguments = parser.parse_args()
    report = trio.run(measure, arguments.server, arguments.calls, arguments.seconds)
    show(open_terminal(), report)
    if arguments.report is not None:
        arguments.report.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))


if __name__ == "__main__":
    main()
