"""Looks for leaks: many calls against one real server, ended in every way that a caller can end them.

    python -m bench.soak [--minutes 60] [--calls 10] [--seed 1] [--report FILE]

Rounds of calls of 5 to 20 s, so many at a time. After each round all calls end, and the idle server is measured:
memory, processes, threads, descriptors, tasks and live calls. The first round is a warm-up. Prints JSON: the first and
the last measurement, the slope of memory over all of them and over the second half (least squares), and whether
everything else returned to its first value.
"""

import argparse
import enum
import os
import random
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from bench.lean_caller import LeanCaller, client_frame
from bench.listener import Listener
from bench.load import speak
from bench.process_figures import usage
from bench.script import FRAMES_PER_S, PERIOD_FRAMES, TONE_S, Script, voices, write_script
from bench.zero_latency import SETTINGS
from offhook.reports.terminal import complain
from offhook.telephone.server_process import COMMAND, RunningServer, started_server

LOOK_EVERY_S = 10.0
LET_GO_WITHIN_S = 15.0
"""The server's own deadlines for callers that say nothing any more, and a goodbye, with room to spare."""
DRAINED_WITHIN_S = 30.0
SETTLE_S = 1.0
"""Connections close a moment after what they were opened for."""
CONNECT_S = 0.5
INTO_THE_INTERRUPTION = 10
_BINARY = 0x2


class Departure(enum.Enum):
    """How a caller ends the call."""

    STOP = "says stop"
    CUT = "the socket is cut"
    VANISH = "says nothing any more"
    INTERRUPTING = "says stop while interrupting"
    NEVER_STARTED = "never says start"
    GARBAGE = "sends garbage"


class Rhythm(msgspec.Struct, frozen=True):
    """How long new calls begin, and how long each call lasts."""

    round_s: float = 25.0
    shortest_s: float = 5.0
    longest_s: float = 20.0


class Look(msgspec.Struct, frozen=True):
    """One measurement of the idle server."""

    at_s: float
    resident_kib: int
    processes: int
    threads: int
    descriptors: int
    tasks: int | None
    """None where the server does not tell."""
    live_calls: int


class SoakReport(msgspec.Struct, frozen=True):
    """The report of a whole run."""

    minutes: float
    calls: dict[str, int]
    failures: dict[str, int]
    not_let_go: dict[str, int]
    """Connections that the server still held so long after the caller had left."""
    first: Look
    last: Look
    most_resident_kib: int
    memory_kib_per_hour: float
    memory_kib_per_hour_in_second_half: float
    returned: dict[str, bool]
    looks: tuple[Look, ...]


