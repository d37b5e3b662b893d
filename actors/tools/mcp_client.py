"""A client of one MCP server over streamable HTTP (specification 2025-06-18, "Transports").

Ours, because the official one keeps connections and tasks of its own, and does not tell whether a request was sent.

ServiceFailed
+-- NoAnswer                why there is no result, and whether that is sure to have changed nothing
    +-- SessionLost         the server does not know our session any more: it has done nothing
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from typing import Self, TypeVar

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio

from offhook.actors.http_answer import LONGEST_ERROR, Deadlines, HttpAnswer, http_answer
from offhook.actors.tools.no_answer import NoAnswer, deadlines_within
from offhook.protocol import mcp
from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.server_sent_events import EventReader

T = TypeVar("T")
Given = TypeVar("Given")
LONGEST_ANSWER = 1 << 20
"""Of one list or result. What a model is told of it is less."""
MOST_PAGES = 20
MOST_GIVEN_UP = 16
MOST_QUESTIONS = 20
"""That a server may ask us within one answer."""
SET_UP_WITHIN_S = 10.0
ASIDE_WITHIN_S = 1.0
"""For what nobody waits for: the end of a session, a cancelled request, the answer to a server's question."""
_CLIENT = {"user-agent": "Offhook"}
_ACCEPT = "application/json, text/event-stream"


class SessionLost(NoAnswer):
    """It must be begun anew (specification, "Session Management")."""


