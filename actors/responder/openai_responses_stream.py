"""A model's reply as a stream of the events of OpenAI's Responses.

The server keeps nothing: the conversation is told with each request (`store` is false). Imported when the service is
opened, because the SDK takes half a second to import.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from openai import AsyncOpenAI, AsyncStream
from openai.types.responses import (
    EasyInputMessageParam,
    FunctionToolParam,
    Response,
    ResponseFunctionToolCallParam,
    ResponseInputItemParam,
    ResponseOutputMessageParam,
    ResponseOutputTextParam,
    ResponseStreamEvent,
    ResponseTextDeltaEvent,
)

from offhook.actors.openai_client import UNREADABLE, SdkStream, prepare
from offhook.actors.openai_failure import failure
from offhook.actors.openai_models import is_of_openai
from offhook.actors.responder.called_tools import Given, ToolPiece
from offhook.actors.responder.model_messages import Message
from offhook.actors.responder.model_reply import Finished, Piece, Refused, Text, TokensUsed, tokens_used
from offhook.actors.responder.openai_responses import PATH, OpenAiResponsesSettings
from offhook.actors.responder.service import ResponderFailed
from offhook.actors.responder.told_tools import (
    shortened,
    told_arguments,
    told_name,
    told_parameters,
    told_result,
    wants_short_ids,
)
from offhook.engine.decide.tool_use import ToolOffer
from offhook.protocol import openai_errors


class ResponsesModel:
    """One model on one server, for all calls."""

    def __init__(self, client: AsyncOpenAI, settings: OpenAiResponsesSettings, is_openai: bool) -> None:
        self._client, self._is_openai = client, is_openai
        self._body = _without_input(settings, is_openai)
        self._short_ids = wants_short_ids(f"{client.base_url} {settings.model}")
        prepare(ResponseStreamEvent)

    def asked(self, told: Sequence[Message], tools: Sequence[ToolOffer], given: Mapping[str, Given]) -> "_Events":
        del given  # nothing that this interface wants back without being asked for it
        return _Events(SdkStream(lambda: self._request(told, tools), ResponderFailed))

    async def _request(self, told: Sequence[Message], tools: Sequence[ToolOffer]) -> AsyncStream[ResponseStreamEvent]:
        instructions = "\n\n".join(message.content for message in told if message.role == "system")
        # The SDK's `create` would compare each field with its type first, a third of what a request costs.
        return await self._client.post(
            PATH,
            body={
                **({"instructions": instructions} if instructions else {}),
                "input": [
                    item
                    for number, message in enumerate(told)
                    if message.role != "system"
                    for item in self._as_params(number, message)
                ],
                **({"tools": [_as_tool(offer) for offer in tools]} if tools else {}),
                **self._body,
            },
            cast_to=Response,
            stream=True,
            stream_cls=AsyncStream[ResponseStreamEvent],
        )

    def _as_params(self, number: int, message: Message) -> Iterator[ResponseInputItemParam]:
        """What was said, and then the calls with their results."""
        if message.content:
            yield self._as_param(number, message)
        ids = [shortened(use.id) if self._short_ids else use.id for use in message.uses]
        for id_, use in zip(ids, message.uses, strict=True):
            name, arguments = told_name(use), told_arguments(use)
            yield ResponseFunctionToolCallParam(type="function_call", call_id=id_, name=name, arguments=arguments)
        for id_, use in zip(ids, message.uses, strict=True):
            yield {"type": "function_call_output", "call_id": id_, "output": told_result(use)}

    def _as_param(self, number: int, message: Message) -> ResponseInputItemParam:
        if message.role != "assistant" or self._is_openai:
            return EasyInputMessageParam(role=message.role, content=message.content)
        # llama.cpp takes what the model said only as it was given, and any id does. OpenAI takes the short form, and
        # may look at the ids.
        said: ResponseOutputTextParam = {"type": "output_text", "text": message.content, "annotations": []}
        return ResponseOutputMessageParam(
            type="message", id=f"msg_{number}", role="assistant", status="completed", content=[said]
        )


def _without_input(settings: OpenAiResponsesSettings, is_openai: bool) -> dict[str, object]:
    """What is the same in all requests."""
    body: dict[str, object] = {
        "model": settings.model,
        "stream": True,
        "store": False,
        "max_output_tokens": settings.max_tokens,
    }
    if is_openai:
        # Obfuscation pads each event, against those who listen to encrypted lines and count bytes.
        body["stream_options"] = {"include_obfuscation": False}
    if settings.temperature is not None:
        body["temperature"] = settings.temperature
    if effort := settings.reasoning_effort or ("none" if is_openai or is_of_openai(settings.model) else None):
        body["reasoning"] = {"effort": effort}
    return body | (json.loads(settings.extra_body) if settings.extra_body else {})


def _as_tool(offer: ToolOffer) -> FunctionToolParam:
    """Strict mode, which is OpenAI's default here, takes only some schemas."""
    tool: FunctionToolParam = {
        "type": "function",
        "name": offer.name,
        "parameters": told_parameters(offer),
        "strict": False,
    }
    if offer.description:
        tool["description"] = offer.description
    return tool


