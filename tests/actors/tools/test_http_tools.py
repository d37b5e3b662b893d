"""HTTP requests as tools: what stands on the wire, and what a model is told of the answer.

A server in memory and virtual time; each test says what the server does.
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
import trio
from trio.testing import MockClock

from offhook.engine.run.tool import ArgumentsWrong, EffectUnknown, Tool, ToolFailed
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory
from offhook.simulation.fakes.steps import Answer, Step, Wait, send
from offhook.simulation.world import SimulatedWorld
from tests.actors.tools.tool_rig import KEY, a_call, agent_in, opened, use

SECRET = "sk-live-12345678"
GET = '[[http_tools]]\nname = "t"\ndescription = "Free slots."\nurl = "https://api.test/slots"\n'
POST = GET + 'method = "POST"\n'
JSON, TEXT = {"content-type": "application/json; charset=utf-8"}, {"content-type": "text/plain"}
OK = Answer(200, JSON, [Step.HEAD, b'{"free": ', b"[9, 10]}"])


def answer(status: int, body: bytes = b"", kind: str = "application/json") -> Answer:
    return Answer(status, {"content-type": kind}, [Step.HEAD, body])


class _Server:
    """Answers every request alike."""

    def __init__(self, answers: Answer) -> None:
        self.answers = answers
        self.http = HttpServer(self._answer)

    async def _answer(self, request: Received, answerer: Answerer) -> None:
        await send(self.answers, answerer)

    @property
    def only(self) -> Received:
        (request,) = self.http.requests
        return request


@asynccontextmanager
async def served(folder: Path, text: str, answers: Answer = OK) -> AsyncIterator[tuple[Tool, _Server, MemoryNetwork]]:
    """The tool `t` of an agent file, and the server that it asks."""
    server = _Server(answers)
    async with in_memory(server.http.serve) as (network, transport):
        world = SimulatedWorld(transport=transport, environment={"VARIABLE": SECRET})
        async with opened(world, agent_in(folder, text, {})) as tools:
            yield tools["t"], server, network


async def test_a_get_has_its_arguments_in_the_address(tmp_path: Path) -> None:
    """Those that the address does not hold stand behind its question mark; a list is repeated; it has no effects, so no
    idempotency key goes out. JSON comes back as it is."""
    text = GET.replace("/slots", "/{doctor}/slots?page=1&q={words}") + (
        "[http_tools.arguments]\ndoctor = {}\nwords = {}\nlong = { type = 'boolean' }\n"
        "tags = { type = 'array', required = false }\n"
    )
    async with served(tmp_path, text) as (tool, server, _):
        assert (tool.has_effects, tool.offer.description) == (False, "Free slots.")
        given = {"doctor": "Dr. Ä/ü?#", "words": "a&b=c", "long": True, "tags": ["x y", "z"]}
        assert await use(tool, json.dumps(given)) == {"free": [9, 10]}
        request = server.only
        path = "/Dr.%20%C3%84%2F%C3%BC%3F%23/slots?page=1&q=a%26b%3Dc&long=true&tags=x+y&tags=z"
        assert (request.method, request.path, request.body) == ("GET", path, b"")
        assert request.headers["host"] == "api.test"
        assert "idempotency-key" not in request.headers


async def test_a_post_has_its_arguments_in_json_and_the_key_of_the_decision(tmp_path: Path) -> None:
    """So that a server can tell a repeated request; its result may be plain text."""
    text = POST.replace("/slots", "/{day}") + "[http_tools.arguments]\nday = {}\nnights = { type = 'integer' }\n"
    async with served(tmp_path, text, Answer(201, TEXT, [Step.HEAD, b"booked"])) as (tool, server, _):
        assert tool.has_effects
        assert await use(tool, '{"day": "today", "nights": 2}') == "booked"
        request = server.only
        assert (request.method, request.path, json.loads(request.body)) == ("POST", "/today", {"nights": 2})
        assert request.headers["idempotency-key"] == KEY
        assert request.headers["content-type"] == "application/json"


async def test_a_body_may_be_written_with_places(tmp_path: Path) -> None:
    """A place alone keeps the argument's type, and is left out with it; secrets go into headers and body."""
    text = POST + (
        'headers = { Authorization = "Bearer {secret.KEY}" }\n'
        'body = { key = "{secret.KEY}", n = "{nights}", text = "For {name}, {nights} nights", more = ["{wish}", 1] }\n'
        "[http_tools.arguments]\nname = {}\nnights = { type = 'integer' }\nwish = { required = false }\n"
        '[secrets]\nKEY = "VARIABLE"\n'
    )
    async with served(tmp_path, text) as (tool, server, _):
        await use(tool, '{"name": "{secret.KEY}", "nights": 2}')
        sent = {"key": SECRET, "n": 2, "text": "For {secret.KEY}, 2 nights", "more": [1]}
        assert json.loads(server.only.body) == sent
        assert server.only.headers["authorization"] == f"Bearer {SECRET}"


