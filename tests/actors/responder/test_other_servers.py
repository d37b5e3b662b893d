"""Chat completions as other servers than OpenAI's write them: what public reports about those servers show.

In memory and in virtual time. The fake sends what it is given, byte for byte.
"""

import json
from collections.abc import Sequence

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import CallerTurn, Occasion, ResponderFailed, ResponderSession, Sentence
from offhook.simulation.fakes.http_server import Answerer, Received
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from tests.actors.responder.model_server import never, over_memory, session_of

# The SDK and httpx read each stream through generators of their own, which nobody can close from outside. The response
# under them is closed, always; what the collector finds is only what is left of them.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning",
)

DONE = "data: [DONE]\n\n"
WORDS = ("The room ", "is booked. ", "See you ", "on Sunday.")
SENTENCES = ["The room is booked.", "See you on Sunday."]


class Written(FakeOpenAiChat):
    """Sends these events, and ends the stream or leaves it open."""

    def __init__(self, *events: str, ends: bool = True) -> None:
        super().__init__()
        self._events, self._ends = events, ends

    async def answer(self, request: Received, answerer: Answerer) -> None:
        await answerer.begin(200, {"content-type": "text/event-stream"})
        for event in self._events:
            await answerer.send(event.encode())
        if not self._ends:
            await trio.sleep_forever()
        await answerer.end()


def event(frame: object) -> str:
    return f"data: {json.dumps(frame)}\n\n"


def chunk(delta: object, finish: str | None = None) -> str:
    return event({"id": "c", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


def texts(finish: str | None = None, words: Sequence[str] = WORDS) -> list[str]:
    return [chunk({"content": word}, finish) for word in words]


STOP = chunk({}, "stop")
NO_DELTA = event({"id": "", "choices": [{"index": 0, "finish_reason": None, "content_filter_results": {}}]})
THOUGHT = chunk({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "A room. "}]}]})
PARTS = [chunk({"content": [{"type": "text", "text": word}]}) for word in WORDS]

WRITTEN = {
    "notes of a content filter": [*texts()[:2], NO_DELTA, *texts()[2:], STOP, NO_DELTA, DONE],
    "no delta at the end": [*texts(), event({"choices": [{"index": 0, "delta": None, "finish_reason": "stop"}]}), DONE],
    "an event without data": ["retry: 3000\nid: 1\n\n", *texts(), ": alive\n\n", STOP, DONE],
    "parts instead of a text": [THOUGHT, *PARTS, STOP, DONE],
    "an end that is said in every chunk": [*texts("stop"), DONE],
    "no end but [DONE]": [*texts(), DONE],
    "an end in another word": [*texts(), chunk({}, "end_turn"), DONE],
    "a tool behind the text": [*texts(), chunk({"tool_calls": []}, "tool_calls"), DONE],
}


@pytest.mark.parametrize("name", WRITTEN)
async def test_the_caller_hears_the_whole_reply(name: str) -> None:
    """And is not asked to say it again."""
    assert await _heard(Written(*WRITTEN[name])) == (SENTENCES, "")


@pytest.mark.parametrize(
    ("end", "failure"),
    [
        ([], "the model's answer ended before it was complete"),
        ([chunk({}, "error"), DONE], "the service broke the reply off"),
        ([chunk({}, "insufficient_system_resource"), DONE], "the service broke the reply off"),
        ([chunk({}, "sensitive"), DONE], "the service's content filter stopped the reply"),
        (
            [event({"error": {"code": 502, "message": "no"}, "choices": []})],
            "an error in the answer: the server has failed (502)",
        ),
        (
            [event({"error": {"code": "429", "type": "None", "message": "no"}})],
            "an error in the answer: too many requests (429)",
        ),
        ([event({"error": "out of memory"})], "an error in the answer: of an unknown kind"),
    ],
)
async def test_a_reply_that_was_broken_off_goes_on_elsewhere(end: Sequence[str], failure: str) -> None:
    """It is a failure, so the next service goes on after the last whole sentence; the caller is not left with half an
    answer. The log names what a person can look for."""
    assert await _heard(Written(*texts(words=WORDS[:3]), *end)) == (SENTENCES[:1], failure)


@pytest.mark.parametrize(("end", "sentences"), [("MAX_TOKENS", SENTENCES[:1]), ("model_length", SENTENCES[:1])])
async def test_a_limit_in_another_word_is_a_limit(end: str, sentences: Sequence[str]) -> None:
    """The half sentence is dropped."""
    assert await _heard(Written(*texts(words=WORDS[:3]), chunk({}, end), DONE)) == (sentences, "")


async def test_a_model_that_calls_a_tool_is_told_as_such() -> None:
    """The operator learns that the prompt names a tool, and not only that the reply is empty."""
    tool = chunk({"tool_calls": [{"index": 0, "function": {"name": "book", "arguments": "{}"}}]})
    _, failure = await _heard(Written(tool, chunk({}, "tool_calls"), DONE))
    assert failure == "the model calls a tool, and none is offered: the prompt may name one"


@pytest.mark.parametrize(
    "events", [[*texts(), STOP], [chunk({"content": "".join(WORDS)}, "stop")]], ids=["behind the words", "with them"]
)
async def test_an_end_behind_which_nothing_comes_is_soon_believed(
    events: Sequence[str], autojump_clock: MockClock
) -> None:
    """A server that leaves the stream open costs no failure."""
    began = trio.current_time()
    assert await _heard(Written(*events, ends=False)) == (SENTENCES, "")
    assert trio.current_time() - began <= 2.0


async def _heard(fake: Written) -> tuple[list[str], str]:
    """The sentences of the reply, and why it failed."""
    async with over_memory(fake) as (responder, _), session_of(responder) as session:
        return await _reply_of(session)


async def _reply_of(session: ResponderSession) -> tuple[list[str], str]:
    found: list[str] = []
    try:
        async with session.reply(CallerTurn(Occasion.SPEECH, "a room please"), (), never) as parts:
            async for part in parts:
                if isinstance(part, Sentence):
                    found.append(part.text)
    except ResponderFailed as failure:
        return found, str(failure)
    return found, ""
