"""Bounded queues with a policy. The clock jumps; models are plain lists."""

from collections.abc import Callable

import pytest
import trio
from hypothesis import given
from hypothesis import strategies as st
from trio.testing import MockClock, wait_all_tasks_blocked

from offhook.engine.run.mailbox import (
    FirstKeptMailbox,
    HeardMailbox,
    Latest,
    Mailbox,
    MailboxOverflow,
    ReplacingMailbox,
    TwoKindMailbox,
    Wake,
)
from offhook.simulation.seeded import simulate

TAKE = None
STEPS = st.lists(st.just(TAKE) | st.integers(0, 99), max_size=60)
"""Post a number, or take one."""


def is_small(number: int) -> bool:
    """Small numbers play the kind that may be lost: audio, partial transcripts."""
    return number < 50


def play(box: Mailbox[int], steps: list[int | None], room: int) -> list[int | None]:
    """What was taken; the bounds are checked at every step."""
    taken: list[int | None] = []
    for step in steps:
        if step is TAKE:
            taken.append(box.take())
        else:
            box.post(step)
        assert len(box) <= room
        assert box.peak <= room
    return taken


# Mailbox.


@given(STEPS, st.integers(1, 5))
def test_the_newest_are_kept(steps: list[int | None], room: int) -> None:
    """What is older than the newest `room` items gives way, in order, and is counted."""
    box, model, expected, dropped = Mailbox[int]("box", room), list[int](), list[int | None](), 0
    for step in steps:
        if step is TAKE:
            expected.append(model.pop(0) if model else None)
        else:
            dropped += len(model) == room
            model = [*model, step][-room:]
    assert play(box, steps, room) == expected
    assert (len(box), box.dropped) == (len(model), dropped)


@given(STEPS, st.integers(1, 5))
def test_the_first_are_kept(steps: list[int | None], room: int) -> None:
    """What finds no room is dropped and counted; what waits stays."""
    box, model, expected, dropped = FirstKeptMailbox[int]("box", room), list[int](), list[int | None](), 0
    for step in steps:
        if step is TAKE:
            expected.append(model.pop(0) if model else None)
        elif len(model) < room:
            model.append(step)
        else:
            dropped += 1
    assert play(box, steps, room) == expected
    assert (len(box), box.dropped) == (len(model), dropped)


async def test_a_reader_is_reminded_of_what_it_left(autojump_clock: MockClock) -> None:
    """Only of something: an empty queue wakes nobody."""
    box = Mailbox[int]("box", 2)
    for waiting in (False, True):
        if waiting:
            box.post(1)
            await box.wake.wait()
        box.remind()
        with trio.move_on_after(1) as patience:
            await box.wake.wait()
        assert patience.cancelled_caught is not waiting


# TwoKindMailbox.


@given(STEPS, st.integers(1, 4), st.integers(1, 4))
def test_bulk_gives_way_to_bulk_and_the_rest_is_never_lost(steps: list[int | None], room: int, other_room: int) -> None:
    """One order for both kinds; old bulk makes room for new bulk only; the other kind is kept or refused aloud."""
    box = TwoKindMailbox("box", room, other_room, is_small)
    model: list[int] = []
    dropped = 0
    for step in steps:
        bulk = [number for number in model if is_small(number)]
        if step is TAKE:
            assert box.take() == (model.pop(0) if model else None)
        elif is_small(step):
            if len(bulk) == room:
                model.remove(bulk[0])
                dropped += 1
            model.append(step)
            box.post(step)
        elif len(model) - len(bulk) < other_room:
            model.append(step)
            box.post(step)
        else:
            with pytest.raises(MailboxOverflow, match=f"box: {other_room} events"):
                box.post(step)
        assert (len(box), box.dropped) == (len(model), dropped)
    assert box.peak <= room + other_room
    assert [box.take() for _ in range(len(box))] == model


async def test_received_bulk_makes_room_as_taken_bulk_does() -> None:
    """Both ways of reading count."""
    box = TwoKindMailbox("box", 2, 1, is_small)
    for round_number in range(5):
        box.post(round_number)
        box.post(round_number + 10)
        assert [await box.receive(), await box.receive()] == [round_number, round_number + 10]
    assert box.dropped == 0


# ReplacingMailbox.


@given(STEPS, st.integers(1, 4))
def test_the_provisional_one_is_the_newest(steps: list[int | None], room: int) -> None:
    """At most one provisional item waits, it is the last that was posted, and it never takes another one's place."""
    box = ReplacingMailbox("box", room, Wake(), is_small)
    model: list[int] = []
    for step in steps:
        if step is TAKE:
            assert box.take() == (model.pop(0) if model else None)
            continue
        model = [number for number in model if not is_small(number)]
        if len(model) < room:
            model.append(step)
        box.post(step)
        assert len(box) == len(model) <= room
    assert [box.take() for _ in range(len(box))] == model


