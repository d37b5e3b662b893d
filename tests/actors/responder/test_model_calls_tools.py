"""Language models that call tools, against fakes of OpenAI's two interfaces for text: the real clients, the SDK's own
parsing included. The fakes refuse what the strictest servers refuse.

Each test is for both interfaces. In memory; deadlines pass in virtual time.
"""

from collections.abc import Callable, Mapping, Sequence

import pytest
from openai.types.chat import ChatCompletionChunk
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming
from openai.types.responses import ResponseStreamEvent
from openai.types.responses.response_create_params import ResponseCreateParamsStreaming
from pydantic import BaseModel, TypeAdapter
from trio.testing import MockClock

from offhook.actors.responder.called_tools import MOST_CALLS
from offhook.actors.responder.service import CallerTurn, Heard, HeardLine, Occasion, ToolUses, WantedTool
from offhook.engine.decide.tool_use import Outcome, ToolUse
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import Answer, Call, FakeOpenAiModel, Fault, refused
from offhook.simulation.fakes.openai_responses import FakeOpenAiResponses
from offhook.simulation.fakes.tool_calls import calling, says
from tests.actors.responder.calling import BOOKED, DECIDED, DONE_TURN, WET, WORDS, named, reply_of, session_with
from tests.actors.responder.model_server import LANES, has_no_unknown_field, over_memory, reached, said

# As in test_model_replies.py.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning",
)

Model = Callable[..., FakeOpenAiModel]
BOOK = Call("book_room", '{"nights": 2, "guest": "Zoë"}')
SPOKE = (HeardLine("agent", "Hello.", 1, 1.0), HeardLine("caller", WORDS, 2, 2.0))


@pytest.fixture(params=[FakeOpenAiChat, FakeOpenAiResponses], ids=["chat", "responses"])
def model(request: pytest.FixtureRequest) -> Model:
    """A server of either kind."""
    made: Model = request.param
    return made


@pytest.mark.parametrize("lane", LANES)
async def test_a_call_is_the_last_part_of_a_reply(model: Model, lane: str) -> None:
    """Behind what the model says before it, and with the arguments as they were written."""
    fake = model(calling(BOOK, text="Gladly. One moment"))
    async with reached(lane, fake) as responder, session_with(responder) as session:
        sentences, wanted, failure = await reply_of(session)
    assert (sentences, failure) == (["Gladly.", "One moment"], "")
    assert named(wanted) == [("book_room", '{"nights": 2, "guest": "Zoë"}')]


async def test_a_reply_may_be_nothing_but_calls(model: Model) -> None:
    """It is not empty."""
    fake = model(calling(Call("weather"), BOOK))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        sentences, wanted, failure = await reply_of(session)
    assert (sentences, [each.name for each in wanted], failure) == ([], ["weather", "book_room"], "")
    assert len({each.id for each in wanted}) == 2


async def test_after_the_results_the_model_goes_on(model: Model) -> None:
    """It is told its calls and what came of each, and no words that nobody has said."""
    fake = model(says("Room {result} is yours."))
    heard = (*SPOKE, HeardLine("agent", "One moment.", 2, 2.5), ToolUses((BOOKED, WET), turn=2, at=3.0))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        sentences, wanted, failure = await reply_of(session, heard, DONE_TURN)
    assert (sentences, wanted, failure) == (['Room {"room": 12} the service is down is yours.'], (), "")


async def test_a_model_may_call_again_and_again(model: Model) -> None:
    """Whoever runs the tools decides when it is too often."""
    fake = model(calling(BOOK))
    heard: list[Heard] = [*SPOKE]
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        turn: CallerTurn | None = None
        for _ in range(4):
            _, wanted, failure = await reply_of(session, heard, turn)
            assert failure == ""
            used = [ToolUse(each.id, each.name, each.arguments, Outcome.DONE, "1") for each in wanted]
            heard.append(ToolUses(tuple(used), turn=2))
            turn = DONE_TURN
    ids = [use.id for each in heard if isinstance(each, ToolUses) for use in each.uses]
    assert len(set(ids)) == 4


HISTORIES: Mapping[str, Sequence[Heard]] = {
    "the caller speaks before the agent does": [*SPOKE, DECIDED],
    "calls behind calls": [*SPOKE, DECIDED, ToolUses((WET,), turn=2)],
    "the agent speaks behind them": [*SPOKE, DECIDED, HeardLine("agent", "It is booked.", 2, 4.0)],
    "calls behind words of the agent's turn before": [HeardLine("agent", "Hello.", 1, 1.0), DECIDED],
    "calls at the very beginning": [ToolUses((BOOKED, WET)), HeardLine("agent", "Hello.", 1, 1.0)],
    "arguments that are no JSON": [*SPOKE, ToolUses((ToolUse("c1", "weather", '{"a": ', Outcome.REFUSED, "no JSON"),))],
    "arguments that are no object": [*SPOKE, ToolUses((ToolUse("c1", "weather", "[1]", Outcome.REFUSED, "no"),))],
    "a name that is none": [*SPOKE, ToolUses((ToolUse("c1", "ask the\nboss!", "{}", Outcome.REFUSED, "unknown"),))],
    "no name at all": [*SPOKE, ToolUses((ToolUse("c1", "", "{}", Outcome.REFUSED, "unknown"),))],
    "no result to speak of": [*SPOKE, ToolUses((ToolUse("c1", "weather", "{}", Outcome.CANCELLED, ""),))],
}