class Soak:
    """One server and its calls."""

    def __init__(self, server: RunningServer, calls: int, seed: int, rhythm: Rhythm) -> None:
        place = urlsplit(server.address)
        self._server, self._address = server, (str(place.hostname), place.port or 80)
        self._places, self._chance, self._rhythm = calls, random.Random(seed), rhythm
        periods = int(rhythm.longest_s) * FRAMES_PER_S // PERIOD_FRAMES + 2
        clips = voices()
        self._scripts = [write_script([*clips[turn:], *clips[:turn]], periods) for turn in range(len(clips))]
        self.calls: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.not_let_go: Counter[str] = Counter()
        self._listener = Listener()
        self.most_resident_kib = 0
        self.looks: list[Look] = []

    async def run(self, minutes: float) -> None:
        began_at = trio.current_time()
        await self._round()
        while trio.current_time() < began_at + minutes * 60:
            self.looks.append(await self._look(began_at))
            print(msgspec.json.encode(self.looks[-1]).decode(), file=sys.stderr, flush=True)
            await self._round()
        self.looks.append(await self._look(began_at))

    async def _round(self) -> None:
        async with trio.open_nursery() as watch:
            self._listener = Listener()
            watch.start_soon(self._listener.run, name="listener")
            watch.start_soon(self._watch_memory, name="watch of the memory")
            async with trio.open_nursery() as nursery:
                until = trio.current_time() + self._rhythm.round_s
                for place in range(self._places):
                    nursery.start_soon(self._occupy, until, name=f"place {place}")
            watch.cancel_scope.cancel(reason="the round is over")

    async def _occupy(self, until: float) -> None:  # noqa: ASYNC910  # a round takes a while
        """Place one call after the other until the round is over."""
        while trio.current_time() < until:
            await trio.sleep(self._chance.uniform(0, 1))
            departure = self._chance.choice(list(Departure))
            script = self._chance.choice(self._scripts)
            await self._call(departure, script, self._chance.uniform(self._rhythm.shortest_s, self._rhythm.longest_s))

    async def _call(self, departure: Departure, script: Script, seconds: float) -> None:
        caller = LeanCaller(script, f"{self.calls.total():032x}")
        self.calls[departure.value] += 1
        async with trio.open_nursery() as nursery:
            nursery.start_soon(caller.run, *self._address, self._listener, name="soak call")
            begins = trio.current_time() + CONNECT_S
            if departure is Departure.INTERRUPTING:
                await speak(caller, begins, script.utterances[1].first_voiced + INTO_THE_INTERRUPTION)
            elif departure is not Departure.NEVER_STARTED:
                await speak(caller, begins, int(seconds * FRAMES_PER_S))
            self._leave(caller, departure)
            if departure is not Departure.CUT:
                with trio.move_on_after(LET_GO_WITHIN_S):
                    await caller.over.wait()
                if not caller.over.is_set():
                    self.not_let_go[departure.value] += 1
            nursery.cancel_scope.cancel(reason="the caller closes its side")
        if caller.log.failure:
            self.failures[f"{departure.value}: {caller.log.failure}"] += 1

    def _leave(self, caller: LeanCaller, departure: Departure) -> None:
        match departure:
            case Departure.STOP | Departure.INTERRUPTING:
                caller.hang_up()
            case Departure.GARBAGE:
                caller.leave()
                for _ in range(200):
                    caller.send(_garbage(self._chance))
            case Departure.CUT | Departure.VANISH | Departure.NEVER_STARTED:
                caller.leave()

    async def _watch_memory(self) -> None:
        while True:
            await trio.sleep(LOOK_EVERY_S)
            self.most_resident_kib = max(self.most_resident_kib, usage(self._server.pid).resident_bytes // 1024)

    async def _look(self, began_at: float) -> Look:
        """Measure the server once it has no calls."""
        with trio.move_on_after(DRAINED_WITHIN_S):
            while (await self._live())[0]:  # noqa: ASYNC110  # the server is another process, so it has to be polled
                await trio.sleep(SETTLE_S)
        await trio.sleep(SETTLE_S)
        live, tasks = await self._live()
        await trio.sleep(SETTLE_S)
        used = usage(self._server.pid)
        self.most_resident_kib = max(self.most_resident_kib, used.resident_bytes // 1024)
        return Look(
            at_s=round(trio.current_time() - began_at, 1),
            resident_kib=used.resident_bytes // 1024,
            processes=used.processes,
            threads=used.threads,
            descriptors=used.descriptors,
            tasks=tasks,
            live_calls=live,
        )

    async def _live(self) -> tuple[int, int | None]:
        async with httpx.AsyncClient(base_url=self._server.address, timeout=30) as client:
            page = (await client.get("/calls")).json()
        return len(page["live"]), page.get("tasks")


def _garbage(chance: random.Random) -> bytes:
    """An invalid message, but a complete WebSocket message, so that the next one is read too."""
    return chance.choice(
        (
            client_frame(b"{"),
            client_frame(b'{"event": "lunch"}'),
            client_frame(b'{"event": "media", "media": {"payload": "%%%"}, "streamSid": 7}'),
            client_frame(chance.randbytes(chance.randrange(400)), _BINARY),
            client_frame(b"[" * 400),
        )
    )


def slope_per_hour(looks: Sequence[Look]) -> float:
    """How fast memory grows, by least squares, in KiB; 0 with too few measurements."""
    if len(looks) < 2:
        return 0.0
    line = statistics.linear_regression([look.at_s / 3600 for look in looks], [look.resident_kib for look in looks])
    return round(line.slope, 1)


def report(soak: Soak, minutes: float) -> SoakReport:
    first, last = soak.looks[0], soak.looks[-1]
    names = ("processes", "threads", "descriptors", "live_calls", *(() if last.tasks is None else ("tasks",)))
    return SoakReport(
        minutes=minutes,
        calls=dict(soak.calls),
        failures=dict(soak.failures),
        not_let_go=dict(soak.not_let_go),
        first=first,
        last=last,
        most_resident_kib=soak.most_resident_kib,
        memory_kib_per_hour=slope_per_hour(soak.looks),
        memory_kib_per_hour_in_second_half=slope_per_hour(soak.looks[len(soak.looks) // 2 :]),
        returned={name: getattr(first, name) == getattr(last, name) for name in names},
        looks=tuple(soak.looks),
    )


async def measure(minutes: float, calls: int, seed: int, rhythm: Rhythm) -> SoakReport:
    with tempfile.TemporaryDirectory() as folder:
        settings = SETTINGS | {
            "OFFHOOK__STORE__PATH": os.path.join(folder, "calls.db"),
            "OFFHOOK__SPEAKER__TONE__SECONDS": str(TONE_S),
            "OFFHOOK__LIMITS__CALLS": str(10 * calls),
            "OFFHOOK__LIMITS__START_S": "5",
            "OFFHOOK__LIMITS__CARRIER_SILENCE_S": "5",
            "OFFHOOK__LOG__LEVEL": "error",
        }
        async with started_server(COMMAND, settings, _show) as server:
            soak = Soak(server, calls, seed, rhythm)
            await soak.run(minutes)
    return report(soak, minutes)


def _show(line: bytes) -> None:
    complain(line.decode(errors="replace"))


def main() -> None:
    parser = argparse.ArgumentParser(description="Calls that come and go, and what they leave behind.")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--calls", type=int, default=10, help="at a time")
    parser.add_argument("--seed", type=int, default=1, help="fixes which calls end how, and when")
    parser.add_argument("--report", type=Path, help="also write the JSON here")
    arguments = parser.parse_args()
    found = trio.run(measure, arguments.minutes, arguments.calls, arguments.seed, Rhythm())
    text = msgspec.json.format(msgspec.json.encode(found), indent=2).decode()
    print(text)
    if arguments.report is not None:
        arguments.report.write_text(text + "\n")


if __name__ == "__main__":
    main()
