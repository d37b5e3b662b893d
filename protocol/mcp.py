"""The Model Context Protocol, revision 2025-06-18, as far as a client needs it that calls tools.

Messages are JSON-RPC 2.0, one in each HTTP request, and one in each answer or event of an answer ("Transports",
"Streamable HTTP").
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from offhook.protocol.errors import RemoteProtocolError

T = TypeVar("T")
VERSION = "2025-06-18"
SPOKEN_VERSIONS = ("2025-11-25", VERSION, "2025-03-26", "2024-11-05")
"""Revisions whose messages for tools are the same."""
SESSION_HEADER, VERSION_HEADER = "mcp-session-id", "mcp-protocol-version"
INITIALIZED, CANCELLED = "notifications/initialized", "notifications/cancelled"
TOOLS_CHANGED = "notifications/tools/list_changed"
INITIALIZE, LIST, CALL = "initialize", "tools/list", "tools/call"
NOT_BEGUN = (-32700, -32600, -32601, -32602)
"""Errors of JSON-RPC 2.0, section 5.1, that a server gives before it does anything: of syntax, name and parameters."""
_METHOD_NOT_FOUND = -32601
_KEY = "offhook/idempotency-key"

Id = int | str


class Answered(msgspec.Struct, frozen=True):
    """The result of a request of ours."""

    id: Id
    result: bytes
    """JSON."""


class Refused(msgspec.Struct, frozen=True):
    """The error of a request of ours."""

    id: Id | None
    code: int
    message: str


class Asked(msgspec.Struct, frozen=True):
    """A request of the server's."""

    id: Id
    method: str


class Told(msgspec.Struct, frozen=True):
    """A notification."""

    method: str


Message = Answered | Refused | Asked | Told


class _Error(msgspec.Struct, frozen=True):
    code: int
    message: str = ""


class _Envelope(msgspec.Struct, frozen=True):
    id: Id | None = None
    method: str | None = None
    result: msgspec.Raw = msgspec.Raw()
    error: _Error | None = None


class Welcome(msgspec.Struct, frozen=True, rename="camel"):
    """The result of `initialize`."""

    protocol_version: str


class Hints(msgspec.Struct, frozen=True, rename="camel"):
    read_only_hint: bool | None = None


class ListedTool(msgspec.Struct, frozen=True, rename="camel"):
    """A tool as its server describes it."""

    name: str
    input_schema: dict[str, object]
    description: str | None = None
    title: str | None = None
    annotations: Hints | None = None

    @property
    def only_reads(self) -> bool:
        return self.annotations is not None and bool(self.annotations.read_only_hint)


class ToolsPage(msgspec.Struct, frozen=True):
    """A part of the list of tools."""

    tools: Sequence[ListedTool]
    unreadable: int
    """Tools of this page that do not fit the protocol."""
    next_cursor: str | None


class _RawPage(msgspec.Struct, frozen=True, rename="camel"):
    tools: list[msgspec.Raw]
    next_cursor: str | None = None


class _Resource(msgspec.Struct, frozen=True):
    uri: str = ""
    text: str | None = None


class _Content(msgspec.Struct, frozen=True):
    type: str
    text: str = ""
    uri: str = ""
    resource: _Resource | None = None


class ToolResult(msgspec.Struct, frozen=True, rename="camel"):
    """The result of `tools/call`."""

    content: tuple[_Content, ...] = ()
    structured_content: dict[str, object] | None = None
    is_error: bool = False

    @property
    def text(self) -> str:
        """All content in words; what is no text is named."""
        return "\n".join(_in_words(each) for each in self.content)


def _in_words(content: _Content) -> str:
    match content.type:
        case "text":
            return content.text
        case "resource" if content.resource is not None and content.resource.text is not None:
            return content.resource.text
        case "resource_link":
            return content.uri
        case kind:
            return f"[{kind[:40]} left out]"


def initialize(number: int, version: str) -> bytes:
    """`version` is ours."""
    client = {"name": "offhook", "version": version}
    return _request(number, INITIALIZE, {"protocolVersion": VERSION, "capabilities": {}, "clientInfo": client})


def list_tools(number: int, cursor: str | None) -> bytes:
    return _request(number, LIST, {} if cursor is None else {"cursor": cursor})


def call_tool(number: int, name: str, arguments: Mapping[str, object], key: str) -> bytes:
    """`key` goes out as metadata: the protocol has no idempotency key of its own."""
    return _request(number, CALL, {"name": name, "arguments": arguments, "_meta": {_KEY: key}})


def initialized() -> bytes:
    return _encoded({"method": INITIALIZED})


def cancelled(number: int) -> bytes:
    return _encoded({"method": CANCELLED, "params": {"requestId": number, "reason": "the caller went on"}})


def answer_to(asked: Asked) -> bytes:
    """A client that offers nothing answers a ping, and nothing else."""
    if asked.method == "ping":
        return _encoded({"id": asked.id, "result": {}})
    return _encoded({"id": asked.id, "error": {"code": _METHOD_NOT_FOUND, "message": "Method not found"}})


def _request(number: int, method: str, params: Mapping[str, object]) -> bytes:
    return _encoded({"id": number, "method": method, "params": params})


def _encoded(message: Mapping[str, object]) -> bytes:
    return msgspec.json.encode({"jsonrpc": "2.0", **message})


def read_message(data: bytes | str) -> Message:
    """Raises RemoteProtocolError."""
    envelope = _decoded(data, _Envelope, "a message")
    match envelope:
        case _Envelope(id=None, method=str(method)):
            return Told(method)
        case _Envelope(id=int() | str() as number, method=str(method)):
            return Asked(number, method)
        case _Envelope(error=_Error(code, message)):
            return Refused(envelope.id, code, message)
        case _Envelope(id=int() | str() as number) if bytes(envelope.result):
            return Answered(number, bytes(envelope.result))
        case _:
            raise RemoteProtocolError("a message that is no request, no answer and no notification")


def read_welcome(result: bytes) -> Welcome:
    """Raises RemoteProtocolError, also for a revision that is not spoken here."""
    welcome = _decoded(result, Welcome, "the answer to initialize")
    if welcome.protocol_version not in SPOKEN_VERSIONS:
        raise RemoteProtocolError(f"the server speaks revision {welcome.protocol_version[:40]!r} of the protocol only")
    return welcome


def read_tools_page(result: bytes) -> ToolsPage:
    """Raises RemoteProtocolError. A tool that cannot be read is counted."""
    page = _decoded(result, _RawPage, "the list of tools")
    tools: list[ListedTool] = []
    for raw in page.tools:
        try:
            tools.append(_decoded(raw, ListedTool, "a tool"))
        except RemoteProtocolError:
            continue
    return ToolsPage(tools, len(page.tools) - len(tools), page.next_cursor or None)


def read_result(result: bytes) -> ToolResult:
    """Raises RemoteProtocolError."""
    return _decoded(result, ToolResult, "the result of the tool")


def _decoded(data: bytes | str | msgspec.Raw, kind: type[T], what: str) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as exc:
        raise RemoteProtocolError(f"{what} cannot be read") from exc
