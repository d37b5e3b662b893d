"""Tools of an MCP server: the fake one of the simulation with its faults, in memory and virtual time; and once over
real sockets."""

import json
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.tools.opening import Tools
from offhook.engine.host.world import RealWorld
from offhook.engine.run.tool import RESULT_BYTES, ArgumentsWrong, EffectUnknown, ToolFailed
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.fakes.mcp import FakeMcp, Object, a_tool
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory
from offhook.simulation.fakes.steps import Answer, Fault, Step, after_head, before_head, half_then, slow, with_body
from offhook.simulation.world import SimulatedWorld
from tests.actors.tools.tool_rig import KEY, agent_in, logged, opened, use
from tests.fakes.certificate import CERTIFICATE, trust

SERVER = '[[mcp]]\nname = "desk"\nurl = "http://mcp.test/mcp"\n'
SECRET = "sk-live-12345678"
TEXT = '{"text": "hello"}'


class Place:
    """The tools of an agent, and what is on the other side."""

    def __init__(self, tools: Tools, network: MemoryNetwork, lines: StringIO) -> None:
        self.tools, self.network, self.lines = tools, network, lines

    def logged(self, event: str) -> list[dict[str, object]]:
        return logged(self.lines, event)


@asynccontextmanager
async def agent_of(folder: Path, fake: FakeMcp, text: str = SERVER, *, refusing: bool = False) -> AsyncIterator[Place]:
    lines = StringIO()
    async with in_memory(fake.serve) as (network, transport):
        network.refusing = refusing
        world = SimulatedWorld(transport=transport, environment={"VARIABLE": SECRET})
        async with opened(world, agent_in(folder, text, {}), lines) as tools:
            yield Place(tools, network, lines)


@pytest.mark.parametrize("in_events", [False, True], ids=["json", "events"])
async def test_a_servers_tools_are_the_agents(in_events: bool, tmp_path: Path) -> None:
    """All pages of them, under the server's name; what only reads has no effects. A call runs once, with the key of the
    decision beside its arguments."""
    fake = FakeMcp(in_events=in_events)
    async with agent_of(tmp_path, fake) as place:
        tools = place.tools
        assert [*tools] == ["desk_echo", "desk_add", "desk_fails"]
        assert tools["desk_echo"].offer.description == "The tool echo."
        assert tools["desk_echo"].offer.parameters["required"] == ["text"]
        assert [tools[name].has_effects for name in tools] == [False, True, True]
        assert (tools.source("desk_echo"), tools.warnings()) == ("MCP http://mcp.test/mcp", [])
        assert await use(tools["desk_add"], TEXT) == {"text": "hello"}
        assert fake.ran == [("add", {"text": "hello"}, {"offhook/idempotency-key": KEY})]
        with pytest.raises(ArgumentsWrong, match=r"^The arguments do not fit: text: it is missing\.$"):
            tools["desk_add"].read("{}")
    assert fake.heard == [{"jsonrpc": "2.0", "method": "notifications/initialized"}]
    assert fake.asked == ["initialize", "tools/list", "tools/list", "tools/call"]
    assert fake.sessions == []  # it was ended


async def test_a_server_without_sessions_is_asked_without_one(tmp_path: Path) -> None:
    """They are up to the server."""
    async with agent_of(tmp_path, FakeMcp(has_sessions=False)) as place:
        assert await use(place.tools["desk_echo"], TEXT) == {"text": "hello"}


async def test_the_agent_file_chooses_tools_and_their_options(tmp_path: Path) -> None:
    """Of the whole server, and of one tool by the name that it has here; the key comes from a variable."""
    text = SERVER + (
        'headers = { Authorization = "Bearer {secret.KEY}" }\nonly = ["add", "echo", "ad"]\nsays = "One moment."\n'
        '[secrets]\nKEY = "VARIABLE"\n[tool.desk_add]\ndeadline_s = 3\neffects = false\n[tool.desk_ad]\nsays = "x"\n'
    )
    async with agent_of(tmp_path, FakeMcp(key=SECRET), text) as place:
        tools = place.tools
        assert [*tools] == ["desk_echo", "desk_add"]
        assert (tools["desk_add"].deadline_s, tools["desk_add"].has_effects) == (3, False)
        assert (tools["desk_add"].says, tools["desk_echo"].says) == ("One moment.", "One moment.")
        (left_out,) = place.logged("mcp tool left out")
        assert (left_out["tool"], left_out["reason"]) == ("ad", "the server has no such tool: did you mean 'add'?")
        (unused,) = place.logged("options for a tool that is not there")
        assert unused["tool"] == "desk_ad"
        assert SECRET not in place.lines.getvalue()


