"""The `[speaker]` section."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from offhook.actors.speaker.voice_settings import EspeakNgSettings, FliteSettings, ToneSettings
from offhook.engine.contradictions import refuse
from offhook.engine.settings import FilePath, FrameMs, Seconds, Section, each_once


class CacheSettings(Section):
    """The voice cache: sentences that were said before start at once."""

    memory_mb: Annotated[int, Field(ge=0, le=65_536)] = 64
    """One megabyte is about two minutes of speech. 0: every sentence is rendered each time."""
    path: FilePath = ""
    """A directory that keeps rendered sentences for the next start. It then holds the sound of what was said to
    callers. Empty: memory only, as it must be if `memory_mb` is 0."""
    disk_mb: Annotated[int, Field(ge=1, le=1_048_576)] = 256
    """How large the directory may become; several servers, voices and agents may share it."""

    @model_validator(mode="after")
    def _fit_together(self) -> "CacheSettings":
        no_use = "what memory has no room for is not kept on disk either; leave path out, or give memory_mb some room"
        refuse(self, (self.path != "" and self.memory_mb == 0, "path memory_mb", no_use))
        return self


class SpeakerSettings(Section):
    """Which voices, and how their audio is sent."""

    chain: Annotated[
        tuple[Literal["flite", "espeak_ng", "tone"], ...], Field(min_length=1), AfterValidator(each_once)
    ] = ("flite", "espeak_ng")
    """In order of preference; a voice that is not installed or does not speak the call's language is skipped."""
    lead_ms: Annotated[int, Field(ge=100, le=5000)] = 400
    """How much audio may wait unplayed at the carrier. More bridges longer stalls of the network."""
    chunk_ms: FrameMs = 100
    """Audio per message, after a reply's first one of 20 ms: never more than 200 ms, or half of the lead."""
    piece_within_s: Seconds = 3.0
    """How long a voice may take for its next audio."""
    item_within_s: Seconds = 10.0
    """How long the line writer may take to accept a message before the speaker counts as hung; longer than
    `limits.carrier_stalled_s`."""
    cache: CacheSettings = CacheSettings()
    tone: ToneSettings = ToneSettings()
    espeak_ng: EspeakNgSettings = EspeakNgSettings()
    flite: FliteSettings = FliteSettings()
