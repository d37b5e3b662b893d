"""Calls of tools as other servers than OpenAI's stream them: what public reports about those servers show.

In memory and in virtual time. The fakes send what they are given: all at once, event by event, or byte by byte.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from offhook.actors.responder.service import HeardLine
from offhook.engine.decide.tool_use import Outcome, ToolUse, ToolUses
from offhook.simulation.fakes.http_server import Answerer, Received
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import FakeOpenAiModel
from offhook.simulation.fakes.openai_responses import FakeOpenAiResponses
from offhook.simulation.fakes.tool_calls import says
from tests.actors.responder.calling import DECIDED, DONE_TURN, named, reply_of, session_with
from tests.actors.responder.model_server import over_memory
from tests.actors.responder.test_other_servers import DONE, STOP, chunk, event

# As in test_model_replies.py.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning",
)

Wanted = Sequence[tuple[str, str]]
CALLS = chunk({}, "tool_calls")
ROOM, SUN = ("book_room", '{"nights": 2}'), ("weather", '{"day": "Sunday"}')
SPOKE = HeardLine("caller", "book a room", 1, 1.0)
FEEDS = ("whole", "by event", "by byte")


async def _send(events: Sequence[str], feed: str, answerer: Answerer) -> None:
    data = "".join(events).encode()
    match feed:
        case "whole":
            pieces = [data]
        case "by event":
            pieces = [each.encode() for each in events]
        case _:
            pieces = [data[place : place + 1] for place in range(len(data))]
    await answerer.begin(200, {"content-type": "text/event-stream"})
    for piece in pieces:
        await answerer.send(piece)
    await answerer.end()


class Chat(FakeOpenAiChat):
    def __init__(self, events: Sequence[str], feed: str) -> None:
        super().__init__()
        self._events, self._feed = events, feed

    async def answer(self, request: Received, answerer: Answerer) -> None:
        await _send(self._events, self._feed, answerer)


class Responses(FakeOpenAiResponses):
    def __init__(self, events: Sequence[str], feed: str) -> None:
        super().__init__()
        self._events, self._feed = events, feed

    async def answer(self, request: Received, answerer: Answerer) -> None:
        await _send(self._events, self._feed, answerer)


def call(name: object = None, arguments: object = None, **more: object) -> dict[str, object]:
    """One of a chunk's calls; `index` and `id` only where they are given."""
    given = {"name": name, "arguments": arguments}
    return {"type": "function", "function": {key: each for key, each in given.items() if each is not None}, **more}


def calls(*each: object, finish: str | None = None) -> str:
    return chunk({"tool_calls": [*each]}, finish)


def pieces(text: str, **more: object) -> list[str]:
    return [calls({**call(arguments=text[place : place + 4]), **more}) for place in range(0, len(text), 4)]


