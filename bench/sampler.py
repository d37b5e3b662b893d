"""A sampling profiler for a running Trio program.

A timer of CPU time interrupts the program. Each time, the running instruction, the line of our code that led to it, and
the task are noted. This is cheap enough not to change the figures: a profiler that is called at every function call
makes small functions look expensive. Linux delivers such a timer at most once per kernel tick (usually 250 a second),
so a profile needs some seconds of CPU.
"""

import dis
import gc
import linecache
import math
import re
import signal
import sysconfig
from collections import Counter
from pathlib import Path
from time import thread_time
from types import CodeType, FrameType

import msgspec
import trio

EVERY_S = 0.001
ROOT = Path(__file__).resolve().parent.parent
_OURS = (*(str(ROOT / room) + "/" for room in ("protocol", "engine", "actors", "web", "bench")), str(ROOT / "app.py"))
_STDLIB = (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), "<frozen")
_SITE_PACKAGE = re.compile(r"/site-packages/([^/.]+)")
_SERVER = {"hypercorn", "wsproto", "h11"}
_SCHEDULER = {"trio", "outcome", "sortedcontainers", "attr", "sniffio"}
_COMPILED = {
    "np.frombuffer": "numpy",
    ".tobytes": "numpy",
    "_decoder.decode": "msgspec",
    "_encoder.encode": "msgspec",
    "_epoll.poll": "kernel: waiting for sockets",
    "_SocketType._nonblocking_helper fn": "kernel: sending and receiving",
}
"""What runs below a call into compiled code, by how function and call end; the rest is counted as its caller's."""
_GENERATED = ("<string>", "<attrs")
_TASKS = {"_run_handler": "server connection", "_handle": "ASGI application"}
SCHEDULER = "(Trio's scheduler)"


class Place(msgspec.Struct, frozen=True):
    """A place that used CPU."""

    task: str
    """Whose step it was, by the task's name."""
    room: str
    function: str
    ours: str
    """The nearest line of ours that it worked for, itself included."""
    samples: int


class Profile(msgspec.Struct, frozen=True):
    """The samples between start and stop."""

    sampled_s: float
    places: tuple[Place, ...]
    steps_per_s: dict[str, float]
    """How often tasks of each kind ran."""
    longest_step_ms: dict[str, float]
    """The CPU of the longest step of each kind of task, while steps were counted: so long everybody else waited."""
    longest_collection_ms: list[float]
    """CPU of the garbage collector, by generation, the youngest first; 0 if there was none."""


class Sampler:
    """Samples the main thread, where Trio runs. Steps of tasks are counted before, because that is not cheap."""

    def __init__(self) -> None:
        self._noted: Counter[tuple[str, CodeType, int, CodeType | None, int]] = Counter()
        self._counter, self._collections = _StepCounter(), _Collections()
        self._counted_since = self._counted_s = self._sampled_since = 0.0
        self._wakeup_fd = -1

    def count(self) -> None:
        """Count the steps of tasks, until sampling starts."""
        self._counted_since = trio.current_time()
        gc.callbacks.append(self._collections)
        trio.lowlevel.add_instrument(self._counter)

    def sample(self) -> None:
        trio.lowlevel.remove_instrument(self._counter)
        self._sampled_since = trio.current_time()
        self._counted_s = self._sampled_since - self._counted_since
        signal.signal(signal.SIGPROF, self._note)
        # Trio wakes up for every signal that Python handles. For these signals that is only extra work.
        self._wakeup_fd = signal.set_wakeup_fd(-1)
        signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)

    def stop(self) -> Profile:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.set_wakeup_fd(self._wakeup_fd)
        gc.callbacks.remove(self._collections)
        places: Counter[tuple[str, str, str, str]] = Counter()
        for (task, code, at, ours, line), samples in self._noted.items():
            called = _call_at(code, at)
            room = _compiled_room(f"{_short(code)} {callee_of(called)}") or room_of(code.co_filename)
            function = f"{_short(code)} {called}".rstrip()
            places[kind_of(task), room, function, "" if ours is None else f"{_short(ours)}:{line}"] += samples
        steps: Counter[str] = Counter()
        for task, count in self._counter.steps.items():
            steps[kind_of(task)] += count
        return Profile(
            sampled_s=trio.current_time() - self._sampled_since,
            places=tuple(Place(*place, samples) for place, samples in places.most_common()),
            steps_per_s={task: count / self._counted_s for task, count in steps.most_common()},
            longest_step_ms=self._counter.longest_ms(),
            longest_collection_ms=self._collections.longest_ms,
        )

    def _note(self, number: int, frame: FrameType | None) -> None:
        del number
        while frame is not None and frame.f_code.co_filename.startswith(_GENERATED):
            frame = frame.f_back  # generated code, such as an initialiser, counts for its caller
        if frame is None:
            return
        try:
            task = trio.lowlevel.current_task().name
        except RuntimeError:
            task = SCHEDULER
        ours: FrameType | None = frame
        while ours is not None and not ours.f_code.co_filename.startswith(_OURS):
            ours = ours.f_back
        owner = (None, 0) if ours is None else (ours.f_code, ours.f_lineno)
        self._noted[task, frame.f_code, frame.f_lasti, *owner] += 1


