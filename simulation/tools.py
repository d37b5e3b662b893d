"""Simulated tools: quick, slow, hanging, failing and broken ones. What they do stands in a ledger that all processes
share, so that it shows how often each decision was carried out, whoever did it."""

import enum
from collections.abc import Callable, Iterable

import msgspec
import trio

from offhook.engine.decide.tool_use import ToolOffer, WantedTool
from offhook.engine.run.reply import HangUp, Sentence
from offhook.engine.run.tool import (
    ArgumentsWrong,
    Done,
    EffectUnknown,
    OnInterruption,
    Tool,
    ToolCall,
    ToolFailed,
)
from offhook.engine.words.expectation import Expectation

SLOW_S, DEADLINE_S = 1.5, 2.0
ASKS_FOR_DIGITS = 4
TOO_LONG_BYTES = 5_000_000
FAILED, NOT_KNOWN = "The booking system is closed.", "The booking system did not answer."
READ_OUT = "I read out what it says."


class Behaviour(enum.Enum):
    """What becomes of a tool that is called."""

    QUICK = "returns at once"
    SLOW = "returns after a while"
    HANGS = "hangs"
    FAILS = "fails"
    LOSES_SIGHT = "does not know what it has done"
    BREAKS = "raises what no tool may raise"
    EXITS = "exits"
    NOT_JSON = "returns what cannot be JSON"
    TOO_LONG = "returns 5 MB"
    NOTES = "takes a note"
    ASKS = "asks the caller for digits"
    SPEAKS = "says something by itself, and then the model goes on"
    HANGS_UP = "ends the call"

    @property
    def takes_time(self) -> bool:
        return self in (Behaviour.SLOW, Behaviour.HANGS)

    @property
    def ends_reply(self) -> bool:
        return self in (Behaviour.ASKS, Behaviour.HANGS_UP)


class PlannedTool(msgspec.Struct, frozen=True):
    """What a simulated tool does, and how it is declared."""

    name: str
    behaviour: Behaviour = Behaviour.QUICK
    on_interruption: OnInterruption = OnInterruption.FINISH_QUIETLY
    has_effects: bool = True
    side_by_side: bool = False
    says: str = ""
    seconds: float = SLOW_S
    """How long a slow one takes."""
    deadline_s: float = DEADLINE_S


class Deed(msgspec.Struct):
    """One time that a tool was begun."""

    key: str
    tool: PlannedTool
    arguments: str
    turn: int
    process: str
    began_at: float
    told: int
    """How many facts its call had told by then."""
    is_written: bool | None = None
    """Whether its decision stood in the journal by then; None if nobody has looked."""
    ended_at: float | None = None
    how: str = ""
    """How it ended: "returned", "raised", "cancelled" or "killed"."""


class ToolLedger:
    """What all tools of a run did."""

    def __init__(
        self, told: Callable[[], int] = lambda: 0, is_written: Callable[[str], bool | None] = lambda key: None
    ) -> None:
        """`told`: how many facts there are by now. `is_written`: whether the decision of this key is in the journal."""
        self.deeds: list[Deed] = []
        self._told, self._is_written = told, is_written
        self._begun = trio.Event()
        self.killed: dict[str, float] = {}
        """The processes that are gone, and since when: their tools do nothing any more."""

    def kill(self, process: str) -> None:
        self.killed[process] = trio.current_time()
        for deed in self.deeds:
            if deed.process == process and deed.ended_at is None:
                deed.ended_at, deed.how = self.killed[process], "killed"

    def times(self, key: str) -> int:
        """How often this was done."""
        return sum(deed.key == key for deed in self.deeds)

    async def wait_begun(self) -> None:
        """Wait until the next tool begins."""
        await self._begun.wait()

    def of(self, tool: str) -> list[Deed]:
        return [deed for deed in self.deeds if deed.tool.name == tool]

    def begin(self, tool: PlannedTool, call: ToolCall, arguments: object, process: str) -> Deed:
        is_written = self._is_written(call.key)
        deed = Deed(call.key, tool, str(arguments), call.turn, process, trio.current_time(), self._told(), is_written)
        if process not in self.killed:
            self.deeds.append(deed)
            self._begun.set()
            self._begun = trio.Event()
        return deed

    def end(self, deed: Deed, how: str) -> None:
        if deed.process not in self.killed:
            deed.ended_at, deed.how = trio.current_time(), how


