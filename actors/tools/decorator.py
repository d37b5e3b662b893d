"""`@tool`: marks a function as a tool of the agents whose files name its module."""

import inspect
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import TypeVar, overload

from offhook.actors.tools.options import DEADLINE_S, Interruption

FunctionT = TypeVar("FunctionT", bound=Callable[..., object])
_MARK = "__offhook_tool__"


@overload
def tool(function: FunctionT, /) -> FunctionT: ...


@overload
def tool(
    *,
    effects: bool = ...,
    on_interruption: Interruption = ...,
    says: str = ...,
    deadline_s: float = ...,
    side_by_side: bool = ...,
    offered: bool = ...,
) -> Callable[[FunctionT], FunctionT]: ...


def tool(
    function: FunctionT | None = None,
    /,
    *,
    effects: bool = True,
    on_interruption: Interruption = "finish quietly",
    says: str = "",
    deadline_s: float = DEADLINE_S,
    side_by_side: bool = False,
    offered: bool = True,
) -> FunctionT | Callable[[FunctionT], FunctionT]:
    """Let agents call this function. It stays as it is: it can be called and tested like any other.

    `effects`: whether it changes anything in the world. `on_interruption`: what becomes of it when the caller
    interrupts: "cancel", "finish quietly" or "finish and tell". `says` is said while it runs.
    `offered=False`: only the dialogue calls it. docs/tools.md has more.
    """
    options = {
        "effects": effects,
        "on_interruption": on_interruption,
        "says": says,
        "deadline_s": deadline_s,
        "side_by_side": side_by_side,
        "offered": offered,
    }

    def marked(function: FunctionT) -> FunctionT:
        if not inspect.isfunction(function):
            raise TypeError("@tool stands above a function, def or async def, before all other decorators")
        setattr(function, _MARK, options)
        return function

    return marked if function is None else marked(function)


def marked_options(value: object) -> tuple[FunctionType, Mapping[str, object]] | None:
    """The function and its options, as they were given, if `value` is one with `@tool`."""
    if inspect.isfunction(value) and (options := value.__dict__.get(_MARK)) is not None:
        return value, options
    return None
