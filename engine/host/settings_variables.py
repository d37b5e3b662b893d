"""Settings from environment variables: `OFFHOOK__SECTION__KEY`, in any case; lists and tables as JSON.

A variable that begins with OFFHOOK and matches no setting is reported as a problem, with a suggestion: somebody thinks
that it works. Kubernetes sets variables named after each Service; those are ignored with a warning.
"""

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel

from offhook.engine.host.replaced_settings import REPLACED
from offhook.engine.host.settings_tree import all_settings, is_section, kind_at, takes_json
from offhook.engine.host.toml_lines import KeyPath

PREFIX = "OFFHOOK__"
CONFIG_VARIABLE = "OFFHOOK_CONFIG"
OTHER_VARIABLES = (CONFIG_VARIABLE, "OFFHOOK_LIVE")
"""Variables that are not settings: which file to read, and whether tests may call real services."""

VENDOR_VARIABLES: Mapping[KeyPath, str] = {
    ("twilio", "account_sid"): "TWILIO_ACCOUNT_SID",
    ("twilio", "auth_token"): "TWILIO_AUTH_TOKEN",
    ("twilio", "api_key"): "TWILIO_API_KEY",
    ("twilio", "api_secret"): "TWILIO_API_SECRET",
    ("telnyx", "public_key"): "TELNYX_PUBLIC_KEY",
    ("telnyx", "api_key"): "TELNYX_API_KEY",
}
"""Variables of a carrier's own tools, for settings that neither the file nor a variable of ours sets."""

_OURS = "OFFHOOK_"
_AS_JSON = 'a list or a table in a variable is written as JSON, such as \'["tone"]\' or \'{"en": "en-gb"}\''

# "Service environment variables" and "Docker links" of the Kubernetes documentation ("Discovering services"): for a
# Service named offhook or offhook-something. OFFHOOK_PORT itself is told from a mistyped setting by its value.
_SERVICE = r"OFFHOOK(?:_[A-Z0-9]+)*"
_INJECTED = re.compile(
    rf"{_SERVICE}_SERVICE_(?:HOST|PORT(?:_[A-Z0-9_]+)?)|{_SERVICE}_PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?"
)
_INJECTED_PORT = re.compile(rf"{_SERVICE}_PORT")
_INJECTED_VALUE = re.compile(r"(?:tcp|udp|sctp)://")


class Variables:
    """The settings in the environment, and what is wrong with them."""

    def __init__(self, settings_type: type[BaseModel], environment: Mapping[str, str]) -> None:
        self._type = settings_type
        self._guesses = _guesses(settings_type)
        self._names: dict[KeyPath, str] = {}
        self.values: dict[str, object] = {}
        self.problems: list[str] = []
        self.warnings: list[str] = []
        injected = []
        # The shallow ones first, so that OFFHOOK__VAD__PAUSE_MS overrides OFFHOOK__VAD.
        for name in sorted(environment, key=lambda name: (name.count("__"), name)):
            if name.upper().startswith(PREFIX):
                self._take(name, environment[name])
            elif name.upper().startswith(_OURS) and name not in OTHER_VARIABLES:
                if _is_injected(name, environment[name]):
                    injected.append(name)
                else:
                    self.problems.append(f"environment variable {name!r}: not one of Offhook's; {self._fix(name)}")
        if injected:
            self.warnings.append(
                f"{', '.join(injected)}: set by Kubernetes for a Service, and not settings of Offhook; "
                "enableServiceLinks: false in the pod's spec leaves them out"
            )

    def name_of(self, where: KeyPath) -> str:
        """The variable that sets the value at this place. To be asked only if there is one."""
        while where and where not in self._names:
            where = where[:-1]
        return self._names[where]

    def _take(self, name: str, text: str) -> None:
        where = tuple(name[len(PREFIX) :].lower().split("__"))
        kind = kind_at(self._type, where)
        if kind is None:
            fix = REPLACED.get(where) or self._fix(name)
            self.problems.append(f"environment variable {name!r}: there is no such setting; {fix}")
        elif where in self._names:
            self.problems.append(
                f"environment variables {self._names[where]!r} and {name!r} set the same value; unset one"
            )
        else:
            try:
                value = json.loads(text) if takes_json(kind) else text
                if is_section(kind) and not isinstance(value, dict):
                    raise ValueError("no table")
            except (ValueError, RecursionError):  # the value is not shown: it may be a secret
                self.problems.append(f"environment variable {name!r}: not JSON of the right kind; {_AS_JSON}")
                return
            self._names[where] = name
            self._put(where, value)

    def _put(self, where: Sequence[str], value: object) -> None:
        table = self.values
        for part in where[:-1]:
            below = table.get(part)
            if not isinstance(below, dict):
                below = table[part] = {}
            table = below
        table[where[-1]] = value

    def _fix(self, name: str) -> str:
        word = _word(name)
        known = self._guesses.get(word)
        if known is None:
            close = difflib.get_close_matches(word, self._guesses, n=1)
            known = self._guesses[close[0]] if close else None
        if known is None:
            sections = ", ".join(self._type.model_fields)
            return f"settings are named like {PREFIX}VAD__SILENCE_MS, and the sections are {sections}"
        return f"did you mean {_one_of(known)}?"


def variable_of(where: Iterable[str]) -> str:
    """The environment variable of a setting."""
    return PREFIX + "__".join(where).upper()


def _guesses(settings_type: type[BaseModel]) -> dict[str, list[str]]:
    """Likely misspellings, with or without the section in front, and the variables that each may mean."""
    guesses: dict[str, list[str]] = {_word(name): [name] for name in OTHER_VARIABLES}
    for where in all_settings(settings_type):
        for first in range(len(where)):
            guesses.setdefault("_".join(where[first:]), []).append(variable_of(where))
    return guesses


def _word(name: str) -> str:
    return "_".join(part for part in name.lower().split("_")[1:] if part)


def _one_of(names: Sequence[str]) -> str:
    first = names[:4]
    return first[0] if len(first) == 1 else f"{', '.join(first[:-1])} or {first[-1]}"


def _is_injected(name: str, value: str) -> bool:
    if _INJECTED.fullmatch(name) is not None:
        return True
    return _INJECTED_PORT.fullmatch(name) is not None and _INJECTED_VALUE.match(value) is not None
