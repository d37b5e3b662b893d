"""One HTTP request to a service, whose answer is read piece by piece with a deadline for each wait.

Foreign errors are mapped here, to the error of the role that asks. None of the texts quotes the request.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from offhook.engine.host.no_connection import why_no_connection
from offhook.engine.host.service_failed import ServiceFailed

CLOSED_WITHIN_S = 0.5
LONGEST_ERROR = 65_536
LONGEST_PIECE = 16_384
"""How many bytes are looked at before other calls have their turn: they may hold hundreds of small events."""
COMPRESSED = "a compressed answer, which was not asked for"
T = TypeVar("T")


class Deadlines(msgspec.Struct, frozen=True):
    """How long a service may keep us waiting, in seconds."""

    connect_s: float
    first_byte_s: float
    """From the request to the first byte of the body, with the connecting."""
    gap_s: float
    """From one piece of the body to the next."""
    total_s: float
    """All waits for one answer together. Time in which nobody reads does not count."""


class HttpAnswer:
    """An answer whose body is still coming. Every method raises the error of the role."""

    def __init__(self, response: httpx.Response, raw: AsyncIterator[bytes], patience: "_Patience") -> None:
        self._raw, self._patience = raw, patience
        self._unread = b""
        self.status = response.status_code
        self.content_type = response.headers.get("content-type", "")
        self.headers: Mapping[str, str] = response.headers
        self.is_compressed = response.headers.get("content-encoding", "identity") != "identity"
        """Then its body cannot be read; but its status counts."""

    async def piece(self) -> bytes | None:
        """The next bytes of the body, `LONGEST_PIECE` at most; None at its end."""
        await trio.lowlevel.checkpoint()  # reading what has arrived already has none
        if self.is_compressed:
            raise self._patience.failed(COMPRESSED)
        if not self._unread:
            found = await self._patience.wait(self._next)
            self._patience.first = False
            if not found:
                return found
            self._unread = found
        piece, self._unread = self._unread[:LONGEST_PIECE], self._unread[LONGEST_PIECE:]
        return piece

    async def _next(self) -> bytes | None:
        return await anext(self._raw, None)

    async def whole(self, longest: int) -> bytes:
        """The rest of the body."""
        body = bytearray()
        while (piece := await self.piece()) is not None:
            body += piece
            if len(body) > longest:
                raise self._patience.failed(f"an answer of more than {longest} bytes")
        return bytes(body)

    async def beginning(self, longest: int) -> bytes:
        """What an error says of itself: cut, and empty if it does not come."""
        try:
            return await self.whole(longest)
        except ServiceFailed:
            return b""


class _Patience:
    """Waits for one answer, as long as the deadlines allow."""

    def __init__(self, deadlines: Deadlines, failed: Callable[[str], ServiceFailed]) -> None:
        self._deadlines, self.failed = deadlines, failed
        self._first_by = trio.current_time() + deadlines.first_byte_s
        self._left_s = deadlines.total_s
        self.first = True
        self.is_over = False

    async def wait(self, work: Callable[[], Awaitable[T]]) -> T:
        began = trio.current_time()
        deadline = self._first_by if self.first else began + self._deadlines.gap_s
        try:
            with trio.move_on_at(min(deadline, began + self._left_s)):
                return await work()
        except (httpx.HTTPError, httpx.StreamError) as exc:
            raise self.failed(self._in_words(exc)) from None  # a cause would be taken for a bug of ours
        finally:
            self._left_s -= trio.current_time() - began
        self.is_over = True
        raise self.failed(self._too_late())

    def _too_late(self) -> str:
        if self._left_s <= 0:
            return f"the answer has not ended within {self._deadlines.total_s:g} s"
        if self.first:
            return f"no answer within {self._deadlines.first_byte_s:g} s"
        return f"nothing more within {self._deadlines.gap_s:g} s, in the middle of the answer"

    def _in_words(self, exc: Exception) -> str:
        """What happened; httpx's own texts are not used, they may quote bytes of either side."""
        match exc:
            case httpx.ConnectTimeout() | httpx.PoolTimeout():
                return f"no connection within {self._deadlines.connect_s:g} s"
            case httpx.ConnectError() | httpx.ProxyError():
                return f"no connection: {why_no_connection(exc)}"
            case httpx.UnsupportedProtocol() | httpx.LocalProtocolError():
                return "the request cannot be sent"
            case _ if self.first:
                return "the connection broke before the answer"
            case _:
                return "the connection broke in the middle of the answer"


class _Body(httpx.AsyncByteStream):
    """A whole body. Those of httpx are generators, which are left open where sending them is cancelled."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Once(self._content)


class _Once(AsyncIterator[bytes]):
    def __init__(self, content: bytes) -> None:
        self._left = [content]

    async def __anext__(self) -> bytes:
        if not self._left:
            raise StopAsyncIteration
        return self._left.pop()


@asynccontextmanager
async def http_answer(
    client: httpx.AsyncClient,
    request: httpx.Request,
    deadlines: Deadlines,
    failed: Callable[[str], ServiceFailed],
    taken: Callable[[], None] = lambda: None,
    *,
    resend: bool = True,
) -> AsyncIterator[HttpAnswer]:
    """Send `request`. Leaving early, or cancelling it, closes the connection at once; after the whole body it is kept
    for the next request. Raises what `failed` makes of a text. `taken` is called once, unless the server refuses the
    request or cannot be reached: also where its answer is not waited for. `resend` is False for what must not be done
    twice: otherwise it is sent again on another connection where a kept one breaks."""
    request.headers["accept-encoding"] = "identity"  # sound does not shrink, and an answer cannot grow when unpacked
    request.extensions["timeout"] = httpx.Timeout(None, connect=deadlines.connect_s, pool=deadlines.connect_s).as_dict()
    request.stream = _Body(request.read())
    patience = _Patience(deadlines, failed)
    is_taken = True
    try:
        response = await patience.wait(partial(_sent, client, request, resend=resend))
        is_taken = response.is_success
    except ServiceFailed:
        is_taken = patience.is_over  # a server that is late may have done its work
        raise
    finally:
        if is_taken:
            taken()
    raw = response.aiter_raw()
    try:
        yield HttpAnswer(response, raw, patience)
    finally:
        with trio.move_on_after(CLOSED_WITHIN_S, shield=True):
            await _close(response, raw)


async def _sent(client: httpx.AsyncClient, request: httpx.Request, *, resend: bool) -> httpx.Response:
    try:
        return await client.send(request, stream=True)
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
        if not resend:
            raise
        # A kept connection may be closed by the server just as it is used again (RFC 9112, 9.3.1). Once is enough:
        # what breaks a new connection too is a fault.
        return await client.send(request, stream=True)


async def _close(response: httpx.Response, raw: AsyncIterator[bytes]) -> None:
    """Close the connection, unless the body has ended.

    The libraries below nest generators and close none of them when one is left in the middle. A cancelled read ends
    them all, and the connection with them.
    """
    assert isinstance(raw, AsyncGenerator)
    by, is_over = trio.current_time() + CLOSED_WITHIN_S / 2, False
    while not is_over and trio.current_time() < by:
        with trio.CancelScope() as reading:
            reading.cancel(reason="the rest of the answer is not wanted")
            try:
                is_over = await anext(raw, None) is None
            except (httpx.HTTPError, httpx.StreamError):
                is_over = True  # it broke just now
        is_over = is_over or reading.cancelled_caught
        await trio.lowlevel.cancel_shielded_checkpoint()  # what had arrived already may be thousands of pieces
    await raw.aclose()
    await response.aclose()
