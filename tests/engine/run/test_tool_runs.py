"""The tools of one call, without the call: who is run, when, how often, and what is told of it. Virtual time."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import msgspec
import pytest
import trio
from trio.testing import MockClock

from offhook.engine.decide.tool_use import Outcome, ToolUse, ToolUses, WantedTool
from offhook.engine.record import facts
from offhook.engine.record.facts import Fact
from offhook.engine.record.journal import LINE_BYTES
from offhook.engine.record.reporter import Reporter
from offhook.engine.record.tools_used import KEPT_TOOLS, ToolsUsed
from offhook.engine.run.tool import ARGUMENTS_BYTES, RESULT_BYTES, OnInterruption, Tool, ToolCall, ToolFailed
from offhook.engine.run.tool_runs import MOST_OF_A_DECISION, RUNNING_AT_ONCE, ToolPorts, ToolRuns
from offhook.simulation.tools import DEADLINE_S, SLOW_S, Behaviour, ToolLedger, simulated_tool, wanted

CALL = ToolCall("MZ1", "CA1", "+15550100", "test", "en", 0)


class Told:
    """What was told of the tools, as an observer."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.used = ToolsUsed()

    def observe(self, fact: Fact) -> None:
        self.facts.append(fact)
        if isinstance(fact.what, ToolsUsed.kinds):
            self.used.observe(fact)

    @property
    def kinds_of_facts(self) -> list[str]:
        return [type(fact.what).__name__ for fact in self.facts]


class Rig:
    """Tools, and a call that they belong to."""

    def __init__(self, runs: ToolRuns, told: Told, busy: list[float], news: list[float]) -> None:
        self.runs, self.told, self.busy, self.news = runs, told, busy, news

    async def use(self, *asked: WantedTool, turn: int = 2, refused: str = "") -> ToolUses:
        uses, _ = await self.runs.use(asked, turn, has_spoken=False, refused=refused)
        return uses


@asynccontextmanager
async def rig(
    *tools: Tool,
    can_record: Callable[[], bool] = lambda: True,
    before: Sequence[ToolUses] = (),
    change_runs: type[ToolRuns] = ToolRuns,
) -> AsyncIterator[Rig]:
    told = Told()
    busy: list[float] = []
    news: list[float] = []
    ports = ToolPorts(CALL, Reporter("CA1", [told]), can_record, busy.append, lambda: news.append(trio.current_time()))
    async with trio.open_nursery() as nursery:
        runs = change_runs({tool.name: tool for tool in tools}, ports, nursery, before)
        yield Rig(runs, told, busy, news)
        nursery.cancel_scope.cancel()


def outcomes(uses: ToolUses) -> list[Outcome]:
    return [use.outcome for use in uses.uses]


@pytest.mark.parametrize(
    ("behaviour", "outcome", "says"),
    [
        (Behaviour.QUICK, Outcome.DONE, '{"room":"book"}'),
        (Behaviour.SLOW, Outcome.DONE, '{"room":"book"}'),
        (Behaviour.HANGS, Outcome.LATE, "longer than 2 s"),
        (Behaviour.FAILS, Outcome.FAILED, "The booking system is closed."),
        (Behaviour.LOSES_SIGHT, Outcome.UNKNOWN, "did not answer. Whether it was done is not known"),
        (Behaviour.BREAKS, Outcome.UNKNOWN, "The tool broke. Whether it was done is not known"),
        (Behaviour.EXITS, Outcome.UNKNOWN, "The tool broke."),
        (Behaviour.NOT_JSON, Outcome.UNKNOWN, "has no form in JSON"),
        (Behaviour.TOO_LONG, Outcome.UNKNOWN, "5,000,002 bytes"),
    ],
)
async def test_whatever_a_tool_does_it_has_an_outcome(
    behaviour: Behaviour, outcome: Outcome, says: str, autojump_clock: MockClock
) -> None:
    """Once, in words for the model, within its deadline; and it stands in the record."""
    ledger = ToolLedger()
    async with rig(simulated_tool("book", behaviour, ledger)) as call:
        uses = await call.use(wanted("book"))
    (use,) = uses.uses
    assert (use.outcome, len(ledger.deeds)) == (outcome, 1)
    assert says in use.result
    assert trio.current_time() <= DEADLINE_S
    (record,) = call.told.used.records
    assert (record.outcome, record.result, record.turn) == (outcome, use.result, 2)
    assert call.told.kinds_of_facts.count("ToolEnded") == 1


