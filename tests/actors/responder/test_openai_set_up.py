"""How the responder `openai` is set up: keys, addresses, and what the environment has. No clock, no faults."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from pydantic import SecretStr

from offhook.actors.openai_client import open_openai_client
from offhook.actors.openai_server import OpenAiServer
from offhook.actors.responder.openai_chat import OpenAiResponderSettings, open_openai_responder
from offhook.actors.responder.service import (
    ResponderFailed,
    ResponderSession,
)
from offhook.engine.host.agent import load_agent
from offhook.engine.host.worker import WorkerCannotStart
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import KEY
from offhook.simulation.world import SimulatedWorld
from tests.actors.responder.model_server import (
    AGENT,
    OF_OPENAI,
    said,
    session_of,
    settings,
)

# As in test_openai_chat.py.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning",
)


async def test_without_a_key_it_is_not_set_up() -> None:
    """The chain goes on without it."""
    with pytest.raises(WorkerCannotStart, match=r"^no key: neither responder\.openai\.api_key nor OPENAI_API_KEY is"):
        async with open_openai_responder(SimulatedWorld(), OpenAiResponderSettings(), AGENT):
            pass


async def test_without_a_prompt_it_does_not_answer() -> None:
    """An agent that was written for the scripted dialogue is not left to a model."""
    agent = load_agent("b.toml", 'name = "b"')
    with pytest.raises(WorkerCannotStart, match=r"^b.toml has no prompt for a language model$"):
        async with open_openai_responder(SimulatedWorld(), settings("http://model.test/v1"), agent):
            pass


@pytest.mark.parametrize("key", ["sk key", "sk-\u00e9", "sk-\x00"])
async def test_a_key_that_cannot_be_sent_is_told_without_it(key: str) -> None:
    """It would break every request."""
    with pytest.raises(WorkerCannotStart, match=r"^the key cannot be sent") as failure:
        async with open_openai_responder(SimulatedWorld(), OpenAiResponderSettings(api_key=SecretStr(key)), AGENT):
            pass
    assert key not in str(failure.value)


async def test_the_names_of_the_sdk_are_honoured_below_ours() -> None:
    """Key and address from the environment, unless the settings have them."""
    fake = FakeOpenAiChat()
    environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "http://model.test/v1/"}
    async with _in_an_environment(fake, environment) as session:
        await said(session)
    async with _in_an_environment(fake, environment, api_key="sk-ours") as session:
        with pytest.raises(ResponderFailed, match="HTTP 401"):
            await said(session)
    assert [request.headers["host"] for request in fake.http.requests] == ["model.test", "model.test"]


async def test_a_server_of_ones_own_needs_no_key() -> None:
    """One that is named by its address asks for none; something is sent, because the SDK insists."""
    fake = FakeOpenAiChat(key="no-key")
    async with _in_an_environment(fake, {}, base_url="http://model.test/v1") as session:
        assert await said(session)


async def test_nothing_is_asked_of_a_thread() -> None:
    """The SDK would name the platform in one at its first request; no seed determines when a thread is done."""
    chosen = OpenAiResponderSettings(base_url="http://a/v1", api_key=SecretStr("k"))
    server = OpenAiServer("responder.openai", chosen, {})
    async with SimulatedWorld().network() as network:
        client = open_openai_client(network, server, connect_s=1, within_s=2)
        assert client._platform is not None
        assert client.max_retries == 0


@asynccontextmanager
async def _in_an_environment(
    fake: FakeOpenAiChat, environment: Mapping[str, str], **given: object
) -> AsyncIterator[ResponderSession]:
    async with in_memory(fake.serve) as (_, transport):
        world = SimulatedWorld(transport=transport, environment=environment)
        chosen = OpenAiResponderSettings.model_validate({**OF_OPENAI, **given})
        async with open_openai_responder(world, chosen, AGENT) as responder, session_of(responder) as session:
            yield session
