"""A fake MCP server over streamable HTTP (specification 2025-06-18), in memory or on a socket.

It shares no code with our client. Its tools: `echo` gives back its arguments, `add` changes something, `fails` says
that it failed.
"""

import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import trio

from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.steps import Answer, Fault, Step, send

PATH = "/mcp"
VERSION = "2025-06-18"
Object = dict[str, object]


def a_tool(name: str, **more: object) -> Object:
    """As a server lists it."""
    schema = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
    return {"name": name, "description": f"The tool {name}.", "inputSchema": schema, **more}


def _tools() -> list[Object]:
    return [a_tool("echo", annotations={"readOnlyHint": True}), a_tool("add"), a_tool("fails")]


class Ran(NamedTuple):
    """A tool that was run, however the answer went."""

    name: str
    arguments: Mapping[str, object]
    meta: Mapping[str, object]


@dataclass
class FakeMcp:
    """`faults` are used up, one for each call of a tool; `other_faults`, one for each other request."""

    key: str = ""
    """What the Authorization header must hold; empty: nothing is asked for."""
    in_events: bool = False
    """Whether answers are event streams."""
    asks_first: Sequence[Object] = ()
    """Messages of the server's own that come before each answer, in an event stream."""
    has_sessions: bool = True
    tools: list[Object] = field(default_factory=_tools)
    longest_page: int = 2
    version: str = VERSION
    result: Object | None = None
    """What every tool gives, instead of its own result."""
    faults: deque[Fault] = field(default_factory=deque)
    other_faults: deque[Fault] = field(default_factory=deque)
    ran: list[Ran] = field(default_factory=list)
    heard: list[Object] = field(default_factory=list)
    """Notifications, and answers to what it has asked."""
    asked: list[str] = field(default_factory=list)
    """The methods of all requests."""
    sessions: list[str] = field(default_factory=list)
    """Those that are open."""
    http: HttpServer = field(init=False)
    _begun: int = 0

    def __post_init__(self) -> None:
        self.http = HttpServer(self.answer)

    async def serve(self, stream: trio.abc.Stream) -> None:
        await self.http.serve(stream)

    def forget_sessions(self) -> None:
        """As after a restart."""
        self.sessions.clear()

    async def answer(self, request: Received, answerer: Answerer) -> None:
        await send(self._answer(request), answerer)

    def _answer(self, request: Received) -> Answer:
        if request.path != PATH:
            return _plain(404, "Not Found")
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            return _plain(401, "Unauthorized")
        if request.method == "DELETE":
            self.sessions = [each for each in self.sessions if each != request.headers.get("mcp-session-id")]
            return _plain(200, "")
        if request.method != "POST":
            return _plain(405, "Method Not Allowed")
        accepted = request.headers.get("accept", "")
        if "application/json" not in accepted or "text/event-stream" not in accepted:
            return _plain(406, "Not Acceptable")
        return self._posted(request, json.loads(request.body))

    def _posted(self, request: Received, message: Object) -> Answer:
        method = message.get("method")
        if method != "initialize" and (refusal := self._refusal(request)) is not None:
            return refusal
        if method is None or "id" not in message:
            self.heard.append(message)
            return Answer(202, {}, [Step.HEAD])
        assert isinstance(method, str)
        self.asked.append(method)
        params = message.get("params", {})
        assert isinstance(params, dict)
        answer = self._in_form({"jsonrpc": "2.0", "id": message["id"], **self._result(method, params)})
        if method == "initialize" and self.has_sessions:
            self._begun += 1
            self.sessions.append(f"session-{self._begun}")
            answer = Answer(200, {**answer.headers, "mcp-session-id": self.sessions[-1]}, answer.steps)
        faults = self.faults if method == "tools/call" else self.other_faults
        return faults.popleft()(answer) if faults else answer

    def _refusal(self, request: Received) -> Answer | None:
        if request.headers.get("mcp-protocol-version") != self.version:
            return _plain(400, "Bad Request: wrong MCP-Protocol-Version")
        if not self.has_sessions:
            return None
        session = request.headers.get("mcp-session-id")
        if session is None:
            return _plain(400, "Bad Request: Mcp-Session-Id is missing")
        return None if session in self.sessions else _plain(404, "Session not found")

    def _in_form(self, message: Object) -> Answer:
        if not self.in_events:
            return Answer(200, {"content-type": "application/json"}, [Step.HEAD, json.dumps(message).encode()])
        events = [f"event: message\ndata: {json.dumps(each)}\n\n".encode() for each in (*self.asks_first, message)]
        return Answer(200, {"content-type": "text/event-stream"}, [Step.HEAD, b": hello\n\n", *events])

    def _result(self, method: str, params: Object) -> Object:
        match method:
            case "initialize":
                server = {"name": "fake", "version": "1"}
                return {
                    "result": {"protocolVersion": self.version, "capabilities": {"tools": {}}, "serverInfo": server}
                }
            case "tools/list":
                return {"result": self._page(params.get("cursor"))}
            case "tools/call":
                return self._run(params)
            case _:
                return {"error": {"code": -32601, "message": "Method not found"}}

    def _page(self, cursor: object) -> Object:
        begin = int(str(cursor)) if cursor is not None else 0
        end = begin + self.longest_page
        page: Object = {"tools": self.tools[begin:end]}
        return {**page, "nextCursor": str(end)} if end < len(self.tools) else page

    def _run(self, params: Object) -> Object:
        name, arguments, meta = params.get("name"), params.get("arguments", {}), params.get("_meta", {})
        if not any(tool.get("name") == name for tool in self.tools):
            return {"error": {"code": -32602, "message": f"Unknown tool: {name}"}}
        assert isinstance(arguments, dict)
        assert isinstance(meta, dict)
        self.ran.append(Ran(str(name), arguments, meta))
        if self.result is not None:
            return {"result": self.result}
        failed = name == "fails"
        text = "the calendar is closed" if failed else json.dumps(arguments)
        return {"result": {"content": [{"type": "text", "text": text}], "isError": failed}}


def _plain(status: int, text: str) -> Answer:
    return Answer(status, {"content-type": "text/plain"}, [Step.HEAD, text.encode()])