class _Events:
    def __init__(self, stream: SdkStream[ResponseStreamEvent]) -> None:
        self._stream = stream
        self._part: tuple[object, object] | None = None
        self._has_calls = False

    async def read(self) -> Sequence[Piece] | None:
        event = await self._stream.next()
        if event is None:
            return None
        try:
            return [*self._pieces(event)]
        except (AttributeError, TypeError, msgspec.ValidationError):
            # The SDK does not check what it reads: a server may put anything where the types promise text.
            raise ResponderFailed(UNREADABLE) from None

    async def close(self) -> None:
        await self._stream.close()

    def _pieces(self, event: ResponseStreamEvent) -> Iterator[Piece]:
        """Events of other types, which may be new ones, bring nothing."""
        match event.type:
            case "response.output_text.delta":
                yield Text(self._gap(event) + msgspec.convert(event.delta, str))
            case "response.refusal.delta" | "response.refusal.done":
                yield Refused()
            case "response.output_item.added" | "response.output_item.done":
                yield from self._calls([event.item], _places(event), whole=event.type == "response.output_item.done")
            case "response.function_call_arguments.delta":
                yield ToolPiece(_places(event), arguments=msgspec.convert(event.delta, str))
            case "response.function_call_arguments.done":
                yield ToolPiece(_places(event), arguments=msgspec.convert(event.arguments, str), whole=True)
            case "response.completed":
                if not self._has_calls:  # of servers that tell them nowhere else
                    yield from self._calls(getattr(event.response, "output", None) or (), (), whole=True)
                yield from _used(event.response)
                yield Finished()
            case "response.incomplete":
                yield from _used(event.response)
                details = event.response.incomplete_details
                filtered = details is not None and details.reason == "content_filter"
                yield Finished("filter" if filtered else "limit")
            case "response.failed":
                error = event.response.error
                raise failure(ResponderFailed, openai_errors.in_event(None if error is None else error.code))
            case "error":
                raise failure(ResponderFailed, openai_errors.in_event(event.code, None, event.param))
            case _:
                pass

    def _calls(self, items: Sequence[object], places: tuple[int | str, ...], *, whole: bool) -> Iterator[ToolPiece]:
        for item in items:
            if getattr(item, "type", None) == "function_call":
                self._has_calls = True
                yield _of_item(item, places, whole=whole)

    def _gap(self, event: ResponseTextDeltaEvent) -> str:
        """Between two parts of an answer, such as what is said before the model thinks and what it says then. Not
        every server numbers them."""
        part = getattr(event, "item_id", None), getattr(event, "content_index", None)
        before, self._part = self._part, part
        return "" if before in (None, self._part) else "\n"


def _places(event: object) -> tuple[int | str, ...]:
    """Of the call that an event is about. Not every server numbers them, or names the items alike."""
    item = getattr(event, "item", None)
    named = getattr(item, "id", None) if item is not None else getattr(event, "item_id", None)
    given = (named, getattr(event, "output_index", None))
    return tuple(each for each in given if isinstance(each, int | str) and each != "")


def _of_item(item: object, places: tuple[int | str, ...], *, whole: bool) -> ToolPiece:
    given = [getattr(item, field, None) for field in ("call_id", "name", "arguments")]
    id_, name, arguments = (msgspec.convert(each, str | None) or "" for each in given)
    return ToolPiece(places, id_, name, arguments, whole)


def _used(response: Response) -> Iterator[TokensUsed]:
    usage = response.usage
    if usage is not None:
        details = getattr(usage, "input_tokens_details", None)
        cached = getattr(details, "cached_tokens", None) or 0
        yield from tokens_used(getattr(usage, "input_tokens", None), cached, getattr(usage, "output_tokens", None))
