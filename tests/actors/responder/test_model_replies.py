"""Language models against fakes of OpenAI's two interfaces for text: the real clients, the SDK's own parsing included.

What a caller notices is the same, so each test is for both. Faults that need no waiting come over a real socket and in
memory; deadlines pass in virtual time, over the memory network. The faults are those of
`simulation/fakes/openai_model.py`.
"""

from collections.abc import Callable
from contextlib import suppress

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import (
    CallerTurn,
    FirstToken,
    Occasion,
    ResponderFailed,
    ResponderSession,
    Sentence,
)
from offhook.engine.decide.costs import Used
from offhook.engine.host.world import RealWorld
from offhook.engine.record import facts
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import KEY, Answer, FakeOpenAiModel, Fault, pieces_of, refused
from offhook.simulation.fakes.openai_responses import FakeOpenAiResponses
from tests.actors.responder.model_server import (
    LANES,
    PROMPT,
    Told,
    never,
    opened,
    over_a_socket,
    over_memory,
    reached,
    said,
    session_of,
)
from tests.actors.served import Counted

# The SDK and httpx read each stream through generators of their own, which nobody can close from outside. The response
# under them is closed, always; what the collector finds is only what is left of them.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning",
)

WORDS = "do you have a room for tomorrow"
Model = Callable[..., FakeOpenAiModel]


@pytest.fixture(params=[FakeOpenAiChat, FakeOpenAiResponses], ids=["chat", "responses"])
def model(request: pytest.FixtureRequest) -> Model:
    """A server of either kind."""
    made: Model = request.param
    return made


@pytest.mark.parametrize("lane", LANES)
async def test_a_reply_comes_sentence_by_sentence(model: Model, lane: str) -> None:
    """First the sign that the model writes, then what it wrote, however its pieces were cut."""
    fake = model(Answer(pieces=pieces_of("Yes. We are **open** until nine. Anything else?", 3)))
    async with reached(lane, fake) as responder, session_of(responder) as session:
        assert await said(session) == [FirstToken(), "Yes.", "We are open until nine.", "Anything else?"]


@pytest.mark.parametrize("lane", LANES)
async def test_turns_share_a_connection(model: Model, lane: str) -> None:
    """A reply that was read to its end leaves its connection to the next one."""
    fake = model()
    async with reached(lane, fake) as responder, session_of(responder) as session:
        for _ in range(3):
            await said(session)
    assert len(fake.http.requests) == 3
    assert fake.http.connections == 1
    assert fake.http.left_early == []


async def test_the_greeting_is_the_agents(model: Model) -> None:
    """No model is asked for it."""
    fake = model()
    async with over_memory(fake) as (responder, _), session_of(responder) as session:
        async with session.reply(CallerTurn(Occasion.ANSWERED), (), never) as parts:
            assert [part async for part in parts] == [Sentence("Hello.")]
        assert responder.lines() == ("Hello.",)
    assert fake.http.requests == []


async def test_words_that_are_only_passed_on_cost_nothing(model: Model) -> None:
    """A reply that nobody reads is not asked for."""
    fake = model()
    async with (
        over_memory(fake) as (responder, _),
        session_of(responder) as session,
        session.reply(CallerTurn(Occasion.SPEECH, WORDS), (), never),
    ):
        pass
    assert fake.http.requests == []


async def test_what_a_reply_cost_is_told_at_its_end(model: Model) -> None:
    """The tokens as the server counts them."""
    fake = model(Answer(pieces=("One. ", "Two.")))
    counted = Counted()
    async with (
        over_memory(fake) as (responder, _),
        session_of(responder, used=counted) as session,
        session.reply(CallerTurn(Occasion.SPEECH, WORDS), (), never) as parts,
    ):
        found = [part async for part in parts]
        assert counted.used == {}
    assert found[1:] == [Sentence("One."), Sentence("Two.")]
    used = Used(requests=1, input_tokens=100, cached_tokens=64, output_tokens=2)
    assert counted.used == {f"responder.{responder.name}": used}


