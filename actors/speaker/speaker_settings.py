"""The `[speaker]` section."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from offhook.actors.registry import VOICES
from offhook.actors.role_settings import HedgeMs, RoleSettings, with_services
from offhook.actors.speaker.service import VoiceDeclaration
from offhook.engine.host.contradictions import refuse
from offhook.engine.host.settings import FilePath, FrameMs, Seconds, Section


class CacheSettings(Section):
    """Sentences that were said before start at once: their sound is kept."""

    memory_mb: Annotated[int, Field(ge=0, le=65_536)] = 64
    """One megabyte is about two minutes of speech. 0: every sentence is rendered each time."""
    path: FilePath = ""
    """A directory that gives the next start what this one has rendered. It then holds the sound of what was said to
    callers. Empty: memory only, as it must be where `memory_mb` is 0."""
    disk_mb: Annotated[int, Field(ge=1, le=1_048_576)] = 256
    """How large the directory may become; several servers, voices and agents may share it."""

    @model_validator(mode="after")
    def _fit_together(self) -> "CacheSettings":
        no_use = "what memory has no room for is not kept on disk either; leave path out, or give memory_mb some room"
        refuse(self, (self.path != "" and self.memory_mb == 0, "path memory_mb", no_use))
        return self


@with_services(*VOICES)
class SpeakerSettings(RoleSettings):
    """Which voices, and how their sound goes out."""

    services: ClassVar[Mapping[str, VoiceDeclaration[Section]]]
    chain: tuple[str, ...] | None = None
    """In order of preference; what is missing here or cannot speak the call's language is skipped. Unset: services
    over the network that have a key or an address, and behind them those that need none; docs/services.md."""
    lead_ms: Annotated[int, Field(ge=100, le=5000)] = 400
    """How much audio may wait unplayed at the carrier. More bridges longer stalls of the network."""
    chunk_ms: FrameMs = 100
    """Audio per message, after a reply's first one of 20 ms: never more than 200 ms, or half of the lead."""
    piece_within_s: Seconds = 3.0
    """How long a voice may keep the caller waiting for its next sound."""
    switch_within_s: Seconds = 0.8
    """The same for a voice behind which the chain has another one, which then takes over."""
    hedge_ms: HedgeMs | None = None
    """After how long without sound the next voice is asked too; the faster one speaks the sentence, and both cost. Less
    than `switch_within_s`. Unset: never."""
    item_within_s: Seconds = 10.0
    """How long the line writer may take to accept a message before the speaker is taken for hung; longer than
    `limits.carrier_stalled_s`."""
    cache: CacheSettings = CacheSettings()

    @model_validator(mode="after")
    def _fit_together(self) -> "SpeakerSettings":
        refuse(self, self.hedges_after(self.switch_within_s))
        return self
