"""What the soak concludes from its looks at the idle server. Nothing is run."""

import pytest

from bench.soak import Look, slope_per_hour


def looks(*resident_kib: int) -> list[Look]:
    """One every six minutes."""
    return [
        Look(at_s=number * 360.0, resident_kib=kib, processes=2, threads=4, descriptors=20, tasks=None, live_calls=0)
        for number, kib in enumerate(resident_kib)
    ]


@pytest.mark.parametrize(
    ("resident_kib", "per_hour"),
    [((1000, 1000, 1000), 0.0), ((1000, 1100, 1200, 1300), 1000.0), ((1300, 1200, 1100), -1000.0), ((1000,), 0.0)],
)
def test_the_slope_is_memory_by_the_hour(resident_kib: tuple[int, ...], per_hour: float) -> None:
    """100 KiB every six minutes are 1000 KiB an hour; of one look there is no slope."""
    assert slope_per_hour(looks(*resident_kib)) == pytest.approx(per_hour)


def test_noise_does_not_make_a_slope() -> None:
    """Up and down by the same amount is neither growth nor shrinking."""
    assert abs(slope_per_hour(looks(1000, 1200, 1000, 1200, 1000))) < 1
