"""`[secrets]` of an agent file: names for environment variables, so that no key stands in the file."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from offhook.actors.tools.mistakes import Mistakes
from offhook.actors.tools.template import SECRET, is_balanced, places
from offhook.engine.host.toml_lines import KeyPath, spelled

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAME = re.compile(r"[A-Za-z0-9_]+")
_MASK = "***"
SHORTEST_MASKED = 6
"""A shorter secret is no secret, and would mask parts of words."""


class Secrets:
    """Their values, by name."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.names = (*values,)

    def value(self, place: str) -> str:
        """Of `secret.NAME`."""
        return self._values[place.removeprefix(SECRET)]

    def masked(self, text: str) -> str:
        """The text without any of them: a server may send back what it was sent."""
        for value in sorted(self._values.values(), key=len, reverse=True):
            if len(value) >= SHORTEST_MASKED:
                text = text.replace(value, _MASK)
        return text

    def masked_in(self, value: object) -> object:
        """The same for what a server's JSON says: a library may have written a secret with escapes, `\\/` for `/`.
        Raises RecursionError."""
        match value:
            case str():
                return self.masked(value)
            case list():
                return [self.masked_in(each) for each in value]
            case dict():
                return {self.masked_in(key): self.masked_in(each) for key, each in value.items()}
            case _:
                return value

    def masked_json(self, text: str) -> str:
        """The same for JSON that stays text."""
        try:
            value = msgspec.json.decode(text)
            masked = self.masked_in(value)
        except (msgspec.DecodeError, RecursionError):
            return self.masked(text)
        return self.masked(text) if masked == value else msgspec.json.encode(masked).decode()


def read_secrets(table: object, environment: Mapping[str, str], mistakes: Mistakes) -> Secrets:
    """A variable that is not set, or whose value no header can hold, is a problem. No value is ever quoted, and no name
    of a variable either: somebody may have written the key itself there."""
    values: dict[str, str] = {}
    if table is None:
        return Secrets(values)
    if not isinstance(table, dict):
        mistakes.file.report(("secrets",), "secrets is not a table", 'write [secrets] and NAME = "VARIABLE" below it')
        return Secrets(values)
    for name, variable in table.items():
        value = _value(name, variable, environment, mistakes)
        values[name] = value or ""  # so that its uses are not reported as well
    return Secrets(values)


def _value(name: str, variable: object, environment: Mapping[str, str], mistakes: Mistakes) -> str | None:
    where = ("secrets", name)
    if not _NAME.fullmatch(name):
        mistakes.file.report(where, f"secrets: the name '{name}' does not fit", "use letters, digits and _")
    if not isinstance(variable, str) or not _VARIABLE.fullmatch(variable):
        fix = 'write only its name in quotes, such as "CALENDAR_KEY"; the key itself never stands in this file'
        mistakes.file.report(where, f"secrets.{name} is not the name of an environment variable", fix)
        return None
    value = environment.get(variable)
    if not value:
        fix = "set it where the server is started"
        mistakes.file.report(where, f"the environment variable that secrets.{name} names is not set", fix)
        return None
    if not value.isascii() or not value.isprintable() or value != value.strip():
        fix = "remove line ends and spaces around it, and characters that are not ASCII"
        mistakes.file.report(where, f"the value of the variable that secrets.{name} names cannot be sent", fix)
        return None
    return value


_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_OURS = {"host", "content-length", "transfer-encoding", "connection", "idempotency-key", "accept-encoding"}
_KEYED = {"authorization", "proxy-authorization", "cookie"}


def check_headers(headers: Mapping[str, str], where: KeyPath, secrets: Secrets, mistakes: Mistakes) -> None:
    """Reports what cannot be sent, and a key that stands in the file itself."""
    for name, text in headers.items():
        here = (*where, name)
        if not _HEADER_NAME.fullmatch(name):
            mistakes.file.report(here, f"'{name}' is not the name of a header", "write one such as X-Api-Key")
        elif name.lower() in _OURS:
            mistakes.file.report(here, f"the header '{name}' is set by Offhook", "remove it")
        elif name.lower() in _KEYED and SECRET not in text:
            fix = 'write {secret.NAME} in its place, and NAME = "VARIABLE" under [secrets]'
            mistakes.file.report(here, f"{spelled(here)}: a key does not stand in this file", fix)
        elif not text.isascii() or not text.isprintable():
            mistakes.file.report(here, f"{spelled(here)} has characters that no header can hold", "use ASCII only")
        else:
            check_places(text, here, (), secrets.names, mistakes)


def check_places(
    text: str, where: KeyPath, arguments: Sequence[str], secrets: Sequence[str], mistakes: Mistakes
) -> None:
    """Reports every place that nothing fills in."""
    if not is_balanced(text):
        mistakes.file.report(where, f"unbalanced {{ }} in {spelled(where)}", "write {name}")
        return
    for place in places(text):
        if place.startswith(SECRET):
            if (name := place.removeprefix(SECRET)) not in secrets:
                mistakes.unknown(where, "secret", name, secrets)
        elif place not in arguments:
            mistakes.unknown(where, "argument", place, arguments)