@pytest.mark.parametrize("fault", [Fault.END_MID_STREAM, Fault.HANG_MID_STREAM, Fault.ERROR_MID_STREAM])
async def test_what_an_answer_without_its_count_cost_is_an_estimate(
    model: Model, fault: Fault, autojump_clock: MockClock
) -> None:
    """Of what the model was told, and of what has come."""
    fake = model(Answer(pieces=("A first sentence. ", "And the second one."), fault=fault))
    counted = Counted()
    async with over_memory(fake) as (responder, _), session_of(responder, used=counted) as session:
        with suppress(ResponderFailed):
            await said(session)
    (used,) = counted.used.values()
    assert (used.requests, used.estimated, used.cached_tokens) == (1, 1, 0)
    assert used.input_tokens > len(PROMPT) / 4
    assert 0 < used.output_tokens <= 10


@pytest.mark.parametrize("answer", [refused(401, "invalid_api_key", "no"), Answer(fault=Fault.NO_HTTP)])
async def test_what_is_refused_costs_nothing(model: Model, answer: Answer) -> None:
    """Nor what could not be asked."""
    counted = Counted()
    async with over_memory(model(answer)) as (responder, _), session_of(responder, used=counted) as session:
        with pytest.raises(ResponderFailed):
            await said(session)
    assert counted.used == {}


@pytest.mark.parametrize(
    ("pieces", "sentences"),
    [
        (("One. ", "Two is"), ["One."]),
        (("One. ", "Two."), ["One.", "Two."]),
        (("One is",), ["One is"]),
    ],
)
async def test_of_a_reply_at_its_limit_the_half_sentence_is_dropped(
    model: Model, pieces: tuple[str, ...], sentences: list[str]
) -> None:
    """Unless there is nothing else."""
    fake = model(Answer(pieces=pieces, finish="length"))
    async with over_memory(fake) as (responder, _), session_of(responder) as session:
        assert (await said(session))[1:] == sentences


REFUSED = [
    (
        refused(400, "context_length_exceeded", WORDS),
        "the request is too long for the model (context_length_exceeded, request req_1)",
    ),
    (refused(403, None, "no"), "the key does not permit this (invalid_request_error, request req_1)"),
    (
        refused(404, "model_not_found", "No"),
        "there is no such model, or not for this key (model_not_found, request req_1)",
    ),
    (
        refused(429, "rate_limit_exceeded", "slow down", retry_after="1"),
        "too many requests (rate_limit_exceeded, request req_1); it asks to wait 1 s",
    ),
    (
        refused(429, "insufficient_quota", "pay", kind="insufficient_quota"),
        "the account has no credit left (insufficient_quota, request req_1)",
    ),
    (refused(500, None, "oops", kind="server_error"), "the server has failed (server_error, request req_1)"),
    (refused(503, "server_is_overloaded", "later"), "the server is overloaded (server_is_overloaded, request req_1)"),
    (refused(418, f"{WORDS}!", KEY, kind=KEY), "the request is not accepted (request req_1)"),
]


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize(("answer", "meaning"), REFUSED, ids=[str(each.error["code"]) for each, _ in REFUSED])
async def test_a_refusal_is_told_and_not_tried_again(model: Model, lane: str, answer: Answer, meaning: str) -> None:
    """By status and code alone: the vendor's text may quote key, prompt and caller."""
    fake = model(answer)
    async with reached(lane, fake) as responder, session_of(responder) as session:
        with pytest.raises(ResponderFailed) as failure:
            await said(session, WORDS)
    assert str(failure.value) == f"HTTP {answer.status}: {meaning}"
    assert len(fake.http.requests) == 1
    _tells_nothing(failure.value)


async def test_a_wrong_key_is_told_without_it(model: Model) -> None:
    """OpenAI quotes the key in its answer, we do not."""
    fake = model(key="sk-another")
    async with over_a_socket(fake) as responder, session_of(responder) as session:
        with pytest.raises(ResponderFailed, match=r"^HTTP 401: the key is not accepted \(invalid_api_key, ") as failure:
            await said(session, WORDS)
    _tells_nothing(failure.value)


