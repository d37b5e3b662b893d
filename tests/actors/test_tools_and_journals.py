"""Tools in calls whose stream breaks, whose disk fails, and which the carrier records turn by turn. Virtual time."""

import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import HeardLine, Occasion, Sentence, ToolUses
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.tools_used import CUT_OFF
from offhook.engine.run.asked import Asked, Begins, Happened, Keyed
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.ring import Ring
from offhook.engine.run.spoken_reply import SpokenReply
from offhook.engine.run.tool import OnInterruption, Tool
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice, ToldAt, Wish
from offhook.simulation.tools import Behaviour, ToolLedger, simulated_tool, wanted
from tests.actors.tool_call import uses_in

ANSWER = "Here is the answer."


class Talk:
    """A caller whose streams may break, and a model that calls tools after its greeting."""

    def __init__(self, exchange: Exchange, responder: SimulatedResponder) -> None:
        self.exchange, self.responder = exchange, responder
        self.carrier = SimulatedCarrier()
        self._requests = 0

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[SimulatedCarrier]:
        """Whoever leaves the block breaks it."""
        async with calling(self.exchange, self.carrier):
            yield self.carrier
            self.carrier.drop()

    async def return_(self) -> None:
        """What the carrier does: it asks, and obeys."""
        number = self.carrier.returned
        token = await self.exchange.find_return(self.carrier.call_sid, number)
        assert token is not None, "the call goes on"
        self.carrier = SimulatedCarrier(returned=number + 1, token=token)

    async def ask(self) -> None:
        self.carrier.speak(0.6)
        await trio.sleep(1.02)

    async def request(self, happened: Happened, number: int | None = None) -> SpokenReply:
        """As a carrier asks that records the caller; `number`: again, of another process."""
        asked = Asked(Ring("CA7", "made up", "+15550100"), self._requests if number is None else number, 0, happened)
        self._requests += 1
        reply = await self.exchange.recorded_calls.answer(asked)
        assert isinstance(reply, SpokenReply)
        return reply

    async def is_told(self, occasion: Occasion) -> ToldAt:
        """Until a responder is asked for this reason. Returns the newest."""
        await self.carrier.wait(lambda: self._of(occasion) != [])
        return self._of(occasion)[-1]

    def _of(self, occasion: Occasion) -> list[ToldAt]:
        return [told for told in self.responder.told_at if told.turn.occasion is occasion]

    async def record(self) -> CallRecord:
        return await record_of(self.exchange, self.carrier)


@asynccontextmanager
async def talk_with(
    tools: Sequence[Tool],
    *wishes: Wish,
    store: str = ":memory:",
    clock_set_by_s: Callable[[], float] = lambda: 0.0,
) -> AsyncIterator[Talk]:
    responder = SimulatedResponder(Sentence(ANSWER))
    responder.wishes = iter([Wish(), *wishes])
    async with open_simulated_exchange(
        settings_with(store={"path": store}, responder={"max_drafts": 0}, floor={"filler_s": 0, "idle_s": 60}),
        recognizer=SimulatedRecognizer("book a room"),
        responder=responder,
        voice=SimulatedVoice(1),
        tools=tools,
        clock_set_by_s=clock_set_by_s,
    ) as exchange:
        yield Talk(exchange, responder)


def outcomes(record: CallRecord) -> list[tuple[str, Outcome]]:
    assert record.over is not None
    return [(each.tool, each.outcome) for each in record.over.tools]


# Streams that break.


@pytest.mark.parametrize(
    ("seconds", "on_interruption", "outcome"),
    [
        (0.3, OnInterruption.FINISH_QUIETLY, Outcome.DONE),
        (1.9, OnInterruption.FINISH_QUIETLY, Outcome.CANCELLED),
        (0.3, OnInterruption.CANCEL, Outcome.CANCELLED),
    ],
)
async def test_a_tool_that_runs_when_the_stream_breaks_is_not_run_again(
    seconds: float, on_interruption: OnInterruption, outcome: Outcome, autojump_clock: MockClock
) -> None:
    """It may finish within half a second; the model is told what came of it. The record has it once."""
    ledger = ToolLedger()
    slow = simulated_tool("slow", Behaviour.SLOW, ledger, on_interruption=on_interruption, seconds=seconds)
    async with talk_with([slow], Wish((wanted("slow"),))) as talk:
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
            await talk.ask()
            await carrier.wait(lambda: bool(ledger.deeds))
            await trio.sleep(0.1)
        await talk.return_()
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
            await talk.ask()
            await carrier.agent_has_spoken()
        told = talk.responder.told_at[-1]
        assert [use.outcome for use in uses_in(told)] == [outcome]
        await talk.return_()
        async with calling(talk.exchange, talk.carrier):
            await trio.sleep(1)
        assert outcomes(await talk.record()) == [("slow", outcome)]
    assert len(ledger.deeds) == 1


