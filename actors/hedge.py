"""Hedging: if a service is late, the next one of its chain is asked for the same, and whichever gives something first
goes on with the work. The other one is abandoned; what it was asked for still costs.

Each of the two is a part of the chain: the first keeps the service that is at it, the second has those behind that one.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, Protocol, Self, TypeVar

import trio

T = TypeVar("T")
PartT = TypeVar("PartT")
PartT_co = TypeVar("PartT_co", covariant=True)


class Candidate(Protocol):
    """Somebody who may do a piece of work."""

    def second(self) -> Self | None:
        """Another one who would do the same at the same time; None if there is none."""

    def decided(self, *, for_the_second: bool) -> None:
        """One of the two has begun, and goes on alone."""


CandidateT = TypeVar("CandidateT", bound=Candidate)


class Race(Generic[CandidateT, T]):
    """A piece of work that two are asked for. `ask` gets what shows that one of them succeeds. Its error is no end as
    long as the other one may succeed."""

    def __init__(self, ask: Callable[[CandidateT], Awaitable[T]]) -> None:
        self._ask = ask
        self._asked: dict[int, trio.CancelScope] = {}
        self._failures: list[Exception] = []
        self._won: tuple[CandidateT, T] | None = None
        self._is_claimed = False

    async def run(self, first: CandidateT, after_s: float) -> tuple[CandidateT, T]:
        """Who was first, and with what. Raises what the last one has raised if both fail."""
        second = None
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._try, first, nursery.cancel_scope, name="asked first")
            await trio.sleep(after_s)
            if not self._is_claimed and (second := first.second()) is not None:
                nursery.start_soon(self._try, second, nursery.cancel_scope, name="asked second")
        if self._won is None:
            raise self._failures[-1]
        if second is not None:
            first.decided(for_the_second=self._won[0] is second)
        return self._won

    def claim(self, candidate: CandidateT) -> None:
        """This one does something that cannot be undone: nobody else may, so it goes on alone, whatever it gives."""
        self._is_claimed = True
        for other, scope in self._asked.items():
            if other != id(candidate):
                scope.cancel(reason="the other one has won")

    async def _try(self, candidate: CandidateT, race: trio.CancelScope) -> None:
        with trio.CancelScope() as scope:
            self._asked[id(candidate)] = scope
            try:
                found = await self._ask(candidate)
                self._won = self._won or (candidate, found)
            except Exception as exc:  # noqa: BLE001  # raised by `run`, if the other one fails too
                self._failures.append(exc)
        del self._asked[id(candidate)]
        if self._won is not None or not self._asked:
            race.cancel(reason="one has won, or nobody can")


class PartsCandidate(Candidate, Protocol[PartT_co]):
    """One who gives parts."""

    async def beginning(self) -> Sequence[PartT_co]:
        """The parts up to the first one that shows that it works; or all of them."""

    async def __anext__(self) -> PartT_co: ...


class HedgedParts(Generic[PartT]):
    """The parts of whoever begins first."""

    def __init__(self, first: PartsCandidate[PartT], after_s: float) -> None:
        self._first, self._after_s = first, after_s
        self._race: Race[PartsCandidate[PartT], Sequence[PartT]] = Race(lambda candidate: candidate.beginning())
        self._chosen: PartsCandidate[PartT] | None = None
        self._begun: deque[PartT] = deque()

    def claim(self, candidate: PartsCandidate[PartT]) -> None:
        self._race.claim(candidate)

    def __aiter__(self) -> "HedgedParts[PartT]":
        return self

    async def __anext__(self) -> PartT:
        if self._chosen is None:
            self._chosen, parts = await self._race.run(self._first, self._after_s)
            self._begun.extend(parts)
        if self._begun:
            await trio.lowlevel.checkpoint()
            return self._begun.popleft()
        return await anext(self._chosen)
