"""Reading an agent file: where each key stands, and everything that is wrong with it at once, each with its fix.

    AgentFileError              file, line, what is wrong, what to do about it
    +-- AgentFileUnreadable     not TOML: the first place where it stops being so
    +-- AgentFileInvalid        TOML, but no agent: every problem that was found

The lines are our own finding: `tomllib` keeps none.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

KeyPath = tuple[str | int, ...]
T = TypeVar("T", bound=msgspec.Struct)

_HEADER = re.compile(r"^\s*(\[\[?)([^\[\],]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_KEY_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_TOML_PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_SHAPE_PLACE = re.compile(r" - at `\$\.?([\w.\[\]]*)`$")


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong with an agent file."""

    line: int
    what: str
    fix: str


class AgentFileError(Exception):
    """An agent file that cannot be used."""

    def __init__(self, path: str, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(f"{path}:{problem.line}: {problem.what}: {problem.fix}" for problem in problems))
        self.path = path
        self.problems = tuple(problems)


class AgentFileUnreadable(AgentFileError):
    """The text is not TOML."""


class AgentFileInvalid(AgentFileError):
    """The text is TOML, but does not describe an agent."""


class AgentFile:
    """The text of an agent file while it is read. Problems gather here until `raise_problems`."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self._text_lines = text.splitlines()
        self._line_of_key = _find_keys(self._text_lines)
        self._problems: list[Problem] = []

    def report(self, where: KeyPath, what: str, fix: str, *, near: str = "") -> None:
        """Note a problem of the key at `where`; `near` is text that stands on its very line, for long arrays."""
        self._problems.append(Problem(self._line(where, near), what, fix))

    def raise_problems(self) -> None:
        if self._problems:
            raise AgentFileInvalid(self.path, sorted(self._problems, key=lambda problem: problem.line))

    def read(self, table: object, kind: type[T], where: KeyPath) -> T | None:
        """The table as a `kind`, or None after reporting why it is none."""
        if not isinstance(table, dict):
            self.report(where, f"{_spelled(where)} is no table", f"write [{_spelled(where)}] and its keys below")
            return None
        known = [field.encode_name for field in msgspec.structs.fields(kind)]
        for key in table:
            if key not in known:
                self.report((*where, key), f"unknown key '{key}' in {_spelled(where)}", did_you_mean(key, known))
        try:
            return msgspec.convert({key: table[key] for key in known if key in table}, kind)
        except msgspec.ValidationError as exc:
            self._report_shape(str(exc), where)
            return None

    def _report_shape(self, message: str, where: KeyPath) -> None:
        place = _SHAPE_PLACE.search(message)
        key = re.split(r"[.\[]", place[1])[0] if place is not None else ""
        what = message[: place.start()] if place is not None else message
        missing = re.fullmatch(r"Object missing required field `(\w+)`", what)
        if missing is not None:
            self.report(where, f"{_spelled(where)} has no '{missing[1]}'", f"add {missing[1]} = ...")
            return
        target = (*where, key) if key else where
        self.report(target, f"{_spelled(target)}: {what[:1].lower()}{what[1:]}", "see docs/agent-file.md")

    def _line(self, where: KeyPath, near: str) -> int:
        while where and where not in self._line_of_key:
            where = where[:-1]
        line = self._line_of_key.get(where, 1)
        if near:
            for number, text in enumerate(self._text_lines[line - 1 :], start=line):
                if near in text:
                    return number
        return line


def parse_toml(path: str, text: str) -> dict[str, object]:
    """The whole file as tables. Raises AgentFileUnreadable."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        message = str(exc)
        place = _TOML_PLACE.search(message)
        line = int(place[1]) if place is not None and place[1] else len(text.splitlines()) or 1
        what = _TOML_PLACE.sub("", message).strip()
        problem = Problem(line, what, "correct the TOML at this place; a key may stand only once in its table")
        raise AgentFileUnreadable(path, [problem]) from exc


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A fix for a misspelt name."""
    names = list(known)
    close = difflib.get_close_matches(word, names, n=1)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"known here: {', '.join(names)}" if names else "nothing of this kind is defined"


def _spelled(where: KeyPath) -> str:
    text = ""
    for part in where:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".") or "the file"


def _find_keys(lines: Sequence[str]) -> dict[KeyPath, int]:
    """The line of every key. `tomllib` keeps no lines; this finds them in any file that a person would write, and
    a wrong guess costs only a wrong line number in an error."""
    found: dict[KeyPath, int] = {}
    array_lengths: dict[KeyPath, int] = {}
    table: KeyPath = ()
    inside_text = False
    for number, line in enumerate(lines, start=1):
        starts_inside_text = inside_text
        inside_text ^= (line.count('"""') + line.count("'''")) % 2 == 1
        if starts_inside_text:
            continue
        if (header := _HEADER.match(line)) is not None:
            table = _resolve(_key_parts(header[2]), array_lengths, opens_element=header[1] == "[[")
            found.setdefault(table, number)
        elif (key := _KEY.match(line)) is not None:
            found.setdefault((*table, *_key_parts(key[1])), number)
    return found


def _key_parts(text: str) -> list[str]:
    return [part.strip("\"'") for part in _KEY_PART.findall(text)]


def _resolve(parts: Sequence[str], array_lengths: dict[KeyPath, int], *, opens_element: bool) -> KeyPath:
    """The path of a header, with the number of the present element after each array of tables."""
    path: KeyPath = ()
    for depth, part in enumerate(parts, start=1):
        path = (*path, part)
        if opens_element and depth == len(parts):
            array_lengths[path] = array_lengths.get(path, 0) + 1
        if path in array_lengths:
            path = (*path, array_lengths[path] - 1)
    return path
