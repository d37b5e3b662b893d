"""Settings of the responders that need no service."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Sentence = Annotated[str, Field(min_length=1, max_length=500)]
Wait = Annotated[int, Field(ge=0, le=60_000)]


class ScriptedResponderSettings(BaseModel):
    """What the responder `scripted` says, and how long it pretends to think."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sentences: tuple[Sentence, Sentence, Sentence] = (
        "This is the first of three sentences.",
        "The second one is somewhat longer, so that there is time to interrupt it.",
        "And this was the third.",
    )
    first_sentence_ms: Wait = Field(default=0, description="wait before the first sentence")
    sentence_ms: Wait = Field(default=0, description="wait before each further sentence")
