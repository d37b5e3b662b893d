"""Reads a model's reply, piece by piece, whatever interface it comes from: deadlines, sentences, and all that may be
wrong with it."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Annotated, Literal, Protocol

import msgspec
import trio

from offhook.actors.responder.called_tools import CalledTools, ToolPiece
from offhook.actors.responder.model_messages import BYTES_PER_TOKEN
from offhook.actors.responder.model_settings import ModelSettings
from offhook.actors.responder.service import FirstToken, ResponderFailed, Sentence, UseTools, WantedTool, Written
from offhook.actors.responder.speakable import Speakable
from offhook.engine.decide.costs import Used
from offhook.engine.words.scripts import in_another_script
from offhook.engine.words.sentence_splitter import SentenceSplitter

_REST_WITHIN_S = 1.0
"""How long the end of a stream may take once the reply is complete: then its connection serves the next request."""
_MOST_EVENTS = 20_000
_SENTENCE_ENDS, _CLOSING = tuple(".!?…。！？।॥؟۔"), "\"'”’»)*_` "


EndOfReply = Literal["complete", "limit", "filter", "tools", "broken"]
"""It has said all; it has reached the limit of tokens; the service's content filter stopped it; it has called a tool;
its server broke it off."""


class Text(msgspec.Struct, frozen=True):
    """More of what the model writes."""

    text: str


class Thought(msgspec.Struct, frozen=True):
    """What the model thinks before it writes."""

    text: str


class Refused(msgspec.Struct, frozen=True):
    """The model will not answer."""


class Finished(msgspec.Struct, frozen=True):
    """The model writes no more."""

    why: EndOfReply = "complete"


class TokensUsed(msgspec.Struct, frozen=True):
    """What the reply has cost, as the service counts it."""

    told: int
    cached: int
    """Of those told."""
    written: int


Piece = Text | Thought | ToolPiece | Refused | Finished | TokensUsed
_Count = Annotated[int, msgspec.Meta(ge=0, le=100_000_000)]  # a server may say anything, and a call may end for it


def tokens_used(*numbers: object) -> Iterator[TokensUsed]:
    """Those told, of these the cached ones, and those written; nothing where a server's numbers are none."""
    with suppress(msgspec.ValidationError):
        yield TokensUsed(*msgspec.convert(numbers, tuple[_Count, _Count, _Count]))


class PieceSource(Protocol):
    """A stream from a model's server. `read` may be cancelled; then only `close` may follow."""

    async def read(self) -> Sequence[Piece] | None:
        """What the next event brings; None at the end of the stream. Raises ResponderFailed."""

    async def close(self) -> None:
        """Close the stream at once, so that the server stops writing."""