async def test_what_only_reads_has_changed_nothing_when_it_breaks(autojump_clock: MockClock) -> None:
    """The model may call it again, and is told so."""
    broken = simulated_tool("look_up", Behaviour.BREAKS, has_effects=False)
    late = simulated_tool("wait", Behaviour.HANGS, has_effects=False)
    async with rig(broken, late) as call:
        uses = await call.use(wanted("look_up"), wanted("wait"))
    assert outcomes(uses) == [Outcome.FAILED, Outcome.LATE]
    assert all(use.result.endswith("Nothing was changed.") for use in uses.uses)


async def test_a_bug_in_a_tool_is_told_to_whoever_runs_the_server(autojump_clock: MockClock) -> None:
    async with rig(simulated_tool("book", Behaviour.BREAKS)) as call:
        await call.use(wanted("book"))
    (broke,) = (fact.what for fact in call.told.facts if isinstance(fact.what, facts.ToolBroke))
    assert broke.tool == "book"
    assert "ValueError" in broke.error
    assert "_behave" in broke.traceback


async def test_a_decision_is_told_before_its_tool_begins(autojump_clock: MockClock) -> None:
    """So that whoever goes on with the call after a crash knows of it."""
    told: list[str] = []
    ledger = ToolLedger(lambda: len(told))
    async with rig(simulated_tool("book", Behaviour.QUICK, ledger)) as call:
        told = call.told.facts  # type: ignore[assignment]  # only its length is asked for
        await call.use(wanted("book"))
    assert [deed.told for deed in ledger.deeds] == [1]
    assert call.told.kinds_of_facts == ["ToolChosen", "ToolEnded"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (wanted("fly"), "There is no tool of this name. The tools are: book."),
        (wanted("book", "{"), "The arguments are wrong"),
        (wanted("book", '{"room": 5}'), "The arguments are wrong"),
        (wanted("book", '"' + "r" * ARGUMENTS_BYTES + '"'), "The arguments are too long."),
        (wanted("book", '{"room": "\ud800"}'), "The arguments are no text"),
    ],
    ids=["unknown", "malformed", "of another type", "too long", "half a character"],
)
async def test_what_cannot_be_called_is_refused(asked: WantedTool, why: str, autojump_clock: MockClock) -> None:
    """The model is told why; the journal can hold what it wrote."""
    ledger = ToolLedger()
    async with rig(simulated_tool("book", Behaviour.QUICK, ledger)) as call:
        uses = await call.use(asked)
    assert outcomes(uses) == [Outcome.REFUSED]
    assert uses.uses[0].result.startswith(why)
    assert uses.uses[0].result.endswith("Nothing was changed.")
    assert ledger.deeds == []
    assert all(len(msgspec.json.encode(fact)) < LINE_BYTES for fact in call.told.facts)


@pytest.mark.parametrize("name", ["n" * 1_000_000, "\x01" * 200, "\ud800"], ids=["long", "no text", "half a character"])
async def test_a_name_that_no_tool_can_have_is_refused(name: str, autojump_clock: MockClock) -> None:
    """And does no harm to the journal."""
    async with rig(simulated_tool("book")) as call:
        uses = await call.use(wanted(name, "\x01" * ARGUMENTS_BYTES))
    assert outcomes(uses) == [Outcome.REFUSED]
    assert all(len(msgspec.json.encode(fact)) < LINE_BYTES for fact in call.told.facts)


