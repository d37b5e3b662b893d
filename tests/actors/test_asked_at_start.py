"""Services are asked at the start whether they take their keys. A real HTTP client in memory, in virtual time."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from io import StringIO

import httpx
import pytest
import trio
from trio.testing import MockClock

from offhook.actors.asked_at_start import WITHIN_S, ask_services
from offhook.actors.declaration import Remote
from offhook.actors.open_services import open_services
from offhook.actors.openai_remote import openai_remote
from offhook.actors.responder.openai_chat import OpenAiResponderSettings
from offhook.actors.services import Services
from offhook.engine.host.agent import load_agent
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import World
from offhook.simulation.exchange import settings_with
from offhook.simulation.fakes.http_server import Answerer, Answering, HttpServer, Received
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.fakes.openai_models import answer_about_model
from offhook.simulation.world import SimulatedWorld

KEY, WRONG = "sk-proj-0123456789abcdef", "sk-proj-fedcba9876543210"
MEANWHILE = "; meanwhile calls use the next service of the chain"
OWN = "http://box.local/v1"
CHAINS: Mapping[str, Mapping[str, object]] = {
    "recognizer": {"chain": ["openai", "scripted"]},
    "responder": {"chain": ["openai", "scripted"]},
    "speaker": {"chain": ["openai", "tone"]},
}


def answering(status: int, code: str | None = None) -> Answering:
    """An error as OpenAI words it: its message quotes the key."""

    async def answer(request: Received, answerer: Answerer) -> None:
        error = {
            "message": f"not with {request.headers.get('authorization')}",
            "type": "x",
            "param": None,
            "code": code,
        }
        await answerer.whole(status, json.dumps({"error": error}).encode(), "application/json", {})

    return answer


async def hanging(request: Received, answerer: Answerer) -> None:
    await trio.sleep_forever()


def page(status: int) -> Answering:
    """As of a server whose interface has another address."""

    async def answer(request: Received, answerer: Answerer) -> None:
        del request
        await answerer.whole(status, b"<html>Sign in</html>", "text/html; charset=utf-8", {})

    return answer


def knowing(**shutdown_dates: str | None) -> Answering:
    """A server that knows these models."""

    async def answer(request: Received, answerer: Answerer) -> None:
        models = {name.replace("_", "-"): date for name, date in shutdown_dates.items()}
        await answer_about_model(request, answerer, KEY, models)

    return answer


@asynccontextmanager
async def started(
    serve: Callable[[trio.abc.Stream], object], **environment: str
) -> AsyncIterator[tuple[Services, StringIO]]:
    """Services as a server opens them, and its log."""
    settings, log = settings_with(**CHAINS), StringIO()
    agent = load_agent("a.toml", 'name = "a"\nprompt = "You are a clerk."')
    async with in_memory(serve) as (_, transport):  # type: ignore[arg-type]
        world = SimulatedWorld(transport=transport, environment=environment)
        async with open_services(settings, agent, world, open_log(settings.log, world, log), ask=True) as services:
            yield services, log


async def asked(answer: Answering, *, base_url: str | None = OWN, model: str = "gpt-7") -> list[str]:
    """What is said of one language model. Nothing that is said quotes the key."""
    chosen = OpenAiResponderSettings.model_validate({"base_url": base_url, "api_key": KEY, "model": model})
    async with in_memory(HttpServer(answer).serve) as (_, transport):
        world = SimulatedWorld(transport=transport)
        answers = await ask_services({"responder.openai": openai_remote("responder.openai", chosen, {})}, world)
    assert KEY not in f"{answers.warnings()} {answers.failures}"
    return answers.warnings()


async def test_a_wrong_key_is_one_line_and_the_chain_goes_on(autojump_clock: MockClock) -> None:
    """For all three services that have it. They are left alone, and nothing is rendered with the voice."""
    fake = FakeOpenAiAudio(key=KEY)
    async with started(fake.server.serve, OPENAI_API_KEY=WRONG) as (services, log):
        (warning,) = services.warnings[-1:]
        assert warning == (
            "recognizer.openai, responder.openai, speaker.openai: api.openai.com: HTTP 401: the key is not accepted"
            " (invalid_api_key); set OPENAI_API_KEY to a key that is valid; meanwhile calls use the next service of"
            " the chain"
        )
        assert services.next_voice("en") == "tone"
        await trio.sleep(60.1)
        assert services.next_voice("en") == "openai"
    assert log.getvalue().count("invalid_api_key") == 1
    assert "line not rendered" not in log.getvalue()
    assert WRONG not in log.getvalue()
    assert {(request.method, request.path.rpartition("/")[0]) for request in fake.requests} == {("GET", "/v1/models")}


async def test_a_key_that_is_right_is_not_spoken_of(autojump_clock: MockClock) -> None:
    """The log says who is used, in which order and why, and to whom sound and words go."""
    fake = FakeOpenAiAudio(key=KEY)
    async with started(fake.server.serve, OPENAI_API_KEY=KEY) as (services, log):
        assert not any("HTTP" in warning for warning in services.warnings)
        assert services.next_voice("en") == "openai"
        lines = list(services.in_use("en").lines())
    assert 'in_use.recognizer = ["openai", "scripted"]' in lines
    assert 'why.responder.openai = "responder.chain names it; OPENAI_API_KEY is set"' in lines
    assert 'sound_goes_to = ["api.openai.com"]' in lines
    assert 'words_go_to = ["api.openai.com"]' in lines
    assert log.getvalue().count("service in use") == 6
    assert "goes_to=nobody" in log.getvalue()
    assert KEY not in log.getvalue()


async def test_whoever_does_not_answer_is_waited_for_together(autojump_clock: MockClock) -> None:
    """Two seconds for all of them; then the server starts."""
    began = trio.current_time()
    remotes = {
        f"responder.number_{number}": openai_remote(
            "responder.openai", OpenAiResponderSettings(base_url=f"http://box-{number}.local/v1"), {}
        )
        for number in range(5)
    }
    async with in_memory(HttpServer(hanging).serve) as (_, transport):
        answers = await ask_services(remotes, SimulatedWorld(transport=transport))
    assert trio.current_time() - began == pytest.approx(WITHIN_S)
    assert sorted(answers.warnings())[0] == (
        "responder.number_0: box-0.local: no answer within 2 s; check the network, a proxy, and"
        " responder.openai.base_url"
    )
    assert len(answers.warnings()) == 5


async def test_whoever_cannot_be_reached_is_named(autojump_clock: MockClock) -> None:
    """A typing error in an address."""
    chosen = OpenAiResponderSettings(base_url=OWN)
    async with in_memory(HttpServer(hanging).serve) as (network, transport):
        network.refusing = True
        remotes = {"responder.openai": openai_remote("responder.openai", chosen, {})}
        (warning,) = (await ask_services(remotes, SimulatedWorld(transport=transport))).warnings()
    assert warning.startswith("responder.openai: box.local: no connection: it was refused, ")


@pytest.mark.parametrize(
    ("answer", "base_url", "warning"),
    [
        (answering(404), OWN, ""),
        (answering(405), OWN, ""),
        (answering(501), OWN, "box.local: HTTP 501: the server has failed; wait until it works again"),
        (
            answering(404, "model_not_found"),
            None,
            "api.openai.com: HTTP 404: there is no such model, or not for this key (model_not_found); correct"
            " responder.openai.model",
        ),
        (
            answering(429, "insufficient_quota"),
            None,
            "api.openai.com: HTTP 429: the account has no credit left (insufficient_quota); look at the limits and the"
            " credit of the account",
        ),
        (
            answering(402),
            OWN,
            "box.local: HTTP 402: the account has no credit left; look at the limits and the credit of the account",
        ),
        (
            answering(403),
            None,
            "api.openai.com: HTTP 403: the key does not permit this; it may be that responder.openai.api_key is not"
            " allowed to use 'gpt-7'",
        ),
        (page(200), OWN, "box.local: answers with a web page: is responder.openai.base_url right?"),
        (page(404), OWN, "box.local: answers with a web page: is responder.openai.base_url right?"),
        (knowing(gpt_7="2027-03-01"), None, "OpenAI ends 'gpt-7' on 2027-03-01: set responder.openai.model"),
        (knowing(gpt_7="2029-03-01"), None, ""),
        (knowing(gpt_7=None), None, ""),
    ],
)
async def test_what_is_wrong_is_said_with_what_to_do(
    answer: Answering, base_url: str | None, warning: str, autojump_clock: MockClock
) -> None:
    """A server of one's own that does not know the question is no problem."""
    said = [each.removesuffix(MEANWHILE) for each in await asked(answer, base_url=base_url)]
    assert said == ([f"responder.openai: {warning}"] if warning else [])


async def test_a_packages_mistake_keeps_no_server_from_starting(autojump_clock: MockClock) -> None:
    """It is named by its kind; what else it says may be a secret."""

    async def mistaken(world: World, within_s: float) -> list[str]:
        raise httpx.InvalidURL(KEY)

    async def endless(world: World, within_s: float) -> list[str]:
        await trio.sleep_forever()
        return []

    remotes = {"speaker.beep": Remote("b", "", mistaken), "speaker.boop": Remote("b", "", endless)}
    answers = await ask_services({**remotes, "speaker.silent": Remote("b", "")}, SimulatedWorld())
    mistake, late = answers.warnings()
    assert mistake.startswith("speaker.beep: could not be asked whether it works: InvalidURL")
    assert KEY not in mistake
    assert late == "speaker.boop: b: no answer within 2 s"
