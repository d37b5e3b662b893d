"""Tools, as a model and a call know them: what is offered, what the model wants, and what came of it. Pure."""

import enum

import msgspec


class ToolOffer(msgspec.Struct, frozen=True):
    """A tool that a model may call."""

    name: str
    description: str
    parameters: dict[str, object]
    """A JSON Schema of type "object"."""


class WantedTool(msgspec.Struct, frozen=True):
    """One call of a tool, as the model has written it."""

    id: str
    """The call's own, as the model or its server names it: at most 40 characters of `[A-Za-z0-9_-]`, and another one
    for each call of a decision."""
    name: str
    """May be of a tool that nobody offers."""
    arguments: str
    """JSON text, which may be malformed."""


class Outcome(enum.Enum):
    """What has become of a call of a tool."""

    DONE = "done"
    FAILED = "failed"
    LATE = "late"
    UNKNOWN = "unknown"  # it was begun, and nobody knows whether it was done
    CANCELLED = "cancelled"
    REFUSED = "refused"
    RUNNING = "running"


class ToolUse(msgspec.Struct, frozen=True):
    """One call of a tool, and its result."""

    id: str
    name: str
    arguments: str
    outcome: Outcome
    result: str
    """JSON text if it is done; otherwise what went wrong, in words for the model."""
    seconds: float = 0.0


class ToolUses(msgspec.Struct, frozen=True):
    """One decision of a model: the tools that it called at one time. It stands in the conversation where it happened,
    behind the words that the model said before."""

    uses: tuple[ToolUse, ...]
    turn: int = 0
    at: float = 0.0
    """When it was decided, by the clock that `HeardLine.at` tells."""