async def test_the_same_twice_in_one_message_is_done_once(autojump_clock: MockClock) -> None:
    """Unless it only reads, or the arguments differ."""
    ledger = ToolLedger()
    book = simulated_tool("book", Behaviour.QUICK, ledger)
    look_up = simulated_tool("look_up", Behaviour.QUICK, ledger, has_effects=False)
    async with rig(book, look_up) as call:
        uses = await call.use(
            wanted("book"), wanted("book"), wanted("book", '{"room": "2"}'), wanted("look_up"), wanted("look_up")
        )
    assert outcomes(uses) == [Outcome.DONE, Outcome.REFUSED, Outcome.DONE, Outcome.DONE, Outcome.DONE]
    assert uses.uses[1].result.startswith(f"The same was called just before: see the result of {uses.uses[0].id}.")
    assert [ledger.times(deed.key) for deed in ledger.deeds] == [1, 1, 1, 1]


@pytest.mark.parametrize(("side_by_side", "took_s"), [(True, SLOW_S), (False, 2 * SLOW_S)])
async def test_tools_run_in_order_or_side_by_side(side_by_side: bool, took_s: float, autojump_clock: MockClock) -> None:
    ledger = ToolLedger()
    tools = [simulated_tool(name, Behaviour.SLOW, ledger, side_by_side=side_by_side) for name in ("one", "two")]
    async with rig(*tools) as call:
        uses = await call.use(wanted("one"), wanted("two"))
    assert outcomes(uses) == [Outcome.DONE, Outcome.DONE]
    assert sorted(deed.tool.name for deed in ledger.deeds) == ["one", "two"]
    assert trio.current_time() == pytest.approx(took_s)


@pytest.mark.parametrize("on_interruption", [*OnInterruption])
async def test_an_interruption_does_what_the_tool_declares(
    on_interruption: OnInterruption, autojump_clock: MockClock
) -> None:
    """`cancel` ends it at once, the others go on; one that is to be told becomes news; the next ones never begin."""
    ledger = ToolLedger()
    slow = simulated_tool("slow", Behaviour.SLOW, ledger, on_interruption=on_interruption)
    async with rig(slow, simulated_tool("next", Behaviour.QUICK, ledger)) as call:
        with trio.move_on_after(0.5):
            await call.use(wanted("slow"), wanted("next"))
        await trio.testing.wait_all_tasks_blocked()
        (decision,) = call.runs.decided_in(2)
        cancelled = on_interruption is OnInterruption.CANCEL
        assert outcomes(decision) == [Outcome.CANCELLED if cancelled else Outcome.RUNNING, Outcome.CANCELLED]
        assert "not known" in decision.uses[0].result or not cancelled
        await trio.sleep(SLOW_S)
        (decision,) = call.runs.decided
        assert decision.uses[0].outcome is (Outcome.CANCELLED if cancelled else Outcome.DONE)
        is_told = on_interruption is OnInterruption.FINISH_AND_TELL
        assert call.runs.has_news is is_told
        assert call.runs.news() == ('slow({}): done: {"room":"slow"}' if is_told else "")
        assert call.news == ([pytest.approx(SLOW_S)] if is_told else [])
    assert [deed.tool.name for deed in ledger.deeds] == ["slow"]
    assert ledger.deeds[0].ended_at == pytest.approx(0.5 if cancelled else SLOW_S)


@pytest.mark.parametrize("on_interruption", OnInterruption)
async def test_what_has_ended_beside_what_is_cut_off_is_news_too(
    on_interruption: OnInterruption, autojump_clock: MockClock
) -> None:
    """It was decided with that one. Found by seed 1100411, where no model made the next answer."""
    quick = simulated_tool("quick", Behaviour.QUICK, on_interruption=on_interruption)
    slow = simulated_tool("slow", Behaviour.SLOW, on_interruption=OnInterruption.CANCEL)
    async with rig(quick, slow) as call:
        with trio.move_on_after(0.5):
            await call.use(wanted("quick"), wanted("slow"))
        is_told = on_interruption is OnInterruption.FINISH_AND_TELL
        assert call.runs.has_news is is_told
        assert call.news == ([pytest.approx(0.5)] if is_told else [])
        call.runs.note_told(call.runs.untold)
        assert not call.runs.has_news


