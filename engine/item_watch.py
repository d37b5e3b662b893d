"""Finds an actor that hangs: it states how long an item may take, and its supervisor looks.

A cancel scope for each item would say the same. With fifty frames a second in every call those scopes cost more than
everything else an actor did with a frame (measured), so an item costs two assignments here.
"""

import math
from contextvars import ContextVar
from types import TracebackType

import trio

LOOK_EVERY_S = 0.5
"""An item that was allowed at least this long is found to the instant, a shorter one as much later at most."""


class ItemWatch:
    """What one incarnation has in hand, and until when."""

    __slots__ = ("due_at", "item", "within_s")

    def __init__(self) -> None:
        self.item, self.within_s, self.due_at = "", 0.0, math.inf


_watch: ContextVar[ItemWatch] = ContextVar("item_watch")


def new_watch() -> ItemWatch:
    """For the incarnation that runs in this task, and the tasks below it."""
    watch = ItemWatch()
    _watch.set(watch)
    return watch


class handling:  # noqa: N801  # reads as what it is: `with handling("a frame", 0.5):`
    """The deadline an actor states for one item; missing it cancels the incarnation, and counts as its crash."""

    __slots__ = ("_item", "_outer", "_watch", "_within_s")

    def __init__(self, item: str, within_s: float) -> None:
        self._item, self._within_s = item, within_s

    def __enter__(self) -> None:
        watch = self._watch = _watch.get()
        self._outer = watch.item, watch.within_s, watch.due_at
        due_at = trio.current_time() + self._within_s
        if due_at < watch.due_at:  # an item within an item has no more time than that one
            watch.item, watch.within_s, watch.due_at = self._item, self._within_s, due_at

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        watch = self._watch
        watch.item, watch.within_s, watch.due_at = self._outer
