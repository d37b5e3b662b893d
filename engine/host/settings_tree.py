"""Walks the sections of a settings type: which settings exist, and the type of each."""

from collections.abc import Iterator, Mapping
from typing import Literal, get_args, get_origin

from pydantic import BaseModel, SecretStr

from offhook.engine.host.toml_lines import KeyPath

_TEXT_IN_JSON = (list, tuple, dict)


def all_settings(section: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    """The names of every setting, in the order in which they are declared."""
    for name, field in section.model_fields.items():
        if is_section(field.annotation):
            yield from ((name, *below) for below in all_settings(_section(field.annotation)))
        else:
            yield (name,)


def kind_at(section: type[BaseModel], where: KeyPath) -> object | None:
    """The type of the setting or section at this place; None if there is none. Below a setting that is a free table,
    such as voices by language, every key is valid."""
    kind: object = section
    for part in where:
        if is_section(kind):
            field = _section(kind).model_fields.get(str(part))
            if field is None:
                return None
            kind = field.annotation
        elif get_origin(kind) is dict:
            kind = get_args(kind)[1]
        elif get_origin(kind) is tuple and isinstance(part, int):  # of which every entry is of the first one's kind
            kind = get_args(kind)[0]
        else:
            return None
    return kind


def section_of_array(kind: object) -> type[BaseModel] | None:
    """The kind of each table of an array of tables, as `[[numbers]]` is one; None for anything else."""
    inside = get_args(kind)
    return _section(inside[0]) if get_origin(kind) is tuple and inside and is_section(inside[0]) else None


def is_section(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def takes_json(kind: object) -> bool:
    """Whether a value of this kind is more than one text or number: a list, a table, a section."""
    return is_section(kind) or get_origin(kind) in _TEXT_IN_JSON or any(map(takes_json, get_args(kind)))


def choices(kind: object) -> Iterator[str]:
    """The words of which a value of this kind, or each entry of it, must be one; none where any will do."""
    inside = get_args(kind)
    if get_origin(kind) is Literal:
        yield from (each for each in inside if isinstance(each, str))
    else:
        yield from (word for each in inside for word in choices(each))


def holds_secret(kind: object) -> bool:
    """Whether a value of this kind is secret, or contains one that is."""
    if is_section(kind):
        return any(holds_secret(field.annotation) for field in _section(kind).model_fields.values())
    return kind is SecretStr or any(map(holds_secret, get_args(kind)))


def nearest_kind(section: type[BaseModel], where: KeyPath) -> object:
    """The kind at this place, else of the nearest known section around it."""
    while (kind := kind_at(section, where)) is None:
        where = where[:-1]
    return kind


def merged(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """Both tables merged key by key; `above` wins."""
    both = dict(below)
    for key, value in above.items():
        underneath = both.get(key)
        if isinstance(value, Mapping) and isinstance(underneath, Mapping):
            both[key] = merged(underneath, value)
        else:
            both[key] = value
    return both


def holds(table: Mapping[str, object], where: KeyPath) -> bool:
    """Whether the table has a value at this place."""
    found: object = table
    for part in where:
        if not isinstance(found, Mapping):
            return True  # a value that is not a table covers all places below it
        if part not in found:
            return False
        found = found[part]
    return True


def _section(kind: object) -> type[BaseModel]:
    assert isinstance(kind, type)
    assert issubclass(kind, BaseModel)
    return kind
