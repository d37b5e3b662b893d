"""The interface of responders.

ServiceFailed            engine/host/service_failed.py
+-- ResponderFailed      this reply cannot be made (further) by this service
"""

import enum
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import ClassVar, Protocol, runtime_checkable

import msgspec

from offhook.actors.declaration import ServiceDeclaration, SettingsT_co, no_connections, no_warnings
from offhook.actors.responder.state_call import Calling, Hidden
from offhook.actors.served_call import ServedCall
from offhook.actors.warm_up import WarmConnections
from offhook.engine.decide.heard_so_far import Heard, HeardLine, Note
from offhook.engine.decide.tool_use import ToolUses, WantedTool
from offhook.engine.host.agent import Agent
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.world import World
from offhook.engine.record.collected import Collected
from offhook.engine.run.messages import BothHalves
from offhook.engine.run.reply import HangUp, ReplyPart, Sentence, Transfer
from offhook.engine.words.expectation import Expectation

__all__ = [
    "CallerTurn",
    "Collected",
    "Commit",
    "FirstToken",
    "GoesBack",
    "HandsOver",
    "HangUp",
    "Heard",
    "HeardLine",
    "LeadingSession",
    "Note",
    "Occasion",
    "ReplyPart",
    "Responder",
    "ResponderDeclaration",
    "ResponderFailed",
    "ResponderSession",
    "Sentence",
    "ToolUses",
    "Transfer",
    "UseTools",
    "WantedTool",
    "Written",
]


class ResponderFailed(ServiceFailed):
    """This service cannot make this reply, or not to its end."""


class FirstToken(msgspec.Struct, frozen=True):
    """A model has begun to write, and its first sentence is not complete yet. It is not spoken."""


class UseTools(msgspec.Struct, frozen=True):
    """A model wants these tools to be called, and then to be asked again (`Occasion.TOOLS_DONE`). It is the last item
    of a reply, behind the sentences that were said before."""

    tools: tuple[WantedTool, ...]


class HandsOver(msgspec.Struct, frozen=True):
    """The dialogue ends here, and a model leads. It is the last item of a reply."""

    goes_on: bool
    """Whether the model is to speak at once; else the caller was asked something, and answers first."""


Written = ReplyPart | FirstToken | UseTools | HandsOver
"""What a responder may give while it replies."""


class Occasion(enum.Enum):
    """Why the agent is to speak."""

    ANSWERED = "answered"  # the call has just begun: greet
    SPEECH = "speech"
    KEYS = "keys"
    SILENCE = "silence"  # the caller was asked and says nothing
    NEWS = "news"  # a tool has ended meanwhile, and the caller is to know
    TOOLS_DONE = "tools done"  # tools were called, and their results stand at the end of the conversation
    STARTED = "started"  # a model has begun the dialogue, as the tools in the conversation tell
    ASIDE = "aside"  # the agent file has answered a question that the dialogue knows nothing of: it asks its own again
    HANDED_OVER = "handed over"  # the dialogue has ended, and a model leads: `text` tells what it is to know


class CallerTurn(msgspec.Struct, frozen=True):
    """What the agent has to react to. `text` holds the words, or the keys that were pressed."""

    occasion: Occasion
    text: str = ""
    confidence: float = 1.0
    voiced_s: float | None = None
    """How long the caller spoke, from the first voiced frame to the last; None if nothing was spoken."""
    asked: bool = True
    """Whether the caller had heard the current question before these words; otherwise a yes does not answer it."""
    keyed: str = ""
    """Digits that were keyed in just before spoken digits, as an incomplete entry."""
    entry: int | None = None
    """The entry that the keys were pressed for (`Expectation.entry`)."""
    number: int = 0
    """The turn in which these words were said; 0 if it has none."""
    remark: str = ""
    """What a model is to know of this answer, such as that digits are missing."""
    language: str = ""
    """In which language these words are, as the recognizer says; empty if it does not."""
    said: str = ""
    """What the caller hears already in answer to this, by a responder that has failed since: the rest is wanted."""
    halves: BothHalves | None = None
    """These words and those before them, recognised as one utterance. No responder is told: if the caller was cut off
    between them, they are its `text`."""


