"""The interface of recognizers.

ServiceFailed            engine/host/service_failed.py
+-- RecognizerFailed     this utterance is lost; the service may serve the next one
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import ClassVar, Protocol

import msgspec
import trio

from offhook.actors.declaration import ServiceDeclaration, SettingsT_co, no_connections, no_warnings
from offhook.actors.served_call import ServedCall
from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.world import World
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.heard_word import HeardWord


class RecognizerFailed(ServiceFailed):
    """This utterance cannot be recognised by this service."""


class Transcript(msgspec.Struct, frozen=True):
    """What the caller most likely said; `text` is empty where no words were found.

    Words are given even with a low confidence: the record keeps them, and the call judges them by it.
    """

    text: str
    confidence: float  # 0 to 1
    words: tuple[HeardWord, ...] = ()
    """Its words, in seconds since the first sample that was fed; none from a service that tells no times."""
    language: str = ""
    """In which language they are, as the service says: a tag, or a name in English; empty if it does not."""


class TranscriptSoFar(msgspec.Struct, frozen=True):
    """The transcript of an utterance up to a pause."""

    transcript: Transcript
    stands: bool
    """Whether this is final if the caller says no more: `finish` would return the same."""
    ended: bool | None = None
    """Whether the service holds that the caller has finished; None if it does not judge that. True may shorten the
    silence that ends the turn (`engine/decide/end_of_turn.py`). Nothing is waited for longer without it."""


class Utterance(Protocol):
    """One utterance that is being recognised. Leaving its context without `finish` discards it."""

    async def feed(self, mulaw: bytes) -> None:
        """Add audio: 8 kHz mu-law, any length. Raises RecognizerFailed."""

    async def so_far(self) -> TranscriptSoFar | None:
        """The caller pauses: the words up to here, or None if the service cannot tell. It is cancelled when the caller
        goes on. The audio of the pause is fed meanwhile. Raises RecognizerFailed."""

    async def finish(self) -> Transcript:
        """The utterance is over: the transcript. It may be cancelled and asked again: when the caller hangs up while
        it is waited for, the words are still wanted for the record. Raises RecognizerFailed."""


class FedAtOnce(Utterance):
    """An utterance that keeps its audio or hands it on, and waits for nothing. Then a piece of audio costs neither a
    turn of the scheduler nor a deadline."""

    @abstractmethod
    def feed_nowait(self, mulaw: bytes) -> None:
        """As `Utterance.feed`."""

    async def feed(self, mulaw: bytes) -> None:
        """The same, for whoever does not know that it waits for nothing."""
        await trio.lowlevel.checkpoint()
        self.feed_nowait(mulaw)


class RecognizerSession(Protocol):
    """One call's use of a recognizer. It outlives a crash of the actor. What it learns of the caller's voice is kept
    for the call, and no longer."""

    def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AbstractAsyncContextManager[Utterance]:
        """Begin the utterance with this number in the call. `on_partial` is called with the text so far whenever it
        changes. Words that come late, after the context was left, belong to no other utterance. Leaving the context
        early, or cancelling it, abandons the utterance at once."""


class Recognizer(Protocol):
    """A recognition service, shared by all calls."""

    @property
    def name(self) -> str: ...

    @property
    def guesses(self) -> bool:
        """Whether its partial texts may be guesses, such as words in a cough. Then only a final transcript stops the
        agent."""

    def speaks(self, language: str) -> bool: ...

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        """Expected words that it cannot recognise. Asked once, at start-up. Raises RecognizerFailed if it can use none
        of the expected phrases."""

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[RecognizerSession]:
        """What this service needs for as long as a call lasts, such as a connection. Entering neither waits for it nor
        fails: the first utterance does. Leaving closes it: that has half a second, and is cancelled then."""


class RecognizerDeclaration(ServiceDeclaration[SettingsT_co], frozen=True):
    """A recognizer that settings may name. `open` raises WorkerCannotStart where this machine lacks what it needs."""

    role: ClassVar[str] = "recognizer"

    open: Callable[[World, SettingsT_co], AbstractAsyncContextManager[Recognizer]]
    warnings: Callable[[World, SettingsT_co], Sequence[str]] = no_warnings
    """What is to be said at the start about a recognizer that is used, such as that its model will be switched off."""
    connections: Callable[[World, SettingsT_co], Sequence[WarmConnections]] = no_connections
    """What is opened ahead of calls, and kept open."""
