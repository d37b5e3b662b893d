"""Waiting for a condition that nothing signals, without a task that wakes up every few milliseconds of virtual time.

Most steps of a modelled call used to be looks at whether something has happened by now. As nothing changes while all
tasks wait, those that would find nothing are left out. What is found, when, and in which order tasks run is the same as
if each look had been taken: a seed goes on being the same call.
"""

import math
from collections.abc import Callable

import trio
import trio._core._run as trio_run  # the next deadline, what can run, and the dice of the scheduler
from trio.lowlevel import RunVar
from trio.testing import MockClock


async def look_until(what: Callable[[], bool], every_s: float) -> None:
    """Wait until the condition holds, looking at it every so often. Only what tasks do may change it, not the time."""
    looks = _looks_of_this_run()
    while not what():
        if looks is None:
            await trio.sleep(every_s)
        else:
            await looks.wait(what, every_s)


class _Look:
    """Somebody who waits for a condition: the instant at which it is looked at next, and what ends the wait."""

    def __init__(self, what: Callable[[], bool], every_s: float) -> None:
        self._what, self.every_s, self.at = what, every_s, trio.current_time() + every_s
        self.scope = trio.CancelScope()

    def finds(self) -> bool:
        try:
            return self._what()
        except Exception:  # noqa: BLE001  # let the task look, and raise it
            return True


class _Looks(trio.abc.Instrument):
    """All who wait so in a run. Trio tells it before it jumps to the next deadline."""

    def __init__(self) -> None:
        self._waiting: list[_Look] = []

    async def wait(self, what: Callable[[], bool], every_s: float) -> None:
        """Until the first instant at which a look may find something. Others may have found nothing before."""
        look = _Look(what, every_s)
        with look.scope:
            self._waiting.append(look)
            try:
                await trio.sleep_forever()
            finally:
                self._waiting.remove(look)

    def before_io_wait(self, timeout: float) -> None:
        if not self._waiting:
            return
        runner = trio_run.GLOBAL_RUN_CONTEXT.runner
        next_at = runner.deadlines.next_deadline()
        if not runner.runq and not runner.waiting_for_idle and next_at > trio.current_time():
            self._set_deadlines(next_at)

    def _set_deadlines(self, others_at: float) -> None:
        """Nothing can run before `others_at`: only looks that find something now, or in that same instant, matter."""
        happens_at = min([others_at, *(look.at for look in self._waiting if look.finds())])
        if happens_at == math.inf:  # it waits for something that is not in virtual time
            happens_at = min(look.at for look in self._waiting)
        while (at := min(look.at for look in self._waiting)) < happens_at:
            together = [look for look in self._waiting if look.at == at]
            if len(together) > 1 and trio_run._ALLOW_DETERMINISTIC_SCHEDULING:
                trio_run._r.shuffle(together)  # as the scheduler would have, which shuffles tasks of one instant
            for look in together:
                look.at += look.every_s
        for look in self._waiting:
            if look.at == happens_at:
                look.scope.deadline = happens_at


_of_this_run: RunVar[_Looks] = RunVar("looks")


def _looks_of_this_run() -> _Looks | None:
    """None where time does not jump, and looks cost nothing."""
    clock = trio.lowlevel.current_clock()
    if not isinstance(clock, MockClock) or clock.autojump_threshold != 0:
        return None
    try:
        return _of_this_run.get()
    except LookupError:
        looks = _Looks()
        trio.lowlevel.add_instrument(looks)
        _of_this_run.set(looks)
        return looks
