"""What the carrier asks after each turn, where it records the caller instead of streaming."""

from collections.abc import Awaitable, Callable

import msgspec

from offhook.engine.run.ring import Ring


class RecordingFailed(Exception):
    """A recording cannot be had; the text says why, for the log."""


class Begins(msgspec.Struct, frozen=True):
    """The caller is to be greeted."""


class Recorded(msgspec.Struct, frozen=True):
    """The caller has said something, or the carrier took a sound for it."""

    fetch: Callable[[], Awaitable[bytes]]
    """The whole recording, the silence at its end included, as 8 kHz mu-law. Raises RecordingFailed."""
    has_left: bool = False
    """The caller has hung up over it, so nobody hears an answer."""


class Keyed(msgspec.Struct, frozen=True):
    """The caller has pressed these keys."""

    keys: str


class SaidNothing(msgspec.Struct, frozen=True):
    """The caller was silent."""


class Heard(msgspec.Struct, frozen=True):
    """The caller has heard the last sentence, after which the call ends."""


class HasLeft(msgspec.Struct, frozen=True):
    """The call is over for the carrier, which has told so `ago_s`."""

    ago_s: float = 0.0


Happened = Begins | Recorded | Keyed | SaidNothing | Heard | HasLeft


class Asked(msgspec.Struct, frozen=True):
    """One request of the carrier about a call."""

    ring: Ring
    number: int
    """Counts the requests of the call, from 0 on."""
    in_vain: int
    """How often in a row before it nothing was understood, or said."""
    happened: Happened

    @property
    def call_id(self) -> str:
        return self.ring.call_id