@pytest.mark.parametrize("name", HISTORIES)
@pytest.mark.parametrize("turn", [CallerTurn(Occasion.SPEECH, "and now"), DONE_TURN], ids=["words", "results"])
async def test_no_server_refuses_the_conversation(model: Model, name: str, turn: CallerTurn) -> None:
    """Whatever a model has written, whoever was interrupted: each call has its result, and roles follow each other."""
    fake = model(says("Yes."))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        assert await reply_of(session, HISTORIES[name], turn) == (["Yes."], (), "")


@pytest.mark.parametrize("tokens", range(0, 400, 7))
async def test_calls_and_results_are_left_out_together(model: Model, tokens: int) -> None:
    """However little of the conversation there is room for, no server refuses what is left."""
    fake = model(says("Yes."))
    heard: list[Heard] = [
        *SPOKE,
        HeardLine("agent", "One moment.", 2, 2.5),
        DECIDED,
        HeardLine("agent", "Booked.", 3, 4.0),
    ]
    heard += [HeardLine("caller", "thanks", 4, 5.0), ToolUses((WET,), turn=4), HeardLine("agent", "Bye.", 5, 6.0)]
    async with over_memory(fake, history_tokens=tokens) as (responder, _), session_with(responder) as session:
        assert await reply_of(session, heard) == (["Yes."], (), "")


@pytest.mark.parametrize("model_name", ["mistral-small-latest", "some/Devstral-Small"])
async def test_ids_of_another_service_are_taken_by_mistrals_models(model: Model, model_name: str) -> None:
    """They want nine letters and digits; the call and its result still have the same one, in every request."""
    fake = model(says("Yes."))
    heard = (*SPOKE, ToolUses((ToolUse("call_0123456789abcdef_zyx", "weather", "{}", Outcome.DONE, "1"),)))
    async with over_memory(fake, model=model_name) as (responder, _), session_with(responder) as session:
        assert (await reply_of(session, heard, DONE_TURN))[2] == ""
        assert (await reply_of(session, heard, DONE_TURN))[2] == ""
    told = str(fake.bodies[0])
    assert "call_0123456789abcdef_zyx" not in told
    assert fake.bodies[0] == fake.bodies[1]


async def test_ids_stay_as_they_were_given(model: Model) -> None:
    """Also to another service of the chain."""
    fake = model(says("Yes."))
    heard = (*SPOKE, ToolUses((ToolUse("call_0123456789abcdef_zyx", "weather", "{}", Outcome.DONE, "1"),)))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        assert (await reply_of(session, heard, DONE_TURN))[2] == ""
    assert str(fake.bodies[0]).count("call_0123456789abcdef_zyx") == 2


async def test_without_tools_nothing_is_offered(model: Model) -> None:
    """And what a model calls in spite of that is no call."""
    fake = model(calling(BOOK), calling(BOOK, text="Gladly."))
    async with over_memory(fake) as (responder, _), session_with(responder, ()) as session:
        assert await reply_of(session) == (
            [],
            (),
            "the model calls a tool, and none is offered: the prompt may name one"
            if isinstance(fake, FakeOpenAiChat)
            else "the model's reply is empty",
        )
        assert await reply_of(session) == (["Gladly."], (), "")
    assert not any("tools" in body for body in fake.bodies)


@pytest.mark.parametrize("fault", [Fault.CLOSE_IN_ARGUMENTS, Fault.END_IN_ARGUMENTS, Fault.HANG_IN_ARGUMENTS])
async def test_a_call_that_is_not_complete_is_none(model: Model, fault: Fault, autojump_clock: MockClock) -> None:
    """Its stream broke: the reply has failed, and the next service makes it."""
    fake = model(calling(Call("weather"), BOOK, text="Gladly.", fault=fault))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        sentences, wanted, failure = await reply_of(session)
    assert (sentences, wanted) == (["Gladly."], ())
    assert failure


async def test_a_call_that_the_limit_has_cut_off_is_none(model: Model) -> None:
    """Half of the arguments may be an order for something else. The operator learns what to raise."""
    answer = Answer(pieces=(), calls=(Call("book_room", '{"nights": 2, "gue'),), finish="length")
    fake = model(answer)
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        failure = "the reply reached its limit of 400 tokens (max_tokens) while it called a tool"
        assert await reply_of(session) == ([], (), failure)


