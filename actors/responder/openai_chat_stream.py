"""Reads a reply from a stream of chat completion chunks: deadlines, sentences, and all that may be wrong with it.

Imported when the service is opened, because the SDK takes half a second to import.
"""

import json
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import trio
from openai import APIConnectionError, AsyncOpenAI, AsyncStream, Omit, omit
from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam, ChatCompletionStreamOptionsParam

from offhook.actors.openai_client import content_type, openai_errors_as, was_lost
from offhook.actors.responder.model_messages import Message
from offhook.actors.responder.sentence_splitter import SentenceSplitter
from offhook.actors.responder.service import FirstToken, ResponderFailed, Sentence, TokensUsed, Written
from offhook.actors.responder.speakable import Speakable

if TYPE_CHECKING:
    from offhook.actors.responder.openai_chat import OpenAiResponderSettings

CLOSE_WITHIN_S = 1.0
_REST_WITHIN_S = 1.0
"""How long the end of a stream may take once the reply is complete: then its connection serves the next request."""
_MOST_CHUNKS = 20_000
_EVENT_STREAM = "text/event-stream"
_SENTENCE_ENDS, _CLOSING = tuple(".!?…。！？।॥؟۔"), "\"'”’»)*_` "
_UNREADABLE = "the answer cannot be read: it is no chat completion"


class ChatModel:
    """One model on one server, for all calls."""

    def __init__(self, client: AsyncOpenAI, settings: "OpenAiResponderSettings", *, is_openai: bool) -> None:
        self._is_openai = is_openai
        self._completions = client.chat.completions  # the SDK loads it when it is first named, in a tenth of a second
        self.settings = settings
        field = settings.token_limit_field or ("max_completion_tokens" if is_openai else "max_tokens")
        self._max_completion_tokens = settings.max_tokens if field == "max_completion_tokens" else omit
        self._max_tokens = settings.max_tokens if field == "max_tokens" else omit
        self._temperature = omit if settings.temperature is None else settings.temperature
        self._effort = settings.reasoning_effort or ("none" if is_openai else omit)
        self._extra_body: object = json.loads(settings.extra_body) if settings.extra_body else None

    @asynccontextmanager
    async def writing(self, told: Sequence[Message], language: str) -> AsyncIterator[AsyncIterator[Written]]:
        """The model's reply. Leaving the context closes the stream at once, so that the server stops writing."""
        reply = _WrittenReply(self, told, language)
        try:
            yield reply
        finally:
            with trio.move_on_after(CLOSE_WITHIN_S, shield=True):
                await reply.close()

    async def request(self, told: Sequence[Message]) -> AsyncStream[ChatCompletionChunk]:
        """Ask once more if the connection is lost before the answer begins: a server may have closed it while it was
        idle. Nothing else is tried again here."""
        try:
            return await self._request(told)
        except APIConnectionError as exc:
            if not was_lost(exc):
                raise
        return await self._request(told)

    async def _request(self, told: Sequence[Message]) -> AsyncStream[ChatCompletionChunk]:
        return await self._completions.create(
            model=self.settings.model,
            messages=[_as_param(message) for message in told],
            stream=True,
            stream_options=self._stream_options(),
            max_completion_tokens=self._max_completion_tokens,
            max_tokens=self._max_tokens,
            temperature=self._temperature,
            reasoning_effort=self._effort,
            extra_body=self._extra_body,
        )

    def _stream_options(self) -> ChatCompletionStreamOptionsParam | Omit:
        if not self.settings.ask_usage:
            return omit
        # Obfuscation pads each chunk, against those who listen to encrypted lines and count bytes: some 30 a word.
        return {"include_usage": True, "include_obfuscation": False} if self._is_openai else {"include_usage": True}


