"""What a recognizer must offer, whoever stands behind it.

ServiceFailed            engine/service_failed.py
+-- RecognizerFailed     this utterance is lost; the service may serve the next one
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import ClassVar, Protocol

import msgspec

from offhook.actors.declaration import ServiceDeclaration, SettingsT_co
from offhook.engine.expectation import Expectation
from offhook.engine.service_failed import ServiceFailed
from offhook.engine.world import World


class RecognizerFailed(ServiceFailed):
    """This utterance cannot be recognised by this service."""


class Transcript(msgspec.Struct, frozen=True):
    """What the caller most likely said; `text` is empty where no words were found.

    Words are given however unsure they are: the record keeps them, and the call takes them by their confidence.
    """

    text: str
    confidence: float  # 0 to 1


class Heard(msgspec.Struct, frozen=True):
    """What was said up to a pause."""

    transcript: Transcript
    stands: bool
    """Whether it is the transcript of the utterance if the caller says no more: `finish` would say the same again."""


class Utterance(Protocol):
    """One utterance that is being heard. Leaving its context without `finish` discards it."""

    async def feed(self, mulaw: bytes) -> None:
        """Hear more of the caller: 8 kHz mu-law, any length. Raises RecognizerFailed."""

    async def so_far(self) -> Heard | None:
        """The caller pauses: what was said up to here, or None where that cannot be told. Cancelled when the caller
        goes on; the silence is fed meanwhile. Raises RecognizerFailed."""

    async def finish(self) -> Transcript:
        """The caller has stopped: say what was said. Raises RecognizerFailed."""


class Listener(Protocol):
    """One call's ear: what it learns of a caller's voice stays in it and goes with the call."""

    def utterance(
        self, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AbstractAsyncContextManager[Utterance]:
        """Begin an utterance; `on_partial` is called with the text so far, each time it changes."""


class Recognizer(Protocol):
    """A recognition service, shared by all calls."""

    @property
    def name(self) -> str: ...

    @property
    def guesses(self) -> bool:
        """Whether it finds words in a cough before it has heard all: then only its last word stops the agent."""

    def speaks(self, language: str) -> bool: ...

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        """Words that are expected and that it could never hear; asked once, at start-up. Raises RecognizerFailed
        where it could listen for none of it."""

    def listen(self) -> Listener: ...


class RecognizerDeclaration(ServiceDeclaration[SettingsT_co], frozen=True):
    """A recognizer that settings may name. `open` raises WorkerCannotStart where this machine lacks what it needs."""

    role: ClassVar[str] = "recognizer"

    open: Callable[[World, SettingsT_co], AbstractAsyncContextManager[Recognizer]]
