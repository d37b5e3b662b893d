"""Chains of services: what the three roles have in common.

A chain is itself a service of its role. It asks its services in order: one that fails, or keeps the caller waiting, is
followed by the next one in the middle of the work. How the work goes on there, only the role knows: `chain.py` in the
folder of each role.

Each service has a circuit breaker (`engine/decide/breaker.py`), which all calls share. A call in which a service has
failed also leaves it alone for a while by itself, so that its caller does not hear voices change to and fro. The last
service of a chain is always asked: there is none better.

A bug of a service is a failure like any other, as long as another one can take over. One of the last service crashes
the actor that uses it, which then starts anew.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import partial
from typing import Generic, NamedTuple, TypeVar

import trio

from offhook.actors.asking import Asking, TooLate, bug_behind, failure_of, failure_of_ended, raise_as_failure
from offhook.actors.held import Held, Hold, Holder
from offhook.actors.link import FAULTS, CallLink, Chained, Link, Role, SessionBroke
from offhook.actors.served_call import ServedCall
from offhook.engine.decide.costs import Used
from offhook.engine.host.errors_in_words import traceback_in_words
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.record import facts

CLOSE_WITHIN_S = 0.5  # a service that takes leave of its peer for longer is cancelled
LEAVE_WITHIN_S = 0.5  # the same for a piece of work

T = TypeVar("T")
SessionT = TypeVar("SessionT")


class Patience(NamedTuple):
    """How long a service may keep the caller waiting, in seconds."""

    switch_within_s: float
    """If another one can take over. Each one that has missed this leaves the next one half of it: what takes several
    services away at once, such as a network that is down, must not cost the caller the sum."""
    last_within_s: float
    """If it is the last one."""
    hedge_s: float | None = None
    """After how long the next one is asked too (`hedge.py`); None: never."""


class ProbedByAnother(ServiceFailed):
    """Another call is just finding out whether the service works again. It has not failed."""


class CallChain(Generic[SessionT]):
    """One call's use of a chain."""

    __slots__ = ("call", "links", "patience", "role")

    def __init__(self, links: Sequence[CallLink[SessionT]], call: ServedCall, role: Role, patience: Patience) -> None:
        self.links = links
        self.call, self.role, self.patience = call, role, patience

    def next(self) -> CallLink[SessionT]:
        """The one that would be asked now."""
        now = trio.current_time()
        return next((link for link in self.links[:-1] if link.may_be_asked(now)), self.links[-1])

    @asynccontextmanager
    async def work(self, utterance: int = 0, only: CallLink[SessionT] | None = None) -> AsyncIterator["Work[SessionT]"]:
        """A piece of work, for `only` this link if one is named. What services have begun in it is left at its end, and
        cancelled if it is not wanted any more. Whatever a service still does after LEAVE_WITHIN_S is not waited for."""
        now = trio.current_time()
        able = [link for link in self.links[:-1] if link.may_be_asked(now)]
        work, whole = Work(self, [*able, self.links[-1]] if only is None else [only], utterance), False
        try:
            yield work
            whole = True
        finally:
            work.over()
            left = work.leave(whole=whole)
            if not all(held.is_closed for held in left):
                with trio.move_on_after(LEAVE_WITHIN_S, shield=True):
                    for held in left:
                        await held.wait_closed()
            if whole:
                work.report_left()


