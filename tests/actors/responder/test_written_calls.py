"""Calls of tools that a model writes into its text. Texts are fed whole, by three characters, and one by one; no clock,
no faults. The last tests go through the client, in memory."""

import json
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.actors.responder.written_calls import LONGEST, Written, WrittenCalls
from offhook.engine.decide.tool_use import ToolOffer
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import Answer, Call, pieces_of
from offhook.simulation.fakes.tool_calls import calling, says
from tests.actors.responder.calling import named, reply_of, session_with
from tests.actors.responder.model_server import over_memory

# As in test_model_replies.py.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning",
)

BOOK = ToolOffer(
    "book_room",
    "",
    {"type": "object", "properties": {"nights": {"type": "integer"}, "room": {"type": "string"}}},
)
WEATHER = ToolOffer("weather", "", {})
ROOM = Written("book_room", '{"nights":2,"room":"12"}')
OBJECT = '{"name": "book_room", "arguments": {"nights": 2, "room": "12"}}'

SHAPES: Mapping[str, tuple[str, Sequence[Written]]] = {
    "Hermes": (f"<tool_call>\n{OBJECT}\n</tool_call>", [ROOM]),
    "Hermes, two": (
        f'<tool_call>{OBJECT}</tool_call>\n<tool_call>{{"name": "weather", "arguments": {{}}}}</tool_call>',
        [ROOM, Written("weather", "{}")],
    ),
    "Hermes, not closed": (f"<tool_call>\n{OBJECT}", [ROOM]),
    "Hermes, a list": (f"<tool_call>[{OBJECT}]</tool_call>", [ROOM]),
    "Gemma: args": (f"<tool_call>{OBJECT.replace('arguments', 'args')}</tool_call>", [ROOM]),
    "arguments as a text": (
        '<tool_call>{"name": "weather", "arguments": "{\\"day\\": 1}"}</tool_call>',
        [Written("weather", '{"day": 1}')],
    ),
    "as the interface has it": (
        '<tool_call>{"type": "function", "function": {"name": "weather", "arguments": {}}}</tool_call>',
        [Written("weather", "{}")],
    ),
    "Qwen Coder": (
        "<tool_call>\n<function=book_room>\n<parameter=nights>\n2\n</parameter>\n<parameter=room>\n12\n</parameter>\n"
        "</function>\n</tool_call>",
        [ROOM],
    ),
    "GLM": (
        "<tool_call>book_room\n<arg_key>nights</arg_key>\n<arg_value>2</arg_value>\n<arg_key>room</arg_key>\n"
        "<arg_value>12</arg_value>\n</tool_call>",
        [ROOM],
    ),
    "GLM, no arguments": ("<tool_call>weather</tool_call>", [Written("weather", "{}")]),
    "Llama": ('<function=book_room>{"nights": 2, "room": "12"}</function>', [ROOM]),
    "Llama, not closed": ('<function=book_room>{"nights": 2, "room": "12"}', [ROOM]),
    "Llama's code": (f"<|python_tag|>{OBJECT.replace('arguments', 'parameters')}", [ROOM]),
    "Mistral": (f"[TOOL_CALLS][{OBJECT}]", [ROOM]),
    "Mistral, newer": ('[TOOL_CALLS]book_room[ARGS]{"nights": 2, "room": "12"}', [ROOM]),
    "Mistral, with an id": ('[TOOL_CALLS]book_room[CALL_ID]a1B2c3D4e[ARGS]{"nights": 2, "room": "12"}', [ROOM]),
    "Mistral, two": (
        '[TOOL_CALLS]weather[ARGS]{}[TOOL_CALLS]weather[ARGS]{"a": 1}',
        [Written("weather", "{}"), Written("weather", '{"a":1}')],
    ),
    "DeepSeek": (
        "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>book_room\n```json\n"
        '{"nights": 2, "room": "12"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
        [ROOM],
    ),
    "DeepSeek, newer": (
        '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>book_room<｜tool▁sep｜>{"nights": 2, "room": "12"}'
        "<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
        [ROOM],
    ),
    "nothing but JSON": (f"\n{OBJECT}", [ROOM]),
    "a list of them": (f"[{OBJECT}, {OBJECT}]", [ROOM, ROOM]),
    "in a fence": (f"```json\n{OBJECT}\n```", [ROOM]),
    "behind a thought": (
        f'<think>Shall I <tool_call>{{"name": "weather", "arguments": {{}}}}</tool_call>? No.</think>\n'
        f"<tool_call>{OBJECT}</tool_call>",
        [ROOM],
    ),
}


