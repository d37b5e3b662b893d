"""Calls whose processes were killed, and which have never returned, end in the record and are told to hooks. Virtual
time, real files."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from io import StringIO
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.decide.costs import Price, PriceList, Used
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.record import facts, outbox
from offhook.engine.record.abandoned_calls import ABANDONED_AFTER_S
from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord
from offhook.engine.record.database import CallParts, Database
from offhook.engine.record.facts import AnyWhat, Fact
from offhook.engine.record.journal_folder import JournalFolder
from offhook.engine.record.store import DELETE_EVERY_S, Store, open_store
from offhook.simulation.world import EPOCH, SimulatedWorld

PRICES = PriceList("USD", {"speaker.tone": Price(character=0.5)})


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "calls.db")


def begun(stream: str = "MZ1", ago_s: float = 0.0) -> CallBegun:
    return CallBegun("CA1", stream, "+15550100", "front_desk", EPOCH - ago_s)


def leave(path: str, call: CallBegun, *told: AnyWhat, at_s: float = 0.0, before: str = "") -> None:
    """The journal of a stream whose process is killed in its middle."""
    began = facts.CallBegan(call.stream_sid, call.caller, call.agent, call.started_at, stream_before=before)
    journal = JournalFolder(path).open(call, lambda: 0.0)
    assert journal is not None
    with closing(journal):
        for number, what in enumerate([began, *told]):
            assert isinstance(what, journal.kinds), "a call's journal is told it"
            journal.observe(Fact("CA1", at_s + number, 1, 0, what))


def keep(path: str, call: CallBegun, over: CallOver | None = None, before: str | None = None) -> None:
    with closing(Database(path)) as database:
        database.write([CallParts(call, [] if over is None else [over], None, before)])


@asynccontextmanager
async def tidied(path: str, *hooks: str) -> AsyncIterator[Store]:
    """A store that has looked at its journals."""
    log = open_log(LogSettings(format="json"), SimulatedWorld(), StringIO())
    async with open_store(SimulatedWorld(), path, log, hooks=hooks, prices=PRICES) as store:
        await trio.sleep(10)
        yield store


async def record(store: Store) -> CallRecord:
    found = await store.find("CA1")
    assert found is not None
    return found


async def test_a_call_that_was_cut_off_has_an_end_and_hooks_are_told(path: str, autojump_clock: MockClock) -> None:
    """With what was said, used and done in it; at the time of its last fact."""
    call = begun(ago_s=ABANDONED_AFTER_S + 10)
    keep(path, call)
    leave(
        path,
        call,
        facts.WordsHeard("a room please", "speech", 0.5, 1.0),
        facts.AnsweredFromFile("rooms"),
        facts.ServiceUsed("speaker.tone", Used(characters=4)),
        facts.ToolChosen("tool00001", "book_room", "{}", 1, has_effects=True),
        facts.ToolEnded("tool00001", "book_room", Outcome.DONE, '"R12"', 0.5),
        facts.ToolChosen("tool00002", "send_mail", "{}", 2, has_effects=True),
    )
    async with tidied(path, "crm") as store:
        found = await record(store)
        waiting = await store.with_outbox(outbox.undelivered)
    over = found.over
    assert over is not None
    assert (over.end_reason, over.ended_at, found.returned_s) == ("crashed", call.started_at + 6.0, ())
    assert [(each.turn, each.entry) for each in over.answered] == [(1, "rooms")]
    assert [(each.tool, each.outcome) for each in over.tools] == [
        ("book_room", Outcome.DONE),
        ("send_mail", Outcome.UNKNOWN),
    ]
    assert [entry.text for entry in found.transcript if hasattr(entry, "text")] == ["a room please"]
    assert over.cost is not None
    assert over.cost.total == 2.0
    assert [(each.call_sid, each.hook) for each in waiting] == [("CA1", "crm")]
    assert JournalFolder(path).paths() == []


async def test_a_call_that_was_cut_off_as_it_ended_has_the_end_that_was_decided(
    path: str, autojump_clock: MockClock
) -> None:
    leave(path, begun(ago_s=2 * ABANDONED_AFTER_S), facts.CallEnding(EndReason.TRANSFERRED, "+15550123"))
    async with tidied(path) as store:
        found = await record(store)
    assert found.over is not None
    assert (found.over.end_reason, found.over.transferred_to) == ("transferred", "+15550123")


async def test_a_call_that_may_go_on_is_left_alone_for_an_hour(path: str, autojump_clock: MockClock) -> None:
    leave(path, begun(ago_s=60))
    keep(path, begun(ago_s=60))
    async with tidied(path, "crm") as store:
        assert (await record(store)).over is None
        await trio.sleep(DELETE_EVERY_S)
        assert (await record(store)).over is not None
        assert len(await store.with_outbox(outbox.undelivered)) == 1


async def test_the_second_stream_of_a_call_was_cut_off(path: str, autojump_clock: MockClock) -> None:
    """The first has its end, and its journal may be gone."""
    first, second = begun(ago_s=3 * ABANDONED_AFTER_S), begun("MZ2", ago_s=3 * ABANDONED_AFTER_S - 100)
    keep(path, first, CallOver(second.started_at, "caller hung up", None, {"bad message": 1}))
    keep(path, second, before="MZ1")
    leave(path, second, facts.CallReturned(1, "MZ1"), at_s=100.0, before="MZ1")
    async with tidied(path) as store:
        found = await record(store)
    assert (found.begun, found.returned_s) == (first, (100.0,))
    assert found.over is not None
    assert (found.over.ended_at, found.over.faults) == (second.started_at + 1.0, {"bad message": 1})


@pytest.mark.parametrize("known", ["its end", "a stream that came after it"])
async def test_a_call_that_has_gone_on_elsewhere_gets_no_second_end(
    known: str, path: str, autojump_clock: MockClock
) -> None:
    """Its journal was left because the disk failed there."""
    call, over = begun(ago_s=2 * ABANDONED_AFTER_S), CallOver(EPOCH - 1, "agent hung up", None, {})
    leave(path, call)
    if known == "its end":
        keep(path, call, over)
    else:
        keep(path, call)
        keep(path, begun("MZ2"), over, before="MZ1")
    async with tidied(path, "crm") as store:
        found = await record(store)
        assert await store.with_outbox(outbox.undelivered) == []
    assert found.over is not None
    assert found.over.end_reason == "agent hung up"
    assert JournalFolder(path).paths() == []


async def test_of_two_workers_that_find_it_one_ends_it(path: str, autojump_clock: MockClock) -> None:
    leave(path, begun(ago_s=2 * ABANDONED_AFTER_S))
    async with tidied(path, "crm") as store, tidied(path, "crm"):
        assert len(await store.with_outbox(outbox.undelivered)) == 1
    with closing(sqlite3.connect(path)) as file:
        ends = [json.loads(row[0])["end_reason"] for row in file.execute("SELECT over FROM calls WHERE over NOT NULL")]
    assert ends == ["crashed"]