class Work(Generic[SessionT]):
    """One utterance, sentence or reply, which services do one after the other until one succeeds."""

    __slots__ = ("_able", "_beside", "_chain", "_held", "_is_asked", "_late", "_seconds", "_utterance", "is_spent")

    def __init__(self, chain: CallChain[SessionT], able: Sequence[CallLink[SessionT]], utterance: int) -> None:
        self._chain, self._able, self._utterance = chain, [*able], utterance
        self._held: list[tuple[CallLink[SessionT], Hold]] = []
        self._is_asked = False
        self._late = 0  # how many have missed their deadline
        self.is_spent = False
        """All its services have failed."""
        self._beside: Work[SessionT] | None = None
        """The same work by the next services at the same time, while it is not decided which one goes on."""
        self._seconds: list[Work[SessionT]] = []
        """What was ever beside this, to be left with it."""

    @property
    def link(self) -> CallLink[SessionT]:
        """The service that is at it."""
        return self._able[0]

    @property
    def is_last(self) -> bool:
        """Whether nobody can take over."""
        return not self._next_name

    @property
    def count(self) -> Callable[[Used], None]:
        """To be told what the service that is at it is asked for, also when another one is at it."""
        return partial(self._chain.call.used, f"{self._chain.role}.{self.link.name}")

    @property
    def hedge_s(self) -> float | None:
        """After how long the next service is to be asked too; None if it is not, or if there is none."""
        return None if self.is_last else self._chain.patience.hedge_s

    @property
    def _next_name(self) -> str:
        """Who would take over; "" if nobody can."""
        if len(self._able) > 1:
            return self._able[1].name
        return "" if self._beside is None or self._beside.is_spent else self._beside.link.name

    @property
    def within_s(self) -> float:
        patience = self._chain.patience
        return patience.last_within_s if self.is_last else patience.switch_within_s / 2**self._late

    @property
    def longest_s(self) -> float:
        """For how long a service is waited for at most, even if nobody waits for what it does."""
        return self._chain.patience.last_within_s

    async def session(self) -> SessionT:
        """Of the service that is at it. Raises ServiceFailed. If nobody can take over, one that broke is begun anew."""
        with self._guarded():
            try:
                return await self.link.session()
            except SessionBroke as exc:
                if not self.is_last:
                    raise
                self._report(exc, self.link, self.link.name)
                return await self.link.session()

    async def begin(
        self, make: Callable[[], AbstractAsyncContextManager[T]], name: str, otherwise: str, left_s: float | None = None
    ) -> Held[T]:
        """Enter a context of the service that is at it. Raises ServiceFailed as in `asking`."""
        await trio.lowlevel.checkpoint_if_cancelled()
        context = self.at_once(make)
        held = self.at_once(partial(self.link.hold_at_once, context))
        if held is None:
            with self.asking(otherwise, left_s=left_s):
                held = await self.link.hold(context, name)
        self._held.append((self.link, held))
        return held

    def asking(self, otherwise: str, held: Hold | None = None, left_s: float | None = None) -> Asking:
        """Around whatever the service is asked to do: its deadline, which may have begun before. Raises ServiceFailed:
        with `otherwise` in its text if it is missed; or if a context of the service ends meanwhile."""
        within_s = self.within_s
        left_s = within_s if left_s is None else left_s
        return Asking(self._contexts(held), otherwise, within_s, left_s, is_last=self.is_last)

    def at_once(self, ask: Callable[[], T], held: Hold | None = None) -> T:
        """What the service does without any waiting. Raises ServiceFailed as in `asking`."""
        for context in self._contexts(held):
            if context.is_closed:
                raise failure_of_ended(context)
        try:
            return ask()
        except Exception as exc:
            raise_as_failure(exc, is_last=self.is_last)
            raise

    def _contexts(self, held: Hold | None) -> Sequence[Hold]:
        return [each for each in (self.link.held, held) if each is not None]

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except Exception as exc:
            raise_as_failure(exc, is_last=self.is_last)
            raise

    async def finish(self, held: Hold) -> None:
        """Everything has come from a context. Leave it: an error that it raises then is a failure of the service, as in
        a `with` block."""
        with self._guarded():
            held.leave(LEAVE_WITHIN_S)
            if not held.is_closed:
                with trio.move_on_after(LEAVE_WITHIN_S):
                    await held.wait_closed()
            if held.failure is not None:
                raise held.failure

    def asked(self) -> None:
        """The service is asked for something now by which one can see whether it works. Raises ProbedByAnother."""
        may_be_asked = self.link.link.breaker.ask(trio.current_time(), self)
        if not may_be_asked and not self.is_last:
            raise ProbedByAnother(f"{self.link.name} is asked by another call whether it works again")
        self._is_asked = True

    def succeeded(self) -> None:
        """The service works: it gave something that only a service that works gives."""
        if self._is_asked:
            self._is_asked = False
            self.link.link.succeeded()

    def failed(self, exc: ServiceFailed) -> bool:
        """The service has failed. Returns whether another one of this work is to go on."""
        failed = self._able[0]
        self._is_asked = False
        self._late += isinstance(exc, TooLate)
        if not isinstance(exc, ProbedByAnother):
            self._report(exc, failed, self._next_name)
            failed.failed(exc, self, is_last=self.is_last)
        for link, held in self._held:
            if link is failed:
                held.drop()
        if len(self._able) == 1:
            self.is_spent = True
            return False
        del self._able[0]
        return True

    def beside(self) -> "Work[SessionT] | None":
        """The same work by the services behind the one that is at it, at the same time. None if there are none."""
        if self.is_last:
            return None
        self._beside = Work(self._chain, self._able[1:], self._utterance)
        self._seconds.append(self._beside)
        del self._able[1:]
        return self._beside

    def decided(self, *, for_the_second: bool) -> None:
        """One of the two has something now, and goes on alone."""
        second, self._beside = self._beside, None
        assert second is not None
        what = facts.Hedged(self._chain.role, self.link.name, second.link.name, for_the_second)
        self._chain.call.report(what, utterance=self._utterance)
        (self if for_the_second else second)._abandon()
        if not for_the_second and not second.is_spent:
            self._able += second._able  # they may take over later

    def _abandon(self) -> None:
        self._withdraw()
        for _, held in self._held:
            held.drop()

    def _withdraw(self) -> None:
        if self._is_asked:
            self._is_asked = False
            self.link.link.breaker.withdraw(self)

    def over(self) -> None:
        """It is done, or not wanted any more."""
        self._withdraw()
        for second in self._seconds:
            second.over()

    def leave(self, *, whole: bool) -> Sequence[Hold]:
        """Leave what was begun. Returns what is to be waited for."""
        left = [held for second in self._seconds for held in second.leave(whole=whole)]
        self._held = [(link, held) for link, held in self._held if not held.is_dropped]
        for _, held in self._held:
            if whole:
                held.leave(LEAVE_WITHIN_S)
            else:
                held.drop()
            left.append(held)
        return left

    def report_left(self) -> None:
        """What went wrong as it was left is too late to hurt anybody, and only told."""
        for second in self._seconds:
            second.report_left()
        for link, held in self._held:
            if held.is_closed and held.failure is not None:
                self._report(failure_of(held.failure), link, "")

    def _report(self, exc: ServiceFailed, link: CallLink[SessionT], instead: str) -> None:
        bug = bug_behind(exc)
        traceback = "" if bug is None else traceback_in_words(bug)
        what = facts.ServiceFailed(FAULTS[self._chain.role], link.name, str(exc), instead, traceback)
        self._chain.call.report(what, utterance=self._utterance)


async def begin_call_chain(
    links: Sequence[Link[Chained[SessionT]]], call: ServedCall, role: Role, patience: Patience, holder: Holder
) -> CallChain[SessionT]:
    """The links that speak the call's language, whose sessions last as long as the holder. That of the first one that
    may be asked is begun at once."""
    able = [CallLink(link, call, holder, role) for link in links if link.service.speaks(call.language)]
    chain = CallChain(able, call, role, patience)
    async with chain.work() as work:
        await _begin_first(work)
    return chain


async def _begin_first(work: Work[SessionT]) -> None:
    while True:  # noqa: ASYNC913  # each round begins a session
        try:
            await work.session()
            return
        except ServiceFailed as exc:
            if not work.failed(exc):
                raise
