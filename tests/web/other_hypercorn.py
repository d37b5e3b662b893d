"""Hypercorns that differ from the installed one in one place. Modules and classes on the way to it are copies."""

import inspect
from collections.abc import Callable
from types import CodeType, FunctionType, ModuleType

import hypercorn
import hypercorn.trio.run
import hypercorn.trio.statsd

Change = Callable[[object, str], object]


def with_part(path: str, part: object) -> ModuleType:
    """`part` stands at `path`."""
    return _changed(path, lambda holder, name: _with_member(holder, name, part))


def without(path: str) -> ModuleType:
    """What stood at `path` has another name, and whatever uses it knows that."""
    return _changed(path, lambda holder, name: _rewritten(holder, name, is_kept=False))


def without_use(path: str) -> ModuleType:
    """What stands at `path` is still there, and nothing beside it uses it."""
    return _changed(path, lambda holder, name: _rewritten(holder, name, is_kept=True))


def fresh(path: str) -> ModuleType:
    """The class at `path` is a copy of what it was before anything of it was replaced."""
    return without(f"{path}.nothing")


def part_at(path: str, library: object = hypercorn) -> object:
    """What `library` has there."""
    for name in path.split("."):
        library = getattr(library, name)
    return library


def _changed(path: str, change: Change) -> ModuleType:
    library = _with_change(hypercorn, path.split("."), change)
    assert isinstance(library, ModuleType)
    return library


def _with_change(holder: object, names: list[str], change: Change) -> object:
    first, *further = names
    if not further:
        return change(holder, first)
    return _with_member(holder, first, _with_change(getattr(holder, first), further, change))


def _with_member(holder: object, name: str, member: object) -> object:
    if isinstance(holder, type):
        return type(holder.__name__, (holder,), {name: member})
    return _module(holder, vars(holder) | {name: member})


def _rewritten(holder: object, name: str, *, is_kept: bool) -> object:
    other = f"{name}_of_another_name"
    members = {
        name if key == name and is_kept else other if key == name else key: _using_other(member, name, other)
        for key, member in _members(holder).items()
    }
    return type(holder.__name__, (), members) if isinstance(holder, type) else _module(holder, members)


def _members(holder: object) -> dict[str, object]:
    """Of a class those of its bases too: a copy is looked at and not run."""
    if not isinstance(holder, type):
        return dict(vars(holder))
    inherited: dict[str, object] = {}
    for each in reversed(holder.__mro__[:-1]):
        inherited |= vars(each)
    return {key: member for key, member in inherited.items() if key not in ("__dict__", "__weakref__")}


def _using_other(member: object, name: str, other: str) -> object:
    if type(member) is type and member.__module__.startswith(
        "hypercorn"
    ):  # none of the enumerations, which use nothing
        own = {key: _using_other(each, name, other) for key, each in _members(member).items()}
        return type(member.__name__, (), own)
    if not isinstance(member, FunctionType):
        return member
    function = inspect.unwrap(member)  # the guard may be around the installed one
    assert isinstance(function, FunctionType)
    code = _code_using_other(function.__code__, name, other)
    copy = FunctionType(code, function.__globals__, function.__name__, function.__defaults__, function.__closure__)
    copy.__kwdefaults__, copy.__module__ = function.__kwdefaults__, function.__module__
    return copy


def _code_using_other(code: CodeType, name: str, other: str) -> CodeType:
    inner = tuple(
        _code_using_other(each, name, other) if isinstance(each, CodeType) else each for each in code.co_consts
    )
    return code.replace(co_names=tuple(other if each == name else each for each in code.co_names), co_consts=inner)


def _module(original: object, members: dict[str, object]) -> ModuleType:
    assert isinstance(original, ModuleType)
    copy = ModuleType(original.__name__)
    vars(copy).update(members)
    return copy