CHAT: Mapping[str, tuple[Sequence[str], Wanted]] = {
    "OpenAI: by index": (
        [
            calls(call("book_room", "", index=0, id="c1")),
            *pieces(ROOM[1], index=0),
            calls(call("weather", "", index=1, id="c2")),
            *pieces(SUN[1], index=1),
            CALLS,
            DONE,
        ],
        [ROOM, SUN],
    ),
    "by index, mixed up": (
        [
            calls(call("book_room", '{"nights"', index=0, id="c1"), call("weather", '{"day": ', index=1, id="c2")),
            calls(call(arguments='"Sunday"}', index=1), call(arguments=": 2}", index=0)),
            CALLS,
            DONE,
        ],
        [ROOM, SUN],
    ),
    "OpenAI's mini models: stop in spite of calls": (
        [calls(call("book_room", "", index=0, id="c1")), *pieces(ROOM[1], index=0), STOP, DONE],
        [ROOM],
    ),
    "vLLM: no finish_reason at all": (
        [calls(call("book_room", "", index=0, id="c1")), *pieces(ROOM[1], index=0), DONE],
        [ROOM],
    ),
    "Ollama: each call whole, all of index 0": (
        [
            calls(call(*ROOM, index=0, id="call_1")),
            calls(call(*SUN, index=0, id="call_2")),
            STOP,
            DONE,
        ],
        [ROOM, SUN],
    ),
    "Ollama of old: whole, index 0, no ids": (
        [calls(call(*ROOM, index=0)), calls(call(*ROOM, index=0)), calls(call(*SUN, index=0), finish="stop"), DONE],
        [ROOM, ROOM, SUN],
    ),
    "LiteLLM before Ollama: arguments as an object": (
        [calls(call("book_room", {"nights": 2}, index=0, id="c1")), CALLS, DONE],
        [ROOM],
    ),
    "Gemini: no index, whole, and the end with them": (
        [calls(call(*ROOM, id="c1"), call(*SUN, id="c2"), finish="stop"), DONE],
        [ROOM, SUN],
    ),
    "Gemini: no index, empty ids, one a chunk": (
        [calls(call(*ROOM, id="")), calls(call(*SUN, id="")), STOP, DONE],
        [ROOM, SUN],
    ),
    "Gemini: no index, arguments in pieces": (
        [
            calls(call("book_room", "", id="c1")),
            *pieces(ROOM[1]),
            calls(call("weather", "", id="c2")),
            *pieces(SUN[1]),
            STOP,
            DONE,
        ],
        [ROOM, SUN],
    ),
    "DashScope: empty id and name behind the first piece": (
        [
            calls(call("book_room", "", index=0, id="c1")),
            *pieces(ROOM[1], index=0, id=""),
            calls(call("", "", index=0, id="")),
            CALLS,
            DONE,
        ],
        [ROOM],
    ),
    "id and name in every piece": (
        [calls(call("book_room", ROOM[1][place : place + 3], index=0, id="c1")) for place in range(0, 13, 3)]
        + [CALLS, DONE],
        [ROOM],
    ),
    "another id in every piece": (
        [calls(call("book_room", "", index=0, id="a1"))]
        + [calls(call(arguments=each, index=0, id=f"a{n}")) for n, each in enumerate(("", '{"nig', 'hts": ', "2}"), 1)]
        + [CALLS, DONE],
        [ROOM],
    ),
    "the id first, then the name, then null": (
        [
            calls({"index": 0, "id": "c1"}),
            calls(call("book_room", index=0)),
            calls({"index": 0, "function": None}),
            *pieces(ROOM[1], index=0),
            CALLS,
            DONE,
        ],
        [ROOM],
    ),
    "numbers that begin anywhere": (
        [
            calls(call("book_room", "", index=3, id="c1")),
            *pieces(ROOM[1], index=3),
            calls(call(*SUN, index=7, id="c2")),
            CALLS,
            DONE,
        ],
        [ROOM, SUN],
    ),
    "arguments at a number that nobody has named": (
        [calls(call("book_room", "", index=0, id="c1")), *pieces(ROOM[1], index=-1), CALLS, DONE],
        [ROOM],
    ),
    "an index that is a text": ([calls(call(*ROOM, index="0", id="c1")), CALLS, DONE], [ROOM]),
    "the whole call once more at the end": (
        [
            calls(call("book_room", "", index=0, id="c1")),
            *pieces(ROOM[1], index=0),
            calls(call(*ROOM, index=0, id="c1")),
            CALLS,
            DONE,
        ],
        [ROOM],
    ),
    "a place without a call": ([calls(call("", "", index=0)), calls(call(*ROOM, index=1)), CALLS, DONE], [ROOM]),
    "servers that know function_call only": (
        [chunk({"function_call": {"name": "book_room", "arguments": ""}})]
        + [chunk({"function_call": {"arguments": each}}) for each in ('{"nights"', ": 2}")]
        + [chunk({}, "function_call"), DONE],
        [ROOM],
    ),
    "OpenRouter: comments between them, empty content in each": (
        [
            ": OPENROUTER PROCESSING\n\n",
            chunk({"role": "assistant", "content": ""}),
            chunk({"content": "", "tool_calls": [call(*ROOM, index=0, id="c1")]}),
            ": OPENROUTER PROCESSING\n\n",
            chunk({"content": ""}, "tool_calls"),
            DONE,
        ],
        [ROOM],
    ),
    "Azure: a chunk without choices, one without delta": (
        [
            event({"choices": [], "prompt_filter_results": []}),
            calls(call(*ROOM, index=0, id="c1")),
            event({"choices": [{"index": 0, "finish_reason": None}]}),
            CALLS,
            DONE,
        ],
        [ROOM],
    ),
    "an end that is said in every chunk": (
        [calls(call("book_room", "", index=0, id="c1"), finish="tool_calls")]
        + [calls(call(arguments=each, index=0), finish="tool_calls") for each in ('{"nights"', ": 2}")]
        + [DONE],
        [ROOM],
    ),
    "no arguments at all": ([calls(call("weather", index=0, id="c1")), CALLS, DONE], [("weather", "{}")]),
}


@pytest.mark.parametrize("name", CHAT)
@pytest.mark.parametrize("feed", FEEDS)
async def test_calls_are_read_however_they_are_streamed(name: str, feed: str) -> None:
    """Each is wanted once, with its own arguments, in the order in which they began."""
    events, expected = CHAT[name]
    assert await _wanted(Chat(events, feed)) == expected