class Asked(msgspec.Struct, frozen=True):
    """The arguments of all simulated tools: anything as long as it is an object."""

    room: str = ""


def simulated_tools(planned: Iterable[PlannedTool], ledger: ToolLedger, process: str = "") -> list[Tool]:
    """Those of one process."""
    return [_simulated(each, ledger, process) for each in planned]


def simulated_tool(
    name: str,
    behaviour: Behaviour = Behaviour.QUICK,
    ledger: ToolLedger | None = None,
    *,
    on_interruption: OnInterruption = OnInterruption.FINISH_QUIETLY,
    has_effects: bool = True,
    side_by_side: bool = False,
    says: str = "",
    seconds: float = SLOW_S,
) -> Tool:
    planned = PlannedTool(name, behaviour, on_interruption, has_effects, side_by_side, says, seconds)
    return _simulated(planned, ledger or ToolLedger(), "")


def _simulated(planned: PlannedTool, ledger: ToolLedger, process: str) -> Tool:
    async def run(call: ToolCall, arguments: object) -> object:
        deed = ledger.begin(planned, call, arguments, process)
        how = "cancelled"
        try:
            result = await _behave(planned, call)
            how = "returned"
            return result
        except (Exception, SystemExit):
            how = "raised"
            raise
        finally:
            ledger.end(deed, how)

    parameters: dict[str, object] = {"type": "object", "properties": {"room": {"type": "string"}}}
    return Tool(
        ToolOffer(planned.name, f"It {planned.behaviour.value}.", parameters),
        _read,
        run,
        planned.has_effects,
        planned.on_interruption,
        planned.says,
        planned.deadline_s,
        planned.side_by_side,
    )


def _read(arguments: str) -> object:
    try:
        return msgspec.json.decode(arguments, type=Asked)
    except (msgspec.DecodeError, UnicodeEncodeError) as exc:
        raise ArgumentsWrong(f"The arguments are wrong: {exc}.") from exc


async def _behave(planned: PlannedTool, call: ToolCall) -> object:
    await trio.lowlevel.checkpoint()
    match planned.behaviour:
        case Behaviour.HANGS:
            await trio.sleep_forever()
        case Behaviour.SLOW:
            await trio.sleep(planned.seconds)
        case Behaviour.FAILS:
            raise ToolFailed(FAILED)
        case Behaviour.LOSES_SIGHT:
            raise EffectUnknown(NOT_KNOWN)
        case Behaviour.BREAKS:
            raise ValueError("a planted bug")
        case Behaviour.EXITS:
            raise SystemExit("a planted exit")
        case _:
            pass
    return _result(planned, call)


def _result(planned: PlannedTool, call: ToolCall) -> object:
    match planned.behaviour:
        case Behaviour.NOT_JSON:
            return {"room": object()}
        case Behaviour.TOO_LONG:
            return "r" * TOO_LONG_BYTES
        case Behaviour.NOTES:
            call.note(f"noted by {planned.name}")
            return "noted"
        case Behaviour.ASKS:
            return Done(
                "asked", ends_reply=planned.behaviour.ends_reply, expects=Expectation(max_digits=ASKS_FOR_DIGITS)
            )
        case Behaviour.SPEAKS:
            return Done("said", (Sentence(READ_OUT),))
        case Behaviour.HANGS_UP:
            return Done("hung up", (HangUp(),), ends_reply=planned.behaviour.ends_reply)
        case _:
            return {"room": planned.name}


def wanted(name: str, arguments: str = "{}") -> WantedTool:
    """One call of a tool, as a model writes it."""
    return WantedTool(f"call-{name}"[:40], name, arguments)
