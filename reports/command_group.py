"""Groups of commands whose error messages are safe on a terminal: a script may pass on untrusted text."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any, ClassVar, cast

import typer
from typer.core import TyperGroup

from offhook.engine.host.garbage import nothing_is_garbage
from offhook.engine.host.printable import printable

_UsageError = cast(type[typer.BadParameter], typer.BadParameter.__base__)  # Typer's own name for it differs by version


class CommandGroup(TyperGroup):
    """Escapes what an error message quotes, such as a CallSid."""

    def make_context(self, info_name: str | None, args: list[str], *parent: Any, **extra: Any) -> Any:
        with _quoted_harmlessly():
            return super().make_context(info_name, args, *parent, **extra)

    def invoke(self, ctx: Any) -> Any:  # Typer's Context is another class in its base's signature
        with _quoted_harmlessly():
            return super().invoke(ctx)


class LateCommands(CommandGroup):
    """Imports each command when it is used, or when all are listed."""

    places: ClassVar[Mapping[str, str]] = {}
    """Of each command, in the order of the help: `module:name` of its function, or of its `typer.Typer`."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = _Late(self.places)  # type: ignore[assignment]  # nobody adds to it


class _Late(Mapping[str, Any]):
    """The commands by their names; each is looked for once."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places
        self._found: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._found:
            self._found[name] = _command(name, self._places[name])
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def get(self, name: str, default: Any = None) -> Any:
        """Without taking an error of the import for a name that is not there."""
        if name not in self._places:
            return default
        return self[name]


def _command(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    with nothing_is_garbage():
        found = getattr(import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        function, found = found, typer.Typer(add_completion=False)
        found.command(name)(function)
    command = typer.main.get_command(found)
    command.name = name
    return command


@contextmanager
def _quoted_harmlessly() -> Iterator[None]:
    try:
        yield
    except _UsageError as exc:
        exc.message = printable(exc.message)
        raise
