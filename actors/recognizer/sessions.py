"""The recognizers of a call, as its recognizer actor uses them."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from offhook.actors.recognizer.service import Utterance
from offhook.engine.words.expectation import Expectation


class KeptUtterance(Utterance, Protocol):
    """One that keeps what it was fed."""

    @property
    def sound(self) -> bytes | bytearray: ...


class HearsUtterances(Protocol):
    """The recognizers of a call, in whatever language it is."""

    @property
    def guesses(self) -> bool: ...

    @property
    def hears_each_alone(self) -> bool:
        """Whether the one that hears the caller hears each utterance by itself, and nothing of those before."""

    def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AbstractAsyncContextManager[KeptUtterance]: ...
