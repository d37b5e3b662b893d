"""Parses TOML, and finds the line of each key for error messages, which `tomllib` does not keep.

NotToml                  what is wrong, and the first line that cannot be parsed
"""

import re
import tomllib
from collections.abc import Sequence

from offhook.engine.host.toml_fixes import toml_fix

KeyPath = tuple[str | int, ...]
"""The path to a value: the keys of the tables around it, and its own; in an array, its index from 0."""

_HEADER = re.compile(r"^\s*(\[\[?)([^\[\],]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_KEY_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_TUPLE = re.compile(r"\('(.*)',?\)")  # as `tomllib` quotes a table's keys
_PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class NotToml(Exception):
    """The text is not TOML."""

    def __init__(self, line: int, what: str, fix: str) -> None:
        super().__init__(f"line {line}: {what}")
        self.line, self.what, self.fix = line, what, fix


def parse(text: str) -> dict[str, object]:
    """The whole text as tables. Raises NotToml."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        message = str(exc)
        place = _PLACE.search(message)
        line = int(place[1]) if place is not None and place[1] else _count_lines(text)
        what = _in_brackets(_PLACE.sub("", message).strip())
        raise NotToml(line, what, toml_fix(text.split("\n")[line - 1], what)) from exc
    except RecursionError as exc:
        raise NotToml(1, "arrays or tables are nested too deeply", "use fewer brackets") from exc
    except ValueError as exc:  # Python's own limit for the digits of a number
        raise NotToml(1, "a number has too many digits", "write a shorter one") from exc


class KeyLines:
    """The line of every key of a TOML text."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")  # not `splitlines`: TOML knows no other line ends
        self._line_of_key = _find_keys(self._lines)

    def line(self, where: KeyPath, near: str = "") -> int:
        """The line of the key at `where`, else of the nearest table around it, else 1. With `near`, the first line from
        there on that contains this text, for arrays of many lines."""
        while where and where not in self._line_of_key:
            where = where[:-1]
        line = self._line_of_key.get(where, 1)
        if near:
            for number, text in enumerate(self._lines[line - 1 :], start=line):
                if near in text:
                    return number
        return line


def spelled(where: KeyPath) -> str:
    """A path as text: `vad.silence_ms`, `states.menu.choices[1]`, counted from 1."""
    text = ""
    for part in where:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _in_brackets(message: str) -> str:
    return _TUPLE.sub(lambda keys: "[" + keys[1].replace("', '", ".") + "]", message)


def _count_lines(text: str) -> int:
    return text.removesuffix("\n").count("\n") + 1


def _find_keys(lines: Sequence[str]) -> dict[KeyPath, int]:
    """The line of every key. It works for any file that a person would write; in others a wrong guess costs only a
    wrong line number in an error message."""
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
    for path, number in list(found.items()):  # [dialogue.states.menu] is where `states` begins
        for length in range(1, len(path)):
            found.setdefault(path[:length], number)
    return found


def _key_parts(text: str) -> list[str]:
    return [part.strip("\"'") for part in _KEY_PART.findall(text)]


def _resolve(parts: Sequence[str], array_lengths: dict[KeyPath, int], *, opens_element: bool) -> KeyPath:
    """The path of a table header, with the index of the current element after each array of tables."""
    path: KeyPath = ()
    for depth, part in enumerate(parts, start=1):
        path = (*path, part)
        if opens_element and depth == len(parts):
            array_lengths[path] = array_lengths.get(path, 0) + 1
        if path in array_lengths:
            path = (*path, array_lengths[path] - 1)
    return path
