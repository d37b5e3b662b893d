"""One call's sessions of recognizer and voice: one of each for every language that is spoken in the call.

They are begun when the language is set, and kept until the call is over: a caller who changes back waits for nothing.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import trio

from offhook.actors.held import Holder
from offhook.actors.recognizer.chain import RecognizerChainSession
from offhook.actors.recognizer.service import RecognizerFailed, Transcript
from offhook.actors.recognizer.sessions import KeptUtterance
from offhook.actors.served_call import ServedCall
from offhook.actors.services import Services
from offhook.actors.speaker.chain import VoiceChainSession
from offhook.actors.speaker.service import VoicePiece
from offhook.actors.start_up_failed import StartUpFailed
from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.run.call_language import CallLanguage
from offhook.engine.run.tool import ToolFailed
from offhook.engine.words.expectation import Expectation


def language_of(language: CallLanguage, services: Services) -> str:
    """The one in which a call begins here. Another process may have had services for one that nobody knows here."""
    if language.tag != language.own and services.lacks(language.tag):
        language.give_up()
    return language.tag


class CallSessions:
    """The sessions by language."""

    __slots__ = ("_hearing", "_holder", "_recognizers", "_saying", "_services", "_voices")

    def __init__(
        self,
        services: Services,
        holder: Holder,
        hearing: Callable[[str, Sequence[str]], ServedCall],
        saying: Callable[[str], ServedCall],
    ) -> None:
        """`hearing` and `saying` are the call as recognizer and voice are told it, by language; the former also by the
        languages that may be spoken instead."""
        self._services, self._holder = services, holder
        self._hearing, self._saying = hearing, saying
        self._recognizers: dict[tuple[str, bool], RecognizerChainSession] = {}
        self._voices: dict[str, VoiceChainSession] = {}

    async def begin(self, language: str, among: Sequence[str] = ()) -> None:
        """The sessions of this language, if they were not begun by now; for a caller who may speak others of `among`
        too. Raises what entering them raises."""
        heard, key = self._heard_in(language, among), (language, bool(among))
        if heard and key not in self._recognizers:
            recognizer = self._services.recognizer(heard)
            self._recognizers[key] = await recognizer.begin(self._hearing(heard, among), self._holder)
        await self.begin_voice(language)

    def _heard_in(self, language: str, among: Sequence[str]) -> str:
        """Where nobody hears a language, the others may still be heard. Empty: nobody hears any."""
        return next((each for each in (language, *among) if each not in self._services.by_keys), "")

    async def begin_voice(self, language: str) -> None:
        if language not in self._voices:
            voice = self._services.voice(language)
            self._voices[language] = await voice.begin(self._saying(language), self._holder)

    async def open(self, language: str, among: Sequence[str] = ()) -> None:
        """The same for `CallLanguage.set`. Raises ToolFailed."""
        if lacks := self._services.lacks(language):
            raise ToolFailed(f"{lacks} Go on in the language of before.")
        try:
            await self.begin(language, among)
        except ServiceFailed as exc:
            raise ToolFailed(f"Nobody is ready for {language!r}: {in_words(exc)}.") from exc

    async def open_voice(self, language: str) -> None:
        """The same for a sentence in this language. Raises ToolFailed."""
        try:
            await self.begin_voice(language)
        except (ServiceFailed, StartUpFailed) as exc:
            raise ToolFailed(f"No voice is ready for {language!r}: {in_words(exc)}.") from exc

    def recognizer(self, language: str, among: Sequence[str] = ()) -> RecognizerChainSession | None:
        """None where nobody hears it."""
        found = self._recognizers.get((language, bool(among)))
        # A language that could not be set has left the call in the one before, with whoever hears that.
        return found or (None if language in self._services.by_keys else self._recognizers.get((language, not among)))

    async def voice(self, language: str, otherwise: str) -> VoiceChainSession:
        """That of a language, begun by now or not: a sentence may have been written in another process. That of
        `otherwise`, the call's, if no voice here has it."""
        with suppress(ToolFailed):
            if language:
                await self.open_voice(language)
        return self._voices.get(language) or self._voices[otherwise]


class CallRecognizer:
    """The recognizer of the call's language, whenever an utterance begins."""

    __slots__ = ("_at_it", "_language", "_sessions")

    def __init__(self, sessions: CallSessions, language: CallLanguage) -> None:
        self._sessions, self._language = sessions, language
        self._at_it = sessions.recognizer(language.tag, language.among)

    @property
    def guesses(self) -> bool:
        """As `RecognizerChainSession.guesses`."""
        return self._at_it is not None and self._at_it.guesses

    @property
    def hears_each_alone(self) -> bool:
        """As `RecognizerChainSession.hears_each_alone`."""
        return self._at_it is not None and self._at_it.hears_each_alone

    @asynccontextmanager
    async def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AsyncIterator[KeptUtterance]:
        self._at_it = self._sessions.recognizer(self._language.tag, self._language.among)
        if self._at_it is None:
            yield _Unheard()
            return
        async with self._at_it.utterance(number, expected, on_partial) as utterance:
            yield utterance


class _Unheard:
    """An utterance in a language that no recognizer here knows: its words are lost, and keys are asked for."""

    sound = b""

    async def feed(self, mulaw: bytes) -> None:
        del mulaw
        await trio.lowlevel.checkpoint()

    async def so_far(self) -> None:
        await trio.lowlevel.checkpoint()

    async def finish(self) -> Transcript:
        await trio.lowlevel.checkpoint()
        raise RecognizerFailed("no recognizer here knows the language of the call")


class CallVoice:
    """The voice of the language in which a sentence was written; else, of the call's."""

    __slots__ = ("_language", "_sessions")

    def __init__(self, sessions: CallSessions, language: CallLanguage) -> None:
        self._sessions, self._language = sessions, language

    @asynccontextmanager
    async def sentence(
        self, text: str, unplayed_s: float = 0.0, language: str = ""
    ) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        """As `VoiceChainSession.sentence`."""
        voice = await self._sessions.voice(language, self._language.tag)
        async with voice.sentence(text, unplayed_s) as pieces:
            yield pieces