async def test_tools_that_a_model_cannot_use_are_left_out(tmp_path: Path) -> None:
    """Each with its reason; a name is made fit for models."""
    tools: list[Object] = [
        a_tool("free.slots/today"),
        a_tool("free_slots_today"),
        a_tool("list", inputSchema={"type": "array"}),
        a_tool("huge", inputSchema={"type": "object", "description": "x" * 20_000}),
        {"name": "no schema"},
        a_tool("wordy", description="x" * 50_000),
    ]
    async with agent_of(tmp_path, FakeMcp(tools=tools)) as place:
        assert [*place.tools] == ["desk_free_slots_today", "desk_wordy"]
        assert len(place.tools["desk_wordy"].offer.description) == 2000
        assert {str(line["tool"]): line["reason"] for line in place.logged("mcp tool left out")} == {
            "free_slots_today": "there is another tool called desk_free_slots_today",
            "list": "its arguments are no object",
            "huge": "the schema of its arguments has more than 16384 bytes",
        }
        (unreadable,) = place.logged("mcp tools cannot be read")
        assert unreadable["count"] == 1


async def test_a_server_that_may_ask_gets_its_answers(tmp_path: Path) -> None:
    """In the middle of an answer: a ping is answered, anything else refused; changed tools are listed again."""
    asks: Sequence[Object] = [
        {"jsonrpc": "2.0", "id": "p", "method": "ping"},
        {"jsonrpc": "2.0", "id": 7, "method": "sampling/createMessage", "params": {}},
        {"jsonrpc": "2.0", "method": "notifications/message", "params": {"level": "info"}},
    ]
    fake = FakeMcp(in_events=True)
    async with agent_of(tmp_path, fake) as place:
        fake.asks_first = asks
        assert await use(place.tools["desk_echo"], TEXT) == {"text": "hello"}
        assert fake.heard[1:] == [
            {"jsonrpc": "2.0", "id": "p", "result": {}},
            {"jsonrpc": "2.0", "id": 7, "error": {"code": -32601, "message": "Method not found"}},
        ]


async def test_changed_tools_are_listed_again(tmp_path: Path, autojump_clock: MockClock) -> None:
    """But not faster than once a second, however often the server says so."""
    fake = FakeMcp(in_events=True)
    async with agent_of(tmp_path, fake) as place:
        fake.asks_first = [{"jsonrpc": "2.0", "method": "notifications/tools/list_changed"}]
        fake.tools = [a_tool("echo"), a_tool("new")]
        await use(place.tools["desk_echo"], TEXT)
        await trio.sleep(10.5)
        assert [*place.tools] == ["desk_echo", "desk_new"]
        assert 2 <= fake.asked.count("tools/list") <= 2 + 11


async def test_a_lost_session_is_begun_anew(tmp_path: Path, autojump_clock: MockClock) -> None:
    """The server has refused the call, so it is sent again; once."""
    fake = FakeMcp()
    async with agent_of(tmp_path, fake) as place:
        fake.forget_sessions()
        async with trio.open_nursery() as nursery:
            for _ in range(3):
                nursery.start_soon(use, place.tools["desk_add"], TEXT)
        assert len(fake.ran) == 3
        assert fake.asked.count("initialize") == 2  # one session for all three
        await trio.sleep(5)
        assert fake.asked.count("tools/list") == 4  # after a restart a server may have other tools


async def test_a_server_that_keeps_forgetting_is_given_up(tmp_path: Path) -> None:
    """Nothing was done, and the model hears so."""
    fake = FakeMcp()
    async with agent_of(tmp_path, fake) as place:
        gone: Fault = lambda _: Answer(404, {}, [Step.HEAD])  # noqa: E731  # one of two
        fake.faults = deque([gone, gone])
        with pytest.raises(ToolFailed, match=r"^The server has forgotten the session\.$") as caught:
            await use(place.tools["desk_add"], TEXT)
        assert not isinstance(caught.value, EffectUnknown)


