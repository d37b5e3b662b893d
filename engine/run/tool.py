"""A tool: something that an agent can do besides speaking. The engine runs it; where it comes from is not known here.

ToolProblem                the text is told to the model
+-- ArgumentsWrong         the arguments do not fit, so nothing was done
+-- ToolFailed             it could not do its work
    +-- EffectUnknown      nobody knows whether it did
"""

import enum
from collections.abc import Awaitable, Callable, Mapping

import msgspec
import trio

from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.run.reply import ReplyPart
from offhook.engine.words.expectation import Expectation

RESULT_BYTES = 16_384
"""The most that a tool may return, as JSON: a model reads all of it in every turn that follows."""
ARGUMENTS_BYTES = 16_384


class ToolProblem(Exception):
    """Why there is no result, in words for the model. No secrets."""


class ArgumentsWrong(ToolProblem):
    """The model's arguments do not fit the tool. Nothing was done."""


class ToolFailed(ToolProblem):
    """The tool could not do its work, and has changed nothing."""


class EffectUnknown(ToolFailed):
    """It was begun and did not end well: what it has changed is not known."""


class OnInterruption(enum.Enum):
    """What becomes of a tool that runs while the caller interrupts."""

    CANCEL = "cancel"
    FINISH_QUIETLY = "finish quietly"  # the model knows the result when it answers next
    FINISH_AND_TELL = "finish and tell"  # and if the caller waits by then, the agent tells it by itself


async def _no_other_language(tag: str) -> None:
    await trio.lowlevel.checkpoint()
    raise ToolFailed(f"There is no language {tag!r} here.")


class ToolCall(msgspec.Struct, frozen=True):
    """What a tool may know of the call that it works for."""

    key: str
    """Names this one decision, whatever happens: an idempotency key for other systems."""
    call_sid: str
    caller: str
    """A phone number, or whatever the carrier gives; may be empty."""
    agent: str
    language: str
    turn: int
    has_spoken: bool = False
    """Whether the agent has said something in this turn already."""
    note: Callable[[str], None] = lambda text: None
    """Put a note into the call's record."""
    set_language: Callable[[str], Awaitable[None]] = _no_other_language
    """Go on in another language of the agent file. Raises ToolFailed if nobody hears or speaks it."""
    called: str = ""
    """The number that was called."""
    known: Mapping[str, str] = {}
    """What is known about the call, by its name in the agent file's texts, such as `params.name`: of what texts use."""


class Done(msgspec.Struct, frozen=True):
    """The result of a tool that acts on the call itself; other tools return what the model is told."""

    result: object = None
    parts: tuple[ReplyPart, ...] = ()
    """Said next, or done: before the model is asked again."""
    ends_reply: bool = False
    """The model is not asked again: the call ends, or the caller is to answer."""
    expects: Expectation | None = None
    """What the caller is to answer."""


class Tool(msgspec.Struct, frozen=True):
    """One tool, for all calls of an agent."""

    offer: ToolOffer
    read: Callable[[str], object]
    """Reads the arguments, which are JSON text as a model wrote it. Raises ArgumentsWrong."""
    run: Callable[[ToolCall, object], Awaitable[object]]
    """Does it, with what `read` has returned. Returns what can be JSON, or a `Done`. Raises ToolFailed; any other
    exception counts as one after which the effect is unknown. May be cancelled at any time: then too."""
    has_effects: bool = True
    """Whether it changes anything in the world. One that only reads needs no journal, and may run twice unharmed."""
    on_interruption: OnInterruption = OnInterruption.FINISH_QUIETLY
    says: str = ""
    """Said while it runs; empty: nothing, unless it takes so long that the agent says a filler."""
    deadline_s: float = 10.0
    side_by_side: bool = False
    """Whether it may run at the same time as other tools of the same decision."""
    is_offered: bool = True
    """Whether a model may call it; else only the agent file does."""

    @property
    def name(self) -> str:
        return self.offer.name
