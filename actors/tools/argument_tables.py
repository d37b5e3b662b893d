"""`[http_tools.arguments]`: what a model fills in, written shortly, or as a JSON Schema.

[http_tools.arguments]
room = { type = "string", enum = ["single", "double"], description = "the kind of room" }
nights = { type = "integer", minimum = 1, required = false }
"""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from offhook.actors.tools.mistakes import Mistakes
from offhook.actors.tools.schema_check import misfit
from offhook.engine.host.toml_lines import KeyPath, spelled

SCALARS = ("string", "integer", "number", "boolean")
Count = Annotated[int, msgspec.Meta(ge=0)]
Enum = Annotated[list[str | int | float], msgspec.Meta(min_length=1, max_length=100)]


class _Argument(msgspec.Struct, frozen=True, omit_defaults=True):
    type: Literal["string", "integer", "number", "boolean", "array", "object"] = "string"
    description: str = ""
    required: bool = True
    enum: Enum | None = None
    format: str = ""
    minimum: float | None = None
    maximum: float | None = None
    minLength: Count | None = None  # noqa: N815  # as JSON Schema names them
    maxLength: Count | None = None  # noqa: N815  # as above
    minItems: Count | None = None  # noqa: N815  # as above
    maxItems: Count | None = None  # noqa: N815  # as above
    items: dict[str, object] | None = None


def read_arguments_table(table: Mapping[str, object], where: KeyPath, mistakes: Mistakes) -> dict[str, object]:
    """The JSON Schema that it stands for."""
    if table.get("type") == "object":
        return _whole_schema(dict(table), where, mistakes)
    properties: dict[str, object] = {}
    required: list[str] = []
    for name, each in table.items():
        argument = mistakes.file.read(each, _Argument, (*where, name))
        if argument is None:
            continue
        properties[name] = schema = {**msgspec.to_builtins(argument), "type": argument.type}
        schema.pop("required", None)
        _check_enum(argument, schema, (*where, name), mistakes)
        if argument.required:
            required.append(name)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _check_enum(argument: _Argument, schema: Mapping[str, object], where: KeyPath, mistakes: Mistakes) -> None:
    for value in argument.enum or ():
        if (what := misfit(value, schema)) is not None:
            mistakes.file.report((*where, "enum"), f"{spelled(where)}: the value {value!r} {what}", "correct enum")


def _whole_schema(schema: dict[str, object], where: KeyPath, mistakes: Mistakes) -> dict[str, object]:
    properties = schema.setdefault("properties", {})
    if not isinstance(properties, dict) or not all(isinstance(each, dict) for each in properties.values()):
        fix = "write a table for each argument, as JSON Schema has it"
        mistakes.file.report((*where, "properties"), f"{spelled(where)}.properties does not fit", fix)
        return {"type": "object", "properties": {}}
    required = schema.get("required", [])
    if not isinstance(required, list):
        mistakes.file.report((*where, "required"), f"{spelled(where)}.required is no list", 'write ["name"]')
        return {**schema, "required": []}
    for name in required:
        if name not in properties:
            mistakes.unknown((*where, "required"), "argument", str(name), [*properties])
    return schema
