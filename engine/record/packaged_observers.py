"""Observers of other packages: each is an entry point of the group `offhook.observers`, found where it is installed.

An entry point is called as its package names the observer, and leads to what opens it for a call: an `OpenObserver`.
One that cannot be used is left out; docs/extending.md shows how to write one.
"""

from collections.abc import Mapping, Sequence
from inspect import iscoroutinefunction
from typing import NamedTuple, cast

from offhook.engine.host.entry_points import NotUsable, PackagedPart, name_taken, packaged_parts
from offhook.engine.record.reporter import OpenObserver

GROUP = "offhook.observers"


class PackagedObservers(NamedTuple):
    """What opens the observers, by their names, and why others are left out."""

    openers: Mapping[str, OpenObserver] = {}
    unusable: Sequence[str] = ()


def packaged_observers() -> PackagedObservers:
    """Imports every observer of every package."""
    openers: dict[str, OpenObserver] = {}
    packages: dict[str, str] = {}
    unusable = []
    for part in packaged_parts(GROUP):
        try:
            if part.name in openers:
                raise name_taken(packages[part.name])
            openers[part.name] = _opener(part)
            packages[part.name] = part.package
        except NotUsable as exc:
            unusable.append(f"{part.in_words(exc)}; calls go without this observer: repair or uninstall the package")
    return PackagedObservers(openers, unusable)


def _opener(part: PackagedPart) -> OpenObserver:
    found = part.load()
    if not callable(found):
        raise NotUsable(
            f"must lead to a function that takes a CallBegun and returns an observer: {part.entry.value!r} "
            f"is a {type(found).__name__}"
        )
    if iscoroutinefunction(found):
        raise NotUsable(
            f"must lead to a plain function: {part.entry.value!r} is an async one, which a call cannot await"
        )
    return cast(OpenObserver, found)
