"""What a responder must offer, whoever stands behind it.

ServiceFailed            engine/service_failed.py
+-- ResponderFailed      this reply cannot be made (further) by this service
"""

import enum
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import ClassVar, Protocol

import msgspec

from offhook.actors.declaration import ServiceDeclaration, SettingsT_co
from offhook.engine.agent import Agent
from offhook.engine.collected import Collected
from offhook.engine.expectation import Expectation
from offhook.engine.reply import HangUp, ReplyPart, Sentence, Transfer
from offhook.engine.service_failed import ServiceFailed
from offhook.engine.world import World

__all__ = [
    "CallerTurn",
    "Collected",
    "FirstToken",
    "HangUp",
    "Occasion",
    "ReplyPart",
    "Responder",
    "ResponderDeclaration",
    "ResponderFailed",
    "Sentence",
    "Talk",
    "Transfer",
]


class ResponderFailed(ServiceFailed):
    """This reply cannot be made, or not to its end, by this service."""


class FirstToken(msgspec.Struct, frozen=True):
    """A model has begun to write; its first sentence is not there yet. Nothing that is said."""


class Occasion(enum.Enum):
    """Why the agent is to speak."""

    ANSWERED = "answered"  # the call has just begun: greet
    SPEECH = "speech"
    KEYS = "keys"
    SILENCE = "silence"  # the caller was asked and says nothing


class CallerTurn(msgspec.Struct, frozen=True):
    """What the agent is to react to. `text` holds the words, or the keys that were pressed."""

    occasion: Occasion
    text: str = ""
    confidence: float = 1.0
    voiced_s: float | None = None
    """How long the caller spoke, from the first voiced frame to the last; None where nothing was spoken."""
    asked: bool = True
    """Whether the caller had heard the question that is asked now before these words: else a yes agrees to nothing."""
    keyed: str = ""
    """Of spoken digits: those that were keyed in before them, and no more."""
    entry: int | None = None
    """Of keys: which entry they were to be (`Expectation.entry`)."""


class Talk(Protocol):
    """One call's conversation with this responder. It is the call's, so it survives a crash of the actor."""

    @property
    def expected(self) -> Expectation:
        """What fits as the caller's next answer; read again after each reply."""

    def understands(self, *turns: CallerTurn) -> bool:
        """Whether it can make something of the last of these, were they said now, one after the other. Moves nothing
        on; whoever answers to anything understands everything."""

    def collected(self) -> Collected | None:
        """What the call has come to so far, for its record; None where nothing is collected."""

    def reply(self, turn: CallerTurn) -> AbstractAsyncContextManager[AsyncIterator[ReplyPart | FirstToken]]:
        """The answer as it is thought of. Leaving the context early abandons the rest. Iteration raises
        ResponderFailed."""


class Responder(Protocol):
    """A service that decides what the agent says, shared by all calls."""

    @property
    def name(self) -> str: ...

    def speaks(self, language: str) -> bool: ...

    def expectations(self) -> tuple[Expectation, ...]:
        """Everything it may ever expect to hear; empty where that is anything."""

    def lines(self) -> tuple[str, ...]:
        """Sentences that it says word for word, in every call: rendered before the first one. The greeting is first."""

    def talk(self, caller: str, language: str) -> Talk:
        """Begin a conversation with a caller (a phone number, or whatever the carrier gives)."""


class ResponderDeclaration(ServiceDeclaration[SettingsT_co], frozen=True):
    """A responder that settings may name. `open` raises WorkerCannotStart where this machine lacks what it needs, and
    AgentFileError where the agent is none for it."""

    role: ClassVar[str] = "responder"

    open: Callable[[World, SettingsT_co, Agent], AbstractAsyncContextManager[Responder]]