def test_a_final_takes_the_place_of_what_was_provisional() -> None:
    """Once the words are certain nobody is told what they might have been."""
    box = ReplacingMailbox("box", 4, Wake(), is_small)
    for number in (1, 2, 70, 3):
        box.post(number)
    assert [box.take(), box.take(), box.take()] == [70, 3, None]
    assert box.dropped == 0


async def test_what_must_arrive_waits_for_room(autojump_clock: MockClock) -> None:
    """Finals block when the box is full of finals, and none is dropped."""
    box = ReplacingMailbox("box", 2, Wake(), is_small)
    for number in (60, 61):
        await box.send(number)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(box.send, 62)
        await wait_all_tasks_blocked()
        box.post(1)  # no room for a guess either
        assert (len(box), box.dropped) == (2, 1)
        assert await box.receive() == 60
    assert [box.take(), box.take(), box.take()] == [61, 62, None]


async def test_a_guess_makes_way_for_what_must_arrive(autojump_clock: MockClock) -> None:
    """A final does not wait behind a provisional item."""
    box = ReplacingMailbox("box", 2, Wake(), is_small)
    await box.send(60)
    box.post(1)
    with trio.fail_after(1):
        await box.send(61)
    assert [box.take(), box.take(), box.take()] == [60, 61, None]


def test_several_senders_lose_nothing() -> None:
    """Two incarnations of a recognizer that send at the same moment are both heard, under any schedule."""
    for seed in range(100):
        simulate(_send_from_many, seed=seed, virtual_limit_s=10)


async def _send_from_many() -> None:
    box = ReplacingMailbox("box", 2, Wake(), is_small)
    received: list[int] = []
    async with trio.open_nursery() as nursery:
        for number in range(60, 66):
            nursery.start_soon(box.send, number)
        while len(received) < 6:
            received.append(await box.receive())
            assert len(box) <= 2
    assert sorted(received) == list(range(60, 66))
    assert box.dropped == 0


# Receiving.

BOXES: list[Callable[[], Mailbox[int]]] = [
    lambda: Mailbox("box", 50),
    lambda: HeardMailbox("box", 50),
    lambda: FirstKeptMailbox("box", 50),
    lambda: TwoKindMailbox("box", 50, 50, is_small),
    lambda: ReplacingMailbox("box", 50, Wake(), lambda number: False),
]


@pytest.mark.parametrize("make", BOXES)
def test_a_cancelled_receive_loses_nothing(make: Callable[[], Mailbox[int]]) -> None:
    """A reader that is cancelled at any step leaves every item to the next reader, under any schedule."""
    for seed in range(60):
        simulate(_receive_impatiently, make, seed=seed, virtual_limit_s=10)


async def _receive_impatiently(make: Callable[[], Mailbox[int]]) -> None:
    box, received = make(), list[int]()

    async def post() -> None:
        for number in range(20):
            box.post(number)
            await trio.lowlevel.checkpoint()

    async def cancel_soon(scope: trio.CancelScope) -> None:
        await trio.lowlevel.checkpoint()
        scope.cancel()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(post)
        while len(received) < 20:
            with trio.CancelScope() as scope:
                nursery.start_soon(cancel_soon, scope)
                received.append(await box.receive())
    assert received == list(range(20))
    assert box.dropped == 0


async def test_a_reader_waits_until_something_comes(autojump_clock: MockClock) -> None:
    """Bells that were rung for items long taken wake nobody with nothing in hand."""
    box = Mailbox[int]("box", 3)
    for number in range(3):
        box.post(number)
    assert [box.take() for _ in range(3)] == [0, 1, 2]
    with trio.move_on_after(1) as scope:
        await box.receive()
    assert scope.cancelled_caught
    box.post(7)
    assert await box.receive() == 7


async def test_one_bell_for_several_boxes(autojump_clock: MockClock) -> None:
    """A reader that listens for any of three is woken by each."""
    wake = Wake()
    boxes = [Mailbox[int]("a", 2, wake), FirstKeptMailbox[int]("b", 2, wake), Mailbox[int]("c", 2, wake)]
    for box in boxes:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(wake.wait)
            await wait_all_tasks_blocked()
            box.post(1)
        assert box.take() == 1


async def test_a_bell_rung_twice_rings_once(autojump_clock: MockClock) -> None:
    """Ringing is remembered, but not counted."""
    wake = Wake()
    wake.ring()
    wake.ring()
    await wake.wait()
    with trio.move_on_after(1) as scope:
        await wake.wait()
    assert scope.cancelled_caught


def test_the_latest_stands() -> None:
    """A value is there until a newer one comes."""
    place = Latest(1)
    place.value = 2
    assert (place.value, place.value) == (2, 2)
