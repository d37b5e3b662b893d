"""Things that are to happen at certain times, of all calls of the process, in one task.

A timer of Trio's is a cancel scope, which costs 35 µs when it expires, and most timers of a call find that nothing is
to be done: the caller's next frame came, no actor hangs, the floor's deadline was put off. Here it costs an assignment
to put an appointment off, a look that finds nothing takes a few microseconds, and no task is woken.
"""

import math
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from typing import NoReturn

import trio

from offhook.engine.run.mailbox import Wake

TICK_S = 0.05
"""Appointments that may still be put off are looked at, at multiples of this time, so that many share a wake-up of the
process. Whatever is due is done exactly on time."""


class Appointment:
    """One thing that is to be done at a time that changes."""

    __slots__ = ("_act", "_due_at", "_filed_at", "_timetable")

    def __init__(self, act: Callable[[], None]) -> None:
        """`act` wakes a task or cancels a scope. It must not raise, or the process ends."""
        self._act = act
        self._timetable = _of_this_run()
        self._due_at = math.inf
        self._filed_at = math.inf  # when the timetable looks at it

    def set(self, at: float) -> None:
        """Do it then, and not at the time that was set before; at infinity never."""
        self._due_at = at
        if at < self._filed_at:
            self._file(at)

    def cancel(self) -> None:
        """Never do it, and keep nothing of what it was for. What is filed stays there until its time."""
        self._due_at, self._act = math.inf, _nothing
        if self._filed_at < math.inf:
            self._filed_at = math.inf
            self._timetable.taken_out()

    def look(self, filed_at: float, now: float) -> None:
        """The timetable has come to where it was filed."""
        if filed_at != self._filed_at:  # it was set to an earlier time since, or cancelled
            return
        if now < self._due_at < math.inf:  # it was put off
            tick_at = self._due_at // TICK_S * TICK_S
            self._file(tick_at if now < tick_at < self._due_at else self._due_at)
            return
        self._filed_at = math.inf
        self._timetable.taken_out()
        if self._due_at <= now:
            self._due_at = math.inf
            self._act()

    def _file(self, at: float) -> None:
        self._timetable.file(at, self, is_new=self._filed_at == math.inf)
        self._filed_at = at


class Timetable:
    """The appointments of one run of Trio."""

    def __init__(self) -> None:
        self._entries: list[tuple[float, int, Appointment]] = []
        self._numbers = count()  # of two appointments for the same time, the one that was filed first
        self._filed = 0  # appointments; some have an entry that does not count any more
        self._earlier = Wake()
        self._wakes_at = math.inf
        self._is_kept = False

    def file(self, at: float, appointment: Appointment, *, is_new: bool) -> None:
        heappush(self._entries, (at, next(self._numbers), appointment))
        self._filed += is_new
        if not self._is_kept:
            self._is_kept = True
            trio.lowlevel.spawn_system_task(self._keep, name="timetable")
        elif at < self._wakes_at:
            self._earlier.ring()

    def taken_out(self) -> None:
        """An appointment is not filed any more."""
        self._filed -= 1
        if not self._filed:
            self._earlier.ring()

    async def _keep(self) -> None:
        """As long as there are appointments. It belongs to the run of Trio, since calls come and go."""
        try:
            while self._filed:
                self._wakes_at = self._entries[0][0]
                with trio.move_on_at(self._wakes_at):
                    await self._earlier.wait()
                self._wakes_at = -math.inf  # what is filed meanwhile is seen below
                self._look(trio.current_time())
        finally:
            self._entries.clear()
            self._is_kept = False

    def _look(self, now: float) -> None:
        due: list[tuple[float, int, Appointment]] = []
        while self._entries and self._entries[0][0] <= now:
            due.append(heappop(self._entries))
        for filed_at, _, appointment in due:  # whatever these file is looked at after other tasks have had their turn
            appointment.look(filed_at, now)


async def sleep_until(at: float) -> None:
    """As `trio.sleep_until`, without a cancel scope. Waits in any case."""
    task = trio.lowlevel.current_task()
    appointment = Appointment(lambda: trio.lowlevel.reschedule(task))
    appointment.set(at)

    def abort(raise_cancel: Callable[[], NoReturn]) -> trio.lowlevel.Abort:
        del raise_cancel
        appointment.cancel()
        return trio.lowlevel.Abort.SUCCEEDED

    await trio.lowlevel.wait_task_rescheduled(abort)


_timetable: trio.lowlevel.RunVar[Timetable] = trio.lowlevel.RunVar("timetable")


def _nothing() -> None:
    pass


def _of_this_run() -> Timetable:
    try:
        return _timetable.get()
    except LookupError:
        timetable = Timetable()
        _timetable.set(timetable)
        return timetable