class ModelReply:
    """One reply, part by part. It reads no faster than its parts are taken."""

    def __init__(
        self,
        source: PieceSource,
        settings: ModelSettings,
        language: str,
        cut: Callable[[str], None],
        called: CalledTools | None = None,
    ) -> None:
        """`cut` is told why a reply was ended that the model would not end. `called` takes the tools that it calls;
        None if none was offered."""
        self._source, self._settings, self._language, self._cut = source, settings, language, cut
        self._called = called
        self._splitter = SentenceSplitter(language, first_clause_characters=settings.first_clause_characters)
        self._speakable = Speakable()
        self._ready: deque[Written] = deque()
        self._used: TokensUsed | None = None
        self._is_asked = self._is_refused = self._has_begun = False
        self._waited_s = 0.0
        self._characters = self._bytes = self._events = self._sentences = 0
        self._failure: ResponderFailed | None = None
        """It waits until all that was whole before it is taken."""
        self._complete = self._over = False

    def __aiter__(self) -> "ModelReply":
        return self

    async def __anext__(self) -> Written:
        await trio.lowlevel.checkpoint()
        while not self._ready:
            if self._failure is not None:
                raise self._failure
            if self._over:
                raise StopAsyncIteration
            if self._complete:
                await self._read_rest()
            else:
                await self._read_on()
        return self._ready.popleft()

    def used(self, told: int) -> Used | None:
        """What the service charges for it so far; None if it was not asked, or has refused. Where the service did not
        say, it is an estimate: it was told `told` tokens, and wrote what has come."""
        if not self._is_asked or self._is_refused:
            return None
        if self._used is not None:
            told, cached, written = self._used.told, self._used.cached, self._used.written
            return Used(requests=1, input_tokens=told, cached_tokens=min(cached, told), output_tokens=written)
        return Used(requests=1, input_tokens=told, output_tokens=-(-self._bytes // BYTES_PER_TOKEN), estimated=1)

    async def _read_on(self) -> None:
        within_s, why = self._patience()
        began = trio.current_time()
        self._is_asked = True
        with trio.move_on_after(max(0.0, within_s)) as scope:  # all of it may be used up by now
            try:
                pieces = await self._source.read()
            except ResponderFailed as exc:
                self._is_refused = not self._events
                if exc.refuses_tools:
                    told = f"{exc} (model {self._settings.model!r})"
                    raise ResponderFailed(told, only_this=True, refuses_tools=True) from None
                raise
        self._waited_s += trio.current_time() - began
        if scope.cancelled_caught:
            raise ResponderFailed(why)
        if pieces is None:
            raise ResponderFailed("the model's answer ended before it was complete")
        self._events += 1
        try:
            for piece in pieces:
                self._take(piece)
        except ResponderFailed as exc:
            self._failure = exc
            return
        longest = self._settings.max_characters
        if not self._complete and (self._characters > longest or self._events > _MOST_EVENTS):
            await self._source.close()
            try:
                self._end_here(f"a reply without end: it was cut at {longest} characters")
            except ResponderFailed as exc:
                self._failure = exc

    async def _read_rest(self) -> None:
        """Whatever comes now cannot harm the reply."""
        self._over = True
        with trio.move_on_after(_REST_WITHIN_S):
            try:
                while self._events < _MOST_EVENTS and (pieces := await self._source.read()) is not None:
                    self._events += 1
                    self._used = next((each for each in pieces if isinstance(each, TokensUsed)), self._used)
            except ResponderFailed:
                pass

    def _patience(self) -> tuple[float, str]:
        """How long the next event may take, and what it means if it takes longer."""
        settings = self._settings
        if not self._has_begun:
            return settings.first_token_s - self._waited_s, f"no first word within {settings.first_token_s:g} s"
        left_s = settings.total_s - self._waited_s
        if left_s < settings.gap_s:
            return left_s, f"the reply is not complete within {settings.total_s:g} s"
        return settings.gap_s, f"the reply stopped for {settings.gap_s:g} s"

    def _take(self, piece: Piece) -> None:
        match piece:
            case Text(text):
                self._write(text)
            case ToolPiece():
                self._call(piece)
            case Thought(text):
                if self._called is not None:
                    self._called.take_thought(text)
            case Refused():
                raise ResponderFailed("the model refuses to answer", only_this=True)
            case Finished(why):
                self._finish(why)
            case TokensUsed():
                self._used = piece

    def _write(self, text: str) -> None:
        if not text or self._complete:
            return
        self._begin()
        self._bytes += len(text.encode(errors="replace"))
        self._split(text if self._called is None else self._called.written.feed(text))

    def _split(self, text: str) -> None:
        left = self._settings.max_characters - self._characters
        self._characters += len(text)
        if left > 0:
            self._say(self._splitter.feed(text[:left]))

    def _call(self, piece: ToolPiece) -> None:
        if self._called is None or self._complete:
            return
        self._begin()
        self._say(self._splitter.finish())  # what was said before need not wait for the arguments
        self._bytes += sum(len(text.encode(errors="replace")) for text in (piece.name, piece.arguments))
        self._called.take(piece)

    def _begin(self) -> None:
        if not self._has_begun:
            self._ready.append(FirstToken())
        self._has_begun = True

    def _end_here(self, why: str) -> None:
        """As the caller would want it: nobody asks to hear more, or that the agent did not understand."""
        self._finish("limit")
        self._cut(why)
        self._over = True

    def _finish(self, why: EndOfReply) -> None:
        if why == "filter":
            raise ResponderFailed("the service's content filter stopped the reply", only_this=True)
        if why == "broken":
            raise ResponderFailed("the service broke the reply off")
        if self._called is not None:
            self._split(self._called.written.finish(cut_off=why == "limit"))
        *whole, last = [*self._splitter.finish()] or [""]
        self._say(whole)
        if why != "limit" or not self._sentences or last.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS:
            self._say([last])  # of a reply that reached its limit the last sentence is half
        if wanted := self._wanted(why):
            self._ready.append(UseTools(wanted))
        elif not self._sentences:
            raise ResponderFailed(self._nothing_said(why))
        self._complete = True

    def _wanted(self, why: EndOfReply) -> tuple[WantedTool, ...]:
        if self._called is None:
            return ()
        if why == "limit" and self._called.is_cut_off:
            limit = self._settings.max_tokens
            raise ResponderFailed(f"the reply reached its limit of {limit} tokens (max_tokens) while it called a tool")
        return self._called.wanted()

    def _nothing_said(self, why: EndOfReply) -> str:
        if why == "tools" and self._called is not None:
            return "the model says that it calls a tool, and calls none"
        if why == "tools":
            return "the model calls a tool, and none is offered: the prompt may name one"
        return "there is nothing to say in the model's reply" if self._characters else "the model's reply is empty"

    def _say(self, pieces: Sequence[str]) -> None:
        for piece in pieces:
            if text := self._speakable.say(piece):
                if in_another_script(text, self._language):
                    raise ResponderFailed(
                        f"the model answers in a script in which {self._language!r} is not written", only_this=True
                    )
                self._sentences += 1
                self._ready.append(Sentence(text))