async def test_facts_about_the_call_are_not_the_models(tmp_path: Path) -> None:
    """The caller's number goes out as the carrier has given it, whatever the model writes; where there is none, nothing
    is asked."""
    text = POST.replace("/slots", "/guests/{call.caller}?to={call.called}") + (
        'body = { sid = "{call.call_sid}", text = "{call.language}: {text}" }\n[http_tools.arguments]\ntext = {}\n'
    )
    async with served(tmp_path, text) as (tool, server, _):
        assert tool.offer.parameters["properties"] == {"text": {"type": "string"}}
        await use(tool, '{"text": "{call.caller}"}')
        assert server.only.path == "/guests/%2B15550100?to="
        assert json.loads(server.only.body) == {"sid": "CA1", "text": "en: {call.caller}"}
        unknown = msgspec.structs.replace(a_call(), caller="")
        with pytest.raises(ToolFailed, match=r"^\{call\.caller\} of this call is not known\.$"):
            await use(tool, '{"text": "x"}', unknown)
        assert len(server.http.requests) == 1


async def test_arguments_are_checked_before_anything_is_sent(tmp_path: Path) -> None:
    """In words for the model."""
    text = GET + (
        "[http_tools.arguments]\nday = { enum = ['today', 'tomorrow'] }\n"
        "nights = { type = 'integer', minimum = 1, maximum = 14, required = false }\n"
        "tags = { type = 'array', items = { type = 'string', maxLength = 2 }, maxItems = 2, required = false }\n"
    )
    whys = {
        "{": "The arguments are not JSON: write one JSON object.",
        '{"day": ' + "[" * 9000: "The arguments are nested too deeply.",
        "[]": "expected object, got array",
        "{}": "day: it is missing",
        '{"day": 3}': "day: must be string, not number",
        '{"day": "now"}': "day: must be one of today, tomorrow",
        '{"day": "today", "nights": 1.5}': "nights: must be integer, not number",
        '{"day": "today", "nights": true}': "nights: must be integer, not boolean",
        '{"day": "today", "nights": 0}': "nights: must be at least 1",
        '{"day": "today", "nights": 15}': "nights: must be at most 14",
        '{"day": "today", "nigths": 2}': "unknown argument 'nigths': did you mean 'nights'?",
        '{"day": "today", "tags": ["a", "b", "c"]}': "tags: must be at most 2 items",
        '{"day": "today", "tags": ["abc"]}': "tags[1]: must be of at most 2",
    }
    async with served(tmp_path, text) as (tool, server, _):
        for arguments, why in whys.items():
            with pytest.raises(ArgumentsWrong) as caught:
                tool.read(arguments)
            assert why in str(caught.value)
            assert str(caught.value).startswith("The arguments ")
        assert server.http.requests == []


@pytest.mark.parametrize("value", ["", ".", ".."])
async def test_no_argument_leads_to_another_path(value: str, tmp_path: Path) -> None:
    """`/rooms/../admin` is `/admin` to many servers."""
    text = POST.replace("/slots", "/rooms/{room}/book") + "[http_tools.arguments]\nroom = {}\n"
    async with served(tmp_path, text) as (tool, server, _):
        with pytest.raises(ArgumentsWrong, match=r" room: must not be empty, '\.' or '\.\.'\.$"):
            await use(tool, json.dumps({"room": value}))
        assert server.http.requests == []


BIG = b'"' + b"x" * 5_000_000 + b'"'
REFUSED, UNKNOWN, IS_DONE = "refused", "unknown", "done"
ANSWERS: Mapping[str, tuple[Answer, str, str]] = {
    "wrong": (
        answer(422, b'{"error": "no  such\\u2028day"}'),
        'The server refuses it, HTTP 422: {"error": "no such\\u2028day"}.',
        REFUSED,
    ),
    "page": (answer(404, b"<html>", "text/html"), "The server refuses it, HTTP 404.", REFUSED),
    "broken": (answer(500, b"stack trace", "text/plain"), "The server has failed, HTTP 500.", UNKNOWN),
    "moved": (answer(302), "It leads to another address, which is not followed, HTTP 302.", UNKNOWN),
    "5 MB": (answer(200, BIG), "The answer has more than 16,384 bytes, HTTP 200.", IS_DONE),
    "cut JSON": (answer(200, b'{"a'), "The answer is broken JSON, HTTP 200.", IS_DONE),
    "deep": (answer(200, b"[" * 9000), "The answer is broken JSON, HTTP 200.", IS_DONE),
    "compressed": (
        Answer(200, JSON | {"content-encoding": "gzip"}, [Step.HEAD, b"\x1f\x8b"]),
        "The answer is compressed, which was not asked for, HTTP 200.",
        IS_DONE,
    ),
    "compressed refusal": (
        Answer(422, JSON | {"content-encoding": "br"}, [Step.HEAD, b"\x1f\x8b"]),
        "The server refuses it, HTTP 422.",
        REFUSED,
    ),
    "sound": (
        answer(200, b"x", "a/b"),
        "The answer is a/b, neither JSON nor plain text, HTTP 200.",
        IS_DONE,
    ),
    "reset": (Answer(200, JSON, [Step.RESET]), "The connection broke before the answer.", UNKNOWN),
    "half": (
        Answer(200, JSON, [Step.HEAD, b"{", Step.RESET]),
        "The connection broke in the middle of the answer.",
        UNKNOWN,
    ),
    "hangs": (Answer(200, JSON, [Step.HANG]), "The answer has not ended within 10 s.", UNKNOWN),
    "stops": (Answer(200, JSON, [Step.HEAD, b"{", Step.HANG]), "The answer has not ended within 10 s.", UNKNOWN),
}
"""The answer, what a model is told of it, and what it means for a tool with effects."""