async def test_a_call_that_was_complete_at_the_limit_counts(model: Model) -> None:
    """Only the words behind it are missing."""
    fake = model(Answer(pieces=(), calls=(BOOK,), finish="length"))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        assert named((await reply_of(session))[1]) == [("book_room", BOOK.arguments)]


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        (Call("book_room", '{"nights": '), ("book_room", '{"nights":')),
        (Call("", "{}"), ("", "{}")),
        (Call("ask_the_boss"), ("ask_the_boss", "{}")),
        (Call("weather", ""), ("weather", "{}")),
        (Call("weather", "null"), ("weather", "{}")),
        (Call("book_room", '{}{"nights": 2}'), ("book_room", '{"nights": 2}')),
        (Call("book_room", '"{\\"nights\\": 2}"'), ("book_room", '{"nights": 2}')),
        (Call("book_room", '[{"nights": 2}]'), ("book_room", '[{"nights": 2}]')),
    ],
)
async def test_what_a_model_writes_is_passed_on(model: Model, call: Call, wanted: tuple[str, str]) -> None:
    """Whoever runs tools tells it what is wrong. Only what servers are known to spoil is put right."""
    fake = model(calling(call))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        assert named((await reply_of(session))[1]) == [wanted]


@pytest.mark.parametrize("id_", ["", "functions.weather:0", "x" * 41, "c12345678", "c 1"])
async def test_every_call_has_an_id_of_its_own(model: Model, id_: str) -> None:
    """Also where the server gives none, one that others would not take, or one that was given before."""
    fake = model(calling(Call("weather", '{"day": 1}', id_), Call("weather", '{"day": 2}', id_)))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        _, wanted, _ = await reply_of(session, (*SPOKE, DECIDED), DONE_TURN)
    assert wanted == (
        WantedTool("call00001", "weather", '{"day": 1}'),
        WantedTool("call00002", "weather", '{"day": 2}'),
    )


async def test_the_same_call_twice_is_two_calls(model: Model) -> None:
    """It is for whoever runs them to say whether the second is a mistake; but one with the same id was sent twice."""
    fake = model(calling(BOOK, BOOK), calling(*[Call(BOOK.name, BOOK.arguments, "c1")] * 2))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        assert len((await reply_of(session))[1]) == 2
        assert len((await reply_of(session))[1]) == 1


@pytest.mark.parametrize(
    ("calls", "failure"),
    [
        ([Call(f"t{n}") for n in range(MOST_CALLS + 1)], "the model calls more than 16 tools at one time"),
        ([Call("t", "x" * 65_537)], "the model calls a tool with more than 65536 characters of arguments"),
        ([Call("t" * 201)], "the model calls a tool by a name of more than 200 characters"),
    ],
)
async def test_calls_without_end_are_a_failure(model: Model, calls: Sequence[Call], failure: str) -> None:
    """In plain words; and none of them is made."""
    fake = model(calling(*calls, text="Gladly."))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        assert await reply_of(session) == (["Gladly."], (), failure)


async def test_a_model_that_takes_no_tools_is_named(model: Model) -> None:
    """The operator learns which one, and what helps; the next service of the chain replies."""
    refusal = refused(400, None, "registry.ollama.ai/library/gemma:2b does not support tools", "api_error")
    fake = model(refusal)
    async with over_memory(fake, model="gemma:2b") as (responder, _), session_with(responder) as session:
        _, _, failure = await reply_of(session)
    why = "the model cannot call tools, or its server does not let it: choose another one"
    assert failure == f"HTTP 400: {why} (model 'gemma:2b')"


async def test_calls_leave_their_connection_to_the_next_request(model: Model) -> None:
    """The results are told at once."""
    fake = model(calling(BOOK), says("Yes."))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        await reply_of(session)
        await reply_of(session, (*SPOKE, DECIDED), DONE_TURN)
    assert (len(fake.http.requests), fake.http.connections, fake.http.left_early) == (2, 1, [])


async def test_requests_with_tools_are_what_the_sdk_allows(model: Model) -> None:
    """Client and fake have one author, so what they say is held against the types of OpenAI's own SDK."""
    fake = model(says("Yes."))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        await reply_of(session, (*SPOKE, ToolUses((BOOKED, WET), turn=2)), DONE_TURN)
    (body,) = fake.bodies
    of_chat: TypeAdapter[object] = TypeAdapter(CompletionCreateParamsStreaming)
    of_responses: TypeAdapter[object] = TypeAdapter(ResponseCreateParamsStreaming)
    checked = (of_chat if isinstance(fake, FakeOpenAiChat) else of_responses).validate_python(body)
    assert isinstance(checked, Mapping)
    parts = [part for field in ("messages", "input", "tools") for part in checked.get(field, ())]
    assert len(parts) >= 5  # they are checked one by one, as they are read


async def test_frames_with_calls_are_what_the_sdk_knows(model: Model) -> None:
    """Each has every field that is required, of the right type, and none that the SDK does not know."""
    fake = model(calling(BOOK, Call("weather", id="")), calling(BOOK, text="Gladly."))
    async with over_memory(fake) as (responder, _), session_with(responder) as session:
        await said(session)
        await said(session)
    assert len(fake.frames) > 20
    event: TypeAdapter[BaseModel] = TypeAdapter(ResponseStreamEvent)
    for frame in fake.frames:
        if isinstance(fake, FakeOpenAiChat):
            has_no_unknown_field(ChatCompletionChunk.model_validate(frame, strict=True))
        else:
            has_no_unknown_field(event.validate_python(frame))
