"""A responder that asks a language model, whatever interface its server speaks."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Protocol, TypeVar

import trio

from offhook.actors.openai_models import shutdown_warning
from offhook.actors.openai_server import OpenAiServer
from offhook.actors.responder.called_tools import CalledTools, Given
from offhook.actors.responder.model_messages import Message, estimated_tokens, messages
from offhook.actors.responder.model_reply import ModelReply, PieceSource
from offhook.actors.responder.model_settings import ModelSettings
from offhook.actors.responder.prepared_parts import PreparedParts
from offhook.actors.responder.service import (
    CallerTurn,
    Commit,
    Heard,
    Occasion,
    Responder,
    ResponderSession,
    Sentence,
    ToolUses,
    Written,
)
from offhook.actors.responder.told_tools import tokens_of_tools
from offhook.actors.served_call import ServedCall
from offhook.actors.warm_up import WarmConnections
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.agent import Agent
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.host.world import World
from offhook.engine.record import facts
from offhook.engine.record.facts import Fault
from offhook.engine.words.expectation import Expectation

if TYPE_CHECKING:
    from openai import AsyncOpenAI

CLOSE_WITHIN_S = 1.0
_GIVEN_KEPT = 100  # calls
SettingsT = TypeVar("SettingsT", bound=ModelSettings)


class Model(Protocol):
    """One model on one server, for all calls."""

    def asked(self, told: Sequence[Message], tools: Sequence[ToolOffer], given: Mapping[str, Given]) -> PieceSource:
        """What the model writes, and which of these tools it calls. The request is made when it is first read. `given`
        is what this model has given with calls, by their ids."""


@asynccontextmanager
async def open_model_responder(
    name: str,
    world: World,
    settings: SettingsT,
    agent: Agent,
    make_model: "Callable[[AsyncOpenAI, SettingsT, bool], Model]",
) -> AsyncIterator[Responder]:
    """`make_model` is told whether the server is OpenAI's. Raises WorkerCannotStart without a key, or for an agent
    without a prompt."""
    server = server_of(name, world, settings)
    if lacking := lacks_prompt(agent):
        raise WorkerCannotStart(lacking)
    # The SDK takes as long to import as all the rest of us together, and most commands need none of it.
    from offhook.actors.openai_client import open_openai_client

    async with world.network() as network:
        client = open_openai_client(network, server, connect_s=settings.connect_s, within_s=settings.total_s)
        yield _ModelResponder(name, make_model(client, settings, server.is_openai), settings, agent)


def lacks_prompt(agent: Agent) -> str:
    return "" if agent.prompt.strip() else f"{agent.path} has no prompt for a language model"


def model_warnings(name: str, world: World, settings: ModelSettings) -> Sequence[str]:
    """A model that ends soon; a server of somebody else may offer one of the same name for as long as it likes."""
    if not server_of(name, world, settings).is_openai:
        return ()
    warning = shutdown_warning(settings.model, world.wall_time())
    return (f"{warning}: set responder.{name}.model",) if warning else ()


def model_connections(name: str, world: World, settings: ModelSettings) -> Sequence[WarmConnections]:
    """One to use, and one for when an interruption has cost the first."""
    return server_of(name, world, settings).warm(2)


def server_of(name: str, world: World, settings: ModelSettings) -> OpenAiServer:
    return OpenAiServer(f"responder.{name}", settings, world.environment())


class _ModelResponder:
    counts_itself = True

    def __init__(self, name: str, model: Model, settings: ModelSettings, agent: Agent) -> None:
        self._name, self._model, self._settings, self._agent = name, model, settings, agent

    @property
    def name(self) -> str:
        return self._name

    def speaks(self, language: str) -> bool:
        del language  # models answer in whatever language they are told to
        return True

    def expectations(self) -> tuple[Expectation, ...]:
        return ()

    def lines(self) -> tuple[str, ...]:
        greeting = self._agent.filled().greeting
        return (greeting,) if greeting else ()

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[ResponderSession]:
        return nullcontext(_ModelSession(self._name, self._model, self._settings, self._agent, call))


class _ModelSession:
    """It remembers nothing of the conversation, which is told anew with each turn, as it was heard."""

    def __init__(self, name: str, model: Model, settings: ModelSettings, agent: Agent, call: ServedCall) -> None:
        self._name, self._model, self._settings, self._call = name, model, settings, call
        self._agent = agent
        self._given: dict[str, Given] = {}

    @property
    def _agent_now(self) -> Agent:
        return self._call.agent_now or self._agent

    @property
    def _prompt(self) -> str:
        """Constant at the front, so that the server may reuse what it has computed of it."""
        language = (
            f"The caller speaks the language with the tag {self._call.language_now!r}: answer in that language alone,"
            " whatever language the words above are written in."
        )
        instructions = (self._agent_now.prompt.strip(), self._settings.instructions.strip())
        return "\n\n".join([*filter(None, instructions), language])

    @property
    def expected(self) -> Expectation:
        return Expectation(language=self._call.language_now)

    def understands(self, *turns: CallerTurn) -> bool:
        return bool(turns)

    def collected(self) -> None:
        return None

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        """The request is made when the first part is asked for: words that are only passed on cost nothing."""
        if turn.occasion is Occasion.ANSWERED:
            greeting = self._agent_now.greeting
            yield PreparedParts([(0.0, Sentence(greeting))] if greeting else [])
            return
        told = messages(self._prompt, heard, turn, self._settings.history_tokens)
        tools = self._call.tools
        called = _called(tools, heard)
        source = self._model.asked(told, tools, self._given)
        reply = ModelReply(source, self._settings, self._call.language_now, self._cut, called)
        try:
            yield reply
        finally:
            used = reply.used(sum(map(estimated_tokens, told)) + tokens_of_tools(tools))
            if used is not None:
                self._call.used(f"responder.{self._name}", used)
            with trio.move_on_after(CLOSE_WITHIN_S, shield=True):
                await source.close()
            if called is not None:
                kept = [*self._given.items(), *called.given.items()]
                self._given = dict(kept[-_GIVEN_KEPT:])

    def _cut(self, why: str) -> None:
        self._call.report(facts.ServiceFailed(Fault.RESPONDER_FAILED, self._name, why))


def _called(tools: Sequence[ToolOffer], heard: Sequence[Heard]) -> CalledTools | None:
    if not tools:
        return None
    return CalledTools(tools, [use.id for each in heard if isinstance(each, ToolUses) for use in each.uses])