BROKEN = [
    (Fault.CLOSE_AFTER_HEAD, "the connection was lost"),
    (Fault.CLOSE_MID_STREAM, "the connection was lost"),
    (Fault.RESET_MID_STREAM, "the connection was lost"),
    (Fault.END_MID_STREAM, "the model's answer ended before it was complete"),
    (Fault.ERROR_MID_STREAM, "an error in the answer: the server has failed (server_error)"),
    (Fault.MALFORMED_EVENT, "the answer cannot be read: it is not what was asked for"),
    (Fault.WRONG_SHAPE, "the answer cannot be read: it is not what was asked for"),
    (Fault.NO_HTTP, "the connection was lost"),
    (Fault.HTML, "the server answers with text/html, and not with a stream of events"),
    (Fault.NOT_STREAMED, "the server answers with application/json, and not with a stream of events"),
]


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize(("fault", "meaning"), BROKEN, ids=[fault.name for fault, _ in BROKEN])
async def test_a_broken_answer_is_told_after_what_is_whole(model: Model, lane: str, fault: Fault, meaning: str) -> None:
    """Whole sentences that came before are said, half ones are not, and the next request is answered."""
    broken = Answer(pieces=("We are open. ", "Until", " nine", " or ten."), fault=fault)
    again = [broken] if fault is Fault.NO_HTTP else []  # before the answer begins, it is asked for once more
    fake = model(broken, *again, Answer())
    async with reached(lane, fake) as responder, session_of(responder) as session:
        before, failure = await _until_it_fails(session)
        assert str(failure) == meaning
        assert before == (["We are open."] if "half" in fault.value else [])  # half of the pieces
        _tells_nothing(failure)
        assert (await said(session))[1:] == ["Hello.", "We are open until nine.", "Anything else?"]


@pytest.mark.parametrize("lane", LANES)
async def test_a_connection_that_is_lost_before_the_answer_is_made_again(model: Model, lane: str) -> None:
    """Once: servers close idle connections, and a request may find that out. A second loss is told."""
    closed = Answer(fault=Fault.CLOSE_BEFORE_HEAD)
    fake = model(closed, Answer(), closed, closed, Answer())
    async with reached(lane, fake) as responder, session_of(responder) as session:
        assert (await said(session))[-1] == "Anything else?"
        with pytest.raises(ResponderFailed, match=r"^the connection was lost$") as failure:
            await said(session, WORDS)
    assert len(fake.http.requests) == 4
    _tells_nothing(failure.value)


async def test_nobody_listens(model: Model) -> None:
    """A refused connection, on a real socket."""
    fake = model()
    async with on_a_socket(fake.serve) as url:
        pass
    world = RealWorld(trust_environment=False)
    async with opened(fake, world, url) as responder, session_of(responder) as session:
        with pytest.raises(ResponderFailed, match=r"^no connection: it was refused$") as failure:
            await said(session, WORDS)
    _tells_nothing(failure.value)


LATE = [
    ({"connect_s": 2.0}, None, 2.0, "no connection in time"),
    ({"first_token_s": 4.0}, Fault.HANG_BEFORE_HEAD, 4.0, "no first word within 4 s"),
    ({"first_token_s": 3.5}, Fault.HANG_AFTER_HEAD, 3.5, "no first word within 3.5 s"),
    ({"first_token_s": 3.0}, Fault.ONLY_COMMENTS, 3.0, "no first word within 3 s"),
    ({"gap_s": 2.5}, Fault.HANG_MID_STREAM, 2.5, "the reply stopped for 2.5 s"),
]


@pytest.mark.parametrize(("limits", "fault", "after_s", "meaning"), LATE, ids=[meaning for *_, meaning in LATE])
async def test_every_wait_ends(
    model: Model, limits: dict[str, float], fault: Fault | None, after_s: float, meaning: str, autojump_clock: MockClock
) -> None:
    """Each phase has its own deadline, to the instant; and the server is left at once."""
    fake = model(Answer(fault=fault))
    async with over_memory(fake, **limits) as (responder, network), session_of(responder) as session:
        network.connect_s = 0.0 if fault else 60.0
        began = trio.current_time()
        _, failure = await _until_it_fails(session)
        assert trio.current_time() - began == pytest.approx(after_s)
        assert str(failure) == meaning
        await trio.testing.wait_all_tasks_blocked()
        assert len(fake.http.left_early) == (1 if fault else 0)