class McpClient:
    """Its methods raise NoAnswer. It may be used by several calls at the same time."""

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        http: httpx.AsyncClient,
        version: str,
        on_change: Callable[[], None] = lambda: None,
        masked: Callable[[str], str] = str,
    ) -> None:
        """`version` is Offhook's. `on_change` is told when the server may have other tools. `masked` takes secrets out
        of what the server says of an error."""
        self._url, self._headers, self._http, self._version = url, headers, http, version
        self._on_change, self._masked = on_change, masked
        self._session: str | None = None
        self._spoken: str | None = None
        self._number = 0
        self._renewing = trio.Lock()
        # What is more than that at a time is not told: the server finds out by itself.
        self._given_up, self._to_tell = trio.open_memory_channel[int](MOST_GIVEN_UP)

    async def initialize(self) -> None:
        """Begin a session."""
        within = deadlines_within(SET_UP_WITHIN_S)
        number = self._next_number()
        message = mcp.initialize(number, self._version)
        async with self._posted(message, within, {}) as answer:
            result = await self._result(answer, number)
            session = answer.headers.get(mcp.SESSION_HEADER)
        spoken = self._read(mcp.read_welcome, result).protocol_version
        self._session, self._spoken = session, spoken  # both at once: other calls go on meanwhile
        await self._tell(mcp.initialized(), within)

    @property
    def is_initialized(self) -> bool:
        return self._spoken is not None

    async def tools(self) -> tuple[Sequence[mcp.ListedTool], int]:
        """All tools of the server, and how many others cannot be read."""
        session = self._session
        try:
            return await self._tools()
        except SessionLost:
            await self._renew(session)
            return await self._tools()

    async def _tools(self) -> tuple[Sequence[mcp.ListedTool], int]:
        tools: list[mcp.ListedTool] = []
        unreadable, cursor = 0, None
        for _ in range(MOST_PAGES):
            number = self._next_number()
            result = await self._ask(number, mcp.list_tools(number, cursor), deadlines_within(SET_UP_WITHIN_S))
            page = self._read(mcp.read_tools_page, result)
            tools += page.tools
            unreadable += page.unreadable
            cursor = page.next_cursor
            if cursor is None:
                return tools, unreadable
        raise NoAnswer(f"the list of tools has not ended after {MOST_PAGES} pages")

    async def call(self, name: str, arguments: Mapping[str, object], key: str, seconds: float) -> mcp.ToolResult:
        """Call a tool once. If the server has refused it because it has forgotten our session, once more in a new one;
        never after it may have run."""
        session = self._session
        try:
            return await self._call(name, arguments, key, deadlines_within(seconds))
        except SessionLost:
            await self._renew(session)
            self._on_change()
            return await self._call(name, arguments, key, deadlines_within(seconds))

    async def tell_given_up(self) -> None:
        """Tell the server of calls that nobody waits for any more, until this is cancelled: a call that ends has no
        time for it."""
        async for number in self._to_tell:
            await self._tell_aside(mcp.cancelled(number))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        with self._given_up, self._to_tell, trio.move_on_after(ASIDE_WITHIN_S, shield=True):
            await self._end()

    async def _end(self) -> None:
        """Tell the server that the session is over. What goes wrong is of no interest."""
        if self._session is None:
            return
        headers = {**_CLIENT, **self._headers, **self._of_session()}
        request = self._http.build_request("DELETE", self._url, headers=headers)
        within = deadlines_within(ASIDE_WITHIN_S)
        with suppress(NoAnswer):
            async with http_answer(self._http, request, within, NoAnswer, resend=False) as answer:
                await answer.beginning(LONGEST_ERROR)

    async def _call(self, name: str, arguments: Mapping[str, object], key: str, within: Deadlines) -> mcp.ToolResult:
        number = self._next_number()
        try:
            result = await self._ask(number, mcp.call_tool(number, name, arguments, key), within)
        except trio.Cancelled:  # a closed connection does not mean that ("Sending Messages to the Server", 6)
            with suppress(trio.WouldBlock):
                self._given_up.send_nowait(number)
            raise
        return self._read(mcp.read_result, result)

    async def _renew(self, lost: str | None) -> None:
        async with self._renewing:
            if self._session == lost:  # nobody else has begun a new one meanwhile
                await self.initialize()

    async def _ask(self, number: int, message: bytes, within: Deadlines) -> bytes:
        """The result of a request."""
        async with self._posted(message, within, self._of_session()) as answer:
            return await self._result(answer, number)

    async def _result(self, answer: HttpAnswer, number: int) -> bytes:
        await self._check(answer)
        kind = answer.content_type.partition(";")[0].strip().lower()
        if kind == "text/event-stream":
            found = await self._streamed(answer, number)
        elif kind == "application/json":
            found = self._read(mcp.read_message, await answer.whole(LONGEST_ANSWER))
        else:
            raise NoAnswer("the answer is neither JSON nor an event stream: is this the address of an MCP server?")
        match found:
            case mcp.Answered(id=id_, result=result) if id_ == number:
                return result
            case mcp.Refused(id_, code, text) if id_ in (number, None):
                said = " ".join(self._masked(text).split())[:300]
                raise NoAnswer(f"the server refuses it, error {code}: {said}", refused=code in mcp.NOT_BEGUN)
            case _:
                raise NoAnswer("the server has answered another request")

    async def _streamed(self, answer: HttpAnswer, number: int) -> mcp.Message:
        """The first answer in an event stream. What the server asks and tells before it is taken care of."""
        reader, questions = EventReader(LONGEST_ANSWER), 0
        while (piece := await answer.piece()) is not None:
            for event in self._read(reader.feed, piece):
                match self._read(mcp.read_message, event.data):
                    case mcp.Told(method):
                        if method == mcp.TOOLS_CHANGED:
                            self._on_change()
                    case mcp.Asked() as asked:
                        questions += 1
                        if questions > MOST_QUESTIONS:
                            raise NoAnswer(f"the server asks more than {MOST_QUESTIONS} questions instead of answering")
                        await self._tell_aside(mcp.answer_to(asked))
                    case mcp.Answered() | mcp.Refused() as found:
                        return found
        raise NoAnswer("the stream has ended before the answer")

    async def _check(self, answer: HttpAnswer) -> None:
        if answer.status < 300:
            return
        await answer.beginning(LONGEST_ERROR)  # so that the connection can be kept
        if answer.status == 404 and self._session is not None:
            raise SessionLost("the server has forgotten the session", refused=True)
        what = f"the server answers HTTP {answer.status}"
        if answer.status in (401, 403):
            what = f"the server refuses the key, HTTP {answer.status}"
        raise NoAnswer(what, refused=answer.status < 500)

    async def _tell(self, message: bytes, within: Deadlines) -> None:
        """Send what has no answer."""
        async with self._posted(message, within, self._of_session()) as answer:
            await self._check(answer)
            await answer.beginning(LONGEST_ERROR)

    async def _tell_aside(self, message: bytes) -> None:
        """The same, where nobody minds if it does not arrive."""
        with suppress(NoAnswer):
            await self._tell(message, deadlines_within(ASIDE_WITHIN_S))

    def _posted(
        self, message: bytes, within: Deadlines, of_session: Mapping[str, str]
    ) -> AbstractAsyncContextManager[HttpAnswer]:
        headers = {**_CLIENT, **self._headers, **of_session, "accept": _ACCEPT, "content-type": "application/json"}
        request = self._http.build_request("POST", self._url, headers=headers, content=message)
        return http_answer(self._http, request, within, NoAnswer, resend=False)

    def _of_session(self) -> Mapping[str, str]:
        headers = {}
        if self._session is not None:
            headers[mcp.SESSION_HEADER] = self._session
        if self._spoken is not None:
            headers[mcp.VERSION_HEADER] = self._spoken
        return headers

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _read(self, read: Callable[[Given], T], what: Given) -> T:
        try:
            return read(what)
        except RemoteProtocolError as exc:
            raise NoAnswer(str(exc)) from exc