class _WrittenReply:
    """One reply, part by part. It reads no faster than its parts are taken."""

    def __init__(self, model: ChatModel, told: Sequence[Message], language: str) -> None:
        self._model, self._told, self._settings = model, told, model.settings
        self._splitter = SentenceSplitter(language, first_clause_characters=self._settings.first_clause_characters)
        self._speakable = Speakable()
        self._stream: AsyncStream[ChatCompletionChunk] | None = None
        self._ready: deque[Written] = deque()
        self._waited_s = 0.0
        self._characters = self._chunks = self._sentences = 0
        self._complete = self._over = False

    def __aiter__(self) -> "_WrittenReply":
        return self

    async def __anext__(self) -> Written:
        await trio.lowlevel.checkpoint()
        while not self._ready:
            if self._over:
                raise StopAsyncIteration
            if self._complete:
                await self._read_rest()
            else:
                await self._read_on()
        return self._ready.popleft()

    async def close(self) -> None:
        if self._stream is not None:
            await self._stream.close()

    async def _read_on(self) -> None:
        within_s, why = self._patience()
        began = trio.current_time()
        chunk = None
        with openai_errors_as(ResponderFailed), trio.move_on_after(within_s) as scope:
            if self._stream is None:
                self._stream = await self._model.request(self._told)
                self._check_type(self._stream)
            chunk = await anext(self._stream, None)
        self._waited_s += trio.current_time() - began
        if scope.cancelled_caught:
            raise ResponderFailed(why)
        if chunk is None:
            raise ResponderFailed("the model's answer ended before it was complete")
        self._chunks += 1
        if self._chunks > _MOST_CHUNKS:
            raise ResponderFailed("the reply does not end")
        for piece in _pieces(chunk):
            self._take(piece)

    async def _read_rest(self) -> None:
        """Whatever comes now cannot harm the reply."""
        self._over = True
        assert self._stream is not None
        with trio.move_on_after(_REST_WITHIN_S):
            try:
                with openai_errors_as(ResponderFailed):
                    while self._chunks < _MOST_CHUNKS and (chunk := await anext(self._stream, None)) is not None:
                        self._chunks += 1
                        self._note_usage(chunk)
            except ResponderFailed:
                pass

    def _patience(self) -> tuple[float, str]:
        """How long the next chunk may take, and what it means if it takes longer."""
        settings = self._settings
        if not self._characters:
            return settings.first_token_s - self._waited_s, f"no first word within {settings.first_token_s:g} s"
        left_s = settings.total_s - self._waited_s
        if left_s < settings.gap_s:
            return left_s, f"the reply is not complete within {settings.total_s:g} s"
        return settings.gap_s, f"the reply stopped for {settings.gap_s:g} s"

    def _check_type(self, stream: AsyncStream[ChatCompletionChunk]) -> None:
        found = content_type(stream.response.headers.get("content-type", ""))
        if found != _EVENT_STREAM:
            raise ResponderFailed(f"the server answers with {found}, and not with a stream of events")

    def _note_usage(self, chunk: ChatCompletionChunk) -> None:
        """Of a chunk behind the reply; some servers count in every chunk before it too."""
        if (used := _usage(chunk)) is not None:
            self._ready.append(used)

    def _take(self, piece: "_Piece") -> None:
        if piece.refuses:
            raise ResponderFailed("the model refuses to answer")
        if piece.text:
            self._write(piece.text)
        if piece.finish:
            self._finish(piece.finish)

    def _write(self, text: str) -> None:
        if not self._characters:
            self._ready.append(FirstToken())
        self._characters += len(text)
        if self._characters > self._settings.max_characters:
            raise ResponderFailed(f"the reply is longer than {self._settings.max_characters} characters")
        self._say(self._splitter.feed(text))

    def _finish(self, reason: str) -> None:
        if reason == "content_filter":
            raise ResponderFailed("the service's content filter stopped the reply")
        *whole, last = [*self._splitter.finish()] or [""]
        self._say(whole)
        if reason != "length" or not self._sentences or last.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS:
            self._say([last])  # of a reply that reached its limit the last sentence is half
        if not self._sentences:
            raise ResponderFailed(
                "there is nothing to say in the model's reply" if self._characters else "the model's reply is empty"
            )
        self._complete = True

    def _say(self, pieces: Sequence[str]) -> None:
        for piece in pieces:
            if text := self._speakable.say(piece):
                self._sentences += 1
                self._ready.append(Sentence(text))


class _Piece(NamedTuple):
    """What one chunk brings."""

    text: str
    refuses: bool
    finish: str


def _pieces(chunk: ChatCompletionChunk) -> list[_Piece]:
    """The SDK does not check what it reads: a server may put anything where the types promise text."""
    try:
        found = [
            _Piece(choice.delta.content or "", bool(choice.delta.refusal), choice.finish_reason or "")
            for choice in chunk.choices or ()  # the last chunk, with the usage, has none
            if choice.index == 0
        ]
    except (AttributeError, TypeError):
        raise ResponderFailed(_UNREADABLE) from None
    if not all(isinstance(piece.text, str) and isinstance(piece.finish, str) for piece in found):
        raise ResponderFailed(_UNREADABLE)
    return found


def _usage(chunk: ChatCompletionChunk) -> TokensUsed | None:
    try:
        usage = chunk.usage
        if usage is None:
            return None
        details = usage.prompt_tokens_details
        cached = (details.cached_tokens if details is not None else None) or 0
        numbers = (usage.prompt_tokens, cached, usage.completion_tokens)
        return TokensUsed(*msgspec.convert(numbers, tuple[int, int, int]))
    except (AttributeError, msgspec.ValidationError):
        return None  # numbers that are none


def _as_param(message: Message) -> ChatCompletionMessageParam:
    match message.role:
        case "system":
            return {"role": "system", "content": message.content}
        case "user":
            return {"role": "user", "content": message.content}
        case "assistant":
            return {"role": "assistant", "content": message.content}