async def test_a_slow_model_has_its_time(model: Model, autojump_clock: MockClock) -> None:
    """Below its deadlines it may be as slow as it is, and is no slower through us."""
    answer = Answer(pieces=("One. ", "Two. ", "Three."), before_head_s=1.0, first_piece_s=2.0, piece_s=2.5)
    async with over_memory(model(answer)) as (responder, _), session_of(responder) as session:
        began, arrived = trio.current_time(), []
        async with session.reply(CallerTurn(Occasion.SPEECH, WORDS), (), never) as parts:
            async for _ in parts:
                arrived.append(round(trio.current_time() - began, 3))
    assert arrived == [3.0, 5.5, 8.0, 8.0]  # sign, three sentences


async def test_a_reply_is_not_waited_for_for_ever(model: Model, autojump_clock: MockClock) -> None:
    """Words that come one by one, each in time, are given up in the end."""
    answer = Answer(pieces=("la ",), piece_s=1.0, fault=Fault.ENDLESS)
    async with over_memory(model(answer), total_s=20.0) as (responder, _), session_of(responder) as session:
        began = trio.current_time()
        _, failure = await _until_it_fails(session)
        assert trio.current_time() - began == pytest.approx(20.0)
    assert str(failure) == "the reply is not complete within 20 s"


async def test_waiting_for_the_voice_is_not_held_against_the_model(model: Model, autojump_clock: MockClock) -> None:
    """The time in which nobody asks for the next part does not count."""
    answer = Answer(pieces=("One. ", "Two. ", "Three."))
    async with (
        over_memory(model(answer), total_s=5.0) as (responder, _),
        session_of(responder) as session,
        session.reply(CallerTurn(Occasion.SPEECH, WORDS), (), never) as parts,
    ):
        found = []
        async for part in parts:
            found.append(part)
            await trio.sleep(10)
    assert found[1:4] == [Sentence("One."), Sentence("Two."), Sentence("Three.")]


@pytest.mark.parametrize("lane", LANES)
async def test_an_endless_reply_is_cut(model: Model, lane: str) -> None:
    """A server that writes for ever, as fast as it can, is left at once. The caller hears whole sentences, and is not
    asked to say it again; but the record shows that the service failed."""
    fake = model(Answer(pieces=("La la la. ", "La la"), fault=Fault.ENDLESS))
    told = Told()
    async with reached(lane, fake, max_characters=500) as responder, session_of(responder, report=told) as session:
        before = (await said(session))[1:]
        await _seen(fake, lambda: len(fake.http.left_early) == 1)
    assert 30 <= len(before) <= 34
    assert {*before} == {"La la la.", "La laLa la la."}
    why = "a reply without end: it was cut at 500 characters"
    assert told.facts == [facts.ServiceFailed(facts.Fault.RESPONDER_FAILED, responder.name, why)]


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (Answer(pieces=()), "the model's reply is empty"),
        (Answer(pieces=("\n", " ")), "there is nothing to say in the model's reply"),
        (Answer(pieces=("```\n", "print(1)\n", "```")), "there is nothing to say in the model's reply"),
        (Answer(pieces=(), refusal="I cannot help with that."), "the model refuses to answer"),
        (Answer(pieces=("Well",), finish="content_filter"), "the service's content filter stopped the reply"),
    ],
)
async def test_a_reply_that_is_none_is_told(model: Model, answer: Answer, meaning: str) -> None:
    """The caller is not left in silence by a model that has nothing to say."""
    async with over_memory(model(answer)) as (responder, _), session_of(responder) as session:
        before, failure = await _until_it_fails(session)
    assert (before, str(failure)) == ([], meaning)


async def test_a_failure_says_what_it_means_for_the_service(model: Model) -> None:
    """How long it is useless to ask again, and whether another request may be answered."""
    answers = [
        (refused(401, "invalid_api_key", KEY), (60.0, False)),
        (refused(429, "rate_limit_exceeded", "later", retry_after_ms="250"), (0.25, False)),
        (refused(429, "insufficient_quota", "pay"), (60.0, False)),
        (refused(400, "context_length_exceeded", "long"), (0.0, True)),
        (refused(500, "server_error", "oops"), (0.0, False)),
        (Answer(pieces=(), refusal="No."), (0.0, True)),
        (Answer(pieces=("Well",), finish="content_filter"), (0.0, True)),
        (Answer(fault=Fault.ERROR_MID_STREAM), (0.0, False)),
        (Answer(pieces=("我们营业到九点。",)), (0.0, True)),
    ]
    async with (
        over_memory(model(*(answer for answer, _ in answers))) as (responder, _),
        session_of(responder) as session,
    ):
        for _, (rest_s, only_this) in answers:
            _, failure = await _until_it_fails(session)
            assert (failure.rest_s, failure.only_this) == (rest_s, only_this), str(failure)