async def test_news_is_told_twice_at_most(autojump_clock: MockClock) -> None:
    """Once more if the telling was cut off."""
    slow = simulated_tool("slow", Behaviour.SLOW, on_interruption=OnInterruption.FINISH_AND_TELL)
    async with rig(slow) as call:
        with trio.move_on_after(0.5):
            await call.use(wanted("slow"))
        await trio.sleep(SLOW_S)
        call.runs.note_tellings()
        assert call.runs.has_news
        call.runs.note_tellings()
        assert not call.runs.has_news


async def test_what_has_effects_does_not_run_where_it_cannot_be_written_down(autojump_clock: MockClock) -> None:
    """The journal is lost with the very fact that should stand in it. What only reads runs."""
    ledger = ToolLedger()
    book = simulated_tool("book", Behaviour.QUICK, ledger)
    look_up = simulated_tool("look_up", Behaviour.QUICK, ledger, has_effects=False)
    async with rig(book, look_up, can_record=lambda: False) as call:
        uses = await call.use(wanted("book"), wanted("look_up"))
    assert outcomes(uses) == [Outcome.REFUSED, Outcome.DONE]
    assert uses.uses[0].result == "It could not be written down before. Nothing was changed."
    assert [deed.tool.name for deed in ledger.deeds] == ["look_up"]


async def test_nothing_is_run_that_is_refused(autojump_clock: MockClock) -> None:
    ledger = ToolLedger()
    async with rig(simulated_tool("book", Behaviour.QUICK, ledger)) as call:
        uses = await call.use(wanted("book"), wanted("book"), refused="Enough.")
    assert outcomes(uses) == [Outcome.REFUSED, Outcome.REFUSED]
    assert {use.result for use in uses.uses} == {"Enough. Nothing was changed."}
    assert ledger.deeds == []


async def test_so_many_run_at_one_time(autojump_clock: MockClock) -> None:
    """Those that an interruption has left count too."""
    ledger = ToolLedger()
    slow = simulated_tool("slow", Behaviour.SLOW, ledger, side_by_side=True, has_effects=False)
    async with rig(slow) as call:
        with trio.move_on_after(0.1):
            await call.use(*[wanted("slow")] * (MOST_OF_A_DECISION + 3))
        uses = await call.use(*[wanted("slow")] * 2, turn=3)
    assert outcomes(uses) == [Outcome.REFUSED, Outcome.REFUSED]
    assert len(ledger.deeds) == RUNNING_AT_ONCE == MOST_OF_A_DECISION


async def test_the_caller_is_waited_for_as_long_as_a_tool_may_take(autojump_clock: MockClock) -> None:
    async with rig(simulated_tool("slow", Behaviour.SLOW)) as call:
        await call.use(wanted("slow"))
        assert call.busy == [DEADLINE_S]


async def test_a_call_that_has_returned_counts_on(autojump_clock: MockClock) -> None:
    """Also behind a number whose decision was never written down."""
    use = ToolUse("tool00003", "book", "{}", Outcome.UNKNOWN, "?")
    before = [ToolUses((use,), 1, 0.0)]
    async with rig(simulated_tool("book"), before=before) as call:
        uses = await call.use(wanted("book"))
        assert [each.id for each in uses.uses] == ["tool00004"]
        assert call.runs.decided == (before[0], uses)
        assert call.runs.decided_in(1) == (before[0],)


async def test_a_call_uses_so_many_tools(autojump_clock: MockClock) -> None:
    """As many as are kept of it: what is called beyond that is refused, whoever wants it."""
    ledger = ToolLedger()
    async with rig(simulated_tool("look_up", Behaviour.QUICK, ledger, has_effects=False)) as call:
        while not call.runs.is_spent:
            await call.use(*[wanted("look_up")] * MOST_OF_A_DECISION)
        done = len(ledger.deeds)
        uses = await call.use(wanted("look_up"))
    assert outcomes(uses) == [Outcome.REFUSED]
    assert len(ledger.deeds) == done <= KEPT_TOOLS


