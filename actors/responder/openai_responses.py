"""The responder `openai_responses`: a language model over OpenAI's Responses, which some models of OpenAI want, and
which other servers (vLLM, Ollama, llama.cpp ...) speak too."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial

from offhook.actors.openai_remote import openai_remote
from offhook.actors.responder.model_responder import (
    lacks_prompt,
    model_connections,
    model_warnings,
    open_model_responder,
)
from offhook.actors.responder.model_settings import ModelSettings
from offhook.actors.responder.service import Responder, ResponderDeclaration
from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.agent import Agent
from offhook.engine.host.world import World

NAME = "openai_responses"
PATH = "/responses"


class OpenAiResponsesSettings(ModelSettings):
    """A language model of OpenAI, or of any server that speaks Responses; docs/services.md."""


def open_openai_responses(
    world: World, settings: OpenAiResponsesSettings, agent: Agent
) -> AbstractAsyncContextManager[Responder]:
    from offhook.actors.responder.openai_responses_stream import ResponsesModel  # it imports the SDK

    return open_model_responder(NAME, world, settings, agent, ResponsesModel)


def _warnings(world: World, settings: OpenAiResponsesSettings) -> Sequence[str]:
    return model_warnings(NAME, world, settings)


def _connections(world: World, settings: OpenAiResponsesSettings) -> Sequence[WarmConnections]:
    return model_connections(NAME, world, settings)


OPENAI_RESPONSES = ResponderDeclaration(
    NAME,
    OpenAiResponsesSettings,
    open_openai_responses,
    _warnings,
    connections=_connections,
    lacks=lacks_prompt,
    only_named=True,  # the same key sets `openai` up, and what fails there mostly fails here
    remote=partial(openai_remote, f"responder.{NAME}", endpoint=PATH),
)
