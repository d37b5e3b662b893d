"""How the parts of a call are named that its carrier records turn by turn."""

import pytest

from offhook.engine.run.recorded_calls import part_name


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("", "CA1/3"),
        ("CA1/2", "CA1/3"),
        ("MZ1", "CA1/3"),
        ("CA1/3", "CA1/3-2"),
        ("CA1/3-2", "CA1/3-3"),
        ("CA1/30", "CA1/3"),
        ("CA1/3-x", "CA1/3"),
    ],
)
def test_a_request_that_is_answered_once_more_has_a_name_of_its_own(before: str, name: str) -> None:
    """Its process was killed before it had answered: what was done by then stands under the other name."""
    assert part_name("CA1", 3, before) == name
