"""A recognizer and a voice that have some languages, and fail in others."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager

import trio

from offhook.actors.recognizer.service import RecognizerFailed, RecognizerSession, Utterance
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.service import StatelessVoice, VoiceFailed, VoicePiece, VoiceSession
from offhook.engine.words.expectation import Expectation
from offhook.simulation.chance_languages import Fate
from offhook.simulation.placed_voice import PlacedVoice
from offhook.simulation.services import SimulatedRecognizer

NO_FATES: Mapping[str, Fate] = {}


class Ear:
    """Hears what another recognizer would hear."""

    guesses = False

    def __init__(
        self,
        name: str,
        real: SimulatedRecognizer,
        tags: Collection[str],
        opens_in_s: float = 0.0,
        fates: Mapping[str, Fate] = NO_FATES,
    ) -> None:
        self.name, self._real, self._tags = name, real, tags
        self._opens_in_s, self.fates = opens_in_s, fates

    def speaks(self, language: str) -> bool:
        return language in self._tags and self.fates.get(language) is not Fate.LACKS

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        return self._real.unknown_words(expected)

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        await trio.sleep(self._opens_in_s)
        if self.fates.get(call.language) is Fate.REFUSES:
            raise RecognizerFailed(f"it refuses {call.language!r}")
        yield _HeardIn(self, self._real, call.language)


class _HeardIn:
    """A session in one language."""

    def __init__(self, ear: Ear, real: SimulatedRecognizer, language: str) -> None:
        self._ear, self._real, self._language = ear, real, language

    @asynccontextmanager
    async def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AsyncIterator[Utterance]:
        if self._ear.fates.get(self._language) is Fate.FAILS:
            raise RecognizerFailed(f"it fails in {self._language!r}")
        async with self._real.utterance(number, expected, on_partial) as utterance:
            yield utterance


class Tongue(StatelessVoice):
    """Has the sound of another voice."""

    def __init__(
        self,
        name: str,
        real: PlacedVoice,
        tags: Collection[str],
        opens_in_s: float = 0.0,
        fates: Mapping[str, Fate] = NO_FATES,
    ) -> None:
        self.name, self._real, self._tags = name, real, tags
        self._opens_in_s, self._fates = opens_in_s, fates

    def speaks(self, language: str) -> bool:
        return language in self._tags and self._fates.get(language) is not Fate.LACKS

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[VoiceSession]:
        await trio.sleep(self._opens_in_s)
        if self._fates.get(call.language) is Fate.REFUSES:
            raise VoiceFailed(f"it refuses {call.language!r}")
        async with super().session(call) as session:
            yield session

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        if self._fates.get(language) is Fate.FAILS:
            raise VoiceFailed(f"it fails in {language!r}")
        async with self._real.say(text, language) as pieces:
            yield pieces
