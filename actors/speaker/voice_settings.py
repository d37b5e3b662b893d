"""What a person may set about the voices that need no network."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _VoiceSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ToneSettings(_VoiceSettings):
    """The tone: a voice of known length and latency, for measurements and demonstrations."""

    seconds: float = Field(default=2.0, ge=0.02, le=60)
    first_byte_ms: int = Field(default=0, ge=0, le=60_000)
    frequency_hz: float = Field(default=440, ge=100, le=3400)  # what a telephone line carries


class EspeakNgSettings(_VoiceSettings):
    """espeak-ng: clear and robotic, in more than a hundred languages."""

    workers: int = Field(default=1, ge=1, le=16)
    rate: int = Field(default=160, ge=80, le=450)  # words a minute
    voices: dict[str, str] = {}
    """Voices to use instead of espeak-ng's choice, by language: `{"en": "en-gb", "es": "es-419+f3"}`."""


class FliteSettings(_VoiceSettings):
    """Flite: English only, closer to a human voice than espeak-ng."""

    workers: int = Field(default=1, ge=1, le=16)
    voice: Literal["rms", "slt", "awb", "kal16"] = "rms"
