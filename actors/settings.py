"""All settings: the engine's sections and those of the three speaking roles."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from offhook.actors.recognizer.recognizer_settings import (
    BatchRecognizerSettings,
    PocketsphinxSettings,
    ScriptedRecognizerSettings,
)
from offhook.actors.responder.responder_settings import ScriptedResponderSettings
from offhook.actors.speaker.speaker_settings import SpeakerSettings
from offhook.engine.contradictions import refuse
from offhook.engine.settings import EngineSettings, FilePath, Seconds, Section, each_once


class RecognizerSettings(Section):
    """Which recognizers, and how long they may take."""

    chain: Annotated[
        tuple[Literal["pocketsphinx", "scripted", "scripted_batch"], ...],
        Field(min_length=1),
        AfterValidator(each_once),
    ] = ("pocketsphinx",)
    """In order of preference; a service that is not installed or does not know the call's language is skipped."""
    final_within_s: Seconds = 1.5
    """How long recognition may take after the caller has finished."""
    scripted: ScriptedRecognizerSettings = ScriptedRecognizerSettings()
    scripted_batch: BatchRecognizerSettings = BatchRecognizerSettings()
    pocketsphinx: PocketsphinxSettings = PocketsphinxSettings()


class ResponderSettings(Section):
    """Which responders, and how long they may take."""

    chain: Annotated[tuple[Literal["dialogue", "scripted"], ...], Field(min_length=1), AfterValidator(each_once)] = (
        "dialogue",
    )
    """In order of preference; a service that does not know the call's language is skipped."""
    part_within_s: Seconds = 5.0
    """How long each sentence of a reply may take."""
    max_drafts: Annotated[int, Field(ge=0, le=20)] = 2
    """How many drafts a turn may have: replies at a pause, in case it is the end. 0 for none. Discarded ones cost."""
    scripted: ScriptedResponderSettings = ScriptedResponderSettings()


class AgentSettings(Section):
    """Who answers the telephone."""

    path: FilePath = "agents/front_desk.toml"
    """An agent file; docs/agent-file.md describes it. The default comes with Offhook, and is used if the folder in
    which the server was started has no such file."""


class Settings(EngineSettings):
    """Everything a person may set."""

    agent: AgentSettings = AgentSettings()
    recognizer: RecognizerSettings = RecognizerSettings()
    responder: ResponderSettings = ResponderSettings()
    speaker: SpeakerSettings = SpeakerSettings()

    @model_validator(mode="after")
    def _fit_together(self) -> "Settings":
        """What belongs to two sections. No more than contradicts itself: words that come after `barge_in.verdict_s`
        or `floor.thinking_s` still count, so `recognizer.final_within_s` may be longer than either."""
        refuse(
            self,
            (
                self.limits.carrier_stalled_s >= self.speaker.item_within_s,
                "limits.carrier_stalled_s speaker.item_within_s",
                "the speaker would be taken for hung, again and again, before the carrier is known to be stalled;"
                " item_within_s must be the longer one",
            ),
        )
        return self
