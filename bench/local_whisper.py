"""Whisper with pocketsphinx beside it, in this process: in virtual time nobody can wait for another one."""

from collections.abc import Callable

import trio

from bench.local_pocketsphinx import LocalPocketsphinx
from offhook.actors.recognizer.service import Recognizer
from offhook.actors.recognizer.whisper.engine import WhisperEngine
from offhook.actors.recognizer.whisper.files import chosen_model, read_model
from offhook.actors.recognizer.whisper.messages import Hear, Heard
from offhook.actors.recognizer.whisper.paired import Paired
from offhook.actors.recognizer.whisper.recognizer import Whisper

HEARD_WITHIN_S = 0.3
"""What it takes for an utterance on one core."""


class _Engine:
    def __init__(self, model: str) -> None:
        self._engine = WhisperEngine(read_model(model))
        self.languages = self._engine.languages

    async def hear(self, request: Hear, waited: Callable[[float], None]) -> Heard:
        waited(0.0)
        await trio.sleep(HEARD_WITHIN_S)
        return self._engine.hear(request)


def local_pair(model: str = "auto") -> Recognizer:
    """Both, as one recognizer. Raises ModelUnusable where the extra `local` is not installed."""
    engine = _Engine(chosen_model(model))
    return Paired(Whisper(engine, engine.languages, pairs=True), LocalPocketsphinx())
