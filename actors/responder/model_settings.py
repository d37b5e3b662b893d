"""What may be set about a language model, whatever interface its server speaks."""

import json
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, model_validator

from offhook.actors.keyed_server import BaseUrl
from offhook.engine.host.contradictions import refuse
from offhook.engine.host.settings import Seconds, Section
from offhook.engine.words.sentence_splitter import FIRST_CLAUSE_CHARACTERS

_ON_THE_PHONE = (
    "You are speaking on the telephone, and your words are read aloud. Answer in one to three short sentences, as one"
    " speaks: no lists, no headings, no Markdown, no emoji, no code, no web addresses. Ask one question at a time. What"
    " the caller said comes from speech recognition and may contain mistakes. An answer of yours that ends with … was"
    " interrupted there: the caller did not hear the rest."
)


def _json_object(value: str) -> str:
    """Empty, or an object in JSON."""
    try:
        if value and not isinstance(json.loads(value), dict):
            raise ValueError("no object")
    except (ValueError, RecursionError):
        raise ValueError('must be an object in JSON, such as {"keep_alive": -1}') from None
    return value


class ModelSettings(Section):
    """What all language models have in common."""

    api_key: SecretStr | None = None
    """Unset: `OPENAI_API_KEY`, the variable of OpenAI's own SDK. A server that is named by `base_url` may need none."""
    base_url: BaseUrl | None = None
    """Where requests go. Unset: `OPENAI_BASE_URL`, or else OpenAI."""
    model: Annotated[str, Field(min_length=1, max_length=200)] = "gpt-6-luna"
    """The model's name, as the server knows it."""
    instructions: Annotated[str, Field(max_length=10_000)] = _ON_THE_PHONE
    """Told to the model after the agent file's `prompt`."""
    history_tokens: Annotated[int, Field(ge=0, le=1_000_000)] = 3000
    """How much of the conversation a model is told, without the prompt; the oldest turns are left out first. A token is
    taken for four bytes of text."""
    max_tokens: Annotated[int, Field(ge=1, le=100_000)] = 400
    """How long a reply may be. At this length it ends after its last whole sentence."""
    max_characters: Annotated[int, Field(ge=1, le=100_000)] = 3000
    """A reply that is longer than this is cut after its last whole sentence: not every server keeps to `max_tokens`."""
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    """How freely the model chooses its words. Unset: as the server has it."""
    reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None = None
    """How long the model thinks before it answers. Unset: `none` for OpenAI's models, and not sent for others."""
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
    def _fit_together(self) -> "ModelSettings":
        refuse(
            self,
            (
                self.first_token_s > self.total_s,
                "first_token_s total_s",
                "a reply would be given up before its first word is due",
            ),
        )
        return self
