"""Opens the openai SDK's client over the process's own HTTP client, and reads its streams.

Everything that a request or its stream may raise is mapped here, to the error of the role that asks. None of the texts
quotes the request or the answer. Imported when a service is opened, because the SDK takes half a second to import.
"""

import re
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Generic, TypeVar, Unpack

import httpx  # noqa: ASYNC127  # the project's client is httpx
import openai
import trio
from openai._base_client import get_platform
from openai._models import construct_type
from openai._streaming import ServerSentEvent, SSEBytesDecoder
from openai._types import HttpxSendArgs

from offhook.actors.http_answer import COMPRESSED, LONGEST_ERROR, LONGEST_PIECE
from offhook.actors.openai_failure import failure
from offhook.actors.openai_server import OpenAiServer
from offhook.engine.host.network import Network
from offhook.engine.host.no_connection import why_no_connection
from offhook.engine.host.service_failed import ServiceFailed
from offhook.protocol import openai_errors
from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.server_sent_events import EventReader

if TYPE_CHECKING:
    import httpx2

_NO_KEY = "no-key"  # a server of one's own asks for none, and the SDK insists on one
_CONTENT_TYPE = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,40}")
UNREADABLE = "the answer cannot be read: it is not what was asked for"
_EVENT_STREAM = "text/event-stream"
_LONGEST_EVENT = 1 << 18
"""Room for instructions of a quarter of a million characters, which Responses repeat."""
_MOST_PARTS = 200
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
EventT = TypeVar("EventT")


def open_openai_client(
    network: Network, server: OpenAiServer, *, connect_s: float, within_s: float
) -> openai.AsyncOpenAI:
    """Not to be closed: it would close the network's client, which others use. It never tries again by itself."""
    client = _Client(
        api_key=server.key or _NO_KEY,
        base_url=server.base_url,
        http_client=network.http_for_sdk,
        max_retries=0,
        timeout=openai.Timeout(within_s, connect=connect_s, pool=connect_s),
    )
    # Otherwise the first request asks for it in a thread, which no seed determines. No public name; guarded by a test.
    client._platform = get_platform()
    import_module("anyio._backends._trio")  # the SDK would load it in the first call; guarded by a test too
    return client


class _Client(openai.AsyncOpenAI):
    """The SDK bounds nothing that a server sends. It has no public names for these two; guarded by tests."""

    def _make_sse_decoder(self) -> SSEBytesDecoder:
        return _EventDecoder()

    async def _send_request(
        self, request: "httpx2.Request", *, stream: bool, **kwargs: Unpack[HttpxSendArgs]
    ) -> "httpx2.Response":
        request.headers["accept-encoding"] = "identity"
        response = await super()._send_request(request, stream=stream, **kwargs)
        if not response.is_success:  # the SDK reads the whole of it
            response.headers.pop("content-encoding", None)
            assert isinstance(response.stream, httpx.AsyncByteStream)  # the client is httpx's: `http_for_sdk`
            response.stream = _Beginning(response.stream)  # type: ignore[assignment]  # as for `http_for_sdk`
        return response


