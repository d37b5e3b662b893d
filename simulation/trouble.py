"""Faults for tests. Each is planted at one place where a call uses the outside world, then armed, and strikes once."""

import enum
from collections.abc import Callable
from contextvars import ContextVar

import trio

SLOW_BY_S = 0.15
SLOW_FOR_S = 1.5


on_the_line: ContextVar[str] = ContextVar("on_the_line", default="")
"""The CallSid of the running task's call, if whoever started it has set it: services do not know it."""


class Kind(enum.Enum):
    """How it fails."""

    CRASH = "crashes"  # an unexpected exception
    FAIL = "fails"  # the exception that the interface documents
    HANG = "hangs"
    SLOW = "is slow"


class PlantedBug(RuntimeError):
    """The exception of a simulated crash; nothing in the product catches it by name."""


class Trouble:
    """A fault that strikes at its place, once armed, `times` times. Slowness lasts for a while instead.

    With a CallSid it strikes in that call only, even if several calls share the place.
    """

    def __init__(self, kind: Kind, *, times: int = 1, armed: bool = True, call_sid: str = "") -> None:
        self.kind, self.left, self.armed, self._call_sid = kind, times, armed, call_sid
        self.struck_at: float | None = None
        self.failure: Callable[[str], Exception] = PlantedBug
        """What `FAIL` raises; the place where it is planted sets its own error."""

    def arm(self) -> None:
        self.armed = True

    @property
    def may_strike(self) -> bool:
        """Whether `strike` would do something now, in one call at least."""
        return self.armed and (self.kind is Kind.SLOW or self.left > 0)

    async def strike(self) -> None:
        """To be called wherever the fault may strike; does nothing if it is not armed."""
        if self._call_sid not in ("", on_the_line.get()):
            return
        if self.kind is Kind.SLOW:
            await self._drag()
        elif self.armed and self.left:
            self.left -= 1
            self._note()
            await self._do()

    async def _do(self) -> None:
        match self.kind:
            case Kind.HANG:
                await trio.sleep_forever()
            case Kind.CRASH:
                raise PlantedBug("a planted bug")
            case Kind.FAIL:
                raise self.failure("a planted failure")

    async def _drag(self) -> None:
        if self.armed:
            self._note()
            assert self.struck_at is not None
            if trio.current_time() < self.struck_at + SLOW_FOR_S:
                await trio.sleep(SLOW_BY_S)

    def _note(self) -> None:
        if self.struck_at is None:
            self.struck_at = trio.current_time()


def no_trouble() -> Trouble:
    return Trouble(Kind.CRASH, times=0)