Commit = Callable[[], Awaitable[None]]
"""Waits until a reply is the answer, and not only a draft that may be dropped: nothing with an effect on the world may
be done before. If the draft is dropped, the wait is cancelled."""


class ResponderSession(Protocol):
    """One call's conversation with this responder. It outlives a crash of the actor."""

    @property
    def expected(self) -> Expectation:
        """What fits as the caller's next answer. It is read again after each reply."""

    def understands(self, *turns: CallerTurn) -> bool:
        """Whether the last of these turns would be understood, if they were said now, one after the other. Does not
        change the conversation. A responder that answers anything returns True."""

    def collected(self) -> Collected | None:
        """The answers collected so far, for the record; None if this responder collects nothing. Asked once more when
        the session is closed."""

    def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AbstractAsyncContextManager[AsyncIterator[Written]]:
        """The answer as it is generated, after what was `said` of it. `heard` is the conversation before this turn's
        words, the agent's part cut to what the caller has heard, with the tools that were called. If the turn brings
        no words but results of tools (`Occasion.TOOLS_DONE`), it ends with these, and what the caller had said stands
        before. Leaving the context early, or cancelling it, abandons the rest at once. Iteration raises
        ResponderFailed."""


@runtime_checkable
class HasLanguage(Protocol):
    """A session that writes what stands in a file, whatever the language of the call is."""

    @property
    def language(self) -> str:
        """In which it would write now."""


@runtime_checkable
class GoesBack(Protocol):
    """A session that keeps where the conversation is, and can go back to where it was: the caller was cut off, and what
    was answered is not what the caller wanted to say. A model keeps nothing: it is told the conversation each time."""

    def mark(self) -> object:
        """Where the conversation is now."""

    def go_back(self, mark: object) -> None:
        """Everything after the mark was not said."""

    def would_understand(self, turn: CallerTurn, mark: object) -> bool:
        """Whether this turn would have been understood there."""


@runtime_checkable
class LeadingSession(ResponderSession, Protocol):
    """One call's conversation with a dialogue that may lead it, by turns with the models of the chain."""

    @property
    def leads(self) -> bool:
        """Whether it is asked now, and no model."""

    @property
    def is_away(self) -> bool:
        """Whether a model leads, and has been asked last."""

    @property
    def started(self) -> str:
        """The use of a tool by which a model has begun it last."""

    @property
    def calling(self) -> Calling | None:
        """The tool that it has called, and whose outcome the caller may not have heard."""

    @property
    def notes(self) -> Sequence[Note]:
        """What models are told of its part in the call."""

    @property
    def hidden(self) -> Sequence[Hidden]:
        """What they are not told."""


class Responder(Protocol):
    """A service that decides what the agent says, shared by all calls."""

    @property
    def name(self) -> str: ...

    def speaks(self, language: str) -> bool: ...

    def expectations(self) -> tuple[Expectation, ...]:
        """Everything that it may expect to hear; empty if it expects anything."""

    def lines(self) -> tuple[str, ...]:
        """Fixed sentences, which are rendered before the first call. The greeting comes first."""

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[ResponderSession]:
        """Begin a conversation. Entering neither waits nor fails. Leaving closes what was opened: that has half a
        second, and is cancelled then."""


def lacks_nothing(agent: Agent) -> str:
    """Of a responder that every agent file will do for."""
    del agent
    return ""


class ResponderDeclaration(ServiceDeclaration[SettingsT_co], frozen=True):
    """A responder that settings may name. `open` raises WorkerCannotStart where this machine lacks what it needs, and
    AgentFileError where the agent is none for it."""

    role: ClassVar[str] = "responder"

    open: Callable[[World, SettingsT_co, Agent], AbstractAsyncContextManager[Responder]]
    warnings: Callable[[World, SettingsT_co], Sequence[str]] = no_warnings
    """What is to be said at the start about a responder that is used, such as that its model will be switched off."""
    lacks: Callable[[Agent], str] = lacks_nothing
    """What the agent file lacks for this responder; empty if nothing. A chain that is not set leaves it out then."""
    connections: Callable[[World, SettingsT_co], Sequence[WarmConnections]] = no_connections
    """What is opened ahead of calls, and kept open."""
