"""Settings of the responders that need no service."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from offhook.actors.responder.sentence_splitter import FIRST_CLAUSE_CHARACTERS

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
    """What it says, every time."""
    first_sentence_ms: Wait = 0
    """How long it waits before the first sentence."""
    sentence_ms: Wait = 0
    """How long it waits before each further sentence."""
    characters_per_s: int = Field(default=0, ge=0, le=10_000)
    """0: each sentence is there at once, after its wait. Else how fast the text is written, four characters at a time
    as a model does, and the two waits above count for nothing."""
    first_token_ms: Wait = 0
    """How long it waits before the first characters, where it writes."""
    first_clause_characters: int = Field(default=FIRST_CLAUSE_CHARACTERS, ge=0, le=500)
    """How long a clause must be to be said before its sentence is written to the end; 0: never."""
