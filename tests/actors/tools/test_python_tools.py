"""Python functions as tools: what a model is offered, what they are called with, what they return.

The modelled world with its virtual clock, except where threads hang: those are real, and let go at the end.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
import trio
import trio.testing
from trio.testing import MockClock

from offhook.actors.tools.threads import THREADS, ToolThreads
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.world import RealWorld
from offhook.engine.run.tool import ArgumentsWrong, OnInterruption, ToolFailed
from offhook.engine.run.tool_json import result_json
from offhook.simulation.world import SimulatedWorld
from tests.actors.tools.tool_rig import IMPORT, KEY, Notes, a_call, agent_in, opened, python_tools, use

T = TypeVar("T")
BOOK = '''
import dataclasses, datetime, enum
from typing import Annotated, Literal
import msgspec

class Kind(enum.Enum):
    SINGLE = "single"
    DOUBLE = "double"

@dataclasses.dataclass
class Guest:
    name: str
    age: int = 30

@tool(effects=False, on_interruption="cancel", says="One moment.", deadline_s=5, side_by_side=True, offered=False)
async def book(
    call: ToolCall,
    day: datetime.date,
    nights: Annotated[int, msgspec.Meta(ge=1, le=14, description="how many nights")],
    guest: Guest,
    kind: Kind = Kind.SINGLE,
    floor: Literal["low", "high"] | None = None,
    wishes: list[str] = [],
) -> dict:
    """Book a room.

    Ask for the name first.

    Args:
        day: the first night, of the
            calendar year
        kind (Kind): single or double

    Returns:
        what was booked
    """
    wishes.append("quiet")
    return {"day": day, "until": day + datetime.timedelta(nights), "age": guest.age, "kind": kind, "wishes": wishes}
'''


async def test_a_model_is_offered_what_signature_and_docstring_say(tmp_path: Path) -> None:
    """The description without its sections; a schema with descriptions, limits, choices, defaults and what may be left
    out; not the call."""
    async with python_tools(SimulatedWorld(), tmp_path, BOOK) as tools:
        offer = tools["book"].offer
        assert offer.description == "Book a room.\n\nAsk for the name first."
        properties = offer.parameters["properties"]
        assert isinstance(properties, dict)
        assert properties["day"] == {
            "type": "string",
            "format": "date",
            "description": "the first night, of the calendar year",
        }
        assert properties["nights"] == {
            "type": "integer",
            "minimum": 1,
            "maximum": 14,
            "description": "how many nights",
        }
        assert properties["kind"] == {"$ref": "#/$defs/Kind", "default": "single", "description": "single or double"}
        assert [*properties] == ["day", "nights", "guest", "kind", "floor", "wishes"]
        assert offer.parameters["required"] == ["day", "nights", "guest"]
        assert offer.parameters["additionalProperties"] is False
        definitions = offer.parameters["$defs"]
        assert isinstance(definitions, dict)
        assert definitions["Guest"]["required"] == ["name"]


async def test_a_tool_has_the_options_of_its_decorator(tmp_path: Path) -> None:
    """Without any it may change the world, is not cut short, says nothing, and runs alone."""
    plain = '@tool\ndef plain() -> None:\n    """Nothing."""\n'
    async with python_tools(SimulatedWorld(), tmp_path, BOOK + plain) as tools:
        book, other = tools["book"], tools["plain"]
        assert (book.has_effects, book.on_interruption) == (False, OnInterruption.CANCEL)
        assert (book.says, book.deadline_s, book.side_by_side) == ("One moment.", 5, True)
        assert (book.is_offered, other.is_offered) == (False, True)
        assert (other.has_effects, other.on_interruption) == (True, OnInterruption.FINISH_QUIETLY)
        assert (other.says, other.deadline_s, other.side_by_side) == ("", 10, False)
        assert tools.source("book").endswith("t.py:16")


async def test_the_agent_file_has_the_last_word(tmp_path: Path) -> None:
    """`[tool.NAME]` changes single options, of a tool that every agent has too."""
    text = '[tool.book]\neffects = true\non_interruption = "finish and tell"\n[tool.hang_up]\ndeadline_s = 3\n'
    async with python_tools(SimulatedWorld(), tmp_path, '@tool\ndef hang_up() -> None:\n    """Hang up."""\n') as own:
        hang_up = own["hang_up"]
    async with python_tools(SimulatedWorld(), tmp_path, BOOK, text, [hang_up]) as tools:
        assert [*tools] == ["book", "hang_up"]
        assert (tools["book"].has_effects, tools["book"].on_interruption) == (True, OnInterruption.FINISH_AND_TELL)
        assert (tools["book"].says, tools["book"].deadline_s) == ("One moment.", 5)
        assert (tools["hang_up"].deadline_s, tools.source("hang_up")) == (3, "built in")


async def test_arguments_reach_the_function_as_their_types(tmp_path: Path) -> None:
    """A date is a date, a dataclass a dataclass; a default list is new in each call."""
    async with python_tools(SimulatedWorld(), tmp_path, BOOK) as tools:
        arguments = '{"day": "2026-11-01", "nights": 2, "guest": {"name": "Ann"}, "kind": "double"}'
        told = '{"day":"2026-11-01","until":"2026-11-03","age":30,"kind":"double",'
        for _ in range(2):
            assert result_json(await use(tools["book"], arguments)) == f'{told}"wishes":["quiet"]}}'


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ("", "The arguments do not fit: object missing required field day"),
        ("{", "The arguments are not JSON: write one JSON object."),
        ('"now"', "The arguments do not fit: expected object, got str"),
        ('{"day": "tomorrow", "nights": 1, "guest": {"name": "A"}}', "day: invalid RFC3339 encoded date"),
        ('{"day": "2026-11-01", "nights": "2", "guest": {"name": "A"}}', "nights: expected int, got str"),
        ('{"day": "2026-11-01", "nights": 15, "guest": {"name": "A"}}', "nights: expected int <= 14"),
        ('{"day": "2026-11-01", "nights": 1, "guest": {"age": 3}}', "guest: object missing required field name"),
        ('{"day": "2026-11-01", "nights": 1, "guest": {"name": "A"}, "bed": 1}', "object contains unknown field bed"),
        ('{"day": "\ud800"}', "The arguments are not valid text: half of a surrogate pair is in them."),
        (f'{{"day": "{"x" * 20_000}"}}', "The arguments are 20,011 bytes, and 16,384 are the most."),
    ],
    ids=["none", "cut", "text", "date", "kind", "limit", "inside", "unknown", "surrogate", "long"],
)
async def test_wrong_arguments_are_explained_to_the_model(arguments: str, why: str, tmp_path: Path) -> None:
    """It can write better ones; nothing has been done."""
    async with python_tools(SimulatedWorld(), tmp_path, BOOK) as tools:
        with pytest.raises(ArgumentsWrong) as caught:
            tools["book"].read(arguments)
        assert why in str(caught.value)


async def test_a_tool_without_arguments_takes_no_text(tmp_path: Path) -> None:
    """Some models write nothing where there is nothing to fill in."""
    now = '@tool\ndef now() -> str:\n    """Now."""\n    return "x"'
    async with python_tools(SimulatedWorld(), tmp_path, now) as tools:
        assert [await use(tools["now"], text) for text in ("", " ", "{}")] == ["x", "x", "x"]


SYNC = '''
import functools, threading

@tool
def where(call: ToolCall) -> list[object]:
    """Which thread."""
    call.note(f"for {call.caller}")
    return [threading.current_thread() is threading.main_thread(), call.key]

@tool
async def awaited(call) -> bool:
    """Which thread."""
    return threading.current_thread() is threading.main_thread()

def hidden(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner

@tool
@hidden
async def behind(text: str) -> str:
    """Behind a decorator."""
    return text
'''


async def test_what_blocks_runs_in_a_thread_and_what_waits_in_the_loop(tmp_path: Path) -> None:
    """Notes of either reach the record, by the event loop."""
    notes = Notes()
    async with python_tools(RealWorld(), tmp_path, SYNC) as tools:
        assert await use(tools["where"], call=a_call(notes)) == [False, KEY]
        assert notes == ["for +15550100"]
        assert await use(tools["awaited"]) is True
        assert await use(tools["behind"], '{"text": "x"}') == "x"


FAILS = '''
import dataclasses

@dataclasses.dataclass
class Odd:
    number: int

    def __post_init__(self):
        raise KeyError(self.number)

@tool
def full() -> None:
    """Fails."""
    raise ToolFailed("All rooms are taken.")

@tool
def breaks(odd: Odd | None = None) -> None:
    """Breaks."""
    raise ZeroDivisionError
'''


async def test_what_a_tool_raises_reaches_the_engine(tmp_path: Path) -> None:
    """Its own words as they are; a bug as it is. What breaks while arguments are read has done nothing."""
    async with python_tools(RealWorld(), tmp_path, FAILS) as tools:
        with pytest.raises(ToolFailed, match=r"^All rooms are taken\.$"):
            await use(tools["full"])
        with pytest.raises(ZeroDivisionError):
            await use(tools["breaks"])
        with pytest.raises(ArgumentsWrong, match=r"^The arguments do not fit: KeyError while they were read\.$"):
            tools["breaks"].read('{"odd": {"number": 3}}')


async def test_a_hung_thread_holds_up_neither_other_tools_nor_other_calls() -> None:
    """Each call has a thread of the tool's own; when all of them hang, the next one fails at once."""
    world, let_go = RealWorld(), threading.Event()
    hanging, other = ToolThreads(world, "hanging", most=2), ToolThreads(world, "other")
    try:
        for _ in range(2):
            with trio.move_on_after(0.05) as scope:
                await hanging.run(let_go.wait)
            assert scope.cancelled_caught
            assert await other.run(lambda: "done") == "done"
        with pytest.raises(ToolFailed, match=r"^It was not begun: 2 earlier calls of it have not come back\.$"):
            await hanging.run(let_go.wait)
    finally:
        let_go.set()
    while True:
        with trio.fail_after(5):
            try:
                assert await hanging.run(lambda: "again") == "again"
                return
            except ToolFailed:  # a thread is on its way back
                await trio.sleep(0.01)


