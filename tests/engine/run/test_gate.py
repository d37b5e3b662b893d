"""The one place that stops the agent. The clock jumps."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

from offhook.engine.decide.reply_life import ReplyEvent
from offhook.engine.run.gate import Gate
from offhook.engine.run.reply import Reply

Open = Callable[[Gate, int], AbstractContextManager[trio.CancelScope]]


def a_reply(gate: Gate, turn: int, *, draft: bool = False) -> Reply:
    """One that nobody writes any more of, and that the speaker has."""
    writer = gate.begin_reply(turn, draft=draft)
    writer.close()
    writer.reply.life.handle(ReplyEvent.HAND_OVER)
    return writer.reply


def thinking(gate: Gate, turn: int) -> AbstractContextManager[trio.CancelScope]:
    return gate.thinking(a_reply(gate, turn))


def speaking(gate: Gate, turn: int) -> AbstractContextManager[trio.CancelScope]:
    return gate.utterance(a_reply(gate, turn))


SCOPES: list[Open] = [thinking, speaking]


@pytest.mark.parametrize("opened", SCOPES)
async def test_an_interruption_stops_a_turn_at_once(opened: Open, autojump_clock: MockClock) -> None:
    """Whatever the turn is doing, it is cancelled in the same instant."""
    gate, stopped_at = Gate(), list[float]()

    async def speak() -> None:
        with opened(gate, 1) as scope:
            await trio.sleep_forever()
        assert scope.cancel_called
        stopped_at.append(trio.current_time())

    async with trio.open_nursery() as nursery:
        nursery.start_soon(speak)
        await trio.sleep(2)
        gate.interrupt(2)
        interrupted_at = trio.current_time()
    assert stopped_at == [interrupted_at]


async def test_thinking_and_speaking_stop_together(autojump_clock: MockClock) -> None:
    """The reply that is spoken and the one that is thought of are both void."""
    gate = Gate()
    with gate.thinking(a_reply(gate, 2)) as thought, gate.utterance(a_reply(gate, 1)) as spoken:
        gate.interrupt(3)
        assert (thought.cancel_called, spoken.cancel_called) == (True, True)


@pytest.mark.parametrize("opened", SCOPES)
async def test_a_void_turn_does_not_begin(opened: Open, autojump_clock: MockClock) -> None:
    """What was queued before the interruption is cancelled at its first step."""
    gate = Gate()
    gate.interrupt(5)
    reached = False
    with opened(gate, 4) as scope:
        await trio.lowlevel.checkpoint()
        reached = True
    assert scope.cancelled_caught
    assert not reached


@pytest.mark.parametrize("opened", SCOPES)
async def test_the_first_allowed_turn_is_spoken(opened: Open, autojump_clock: MockClock) -> None:
    """An interruption voids what came before it and nothing else."""
    gate = Gate()
    gate.interrupt(5)
    with opened(gate, 5) as scope:
        await trio.sleep(1)
    assert not scope.cancel_called


@pytest.mark.parametrize("opened", SCOPES)
async def test_a_late_interruption_spares_a_newer_turn(opened: Open, autojump_clock: MockClock) -> None:
    """Voiding the turns before 3 does nothing to turn 5, which is already sounding."""
    gate = Gate()
    with opened(gate, 5) as scope:
        gate.interrupt(3)
        assert not scope.cancel_called
        gate.interrupt(5)
        assert not scope.cancel_called
        gate.interrupt(6)
        assert scope.cancel_called


async def test_turns_stay_void(autojump_clock: MockClock) -> None:
    """An older interruption that comes late allows nothing again."""
    gate = Gate()
    gate.interrupt(5)
    gate.interrupt(2)
    assert [gate.allows(turn) for turn in (1, 4, 5, 6)] == [False, False, True, True]


@pytest.mark.parametrize("opened", SCOPES)
async def test_a_crash_leaves_the_gate_usable(opened: Open, autojump_clock: MockClock) -> None:
    """After the speaker crashed in mid-reply an interruption harms nobody, and the next incarnation has a scope."""
    gate = Gate()
    with pytest.raises(ValueError, match="bug"), opened(gate, 1):
        raise ValueError("bug")
    gate.interrupt(1)
    with opened(gate, 1) as scope:
        await trio.lowlevel.checkpoint()
        assert not scope.cancel_called
        gate.interrupt(2)
    assert scope.cancel_called


async def test_an_interruption_between_turns_waits_for_nobody(autojump_clock: MockClock) -> None:
    """With nothing to stop, the gate remembers which turns are void."""
    gate = Gate()
    gate.interrupt(3)
    await wait_all_tasks_blocked()
    with gate.utterance(a_reply(gate, 2)) as scope:
        pass
    assert scope.cancel_called


# A reply that may go on.


async def test_holding_stops_the_sound_and_nothing_else(autojump_clock: MockClock) -> None:
    """The reply stays open, its sound does not; released, it may sound again."""
    gate = Gate()
    with gate.utterance(a_reply(gate, 1)) as reply:
        with gate.audible() as sound:
            gate.hold()
            await trio.sleep(1)
        assert (sound.cancelled_caught, reply.cancel_called, gate.held) == (True, False, True)
        with trio.move_on_after(5) as waiting:
            await gate.wait_released()
        assert waiting.cancelled_caught
        gate.release()
        await gate.wait_released()
        with gate.audible() as again:
            await trio.sleep(1)
        assert not again.cancel_called


async def test_what_is_held_already_does_not_sound(autojump_clock: MockClock) -> None:
    """A speaker that crashed while it was held comes back to silence."""
    gate = Gate()
    reply = a_reply(gate, 1)
    with gate.utterance(reply), gate.audible():
        gate.hold()
    with gate.utterance(reply) as scope, gate.audible() as sound:
        await trio.lowlevel.checkpoint()
    assert (scope.cancel_called, sound.cancelled_caught) == (False, True)


async def test_an_interruption_ends_what_was_held(autojump_clock: MockClock) -> None:
    """Its reply is void, and the next one is not held."""
    gate = Gate()
    with gate.utterance(a_reply(gate, 1)) as reply:
        gate.hold()
        gate.interrupt(2)
    assert reply.cancel_called
    assert not gate.held
    with gate.utterance(a_reply(gate, 2)) as following, gate.audible() as sound:
        await trio.sleep(1)
    assert (following.cancel_called, sound.cancel_called) == (False, False)


# Drafts.


@pytest.mark.parametrize("committed", [False, True])
async def test_only_drafts_are_dropped(committed: bool, autojump_clock: MockClock) -> None:
    """A draft is void wherever it is; once it is the answer, only its turn's end ends it."""
    gate = Gate()
    reply = a_reply(gate, 3, draft=True)
    if committed:
        reply.commit()
    with gate.thinking(reply) as thought, gate.utterance(reply) as spoken:
        gate.drop_draft()
    assert (thought.cancel_called, spoken.cancel_called, reply.life.is_void) == (not committed,) * 3


async def test_a_dropped_draft_is_not_taken_up(autojump_clock: MockClock) -> None:
    """One that waited to be made when it was dropped is cancelled at its first step."""
    gate = Gate()
    reply = a_reply(gate, 3, draft=True)
    with gate.thinking(reply):
        gate.drop_draft()
    with gate.utterance(reply) as spoken:
        await trio.lowlevel.checkpoint()
    assert spoken.cancelled_caught
