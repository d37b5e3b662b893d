"""The fakes of language models call tools, and refuse what real servers refuse. In memory; a test names its faults."""

import json
from collections.abc import Mapping, Sequence

import httpx
import pytest
from trio.testing import MockClock

from offhook.simulation.fakes.all_fakes import BASE_PATH, KEY, AllFakes, FakeNotKnown, behaviour
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import Answer, Call, Fault
from offhook.simulation.fakes.openai_responses import FakeOpenAiResponses
from offhook.simulation.fakes.tool_faults import ToolFault, with_fault
from tests.actors.responder.calling import DECIDED, DONE_TURN, WORDS, named, reply_of, session_with
from tests.actors.responder.model_server import over_memory

# As in test_model_replies.py.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning",
)

BOOK = Call("book_room", '{"nights": 2}')
TOOL = {"type": "function", "function": {"name": "book_room", "parameters": {"type": "object", "properties": {}}}}
FLAT = {"type": "function", "name": "book_room", "strict": False, "parameters": {"type": "object", "properties": {}}}
CALLED = {"id": "c1", "type": "function", "function": {"name": "book_room", "arguments": "{}"}}
Message = Mapping[str, object]
USER: Message = {"role": "user", "content": "please book me a room"}
CALLS: Message = {"role": "assistant", "content": None, "tool_calls": [CALLED]}
RESULT: Message = {"role": "tool", "tool_call_id": "c1", "content": "room 12"}
ITEM: Message = {"type": "function_call", "call_id": "c1", "name": "book_room", "arguments": "{}"}
OUTPUT: Message = {"type": "function_call_output", "call_id": "c1", "output": "room 12"}


async def asked(path: str, body: Mapping[str, object], *calls: str, answer: str | None = None) -> tuple[int, str]:
    """Status and body, from all fakes together."""
    fakes = AllFakes(behaviour((), (), calls, answer), lambda _: None)
    headers = {"authorization": f"Bearer {KEY}"}
    async with (
        in_memory(fakes.serve) as (_, transport),
        httpx.AsyncClient(transport=transport, base_url=f"http://fakes{BASE_PATH}", headers=headers) as client,
    ):
        given = await client.post(path, json={"model": "fake", "stream": True, **body})
    return given.status_code, given.text


def said(text: str) -> str:
    """What the chunks of a reply say."""
    frames = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]
    return "".join(each["choices"][0]["delta"].get("content") or "" for each in frames if each["choices"])


CALL = 'book_room:{"nights": 2}'


@pytest.mark.parametrize(
    ("messages", "call", "is_called"),
    [
        ([USER], CALL, True),
        ([{"role": "user", "content": "A ROOM, book it!"}], CALL, True),
        ([{"role": "user", "content": "a table please"}], CALL, False),
        ([{"role": "user", "content": "two nights"}], "Nights two=book_room", True),
        ([USER], "two nights=book_room", False),
        ([{"role": "user", "content": "book a room"}], "bookRoom", False),
        ([USER, CALLS, RESULT], CALL, False),
        ([USER, CALLS, RESULT, {"role": "assistant", "content": "Done."}, USER], CALL, True),
    ],
)
async def test_a_tool_is_called_once_for_the_words_that_name_it(
    messages: Sequence[Message], call: str, *, is_called: bool
) -> None:
    """If it is offered; and again for the next words that do."""
    status, text = await asked("/chat/completions", {"messages": messages, "tools": [TOOL]}, call)
    assert status == 200
    assert ("tool_calls" in text) is is_called


@pytest.mark.parametrize("path", ["/chat/completions", "/responses"])
async def test_no_tool_is_called_that_is_not_offered(path: str) -> None:
    """The fake says what it always says."""
    status, text = await asked(path, {"messages" if "chat" in path else "input": [USER]}, CALL)
    assert status == 200
    assert "book_room" not in text


@pytest.mark.parametrize(
    ("answer", "text"),
    [(None, "That is done. room 12"), ("You have {result}!", "You have room 12!"), ("Fine.", "Fine.")],
)
async def test_results_are_quoted(answer: str | None, text: str) -> None:
    """So that a test, or a person on the telephone, hears what came of a tool."""
    body = {"messages": [USER, CALLS, RESULT], "tools": [TOOL]}
    assert said((await asked("/chat/completions", body, CALL, answer=answer))[1]) == text