async def test_an_answer_whose_tool_was_done_goes_on_from_its_result(autojump_clock: MockClock) -> None:
    """The stream breaks while the answer is written: the decision stands, and the model says the rest."""
    ledger = ToolLedger()
    wishes = Wish((wanted("book"),), says=1), Wish(after_s=3.0)
    async with talk_with([simulated_tool("book", ledger=ledger)], *wishes) as talk:
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
            await talk.ask()
            await talk.is_told(Occasion.TOOLS_DONE)
            await trio.sleep(1.5)
        asked = len(talk.responder.told_at)
        await talk.return_()
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
        (told,) = talk.responder.told_at[asked:]
    assert (told.turn.occasion, told.turn.said) == (Occasion.TOOLS_DONE, ANSWER)
    kinds = [each.who if isinstance(each, HeardLine) else "tools" for each in told.heard]
    assert kinds == ["agent", "caller", "tools"]
    assert [use.outcome for use in uses_in(told)] == [Outcome.DONE]
    assert len(ledger.deeds) == 1


# Disks that fail.


async def test_what_cannot_be_written_down_is_not_done(tmp_path: Path, autojump_clock: MockClock) -> None:
    """No journal can be made. What only reads runs, and the call goes on."""
    ledger = ToolLedger()
    book = simulated_tool("book", ledger=ledger)
    look_up = simulated_tool("look_up", ledger=ledger, has_effects=False)
    await trio.Path(tmp_path / "calls.db.journals").write_text("no folder")
    store = str(tmp_path / "calls.db")
    async with talk_with([book, look_up], Wish((wanted("book"), wanted("look_up"))), store=store) as talk:
        async with calling(talk.exchange, talk.carrier):
            await talk.carrier.agent_has_spoken()
            await talk.ask()
            await talk.carrier.agent_has_spoken()
        record = await talk.record()
    assert outcomes(record) == [("book", Outcome.REFUSED), ("look_up", Outcome.DONE)]
    assert [deed.tool.name for deed in ledger.deeds] == ["look_up"]
    assert [entry.text for entry in record.transcript] == [ANSWER, "book a room", ANSWER]


