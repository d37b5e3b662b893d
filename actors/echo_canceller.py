"""Echo cancellers: they take what the agent played out of what the caller's line brings."""

from collections.abc import Callable
from typing import Protocol


class EchoCanceller(Protocol):
    """The canceller of one line. What it has learnt of the room is lost when the VAD is restarted."""

    def clean(self, heard: bytes, played: bytes) -> bytes:
        """The sound without the echo, from 20 ms of 8 kHz mu-law and what was played then. Every frame is passed, in
        order. Raises CancellerFailed."""


class CancellerUnusable(Exception):
    """No canceller can be used here; the text says what is missing and what to do."""


class CancellerFailed(Exception):
    """The canceller has refused a frame; the text says what it said."""


OpenCanceller = Callable[[], EchoCanceller]