async def test_a_reply_in_another_script_is_given_up_where_it_begins(model: Model) -> None:
    """What was said in the call's language before stays said; the same text is a reply in its own language."""
    answer = Answer(pieces=("Yes, we are. ", "Мы открыты ", "до девяти. ", "Nine."))
    async with over_memory(model(answer)) as (responder, _):
        async with session_of(responder) as session:
            before, failure = await _until_it_fails(session)
        async with session_of(responder, "sr") as session:
            assert (await said(session))[1:] == ["Yes, we are.", "Мы открыты до девяти.", "Nine."]
    assert before == ["Yes, we are."]
    assert str(failure) == "the model answers in a script in which 'en' is not written"


@pytest.mark.parametrize("lane", LANES)
async def test_leaving_a_reply_closes_its_stream_at_once(model: Model, lane: str) -> None:
    """The server sees it while it writes, so that it stops; the next turn gets a connection of its own."""
    fake = model(Answer(pieces=("One. ", "Two. ", "Three."), fault=Fault.HANG_MID_STREAM), Answer())
    async with reached(lane, fake) as responder, session_of(responder) as session:
        async with session.reply(CallerTurn(Occasion.SPEECH, WORDS), (), never) as parts:
            assert await anext(parts) == FirstToken()
        await _seen(fake, lambda: len(fake.http.left_early) == 1)
        assert (await said(session))[-1] == "Anything else?"
    assert fake.http.connections == 2


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize("fault", [Fault.HANG_BEFORE_HEAD, Fault.HANG_AFTER_HEAD, Fault.HANG_MID_STREAM])
async def test_cancelling_a_reply_closes_its_stream_at_once(model: Model, lane: str, fault: Fault) -> None:
    """Whatever it waits for."""
    fake = model(Answer(fault=fault), Answer())
    async with reached(lane, fake) as responder, session_of(responder) as session:
        async with trio.open_nursery() as nursery:

            async def read() -> None:
                await said(session)

            nursery.start_soon(read)
            await _seen(fake, lambda: len(fake.http.requests) == 1)
            nursery.cancel_scope.cancel()
        await _seen(fake, lambda: len(fake.http.left_early) == 1)
        assert (await said(session))[-1] == "Anything else?"


async def test_what_comes_after_the_reply_harms_nothing(model: Model, autojump_clock: MockClock) -> None:
    """A stream that is complete, and never ends, costs a second and its connection."""
    fake = model(Answer(fault=Fault.HANG_AT_THE_END))
    async with over_memory(fake) as (responder, _), session_of(responder) as session:
        began = trio.current_time()
        assert (await said(session))[-1] == "Anything else?"
        assert trio.current_time() - began == pytest.approx(1.0)


async def _until_it_fails(session: ResponderSession) -> tuple[list[str], ResponderFailed]:
    """The sentences that came before, and the failure."""
    before = []
    try:
        async with session.reply(CallerTurn(Occasion.SPEECH, WORDS), (), never) as parts:
            async for part in parts:
                if isinstance(part, Sentence):
                    before.append(part.text)
    except ResponderFailed as failure:
        return before, failure
    raise AssertionError(f"it did not fail: {before}")


async def _seen(fake: FakeOpenAiModel, condition: Callable[[], bool]) -> None:
    """By the server, soon."""
    with trio.fail_after(5):
        await fake.http.wait(condition)


def _tells_nothing(failure: BaseException) -> None:
    """Neither key nor prompt nor words, in the text or in what a traceback would show."""
    shown = f"{failure!r} {failure} {failure.__cause__!r}"
    assert failure.__suppress_context__ or failure.__context__ is None
    for secret in (KEY, PROMPT, WORDS):
        assert secret not in shown
