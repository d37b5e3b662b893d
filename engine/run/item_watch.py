"""Detects an actor that hangs: it states a deadline for each item, and its supervisor checks it.

A cancel scope for each item would do the same. But with fifty frames a second in every call those scopes cost more than
everything else an actor did with a frame (measured), so here an item costs two assignments.
"""

import math
from contextvars import ContextVar
from types import TracebackType

import trio

LOOK_EVERY_S = 0.5
"""How often the supervisor looks. An item with a longer deadline is caught exactly on time, a shorter one up to this
much late."""


class ItemWatch:
    """The item that an actor is handling, and its deadline."""

    __slots__ = ("due_at", "item", "within_s")

    def __init__(self) -> None:
        self.item, self.within_s, self.due_at = "", 0.0, math.inf


_watch: ContextVar[ItemWatch] = ContextVar("item_watch")


def new_watch() -> ItemWatch:
    """The watch of the actor that runs in this task, and of the tasks below it."""
    watch = ItemWatch()
    _watch.set(watch)
    return watch


class handling:  # noqa: N801  # a context manager: `with handling("a frame", 0.5):`
    """The deadline an actor states for one item. Missing it cancels the actor, and counts as its crash."""

    __slots__ = ("_item", "_outer", "_watch", "_within_s")

    def __init__(self, item: str, within_s: float) -> None:
        self._item, self._within_s = item, within_s

    def __enter__(self) -> None:
        watch = self._watch = _watch.get()
        self._outer = watch.item, watch.within_s, watch.due_at
        due_at = trio.current_time() + self._within_s
        if due_at < watch.due_at:  # a nested item has no more time than the outer one
            watch.item, watch.within_s, watch.due_at = self._item, self._within_s, due_at

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        watch = self._watch
        watch.item, watch.within_s, watch.due_at = self._outer
