"""Reads an agent file, and reports all its problems at once, each with its line and its fix.

AgentFileError              file, line, what is wrong, what to do about it
+-- AgentFileUnreadable     not TOML: the first place that cannot be parsed
+-- AgentFileInvalid        TOML, but not a valid agent: every problem that was found
"""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

import msgspec

from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.printable import printable
from offhook.engine.host.shapes_in_words import complaint
from offhook.engine.host.toml_lines import KeyLines, KeyPath, NotToml, parse, spelled

T = TypeVar("T", bound=msgspec.Struct)
_NOT_QUOTED = frozenset({"headers", "secret", "secret_variable"})
"""Keys whose values no message shows: somebody may have written a key there, in a wrong shape."""


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong with an agent file."""

    line: int
    what: str
    fix: str


class AgentFileError(Exception):
    """An agent file that cannot be used."""

    def __init__(self, path: str, problems: Sequence[Problem]) -> None:
        # Names and texts of the file may hold anything, and are printed on a terminal: control characters are escaped.
        lines = [f"{path}:{problem.line}: {problem.what}: {problem.fix}" for problem in problems]
        super().__init__("\n".join(printable(line) for line in lines))
        self.path = path
        self.problems = tuple(problems)


class AgentFileUnreadable(AgentFileError):
    """The text is not TOML."""


class AgentFileInvalid(AgentFileError):
    """The text is TOML, but does not describe an agent."""


class AgentFile:
    """The text of an agent file while it is read. Problems gather here until `raise_problems`."""

    def __init__(self, path: str, text: str, at_the_top: Collection[str] = ()) -> None:
        """`at_the_top`: the keys that stand above the first table."""
        self.path = path
        self._lines, self._at_the_top = KeyLines(text), at_the_top
        self._problems: list[Problem] = []

    def line(self, where: KeyPath) -> int:
        """Where the key at `where` stands, or else the table around it."""
        return self._lines.line(where)

    def report(self, where: KeyPath, what: str, fix: str, *, near: str = "") -> None:
        """Note a problem of the key at `where`. `near` is text on the line that is meant, for arrays of many lines."""
        self._problems.append(Problem(self._lines.line(where, near), what, fix))

    def raise_problems(self) -> None:
        if self._problems:
            raise AgentFileInvalid(self.path, sorted(self._problems, key=lambda problem: problem.line))

    def read(self, table: object, kind: type[T], where: KeyPath) -> T | None:
        """The table as a `kind`, or None after reporting why it is not one."""
        if not isinstance(table, dict):
            self.report(where, f"{_spelled(where)} is not a table", f"write [{_spelled(where)}] and its keys below")
            return None
        fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
        for key in table:
            if key not in fields:
                self.report((*where, key), f"unknown key '{key}' in {_spelled(where)}", self._instead(key, fields))
        fits = True
        for key, field in fields.items():
            found = complaint(table[key], field.type) if key in table else None
            if found is not None:
                what = "this does not fit" if key in _NOT_QUOTED else found.what
                self.report((*where, key), f"{_spelled((*where, key))}: {what}", found.fix)
            elif key not in table and field.required:
                self.report(where, f"{_spelled(where)} has no '{key}'", f"add {key} = ...")
            fits = fits and found is None and (key in table or not field.required)
        return self._as_a_whole({key: table[key] for key in fields if key in table}, kind, where) if fits else None

    def _instead(self, key: str, known: Iterable[str]) -> str:
        if key in self._at_the_top:  # in TOML it belongs to the last [table] above it
            return "write it at the top of the file, above the first [table]"
        return did_you_mean(key, known)

    def _as_a_whole(self, table: dict[str, object], kind: type[T], where: KeyPath) -> T | None:
        """Each key is valid by itself; the type checks whether they fit together, and raises ValueError in words."""
        try:
            return msgspec.convert(table, kind)
        except msgspec.ValidationError as exc:
            self.report(where, f"{_spelled(where)}: {exc}", "see docs/agent-file.md")
            return None


def parse_toml(path: str, text: str) -> dict[str, object]:
    """The whole file as tables. Raises AgentFileUnreadable."""
    try:
        return parse(text)
    except NotToml as exc:
        raise AgentFileUnreadable(path, [Problem(exc.line, exc.what, exc.fix)]) from exc


def _spelled(where: KeyPath) -> str:
    return spelled(where) or "the file"
