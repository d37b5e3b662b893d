"""A model's reply as a stream of chat completion chunks.

Imported when the service is opened, because the SDK takes half a second to import.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import trio
from openai import AsyncOpenAI, AsyncStream
from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.chat.chat_completion_chunk import Choice

from offhook.actors.openai_client import UNREADABLE, SdkStream, prepare
from offhook.actors.openai_models import is_of_openai
from offhook.actors.responder.called_tools import Given, ToolPiece
from offhook.actors.responder.chat_messages import chat_messages, chat_tool
from offhook.actors.responder.model_messages import Message
from offhook.actors.responder.model_reply import (
    EndOfReply,
    Finished,
    Piece,
    Refused,
    Text,
    Thought,
    TokensUsed,
    tokens_used,
)
from offhook.actors.responder.openai_chat import PATH, OpenAiResponderSettings
from offhook.actors.responder.service import ResponderFailed
from offhook.engine.decide.tool_use import ToolOffer

_MORE_WITHIN_S = 1.0
"""How long the next chunk may take behind an end that is not believed yet."""
_WHY: dict[str, EndOfReply] = {
    "length": "limit",
    "max_tokens": "limit",
    "model_length": "limit",
    "content_filter": "filter",
    "sensitive": "filter",
    "safety": "filter",
    "tool_calls": "tools",
    "function_call": "tools",
    "error": "broken",
    "abort": "broken",
    "network_error": "broken",
    "insufficient_system_resource": "broken",
}
"""What OpenAI says, and what others do: Mistral, Zhipu, Gemini, OpenRouter, vLLM, DeepSeek."""


class ChatModel:
    """One model on one server, for all calls."""

    def __init__(self, client: AsyncOpenAI, settings: OpenAiResponderSettings, is_openai: bool) -> None:
        self._client, self._body = client, _without_messages(settings, is_openai)
        self._model = f"{client.base_url} {settings.model}"
        prepare(ChatCompletionChunk)

    def asked(self, told: Sequence[Message], tools: Sequence[ToolOffer], given: Mapping[str, Given]) -> "_Chunks":
        messages = [*chat_messages(told, given, self._model)]
        offered = {"tools": [chat_tool(offer) for offer in tools]} if tools else {}
        return _Chunks(SdkStream(lambda: self._request({"messages": messages, **offered}), ResponderFailed))

    async def _request(self, body: Mapping[str, object]) -> AsyncStream[ChatCompletionChunk]:
        # The SDK's `create` would compare each field with its type first, a third of what a request costs.
        return await self._client.post(
            PATH,
            body={**body, **self._body},
            cast_to=ChatCompletion,
            stream=True,
            stream_cls=AsyncStream[ChatCompletionChunk],
        )


def _without_messages(settings: OpenAiResponderSettings, is_openai: bool) -> dict[str, object]:
    """What is the same in all requests."""
    as_openai = is_openai or is_of_openai(settings.model)  # a gateway may stand before OpenAI
    limit = settings.token_limit_field or ("max_completion_tokens" if as_openai else "max_tokens")
    body: dict[str, object] = {"model": settings.model, "stream": True, limit: settings.max_tokens}
    if settings.ask_usage:
        # Obfuscation pads each chunk, against those who listen to encrypted lines and count bytes: some 30 a word.
        padding = {"include_obfuscation": False} if is_openai else {}
        body["stream_options"] = {"include_usage": True, **padding}
    if settings.temperature is not None:
        body["temperature"] = settings.temperature
    if effort := settings.reasoning_effort or ("none" if as_openai else None):
        body["reasoning_effort"] = effort
    return body | (json.loads(settings.extra_body) if settings.extra_body else {})


class _Chunks:
    """Some servers say in every chunk that the reply is finished. So an end that comes with the first words is believed
    when nothing follows it, and where words did follow one, when the stream ends."""

    def __init__(self, stream: SdkStream[ChatCompletionChunk]) -> None:
        self._stream = stream
        self._has_words = self._says_so_always = self._is_told = False
        self._doubted: Finished | None = None

    async def read(self) -> Sequence[Piece] | None:
        chunk = None
        is_last_perhaps = self._doubted is not None and not self._says_so_always and not self._is_told
        with trio.move_on_after(_MORE_WITHIN_S if is_last_perhaps else math.inf):
            chunk = await self._stream.next()
        if chunk is None:
            return self._over()
        return self._believed([*_pieces(chunk)])

    def _believed(self, pieces: list[Piece]) -> Sequence[Piece]:
        if self._is_told:
            return pieces
        ends = [each for each in pieces if isinstance(each, Finished)]
        others = [each for each in pieces if not isinstance(each, Finished)]
        brings_words = any(isinstance(each, Text | ToolPiece) for each in others)
        self._says_so_always = self._says_so_always or (self._doubted is not None and brings_words)
        if self._doubted is not None and not brings_words and not ends:
            ends = [self._doubted]
        elif not self._has_words or self._says_so_always:
            self._doubted, ends = ends[-1] if ends else None, []
        self._has_words = self._has_words or brings_words
        self._is_told = bool(ends)
        return [*others, *ends]

    def _over(self) -> Sequence[Piece] | None:
        """Not every server says why its reply is over, but a `[DONE]` says that it is."""
        end = self._doubted or (Finished() if self._stream.has_said_done else None)
        if end is None or self._is_told:
            return None
        self._is_told = True
        return [end]

    async def close(self) -> None:
        await self._stream.close()


def _pieces(chunk: ChatCompletionChunk) -> Iterator[Piece]:
    """The SDK does not check what it reads: a server may put anything where the types promise text."""
    try:
        for choice in chunk.choices or ():  # the last chunk, with the usage, has none
            if choice.index == 0:
                yield from _of_choice(choice)
        yield from _used(chunk.usage)
    except (AttributeError, TypeError, msgspec.ValidationError):
        raise ResponderFailed(UNREADABLE) from None


def _of_choice(choice: Choice) -> Iterator[Piece]:
    delta = getattr(choice, "delta", None)  # Azure's notes on its content filter have none
    finish = msgspec.convert(choice.finish_reason, str | None)
    if delta is not None:
        if getattr(delta, "refusal", None):
            yield Refused()
        if thought := _given(getattr(delta, "reasoning_content", None)):
            yield Thought(thought)
        if text := _text(delta.content):
            yield Text(text)
        for call in delta.tool_calls or ():
            place = msgspec.convert(call.index, int | None, strict=False)
            extra = getattr(call, "extra_content", None)
            given = extra if isinstance(extra, dict) else None
            yield _tool_piece(call.function, () if place is None else (place,), call.id, given)
        if delta.function_call is not None:  # of servers that know the older form only
            yield _tool_piece(delta.function_call, (), None, None)
    if finish:
        yield Finished(_WHY.get(finish.lower(), "complete"))


class _Part(msgspec.Struct):
    """A part of a content: a text, or what the model thinks."""

    type: str
    text: str = ""


def _text(content: object) -> str:
    """A content is a text, or a list of parts."""
    told = msgspec.convert(content, str | list[_Part] | None)
    if isinstance(told, list):
        return "".join(part.text for part in told if part.type == "text")
    return told or ""


def _tool_piece(
    function: object, places: tuple[int, ...], id_: object, extra: Mapping[str, object] | None
) -> ToolPiece:
    """The SDK makes an object with all fields of whatever came in its place, or None."""
    name, arguments = (getattr(function, field, None) for field in ("name", "arguments"))
    text = json.dumps(arguments) if isinstance(arguments, dict) else _given(arguments)
    return ToolPiece(places, _given(id_), _given(name), text, extra=extra)


def _given(text: object) -> str:
    return msgspec.convert(text, str | None) or ""


def _used(usage: CompletionUsage | None) -> Iterator[TokensUsed]:
    if usage is not None:
        details = getattr(usage, "prompt_tokens_details", None)
        cached = getattr(details, "cached_tokens", None) or 0
        yield from tokens_used(getattr(usage, "prompt_tokens", None), cached, getattr(usage, "completion_tokens", None))
