"""Contexts that wait for nothing, and that keep neither a nursery nor a cancel scope open.

Any task may enter one, and any other may leave it. So whoever holds it needs no task for that (`held.py`).
"""

from collections.abc import Callable, Generator
from contextlib import AbstractAsyncContextManager
from functools import wraps
from types import TracebackType
from typing import ParamSpec, TypeVar

import trio

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
P = ParamSpec("P")


class AtOnce(AbstractAsyncContextManager[T_co]):
    """Such a context, made of a generator that yields once. It is a plain one too: `with` will do."""

    def __init__(self, steps: Generator[T_co]) -> None:
        self._steps = steps

    def enter(self) -> T_co:
        return next(self._steps)

    def leave(self) -> None:
        """As after a block that was not disturbed."""
        for _ in self._steps:
            raise RuntimeError("a context yields once")

    def drop(self) -> None:
        """As after a block that was cancelled: what stands behind the `yield` is not done, unless in a `finally`."""
        self._steps.close()

    def __enter__(self) -> T_co:
        return self.enter()

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.leave()
        else:
            self.drop()

    async def __aenter__(self) -> T_co:
        await trio.lowlevel.checkpoint()
        return self.enter()

    async def __aexit__(  # noqa: ASYNC910  # it waits for nothing, and loses no error
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.__exit__(kind, exc, traceback)


def at_once(steps: Callable[P, Generator[T]]) -> Callable[P, AtOnce[T]]:
    """As `contextlib.contextmanager`."""

    @wraps(steps)
    def begun(*args: P.args, **named: P.kwargs) -> AtOnce[T]:
        return AtOnce(steps(*args, **named))

    return begun
