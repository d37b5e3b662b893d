"""Facts about the call itself: how it begins, goes on and ends."""

from typing import Literal

from offhook.engine.decide.costs import Used
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.decide.floor import FloorState
from offhook.engine.decide.warm_transfer import WarmTransfer
from offhook.engine.record.facts.fault import Fault
from offhook.engine.record.facts.what import What


class CallBegan(What, frozen=True):
    """The carrier's stream has started. `started_at` is in seconds since 1970 UTC, `machine_s` in seconds since the
    machine was started. `stream_before` is the stream after which the call has returned; empty for its first one.
    `called` is what the caller has dialled, `agent_version` that of the agent's file, and `known` what its texts need
    to know about the call. In journals of older versions what has a default is missing."""

    stream_sid: str
    caller: str
    agent: str
    started_at: float
    carrier: str = ""
    carrier_call_id: str = ""
    stream_before: str = ""
    machine_s: float = 0.0
    path: Literal["stream", "recordings"] = "stream"
    called: str = ""
    agent_version: str = ""
    known: dict[str, str] = {}  # noqa: RUF012  # msgspec copies it


class CallReturned(What, frozen=True):
    """The call goes on in a new stream, because the one before it broke. `number` counts how often it has returned;
    `turn` of this fact is the first turn in the new stream."""

    number: int
    stream_before: str


class CallerCameBack(What, frozen=True):
    """The caller was to be put through and has come back: `result` says why, as the agent is told. `use`, `tool`,
    `arguments`, `decision` and `decided_s` are those of the tool that wanted it, in the turn of this fact; empty if
    none did."""

    result: str
    use: str = ""
    tool: str = ""
    arguments: str = ""
    decision: int = 0
    decided_s: float = 0.0


class ServicesChosen(What, frozen=True):
    """The services of this call, by name."""

    recognizer: str
    responder: str
    voice: str


class ServiceUsed(What, frozen=True):
    """A service, such as `speaker.openai`, was asked for something that it may charge for: requests, seconds of sound,
    characters, tokens. It comes when the work is over or given up, for drafts and for what nobody heard too."""

    service: str
    used: Used


class Hedged(What, frozen=True):
    """A service was late, so that the next one was asked too. `second_won` if that one was faster; what the other one
    was asked for is thrown away. The role is recognizer, responder or speaker."""

    role: str
    first: str
    second: str
    second_won: bool


class DeadlinePassed(What, frozen=True):
    """The deadline of a state of the floor passed."""

    state: FloorState


class Dropped(What, frozen=True):
    """How many items a full mailbox has dropped by the end of the call."""

    fault: Fault
    number: int


class RecognizerStuck(What, frozen=True):
    """The recognizer does not read its events any more, so the call ends."""

    error: str


class RestartsSpent(What, frozen=True):
    """More restarts than the call allows itself, so it ends."""

    error: str


class LineLost(What, frozen=True):
    """The line writer crashed, so nothing can be said any more."""

    error: str


class GoodbyeFailed(What, frozen=True):
    """The last sentence could not be said."""

    error: str


class CallCrashed(What, frozen=True):
    """A bug ended this call."""

    traceback: str


class StreamBroke(What, frozen=True):
    """The stream ended without the carrier's `stop` message: the caller may still be on the line."""


class CallEnding(What, frozen=True):
    """The end is decided. A last sentence may still be said. After a `warm` transfer the caller may come back."""

    reason: EndReason
    transfer_to: str | None = None
    warm: WarmTransfer | None = None


class CallEnded(What, frozen=True):
    """The call is over and its record is complete. Not `stored` if the store could not take it yet."""

    reason: EndReason
    seconds: float
    faults: dict[str, int]
    stored: bool


CallFact = (
    CallBegan
    | CallReturned
    | CallerCameBack
    | ServicesChosen
    | ServiceUsed
    | Hedged
    | DeadlinePassed
    | Dropped
    | RecognizerStuck
    | RestartsSpent
    | LineLost
    | GoodbyeFailed
    | CallCrashed
    | StreamBroke
    | CallEnding
    | CallEnded
)