async def test_what_waits_for_a_thread_and_is_given_up_never_begins() -> None:
    """A call that is over does nothing any more."""
    world, let_go, begun = RealWorld(), threading.Event(), list[str]()
    threads = ToolThreads(world, "one", most=1)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(threads.run, let_go.wait)
        await trio.testing.wait_all_tasks_blocked(0.01)
        with trio.move_on_after(0.05):
            await threads.run(lambda: begun.append("given up"))
        let_go.set()
    assert await threads.run(lambda: "free") == "free"
    assert begun == []


def test_a_tool_has_threads_for_several_calls() -> None:
    """One alone would make callers wait for one another."""
    assert THREADS > 1


async def test_a_file_finds_its_neighbours_and_a_module_is_named_with_dots(tmp_path: Path) -> None:
    """As a program does; a tool that one module has from another is there once."""
    files = {
        "t.py": "from rooms_of_a_test.tools import free\n",
        "rooms_of_a_test/tools.py": IMPORT + '@tool\ndef free() -> str:\n    """Free rooms."""\n    return "7"\n',
    }
    agent = agent_in(tmp_path, 'tools = ["t.py", "rooms_of_a_test.tools"]', files)
    async with opened(SimulatedWorld(), agent) as tools:
        assert [*tools] == ["free"]
        assert await use(tools["free"]) == "7"