async def test_an_answer_is_said_without_tools_too() -> None:
    """Then nothing has been given that it could quote."""
    told = await asked("/chat/completions", {"messages": [USER]}, answer="I am {result} here.")
    assert said(told[1]) == "I am here."


@pytest.mark.parametrize("text", ["book room", "book_room:[1]", "book_room:{", ":{}", "a:b:{}"])
def test_a_call_that_cannot_be_read_is_told(text: str) -> None:
    """With an example."""
    with pytest.raises(FakeNotKnown, match="must be NAME:"):
        behaviour((), (), [text])


WRONG_MESSAGES: Mapping[str, Sequence[Message]] = {
    "no result": [USER, CALLS],
    "words before the result": [USER, CALLS, USER, RESULT],
    "one result of two": [USER, {**CALLS, "tool_calls": [CALLED, {**CALLED, "id": "c2"}]}, RESULT, USER],
    "a result of nothing": [USER, RESULT],
    "a result of another id": [USER, CALLS, {**RESULT, "tool_call_id": "c2"}],
    "a result twice": [USER, CALLS, RESULT, RESULT],
    "the caller behind a result": [USER, CALLS, RESULT, USER],
    "calls behind nobody": [CALLS, RESULT],
    "no id": [USER, {**CALLS, "tool_calls": [{**CALLED, "id": ""}]}, {**RESULT, "tool_call_id": ""}],
    "a long id": [USER, {**CALLS, "tool_calls": [{**CALLED, "id": "x" * 41}]}, RESULT],
    "two of one id": [USER, {**CALLS, "tool_calls": [CALLED, CALLED]}, RESULT],
    "no type": [USER, {**CALLS, "tool_calls": [{**CALLED, "type": None}]}, RESULT],
    "arguments as an object": [
        USER,
        {**CALLS, "tool_calls": [{**CALLED, "function": {"name": "book_room", "arguments": {}}}]},
        RESULT,
    ],
    "arguments that are no JSON": [
        USER,
        {**CALLS, "tool_calls": [{**CALLED, "function": {"name": "book_room", "arguments": "{"}}]},
        RESULT,
    ],
    "a name that is none": [
        USER,
        {**CALLS, "tool_calls": [{**CALLED, "function": {"name": "book room", "arguments": "{}"}}]},
        RESULT,
    ],
    "no calls": [USER, {**CALLS, "tool_calls": []}],
    "an empty result": [USER, CALLS, {**RESULT, "content": ""}],
    "no content": [USER, {"role": "assistant", "content": None}, USER],
}


@pytest.mark.parametrize("name", WRONG_MESSAGES)
async def test_messages_that_servers_refuse_are_refused(name: str) -> None:
    """By 400, as OpenAI, Mistral or Gemini do."""
    status, text = await asked("/chat/completions", {"messages": WRONG_MESSAGES[name], "tools": [TOOL]})
    assert (status, "invalid_request_error" in text) == (400, True)


WRONG_ITEMS: Mapping[str, Sequence[Message]] = {
    "no result": [USER, ITEM],
    "words before the result": [USER, ITEM, USER, OUTPUT],
    "a result of nothing": [USER, OUTPUT],
    "a result of another id": [USER, ITEM, {**OUTPUT, "call_id": "c2"}],
    "two of one id": [USER, ITEM, ITEM, OUTPUT],
    "no id": [USER, {**ITEM, "call_id": ""}, {**OUTPUT, "call_id": ""}],
    "arguments that are no JSON": [USER, {**ITEM, "arguments": "{"}, OUTPUT],
    "no name": [USER, {**ITEM, "name": ""}, OUTPUT],
    "an empty result": [USER, ITEM, {**OUTPUT, "output": ""}],
}


@pytest.mark.parametrize("name", WRONG_ITEMS)
async def test_items_that_servers_refuse_are_refused(name: str) -> None:
    """By 400."""
    status, text = await asked("/responses", {"input": WRONG_ITEMS[name], "tools": [FLAT]})
    assert (status, "invalid_request_error" in text) == (400, True)


