"""A conversation and its tools in the words of chat completions. Pure; tests hold it against the types of the SDK."""

from collections.abc import Iterator, Mapping, Sequence

from offhook.actors.responder.called_tools import Given
from offhook.actors.responder.model_messages import Message
from offhook.actors.responder.told_tools import (
    shortened,
    told_arguments,
    told_name,
    told_parameters,
    told_result,
    wants_short_ids,
)
from offhook.engine.decide.tool_use import ToolOffer, ToolUse

Fields = Mapping[str, object]
_NO_SIGNATURE: Fields = {"google": {"thought_signature": "skip_thought_signature_validator"}}
"""What Gemini takes for a call that it has not signed, because another model has made it."""


def chat_messages(told: Sequence[Message], given: Mapping[str, Given], model: str) -> Iterator[Fields]:
    """`model`: its address and its name. `given`: what it has given with calls, by their ids."""
    for message in told:
        if message.uses:
            yield from _with_calls(message, given, model)
        else:
            yield {"role": message.role, "content": message.content}


def chat_tool(offer: ToolOffer) -> Fields:
    description = {"description": offer.description} if offer.description else {}
    function = {"name": offer.name, **description, "parameters": told_parameters(offer)}
    return {"type": "function", "function": function}


def _with_calls(message: Message, given: Mapping[str, Given], model: str) -> Iterator[Fields]:
    """The calls, and a message for the result of each."""
    short = wants_short_ids(model)
    ids = [shortened(use.id) if short else use.id for use in message.uses]
    first, *others = (_call(use, id_, given.get(use.id)) for use, id_ in zip(message.uses, ids, strict=True))
    if "gemini" in model.lower():
        first = {"extra_content": _NO_SIGNATURE, **first}
    thoughts = given.get(message.uses[0].id, Given()).thoughts
    yield {
        "role": "assistant",
        "content": message.content or None,  # as OpenAI says it itself: others refuse an empty text, or no field
        **({"reasoning_content": thoughts} if thoughts else {}),
        "tool_calls": [first, *others],
    }
    for use, id_ in zip(message.uses, ids, strict=True):
        yield {"role": "tool", "tool_call_id": id_, "content": told_result(use)}


def _call(use: ToolUse, id_: str, given: Given | None) -> Fields:
    extra = {"extra_content": given.extra} if given is not None and given.extra is not None else {}
    function = {"name": told_name(use), "arguments": told_arguments(use)}
    return {"id": id_, "type": "function", "function": function, **extra}
