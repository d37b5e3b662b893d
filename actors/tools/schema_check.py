"""Checks JSON against the part of JSON Schema that models are given most: the server that gets it checks the rest.

Not looked at: `pattern`, because a pattern can be made to take for ever, `$ref`, `anyOf` and their like, `format`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from offhook.engine.host.did_you_mean import did_you_mean

Schema = Mapping[str, object]
_DEEPEST = 20
_TYPES: Mapping[str, Callable[[object], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}
TYPES = (*_TYPES,)


def misfit(value: object, schema: Schema) -> str | None:
    """The first thing that does not fit, in words for a model."""
    return next(_misfits(value, schema, ""), None)


def _misfits(value: object, schema: Schema, where: str, depth: int = 0) -> Iterator[str]:
    place = f"{where}: " if where else ""
    if (wanted := _types(schema)) and not any(_TYPES[each](value) for each in wanted):
        yield f"{place}must be {' or '.join(wanted)}, not {_type_of(value)}"
        return
    enum = schema.get("enum")
    if isinstance(enum, list) and not any(_same(value, each) for each in enum):
        yield f"{place}must be one of {', '.join(map(str, enum))}"
    yield from (f"{place}{what}" for what in _out_of_bounds(value, schema))
    if depth < _DEEPEST:
        yield from _inside(value, schema, where, depth + 1)


def _types(schema: Schema) -> Sequence[str]:
    """Empty if any type fits, or one is named that is not known here."""
    named = schema.get("type")
    types = [each for each in (named if isinstance(named, list) else [named]) if isinstance(each, str)]
    return types if all(each in _TYPES for each in types) else ()


def _type_of(value: object) -> str:
    return next(name for name in ("null", "boolean", "string", "number", "array", "object") if _TYPES[name](value))


def _same(value: object, other: object) -> bool:
    return value == other and isinstance(value, bool) == isinstance(other, bool)


def _out_of_bounds(value: object, schema: Schema) -> Iterator[str]:
    limits: list[tuple[str, float, str]] = []
    if isinstance(value, int | float) and not isinstance(value, bool):
        limits = [("minimum", value, "at least"), ("maximum", -value, "at most")]
    elif isinstance(value, str):
        limits = [("minLength", len(value), "of at least {} characters"), ("maxLength", -len(value), "of at most {}")]
    elif isinstance(value, list):
        limits = [("minItems", len(value), "at least {} items"), ("maxItems", -len(value), "at most {} items")]
    for key, size, words in limits:
        limit = schema.get(key)
        if not isinstance(limit, int | float) or isinstance(limit, bool):
            continue
        if size < (limit if key.startswith("min") else -limit):
            yield f"must be {words.format(limit)}" if "{}" in words else f"must be {words} {limit}"


def _inside(value: object, schema: Schema, where: str, depth: int) -> Iterator[str]:
    if isinstance(value, list) and isinstance(items := schema.get("items"), dict):
        for number, each in enumerate(value, start=1):
            yield from _misfits(each, items, f"{where}[{number}]", depth)
    if not isinstance(value, dict):
        return
    properties = schema.get("properties")
    known: Mapping[str, object] = properties if isinstance(properties, dict) else {}
    required = schema.get("required")
    for name in required if isinstance(required, list) else ():
        if isinstance(name, str) and name not in value:
            yield f"{_inner(where, name)}: it is missing"
    for name, each in value.items():
        inner = known.get(name)
        if isinstance(inner, dict):
            yield from _misfits(each, inner, _inner(where, name), depth)
        elif name not in known and schema.get("additionalProperties") is False:
            yield f"unknown argument '{_inner(where, name)}': {did_you_mean(name, known)}"


def _inner(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
