"""All settings: the engine's sections and those of the three speaking roles."""

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from offhook.actors.prices import PricesSettings
from offhook.actors.recognizer.service import RecognizerDeclaration
from offhook.actors.registry import RECOGNIZERS, RESPONDERS
from offhook.actors.responder.service import ResponderDeclaration
from offhook.actors.role_settings import HedgeMs, RoleSettings, with_services
from offhook.actors.speaker.speaker_settings import SpeakerSettings
from offhook.engine.decide.costs import PriceList
from offhook.engine.host.called_address import called_address
from offhook.engine.host.contradictions import refuse
from offhook.engine.host.settings import EngineSettings, FilePath, Seconds, Section
from offhook.engine.record.hook_settings import HookSettings


@with_services(*RECOGNIZERS)
class RecognizerSettings(RoleSettings):
    """Which recognizers, and how long they may take."""

    services: ClassVar[Mapping[str, RecognizerDeclaration[Section]]]
    chain: tuple[str, ...] | None = None
    """In order of preference; what is missing here or cannot hear the call's language is skipped. Unset: services
    over the network that have a key or an address, and behind them those that need none; docs/services.md."""
    final_within_s: Seconds = 1.5
    """How long the words may be in coming after the caller has finished."""
    switch_within_s: Seconds = 1.0
    """The same for a service behind which the chain has another one, which then takes over."""
    hedge_ms: HedgeMs | None = None
    """After how long without the words the next service is asked too; the faster one is believed, and both cost. Less
    than `switch_within_s`. Unset: never."""

    @model_validator(mode="after")
    def _fit_together(self) -> "RecognizerSettings":
        refuse(self, self.hedges_after(self.switch_within_s))
        return self


@with_services(*RESPONDERS)
class ResponderSettings(RoleSettings):
    """Which responders, and how long they may take."""

    services: ClassVar[Mapping[str, ResponderDeclaration[Section]]]
    chain: tuple[str, ...] | None = None
    """In order of preference; what cannot speak the call's language is skipped. Unset: language models that have a key
    or an address if the agent file has a `prompt`, and behind them `dialogue` if it has a `[dialogue]`;
    docs/services.md."""
    part_within_s: Seconds = 5.0
    """How long each next sentence of a reply may be in coming."""
    switch_within_s: Seconds = 1.8
    """The same, and also for the first word, of a service behind which the chain has another one, which then takes
    over."""
    hedge_ms: HedgeMs | None = None
    """After how long without the first word the next service is asked too; the faster one replies, and both cost. Less
    than `switch_within_s`. Unset: never."""
    max_drafts: Annotated[int, Field(ge=0, le=20)] = 2
    """Replies to a pause in one turn, in case it is its end; 0 for none. What is discarded still costs."""

    @model_validator(mode="after")
    def _fit_together(self) -> "ResponderSettings":
        refuse(self, self.hedges_after(self.switch_within_s))
        return self


class AgentSettings(Section):
    """Who answers the telephone."""

    path: FilePath | None = None
    """An agent file; docs/agent-file.md says what stands in one. Unset: `agents/concierge.toml` where a language model
    has a key or an address, else `agents/front_desk.toml`. Both come with Offhook, and are used where the folder that
    the server was started in has no such file."""
    reload: bool = False
    """Whether agent files that change are taken up, about two seconds later, for new calls; docs/numbers.md. One with a
    mistake is refused, and the agent before goes on."""


def _one_or_more(value: object) -> object:
    """One, or a list."""
    return (value,) if isinstance(value, str) else value


class NumberSettings(Section):
    """Another agent than that of `agent.path`, for whoever dials this number; docs/numbers.md. Write it once for each
    agent."""

    number: Annotated[tuple[Annotated[str, AfterValidator(called_address)], ...], BeforeValidator(_one_or_more)] = ()
    """What callers dial: a phone number with its country, `"+15550100"`, a SIP address, `"sip:desk@sip.example.com"`,
    or a list of such. None: the agent answers only where the webhook asks for it with `?agent=NAME`."""
    agent: FilePath
    """The agent file. Every agent has a `name` of its own."""


class Settings(EngineSettings):
    """Everything a person may set."""

    agent: AgentSettings = AgentSettings()
    numbers: tuple[NumberSettings, ...] = ()
    """Other agents for some numbers."""
    recognizer: RecognizerSettings = RecognizerSettings()
    responder: ResponderSettings = ResponderSettings()
    speaker: SpeakerSettings = SpeakerSettings()
    prices: PricesSettings = PricesSettings()
    hooks: Annotated[tuple[HookSettings, ...], Field(max_length=20)] = ()

    def roles(self) -> Mapping[str, RoleSettings]:
        """What is set for the services of each role."""
        return {"recognizer": self.recognizer, "responder": self.responder, "speaker": self.speaker}

    def free_services(self) -> Sequence[str]:
        """Those that run on this machine, by `role.name`."""
        roles = self.roles().items()
        return [f"{role}.{name}" for role, of in roles for name, each in of.services.items() if each.embedded]

    def price_list(self) -> PriceList:
        return self.prices.price_list(self.free_services())

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
