"""Reads settings: `offhook.toml`, or the file that OFFHOOK_CONFIG names; environment variables override it, and
options of the command override both.

Pydantic validates them. They are not read by pydantic-settings, which does not keep where each value came from, and
ignores variables that match no setting.

SettingsError            all problems, one line each: where the value stands, the value, the rule that it breaks
"""

import json
import os
import re
import reprlib
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from offhook.engine.host.contradictions import Contradiction, Contradictory
from offhook.engine.host.did_you_mean import closest, did_you_mean
from offhook.engine.host.printable import printable
from offhook.engine.host.private_files import AnotherUsersFile, is_open_to_all, refuse_strangers
from offhook.engine.host.replaced_settings import REPLACED
from offhook.engine.host.settings import EngineSettings
from offhook.engine.host.settings_tree import (
    all_settings,
    choices,
    holds,
    holds_secret,
    is_section,
    kind_at,
    merged,
    nearest_kind,
)
from offhook.engine.host.settings_variables import CONFIG_VARIABLE, VENDOR_VARIABLES, Variables
from offhook.engine.host.text_file import UnreadableFile, read_text
from offhook.engine.host.toml_lines import KeyLines, KeyPath, NotToml, parse, spelled

DEFAULT_CONFIG = "offhook.toml"
DEFAULT = "default"
"""The place of a setting that is not set anywhere."""


_PASSWORD = re.compile(r"\A((?:\w+://)?+[^:@]*:).*(?=@)", re.DOTALL)


_LIKE_A_KEY = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9_-]{32,}")
"""What may be a key that was put in the place of another setting: an auth token as the account's SID, for instance."""


class _Shown(reprlib.Repr):
    """A wrong value for a person: cut, and without the password that an address may hold."""

    def repr_str(self, x: str, level: int) -> str:
        return super().repr_str(_PASSWORD.sub(r"\1…", x, count=1), level)


_SHORT = _Shown()
_SHORT.maxstring = _SHORT.maxother = 200

_RULES = {
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "dict_type": "must be a table",
    "tuple_type": 'must be a list, such as ["tone"]',
    "too_short": "must have at least one entry",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "string_type": "must be text in quotes",
}
"""Messages for the pydantic errors whose own text is about Python types."""

SettingsT = TypeVar("SettingsT", bound=EngineSettings)


class SettingsError(Exception):
    """Settings that cannot be used."""

    def __init__(self, *problems: str, given: "Given | None" = None) -> None:
        super().__init__("\n".join(problems))
        self.problems, self.given = problems, given


class Option(NamedTuple):
    """The name of an option, such as `--port`, or of a vendor's variable, and the text that it gives a setting."""

    name: str
    text: str


Options = Mapping[KeyPath, Option]
"""Options by the setting that they set; the value is text or a number."""


