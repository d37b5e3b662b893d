"""A model's reply as a stream of chat completion chunks.

Imported when the service is opened, because the SDK takes half a second to import.
"""

import json
from collections.abc import Iterator, Sequence

import msgspec
from openai import AsyncOpenAI, AsyncStream
from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionMessageParam
from openai.types.chat.chat_completion_chunk import Choice

from offhook.actors.openai_client import UNREADABLE, SdkStream, prepare
from offhook.actors.openai_models import is_of_openai
from offhook.actors.responder.model_messages import Message
from offhook.actors.responder.model_reply import Finished, Piece, Refused, Text, TokensUsed, tokens_used
from offhook.actors.responder.openai_chat import PATH, OpenAiResponderSettings
from offhook.actors.responder.service import ResponderFailed


class ChatModel:
    """One model on one server, for all calls."""

    def __init__(self, client: AsyncOpenAI, settings: OpenAiResponderSettings, is_openai: bool) -> None:
        self._client, self._body = client, _without_messages(settings, is_openai)
        prepare(ChatCompletionChunk)

    def asked(self, told: Sequence[Message]) -> "_Chunks":
        return _Chunks(SdkStream(lambda: self._request(told), ResponderFailed))

    async def _request(self, told: Sequence[Message]) -> AsyncStream[ChatCompletionChunk]:
        # The SDK's `create` would compare each field with its type first, a third of what a request costs.
        return await self._client.post(
            PATH,
            body={"messages": [_as_param(message) for message in told], **self._body},
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
    def __init__(self, stream: SdkStream[ChatCompletionChunk]) -> None:
        self._stream = stream

    async def read(self) -> Sequence[Piece] | None:
        chunk = await self._stream.next()
        return None if chunk is None else [*_pieces(chunk)]

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
    text, finish = msgspec.convert((choice.delta.content, choice.finish_reason), tuple[str | None, str | None])
    if choice.delta.refusal:
        yield Refused()
    if text:
        yield Text(text)
    match finish:
        case None | "":
            pass
        case "length":
            yield Finished("limit")
        case "content_filter":
            yield Finished("filter")
        case _:
            yield Finished()


def _used(usage: CompletionUsage | None) -> Iterator[TokensUsed]:
    if usage is not None:
        details = getattr(usage, "prompt_tokens_details", None)
        cached = getattr(details, "cached_tokens", None) or 0
        yield from tokens_used(getattr(usage, "prompt_tokens", None), cached, getattr(usage, "completion_tokens", None))


def _as_param(message: Message) -> ChatCompletionMessageParam:
    match message.role:
        case "system":
            return {"role": "system", "content": message.content}
        case "user":
            return {"role": "user", "content": message.content}
        case "assistant":
            return {"role": "assistant", "content": message.content}
