"""The program that recognises with Whisper: `python -m offhook.actors.recognizer.whisper.worker MODEL`."""

import os
import sys
from collections.abc import Iterator
from typing import assert_never

from offhook.actors.recognizer.whisper.engine import WhisperEngine
from offhook.actors.recognizer.whisper.files import ModelUnusable, read_model
from offhook.actors.recognizer.whisper.messages import (
    Answer,
    Describe,
    Described,
    Failed,
    Hear,
    decode_request,
    encode,
)
from offhook.actors.worker_process import StartFailed, serve
from offhook.engine.host.errors_in_words import in_words

STEPS_BACK = 5
"""Of the scheduler's priority: the audio of all calls goes before the words of one."""


class WhisperProgram:
    """Recognises one utterance after the other. It keeps nothing of a call."""

    def __init__(self) -> None:
        os.nice(STEPS_BACK)
        try:
            self._engine = WhisperEngine(read_model(sys.argv[1]))
        except ModelUnusable as exc:
            raise StartFailed(str(exc)) from exc
        except MemoryError as exc:
            raise StartFailed(f"the model {sys.argv[1]!r} does not fit into memory") from exc

    def handle(self, session: int, body: bytes) -> Iterator[bytes]:
        del session
        yield encode(self._answer(body))

    def close(self, session: int) -> None:
        pass

    def _answer(self, body: bytes) -> Answer:
        match decode_request(body):
            case Describe():
                return Described(tuple(self._engine.languages))
            case Hear() as request:
                try:
                    return self._engine.hear(request)
                except (ValueError, RuntimeError) as exc:
                    return Failed(f"CTranslate2 cannot recognise it: {in_words(exc)}")
            case request:
                assert_never(request)


if __name__ == "__main__":
    serve(WhisperProgram)
