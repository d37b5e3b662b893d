"""Chains of services: what the three roles have in common.

A chain is itself a service of its role. It asks its services in order: one that fails, or keeps the caller waiting, is
followed by the next one in the middle of the work. How the work goes on there, only the role knows: `chain.py` in the
folder of each role.

Each service has a circuit breaker (`engine/decide/breaker.py`), which all calls share. A call in which a service has
failed also leaves it alone for a while by itself, so that its caller does not hear voices change to and fro. The last
service of a chain is always asked: there is none better.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from typing import Generic, NamedTuple, Protocol, TypeVar

import trio

from offhook.actors.held import Held, Holder, open_holder
from offhook.actors.served_call import ServedCall
from offhook.engine.decide.breaker import Breaker
from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.record import facts
from offhook.engine.record.facts import Fault

BEGIN_WITHIN_S = 0.5  # a session waits for nothing when it begins: one that does is broken
CLOSE_WITHIN_S = 0.5  # a service that takes leave of its peer for longer is cancelled
RESTS_IN_CALL_S = 10.0

SessionT = TypeVar("SessionT")
SessionT_co = TypeVar("SessionT_co", covariant=True)


class Chained(Protocol[SessionT_co]):
    """What every service offers."""

    @property
    def name(self) -> str: ...

    def speaks(self, language: str) -> bool: ...

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[SessionT_co]: ...


ServiceT_co = TypeVar("ServiceT_co", bound=Chained[object], covariant=True)


class Patience(NamedTuple):
    """How long a service may keep the caller waiting, in seconds."""

    switch_within_s: float
    """If another one can take over."""
    last_within_s: float
    """If it is the last one."""


class Link(Generic[ServiceT_co]):
    """A service with its breaker, shared by all calls."""

    def __init__(self, service: ServiceT_co, note: Callable[[str, float], None] | None = None) -> None:
        """`note` is told the service's name and for how long it is left alone, or 0 when it works again."""
        self.service = service
        self.breaker = Breaker()
        self._note = note

    @property
    def name(self) -> str:
        return self.service.name

    def succeeded(self) -> None:
        if self.breaker.succeed() and self._note is not None:
            self._note(self.name, 0.0)

    def failed(self, exc: ServiceFailed) -> None:
        if exc.only_this:
            self.breaker.withdraw()
        elif (rest_s := self.breaker.fail(trio.current_time(), exc.rest_s)) and self._note is not None:
            self._note(self.name, rest_s)


@contextmanager
def within(within_s: float, otherwise: str) -> Iterator[None]:
    """A deadline. Raises ServiceFailed with `otherwise` in its text."""
    with trio.move_on_after(within_s) as scope:
        yield
    if scope.cancelled_caught:
        raise ServiceFailed(f"{otherwise} within {within_s:g} s")


class CallLink(Generic[SessionT]):
    """One call's use of a link: its session, which is begun when it is first needed."""

    def __init__(self, link: Link[Chained[SessionT]], call: ServedCall, holder: Holder) -> None:
        self.link, self._call, self._holder = link, call, holder
        self._held: Held[SessionT] | None = None
        self._rests_until: float | None = None

    @property
    def name(self) -> str:
        return self.link.name

    @property
    def begun(self) -> SessionT | None:
        """Its session, if it was begun; also when the call is over."""
        return None if self._held is None else self._held.value

    async def session(self) -> SessionT:
        """Raises ServiceFailed if it does not begin, or has broken; the next time a new one is begun."""
        if self._held is not None and not self._held.closed.is_set():
            return self._held.value
        if self._held is not None and self._held.failure is not None:
            broken, self._held = self._held.failure, None
            raise ServiceFailed(f"its session broke: {in_words(broken)}")
        with within(BEGIN_WITHIN_S, "its session does not begin"):
            self._held = await self._holder.hold(self.link.service.session(self._call), "session")
        return self._held.value

    def may_be_asked(self, now: float) -> bool:
        return (self._rests_until is None or now >= self._rests_until) and self.link.breaker.allows(now)

    def failed(self, exc: ServiceFailed) -> None:
        if not exc.only_this:
            self._rests_until = trio.current_time() + RESTS_IN_CALL_S
        self.link.failed(exc)


class CallChain(Generic[SessionT]):
    """One call's use of a chain."""

    def __init__(self, links: Sequence[CallLink[SessionT]], call: ServedCall, fault: Fault, patience: Patience) -> None:
        self.links = links
        self.call, self.fault, self.patience = call, fault, patience

    def next(self) -> CallLink[SessionT]:
        """The one that would be asked now."""
        now = trio.current_time()
        return next((link for link in self.links[:-1] if link.may_be_asked(now)), self.links[-1])

    def work(self, utterance: int = 0) -> "Work[SessionT]":
        """Begin a piece of work."""
        now = trio.current_time()
        able = [link for link in self.links[:-1] if link.may_be_asked(now)]
        return Work(self, [*able, self.links[-1]], utterance)


class Work(Generic[SessionT]):
    """One utterance, sentence or reply, which services do one after the other until one succeeds."""

    def __init__(self, chain: CallChain[SessionT], able: Sequence[CallLink[SessionT]], utterance: int) -> None:
        self._chain, self._able, self._utterance = chain, [*able], utterance
        self._is_asked = False

    @property
    def link(self) -> CallLink[SessionT]:
        """The service that is at it."""
        return self._able[0]

    @property
    def is_last(self) -> bool:
        """Whether nobody can take over."""
        return len(self._able) == 1

    @property
    def within_s(self) -> float:
        patience = self._chain.patience
        return patience.last_within_s if self.is_last else patience.switch_within_s

    def in_time(self, otherwise: str) -> AbstractContextManager[None]:
        """The deadline for what the service is asked now. Raises ServiceFailed with `otherwise` in its text."""
        return within(self.within_s, otherwise)

    def asked(self) -> None:
        """The service is asked for something now by which one can see whether it works."""
        self._is_asked = True
        self.link.link.breaker.ask(trio.current_time())

    def succeeded(self) -> None:
        """The service works: it gave something that only a service that works gives."""
        if self._is_asked:
            self._is_asked = False
            self.link.link.succeeded()

    def failed(self, exc: ServiceFailed) -> bool:
        """The service has failed. Returns whether another one is to go on."""
        failed = self._able[0]
        self._is_asked = False
        instead = "" if self.is_last else self._able[1].name
        failed.failed(exc)
        call = self._chain.call
        call.report(facts.ServiceFailed(self._chain.fault, failed.name, str(exc), instead), utterance=self._utterance)
        if not instead:
            return False
        del self._able[0]
        return True

    def over(self) -> None:
        """It is done, or not wanted any more."""
        if self._is_asked:
            self._is_asked = False
            self.link.link.breaker.withdraw()


@asynccontextmanager
async def open_call_chain(
    links: Sequence[Link[Chained[SessionT]]], call: ServedCall, fault: Fault, patience: Patience
) -> AsyncIterator[CallChain[SessionT]]:
    """The links that speak the call's language. The session of the first one that may be asked is begun at once."""
    async with open_holder(CLOSE_WITHIN_S, shield=True) as holder:
        able = [CallLink(link, call, holder) for link in links if link.service.speaks(call.language)]
        chain = CallChain(able, call, fault, patience)
        await _begin_first(chain.work())
        yield chain


async def _begin_first(work: Work[SessionT]) -> None:
    while True:  # noqa: ASYNC913  # each round begins a session
        try:
            await work.link.session()
            return
        except ServiceFailed as exc:
            if not work.failed(exc):
                raise