class _Beginning(httpx.AsyncByteStream, AsyncIterator[bytes]):
    """As much of an error as is looked at. The rest is not read, and its connection is closed."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream, self._pieces, self._length = stream, aiter(stream), 0

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if self._length > LONGEST_ERROR:
            raise StopAsyncIteration
        piece = await anext(self._pieces)
        self._length += len(piece)
        return piece

    async def aclose(self) -> None:
        await self._stream.aclose()


class _EventDecoder(SSEBytesDecoder):
    """In place of the SDK's own, which keeps a line of any length, and takes a flood of small events without letting
    another call have its turn. It also takes an event without data, such as `retry: 3000` alone, for broken JSON: such
    an event is none (WHATWG HTML, section 9.2.6)."""

    def __init__(self) -> None:
        self.has_said_done = False

    def aiter_bytes(self, iterator: AsyncIterator[bytes]) -> AsyncIterator[ServerSentEvent]:
        return _Events(iterator, self)

    def iter_bytes(self, iterator: Iterator[bytes]) -> Iterator[ServerSentEvent]:
        raise NotImplementedError  # for clients that are not async


class _Events(AsyncIterator[ServerSentEvent]):
    """No generator: nobody could close it where a reply is left in the middle."""

    def __init__(self, pieces: AsyncIterator[bytes], decoder: _EventDecoder) -> None:
        self._pieces, self._reader, self._decoder = pieces, EventReader(_LONGEST_EVENT), decoder
        self._unread, self._read = b"", deque[ServerSentEvent]()

    async def __anext__(self) -> ServerSentEvent:
        await trio.lowlevel.checkpoint()
        while not self._read:
            await trio.lowlevel.checkpoint()
            if not self._unread:
                self._unread = await anext(self._pieces)
            bite, self._unread = self._unread[:LONGEST_PIECE], self._unread[LONGEST_PIECE:]
            for event in self._reader.feed(bite):
                _check_parts(event.data)
                self._read.append(ServerSentEvent(event=event.name, data=event.data))
        first = self._read.popleft()
        self._decoder.has_said_done = self._decoder.has_said_done or first.data.startswith("[DONE]")
        return first


def _check_parts(data: str) -> None:
    """The SDK makes an object of its own of each object in an event."""
    if data.count("{") + data.count("[") > _MOST_PARTS:  # or they stand in a text, such as repeated instructions
        bare = _JSON_STRING.sub("", data)
        if bare.count("{") + bare.count("[") > _MOST_PARTS:
            raise RemoteProtocolError(f"an event of more than {_MOST_PARTS} parts")


def prepare(kind: object) -> None:
    """Let the SDK build the types of a stream's events now. It would do so at the first one, in the middle of a call,
    and all other calls would stand still meanwhile: 0.24 s for those of Responses."""
    construct_type(value={"type": "none"}, type_=kind)  # no public name


class SdkStream(Generic[EventT]):
    """One request, and the events that it is answered with. Every method but `close` raises the error of the role."""

    def __init__(
        self, request: Callable[[], Awaitable[openai.AsyncStream[EventT]]], failed: type[ServiceFailed]
    ) -> None:
        self._request, self._failed = request, failed
        self._stream: openai.AsyncStream[EventT] | None = None

    @property
    def has_said_done(self) -> bool:
        """Whether `[DONE]` has come, the end of a stream that is whole."""
        decoder = None if self._stream is None else self._stream._decoder  # no public name; guarded by a test
        return isinstance(decoder, _EventDecoder) and decoder.has_said_done

    async def next(self) -> EventT | None:
        """The next event; None at the end of the stream. The first time it makes the request."""
        with _errors_as(self._failed):
            if self._stream is None:
                self._stream = await self._asked()
                self._check_type(self._stream)
            return await anext(self._stream, None)

    async def close(self) -> None:
        """Before the end of the stream this closes the connection, so that the server stops writing."""
        if self._stream is not None:
            await self._stream.close()

    async def _asked(self) -> openai.AsyncStream[EventT]:
        """Ask once more if the connection is lost before the answer begins: a server may have closed it while it was
        idle. Nothing else is tried again here."""
        try:
            return await self._request()
        except openai.APIConnectionError as exc:
            if not _was_lost(exc):
                raise
        return await self._request()

    def _check_type(self, stream: openai.AsyncStream[EventT]) -> None:
        if stream.response.headers.get("content-encoding", "identity") != "identity":
            raise self._failed(COMPRESSED)
        bare = stream.response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if bare != _EVENT_STREAM:
            shown = bare if _CONTENT_TYPE.fullmatch(bare) else "an unknown type"
            raise self._failed(f"the server answers with {shown}, and not with a stream of events")


@contextmanager
def _errors_as(failed: type[ServiceFailed]) -> Iterator[None]:
    """`from None`: the vendor's text may quote the key, the prompt or the caller, and stands in every traceback."""
    try:
        yield
    except openai.APIStatusError as exc:
        answer = exc.response
        error = openai_errors.of_answer(exc.status_code, answer.content, answer.headers)
        raise failure(failed, error) from None
    except (openai.APITimeoutError, openai.APIConnectionError) as exc:
        raise failed(_of_connection(exc)) from None
    except openai.APIError as exc:
        raise failure(failed, openai_errors.in_event(exc.code, exc.type, exc.param)) from None
    except (httpx.HTTPError, httpx.StreamError, OSError):
        raise failed("the connection was lost") from None
    except RemoteProtocolError as exc:
        raise failed(str(exc)) from None
    except (openai.OpenAIError, ValueError, TypeError, AttributeError, RecursionError):
        # What the SDK raises where an answer has another shape than it expects.
        raise failed(UNREADABLE) from None


def _was_lost(exc: openai.APIConnectionError) -> bool:
    """Whether there was a connection, and it broke."""
    return isinstance(exc.__cause__, httpx.ReadError | httpx.WriteError | httpx.CloseError | httpx.RemoteProtocolError)


def _of_connection(exc: openai.APIConnectionError) -> str:
    cause = exc.__cause__ or exc
    if isinstance(exc, openai.APITimeoutError):
        connecting = isinstance(cause, httpx.ConnectTimeout | httpx.PoolTimeout)
        return "no connection in time" if connecting else "the service sends nothing more"
    refused = isinstance(cause, httpx.ConnectError | httpx.ProxyError)
    return f"no connection: {why_no_connection(cause)}" if refused else "the connection was lost"