class _StepCounter(trio.abc.Instrument):
    def __init__(self) -> None:
        self.steps: Counter[str] = Counter()
        self._longest_s: dict[str, float] = {}
        self._began = math.inf

    def before_task_step(self, task: trio.lowlevel.Task) -> None:
        self.steps[task.name] += 1
        self._began = thread_time()

    def after_task_step(self, task: trio.lowlevel.Task) -> None:
        took_s = thread_time() - self._began
        if took_s > self._longest_s.get(task.name, 0.0):
            self._longest_s[task.name] = took_s

    def longest_ms(self) -> dict[str, float]:
        """By kind of task, the longest first."""
        found: dict[str, float] = {}
        for task, longest_s in sorted(self._longest_s.items(), key=lambda each: each[1], reverse=True):
            found.setdefault(kind_of(task), longest_s * 1000)
        return found


class _Collections:
    """Is told when the garbage collector begins and ends."""

    def __init__(self) -> None:
        self.longest_ms = [0.0, 0.0, 0.0]
        self._began = 0.0

    def __call__(self, phase: str, collection: dict[str, int]) -> None:
        if phase == "start":
            self._began = thread_time()
            return
        generation = collection["generation"]
        took_ms = (thread_time() - self._began) * 1000
        self.longest_ms[generation] = max(self.longest_ms[generation], took_ms)


def kind_of(task: str) -> str:
    """The common name of tasks of one kind: without numbers; an unnamed task is named after its function."""
    name = re.sub(r"[ :#-]*\d+", "", task).rpartition(".")[2]
    return _TASKS.get(name, name)


def room_of(filename: str) -> str:
    """One of our packages, the server stack, Trio, the standard library, or another package."""
    if filename.startswith(str(ROOT)) and "/site-packages/" not in filename:
        return Path(filename).relative_to(ROOT).parts[0]
    if package := _SITE_PACKAGE.search(filename):
        if package[1] in _SERVER:
            return "hypercorn, wsproto, h11"
        return "trio" if package[1] in _SCHEDULER else package[1]
    return "standard library" if filename.startswith(_STDLIB) else "generated code"


def _call_at(code: CodeType, at: int) -> str:
    """The source text of the call that this instruction makes; empty for any other instruction."""
    instructions = {each.offset: each for each in dis.get_instructions(code)}
    while at not in instructions:  # this offset is in an instruction's inline cache
        at -= 2
    where = instructions[at].positions
    if "CALL" not in instructions[at].opname or where is None or where.lineno != where.end_lineno:
        return ""
    line = linecache.getline(code.co_filename, where.lineno or 0).encode()  # columns count bytes
    return line[where.col_offset : where.end_col_offset].decode(errors="replace")


def callee_of(call: str) -> str:
    """The text before the last pair of outer brackets: `b(x).c` of `b(x).c(y(z))`."""
    depth = 0
    for at in range(len(call) - 1, -1, -1):
        depth += (call[at] == ")") - (call[at] == "(")
        if depth == 0:
            return call[:at]
    return call


def _compiled_room(called: str) -> str | None:
    return next((room for ending, room in _COMPILED.items() if called.endswith(ending)), None)


def _short(code: CodeType) -> str:
    path = Path(code.co_filename)
    return f"{path.parent.name}/{path.name}:{code.co_qualname}"
