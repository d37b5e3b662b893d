"""What a person may set about the voices that need no network."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")


def _by_language(voices: dict[str, str]) -> dict[str, str]:
    """Languages are written like en, de or es-MX."""
    for language in voices:
        if _LANGUAGE.fullmatch(language) is None:
            raise ValueError(f"{language!r} is no language: write it like en, de or es-MX")
    return voices


class _VoiceSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ToneSettings(_VoiceSettings):
    """The tone: a voice of known length and latency, for measurements and demonstrations."""

    seconds: float = Field(default=2.0, ge=0.02, le=60)
    """How long the tone for one sentence is."""
    first_byte_ms: int = Field(default=0, ge=0, le=60_000)
    """How long it waits before the first sound of a sentence."""
    frequency_hz: float = Field(default=440.0, ge=100, le=3400)
    """How high the tone is, within what a telephone line carries."""


class EspeakNgSettings(_VoiceSettings):
    """espeak-ng: clear and robotic, in more than a hundred languages."""

    workers: int = Field(default=1, ge=1, le=16)
    """How many processes speak; calls share them. More use more cores and memory."""
    rate: int = Field(default=160, ge=80, le=450)
    """How fast it speaks, in words a minute."""
    voices: Annotated[dict[str, str], AfterValidator(_by_language)] = {}
    """Voices to use instead of espeak-ng's choice, by language: `{"en": "en-gb", "es": "es-419+f3"}`."""


class FliteSettings(_VoiceSettings):
    """Flite: English only, closer to a human voice than espeak-ng."""

    workers: int = Field(default=1, ge=1, le=16)
    """How many processes speak; calls share them. More use more cores and memory."""
    voice: Literal["rms", "slt", "awb", "kal16"] = "rms"
    """Which of Flite's voices speaks: `rms`, `awb` and `kal16` are men, `slt` is a woman."""
