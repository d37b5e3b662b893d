"""A group of commands whose error messages are safe on a terminal: a script may pass on untrusted text."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import typer
from typer.core import TyperGroup

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


@contextmanager
def _quoted_harmlessly() -> Iterator[None]:
    try:
        yield
    except _UsageError as exc:
        exc.message = printable(exc.message)
        raise
