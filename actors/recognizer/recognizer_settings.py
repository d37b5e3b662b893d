"""What a person may set about the recognizers that need no network."""

from pydantic import BaseModel, ConfigDict, Field


class _RecognizerSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ScriptedRecognizerSettings(_RecognizerSettings):
    """The scripted recognizer: the same words, whatever was said; for measurements and tests."""

    text: str = Field(default="hello", max_length=1000)
    """The words it has heard."""
    final_ms: int = Field(default=0, ge=0, le=60_000)
    """How long after the end of speech it has them."""


class BatchRecognizerSettings(_RecognizerSettings):
    """The same, like a service without streaming: it takes an utterance in one piece."""

    text: str = Field(default="hello", max_length=1000)
    """The words it has heard."""
    final_ms: int = Field(default=300, ge=0, le=60_000)
    """How long after the end of speech it has them."""


class PocketsphinxSettings(_RecognizerSettings):
    """pocketsphinx: English, best where the dialogue expects few phrases."""

    workers: int = Field(default=1, ge=1, le=16)
    """How many processes recognise; calls share them. More use more cores and memory."""
