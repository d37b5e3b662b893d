"""The `scripted` recognizer: says a set text at end of speech, after a set time."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import trio

from actors.recognizer.recognizer_settings import ScriptedRecognizerSettings
from actors.recognizer.service import Listener, Recognizer, Transcript, Utterance
from engine.expectation import Expectation


@asynccontextmanager
async def open_scripted_recognizer(settings: ScriptedRecognizerSettings) -> AsyncIterator[Recognizer]:
    yield _ScriptedRecognizer(settings)


class _ScriptedRecognizer:
    name = "scripted"

    def __init__(self, settings: ScriptedRecognizerSettings) -> None:
        self._settings = settings

    def speaks(self, language: str) -> bool:
        return bool(language)

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        del expected
        return ()

    def listen(self) -> Listener:
        return _ScriptedListener(self._settings)


class _ScriptedListener:
    def __init__(self, settings: ScriptedRecognizerSettings) -> None:
        self._settings = settings

    @asynccontextmanager
    async def utterance(self, expected: Expectation, on_partial: Callable[[str], None]) -> AsyncIterator[Utterance]:
        del expected, on_partial  # it knows what will have been said
        yield _ScriptedUtterance(self._settings)


class _ScriptedUtterance:
    def __init__(self, settings: ScriptedRecognizerSettings) -> None:
        self._settings = settings

    async def feed(self, mulaw: bytes) -> None:
        del mulaw
        await trio.lowlevel.checkpoint()

    async def finish(self) -> Transcript:
        await trio.sleep(self._settings.final_ms / 1000)
        return Transcript(self._settings.text, confidence=1.0)
