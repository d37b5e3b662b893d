"""The links of a chain (`chain.py`): a service with its breaker, and one call's use of it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Generic, Literal, Protocol, TypeVar

import trio

from offhook.actors.asking import failure_of
from offhook.actors.held import Held, Hold, Holder
from offhook.actors.served_call import ServedCall
from offhook.engine.decide.breaker import Breaker
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.record.facts import Fault

BEGIN_WITHIN_S = 0.5  # a session waits for nothing when it begins: one that does is broken
RESTS_IN_CALL_S = 10.0

Role = Literal["recognizer", "responder", "speaker"]
FAULTS: dict[Role, Fault] = {
    "recognizer": Fault.RECOGNIZER_FAILED,
    "responder": Fault.RESPONDER_FAILED,
    "speaker": Fault.VOICE_FAILED,
}

T = TypeVar("T")
SessionT = TypeVar("SessionT")
SessionT_co = TypeVar("SessionT_co", covariant=True)


class Chained(Protocol[SessionT_co]):
    """What every service offers."""

    @property
    def name(self) -> str: ...

    def speaks(self, language: str) -> bool: ...

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[SessionT_co]: ...


ServiceT_co = TypeVar("ServiceT_co", bound=Chained[object], covariant=True)


class Link(Generic[ServiceT_co]):
    """A service with its breaker, shared by all calls."""

    def __init__(
        self,
        service: ServiceT_co,
        note: Callable[[str, float], None] | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        """`note` is told the service's name and for how long it is left alone, or 0 when it works again. The `breaker`
        may be one of several links to the same server."""
        self.service = service
        self.breaker = breaker or Breaker()
        self._note, self._is_noted = note, False

    @property
    def name(self) -> str:
        return self.service.name

    def succeeded(self) -> None:
        if self.breaker.succeed() and self._is_noted and self._note is not None:
            self._is_noted = False
            self._note(self.name, 0.0)

    def failed(self, exc: ServiceFailed, asker: object, *, is_last: bool) -> None:
        """One that is the last is asked again in any case; a chain of another language may leave it alone."""
        if exc.only_this:
            self.breaker.withdraw(asker)
            return
        rest_s = self.breaker.fail(trio.current_time(), exc.rest_s, asker)
        if rest_s and not is_last and self._note is not None:
            self._is_noted = True
            self._note(self.name, rest_s)


@contextmanager
def within(within_s: float, otherwise: str) -> Iterator[None]:
    """A deadline. Raises ServiceFailed with `otherwise` in its text."""
    with trio.move_on_after(within_s) as scope:
        yield
    if scope.cancelled_caught:
        raise ServiceFailed(f"{otherwise} within {within_s:g} s")


class SessionBroke(ServiceFailed):
    """A session has ended by itself while nothing was asked of it."""


class CallLink(Generic[SessionT]):
    """One call's use of a link: its session, which is begun when it is first needed."""

    __slots__ = ("_call", "_held", "_holder", "_rests_until", "link")

    def __init__(self, link: Link[Chained[SessionT]], call: ServedCall, holder: Holder, role: Role) -> None:
        self.link, self._call, self._holder = link, call, holder
        self._held: Held[SessionT] | None = None
        failed_s_ago = call.failed_s_ago.get((FAULTS[role], link.name))
        self._rests_until = None if failed_s_ago is None else trio.current_time() + RESTS_IN_CALL_S - failed_s_ago

    @property
    def name(self) -> str:
        return self.link.name

    @property
    def counts_itself(self) -> bool:
        """Whether the service tells what it was asked for (`ServedCall.used`), and knows better than we do."""
        return getattr(self.link.service, "counts_itself", False)

    @property
    def hears_each_alone(self) -> bool:
        """Of a recognizer: whether it hears each utterance by itself, and nothing of those before."""
        return getattr(self.link.service, "hears_each_alone", False)

    @property
    def may_lead(self) -> bool:
        """Whether the service is asked by itself too, besides its chain."""
        return getattr(self.link.service, "may_lead", False)

    @property
    def begun(self) -> SessionT | None:
        """Its session, if it was begun; also when the call is over."""
        return None if self._held is None else self._held.value

    @property
    def held(self) -> Hold | None:
        return self._held

    async def session(self) -> SessionT:
        """Raises SessionBroke once if it has broken; the next time a new one is begun."""
        if self._held is not None and not self._held.is_closed:
            return self._held.value
        if self._held is not None and self._held.failure is not None:
            broken, self._held = failure_of(self._held.failure), None
            raise SessionBroke(f"its session broke: {broken}", rest_s=broken.rest_s) from broken
        with within(BEGIN_WITHIN_S, "its session does not begin"):
            self._held = await self.hold(self.link.service.session(self._call), "session")
        return self._held.value

    def hold_at_once(self, context: AbstractAsyncContextManager[T]) -> Held[T] | None:
        """The same for a context that waits for nothing; None for any other."""
        return self._holder.hold_at_once(context)

    async def hold(self, context: AbstractAsyncContextManager[T], name: str) -> Held[T]:
        """Enter a context of the service's. Raises whatever entering raises."""
        return await self._holder.hold(context, name)

    def may_be_asked(self, now: float) -> bool:
        return (self._rests_until is None or now >= self._rests_until) and self.link.breaker.allows(now)

    def failed(self, exc: ServiceFailed, asker: object, *, is_last: bool) -> None:
        if not exc.only_this:
            self._rests_until = trio.current_time() + RESTS_IN_CALL_S
        self.link.failed(exc, asker, is_last=is_last)
