"""A recognizer and a voice that know only some languages, and note in which one they are used."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from offhook.actors.recognizer.service import RecognizerSession, Transcript
from offhook.actors.served_call import ServedCall
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice


class Ear(SimulatedRecognizer):
    """Notes the language of the session that hears each utterance."""

    def __init__(
        self, *knows: str, hears: Sequence[str | Transcript] = ("book a room",), name: str = "ear", final_s: float = 0.0
    ) -> None:
        super().__init__(*hears, final_s=final_s)
        self.name, self._knows = name, knows
        self.sessions: list[str] = []
        self.languages: list[str] = []
        self.among: list[tuple[str, ...]] = []
        """Of each session, what may be spoken in it."""

    def speaks(self, language: str) -> bool:
        return language in self._knows

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[RecognizerSession]:
        self.sessions.append(call.language)
        self.among.append(call.among)
        return nullcontext(_HeardIn(self, call.language))


class _HeardIn:
    def __init__(self, ear: Ear, language: str) -> None:
        self._ear, self._language = ear, language

    def utterance(self, *about: object) -> AbstractAsyncContextManager[Ear]:
        self._ear.languages.append(self._language)
        return SimulatedRecognizer.utterance(self._ear, *about)  # type: ignore[arg-type, return-value]  # passed on


class Tongue(SimulatedVoice):
    """Notes the language of each sentence."""

    def __init__(self, *knows: str, name: str = "tongue", first_byte_s: float = 0.0) -> None:
        super().__init__(1, first_byte_s=first_byte_s)
        self.name, self._knows = name, knows
        self.languages: list[tuple[str, str]] = []

    def speaks(self, language: str) -> bool:
        return language in self._knows

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        self.languages.append((text, language))
        async with super().say(text, language) as sound:
            yield sound