def item(kind: str, name: str, arguments: str, more: Mapping[str, object] = {}, **one: object) -> str:
    """An event about a whole item."""
    status = "completed" if arguments else "in_progress"
    given = {"type": "function_call", "id": "fc_1", "call_id": "c1", "name": name, "arguments": arguments}
    fields = {key: each for key, each in {**given, "status": status, **more, **one}.items() if each is not None}
    place = fields.pop("output_index", 0)
    return event({"type": f"response.output_item.{kind}", "output_index": place, "item": fields})


def delta(text: str, **more: object) -> str:
    given = {"item_id": "fc_1", "output_index": 0, "delta": text, **more}
    return event({"type": "response.function_call_arguments.delta", **given})


def done(text: str, **more: object) -> str:
    given = {"item_id": "fc_1", "output_index": 0, "arguments": text, **more}
    return event({"type": "response.function_call_arguments.done", **given})


def completed(*output: object) -> str:
    return event({"type": "response.completed", "response": {"id": "r", "output": [*output], "usage": None}})


DELTAS = [delta('{"nights"'), delta(": 2}")]
OTHER: Mapping[str, object] = {"id": "fc_2", "call_id": "c2", "output_index": 1}
WHOLE = {"type": "function_call", "id": "fc_1", "call_id": "c1", "name": "book_room", "arguments": ROOM[1]}

RESPONSES: Mapping[str, tuple[Sequence[str], Wanted]] = {
    "OpenAI": ([item("added", "book_room", ""), *DELTAS, done(ROOM[1]), item("done", *ROOM), completed()], [ROOM]),
    "two, one behind the other": (
        [
            item("added", "book_room", ""),
            *DELTAS,
            done(ROOM[1]),
            item("done", *ROOM),
            item("added", "weather", "", OTHER),
            delta(SUN[1], item_id="fc_2", output_index=1),
            item("done", *SUN, OTHER),
            completed(),
        ],
        [ROOM, SUN],
    ),
    "two of one id": (
        [
            item("added", "book_room", ""),
            item("added", "weather", "", id="fc_2", output_index=1),
            item("done", *ROOM),
            item("done", *SUN, id="fc_2", output_index=1),
            completed(),
        ],
        [ROOM, SUN],
    ),
    "deltas and no more": ([item("added", "book_room", ""), *DELTAS, completed()], [ROOM]),
    "the end and no deltas": ([item("added", "book_room", ""), item("done", *ROOM), completed()], [ROOM]),
    "an end without arguments": (
        [item("added", "book_room", ""), *DELTAS, item("done", "book_room", ""), completed()],
        [ROOM],
    ),
    "llama.cpp: nothing is numbered": (
        [item("added", "book_room", "", output_index=None), delta(ROOM[1], output_index=None), completed()],
        [ROOM],
    ),
    "items that are named otherwise in each event": (
        [
            item("added", "book_room", "", id="a"),
            delta(ROOM[1], item_id="b"),
            done(ROOM[1], item_id="c"),
            item("done", *ROOM, id="d"),
            completed(),
        ],
        [ROOM],
    ),
    "only in the whole response": ([completed(WHOLE, {**WHOLE, "call_id": "c2"})], [ROOM, ROOM]),
    "everywhere at once": ([item("added", *ROOM), done(ROOM[1]), item("done", *ROOM), completed(WHOLE)], [ROOM]),
    "other items beside it": (
        [
            event({"type": "response.output_item.added", "output_index": 0, "item": {"type": "reasoning", "id": "rs"}}),
            item("added", "book_room", "", output_index=1),
            delta(ROOM[1], output_index=1),
            completed(),
        ],
        [ROOM],
    ),
}


@pytest.mark.parametrize("name", RESPONSES)
@pytest.mark.parametrize("feed", FEEDS)
async def test_calls_are_read_from_the_events_of_responses(name: str, feed: str) -> None:
    """Whichever of the events a server sends."""
    events, expected = RESPONSES[name]
    assert await _wanted(Responses(events, feed)) == expected


SIGNED = {"google": {"thought_signature": "c2lnbmVk"}}
GEMINI = [calls(call(*ROOM, id="c1", extra_content=SIGNED), call(*SUN, id="c2")), STOP, DONE]
ALONE = [
    calls(call("book_room", "", id="c1")),
    *pieces(ROOM[1]),
    calls({"extra_content": SIGNED}),
    calls(call(*SUN, id="c2")),
    STOP,
    DONE,
]
THINKING = [
    chunk({"role": "assistant", "content": None, "reasoning_content": ""}),
    chunk({"reasoning_content": "They want "}),
    chunk({"reasoning_content": "a room."}),
    *GEMINI,
]


