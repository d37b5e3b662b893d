"""What the responder `openai_responses` says to its server, and what the fake of that answers, held against the SDK's
types.

In memory; what a caller notices is in `test_model_replies.py`. The faults are events that only this interface has.
"""

from collections.abc import Mapping, Sequence

import pytest
from openai.types.responses import ResponseStreamEvent
from openai.types.responses.response_create_params import ResponseCreateParamsStreaming
from pydantic import BaseModel, SecretStr, TypeAdapter

from offhook.actors.responder.openai_responses import OpenAiResponsesSettings, open_openai_responses
from offhook.actors.responder.service import HeardLine, ResponderFailed
from offhook.engine.host.worker import WorkerCannotStart
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_model import KEY, Answer, Frame
from offhook.simulation.fakes.openai_responses import FakeOpenAiResponses, ResponseEvents
from offhook.simulation.world import SimulatedWorld
from tests.actors.responder.model_server import (
    AGENT,
    PROMPT,
    has_no_unknown_field,
    over_memory,
    said,
    session_of,
)

# As in test_model_replies.py.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning",
)

WORDS = "do you have a room for tomorrow"


class InParts(FakeOpenAiResponses):
    """Each piece is a part of its own."""

    def begun(self, number: int, body: Mapping[str, object]) -> ResponseEvents:
        return _InParts(number, body)


class _InParts(ResponseEvents):
    def __init__(self, number: int, body: Mapping[str, object]) -> None:
        super().__init__(number, body)
        self._parts = 0

    def piece(self, text: str) -> Sequence[Frame]:
        self._parts += 1
        return [{**frame, "item_id": f"msg_{self._parts}"} for frame in super().piece(text)]


class Terse(FakeOpenAiResponses):
    """It leaves out what not every server sends."""

    def begun(self, number: int, body: Mapping[str, object]) -> ResponseEvents:
        return _Terse(number, body)


class _Terse(ResponseEvents):
    def event(self, frame: Frame) -> bytes:
        left_out = ("sequence_number", "output_index", "content_index", "logprobs")
        return super().event({name: value for name, value in frame.items() if name not in left_out})


class Newer(FakeOpenAiResponses):
    """It sends events that nobody here has heard of."""

    def begun(self, number: int, body: Mapping[str, object]) -> ResponseEvents:
        return _Newer(number, body)


class _Newer(ResponseEvents):
    def piece(self, text: str) -> Sequence[Frame]:
        news: Frame = {"type": "response.news", "sequence_number": 0, "delta": ["?"]}
        return [news, *super().piece(text)]


async def test_each_request_tells_the_whole_conversation() -> None:
    """The prompt apart from it, and nothing is kept by the server."""
    fake = FakeOpenAiResponses()
    heard = (HeardLine("agent", "Hello.", 1, 1.0), HeardLine("caller", "good evening", 2, 2.0))
    async with over_memory(fake) as (responder, _), session_of(responder, "de") as session:
        await said(session, WORDS, heard)
    (body,) = fake.bodies
    assert str(body["instructions"]).startswith(PROMPT)
    assert "'de'" in str(body["instructions"])
    assert isinstance(body["input"], list)
    said_before, words = body["input"]
    assert said_before["content"] == [{"type": "output_text", "text": "Hello.", "annotations": []}]
    assert words == {"role": "user", "content": f"good evening {WORDS}"}
    assert body["store"] is False


async def test_settings_reach_the_server() -> None:
    """Model, limit, temperature, effort and fields of one's own, under the names of this interface."""
    fake = FakeOpenAiResponses()
    changed = {"model": "m", "max_tokens": 77, "temperature": 0.5, "extra_body": '{"verbosity": "low"}'}
    async with over_memory(fake, **changed) as (responder, _), session_of(responder) as session:
        await said(session)
    (body,) = fake.bodies
    expected = {"model": "m", "max_output_tokens": 77, "temperature": 0.5, "verbosity": "low", "stream": True}
    assert {**body, **expected, "reasoning": {"effort": "none"}} == body
    assert "stream_options" not in body  # it is OpenAI's own


