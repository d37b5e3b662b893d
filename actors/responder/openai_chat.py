"""The responder `openai`: a language model over chat completions, of OpenAI or of any server that speaks the same
(vLLM, Ollama, llama.cpp ...)."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Literal

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

NAME = "openai"
PATH = "/chat/completions"


class OpenAiResponderSettings(ModelSettings):
    """A language model of OpenAI, or of any server that speaks chat completions; docs/services.md."""

    token_limit_field: Literal["max_completion_tokens", "max_tokens"] | None = None
    """What `max_tokens` is called in a request. Unset: `max_completion_tokens` for OpenAI's models, `max_tokens` for
    others."""
    ask_usage: bool = True
    """Whether the server is asked how many tokens a reply used. A few servers refuse the question."""


def open_openai_responder(
    world: World, settings: OpenAiResponderSettings, agent: Agent
) -> AbstractAsyncContextManager[Responder]:
    from offhook.actors.responder.openai_chat_stream import ChatModel  # it imports the SDK

    return open_model_responder(NAME, world, settings, agent, ChatModel)


def _warnings(world: World, settings: OpenAiResponderSettings) -> Sequence[str]:
    return model_warnings(NAME, world, settings)


def _connections(world: World, settings: OpenAiResponderSettings) -> Sequence[WarmConnections]:
    return model_connections(NAME, world, settings)


OPENAI = ResponderDeclaration(
    NAME,
    OpenAiResponderSettings,
    open_openai_responder,
    _warnings,
    connections=_connections,
    lacks=lacks_prompt,
    remote=partial(openai_remote, f"responder.{NAME}", endpoint=PATH),
)
