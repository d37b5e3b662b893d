"""The interface of voices.

ServiceFailed        engine/host/service_failed.py
+-- VoiceFailed      this sentence cannot be spoken (further) by this voice

VoiceUnknown         the settings name a voice that does not exist
"""

import abc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import ClassVar, Protocol

from offhook.actors.declaration import ServiceDeclaration, SettingsT_co, no_connections, no_warnings
from offhook.actors.served_call import ServedCall
from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.world import World
from offhook.engine.words.spoken_words import SaidInstead, WordTime

VoicePiece = bytes | WordTime | SaidInstead


class VoiceFailed(ServiceFailed):
    """This sentence cannot be spoken, or not to its end, by this voice."""


class VoiceUnknown(Exception):
    """The settings name a voice that does not exist. The service is not skipped for it, as for a missing library."""


class VoiceSession(Protocol):
    """One call's use of a voice. It outlives a crash of the speaker."""

    def sentence(self, text: str) -> AbstractAsyncContextManager[AsyncIterator[VoicePiece]]:
        """The audio of one sentence as it is rendered: 8 kHz mu-law, in pieces of any length, at least one byte each.

        A voice that knows its word times yields them in between: each before the audio of its word, in order. A voice
        that says other words than these yields those as soon as it knows them.
        Leaving the context early, or cancelling it, abandons the rest at once, and the next sentence may begin.
        Iteration raises VoiceFailed.
        """


class CallsVoice(Protocol):
    """The voice of a call, in each of its languages."""

    def sentence(
        self, text: str, unplayed_s: float = 0.0, language: str = ""
    ) -> AbstractAsyncContextManager[AsyncIterator[VoicePiece]]:
        """As `VoiceSession.sentence`, in this language; empty: in the call's. Until `unplayed_s` are over the caller
        hears what was said before."""


class Voice(Protocol):
    """A speech synthesis service, shared by all calls."""

    @property
    def name(self) -> str: ...

    def speaks(self, language: str) -> bool: ...

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[VoiceSession]:
        """What this service needs for as long as a call lasts, such as a connection. Entering neither waits for it nor
        fails: the first sentence does. Leaving closes it: that has half a second, and is cancelled then."""


class StatelessVoice(abc.ABC):
    """A voice that keeps nothing for a call: each sentence is a request of its own."""

    @abc.abstractmethod
    def say(self, text: str, language: str) -> AbstractAsyncContextManager[AsyncIterator[VoicePiece]]:
        """As `VoiceSession.sentence`, in this language."""

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[VoiceSession]:
        return nullcontext(_InLanguage(self, call.language))


class _InLanguage:
    __slots__ = ("_language", "_voice")

    def __init__(self, voice: StatelessVoice, language: str) -> None:
        self._voice, self._language = voice, language

    def sentence(self, text: str) -> AbstractAsyncContextManager[AsyncIterator[VoicePiece]]:
        return self._voice.say(text, self._language)


class VoiceDeclaration(ServiceDeclaration[SettingsT_co], frozen=True):
    """A voice that settings may name. `open` raises WorkerCannotStart where this machine lacks what it needs, and
    VoiceUnknown for a mistake in its settings."""

    role: ClassVar[str] = "speaker"

    open: Callable[[World, SettingsT_co], AbstractAsyncContextManager[Voice]]
    warnings: Callable[[World, SettingsT_co], Sequence[str]] = no_warnings
    """What is to be said at the start about a voice that is used, such as that its model will be switched off."""
    connections: Callable[[World, SettingsT_co], Sequence[WarmConnections]] = no_connections
    """What is opened ahead of calls, and kept open."""
