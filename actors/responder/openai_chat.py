"""The responder `openai`: a language model over chat completions, of OpenAI or of any server that speaks the same
(vLLM, Ollama, llama.cpp ...)."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from offhook.actors.openai_models import shutdown_warning
from offhook.actors.responder.model_messages import messages
from offhook.actors.responder.prepared_parts import PreparedParts
from offhook.actors.responder.sentence_splitter import FIRST_CLAUSE_CHARACTERS
from offhook.actors.responder.service import (
    CallerTurn,
    Commit,
    HeardLine,
    Occasion,
    Responder,
    ResponderDeclaration,
    ResponderSession,
    Sentence,
    Written,
)
from offhook.actors.served_call import ServedCall
from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.agent import Agent
from offhook.engine.host.contradictions import refuse
from offhook.engine.host.settings import Seconds, Section
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.host.world import World
from offhook.engine.words.expectation import Expectation

if TYPE_CHECKING:
    from offhook.actors.responder.openai_chat_stream import ChatModel

NAME = "openai"
OPENAI_URL = "https://api.openai.com/v1"
KEY_VARIABLE, URL_VARIABLE = "OPENAI_API_KEY", "OPENAI_BASE_URL"
_NO_KEY = "no-key"  # a server of one's own asks for none, and the SDK insists on one
_ON_THE_PHONE = (
    "You are speaking on the telephone, and your words are read aloud. Answer in one to three short sentences, as one"
    " speaks: no lists, no headings, no Markdown, no emoji, no code, no web addresses. Ask one question at a time. What"
    " the caller said comes from speech recognition and may contain mistakes. An answer of yours that ends with … was"
    " interrupted there: the caller did not hear the rest."
)


def _web_address(value: str) -> str:
    """An address such as https://api.openai.com/v1, without user, query or fragment."""
    url = urlsplit(value)
    if url.scheme not in ("http", "https") or not url.hostname or "@" in url.netloc or url.query or url.fragment:
        raise ValueError("must be an address such as https://api.openai.com/v1, without user, query or fragment")
    return value.rstrip("/")


def _json_object(value: str) -> str:
    """Empty, or an object in JSON."""
    try:
        if value and not isinstance(json.loads(value), dict):
            raise ValueError("no object")
    except (ValueError, RecursionError):
        raise ValueError('must be an object in JSON, such as {"keep_alive": -1}') from None
    return value


class OpenAiResponderSettings(Section):
    """A language model of OpenAI, or of any server that speaks chat completions; docs/services.md."""

    api_key: SecretStr | None = None
    """Unset: `OPENAI_API_KEY`, the variable of OpenAI's own SDK. A server that is named by `base_url` may need none."""
    base_url: Annotated[str, AfterValidator(_web_address)] | None = None
    """Where requests go. Unset: `OPENAI_BASE_URL`, or else OpenAI."""
    model: Annotated[str, Field(min_length=1, max_length=200)] = "gpt-6-luna"
    """The model's name, as the server knows it."""
    instructions: Annotated[str, Field(max_length=10_000)] = _ON_THE_PHONE
    """Told to the model after the agent file's `prompt`."""
    history_tokens: Annotated[int, Field(ge=0, le=1_000_000)] = 3000
    """How much of the conversation a model is told, without the prompt; the oldest turns are left out first. A token is
    taken for four bytes of text."""
    max_tokens: Annotated[int, Field(ge=1, le=100_000)] = 400
    """How long a reply may be."""
    max_characters: Annotated[int, Field(ge=1, le=100_000)] = 3000
    """A reply that is longer than this is given up: not every server keeps to `max_tokens`."""
    token_limit_field: Literal["max_completion_tokens", "max_tokens"] | None = None
    """What `max_tokens` is called in a request. Unset: `max_completion_tokens` for OpenAI, `max_tokens` for others."""
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    """How freely the model chooses its words. Unset: as the server has it."""
    reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None = None
    """How long the model thinks before it answers. Unset: `none` for OpenAI, and not sent to others."""
    ask_usage: bool = True
    """Whether the server is asked how many tokens a reply used. A few servers refuse the question."""
    extra_body: Annotated[str, AfterValidator(_json_object)] = ""
    """More fields for each request, as JSON: `{"keep_alive": -1}`."""
    first_clause_characters: int = Field(default=FIRST_CLAUSE_CHARACTERS, ge=0, le=500)
    """How long a clause must be to be said before its sentence is written to the end; 0: never."""
    connect_s: Seconds = 2.0
    """How long a connection may take."""
    first_token_s: Seconds = 4.0
    """How long the first word may be in coming, from the request on; no longer than `total_s`."""
    gap_s: Seconds = 3.0
    """How long the next word may be in coming."""
    total_s: Seconds = 30.0
    """How long a reply may be waited for in all; time in which it waits for the voice does not count."""

    @model_validator(mode="after")
    def _fit_together(self) -> "OpenAiResponderSettings":
        refuse(
            self,
            (
                self.first_token_s > self.total_s,
                "first_token_s total_s",
                "a reply would be given up before its first word is due",
            ),
        )
        return self


