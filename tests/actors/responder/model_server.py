"""A responder that talks to a fake server, over a real socket or in memory."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import trio
from pydantic import BaseModel

from offhook.actors.responder.openai_chat import OpenAiResponderSettings, open_openai_responder
from offhook.actors.responder.openai_responses import OpenAiResponsesSettings, open_openai_responses
from offhook.actors.responder.service import CallerTurn, FirstToken, HeardLine, Occasion, Responder, ResponderSession
from offhook.actors.served_call import ServedCall, TellNobody, use_of_no_call
from offhook.engine.decide.costs import Used
from offhook.engine.host.agent import load_agent
from offhook.engine.host.world import RealWorld, World
from offhook.engine.record.facts.fact import AnyWhat
from offhook.engine.record.reporter import Report
from offhook.engine.run.reply import Sentence
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import KEY, FakeOpenAiModel
from offhook.simulation.fakes.openai_responses import FakeOpenAiResponses
from offhook.simulation.world import SimulatedWorld
from tests.fakes.certificate import CERTIFICATE, trust

PROMPT = "You work at the Harbor Hotel."
AGENT = load_agent("a.toml", f'name = "a"\ngreeting = "Hello."\nprompt = "{PROMPT}"')
LANES = ("socket", "tls", "memory")
OF_OPENAI = {"token_limit_field": "max_completion_tokens", "reasoning_effort": "none"}
"""The address of the fake does not tell whom it imitates."""


def settings(base_url: str, **changed: object) -> OpenAiResponderSettings:
    return OpenAiResponderSettings.model_validate({"api_key": KEY, "base_url": base_url, **OF_OPENAI, **changed})


def opened(
    fake: FakeOpenAiModel, world: World, base_url: str, **changed: object
) -> AbstractAsyncContextManager[Responder]:
    """The responder that speaks what this server speaks."""
    if isinstance(fake, FakeOpenAiChat):
        return open_openai_responder(world, settings(base_url, **changed), AGENT)
    assert isinstance(fake, FakeOpenAiResponses)
    given = {"api_key": KEY, "base_url": base_url, "reasoning_effort": "none", **changed}
    return open_openai_responses(world, OpenAiResponsesSettings.model_validate(given), AGENT)


class Told(TellNobody):
    """What a session reported of its call."""

    def __init__(self) -> None:
        self.facts: list[AnyWhat] = []

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None:
        self.facts.append(what)


_NOBODY = TellNobody()


@asynccontextmanager
async def over_a_socket(fake: FakeOpenAiModel, *, tls: bool = False, **changed: object) -> AsyncIterator[Responder]:
    async with on_a_socket(fake.serve, CERTIFICATE if tls else None) as url:
        world = RealWorld(trust_environment=False, certificates=trust())
        async with opened(fake, world, f"{url}/v1", **changed) as responder:
            yield responder


@asynccontextmanager
async def over_memory(fake: FakeOpenAiModel, **changed: object) -> AsyncIterator[tuple[Responder, MemoryNetwork]]:
    async with in_memory(fake.serve) as (network, transport):
        world = SimulatedWorld(transport=transport)
        async with opened(fake, world, "http://model.test/v1", **changed) as responder:
            yield responder, network


@asynccontextmanager
async def reached(lane: str, fake: FakeOpenAiModel, **changed: object) -> AsyncIterator[Responder]:
    """By one of the ways."""
    if lane == "memory":
        async with over_memory(fake, **changed) as (responder, _):
            yield responder
    else:
        async with over_a_socket(fake, tls=lane == "tls", **changed) as responder:
            yield responder


@asynccontextmanager
async def session_of(
    responder: Responder,
    language: str = "en",
    report: Report = _NOBODY,
    used: Callable[[str, Used], None] = use_of_no_call,
) -> AsyncIterator[ResponderSession]:
    async with responder.session(ServedCall("+15550100", language, report, used)) as session:
        yield session


async def said(
    session: ResponderSession, words: str = "are you open", heard: Sequence[HeardLine] = ()
) -> list[str | FirstToken]:
    """The reply to these words: its sentences as text."""
    found: list[str | FirstToken] = []
    async with session.reply(CallerTurn(Occasion.SPEECH, words), heard, never) as parts:
        async for part in parts:
            match part:
                case Sentence(text):
                    found.append(text)
                case FirstToken():
                    found.append(part)
    return found


async def never() -> None:
    await trio.sleep_forever()


def has_no_unknown_field(model: BaseModel) -> None:
    """A frame that the SDK has parsed has none that its types do not name."""
    assert not model.model_extra, f"{type(model).__name__} has {model.model_extra}"
    for value in dict(model).values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, BaseModel):
                has_no_unknown_field(each)
