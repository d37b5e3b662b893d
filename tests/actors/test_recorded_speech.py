"""Where the voice is in a recording. Virtual time; the detector is the real one."""

import trio
from trio.testing import MockClock

from offhook.actors.recorded_speech import AT_ONCE, find_speech
from offhook.actors.voice_detector import WebRtcDetector
from offhook.engine.host.settings import VadSettings
from offhook.engine.record.reporter import Reporter
from offhook.protocol.telephone_audio import BYTES_PER_S, FRAME_BYTES


async def test_other_calls_have_their_turn_within_a_recording_of_minutes(autojump_clock: MockClock) -> None:
    """Its detector never waits, and a caller must not hear that somebody else has spoken for long."""
    turns = 0

    async def other_call() -> None:
        nonlocal turns
        while True:
            turns += 1
            await trio.lowlevel.checkpoint()

    sound = b"\xff" * 120 * BYTES_PER_S
    async with trio.open_nursery() as nursery:
        nursery.start_soon(other_call)
        assert await find_speech(sound, VadSettings(), WebRtcDetector, Reporter("CA1", []), 0.0) is None
        nursery.cancel_scope.cancel()
    # One less, because the scheduler throws dice which of the two begins a round.
    assert turns >= len(sound) / FRAME_BYTES / AT_ONCE - 1