class Given:
    """What file, environment and options contain, not validated yet."""

    def __init__(
        self, settings_type: type[BaseModel], environment: Mapping[str, str], options: Options | None = None
    ) -> None:
        self._options = options or {}
        self.file = environment.get(CONFIG_VARIABLE, DEFAULT_CONFIG)
        self.variables = Variables(settings_type, environment)
        self.problems: list[str] = []
        found = {where: Option(name, environment.get(name, "")) for where, name in VENDOR_VARIABLES.items()}
        self._of_vendors = {where: each for where, each in found.items() if each.text}
        self._table: dict[str, object] = {}
        self._lines = KeyLines("")
        try:
            self._read_file(named=CONFIG_VARIABLE in environment)
            self.is_whole = True
        except _FileProblem as exc:
            self.is_whole = False
            self.problems.append(str(exc))
        self.problems += self.variables.problems

    def values(self) -> dict[str, object]:
        values: dict[str, object] = {}
        for where, found in self._of_vendors.items():
            values = merged(values, _nested(where, found.text))
        values = merged(merged(values, self._table), self.variables.values)
        for where, option in self._options.items():
            values = merged(values, _nested(where, option.text))
        return values

    def place(self, where: KeyPath) -> str:
        """`--port`, the name of a variable, `offhook.toml:12`, or `default`."""
        if where in self._options:
            return self._options[where].name
        if holds(self.variables.values, where):
            return self.variables.name_of(where)
        if holds(self._table, where):
            return f"{printable(self.file)}:{self._lines.line(where)}"
        return self._of_vendors[where].name if where in self._of_vendors else DEFAULT

    def in_file(self) -> list[KeyPath]:
        """What the file sets."""
        return [where for where, _ in _leaves(self._table)]

    def _read_file(self, *, named: bool) -> None:
        path = Path(self.file)
        if not named and not os.path.lexists(path):
            return
        shown = f"{CONFIG_VARIABLE} = {self.file!r}" if named else self.file
        if not named and (stranger := _put_there_by(path)):
            fix = f"if you trust it, name it: {CONFIG_VARIABLE}={self.file}"
            raise _FileProblem(f"{stranger}, and everybody may put files into this folder; {fix}")
        try:
            text = read_text(path)
            self._table, self._lines = parse(text), KeyLines(text)
        except UnreadableFile as exc:
            if exc.line is None:
                raise _FileProblem(f"{shown}: {exc.what}; {exc.fix}{', or unset it' if named else ''}") from exc
            raise _FileProblem(f"{printable(self.file)}:{exc.line}: {exc.what}; {exc.fix}") from exc
        except NotToml as exc:
            raise _FileProblem(f"{printable(self.file)}:{exc.line}: {printable(exc.what)}; {exc.fix}") from exc


def _put_there_by(path: Path) -> str:
    """Empty if the file is ours or root's, or nobody else could have put it there: whoever runs a command in /tmp must
    not send a key to an address that a stranger has written into an offhook.toml."""
    if not os.stat(path.parent).st_mode & stat.S_IWOTH:
        return ""
    try:
        refuse_strangers(path)
    except AnotherUsersFile as exc:
        return str(exc)
    return ""


class _FileProblem(Exception):
    """The settings file cannot be used; the message says why."""


class Loaded(Generic[SettingsT]):
    """Valid settings, and where each of them comes from."""

    def __init__(self, settings: SettingsT, given: Given) -> None:
        self.settings, self._given = settings, given

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(self._given.variables.warnings)

    @property
    def exposed(self) -> tuple[str, ...]:
        """Secrets in a settings file that everybody on the machine can read."""
        secrets = [
            spelled(where) for where in self._given.in_file() if holds_secret(kind_at(type(self.settings), where))
        ]
        file = self._given.file
        if not secrets or not is_open_to_all(Path(file)):
            return ()
        return (f"{printable(file)}: everybody on this machine can read {', '.join(secrets)}; chmod 600 it",)

    def place(self, *where: str | int) -> str:
        """`--port`, the name of a variable, `offhook.toml:12`, or `default`."""
        return self._given.place(where)

    def with_settings(self, settings: SettingsT) -> "Loaded[SettingsT]":
        """With a default that depends on others."""
        return Loaded(settings, self._given)

    def lines(self) -> Iterator[str]:
        """`section.key = value    (where from)`, one line for each setting, values as JSON, secrets masked."""
        for where, value in _leaves(self.settings.model_dump(mode="json")):
            yield line_of(spelled(where), value, self._given.place(where))


def read_settings(
    settings_type: type[SettingsT], environment: Mapping[str, str] | None = None, options: Options | None = None
) -> Loaded[SettingsT]:
    """The effective settings, and where each comes from. Raises SettingsError with all problems at once."""
    given = Given(settings_type, os.environ if environment is None else environment, options)
    problems = list(given.problems)
    if given.is_whole:
        try:
            settings = settings_type.model_validate(given.values())
        except ValidationError as exc:
            for error in _told_once(exc.errors(include_url=False)):
                problems += _in_words(settings_type, given, error)
            raise SettingsError(*problems, given=given) from exc
        if not problems:
            return Loaded(settings, given)
    raise SettingsError(*problems, given=given)