async def test_a_call_that_returned_without_a_journal_does_nothing_with_effects(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The disk has just failed for another call, and this one may return once more, to what its first stream told."""
    ledger = ToolLedger()
    late_s = [0.0, 0.0]  # of the wall clock, and by how much it goes ahead at each look

    def clock_set_by_s() -> float:
        late_s[0] += late_s[1]
        return late_s[0]

    tools = [simulated_tool("book", ledger=ledger), simulated_tool("look_up", ledger=ledger, has_effects=False)]
    wish = Wish((wanted("book"), wanted("look_up")))
    store = str(tmp_path / "calls.db")
    async with talk_with(tools, Wish(), wish, store=store, clock_set_by_s=clock_set_by_s) as talk:
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
        late_s[1] = 0.3
        async with calling(talk.exchange, SimulatedCarrier(2)):  # its greeting is the second plain wish
            await trio.sleep(1)
        late_s[1] = 0.0
        await talk.return_()
        async with calling(talk.exchange, talk.carrier):
            await talk.carrier.agent_has_spoken()
            await talk.ask()
            await talk.carrier.agent_has_spoken()
        record = await talk.record()
    assert outcomes(record) == [("book", Outcome.REFUSED), ("look_up", Outcome.DONE)]
    assert [deed.tool.name for deed in ledger.deeds] == ["look_up"]


# Recorded calls.


async def test_a_recorded_call_uses_tools(autojump_clock: MockClock) -> None:
    """In the request whose answer wants them; the next request's model knows the results."""
    ledger = ToolLedger()
    slow = simulated_tool("slow", Behaviour.SLOW, ledger, says="One moment.")
    async with talk_with(
        [slow, simulated_tool("note", Behaviour.NOTES, ledger)], Wish((wanted("slow"),)), Wish((wanted("note"),))
    ) as talk:
        await talk.request(Begins())
        reply = await talk.request(Keyed("5"))
        assert [each.text for each in reply.sentences] == ["One moment.", ANSWER]
        done = talk.responder.told_at[-1]
        assert done.turn.occasion is Occasion.TOOLS_DONE
        assert [use.outcome for use in uses_in(done)] == [Outcome.DONE, Outcome.DONE]
        await talk.request(Keyed("6"))
        told = talk.responder.told_at[-1].heard
        assert [("tools" if isinstance(each, ToolUses) else each.text) for each in told] == [
            ANSWER,
            "5",
            "tools",
            "tools",
            f"One moment. {ANSWER}",
        ]
        record = await talk.exchange.find_call("CA7")
    assert record is not None
    assert record.over is not None
    assert outcomes(record) == [("slow", Outcome.DONE), ("note", Outcome.DONE)]
    assert record.over.notes == ("noted by note",)
    assert len({deed.key for deed in ledger.deeds}) == len(ledger.deeds) == 2


async def test_what_a_recorded_call_cannot_wait_for_is_told_as_unknown(autojump_clock: MockClock) -> None:
    """The carrier gives up on an answer after seconds: the caller is asked again, and nothing is done twice."""
    ledger = ToolLedger()
    tools = [simulated_tool(f"hang{number}", Behaviour.HANGS, ledger) for number in range(7)]
    async with talk_with(tools, Wish(tuple(wanted(tool.name) for tool in tools))) as talk:
        await talk.request(Begins())
        began_at = trio.current_time()
        reply = await talk.request(Keyed("5"))
        assert trio.current_time() - began_at < 13
        assert [each.text for each in reply.sentences] == ["Once more, please?"]
        await talk.request(Keyed("5"))
        told = uses_in(talk.responder.told_at[-1])
    assert [use.outcome for use in told] == [Outcome.LATE] * 5 + [Outcome.CANCELLED] * 2
    assert "not known" in told[5].result
    assert "Nothing was changed" in told[6].result
    assert len(ledger.deeds) == 6


async def test_a_recorded_call_whose_process_is_killed_goes_on_in_another(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The carrier asks again, and the model is told that nobody knows what its tool has done."""
    ledger = ToolLedger()
    slow = simulated_tool("slow", Behaviour.SLOW, ledger)
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    async with talk_with([slow], Wish((wanted("slow"),)), store=str(first / "calls.db")) as talk:
        await talk.request(Begins())
        async with trio.open_nursery() as nursery:
            nursery.start_soon(talk.request, Keyed("5"))
            await ledger.wait_begun()
            await trio.sleep(0.5)
            shutil.copytree(first, second)
            nursery.cancel_scope.cancel()
    async with talk_with([slow], store=str(second / "calls.db")) as again:
        again.responder.wishes = iter(())
        await again.request(Keyed("5"), number=1)
        (told,) = again.responder.told_at
        record = await again.exchange.find_call("CA7")
    assert [(use.outcome, use.result) for use in uses_in(told)] == [(Outcome.UNKNOWN, CUT_OFF)]
    assert record is not None
    assert outcomes(record) == [("slow", Outcome.UNKNOWN)]
    assert len(ledger.deeds) == 1


async def test_the_words_of_a_tool_are_heard_lines(autojump_clock: MockClock) -> None:
    """What a tool has said by itself is in the conversation as the agent's."""
    ledger = ToolLedger()
    async with talk_with([simulated_tool("read", Behaviour.SPEAKS, ledger)], Wish((wanted("read"),))) as talk:
        await talk.request(Begins())
        await talk.request(Keyed("5"))
        await talk.request(Keyed("6"))
        last = talk.responder.told_at[-1].heard[-1]
    assert isinstance(last, HeardLine)
    assert last.text == f"I read out what it says. {ANSWER}"
