"""The call that a service's session serves."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from offhook.engine.decide.costs import Used
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.agent import Agent
from offhook.engine.record.facts.fact import AnyWhat
from offhook.engine.record.facts.fault import Fault
from offhook.engine.record.reporter import Report


class TellNobody:
    """A `Report` for sessions that serve no call."""

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None:
        pass

    def seconds(self, at: float) -> float:
        return at


def use_of_no_call(service: str, used: Used) -> None:
    """Of sessions that serve no call."""
    del service, used


def keep_nothing(responder: str, state: str) -> None:
    """Of sessions that serve no call."""
    del responder, state


def offer_nothing() -> Sequence[ToolOffer]:
    """Of sessions that offer no tools to a model."""
    return ()


class ServedCall(msgspec.Struct, frozen=True):
    """What a service may know of a call."""

    caller: str
    """A phone number, or whatever the carrier gives; may be empty."""
    language: str
    """The language of the session: a tag such as "en-GB" (RFC 5646)."""
    report: Report = TellNobody()
    """What happened that the call survives, and that its record should show. The turn is filled in."""
    used: Callable[[str, Used], None] = use_of_no_call
    """So much of a service, by its name such as `speaker.openai`, was used. What a service is given is counted for it;
    only one that `counts_itself` calls this."""
    kept: Mapping[str, str] = {}
    """If the call has returned after its stream broke: what responders' sessions had kept, by the responders' names."""
    keep: Callable[[str, str], None] = keep_nothing
    """A responder, by its name, has this to keep, in a form of its own: what its session needs if the call returns."""
    failed_s_ago: Mapping[tuple[Fault, str], float] = {}
    """When services failed before the call returned, by fault and name."""
    offered: Callable[[], Sequence[ToolOffer]] = offer_nothing
    """What `tools` are, whenever a reply begins."""

    @property
    def tools(self) -> Sequence[ToolOffer]:
        """The tools to offer to a model now. Read anew for each reply."""
        return self.offered()

    speaks: Callable[[], str] | None = None
    """Asked for `language_now`; None: it never changes."""

    @property
    def language_now(self) -> str:
        """The language of the call, for a session that goes on when another one is set. Sessions of recognizers and
        voices need not ask: they are begun anew for it."""
        return self.language if self.speaks is None else self.speaks()

    agent: Agent | None = None
    """Who answers, with everything that is known about the call filled into the texts; None where no call is served."""
    answers: Callable[[], Agent] | None = None
    """Asked for `agent_now`; None: it never changes."""

    @property
    def agent_now(self) -> Agent | None:
        """The same in the language of the call, for a session that goes on when another one is set."""
        return self.agent if self.answers is None else self.answers()

    among: tuple[str, ...] = ()
    """The languages one of which the caller speaks, `language` included: a recognizer that can listens for all of them,
    and says which it was (`Transcript.language`). Empty: that one is known."""
