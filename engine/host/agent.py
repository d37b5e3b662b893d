"""An agent: who answers the telephone. These keys are for every responder; only the scripted one reads `[dialogue]`."""

from typing import Annotated

import msgspec

from offhook.engine.host import destination
from offhook.engine.host.agent_file import AgentFile, parse_toml

Said = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]

_ENGLISH = {
    "goodbye": "Thank you for your call. Goodbye.",
    "apology": "I am sorry, something went wrong on our side.",
    "repeat": "Sorry, could you say that again?",
}


_ENGLISH_LINE_DROPPED = "Sorry, the line dropped for a moment. Could you say that again?"
_ENGLISH_FILLERS = ("One moment, please.", "Just a second.", "Let me see.")


class Agent(msgspec.Struct, frozen=True):
    """One agent file. Only `[dialogue]` and the tables of tools are not checked yet."""

    name: str
    language: str
    greeting: str  # empty: the caller speaks first
    goodbye: str  # said when a call must end: its longest time, a server that is stopped
    apology: str  # said when something broke for good
    repeat: str  # said when a turn was lost
    line_dropped: str  # said when a stream broke while the caller spoke, or was to speak
    fillers: tuple[str, ...]  # said in turn while an answer takes long; none: nothing is
    transfer: str  # where a person answers: a phone number or SIP URI; empty: nowhere
    prompt: str  # what a language model is told
    dialogue: dict[str, object] | None  # as it stands in the file; actors/responder/dialogue_file.py reads it
    path: str
    text: str
    tool_tables: dict[str, object] = {}
    """What the file says of tools, by key of `TOOL_KEYS`, as it stands there; actors/tools/tables.py reads it."""
    built_in: dict[str, object] | None = None  # as they stand in the file; actors/tools/built_in/chosen.py reads them
    transfers: dict[str, object] | None = None


Name = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9_-]{1,64}\Z",
        description='use lower-case letters a to z, digits, _ and -, at most 64 in all, such as "front_desk"',
    ),
]
LanguageTag = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z",
        description="write the language's two or three lower-case letters, and if need be a region behind a -,"
        ' such as "en", "de" or "es-MX"',
    ),
]
Destination = Annotated[str, msgspec.Meta(pattern=destination.PATTERN, description=destination.RULE)]


class _AgentKeys(msgspec.Struct, frozen=True):
    name: Name
    language: LanguageTag = "en"
    greeting: Annotated[str, msgspec.Meta(max_length=500)] = ""
    goodbye: Said | None = None
    apology: Said | None = None
    repeat: Said | None = None
    line_dropped: Said | None = None
    fillers: Annotated[tuple[Said, ...], msgspec.Meta(max_length=20)] | None = None
    transfer: Destination = ""
    prompt: str = ""
    dialogue: dict[str, object] | None = None
    tools: object = None
    http_tools: object = None
    mcp: object = None
    secrets: object = None
    tool: object = None
    built_in: dict[str, object] | None = None
    transfers: dict[str, object] | None = None


TOOL_KEYS = ("tools", "http_tools", "mcp", "secrets", "tool")
_TABLES = ("dialogue", "built_in", "transfers", "http_tools", "mcp", "secrets", "tool")
AGENT_KEYS = tuple(field.name for field in msgspec.structs.fields(_AgentKeys) if field.name not in _TABLES)
"""The keys that stand above the first table of the file."""


def _fillers(language: str) -> tuple[str, ...]:
    return _ENGLISH_FILLERS if language.startswith("en") else ()


def _line_dropped(keys: _AgentKeys) -> str:
    """In other languages `repeat` has to do, which the file must have."""
    default = _ENGLISH_LINE_DROPPED if keys.language.startswith("en") else keys.repeat
    return keys.line_dropped or default or _ENGLISH["repeat"]


def load_agent(path: str, text: str) -> Agent:
    """The agent that `text` describes; `path` is for messages. Raises AgentFileError."""
    file = AgentFile(path, text)
    tables = parse_toml(path, text)
    keys = file.read(tables, _AgentKeys, ())
    if keys is not None and not keys.language.startswith("en"):
        for key in _ENGLISH:
            if getattr(keys, key) is None:
                file.report(("language",), f"no '{key}' in the language '{keys.language}'", f'add {key} = "..."')
    file.raise_problems()
    assert keys is not None, "a table that could not be read was reported"
    return Agent(
        name=keys.name,
        language=keys.language,
        greeting=keys.greeting,
        goodbye=keys.goodbye or _ENGLISH["goodbye"],
        apology=keys.apology or _ENGLISH["apology"],
        repeat=keys.repeat or _ENGLISH["repeat"],
        line_dropped=_line_dropped(keys),
        fillers=keys.fillers if keys.fillers is not None else _fillers(keys.language),
        transfer=keys.transfer,
        prompt=keys.prompt,
        dialogue=keys.dialogue,
        path=path,
        text=text,
        tool_tables={key: tables[key] for key in TOOL_KEYS if key in tables},
        built_in=keys.built_in,
        transfers=keys.transfers,
    )
