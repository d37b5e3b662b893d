"""What other packages add to Offhook: the entry points of a group, found where the packages are installed."""

from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple

from offhook.engine.host.printable import printable


class NotUsable(Exception):
    """Why an entry point cannot be used: the rest of a sentence that begins with its name."""


class PackagedPart(NamedTuple):
    """One entry point, and the package that it is from."""

    entry: EntryPoint
    package: str

    @property
    def name(self) -> str:
        return self.entry.name

    def load(self) -> object:
        """Import what the entry point leads to. Raises NotUsable."""
        try:
            return self.entry.load()
        except (Exception, SystemExit) as exc:  # a stranger's module may raise anything
            # Its text is quoted: no caller has said anything yet that could stand in it.
            raise NotUsable(f"cannot be imported from {self.entry.value!r}: {type(exc).__name__}: {exc}") from exc

    def in_words(self, exc: NotUsable) -> str:
        """The whole sentence."""
        return printable(f"entry point {self.name!r} of package {self.package!r} (group {self.entry.group}) {exc}")


def packaged_parts(group: str) -> list[PackagedPart]:
    """In an order of their own: not that in which the packages were installed."""
    found = [PackagedPart(entry, "" if entry.dist is None else entry.dist.name) for entry in entry_points(group=group)]
    return sorted(found, key=lambda each: (each.name, each.package))


def name_taken(package: str) -> NotUsable:
    """Another package has declared this name before."""
    return NotUsable(f"declares a name that package {package!r} has taken: uninstall one of them")
