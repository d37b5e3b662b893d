"""When a line ended whose end is read late. Pure: every instant is an argument."""

import pytest

from offhook.engine.decide.carrier_time import CarrierTime

FRAMES = 100  # 2 s of audio


def read_with(delay_s: float, *, wrong_at: int | None = None) -> CarrierTime:
    """A call whose second half is read so much later than it was written, from a stream 40 ms away."""
    time = CarrierTime()
    for frame in range(FRAMES):
        late_s = delay_s * max(0, frame - FRAMES / 2) / (FRAMES / 2 - 1)
        time.read(9_999_999 if frame == wrong_at else frame * 20, 5.0 + frame * 0.02 + 0.04 + late_s)
    return time


def test_who_reads_in_time_learns_of_the_end_at_once() -> None:
    """However long the carrier sent nothing before it, and with 80 ms of jitter."""
    assert read_with(0.0).ended_at(9.0) == 9.0
    assert read_with(0.08).ended_at(7.15) == 7.15


def test_who_reads_late_learns_when_the_end_was_written() -> None:
    """The last frame was written at 6.98 s and arrives 40 ms later; it is read 600 ms after that."""
    assert read_with(0.6).ended_at(7.8) == pytest.approx(5.0 + 1.98 + 0.04 + 0.02, abs=0.003)


def test_the_end_comes_before_the_next_message_would_have() -> None:
    """Of messages of 100 ms, the last was sent at 7.0 s and is read 600 ms later: there was none at 7.1 s."""
    time = CarrierTime(0.1)
    for message in range(20):
        time.read(message * 100, 5.0 + message * 0.1 + 0.1 + (0.6 if message == 19 else 0.0))
    assert time.ended_at(7.8) == pytest.approx(7.1, abs=0.003)


@pytest.mark.parametrize("wrong_at", [10, 70])
def test_a_wrong_time_proves_nothing(wrong_at: int) -> None:
    """One timestamp hours ahead does not make the rest late, and the end is never later than now."""
    assert read_with(0.0, wrong_at=wrong_at).ended_at(7.1) == 7.1
    assert 7.0 <= read_with(0.6, wrong_at=wrong_at).ended_at(7.8) <= 7.8


def test_a_call_without_audio_ends_when_it_is_read() -> None:
    """Nothing is known of a carrier that never sent any."""
    assert CarrierTime().ended_at(3.0) == 3.0


def test_clocks_that_drift_apart_make_nothing_late() -> None:
    """A carrier's clock that loses 200 ms in an hour."""
    time = CarrierTime()
    for second in range(3600):
        time.read(round(second * 1000 * (1 - 0.2 / 3600)), float(second))
    assert time.ended_at(3600.0) == 3600.0