async def test_without_a_key_it_is_not_set_up() -> None:
    """The chain goes on without it."""
    with pytest.raises(
        WorkerCannotStart, match=r"^no key: neither responder\.openai_responses\.api_key nor OPENAI_API"
    ):
        async with open_openai_responses(SimulatedWorld(), OpenAiResponsesSettings(), AGENT):
            pass


async def test_requests_are_what_the_sdk_allows() -> None:
    """Client and fake have one author, so what they say is held against the types of OpenAI's own SDK."""
    fake = FakeOpenAiResponses()
    async with over_memory(fake, temperature=0.3) as (responder, _), session_of(responder) as session:
        await said(session, WORDS, (HeardLine("agent", "Hello.", 1, 1.0),))
    (body,) = fake.bodies
    allowed: TypeAdapter[object] = TypeAdapter(ResponseCreateParamsStreaming)
    checked = allowed.validate_python(body)
    assert isinstance(checked, Mapping)


async def test_frames_of_the_fake_are_what_the_sdk_knows() -> None:
    """Each event has every field that is required, of the right type, and none that the SDK does not know."""
    failing = (Answer(pieces=(), refusal="I cannot."), Answer(finish="content_filter"), Answer(finish="failed"))
    fake = FakeOpenAiResponses(Answer(), Answer(finish="length"), *failing)
    async with over_memory(fake) as (responder, _), session_of(responder) as session:
        await said(session)
        await said(session)
        for _ in failing:
            with pytest.raises(ResponderFailed):
                await said(session)
    known: TypeAdapter[BaseModel] = TypeAdapter(ResponseStreamEvent)
    for frame in [*fake.frames, fake.begun(1, fake.bodies[0]).error()]:
        has_no_unknown_field(known.validate_python(frame))
    assert {str(frame["type"]) for frame in fake.frames} >= {
        "response.completed",
        "response.incomplete",
        "response.failed",
        "response.refusal.delta",
    }


async def test_a_response_that_fails_is_told() -> None:
    """By its code, after the sentences that were whole."""
    fake = FakeOpenAiResponses(Answer(finish="failed"))
    async with over_memory(fake) as (responder, _), session_of(responder) as session:
        with pytest.raises(ResponderFailed, match=r"^an error in the answer: the server has failed \(server_error\)$"):
            await said(session)


async def test_parts_of_an_answer_are_not_run_together() -> None:
    """A model may write a sentence, think, and write on: the second part begins a new sentence."""
    fake = InParts(Answer(pieces=("Let me see", "We are open.")))
    async with over_memory(fake) as (responder, _), session_of(responder) as session:
        assert (await said(session))[1:] == ["Let me see", "We are open."]


async def test_events_may_lack_what_nobody_needs() -> None:
    """llama.cpp numbers neither its events nor the parts of the answer."""
    fake = Terse(Answer())
    async with over_memory(fake) as (responder, _), session_of(responder) as session:
        assert (await said(session))[1:] == ["Hello.", "We are open until nine.", "Anything else?"]


async def test_openai_is_told_in_its_short_form() -> None:
    """It may look at the ids of the long one, which others insist on."""
    fake = FakeOpenAiResponses()
    given = OpenAiResponsesSettings(api_key=SecretStr(KEY), base_url="http://api.openai.com/v1")
    async with in_memory(fake.serve) as (_, transport):
        world = SimulatedWorld(transport=transport)
        async with open_openai_responses(world, given, AGENT) as responder, session_of(responder) as session:
            await said(session, WORDS, (HeardLine("agent", "Hello.", 1, 1.0),))
    (body,) = fake.bodies
    expected = [{"role": "assistant", "content": "Hello."}, {"role": "user", "content": WORDS}]
    assert body["input"] == expected
    assert body["stream_options"] == {"include_obfuscation": False}
    assert body["reasoning"] == {"effort": "none"}


async def test_events_of_unknown_types_are_passed_over() -> None:
    """New ones may come at any time."""
    fake = Newer(Answer(pieces=("We are open.",)))
    async with over_memory(fake) as (responder, _), session_of(responder) as session:
        assert (await said(session))[1:] == ["We are open."]
