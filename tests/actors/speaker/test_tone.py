"""The tone. Virtual clock, no faults."""

import numpy as np
import pytest
import trio
from pydantic import ValidationError
from trio.testing import MockClock

from offhook.actors.speaker.tone import ToneSettings, open_tone
from offhook.engine.host.world import RealWorld
from offhook.protocol import mulaw
from tests.actors.speaker.listening import level_db, saying, seconds, sound_of


async def test_the_tone_is_what_the_settings_say() -> None:
    """Length, pitch and level are exact, so that a measurement can rely on them."""
    async with open_tone(RealWorld(), ToneSettings(seconds=1.0, frequency_hz=1000)) as voice:
        sound = await sound_of(voice, "Hello.")
    samples = mulaw.decode(sound)
    assert seconds(sound) == 1.0
    assert int(np.argmax(np.abs(np.fft.rfft(samples)))) == 1000
    assert level_db(sound) == pytest.approx(-20, abs=0.2)
    assert abs(int(samples[0])) < 10
    assert abs(int(samples[-1])) < 10


async def test_the_first_byte_comes_after_the_set_latency(autojump_clock: MockClock) -> None:
    """The latency is virtual time, exactly as set, and only before the first piece."""
    async with open_tone(RealWorld(), ToneSettings(first_byte_ms=400)) as voice:
        asked_at = trio.current_time()
        async with saying(voice, "Hello.", "hi") as pieces:
            arrivals = [trio.current_time() - asked_at async for _ in pieces]
    assert len(arrivals) == 10
    assert arrivals == pytest.approx([0.4] * 10)


async def test_leaving_early_abandons_the_latency_too(autojump_clock: MockClock) -> None:
    """A barge-in does not wait for a voice that has not begun."""
    async with open_tone(RealWorld(), ToneSettings(first_byte_ms=60_000)) as voice:
        with trio.move_on_after(0.1):
            await sound_of(voice, "Hello.")
    assert trio.current_time() < 1


async def test_no_text_is_no_tone() -> None:
    """Blanks are silence; any language is spoken."""
    async with open_tone(RealWorld(), ToneSettings()) as voice:
        assert voice.name == "tone"
        assert voice.speaks("sw-KE")
        assert await sound_of(voice, " \n") == b""


async def test_calls_share_one_rendering() -> None:
    """A thousand calls cost the memory of one: the pieces are the same objects."""
    async with (
        open_tone(RealWorld(), ToneSettings()) as voice,
        saying(voice, "a", "en") as one,
        saying(voice, "b", "de") as two,
    ):
        assert [id(piece) async for piece in one] == [id(piece) async for piece in two]


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"frequency_hz": 4000}, {"first_byte_ms": -1}, {"second": 2}])
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    """A misspelt name or a tone that no line carries is found when the settings are read."""
    with pytest.raises(ValidationError):
        ToneSettings.model_validate(wrong)
