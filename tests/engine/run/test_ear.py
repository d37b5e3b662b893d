"""A function that a waiting task lends to who brings the next item. No clock."""

from contextvars import ContextVar

import pytest
import trio
from trio.testing import wait_all_tasks_blocked

from offhook.engine.run.ear import Ear
from offhook.engine.run.mailbox import HeardMailbox

name: ContextVar[str] = ContextVar("name", default="the teller's")


class Lender:
    """Lends its function until it hears `last`; what it was told, and how it ended."""

    def __init__(self, last: int = 99) -> None:
        self.heard: list[int] = []
        self.failure: Exception | None = None
        self.is_back = False
        self._last = last

    async def lend_to(self, ear: Ear[int]) -> None:
        try:
            await ear.lend(self.hear)
        except ValueError as exc:
            self.failure = exc
        self.is_back = True

    def hear(self, item: int) -> bool:
        if item < 0:
            raise ValueError("a planted bug")
        self.heard.append(item)
        return item == self._last


async def test_an_item_is_heard_before_telling_it_returns() -> None:
    """No other task has run in between; the one that lent it goes on when it has said so."""
    ear, lender = Ear[int](), Lender(last=3)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(lender.lend_to, ear)
        await wait_all_tasks_blocked()
        for item in (1, 2, 3):
            assert ear.listens
            ear.tell(item)
            assert lender.heard[-1] == item
        assert not ear.listens
        assert not lender.is_back
        await wait_all_tasks_blocked()
        assert lender.is_back


async def test_a_bug_is_raised_where_the_function_was_lent() -> None:
    """Who tells notices nothing."""
    ear, lender = Ear[int](), Lender()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(lender.lend_to, ear)
        await wait_all_tasks_blocked()
        ear.tell(-1)
        assert not ear.listens
    assert isinstance(lender.failure, ValueError)


async def test_who_is_cancelled_listens_no_more() -> None:
    """Neither from outside nor by what it has just heard."""
    ear = Ear[int]()
    with trio.move_on_after(0):
        await ear.lend(Lender().hear)
    assert not ear.listens

    def give_up(item: int) -> bool:
        scope.cancel(reason=f"after {item}")
        return False

    async with trio.open_nursery() as nursery:
        scope = nursery.cancel_scope
        nursery.start_soon(ear.lend, give_up)
        await wait_all_tasks_blocked()
        ear.tell(1)
        assert not ear.listens


async def test_who_listens_is_told_when_nothing_more_will_come() -> None:
    """And it is nobody's fault if nobody listens."""
    ear, lender = Ear[int](), Lender()
    ear.fail(ValueError("for nobody"))
    async with trio.open_nursery() as nursery:
        nursery.start_soon(lender.lend_to, ear)
        await wait_all_tasks_blocked()
        ear.fail(ValueError("over"))
    assert str(lender.failure) == "over"


async def test_who_listens_may_be_woken_without_an_item() -> None:
    """To look at something else. Nothing is heard then."""
    ear, lender = Ear[int](), Lender()
    ear.wake()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(lender.lend_to, ear)
        await wait_all_tasks_blocked()
        ear.wake()
        assert not ear.listens
    assert lender.is_back
    assert lender.heard == []


async def test_the_function_runs_in_the_context_of_its_own_task() -> None:
    """A deadline or a call that is known by the task is known to it, whoever tells."""
    ear, told = Ear[int](), list[str]()

    def hear(item: int) -> bool:
        told.append(name.get())
        return item == 2

    async def lend() -> None:
        name.set("the lender's")
        await ear.lend(hear)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(lend)
        await wait_all_tasks_blocked()
        ear.tell(1)
        ear.tell(2)
    assert told == ["the lender's"] * 2
    assert name.get() == "the teller's"


async def test_a_mailbox_is_heard_at_once_where_nothing_is_queued() -> None:
    """What was queued before comes first, in order."""
    box, lender = HeardMailbox[int]("box", 10), Lender(last=9)
    box.post(1)
    box.post(2)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(box.listen, lender.hear)
        await wait_all_tasks_blocked()
        assert lender.heard == [1, 2]
        box.post(3)
        assert lender.heard == [1, 2, 3]
        box.post(9)
        box.post(4)
        assert len(box) == 1
    assert lender.heard == [1, 2, 3, 9]
    assert box.take() == 4


async def test_what_is_posted_by_what_was_heard_is_heard_after_it() -> None:
    """Not inside it, and not lost."""
    box, heard = HeardMailbox[int]("box", 10), list[int]()

    def hear(item: int) -> bool:
        if item < 3:
            box.post(item + 1)
        heard.append(item)
        return item == 3

    with trio.fail_after(1):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(box.listen, hear)
            await wait_all_tasks_blocked()
            box.post(1)
    assert heard == [1, 2, 3]


async def test_a_crash_leaves_what_is_queued_to_the_next_one() -> None:
    """The item in hand is lost, as with every crash."""
    box, first, second = HeardMailbox[int]("box", 10), Lender(), Lender(last=2)
    for item in (-1, 1, 2):
        box.post(item)
    with pytest.raises(ValueError, match="planted"):
        await box.listen(first.hear)
    await box.listen(second.hear)
    assert second.heard == [1, 2]