async def test_whoever_comes_back_to_the_same_words_waits_for_what_runs(autojump_clock: MockClock) -> None:
    """A cough has cut the reply off: nothing is decided anew."""
    ledger = ToolLedger()
    async with rig(simulated_tool("slow", Behaviour.SLOW, ledger)) as call:
        with trio.move_on_after(0.5):
            await call.use(wanted("slow"))
        await call.runs.wait_over(2)
        assert trio.current_time() == pytest.approx(SLOW_S)
        assert outcomes(call.runs.decided_in(2)[0]) == [Outcome.DONE]
    assert len(ledger.deeds) == 1


async def test_at_the_end_of_a_call_its_tools_are_waited_for(autojump_clock: MockClock) -> None:
    """Except those that an interruption cancels too."""
    ledger = ToolLedger()
    slow = simulated_tool("slow", Behaviour.SLOW, ledger)
    hangs = simulated_tool("hangs", Behaviour.HANGS, ledger, on_interruption=OnInterruption.CANCEL)
    async with rig(slow, hangs) as call:
        with trio.move_on_after(0.5):
            await call.use(wanted("slow"))
        with trio.move_on_after(0.5):
            await call.use(wanted("hangs"))
        await call.runs.wait_all_over()
        assert trio.current_time() == pytest.approx(SLOW_S)
    assert [(record.tool, record.outcome) for record in call.told.used.records] == [
        ("slow", Outcome.DONE),
        ("hangs", Outcome.CANCELLED),
    ]


async def test_a_tool_that_breaks_over_its_arguments_is_refused(autojump_clock: MockClock) -> None:
    """Nothing was begun, and the responder goes on."""

    def read(arguments: str) -> object:
        raise SystemExit(arguments)

    async with rig(msgspec.structs.replace(simulated_tool("book"), read=read)) as call:
        uses = await call.use(wanted("book"))
    assert outcomes(uses) == [Outcome.REFUSED]
    assert call.told.kinds_of_facts == ["ToolBroke", "ToolChosen", "ToolEnded"]


def of(name: str, run: Callable[[ToolCall, object], Awaitable[object]], **more: object) -> Tool:
    return msgspec.structs.replace(simulated_tool(name), run=run, **more)


async def test_a_failure_may_be_long(autojump_clock: MockClock) -> None:
    """A web page in an error's text: the model reads no more of it than of a result, and the journal can hold it."""

    async def fail(call: ToolCall, arguments: object) -> object:
        await trio.lowlevel.checkpoint()
        raise ToolFailed("\x01" * 5_000_000)

    async with rig(of("book", fail)) as call:
        uses = await call.use(wanted("book"))
    assert outcomes(uses) == [Outcome.FAILED]
    assert len(uses.uses[0].result.encode()) <= RESULT_BYTES
    assert all(len(msgspec.json.encode(fact)) < LINE_BYTES for fact in call.told.facts)


async def test_a_tool_that_exits_in_a_nursery_does_not_end_the_server(autojump_clock: MockClock) -> None:
    """Nor one whose library raises a group."""

    async def leave() -> None:
        await trio.lowlevel.checkpoint()
        raise SystemExit(1)

    async def run(call: ToolCall, arguments: object) -> object:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(leave)
            await trio.sleep_forever()

    async with rig(of("book", run)) as call:
        uses = await call.use(wanted("book"))
    assert outcomes(uses) == [Outcome.UNKNOWN]


async def test_a_tool_that_was_cancelled_in_a_nursery_is_cancelled(autojump_clock: MockClock) -> None:
    """A group of cancellations is nobody's bug."""

    async def run(call: ToolCall, arguments: object) -> object:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.sleep, 60)
            await trio.sleep(60)
        return "done"

    async with rig(of("book", run, on_interruption=OnInterruption.CANCEL)) as call:
        with trio.move_on_after(0.5):
            await call.use(wanted("book"))
        await trio.testing.wait_all_tasks_blocked()
        assert outcomes(call.runs.decided[0]) == [Outcome.CANCELLED]
    assert call.told.kinds_of_facts == ["ToolChosen", "ToolEnded"]
