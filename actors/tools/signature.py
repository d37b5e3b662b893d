"""A Python function as a tool: its JSON Schema, and the type that its arguments are read into."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Annotated, get_type_hints

import msgspec

from offhook.actors.tools.docstring import Docstring, read_docstring
from offhook.actors.tools.options import ToolName
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.shapes_in_words import complaint
from offhook.engine.run.tool import ToolCall

Report = Callable[[str, str], None]
"""Told what is wrong with the function, and what to do about it."""
Field = tuple[str, object, object]
_KINDS = (
    "text, numbers, bool, dates, Literal, enums, lists, dicts, dataclasses and msgspec.Struct can be read from JSON"
)


class Signature(msgspec.Struct, frozen=True):
    offer: ToolOffer
    arguments: type[msgspec.Struct]
    """Has a field for each parameter that the model fills in."""
    takes_call: bool
    """Whether the first parameter is the `ToolCall`."""


def read_signature(function: Callable[..., object], report: Report) -> Signature | None:
    """None after reporting why the function cannot be a tool."""
    reading = _Reading(function, report)
    fields = [field for each in reading.parameters if (field := reading.field(each)) is not None]
    reading.check_names()
    reading.check_kind()
    if reading.has_failed:
        return None
    arguments = msgspec.defstruct(function.__name__, fields, kw_only=True, forbid_unknown_fields=True, frozen=True)
    offer = ToolOffer(function.__name__, reading.docstring.description, json_schema(arguments))
    return Signature(offer, arguments, reading.takes_call)


def json_schema(kind: type[msgspec.Struct]) -> dict[str, object]:
    """The schema of an object, with the types that it uses beside it."""
    (whole,), parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    schema: dict[str, object] = parts.pop(whole["$ref"].rpartition("/")[2])  # longer, if a type has the same name
    schema.pop("title", None)
    return {**schema, "$defs": parts} if parts else schema


class _Reading:
    def __init__(self, function: Callable[..., object], report: Report) -> None:
        self._function, self._tell = function, report
        self.has_failed = False
        self.docstring = self._docstring()
        self._hints = self._type_hints()
        everything = [*inspect.signature(function).parameters.values()]
        self.takes_call = bool(everything) and self._is_call(everything[0])
        self.parameters: Sequence[inspect.Parameter] = everything[1:] if self.takes_call else everything

    def _report(self, what: str, fix: str) -> None:
        self.has_failed = True
        self._tell(f"{self._function.__name__}: {what}", fix)

    def check_kind(self) -> None:
        function = inspect.unwrap(self._function)
        if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
            self._report("it yields, and a model gets one result", "return it")

    def _docstring(self) -> Docstring:
        docstring = read_docstring(self._function.__doc__ or "")
        if not docstring.description:
            self._report(
                "it has no docstring", "say below def what the tool does: by that a model knows when to call it"
            )
        return docstring

    def _type_hints(self) -> Mapping[str, object]:
        try:
            return get_type_hints(self._function, include_extras=True)
        except NameError as exc:
            self._report(f"the type {exc.name!r} is unknown", "import it at the top of the file, not for TYPE_CHECKING")
        except Exception as exc:  # noqa: BLE001  # an annotation in quotes is a program of the user's
            self._report(f"its types cannot be read: {exc}", "correct them")
        return {}

    def _is_call(self, first: inspect.Parameter) -> bool:
        kind = self._hints.get(first.name)
        return kind is ToolCall or (first.name == "call" and first.annotation is inspect.Parameter.empty)

    def field(self, parameter: inspect.Parameter) -> Field | None:
        """A parameter as a field of the arguments; None after reporting why it cannot be one."""
        name = parameter.name
        if parameter.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD):
            self._report(f"a model cannot fill in {parameter}", "name each parameter")
            return None
        if parameter.kind is inspect.Parameter.POSITIONAL_ONLY:
            self._report(f"{name} has no name for the caller", "remove the / between the parameters")
            return None
        if parameter.annotation is inspect.Parameter.empty:
            self._report(f"{name} has no type", f"write its type, such as {name}: str")
            return None
        kind = self._hints.get(name)
        if name not in self._hints:  # which was reported
            return None
        if kind is ToolCall:
            self._report(f"{name}: the ToolCall comes first", "make it the first parameter")
            return None
        return self._typed(name, kind, parameter.default)

    def _typed(self, name: str, kind: object, default: object) -> Field | None:
        try:
            _, parts = msgspec.json.schema_components([msgspec.defstruct("arguments", [(name, kind)])])
        except TypeError as exc:
            why = str(exc).strip().splitlines()[-1]
            self._report(f"{name}: {why}", _KINDS)
            return None
        described = "description" in parts["arguments"]["properties"][name]
        if not described and (description := self.docstring.parameters.get(name)):
            kind = Annotated[kind, msgspec.Meta(description=description)]
        if default is inspect.Parameter.empty:
            return name, kind, msgspec.NODEFAULT
        if (misfit := complaint(default, kind)) is not None and complaint(_plain(default), kind) is not None:
            self._report(f"the default of {name} does not fit its type", misfit.fix)
            return None
        return name, kind, _field(default)

    def check_names(self) -> None:
        name = self._function.__name__
        if (misfit := complaint(name, ToolName)) is not None:
            self._report("a tool cannot have this name", misfit.fix)
        names = [parameter.name for parameter in self.parameters]
        for described in self.docstring.parameters:
            if described not in names and not (self.takes_call and described == "call"):
                self._report(f"the docstring describes {described!r}, no parameter", did_you_mean(described, names))


def _plain(default: object) -> object:
    """A default as JSON would have it: a date, or a dataclass."""
    try:
        return msgspec.to_builtins(default)
    except (TypeError, ValueError):
        return default


def _field(default: object) -> object:
    """A list or a dict is made anew for each call."""
    if isinstance(default, list | dict | set):
        return msgspec.field(default_factory=lambda: deepcopy(default))
    return default
