"""The caller's script, frame by frame. Time is a number that the tests choose."""

import random

import pytest

from offhook.telephone.clip import from_mulaw
from offhook.telephone.phone_script import PhoneScript, Progress, ScriptError, ScriptItem, press, say

FRAME = b"\x10\x90" * 80
QUIET = b"\xff" * 160
CLIP = from_mulaw(FRAME * 3 + QUIET * 2)  # the voice ends two frames before the clip


class Caller:
    """Drives a script at 20 ms a frame from second 0."""

    def __init__(self, *items: ScriptItem) -> None:
        self.script = PhoneScript(items, random.Random(1), greeting_within_s=5.0, reply_within_s=15.0)
        self.frame = 0

    @property
    def now(self) -> float:
        return self.frame * 0.020

    def until_item(self, number: int | None, *, at_most_s: float = 30.0) -> float:
        """Tick until a frame of this item; returns when that was."""
        for _ in range(round(at_most_s / 0.020)):
            tick, at = self.script.tick(self.now), self.now
            self.frame += 1
            if tick.item == number:
                return at
        raise AssertionError(f"no frame of item {number} within {at_most_s} s")

    def until(self, progress: Progress) -> float:
        for _ in range(2000):
            self.script.tick(self.now)
            if self.script.progress(self.now) is progress:
                return self.now
            self.frame += 1
        raise AssertionError(f"never {progress}")

    def agent_speaks(self, seconds: float) -> None:
        """From now on; the caller's frames go on meanwhile."""
        self.script.agent_began(self.now)
        for _ in range(round(seconds / 0.020)):
            self.script.tick(self.now)
            self.frame += 1
        self.script.agent_ended(self.now, cleared=False)


def test_an_item_waits_until_the_greeting_is_over() -> None:
    """700 ms after the last of the agent's sound, and not before."""
    caller = Caller(say("a", CLIP))
    caller.agent_speaks(1.0)
    assert caller.until_item(0) == pytest.approx(1.7, abs=0.021)


def test_a_hole_in_the_greeting_is_not_its_end() -> None:
    """Silence shorter than 700 ms begins no item."""
    caller = Caller(say("a", CLIP))
    caller.agent_speaks(0.4)
    caller.until_item(None)
    caller.frame += 30
    caller.agent_speaks(0.4)
    ended_at = caller.now
    assert caller.until_item(0) == pytest.approx(ended_at + 0.7, abs=0.021)


def test_an_interruption_counts_from_the_first_sound_of_the_reply() -> None:
    """It begins in the middle of the reply to the item before."""
    caller = Caller(say("a", CLIP), say("b", CLIP, barge_in_after_s=0.5))
    caller.agent_speaks(0.2)
    caller.until_item(0)
    caller.frame += 1
    caller.until_item(None)
    caller.frame += 10
    caller.script.agent_began(caller.now)
    began_at = caller.now
    assert caller.until_item(1) == pytest.approx(began_at + 0.5, abs=0.021)


def test_a_reply_may_begin_before_the_clip_has_ended() -> None:
    """A clip's silent end is no speech: sound after the last voiced frame is the reply."""
    caller = Caller(say("a", CLIP))
    caller.agent_speaks(0.2)
    begins = caller.until_item(0)
    for _ in range(3):
        caller.until_item(0)
    assert caller.now == pytest.approx(begins + 0.080)
    caller.agent_speaks(0.1)
    ended_at = caller.now
    assert caller.until(Progress.OVER) == pytest.approx(ended_at + 0.7, abs=0.021)


def test_sound_from_before_is_no_reply() -> None:
    """An agent that talks on over the caller is given three more seconds to answer."""
    caller = Caller(say("a", CLIP, barge_in_after_s=0.1))
    caller.agent_speaks(2.0)
    ended_at = caller.now
    assert caller.until(Progress.OVER) == pytest.approx(ended_at + 3.0, abs=0.021)


def test_a_cleared_agent_owes_a_reply() -> None:
    """After a clear the caller waits for the answer in full, and no answer is a failure."""
    caller = Caller(say("a", CLIP, barge_in_after_s=0.1))
    caller.script.agent_began(0.0)
    caller.until_item(0)
    caller.script.agent_ended(caller.now, cleared=True)
    assert caller.until(Progress.UNANSWERED) == pytest.approx(0.1 + 0.040 + 15.0, abs=0.021)


def test_a_caller_without_a_script_listens_to_the_greeting() -> None:
    """No items: it is over once the greeting is, and fails if there is none."""
    greeted = Caller()
    greeted.agent_speaks(1.0)
    assert greeted.until(Progress.OVER) == pytest.approx(1.7, abs=0.021)
    assert Caller().until(Progress.UNANSWERED) == pytest.approx(15.0, abs=0.021)


def test_silence_on_the_line_is_low_noise() -> None:
    """Between the items every frame is whole and holds nothing but the quietest codes."""
    script = Caller().script
    frames = [script.tick(number * 0.020).mulaw for number in range(60)]
    assert {len(frame) for frame in frames} == {160}
    assert set(b"".join(frames)) == {0xFF, 0xFE, 0x7F, 0x7E}


def test_keys_come_at_the_pace_of_a_finger() -> None:
    """240 ms apart, each once."""
    caller = Caller(press("19#"))
    caller.agent_speaks(0.1)
    pressed = []
    for _ in range(100):
        tick = caller.script.tick(caller.now)
        if tick.key:
            pressed.append((tick.key, caller.frame))
        caller.frame += 1
    first = pressed[0][1]
    assert pressed == [("1", first), ("9", first + 12), ("#", first + 24)]


@pytest.mark.parametrize("keys", ["", "4w2", "a"])
def test_keys_that_no_telephone_has_are_refused(keys: str) -> None:
    """The text says which keys there are."""
    with pytest.raises(ScriptError, match=r"0-9, \* and #"):
        press(keys)