def read(text: str, length: int) -> tuple[str, list[Written]]:
    """What stays text, and the calls."""
    calls = WrittenCalls((BOOK, WEATHER))
    out = "".join(calls.feed(piece) for piece in pieces_of(text, length))
    return out + calls.finish(cut_off=False), calls.found


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("length", [10_000, 3, 1])
def test_each_way_of_writing_a_call_is_read(name: str, length: int) -> None:
    """However the text was cut; nothing of the call stays text."""
    text, expected = SHAPES[name]
    out, found = read(text, length)
    assert [(each.name, json.loads(each.arguments)) for each in found] == [
        (each.name, json.loads(each.arguments)) for each in expected
    ]
    assert "book_room" not in out.replace("<think>", "")


@pytest.mark.parametrize("length", [10_000, 3, 1])
def test_the_words_around_a_call_stay(length: int) -> None:
    """Before and behind it."""
    out, found = read(f"Gladly. <tool_call>{OBJECT}</tool_call> One moment.", length)
    assert out == "Gladly.  One moment."
    assert len(found) == 1


NO_CALLS = [
    "It costs {2} euros, [or so], <b>really</b>.",
    '{"name": "delete_all", "arguments": {}}',
    "<tool_call>" + OBJECT.replace("book_room", "delete_all") + "</tool_call> Done.",
    "<tool_call>{broken</tool_call> Done.",
    '{"name": "book_room"}',
    '{"book_room": {"nights": 2}}',
    "[1, 2]",
    "```python\nprint(1)\n```",
    "<function=delete_all>{}</function>",
    "Say <tool_call",
    "<think>no end",
    "<",
    "",
]


@pytest.mark.parametrize("text", NO_CALLS)
@pytest.mark.parametrize("length", [10_000, 3, 1])
def test_what_is_no_call_of_an_offered_tool_stays_text(text: str, length: int) -> None:
    """Every character of it, in its place."""
    assert read(text, length) == (text, [])


def test_a_call_that_was_cut_off_is_none() -> None:
    """Some of its arguments may be missing."""
    calls = WrittenCalls((BOOK,))
    half = "<tool_call><function=book_room><parameter=nights>2</parameter><parameter=ro"
    assert calls.feed(half) + calls.finish(cut_off=True) == half
    assert calls.found == []


@pytest.mark.parametrize("text", ["{" * 100_000, "<tool_call>" + '{"a":' * 20_000, "[TOOL_CALLS]" + "f{" * 40_000])
def test_a_call_without_end_is_text_in_the_end(text: str) -> None:
    """No more is held than a call may be long, and reading it takes no time to speak of."""
    calls = WrittenCalls((BOOK,))
    out = "".join(calls.feed(piece) for piece in pieces_of(text, 1000))
    assert len(out) >= len(text) - LONGEST
    assert out + calls.finish(cut_off=False) == text
    assert calls.found == []


@given(st.lists(st.sampled_from([*NO_CALLS, "<tool_call>", "</tool_call>", "{", "}", "<think>", "a "]), max_size=6))
def test_the_cuts_of_a_stream_change_nothing(parts: list[str]) -> None:
    """Text and calls are the same whatever the pieces."""
    text = "".join(parts)
    assert read(text, 1) == read(text, 10_000)


async def test_a_written_call_is_wanted_like_any_other() -> None:
    """The words around it are said, and the call itself is not."""
    fake = FakeOpenAiChat(says(f"Gladly. <tool_call>{OBJECT}</tool_call>"))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        sentences, wanted, failure = await reply_of(session)
    assert (sentences, failure) == (["Gladly."], "")
    assert named(wanted) == [("book_room", '{"nights":2,"room":"12"}')]


async def test_what_the_server_calls_counts_before_what_is_written() -> None:
    """A server that leaves the call in the text beside it would have it made twice."""
    fake = FakeOpenAiChat(calling(Call("book_room", '{"nights": 2}'), text=f"<tool_call>{OBJECT}</tool_call>"))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        assert named((await reply_of(session))[1]) == [("book_room", '{"nights": 2}')]


async def test_no_call_is_read_where_no_tool_is_offered() -> None:
    """It is kept from being spoken, as ever."""
    fake = FakeOpenAiChat(says(f"Gladly. <tool_call>{OBJECT}</tool_call>"))
    async with over_memory(fake) as (responder, _), session_with(responder, ()) as session:
        assert await reply_of(session) == (["Gladly."], (), "")


async def test_a_written_call_that_the_limit_has_cut_off_is_none() -> None:
    """The sentences before it are said."""
    text = f"Gladly. <tool_call>{OBJECT}"
    fake = FakeOpenAiChat(Answer(pieces=pieces_of(text, 5), finish="length"))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        assert await reply_of(session) == (["Gladly."], (), "")
