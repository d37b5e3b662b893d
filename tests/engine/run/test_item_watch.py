"""Actors that miss a deadline of their own. The clock jumps."""

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.run.item_watch import LOOK_EVERY_S, handling
from offhook.engine.run.supervisor import ActorHung, ActorSpec
from tests.engine.run.stage import Run, Stage, run_for


def hanging(*deadlines_s: float) -> Run:
    """An actor that hangs in an item, in an item, ..."""

    async def run(task_status: trio.TaskStatus[None]) -> None:
        task_status.started()
        for within_s in deadlines_s:
            handling(f"an item of {within_s:g} s", within_s).__enter__()
        await trio.sleep_forever()

    return run


async def test_a_missed_deadline_is_a_crash(autojump_clock: MockClock) -> None:
    """An actor that hangs in one item is found after the time it gave itself, not sooner, and begins anew."""
    stage = Stage()
    began: list[float] = []

    async def run(task_status: trio.TaskStatus[None]) -> None:
        task_status.started()
        with handling("an item that takes its time", 0.5):
            await trio.sleep(0.4)
        began.append(trio.current_time())
        with handling("an item", 0.5):
            await trio.sleep_forever()

    start = trio.current_time()
    await run_for(stage.supervise(ActorSpec("hung", run)), 2.3)
    assert [at - start for at in began] == pytest.approx([0.4, 1.3, 2.2])
    assert [type(crash) for _, crash in stage.crashes] == [ActorHung, ActorHung]
    assert str(stage.crashes[0][1]) == "an item not done within 0.5 s"


async def test_stopping_in_an_item_is_no_missed_deadline(autojump_clock: MockClock) -> None:
    """A stop that lands while an item is handled is a stop."""
    stage = Stage()

    async def run(task_status: trio.TaskStatus[None]) -> None:
        task_status.started()
        with handling("an item", 10):
            await trio.sleep_forever()

    await run_for(stage.supervise(ActorSpec("busy", run)), 1)
    assert stage.crashes == []


@pytest.mark.parametrize(
    ("deadlines_s", "found_after_s", "item"),
    [((0.5, 2.0), 0.5, "an item of 0.5 s"), ((2.0, 0.5), 0.5, "an item of 0.5 s"), ((1.7,), 1.7, "an item of 1.7 s")],
    ids=["the outer is due first", "the inner is due first", "one"],
)
async def test_of_items_within_items_the_first_that_is_due_counts(
    deadlines_s: tuple[float, ...], found_after_s: float, item: str, autojump_clock: MockClock
) -> None:
    """An item inside another has no more time than that one; each is found at its own instant."""
    stage = Stage()
    await run_for(stage.supervise(ActorSpec("hung", hanging(*deadlines_s))), found_after_s - 0.01)
    assert stage.crashes == []
    await run_for(stage.supervise(ActorSpec("hung", hanging(*deadlines_s))), found_after_s + 0.01)
    assert [str(crash) for _, crash in stage.crashes] == [f"{item} not done within {float(item.split()[3]):g} s"]


async def test_a_shorter_deadline_is_found_at_the_next_look(autojump_clock: MockClock) -> None:
    """Later than it was stated, by no more than the time between two looks."""
    stage = Stage()
    await run_for(stage.supervise(ActorSpec("hung", hanging(0.1))), 0.1 + LOOK_EVERY_S)
    assert stage.crashes, "whether the first look comes before the item begins is the scheduler's choice"


async def test_a_new_incarnation_has_nothing_in_hand(autojump_clock: MockClock) -> None:
    """What its predecessor left undone is not counted against it."""
    stage = Stage()
    attempts = [hanging(0.5), stage.steady("second")]

    async def run(task_status: trio.TaskStatus[None]) -> None:
        await attempts.pop(0)(task_status)

    await run_for(stage.supervise(ActorSpec("actor", run)), 60)
    assert [type(crash) for _, crash in stage.crashes] == [ActorHung]
    assert stage.diary == ["second ready", "second stopped"]
