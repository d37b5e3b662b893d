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
            await trio.lowlevel.checkpoint()
            turns += 1

    sound = b"\xff" * 120 * BYTES_PER_S
    async with trio.open_nursery() as nursery:
        nursery.start_soon(other_call)
        assert await find_speech(sound, VadSettings(), WebRtcDetector, Reporter("CA1", []), 0.0) is None
        nursery.cancel_scope.cancel()
    rounds = len(sound) / FRAME_BYTES / AT_ONCE
    assert turns >= rounds - 2  # the scheduler throws dice which of two begins a round
