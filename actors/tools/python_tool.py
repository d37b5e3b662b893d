"""Makes a tool of a Python function."""

import inspect
from collections.abc import Callable
from functools import partial

import msgspec

from offhook.actors.tools.json_arguments import read_arguments
from offhook.actors.tools.options import ToolOptions
from offhook.actors.tools.signature import Signature
from offhook.actors.tools.threads import ToolThreads
from offhook.engine.run.tool import Tool, ToolCall

Function = Callable[..., object]
MOST_NOTES = 100
"""Of one call of a tool that runs in a thread."""


def python_tool(function: Function, signature: Signature, options: ToolOptions, threads: ToolThreads) -> Tool:
    """An async function runs in the event loop, any other one in a thread."""
    waits = inspect.iscoroutinefunction(inspect.unwrap(function))

    async def run(call: ToolCall, arguments: object) -> object:
        assert isinstance(arguments, msgspec.Struct), "what `read` has returned"
        if waits:
            result = _bound(function, signature, call, arguments)()
        else:
            result = await _in_thread(partial(_bound, function, signature, arguments=arguments), call, threads)
        # An async function may also stand behind a decorator that hides it.
        return await result if inspect.isawaitable(result) else result

    read = partial(read_arguments, kind=signature.arguments)
    return options.applied(signature.offer, read, run, has_effects=True)


def _bound(function: Function, signature: Signature, call: ToolCall, arguments: msgspec.Struct) -> partial[object]:
    named = {field: getattr(arguments, field) for field in arguments.__struct_fields__}
    return partial(function, call, **named) if signature.takes_call else partial(function, **named)


async def _in_thread(bound: Callable[[ToolCall], Callable[[], object]], call: ToolCall, threads: ToolThreads) -> object:
    notes: list[str] = []

    def note(text: str) -> None:
        if len(notes) < MOST_NOTES:
            notes.append(text)

    try:
        return await threads.run(bound(msgspec.structs.replace(call, note=note)))
    finally:
        for text in notes:  # here, because the record belongs to the event loop
            call.note(text)
