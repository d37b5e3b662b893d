"""Around whatever a service is asked to do: a deadline, and an end when a context of the service ends by itself.

All that goes wrong in it is a failure of the service, of which the chain knows what to do. This runs for every frame of
a caller's audio, so it is one cancel scope, and no generator.
"""

from collections.abc import Sequence
from types import TracebackType

import trio

from offhook.actors.held import ContextEnded, Hold
from offhook.engine.host.errors_in_words import in_words, leaves
from offhook.engine.host.service_failed import ServiceFailed


class TooLate(ServiceFailed):
    """A service has missed its deadline."""


class Asking:
    """A context. Raises ServiceFailed: with `otherwise` in its text if the deadline is missed. A bug in the service
    passes as it is if nobody can take over."""

    def __init__(
        self, contexts: Sequence[Hold], otherwise: str, within_s: float, left_s: float, *, is_last: bool
    ) -> None:
        """`contexts` are those that it depends on. The deadline of `within_s` is over in `left_s`."""
        self._contexts, self._otherwise, self._within_s, self._is_last = contexts, otherwise, within_s, is_last
        self._scope = trio.CancelScope(deadline=trio.current_time() + max(left_s, 0.0))

    def __enter__(self) -> None:
        for context in self._contexts:
            context.use(self._scope)
        self._scope.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for context in self._contexts:
            context.no_longer_use(self._scope)
        try:
            self._scope.__exit__(kind, exc, traceback)
        except Exception as rest:  # of a group that held the scope's own cancellation too
            raise_as_failure(rest, is_last=self._is_last)
            raise
        if self._scope.cancelled_caught:
            raise self._missed()
        if isinstance(exc, Exception):
            raise_as_failure(exc, is_last=self._is_last)

    def _missed(self) -> ServiceFailed:
        for context in self._contexts:
            if context.is_closed:
                return failure_of_ended(context)
        return TooLate(f"{self._otherwise} within {self._within_s:g} s")


def raise_as_failure(exc: Exception, *, is_last: bool) -> None:
    """Raises the failure that an error of a service is, unless it is one, or a bug that nobody can make good."""
    if isinstance(exc, ServiceFailed) or (is_last and not is_failure(exc)):
        return
    raise failure_of(exc) from exc


def failure_of(exc: Exception) -> ServiceFailed:
    """The same as a failure of the service. Of a foreign error it holds no words, which may quote the caller."""
    found = [leaf for leaf in leaves(exc) if isinstance(leaf, ServiceFailed)]
    first = found[0] if found else ServiceFailed(in_words(exc))
    failure = ServiceFailed(str(first), rest_s=first.rest_s, only_this=first.only_this)
    failure.__cause__ = exc
    return failure


def failure_of_ended(context: Hold) -> ServiceFailed:
    """Of a context that has ended by itself."""
    return failure_of(context.failure or ContextEnded("it has ended by itself"))


def bug_behind(failure: ServiceFailed) -> BaseException | None:
    """The error that is no failure as services may have, if one has led to this."""
    cause = failure.__cause__
    if isinstance(cause, ServiceFailed):
        return bug_behind(cause)
    return None if cause is None or is_failure(cause) else cause


def is_failure(exc: BaseException) -> bool:
    """Whether a service has failed as services may. Otherwise it has a bug."""
    return all(isinstance(leaf, ServiceFailed | ContextEnded) for leaf in leaves(exc))
