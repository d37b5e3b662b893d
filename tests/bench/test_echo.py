"""The bench of `barge_in.echo`, as small as it comes: one speakerphone, one agent, two callers."""

from collections.abc import Mapping

import numpy as np
import pytest
import trio

from bench.echo import PROMPTS, Caller, Fate, fate, measure
from bench.gsm import gsm
from bench.recordings import recordings
from bench.speakerphones import KINDS, Speakerphone
from offhook.protocol import mulaw


def table(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value


async def test_the_guard_ends_false_interruptions_and_keeps_real_ones() -> None:
    """Without it the agent interrupts itself; with it nobody does but the caller, whom it finds."""
    clips = dict(recordings())
    prompt = b"".join(clips[PROMPTS[0]].frames)
    phone = Speakerphone("table", 120, 20, 0)
    with trio.fail_after(120):
        found = await measure([phone], {"prompt": [prompt]}, [clips["living_room_lamp.wav"]], seconds=8.0, chosen=1)
    kind = table(table(found["kinds"])["table"])
    false, callers = table(kind["false_per_minute"]), table(kind["callers"])
    assert isinstance(false["off"], float)
    assert false["off"] > 10
    assert false["guard"] == false["auto"] == 0
    assert callers["guard"] == callers["auto"] == {"found": 1}


def test_a_caller_has_one_fate() -> None:
    """Found, missed, or never asked because the agent had been interrupted by itself."""
    caller = Caller(b"", begins=50, voiced=57, ends=90)
    assert fate(caller, [60], found_alone=58) == Fate("found", 40.0)
    assert fate(caller, [60], found_alone=52) == Fate("found", 60.0)  # a breath was found, not the voice
    assert fate(caller, [], found_alone=58) == Fate("missed")
    assert fate(caller, [20, 60], found_alone=58) == Fate("too_soon")


@pytest.mark.parametrize("kind", KINDS)
def test_an_echo_is_as_late_and_as_weak_as_was_asked_for(kind: str) -> None:
    """Nothing before the delay, and 20 dB less than what was played, while something is said."""
    clip = dict(recordings())["lv_amiable.wav"]
    played = np.concatenate([mulaw.decode(b"".join(clip.frames)).astype(float), np.zeros(8000)])
    echo = Speakerphone(kind, 300, 20, 1).echo(played)
    assert np.abs(echo[: 2400 - 20]).max() < 1.0
    assert 10 * np.log10((played**2).sum() / (echo**2).sum()) == pytest.approx(20, abs=3.5)


def test_the_model_of_gsm_bends_a_voice_as_that_codec_does() -> None:
    """The codec's error is 8 to 15 dB below these voices, measured with libsndfile's; silence stays silence."""
    clip = dict(recordings())["lv_amiable.wav"]
    sound = mulaw.decode(b"".join(clip.frames)).astype(float)
    error = gsm(sound) - sound
    assert 6 < 10 * np.log10((sound**2).sum() / (error**2).sum()) < 18
    assert np.abs(gsm(np.zeros(800))).max() == 0
