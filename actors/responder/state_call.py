"""The tool that a state of a dialogue calls: its arguments out of the answers so far, and where its result leads. Pure.

call = "book_room"
with = { room = "{room}", nights = "{nights}" }
results = [ { when = { free = false }, go = "full" } ]
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from offhook.engine.decide.heard_so_far import Heard
from offhook.engine.decide.tool_use import Outcome, ToolUse, ToolUses
from offhook.engine.host.toml_lines import KeyPath
from offhook.engine.words.placeholders import filled, placeholders

RESULT = "result"
"""What `{result.reference}` in a text begins with."""
KEPT_FIELDS = 50
LONGEST_FIELD = 300
"""In characters: it is to be said."""
_UNCERTAIN = (Outcome.LATE, Outcome.UNKNOWN, Outcome.CANCELLED, Outcome.RUNNING)


class Branch(msgspec.Struct, frozen=True):
    """Where the call goes on if the result has these fields."""

    place: KeyPath
    when: Mapping[str, object]
    go: str

    def fits(self, result: object) -> bool:
        return _fits(self.when, result)


class Call(msgspec.Struct, frozen=True):
    """A call of a tool, as the agent file has it."""

    tool: str
    arguments: Mapping[str, object]
    results: tuple[Branch, ...]
    go: str
    """If it is done, and none of `results` fits."""
    failed_go: str
    unknown_go: str
    """If nobody knows whether it was done; empty: as if it failed."""

    def targets(self) -> Iterator[str]:
        yield from (branch.go for branch in self.results)
        yield from (target for target in (self.go, self.failed_go, self.unknown_go) if target)

    def target(self, use: ToolUse) -> str:
        """Where the call goes on, after what came of the tool."""
        if use.outcome is Outcome.DONE:
            result = result_of(use)
            return next((branch.go for branch in self.results if branch.fits(result)), self.go)
        return self.unknown_go or self.failed_go if use.outcome in _UNCERTAIN else self.failed_go

    def filled(self, values: Mapping[str, str | int | bool], schema: Mapping[str, object]) -> dict[str, object]:
        """The arguments. One that is about an answer that nobody gave is left out. `schema`: of the tool, if known."""
        found: dict[str, object] = {}
        for name, value in self.arguments.items():
            if not isinstance(value, str):
                found[name] = value
            elif (one := _one(value, values)) is not None:
                found[name] = _as_wanted(one, types_of(schema, name))
        return found


class Hidden(msgspec.Struct, frozen=True):
    """What models are not told: the words of a turn, or the arguments of a tool that these words have led to."""

    turn: int
    place: int | None = None


class Calling(msgspec.Struct, frozen=True):
    """A tool that a state has called, until the caller has heard what came of it."""

    state: str
    turn: int
    """Whose words led to it."""
    place: int
    """How many decisions to call tools these words had led to before."""
    told: str | None = None
    """The first sentence about what came of it; None while the dialogue was not told of it."""

    def decision(self, decided: Iterable[Heard]) -> ToolUses | None:
        """What has come of it; None if it never began."""
        of_turn = [each for each in decided if isinstance(each, ToolUses) and each.turn == self.turn]
        return of_turn[self.place] if self.place < len(of_turn) else None


def types_of(schema: Mapping[str, object], argument: str) -> tuple[str, ...]:
    """The types that JSON Schema allows for an argument; none if it does not say."""
    properties = schema.get("properties")
    about = properties.get(argument) if isinstance(properties, Mapping) else None
    return tuple(_types(about))


def result_of(use: ToolUse) -> object:
    """What a tool has returned; its text if that is no JSON."""
    try:
        return msgspec.json.decode(use.result)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return use.result


def spoken_fields(result: object) -> dict[str, str]:
    """The fields of a result as they are said, by their names in texts. What cannot be said is not there."""
    return dict(_fields(RESULT, result, KEPT_FIELDS))


def _fields(name: str, value: object, left: int) -> list[tuple[str, str]]:
    match value:
        case bool():
            return [(name, "yes" if value else "no")]
        case str() | int() | float():
            said = " ".join(str(value).split())[:LONGEST_FIELD]
            return [(name, said)] if said else []
        case dict():
            found: list[tuple[str, str]] = []
            for key, each in value.items():
                found += _fields(f"{name}.{key}", each, left - len(found)) if len(found) < left else []
            return found
        case _:
            return []


def _fits(wanted: object, found: object) -> bool:
    match wanted:
        case Mapping():
            return isinstance(found, Mapping) and all(_fits(each, found.get(key)) for key, each in wanted.items())
        case list():
            return any(_fits(each, found) for each in wanted)
        case _:  # true is no number here
            return wanted == found and isinstance(wanted, bool) == isinstance(found, bool)


def _one(template: str, values: Mapping[str, str | int | bool]) -> str | int | bool | None:
    """The answer itself, if the template is nothing else; else a text. None if an answer is missing."""
    places = [*placeholders(template)]
    if len(places) == 1 and template == f"{{{places[0].name}}}":
        return values.get(places[0].name)
    return filled(template, {name: _text(value) for name, value in values.items()})


def _text(value: str | int | bool) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _as_wanted(value: str | int | bool, types: tuple[str, ...]) -> str | int | bool:
    """As a type that the tool takes, if it can be one."""
    own = {bool: ("boolean",), int: ("integer", "number"), str: ("string",)}[type(value)]
    if not types or any(each in types for each in own):
        return value
    if "string" in types:
        return _text(value)
    number = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 15
    return int(value) if number and not {"integer", "number"}.isdisjoint(types) else value


def _types(schema: object) -> Iterator[str]:
    if not isinstance(schema, Mapping):
        return
    named = schema.get("type")
    yield from [named] if isinstance(named, str) else named if isinstance(named, list) else []
    for several in ("anyOf", "oneOf"):
        options = schema.get(several)
        for option in options if isinstance(options, list) else []:
            yield from _types(option)