@pytest.mark.parametrize("case", ANSWERS)
async def test_what_only_reads_has_failed(case: str, tmp_path: Path, autojump_clock: MockClock) -> None:
    """Whatever the reason: nothing was changed, and the model hears why."""
    answers, why, _ = ANSWERS[case]
    async with served(tmp_path, GET, answers) as (tool, _, _):
        with pytest.raises(ToolFailed) as caught:
            await use(tool)
        assert str(caught.value) == why
        assert not isinstance(caught.value, EffectUnknown)


@pytest.mark.parametrize("case", ANSWERS)
async def test_what_has_effects_is_sent_once(case: str, tmp_path: Path, autojump_clock: MockClock) -> None:
    """A refusal has changed nothing; a good status says that it is done; otherwise nobody knows."""
    answers, why, meaning = ANSWERS[case]
    async with served(tmp_path, POST, answers) as (tool, server, _):
        if meaning == IS_DONE:
            assert await use(tool) == f"done, but {why[0].lower()}{why[1:-1]}"
        else:
            with pytest.raises(ToolFailed) as caught:
                await use(tool)
            assert str(caught.value) == why
            assert isinstance(caught.value, EffectUnknown) == (meaning == UNKNOWN)
        assert len(server.http.requests) == 1


async def test_an_unreachable_server_has_done_nothing(tmp_path: Path, autojump_clock: MockClock) -> None:
    """So the model may try again, whatever the tool is for; a connection is waited for 5 s."""
    async with served(tmp_path, POST) as (tool, server, network):
        network.refusing = True
        with pytest.raises(ToolFailed, match=r"^No connection: ") as caught:
            await use(tool)
        assert not isinstance(caught.value, EffectUnknown)
        network.refusing, network.connect_s = False, 60
        began = trio.current_time()
        with pytest.raises(ToolFailed, match=r"^No connection within 5 s\.$") as caught:
            await use(tool)
        assert not isinstance(caught.value, EffectUnknown)
        assert trio.current_time() - began == pytest.approx(5)
        assert server.http.requests == []


async def test_a_slow_answer_in_time_is_told(tmp_path: Path, autojump_clock: MockClock) -> None:
    """The deadline is the tool's own."""
    slow = Answer(200, JSON, [Wait(2), *OK.steps])
    async with served(tmp_path, GET + "deadline_s = 2.5\n", slow) as (tool, _, _):
        assert await use(tool) == {"free": [9, 10]}
        assert tool.deadline_s == 2.5
    async with served(tmp_path, GET + "[tool.t]\ndeadline_s = 1.5\n", slow) as (tool, _, _):
        with pytest.raises(ToolFailed, match=r"^The answer has not ended within 1\.5 s\.$"):
            await use(tool)


async def test_nothing_to_say_is_done(tmp_path: Path) -> None:
    """As most servers answer a DELETE."""
    async with served(tmp_path, POST, Answer(204, {}, [Step.HEAD])) as (tool, _, _):
        assert await use(tool) == "done"


@pytest.mark.parametrize("echo", [SECRET, SECRET.replace("-", "\\u002d"), SECRET.replace("l", "\\u006C")])
@pytest.mark.parametrize("status", [200, 403])
async def test_a_secret_that_a_server_sends_back_is_masked(status: int, echo: str, tmp_path: Path) -> None:
    """Neither model nor record gets it. A library may have written it with escapes."""
    text = GET + 'headers = { X-Key = "{secret.KEY}" }\n[secrets]\nKEY = "VARIABLE"\n'
    async with served(tmp_path, text, answer(status, f'{{"key": "{echo}"}}'.encode())) as (tool, _, _):
        try:
            told = str(await use(tool))
        except ToolFailed as exc:
            told = str(exc)
        assert "***" in told
        assert SECRET not in told


async def test_a_cancelled_request_leaves_no_connection(tmp_path: Path, autojump_clock: MockClock) -> None:
    """The caller has hung up."""
    async with served(tmp_path, POST, Answer(200, JSON, [Step.HANG])) as (tool, _, network):
        with trio.move_on_after(1) as scope:
            await use(tool)
        assert scope.cancelled_caught
        await trio.sleep(1)
        assert network.connections == 0