WRONG_TOOLS: Sequence[tuple[str, Sequence[object]]] = [
    ("/chat/completions", []),
    ("/chat/completions", [FLAT]),
    ("/chat/completions", [TOOL, TOOL]),
    ("/chat/completions", [{**TOOL, "type": "tool"}]),
    ("/chat/completions", [{"type": "function", "function": {"name": "a b", "parameters": {"type": "object"}}}]),
    ("/chat/completions", [{"type": "function", "function": {"name": "a", "parameters": {"type": "object"}}}]),
    ("/chat/completions", [{"type": "function", "function": {"name": "a", "parameters": {"type": "array"}}}]),
    ("/chat/completions", [{"type": "function", "function": {"name": "a"}}]),
    ("/responses", [TOOL]),
    ("/responses", [{key: each for key, each in FLAT.items() if key != "strict"}]),
    ("/responses", [{**FLAT, "parameters": None}]),
]


@pytest.mark.parametrize(("path", "tools"), WRONG_TOOLS)
async def test_offers_that_servers_refuse_are_refused(path: str, tools: Sequence[object]) -> None:
    """Each interface has a form of its own."""
    body = {"messages" if "chat" in path else "input": [USER], "tools": tools}
    assert (await asked(path, body))[0] == 400


@pytest.mark.parametrize(("model", "effort", "status"), [("gpt-6-luna", None, 400), ("gpt-6-luna", "none", 200)])
async def test_reasoning_models_take_tools_only_without_reasoning(model: str, effort: str | None, status: int) -> None:
    """Over chat completions; `openai_responses` has no such limit."""
    body = {"messages": [USER], "tools": [TOOL], "model": model, **({"reasoning_effort": effort} if effort else {})}
    assert (await asked("/chat/completions", body))[0] == status


FAULTS: Mapping[ToolFault, tuple[Sequence[tuple[str, str]], str]] = {
    ToolFault.CUT_OFF: ([], "the connection was lost"),
    ToolFault.HUNG: ([], "the reply stopped for 3 s"),
    ToolFault.MALFORMED: ([("book_room", '{"nigh"')], ""),
    ToolFault.WRONG_ARGUMENTS: ([("book_room", '{"no_such_field": [1, 2]}')], ""),
    ToolFault.UNKNOWN_TOOL: ([("no_such_tool", '{"nights": 2}')], ""),
    ToolFault.TWICE: ([("book_room", '{"nights": 2}')] * 2, ""),
    ToolFault.SAME_ID: ([("book_room", '{"number": 1}'), ("book_room", '{"number": 2}')], ""),
    ToolFault.NO_ID: ([("book_room", '{"nights": 2}')], ""),
    ToolFault.SPEAKING: ([("book_room", '{"nights": 2}')], ""),
    ToolFault.WRITTEN: ([("book_room", '{"nights":2}')], ""),
    ToolFault.AT_THE_LIMIT: ([], "the reply reached its limit of 400 tokens (max_tokens) while it called a tool"),
}


@pytest.mark.parametrize("kind", [FakeOpenAiChat, FakeOpenAiResponses])
@pytest.mark.parametrize("fault", ToolFault)
async def test_each_fault_is_what_it_says(
    kind: type[FakeOpenAiChat | FakeOpenAiResponses], fault: ToolFault, autojump_clock: MockClock
) -> None:
    """As the real clients see it, over both interfaces."""
    async with over_memory(kind(with_fault(fault, BOOK))) as (responder, _), session_with(responder) as session:
        _, wanted, failure = await reply_of(session)
    assert (named(wanted), failure) == (list(FAULTS[fault][0]), FAULTS[fault][1])


async def test_a_script_may_depend_on_what_is_asked() -> None:
    """For simulations: a function of the caller's words, the results and the tools that are offered."""
    decide = behaviour((), (), [f"{WORDS}=book_room"], "Booked: {result}.").decide
    async with over_memory(FakeOpenAiChat(decide=decide)) as (responder, _), session_with(responder) as session:
        assert named((await reply_of(session))[1]) == [("book_room", "{}")]
        assert (await reply_of(session, (DECIDED,), DONE_TURN))[0] == ['Booked: {"room": 12}.']


async def test_an_answer_without_text_is_not_repeated_for_ever(autojump_clock: MockClock) -> None:
    """Found by seed 720153 of the chance calls, which did not end."""
    answer = Answer(pieces=(), calls=(BOOK,), fault=Fault.ENDLESS)
    async with over_memory(FakeOpenAiChat(answer)) as (responder, _), session_with(responder) as session:
        assert named((await reply_of(session))[1]) == [(BOOK.name, BOOK.arguments)]