@pytest.mark.parametrize("events", [GEMINI, ALONE], ids=["with the call", "alone"])
async def test_what_gemini_signs_is_given_back_to_it(events: Sequence[str]) -> None:
    """Without its signature the next request is refused; only the first call of a decision has one."""
    told = await _told_after(events, model="gemini-3.8-flash")
    assert [each.get("extra_content") for each in told["tool_calls"]] == [SIGNED, None]


async def test_gemini_is_told_of_calls_that_it_has_not_signed() -> None:
    """Another service of the chain has made them, or the process that knew the signature has died."""
    told = await _told_after([calls(call(*ROOM, id="c1"), call(*SUN, id="c2")), STOP, DONE], model="gemini-3.8-flash")
    unsigned = {"google": {"thought_signature": "skip_thought_signature_validator"}}
    assert [each.get("extra_content") for each in told["tool_calls"]] == [unsigned, None]


async def test_what_deepseek_thinks_before_a_call_is_given_back_to_it() -> None:
    """It refuses the next request otherwise."""
    assert (await _told_after(THINKING))["reasoning_content"] == "They want a room."


async def test_nothing_is_given_back_that_was_not_given() -> None:
    """Servers may refuse fields that they do not know."""
    told = await _told_after([calls(call(*ROOM, index=0, id="c1")), CALLS, DONE])
    assert set(told) == {"role", "content", "tool_calls"}
    assert set(told["tool_calls"][0]) == {"id", "type", "function"}


async def test_another_service_gets_nothing_of_it() -> None:
    """What one service has given is of no use to any other."""
    fake = FakeOpenAiChat(says("Yes."))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        assert (await reply_of(session, (SPOKE, DECIDED), DONE_TURN))[2] == ""
    assert "extra_content" not in str(fake.bodies[0])


async def test_signatures_without_end_are_not_kept() -> None:
    """A server may send anything."""
    signed = {"google": {"thought_signature": "x" * 70_000}}
    told = await _told_after([calls(call(*ROOM, id="c1", extra_content=signed)), STOP, DONE])
    assert "extra_content" not in told["tool_calls"][0]


class _Once(FakeOpenAiChat):
    """Sends these events at first, and answers well then."""

    def __init__(self, events: Sequence[str]) -> None:
        super().__init__(says("Yes."))
        self._events: Sequence[str] = events

    async def answer(self, request: Received, answerer: Answerer) -> None:
        if self._events:
            events, self._events = self._events, ()
            await _send(events, "whole", answerer)
        else:
            await super().answer(request, answerer)


async def _told_after(events: Sequence[str], **changed: object) -> dict[str, Any]:
    """What the server is told of these calls with the next request."""
    fake = _Once(events)
    async with over_memory(fake, **changed) as (responder, _), session_with(responder) as session:
        _, wanted, failure = await reply_of(session)
        assert failure == ""
        uses = tuple(ToolUse(each.id, each.name, each.arguments, Outcome.DONE, "1") for each in wanted)
        assert (await reply_of(session, (SPOKE, ToolUses(uses)), DONE_TURN))[2] == ""
    (body,) = fake.bodies
    messages = body["messages"]
    assert isinstance(messages, list)
    (told,) = (each for each in messages if each.get("tool_calls"))
    assert isinstance(told, dict)
    return told


GARBAGE = [
    calls("text"),
    calls({"index": 0, "function": "text"}),
    calls(call(["book_room"], "{}", index=0)),
    calls(call("book_room", ["{}"], index=0)),
    calls(call("book_room", "{}", index={"at": 0})),
    chunk({"tool_calls": 7}),
    chunk({"tool_calls": {"0": call(*ROOM)}}),
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=json.dumps)
async def test_what_is_no_call_is_a_failure_of_the_service(garbage: str) -> None:
    """And no crash; the next one of the chain takes over. Or it is left out, and the reply is empty."""
    async with over_memory(Chat([garbage, CALLS, DONE], "whole")) as (responder, _), session_with(responder) as session:
        sentences, wanted, failure = await reply_of(session)
    assert (sentences, wanted) == ([], ())
    assert failure


async def _wanted(fake: FakeOpenAiModel) -> Wanted:
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        sentences, wanted, failure = await reply_of(session)
    assert (sentences, failure) == ([], "")
    assert len({each.id for each in wanted}) == len(wanted)
    return named(wanted)
