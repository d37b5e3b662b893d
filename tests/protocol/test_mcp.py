"""Messages of the Model Context Protocol. Pure, no clock; faults: anything that a server may send."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol import mcp
from offhook.protocol.errors import RemoteProtocolError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["id", "result", "tools"]), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"jsonrpc": "2.0", "id": 3, "result": {"a": 1}}', mcp.Answered(3, b'{"a": 1}')),
        ('{"id": "x", "error": {"code": -32601, "message": "no"}}', mcp.Refused("x", -32601, "no")),
        ('{"id": null, "error": {"code": -32700}}', mcp.Refused(None, -32700, "")),
        ('{"id": 0, "method": "ping"}', mcp.Asked(0, "ping")),
        ('{"method": "notifications/message", "params": {"x": []}}', mcp.Told("notifications/message")),
    ],
)
def test_messages_are_told_apart(text: str, message: mcp.Message) -> None:
    """Answer, error, request and notification."""
    assert mcp.read_message(text) == message


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "{}", '{"id": 1}', '{"id": {}, "result": 1}', '{"id": 1, "error": 3}', "[" * 9000]
)
def test_what_is_no_message_is_the_servers_mistake(text: str) -> None:
    """It never is a traceback of ours."""
    with pytest.raises(RemoteProtocolError):
        mcp.read_message(text)


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_break_a_reader(data: bytes) -> None:
    """Whatever arrives is read, or is the server's mistake."""
    for read in (mcp.read_message, mcp.read_welcome, mcp.read_tools_page, mcp.read_result):
        try:
            read(data)
        except RemoteProtocolError:
            continue


def test_requests_are_what_the_specification_shows() -> None:
    """JSON-RPC 2.0, with the fields of revision 2025-06-18."""
    assert json.loads(mcp.initialize(1, "0.1")) == {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "offhook", "version": "0.1"},
        },
    }
    assert json.loads(mcp.list_tools(2, None))["params"] == {}
    assert json.loads(mcp.list_tools(2, "next"))["params"] == {"cursor": "next"}
    assert json.loads(mcp.call_tool(3, "book", {"day": "x"}, "k"))["params"] == {
        "name": "book",
        "arguments": {"day": "x"},
        "_meta": {"offhook/idempotency-key": "k"},
    }
    assert json.loads(mcp.initialized()) == {"jsonrpc": "2.0", "method": "notifications/initialized"}
    assert json.loads(mcp.cancelled(3))["params"]["requestId"] == 3


def test_one_bad_tool_does_not_spoil_the_list() -> None:
    """It is counted."""
    page = mcp.read_tools_page(b'{"tools": [{"name": "a", "inputSchema": {}}, {"name": 3}, null], "nextCursor": ""}')
    assert ([tool.name for tool in page.tools], page.unreadable, page.next_cursor) == (["a"], 2, None)