async def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    """Also within the second in which it was changed."""
    text = '@tool\ndef answer() -> str:\n    """Answer."""\n    return "A"\n'
    for wanted in "AB":
        async with python_tools(SimulatedWorld(), tmp_path, text.replace('"A"', f'"{wanted}"')) as tools:
            assert await use(tools["answer"]) == wanted


async def test_an_agent_without_tools_has_none(tmp_path: Path) -> None:
    """Nothing is loaded, and nothing is asked."""
    async with opened(SimulatedWorld(), agent_in(tmp_path, "", {})) as tools:
        assert len(tools) == 0
        assert "hang_up" not in tools


class _NeverLoaded(SimulatedWorld):
    """A thread that loads files, and does not come back."""

    async def run_blocking(self, work: Callable[[], T], *, cost_s: float, lane: str | None = None) -> T:
        del work, cost_s, lane
        await trio.sleep_forever()
        raise AssertionError("unreachable")


async def test_a_file_that_is_never_loaded_does_not_hold_the_start_up_for_ever(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """It is a mistake in the file, and told as one."""
    with pytest.raises(
        AgentFileError, match=r"clinic\.toml:1: its Python files are not loaded within 30 s: let them do"
    ):
        async with python_tools(_NeverLoaded(), tmp_path, "import time\ntime.sleep(3600)\n"):
            raise AssertionError("unreachable")
