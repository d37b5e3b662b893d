"""Recognizers and voices of any kind, which tell a witness of languages what they are asked."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from offhook.actors.recognizer.service import Recognizer, RecognizerSession, Utterance
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.service import Voice, VoicePiece, VoiceSession
from offhook.engine.words.expectation import Expectation
from offhook.simulation.language_witness import LanguageWitness


class WatchedRecognizer:
    """Hears what the real one hears."""

    def __init__(self, real: Recognizer, witness: LanguageWitness) -> None:
        self._real, self._witness = real, witness
        self.name, self.guesses = real.name, real.guesses
        self.counts_itself = getattr(real, "counts_itself", False)  # as `Link` asks it
        self.hears_each_alone = getattr(real, "hears_each_alone", False)

    def speaks(self, language: str) -> bool:
        return self._real.speaks(language)

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        return self._real.unknown_words(expected)

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        async with self._real.session(call) as session:
            yield WatchedHearing(self._real, session, call.language, self._witness)


class WatchedHearing:
    """A session in one language."""

    def __init__(
        self, recognizer: Recognizer, real: RecognizerSession, language: str, witness: LanguageWitness
    ) -> None:
        self._recognizer, self._real, self._language, self._witness = recognizer, real, language, witness

    def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AbstractAsyncContextManager[Utterance]:
        self._witness.note_utterance(self._recognizer, number, self._language)
        return self._real.utterance(number, expected, on_partial)


class WatchedVoice:
    """Says what the real one says."""

    def __init__(self, real: Voice, witness: LanguageWitness) -> None:
        self._real, self._witness = real, witness
        self.name = real.name

    def speaks(self, language: str) -> bool:
        return self._real.speaks(language)

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[VoiceSession]:
        async with self._real.session(call) as session:
            yield _WatchedSaying(self._real, session, call.language, self._witness)


class _WatchedSaying:
    """A session in one language."""

    def __init__(self, voice: Voice, real: VoiceSession, language: str, witness: LanguageWitness) -> None:
        self._voice, self._real, self._language, self._witness = voice, real, language, witness

    def sentence(self, text: str) -> AbstractAsyncContextManager[AsyncIterator[VoicePiece]]:
        self._witness.note_sentence(self._voice, text, self._language)
        return self._real.sentence(text)
