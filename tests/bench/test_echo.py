"""The bench of the echo guard, as small as it comes: one speakerphone, one agent, one caller."""

from collections.abc import Mapping

import trio

from bench.echo import PROMPTS, Caller, Fate, fate, measure
from bench.recordings import recordings


def table(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value


async def test_the_guard_ends_false_interruptions_and_keeps_real_ones() -> None:
    """Without it the agent interrupts itself; with it nobody does but the caller, whom it finds as soon."""
    clips = dict(recordings())
    prompt = b"".join(clips[PROMPTS[0]].frames)
    with trio.fail_after(60):
        found = await measure([(150, 10)], range(1), {"prompt": [prompt]}, [clips["living_room_lamp.wav"]])
    total = table(found["total"])
    false = table(total["false_per_minute"])
    assert isinstance(false["off"], float)
    assert false["off"] > 10
    assert false["on"] == 0
    assert total["callers"] == {"off": {"too_soon": 2}, "on": {"found": 2}}
    assert table(total["later_ms"])["n"] == 2


def test_a_caller_has_one_fate() -> None:
    """Found, missed, or never asked because the agent had been interrupted by itself."""
    caller = Caller((), begins=50, voiced=57, ends=90)
    assert fate(caller, [60], found_alone=58) == Fate("found", 40.0)
    assert fate(caller, [60], found_alone=52) == Fate("found", 60.0)  # a breath was found, not the voice
    assert fate(caller, [], found_alone=58) == Fate("missed")
    assert fate(caller, [20, 60], found_alone=58) == Fate("too_soon")
