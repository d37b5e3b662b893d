"""The load generator, in a process of its own: `python -m bench.load HOST PORT CALLS SECONDS`.

One task ticks for all calls, on absolute deadlines (a call's start + n * 20 ms), so that neither its own work nor a
slow server moves a deadline. Starts are spread evenly over a period of the script and over the 20 ms, like those of
real callers. Writes a line when the server is warm and idle, another when the steady part begins, then the figures.
"""

import gc
import math
import sys
from collections.abc import Sequence

import msgspec
import trio

from bench.call_figures import CallFigures, figures
from bench.lean_caller import LeanCaller
from bench.listener import Listener
from bench.script import GREETING_FRAMES, PERIOD_FRAMES, Script, voices, write_script
from offhook.reports.spread import spread
from offhook.telephone.clip import FRAME_S

IDLE, STEADY = "idle", "steady"
WARM_UP_FRAMES = GREETING_FRAMES
CONNECT_EARLY_S = 1.0
SLOT_S = 0.001
"""Callers whose frames are due within so much are served at one time: a wake-up for each would cost most of a core."""
TAIL_S = 3.0
"""The turns that ended with the steady part are answered in here, or count as unanswered."""
GOODBYE_S = 1.0


class LoadReport(msgspec.Struct, frozen=True):
    """The callers' figures, in ms."""

    response_ms: dict[str, float]
    barge_in_ms: dict[str, float]
    gaps: int
    longest_gap_ms: float
    unanswered: int
    unheeded: int
    failed: int
    failures: dict[str, int]
    lateness_ms: dict[str, float]


class Load:
    """A number of calls against one server, all of the same length."""

    def __init__(self, host: str, port: int, calls: int, seconds: float) -> None:
        self._address, self._seconds = (host, port), seconds
        self._calls = calls
        self._ramp_frames = math.ceil(self._delay_s(calls - 1) / FRAME_S) + GREETING_FRAMES  # the last greeting is over
        self._frames = self._ramp_frames + math.ceil((seconds + TAIL_S) / FRAME_S)
        periods = -(-self._frames // PERIOD_FRAMES)
        clips = voices()
        self._scripts = [write_script([*clips[turn:], *clips[:turn]], periods) for turn in range(len(clips))]
        self._callers = [LeanCaller(self._script(number), f"{number:032x}") for number in range(calls)]
        self._listener = Listener()

    async def run(self) -> LoadReport:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._listener.run, name="listener")
            report = await self._run()
            nursery.cancel_scope.cancel(reason="all calls are over")
        return report  # noqa: ASYNC910  # the calls wait

    async def _run(self) -> LoadReport:
        await self._warm_up()
        print(IDLE, flush=True)
        await trio.sleep(CONNECT_EARLY_S)  # the server is measured during this time
        begins = trio.current_time() + CONNECT_EARLY_S
        steady_from = begins + self._ramp_frames * FRAME_S
        async with trio.open_nursery() as nursery:
            for number, caller in enumerate(self._callers):
                nursery.start_soon(self._connect, caller, begins + self._delay_s(number), name=f"call {number}")
            nursery.start_soon(_say_at, STEADY, steady_from)
            await self._pace(begins)
            for caller in self._callers:
                caller.hang_up()
            nursery.cancel_scope.deadline = trio.current_time() + GOODBYE_S
        return self._report(steady_from, steady_from + self._seconds)

    def _script(self, number: int) -> Script:
        return self._scripts[number % len(self._scripts)]

    def _delay_s(self, number: int) -> float:
        """The start of a call: spread over a period in whole frames, and evenly within a frame."""
        share = number / self._calls
        return (int(share * PERIOD_FRAMES) + share) * FRAME_S

    async def _connect(self, caller: LeanCaller, at: float) -> None:
        await trio.sleep_until(at - CONNECT_EARLY_S)
        await caller.run(*self._address, self._listener)

    async def _pace(self, begins: float) -> None:  # noqa: ASYNC910  # a load has frames
        """Tick each caller every 20 ms, from its start on: at the end of the slot in which its frame is due."""
        starts = [(begins + self._delay_s(number), caller) for number, caller in enumerate(self._callers)]
        starts.sort(key=lambda start: (start[0] - begins) % FRAME_S)
        for frame in range(self._frames):
            await trio.lowlevel.checkpoint()  # without it the listeners would wait while every deadline is late
            for starts_at, caller in starts:
                deadline = begins + frame * FRAME_S + (starts_at - begins) % FRAME_S
                if deadline < starts_at - FRAME_S / 2:
                    continue
                if deadline > trio.current_time():
                    await trio.sleep_until(deadline + SLOT_S)
                if not caller.log.sent_at:
                    caller.begin()
                caller.tick(deadline)

    async def _warm_up(self) -> None:
        """Make one short call, so that the server has done everything that it does only once."""
        caller = LeanCaller(self._script(0), "warm" * 8)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(caller.run, *self._address, self._listener, name="warm-up call")
            await speak(caller, trio.current_time() + CONNECT_EARLY_S, WARM_UP_FRAMES)
            caller.hang_up()
            nursery.cancel_scope.deadline = trio.current_time() + GOODBYE_S

    def _report(self, steady_from: float, steady_until: float) -> LoadReport:
        each = [
            figures(self._script(number), caller.log, steady_from, steady_until)
            for number, caller in enumerate(self._callers)
        ]
        failures: dict[str, int] = {}
        for caller in self._callers:
            if caller.log.failure:
                failures[caller.log.failure] = failures.get(caller.log.failure, 0) + 1
        return _summed(each, failures, self._lateness_ms(steady_from, steady_until))

    def _lateness_ms(self, steady_from: float, steady_until: float) -> list[float]:
        return [
            late_s * 1000
            for caller in self._callers
            for at, late_s in zip(caller.log.sent_at, caller.log.late_s, strict=True)
            if steady_from <= at < steady_until
        ]


def _summed(each: Sequence[CallFigures], failures: dict[str, int], lateness_ms: list[float]) -> LoadReport:
    gaps = [ms for call in each for ms in call.gap_ms]
    return LoadReport(
        response_ms=spread([ms for call in each for ms in call.response_ms]),
        barge_in_ms=spread([ms for call in each for ms in call.barge_in_ms]),
        gaps=len(gaps),
        longest_gap_ms=round(max(gaps, default=0.0), 1),
        unanswered=sum(call.unanswered for call in each),
        unheeded=sum(call.unheeded for call in each),
        failed=sum(failures.values()),
        failures=failures,
        lateness_ms=spread(lateness_ms),
    )


async def speak(caller: LeanCaller, begins: float, frames: int) -> None:
    """Send one caller's first frames, without a load."""
    await trio.sleep_until(begins)
    caller.begin()
    for frame in range(frames):
        await trio.sleep_until(begins + frame * FRAME_S)
        caller.tick(begins + frame * FRAME_S)


async def _say_at(word: str, at: float) -> None:
    await trio.sleep_until(at)
    print(word, flush=True)


def main() -> None:
    host, port, calls, seconds = sys.argv[1:]
    load = Load(host, int(port), int(calls), float(seconds))
    gc.freeze()
    gc.disable()  # a collection would delay the load; the garbage of a run is bounded
    print(msgspec.json.encode(trio.run(load.run)).decode(), flush=True)


if __name__ == "__main__":
    main()