class _Address:
    """Where requests go, and with which key."""

    def __init__(self, settings: OpenAiResponderSettings, environment: Mapping[str, str]) -> None:
        named = settings.base_url or environment.get(URL_VARIABLE, "").strip().rstrip("/")
        self.base_url = named or OPENAI_URL
        given = settings.api_key.get_secret_value() if settings.api_key else environment.get(KEY_VARIABLE, "")
        self.key = given.strip() or (_NO_KEY if named else "")
        host = urlsplit(self.base_url).hostname or ""
        self.is_openai = host == "openai.com" or host.endswith(".openai.com")

    def check(self) -> None:
        """Raises WorkerCannotStart."""
        if not self.key:
            raise WorkerCannotStart(f"not set up: neither responder.{NAME}.api_key nor {KEY_VARIABLE} is set")
        if not self.key.isascii() or not self.key.isprintable() or " " in self.key:
            raise WorkerCannotStart("the key cannot be sent: it holds blanks, or characters that are not ASCII")
        try:
            _web_address(self.base_url)
        except ValueError as exc:
            raise WorkerCannotStart(f"{URL_VARIABLE}: {exc}") from None


@asynccontextmanager
async def open_openai_responder(
    world: World, settings: OpenAiResponderSettings, agent: Agent
) -> AsyncIterator[Responder]:
    """Raises WorkerCannotStart without a key, or for an agent without a prompt."""
    address = _Address(settings, world.environment())
    address.check()
    if not agent.prompt.strip():
        raise WorkerCannotStart(f"{agent.path} has no prompt for a language model")
    # The SDK takes as long to import as all the rest of us together, and most commands need none of it.
    from offhook.actors.openai_client import open_openai_client
    from offhook.actors.responder.openai_chat_stream import ChatModel

    async with world.network() as network:
        client = open_openai_client(
            network,
            base_url=address.base_url,
            key=address.key,
            connect_s=settings.connect_s,
            within_s=settings.total_s,
        )
        yield _OpenAiResponder(ChatModel(client, settings, is_openai=address.is_openai), settings, agent)


class _OpenAiResponder:
    def __init__(self, model: "ChatModel", settings: OpenAiResponderSettings, agent: Agent) -> None:
        self._model, self._settings, self._agent = model, settings, agent

    @property
    def name(self) -> str:
        return NAME

    def speaks(self, language: str) -> bool:
        del language  # models answer in whatever language they are told to
        return True

    def expectations(self) -> tuple[Expectation, ...]:
        return ()

    def lines(self) -> tuple[str, ...]:
        return (self._agent.greeting,) if self._agent.greeting else ()

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[ResponderSession]:
        return nullcontext(_OpenAiSession(self._model, self._settings, self._agent, call.language))


class _OpenAiSession:
    """It remembers nothing: the conversation is told anew with each turn, as it was heard."""

    def __init__(self, model: "ChatModel", settings: OpenAiResponderSettings, agent: Agent, language: str) -> None:
        self._model, self._settings, self._language = model, settings, language
        self._greeting = agent.greeting
        spoken = f"The caller speaks the language {language!r}: answer in it."
        # Constant at the front, so that the server may reuse what it has computed of it.
        self._prompt = "\n\n".join(filter(None, (agent.prompt.strip(), settings.instructions.strip(), spoken)))

    @property
    def expected(self) -> Expectation:
        return Expectation(language=self._language)

    def understands(self, *turns: CallerTurn) -> bool:
        return bool(turns)

    def collected(self) -> None:
        return None

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[HeardLine], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        """The request is made when the first part is asked for: words that are only passed on cost nothing."""
        if turn.occasion is Occasion.ANSWERED:
            yield PreparedParts([(0.0, Sentence(self._greeting))] if self._greeting else [])
            return
        told = messages(self._prompt, heard, turn, self._settings.history_tokens)
        async with self._model.writing(told, self._language) as parts:
            yield parts


def _warnings(world: World, settings: OpenAiResponderSettings) -> Sequence[str]:
    if not _Address(settings, world.environment()).is_openai:
        return ()
    warning = shutdown_warning(settings.model, world.wall_time())
    return (f"{warning}: set responder.{NAME}.model",) if warning else ()


def _connections(world: World, settings: OpenAiResponderSettings) -> Sequence[WarmConnections]:
    """One to use, and one for when an interruption has cost the first."""
    address = _Address(settings, world.environment())
    return (WarmConnections(f"{address.base_url}/models", {"Authorization": f"Bearer {address.key}"}, 2),)


OPENAI = ResponderDeclaration(NAME, OpenAiResponderSettings, open_openai_responder, _warnings, _connections)
