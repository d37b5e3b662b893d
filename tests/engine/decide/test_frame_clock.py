"""The clock of the caller's frames. Time is an argument, jitter comes from a seed."""

import random
from itertools import accumulate, pairwise

import pytest

from offhook.engine.decide.frame_clock import FrameClock

FRAME_S = 0.020


def ended(arrivals: list[float]) -> list[float]:
    clock = FrameClock()
    return [clock.ended_at(at) for at in arrivals]


def late_by(delays: list[float]) -> list[float]:
    """Arrivals of frames that were sent every 20 ms, none before the one ahead of it."""
    return list(accumulate((100.0 + number * FRAME_S + delay for number, delay in enumerate(delays)), max))


def test_jitter_does_not_move_the_frames() -> None:
    """Once one of them was hardly late, they are 20 ms apart to the sample, and no more than 10 ms off."""
    chance = random.Random(1)
    found = ended(late_by([chance.uniform(0.0, 0.04) for _ in range(1000)]))[100:]
    assert all(after - before == pytest.approx(FRAME_S, abs=1e-9) for before, after in pairwise(found))
    assert all(abs(at - (100.0 + (number + 100) * FRAME_S)) < 0.011 for number, at in enumerate(found))


def test_a_stall_of_the_network_moves_nothing() -> None:
    """A second of audio arrives at once: it was on the line before."""
    found = ended(late_by([0.0] * 200 + [1.0 - number * FRAME_S for number in range(50)] + [0.0] * 100))
    assert found == pytest.approx([100.0 + number * FRAME_S for number in range(350)])


@pytest.mark.parametrize("gap_s", [0.3, 1.5])
def test_a_gap_in_the_audio_counts_within_two_seconds(gap_s: float) -> None:
    """What was lost and not filled was on the line all the same: what follows was on it later."""
    found = ended(late_by([0.0] * 200 + [gap_s] * 200))
    assert found[:200] == pytest.approx([100.0 + number * FRAME_S for number in range(200)])
    assert found[300:] == pytest.approx([100.0 + gap_s + number * FRAME_S for number in range(300, 400)])


def test_two_clocks_that_drift_apart_are_followed() -> None:
    """A carrier whose second is 0.1 ms longer than ours: after ten minutes the frames are still where they belong."""
    found = ended(late_by([number * FRAME_S * 1e-4 for number in range(30_000)]))
    assert found[-1] == pytest.approx(100.0 + 29_999 * FRAME_S * (1 + 1e-4), abs=0.012)


def test_frames_after_a_pause_of_the_process_are_where_they_belong_at_once() -> None:
    """Our clock stood still for 3 s: what follows comes that much sooner by it."""
    found = ended(
        [100.0 + number * FRAME_S for number in range(100)] + [99.0 + number * FRAME_S for number in range(150, 200)]
    )
    assert found[100:] == pytest.approx([99.0 + number * FRAME_S for number in range(150, 200)])
