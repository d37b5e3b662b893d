"""Measures what memory a live call takes, and what that is made of.

    python -m bench.memory [--calls 50] [--seconds 10] [--report FILE]

Puts the load of `bench.turns` on the real server twice. The first reading is how much the resident memory of the
process grows. In the second one Python traces every allocation (tracemalloc), and the calls' share is divided by the
line of ours that it was made for; that makes the server many times slower, so it gets `TRACED_CALLS` at most. Prints
JSON; all figures are KiB a call.

- `resident`: as the kernel counts it. It is more than `traced`, by what the allocator rounds up and holds back, and by
  what is loaded once, for the first calls, and divided among few of them here.
- `kinds`: of Trio's tasks, nurseries and scopes; of the server below; bytes of sound and text, and objects, of ours.
- `files` and `lines`: the nearest of ours that it was allocated for, whatever library did so.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from bench.process_figures import usage
from bench.profile import APPLICATIONS
from bench.sampler import ROOT, room_of
from bench.server_under_load import COMMANDS, Cores, choose_cores, server_under_load
from bench.traced import BEGIN, TAKE, Allocated
from offhook.telephone.server_process import COMMAND

CALLS, SECONDS = 50, 10.0
TRACED_CALLS = 25
TRACED_COMMAND = tuple("bench.traced_app:app" if part == "offhook.app:app" else part for part in COMMAND)
TAKEN_WITHIN_S = 300.0
LINES_KEPT = 40
SCHEDULER, SERVER = "Trio's tasks, nurseries and scopes", "the server's connection"
OURS = "objects, sound and text of ours"
_KINDS = {"trio": SCHEDULER, "hypercorn, wsproto, h11": SERVER}
_WHOEVER_CALLS = ("standard library", "generated code")


class MemoryReport(msgspec.Struct, frozen=True):
    """The memory of a call, in KiB."""

    resident: float
    calls: int
    """So many were live when they were traced."""
    traced: float
    blocks: int
    kinds: dict[str, float]
    files: dict[str, float]
    lines: dict[str, float]


async def measure(calls: int, seconds: float) -> MemoryReport:
    cores = choose_cores()
    resident = await _resident_bytes(calls, seconds, cores)
    allocated, live = await _allocated(min(calls, TRACED_CALLS), cores)
    return made_of(allocated, live, _kib(resident, calls))


async def _resident_bytes(calls: int, seconds: float, cores: Cores) -> int:
    async with server_under_load(COMMANDS["offhook"], calls, seconds, cores, {}) as loaded:
        await loaded.wait_idle()
        idle = usage(loaded.server.pid)
        await loaded.wait_steady()
        await trio.sleep(seconds)
        return usage(loaded.server.pid).resident_bytes - idle.resident_bytes


async def _allocated(calls: int, cores: Cores) -> tuple[Sequence[Allocated], int]:
    """And for how many calls: a server that is as slow as a traced one may have lost some."""
    settings = {"BENCH_TRACED": APPLICATIONS["offhook"]}
    async with server_under_load(TRACED_COMMAND, calls, TAKEN_WITHIN_S, cores, settings) as loaded:
        await loaded.wait_idle()
        async with httpx.AsyncClient(base_url=loaded.server.address, timeout=TAKEN_WITHIN_S) as client:
            await _live_calls(client)  # what the page keeps for the next time is no call's
            await client.get(BEGIN)
            await loaded.wait_steady()
            live = await _live_calls(client)
            answer = await client.get(TAKE)
    return msgspec.json.decode(answer.content, type=list[Allocated]), live


async def _live_calls(client: httpx.AsyncClient) -> int:
    return len((await client.get("/calls")).json()["live"])


def made_of(allocated: Sequence[Allocated], calls: int, resident: float) -> MemoryReport:
    """Divide the memory of so many calls by where it was allocated."""

    def table(name_of: Callable[[Allocated], str]) -> dict[str, float]:
        total: Counter[str] = Counter()
        for each in allocated:
            total[name_of(each)] += each.bytes
        return {name: _kib(size, calls) for name, size in total.most_common() if _kib(size, calls)}

    lines = table(lambda each: _ours(each, by_line=True))
    return MemoryReport(
        resident=resident,
        calls=calls,
        traced=_kib(sum(each.bytes for each in allocated), calls),
        blocks=round(sum(each.blocks for each in allocated) / calls),
        kinds=table(_kind),
        files=table(lambda each: _ours(each, by_line=False)),
        lines=dict(list(lines.items())[:LINES_KEPT]),
    )


def _kind(allocated: Allocated) -> str:
    rooms = (room_of(frame.file) for frame in reversed(allocated.frames))
    return _KINDS.get(next((room for room in rooms if room not in _WHOEVER_CALLS), ""), OURS)


def _ours(allocated: Allocated, *, by_line: bool) -> str:
    """The nearest place of ours that it was allocated for."""
    for frame in reversed(allocated.frames):
        path = Path(frame.file)
        if path.is_relative_to(ROOT) and "site-packages" not in frame.file:
            name = str(path.relative_to(ROOT))
            return f"{name}:{frame.line}" if by_line else name
    return "(the server stack)"


def _kib(size: float, calls: int) -> float:
    return round(size / calls / 1024, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description="What memory a live call takes, and what that is made of.")
    parser.add_argument("--calls", type=int, default=CALLS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long all calls are in conversation")
    parser.add_argument("--report", type=Path, help="also write the JSON here")
    arguments = parser.parse_args()
    found = trio.run(measure, arguments.calls, arguments.seconds)
    text = msgspec.json.format(msgspec.json.encode(found), indent=2).decode()
    print(text)
    if arguments.report is not None:
        arguments.report.write_text(text + "\n")


if __name__ == "__main__":
    main()