def load_settings(settings_type: type[SettingsT]) -> SettingsT:
    """The effective settings alone. Raises SettingsError."""
    return read_settings(settings_type).settings


def line_of(name: str, value: object, place: str) -> str:
    """One line of what `offhook serve --check` prints: easy to read, and to find with grep."""
    return printable(f"{name} = {json.dumps(value, ensure_ascii=False)}    ({place})")


def _nested(where: KeyPath, value: object) -> dict[str, object]:
    """The tables that a value stands in."""
    for part in reversed(where):
        value = {part: value}
    assert isinstance(value, dict)
    return value


def _leaves(table: Mapping[str, object], above: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*above, key))
        elif isinstance(value, list | tuple) and value and all(isinstance(each, dict) for each in value):
            for number, each in enumerate(value):
                yield from _leaves(each, (*above, key, number))
        else:
            yield (*above, key), value


def _told_once(errors: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Pydantic does not count wrong entries, and calls a list of nothing else too short."""
    for error in errors:
        where = error["loc"]
        wrong_within = any(len(each["loc"]) > len(where) and each["loc"][: len(where)] == where for each in errors)
        if error["type"] != "too_short" or not wrong_within:
            yield error


def _in_words(settings_type: type[BaseModel], given: Given, error: ErrorDetails) -> list[str]:
    where = error["loc"]
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Contradictory):
        return [_with_places(each, where, given) for each in cause.found]
    place, key = given.place(where), printable(spelled(where))
    if error["type"] == "extra_forbidden":
        return [f"{place}: {key}: there is no such setting; {_fix(settings_type, where)}"]
    if error["type"] == "missing":
        return [f"{given.place(where[:-1])}: {key} is missing: it has no default"]
    value = error["input"]
    kind = nearest_kind(settings_type, where)
    hidden = holds_secret(kind)
    rule = _RULES.get(error["type"], error["msg"].removeprefix("Value error, "))
    if error["type"] == "tuple_type" and isinstance(value, Mapping):
        rule = f"must be a list of tables: write [[{key}]], with two brackets"
    if not hidden:
        rule += _hint(value, list(choices(kind)))
    hidden = hidden or (isinstance(value, str) and _LIKE_A_KEY.fullmatch(value) is not None)
    return [f"{place}: {key} = {'(not shown)' if hidden else _SHORT.repr(value)}: {printable(rule)}"]


def _with_places(found: Contradiction, section: KeyPath, given: Given) -> str:
    settings = [((*section, *name.split(".")), value) for name, value in found.settings]
    whole = Contradiction(tuple((spelled(where), value) for where, value in settings), found.why)
    return whole.in_words([given.place(where) for where, _ in settings])


def _fix(settings_type: type[BaseModel], where: KeyPath) -> str:
    """What an unknown key may have meant: an earlier name, a similar name in the section, or the same name in another
    section."""
    if where in REPLACED:
        return REPLACED[where]
    word = str(where[-1])
    paths = dict.fromkeys(name[:end] for name in all_settings(settings_type) for end in range(1, len(name) + 1))
    elsewhere = [".".join(path) for path in paths if path[-1] == word]
    if elsewhere:
        return f"did you mean {' or '.join(elsewhere[:4])}?"
    around = kind_at(settings_type, where[:-1])
    assert isinstance(around, type)
    assert is_section(around)
    assert issubclass(around, BaseModel)
    return did_you_mean(word, around.model_fields)


def _hint(value: object, words: Sequence[str]) -> str:
    """A hint at mistakes that are hard to see: a carriage return, quotes. `words` are all that may stand there."""
    if not isinstance(value, str):
        return ""
    if "\r" in value:
        return "; \\r comes from a file with Windows line ends: save it with Unix line ends"
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return "; the quotes are part of the value here: write it without them"
    meant = closest(value, words)
    return "" if meant is None else f"; did you mean '{meant}'?"
