"""What one caller of the day did and heard. Times are those of the caller's own clock."""

import enum
from dataclasses import dataclass, field

import msgspec


class Asked(enum.Enum):
    """What the agent owes a sound to."""

    CALLED = "called"
    SPOKE = "spoke"
    PRESSED = "pressed a key"
    RETURNED = "returned"


class Ending(enum.Enum):
    """How the call ended, as the carrier saw it."""

    CALLER = "the caller hung up"
    SERVER = "the server's TwiML hung up"
    TRANSFER = "put through"
    BUSY = "turned away with a busy signal"
    UNREACHABLE = "the webhook did not answer: the carrier asks its fallback"
    LOST = "the webhook after the stream did not answer"


class Wait(msgspec.Struct, frozen=True):
    """How long the caller heard nothing after something that needs an answer."""

    why: Asked
    since: float
    heard_at: float | None
    """None: nothing came before the call was over."""
    until: float
    """When it was answered or given up."""

    @property
    def seconds(self) -> float:
        return self.until - self.since


@dataclass
class CallLog:
    """One call."""

    sid: str
    began_at: float
    ended_at: float = 0.0
    ending: Ending | None = None
    put_through_to: str = ""
    why: str = ""
    """Of a failure, in words."""
    streams: int = 0
    broke: int = 0
    """How often a stream ended without the caller's doing, and the call went on in another one."""
    heard_s: float = 0.0
    """How much sound of the agent's was played."""
    last_heard_at: float = 0.0
    spoke: int = 0
    pressed: str = ""
    interrupted: int = 0
    waits: list[Wait] = field(default_factory=list)

    @property
    def longest_wait_s(self) -> float:
        return max((wait.seconds for wait in self.waits), default=0.0)
