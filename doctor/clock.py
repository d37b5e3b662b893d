"""This machine's clock: beside those of the servers that were asked, and whether it jumped meanwhile."""

from collections.abc import Iterator, Sequence
from statistics import median

import trio

from offhook.doctor.finding import Finding, good, warning, wrong
from offhook.doctor.measured_network import Measurement
from offhook.engine.host.world import World

AREA = "clock"
NOTED_S = 5.0
REFUSED_S = 300.0
"""Servers refuse signatures and tokens that are as old as that, and certificates may seem to have expired."""
JUMP_S = 0.5
_FIX = "let the machine set its clock from the network: timedatectl set-ntp true, or chrony"


def clock_findings(measurements: Sequence[Measurement]) -> Iterator[Finding]:
    """One server's clock may itself be wrong: the one in the middle of all counts."""
    ahead = [each.server_ahead_s for each in measurements if each.server_ahead_s is not None]
    if not ahead:
        yield good(AREA, "no server has told the time, so this clock is compared with none")
        return
    off_s = -median(ahead)
    if abs(off_s) <= NOTED_S:
        yield good(AREA, f"within {NOTED_S:g} s of the servers' clocks", figures={"behind_s": round(-off_s, 1)})
        return
    what = f"{abs(off_s):.0f} s {'ahead of' if off_s > 0 else 'behind'} the servers' clocks"
    level = wrong if abs(off_s) > REFUSED_S else warning
    yield level(AREA, what, _FIX, {"behind_s": round(-off_s, 1)})


class SteadyWatch:
    """Compares the clock of records and logs with the one that never goes back, from here on."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._wall, self._steady = world.wall_time(), trio.current_time()

    def findings(self) -> Iterator[Finding]:
        passed_s = trio.current_time() - self._steady
        jump_s = self._world.wall_time() - self._wall - passed_s
        if abs(jump_s) > JUMP_S:
            what = f"it has jumped by {jump_s:+.1f} s while the doctor ran"
            fix = "look for two programs that set the clock, and for pauses of the virtual machine"
            yield warning(AREA, what, fix, {"jump_s": round(jump_s, 1)})
        else:
            yield good(AREA, f"it has run evenly for {passed_s:.1f} s", figures={"jump_s": round(jump_s, 2)})
