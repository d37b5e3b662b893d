"""The machine: cores, memory, whether it is held back, and how many calls it should carry."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from offhook.doctor.finding import Finding, good, warning
from offhook.doctor.trial import BASIS_CALLS, BASIS_MS

AREA = "machine"
CGROUPS, MEMORY, OWN_GROUPS = Path("/sys/fs/cgroup"), Path("/proc/meminfo"), Path("/proc/self/cgroup")
LITTLE_MB = 256
"""A server takes 130 MB, and a service that runs here some 100 more (docs/performance.md)."""
THROTTLED_SHARE = 0.01
_UNLIMITED = 1 << 60


class Machine(msgspec.Struct, frozen=True):
    """What the process may use."""

    cores: float
    """As many as it may run on, or fewer where a limit says so."""
    limited: bool
    present: int
    """Those of the whole machine, which other programs use too."""
    throttled: int
    """Periods in which it was made to wait."""
    periods: int
    memory_mb: float | None
    """What is left; None if nothing says so."""
    load: float
    """How many programs wanted a core, over the last minute."""


def look_at_machine(cgroups: Path = CGROUPS, memory: Path = MEMORY, own_groups: Path = OWN_GROUPS) -> Machine:
    """Both versions of Linux' control groups. What cannot be read does not limit anything."""
    usable = len(os.sched_getaffinity(0))
    cgroups = _own_group(cgroups, own_groups)
    quota = _quota(cgroups)
    events = _table(cgroups / "cpu.stat") or _table(cgroups / "cpu" / "cpu.stat")
    return Machine(
        cores=usable if quota is None else min(quota, usable),
        limited=quota is not None and quota < usable,
        present=os.cpu_count() or usable,
        throttled=events.get("nr_throttled", 0),
        periods=events.get("nr_periods", 0),
        memory_mb=_memory_mb(cgroups, memory),
        load=os.getloadavg()[0],
    )


def machine_findings(machine: Machine, frame_ms: float, limit_calls: int, *, limit_is_set: bool) -> Iterator[Finding]:
    """`frame_ms` is what the trial took for a second of a call."""
    cores = f"{machine.cores:g} {'core' if machine.cores == 1 else 'cores'}"
    yield good(AREA, f"{cores}{' (limited)' if machine.limited else ''}", figures={"cores": machine.cores})
    share = machine.throttled / machine.periods if machine.periods else 0.0
    if share > THROTTLED_SHARE:
        what = f"it is throttled: made to wait in {share:.0%} of all periods since it was started"
        yield warning(
            AREA, what, "raise the CPU limit of the container: callers hear each wait", {"throttled": round(share, 3)}
        )
    if machine.load > machine.present + 1:
        what = f"it is busy: {machine.load:.1f} programs want a core, and it has {machine.present}"
        yield warning(
            AREA,
            what,
            "stop other programs, or use a machine that only answers calls",
            {"load": round(machine.load, 1)},
        )
    yield from _memory(machine)
    per_core = BASIS_CALLS * BASIS_MS / frame_ms
    carries = max(1, int(per_core * machine.cores))
    basis = (
        f"estimated: the path of a frame takes {frame_ms:.1f} ms for a second of a call, and {BASIS_MS:g} ms where"
        f" {BASIS_CALLS} calls a core were measured (docs/performance.md)"
    )
    one = max(1, int(per_core * min(1.0, machine.cores)))
    what = f"should carry about {one} calls in one process" + (
        f" and {carries} with a worker for each core; {basis}" if carries > one else f"; {basis}"
    )
    figures = {"calls": carries, "calls_one_process": one, "frame_ms": round(frame_ms, 2)}
    if limit_is_set and limit_calls > carries:
        fix = f"set limits.calls to {carries}, or give the machine more cores"
        yield warning(AREA, f"{what}; limits.calls = {limit_calls} admits more", fix, figures)
    else:
        yield good(AREA, what, figures=figures)


def _memory(machine: Machine) -> Iterator[Finding]:
    if machine.memory_mb is None:
        return
    what = f"{machine.memory_mb:.0f} MB of memory are free"
    if machine.memory_mb < LITTLE_MB:
        yield warning(
            AREA, what, "give it more: a server takes 130 MB and more", {"memory_mb": round(machine.memory_mb)}
        )
    else:
        yield good(AREA, what, figures={"memory_mb": round(machine.memory_mb)})


def _own_group(cgroups: Path, own_groups: Path) -> Path:
    """Where this process is among the groups, in the second version; in a container mostly at their top."""
    for line in _text(own_groups).splitlines():
        version, _, path = line.partition("::")
        own = cgroups / path.lstrip("/")
        if version == "0" and (own / "cpu.stat").is_file():
            return own
    return cgroups


def _quota(cgroups: Path) -> float | None:
    """How many cores' time a limit allows."""
    wanted, _, period = _text(cgroups / "cpu.max").partition(" ")
    if not period:  # the first version of control groups
        wanted, period = (_text(cgroups / "cpu" / f"cpu.cfs_{name}_us") for name in ("quota", "period"))
    return int(wanted) / int(period) if wanted.isdecimal() and period.isdecimal() and int(period) else None


def _memory_mb(cgroups: Path, memory: Path) -> float | None:
    free = [each for each in (_left(cgroups), _available(memory)) if each is not None]
    return min(free) / 1e6 if free else None


def _left(cgroups: Path) -> int | None:
    limit, used = _text(cgroups / "memory.max"), _text(cgroups / "memory.current")
    if not limit:
        first = cgroups / "memory"
        limit, used = _text(first / "memory.limit_in_bytes"), _text(first / "memory.usage_in_bytes")
    unlimited = not limit.isdecimal() or int(limit) >= _UNLIMITED
    return None if unlimited or not used.isdecimal() else int(limit) - int(used)


def _available(memory: Path) -> int | None:
    for line in _text(memory).splitlines():
        name, *rest = line.split()
        if name == "MemAvailable:" and rest and rest[0].isdecimal():
            return int(rest[0]) * 1024
    return None


def _table(file: Path) -> dict[str, int]:
    pairs = (line.split() for line in _text(file).splitlines())
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdecimal()}


def _text(file: Path) -> str:
    try:
        return file.read_text().strip()
    except (OSError, UnicodeDecodeError):
        return ""