BIG = json.dumps({"jsonrpc": "2.0", "id": 4, "result": {"content": [{"type": "text", "text": "x" * 5_000_000}]}})
FAULTS: Mapping[str, tuple[Fault, str]] = {
    "vanishes": (before_head(Step.RESET), "The connection broke before the answer"),
    "vanishes behind the head": (after_head(Step.RESET), "The connection broke before the answer"),
    "stream is cut": (half_then(Step.RESET), "The connection broke in the middle of the answer"),
    "stream ends": (half_then(Step.CLOSE), "The connection broke in the middle of the answer"),
    "hangs": (before_head(Step.HANG), "The answer has not ended within 10 s"),
    "slow": (slow(60), "The answer has not ended within 10 s"),
    "garbage": (with_body(b"data: \xff\xfe{{{\n\n"), "A message cannot be read"),
    "another's": (with_body(b'data: {"id": 99, "result": {}}\n\n'), "The server has answered another request"),
    "no result": (with_body(b'data: {"id": 4, "result": {"content": 3}}\n\n'), "The result of the tool cannot be read"),
    "nothing": (with_body(b""), "The stream has ended before the answer"),
    "page": (with_body(b"<html>", content_type="text/html"), "The answer is neither JSON nor an event stream"),
    "5 MB": (with_body(f"data: {BIG}\n\n".encode()), "An event of more than 1048576 bytes"),
    "5 MB of JSON": (with_body(BIG.encode(), content_type="application/json"), "An answer of more than 1048576 bytes"),
    "500": (lambda _: Answer(500, {}, [Step.HEAD]), "The server answers HTTP 500"),
    "internal": (
        with_body(b'data: {"id": 4, "error": {"code": -32603, "message": "Internal"}}\n\n'),
        "The server refuses it, error -32603: Internal",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_after_a_fault_nobody_knows_and_nothing_is_sent_again(
    fault: str, tmp_path: Path, autojump_clock: MockClock
) -> None:
    """What only reads has failed; what has effects may have been done. Then the server is used as before."""
    fake = FakeMcp(in_events=True, longest_page=9)
    async with agent_of(tmp_path, fake) as place:
        # The requests before: initialize 1, list 2, echo 3.
        await use(place.tools["desk_echo"], TEXT)
        spoil, why = FAULTS[fault]
        fake.faults.append(spoil)
        with pytest.raises(EffectUnknown) as caught:
            await use(place.tools["desk_add"], TEXT)
        assert str(caught.value).startswith(why)
        assert [ran.name for ran in fake.ran].count("add") == 1
        fake.faults.append(spoil)
        with pytest.raises(ToolFailed) as failed:
            await use(place.tools["desk_echo"], TEXT)
        assert not isinstance(failed.value, EffectUnknown)
        assert await use(place.tools["desk_add"], TEXT) == {"text": "hello"}


REFUSALS: Mapping[str, tuple[Fault, str]] = {
    "error": (
        with_body(b'{"id": 4, "error": {"code": -32602, "message": "no such\\nday"}}', content_type="application/json"),
        "The server refuses it, error -32602: no such day.",
    ),
    "401": (lambda _: Answer(401, {}, [Step.HEAD]), "The server refuses the key, HTTP 401."),
    "429": (lambda _: Answer(429, {}, [Step.HEAD]), "The server answers HTTP 429."),
}


@pytest.mark.parametrize("refusal", REFUSALS)
async def test_a_refusal_has_changed_nothing(refusal: str, tmp_path: Path) -> None:
    """The server says so, before it does anything."""
    fake = FakeMcp(longest_page=9)
    async with agent_of(tmp_path, fake) as place:
        await use(place.tools["desk_echo"], TEXT)
        fault, why = REFUSALS[refusal]
        fake.faults.append(fault)
        with pytest.raises(ToolFailed) as caught:
            await use(place.tools["desk_add"], TEXT)
        assert str(caught.value) == why
        assert not isinstance(caught.value, EffectUnknown)


ECHOED = f'{{"id": ID, "error": {{"code": -32602, "message": "no such key: {SECRET}"}}}}'.encode()


async def test_a_secret_in_an_error_of_the_server_is_masked(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Neither log nor model nor record gets it: many servers quote the key that they refuse."""
    text = SERVER + 'headers = { X-Key = "{secret.KEY}" }\n[secrets]\nKEY = "VARIABLE"\n'
    fake = FakeMcp(longest_page=9)
    fake.other_faults.append(with_body(ECHOED.replace(b"ID", b"1"), content_type="application/json"))
    async with agent_of(tmp_path, fake, text) as place:
        (warning,) = place.logged("mcp server does not answer")
        assert warning["reason"] == "the server refuses it, error -32602: no such key: ***"
        assert SECRET not in "".join(place.tools.warnings())
        await trio.sleep(6)
        fake.faults.append(with_body(ECHOED.replace(b"ID", b"null"), content_type="application/json"))
        with pytest.raises(ToolFailed) as caught:
            await use(place.tools["desk_add"], TEXT)
        assert str(caught.value) == "The server refuses it, error -32602: no such key: ***."


async def test_a_vanished_server_is_told_in_words_and_its_tools_stay(tmp_path: Path, autojump_clock: MockClock) -> None:
    """It cannot be reached, so nothing was done."""
    fake = FakeMcp()
    async with agent_of(tmp_path, fake) as place:
        place.network.refusing = True
        fake.faults.append(before_head(Step.RESET))  # of the connection that is kept
        for kind in (EffectUnknown, ToolFailed):
            with pytest.raises(ToolFailed) as caught:
                await use(place.tools["desk_add"], TEXT)
            assert type(caught.value) is kind
        assert str(caught.value).startswith("No connection: ")
        assert [*place.tools] == ["desk_echo", "desk_add", "desk_fails"]


async def test_what_a_tool_says_of_its_failure_is_told(tmp_path: Path) -> None:
    """`isError` in its result."""
    async with agent_of(tmp_path, FakeMcp()) as place:
        with pytest.raises(ToolFailed, match=r"^The calendar is closed\.$"):
            await use(place.tools["desk_fails"], TEXT)


RESULTS: Sequence[tuple[Object, object]] = [
    ({"content": [{"type": "text", "text": "seven rooms"}]}, "seven rooms"),
    ({"content": [{"type": "text", "text": "[1, 2]"}]}, [1, 2]),
    ({"content": [{"type": "text", "text": "{broken"}]}, "{broken"),
    (
        {"content": [{"type": "text", "text": "a"}, {"type": "image", "data": "AA==", "mimeType": "image/png"}]},
        "a\n[image left out]",
    ),
    ({"content": [{"type": "resource", "resource": {"uri": "x://y", "text": "b"}}]}, "b"),
    ({"content": [{"type": "resource_link", "uri": "x://y", "name": "y"}]}, "x://y"),
    ({"content": [{"type": "text", "text": "ignored"}], "structuredContent": {"n": 1}}, {"n": 1}),
    ({"content": []}, "done"),
    ({"content": [{"type": "text", "text": f"my key is {SECRET}"}]}, "my key is ***"),
]


@pytest.mark.parametrize(("result", "told"), RESULTS)
async def test_a_result_is_told_as_text_or_json(result: Object, told: object, tmp_path: Path) -> None:
    """What is neither is named; a key that comes back is masked."""
    text = SERVER + 'headers = { X-Key = "{secret.KEY}" }\n[secrets]\nKEY = "VARIABLE"\n'
    async with agent_of(tmp_path, FakeMcp(result=result), text) as place:
        assert await use(place.tools["desk_add"], TEXT) == told


async def test_a_result_that_is_too_long_is_not_told(tmp_path: Path) -> None:
    """It was done, which the model must know."""
    result: Object = {"content": [{"type": "text", "text": "x" * (RESULT_BYTES + 1)}]}
    async with agent_of(tmp_path, FakeMcp(result=result)) as place:
        assert await use(place.tools["desk_add"], TEXT) == "done, but the answer has more than 16,384 bytes"
        with pytest.raises(ToolFailed, match=r"^The answer has more than 16,384 bytes\.$"):
            await use(place.tools["desk_echo"], TEXT)


async def test_a_cancelled_call_is_cancelled_at_the_server(tmp_path: Path, autojump_clock: MockClock) -> None:
    """A closed connection alone would not mean that."""
    fake = FakeMcp(longest_page=9)
    async with agent_of(tmp_path, fake) as place:
        fake.faults.append(before_head(Step.HANG))
        with trio.move_on_after(2) as scope:
            await use(place.tools["desk_add"], TEXT)
        assert scope.cancelled_caught
        await trio.sleep(0.1)  # the call does not wait for it
        told = fake.heard[-1]
        assert told["method"] == "notifications/cancelled"
        assert told["params"] == {"requestId": 3, "reason": "the caller went on"}


STARTS: Mapping[str, tuple[Fault, str]] = {
    "hangs": (before_head(Step.HANG), "no list of tools within 10 s"),
    "breaks": (before_head(Step.RESET), "the connection broke before the answer"),
    "garbage": (with_body(b"nope"), "a message cannot be read"),
    "no server of its kind": (
        with_body(b"<html>", content_type="text/html"),
        "the answer is neither JSON nor an event",
    ),
    "another revision": (
        with_body(b'{"id": 1, "result": {"protocolVersion": "2031-01-01"}}'),
        "the server speaks revision '2031-01-01' of the protocol only",
    ),
}


@pytest.mark.parametrize("fault", STARTS)
async def test_a_server_that_is_not_ready_holds_nothing_up_for_long(
    fault: str, tmp_path: Path, autojump_clock: MockClock
) -> None:
    """A start waits ten seconds at most. There is a warning, and the tools come when it answers."""
    spoil, why = STARTS[fault]
    fake = FakeMcp(other_faults=deque([spoil]))
    began = trio.current_time()
    async with agent_of(tmp_path, fake) as place:
        assert trio.current_time() - began < 10.1
        assert len(place.tools) == 0
        (warning,) = place.logged("mcp server does not answer")
        assert warning["server"] == "desk"
        assert str(warning["reason"]).startswith(why)
        assert place.tools.warnings() == [f"mcp desk: {warning['reason']}; its tools come when it answers"]
        await trio.sleep(6)
        assert [*place.tools] == ["desk_echo", "desk_add", "desk_fails"]
        assert place.tools.warnings() == []


async def test_an_unreachable_server_is_asked_again_at_growing_intervals(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """Up to a minute; one warning is enough."""
    fake = FakeMcp()
    async with agent_of(tmp_path, fake, refusing=True) as place:
        await trio.sleep(3600)
        assert len(place.logged("mcp server does not answer")) == 1
        place.network.refusing = False
        await trio.sleep(61)
        assert len(place.tools) == 3


async def test_a_list_without_end_is_no_list(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Nor is one that goes on for more than twenty pages."""
    fake = FakeMcp(tools=[a_tool(f"t{number}") for number in range(30)], longest_page=1)
    async with agent_of(tmp_path, fake) as place:
        assert place.tools.warnings() == [
            "mcp desk: the list of tools has not ended after 20 pages; its tools come when it answers"
        ]
        assert fake.asked.count("tools/list") == 20


async def test_a_server_with_very_many_tools_gives_some(tmp_path: Path) -> None:
    """A model chooses badly among hundreds, and each costs tokens in every turn."""
    fake = FakeMcp(tools=[a_tool(f"t{number}") for number in range(100)], longest_page=50)
    async with agent_of(tmp_path, fake) as place:
        assert len(place.tools) == 64
        assert len(place.logged("mcp tool left out")) == 36


async def test_no_tool_of_a_server_replaces_one_of_the_agents(tmp_path: Path) -> None:
    """A server may list other tools tomorrow."""
    own = '[[http_tools]]\nname = "desk_add"\ndescription = "Add."\nurl = "http://mcp.test/x"\n'
    async with agent_of(tmp_path, FakeMcp(), own + SERVER) as place:
        assert place.tools.source("desk_add") == "GET http://mcp.test/x"
        assert len(place.tools) == 3


@pytest.mark.parametrize("tls", [False, True], ids=["socket", "tls"])
async def test_tools_work_over_real_sockets(tls: bool, tmp_path: Path) -> None:
    """A server in events, which asks for a key, and vanishes once in the middle of an answer."""
    fake = FakeMcp(in_events=True, key=SECRET)
    async with on_a_socket(fake.serve, CERTIFICATE if tls else None) as url:
        text = f'[[mcp]]\nname = "desk"\nurl = "{url}/mcp"\nheaders = {{ Authorization = "Bearer {{secret.KEY}}" }}\n'
        agent = agent_in(tmp_path, text + '[secrets]\nKEY = "VARIABLE"\n', {})
        async with opened(_WithVariable(trust_environment=False, certificates=trust()), agent) as tools:
            assert await use(tools["desk_add"], TEXT) == {"text": "hello"}
            fake.faults.append(half_then(Step.RESET))
            with pytest.raises(EffectUnknown, match=r"^The connection broke in the middle of the answer\.$"):
                await use(tools["desk_add"], TEXT)
            assert await use(tools["desk_add"], TEXT) == {"text": "hello"}
            assert len(fake.ran) == 3
    assert fake.sessions == []


class _WithVariable(RealWorld):
    """The real world, with an environment of the test's own."""

    def environment(self) -> dict[str, str]:
        return {"VARIABLE": SECRET}
