"""Writes the tables of docs/settings.md from the settings classes: names, defaults, limits, and what each changes.

python -m tools.settings_page
"""

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, SecretStr
from pydantic.fields import FieldInfo

from offhook.actors.settings import Settings
from offhook.engine.host.settings import Section
from offhook.engine.host.settings_tree import is_section, section_of_array
from tools.page_tables import table, with_table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
HEAD = ["setting", "default", "allowed", "what it changes"]
_PLAIN = {bool: "`true` or `false`", int: "a whole number", float: "a number", str: "text", SecretStr: "text, a secret"}
_UNIONS = (Union, UnionType)


def page(text: str) -> str:
    """The page with new tables: the text between their markers is replaced."""
    return with_table(text, "settings", "\n\n".join(_sections(Settings, ())))


def words_of(section: type[BaseModel]) -> dict[str, str]:
    """The docstring of each field of a section, in one line; fields without one are left out."""
    found: dict[str, str] = {}
    for written in reversed(section.__mro__[: section.__mro__.index(Section)]):
        if "services" not in vars(written):  # else `with_services` has derived it, and it has no source
            found |= _written_in(written)
    return found


def _written_in(section: type) -> dict[str, str]:
    (declared,) = ast.parse(textwrap.dedent(inspect.getsource(section))).body
    assert isinstance(declared, ast.ClassDef)
    found = {}
    for field, below in zip(declared.body, declared.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            assert isinstance(below.value, ast.Constant), field.target.id
            found[field.target.id] = " ".join(str(below.value.value).split())
    return found


def _sections(section: type[BaseModel], name: tuple[str, ...], brackets: tuple[str, str] = ("[", "]")) -> Iterator[str]:
    """Each section as heading, description and table, followed by the sections in it."""
    words = words_of(section)
    rows = [
        [f"`{key}`", _default(field), allowed(field.annotation, field.metadata), _linked(words[key])]
        for key, field in section.model_fields.items()
        if not is_section(field.annotation) and section_of_array(field.annotation) is None
    ]
    if rows:
        about = _linked(inspect.cleandoc(section.__doc__ or ""))
        yield f"## `{brackets[0]}{'.'.join(name)}{brackets[1]}`\n\n{about}\n\n{table(HEAD, rows)}"
    for key, field in section.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _sections(kind, (*name, key))
        elif (of_array := section_of_array(kind)) is not None:
            yield from _sections(of_array, (*name, key), ("[[", "]]"))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be set"
    if field.default is None:
        return "unset"
    return f"`{json.dumps(field.default, ensure_ascii=False)}`"


def allowed(kind: object, rules: Sequence[object] = ()) -> str:
    """Which values are allowed, in words: their kind, their limits, and other rules."""
    if get_origin(kind) is Annotated:
        bare, *more = get_args(kind)
        return allowed(bare, [*more, *rules])
    if get_origin(kind) in _UNIONS:
        (bare,) = (each for each in get_args(kind) if each is not type(None))
        return f"{allowed(bare, rules)}; or unset"
    flat = [each for rule in rules for each in (rule.metadata if isinstance(rule, FieldInfo) else [rule])]
    asked = [_first_sentence(rule.func) for rule in flat if isinstance(rule, AfterValidator)]
    return "; ".join([f"{_kind(kind)}{_limits(flat)}", *asked])


def _kind(kind: object) -> str:
    inside = get_args(kind)
    if get_origin(kind) is Literal:
        return _either([f"`{json.dumps(each)}`" for each in inside])
    if get_origin(kind) is dict:
        if is_section(inside[1]):
            return f"a table by service; in it {', '.join(f'`{key}`' for key in inside[1].model_fields)}"
        if inside[1] is SecretStr:
            return "a table of texts, which are secrets"
        return f"a table by language; in it {allowed(inside[1])}"
    if get_origin(kind) is tuple and inside[-1] is Ellipsis:
        return f"a list of {allowed(inside[0])}"
    if get_origin(kind) is tuple:
        return f"a list of {len(inside)}, each {allowed(inside[0])}"
    assert isinstance(kind, type)
    return _PLAIN[kind]


def _limits(rules: Sequence[object]) -> str:
    """Pydantic's own rules: limits of numbers, and of the length of texts and lists."""
    found = {name: value for rule in rules for name in _LIMITS if (value := getattr(rule, name, None)) is not None}
    return "".join(_LIMITS[name].format(f"{value:,}") for name, value in sorted(found.items(), key=_in_order))


_LIMITS = {
    "gt": " above {}",
    "ge": " from {}",
    "le": " to {}",
    "min_length": ", {} long at least",
    "max_length": ", {} long at most",
}


def _in_order(limit: tuple[str, object]) -> int:
    return list(_LIMITS).index(limit[0])


def _either(choices: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(choices[:-1]), choices[-1]]))


def _first_sentence(rule: object) -> str:
    """The first sentence of a validator's docstring: it says what is allowed."""
    sentence = (inspect.getdoc(rule) or "").partition(". ")[0].removesuffix(".")
    assert sentence, f"{rule} does not say what it asks for"
    return " ".join((sentence[0].lower() + sentence[1:]).split())


def _linked(words: str) -> str:
    """Names of pages become links."""
    return re.sub(r"docs/([a-z-]+\.md)", r"[\1](\1)", words)


def main() -> None:
    PAGE.write_text(page(PAGE.read_text()))


if __name__ == "__main__":
    main()
