"""How soon a recorded caller stops a reply. Virtual time; no server, no socket."""

from trio.testing import MockClock

from bench.interruption import measure
from bench.recordings import recordings


async def test_a_caller_on_a_quiet_line_stops_a_reply_within_two_frames(autojump_clock: MockClock) -> None:
    """With the noise floor, as many a server has it."""
    found = await measure(recordings()[:2], "noise_floor")
    assert found == {"clear_after_vad": {"n": 2, "p50": 40.0, "p95": 40, "p99": 40, "max": 40}, "missed": 0}
