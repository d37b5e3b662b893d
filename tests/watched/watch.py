"""Notes what a process imports, opens, starts or looks up. Imports nothing that a server would not have anyway."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType

# PEP 578's events that take a file descriptor or resolve a name. Not among them is `sqlite3.connect`: the store holds
# its connections open, and no audio waits for it.
WATCHED = frozenset(
    {
        "open",
        "os.listdir",
        "os.scandir",
        "os.posix_spawn",
        "subprocess.Popen",
        "ctypes.dlopen",
        "socket.getaddrinfo",
        "socket.gethostbyname",
    }
)


class Watch:
    """What was seen, by the branch in which it was. The hooks stay for as long as the process does."""

    def __init__(self) -> None:
        self.seen: dict[str, list[str]] = {}
        self._branch = ""
        sys.meta_path.insert(0, self)
        sys.addaudithook(self._heard)

    @contextmanager
    def branch(self, name: str) -> Iterator[None]:
        self._branch = name
        self.seen[name] = []
        try:
            yield
        finally:
            self._branch = ""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Asked first for every module that is not there yet, and leaves it to the finders behind."""
        del path, target
        self._note(f"import {name}")
        return None

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in WATCHED:
            self._note(f"{event} {arguments[0]!r}")

    def _note(self, what: str) -> None:
        if self._branch:
            self.seen[self._branch].append(what)
