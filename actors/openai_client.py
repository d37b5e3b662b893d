"""Opens the openai SDK's client over the process's own HTTP client, and reads its streams.

Everything that a request or its stream may raise is mapped here, to the error of the role that asks. None of the texts
quotes the request or the answer. Imported when a service is opened, because the SDK takes half a second to import.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Generic, TypeVar

import httpx  # noqa: ASYNC127  # the project's client is httpx
import openai
from openai._base_client import get_platform
from openai._models import construct_type
from openai._streaming import ServerSentEvent, SSEDecoder

from offhook.actors.openai_failure import failure
from offhook.actors.openai_server import OpenAiServer
from offhook.engine.host.network import Network
from offhook.engine.host.service_failed import ServiceFailed
from offhook.protocol import openai_errors

_NO_KEY = "no-key"  # a server of one's own asks for none, and the SDK insists on one
_CONTENT_TYPE = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,40}")
UNREADABLE = "the answer cannot be read: it is not what was asked for"
_EVENT_STREAM = "text/event-stream"
EventT = TypeVar("EventT")


def open_openai_client(
    network: Network, server: OpenAiServer, *, connect_s: float, within_s: float
) -> openai.AsyncOpenAI:
    """Not to be closed: it would close the network's client, which others use. It never tries again by itself."""
    client = openai.AsyncOpenAI(
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
        self._decoder = _Decoder()

    @property
    def has_said_done(self) -> bool:
        """Whether `[DONE]` has come, the end of a stream that is whole."""
        return self._decoder.has_said_done

    async def next(self) -> EventT | None:
        """The next event; None at the end of the stream. The first time it makes the request."""
        with _errors_as(self._failed):
            if self._stream is None:
                self._stream = await self._asked()
                self._stream._decoder = self._decoder  # no public name
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
        bare = stream.response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if bare != _EVENT_STREAM:
            shown = bare if _CONTENT_TYPE.fullmatch(bare) else "an unknown type"
            raise self._failed(f"the server answers with {shown}, and not with a stream of events")


class _Decoder(SSEDecoder):
    """The SDK's own takes an event without data, such as `retry: 3000` alone, for an event with broken JSON. Such an
    event is none (WHATWG HTML, section 9.2.6)."""

    def __init__(self) -> None:
        super().__init__()
        self.has_said_done = False

    def decode(self, line: str) -> ServerSentEvent | None:
        event = super().decode(line)
        if event is None or not event.data:
            return None
        self.has_said_done = self.has_said_done or event.data.startswith("[DONE]")
        return event


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
    except (openai.OpenAIError, ValueError, TypeError, AttributeError):
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
    return "cannot connect" if isinstance(cause, httpx.ConnectError) else "the connection was lost"
