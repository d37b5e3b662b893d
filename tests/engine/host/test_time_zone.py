"""The time zone of an agent: its day at an instant, and what an agent file may say."""

from datetime import UTC, date, datetime

import pytest

from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFileInvalid
from offhook.engine.host.time_zone import today_in, zone_of


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Europe/Berlin", "2026-12-31T22:59:59", "2026-12-31"),
        ("Europe/Berlin", "2026-12-31T23:00:00", "2027-01-01"),
        ("America/Los_Angeles", "2027-01-01T07:59:59", "2026-12-31"),
        ("Asia/Kolkata", "2026-12-31T18:30:00", "2027-01-01"),
        ("Pacific/Auckland", "2026-09-26T11:59:59", "2026-09-26"),  # the night in which its clocks go forward
        ("Pacific/Auckland", "2026-09-26T12:00:00", "2026-09-27"),
        ("Europe/Berlin", "2027-03-27T23:00:00", "2027-03-28"),
        ("Europe/Berlin", "2027-03-28T22:00:00", "2027-03-29"),  # a day of 23 hours
        ("Europe/Berlin", "2028-02-28T23:30:00", "2028-02-29"),
        ("", "2026-12-31T23:59:59", "2026-12-31"),
    ],
)
def test_a_day_begins_at_midnight_where_the_agent_works(zone: str, instant: str, day: str) -> None:
    """Whatever the machine's own zone is, and also where clocks are changed."""
    seconds = datetime.fromisoformat(instant).replace(tzinfo=UTC).timestamp()
    assert today_in(zone_of(zone), seconds) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("Europe/Berln", "a.toml:2: unknown time zone 'Europe/Berln': did you mean 'Europe/Berlin'?"),
        ("europe/berlin", "a.toml:2: unknown time zone 'europe/berlin': did you mean 'Europe/Berlin'?"),
        ("Moon", "a.toml:2: unknown time zone 'Moon': "),
        ("../../etc/passwd", "a.toml:2: unknown time zone '../../etc/passwd': "),
    ],
)
def test_a_time_zone_that_is_none_is_named_with_its_line(written: str, problem: str) -> None:
    """And the one that was meant, if it can be guessed."""
    with pytest.raises(AgentFileInvalid) as caught:
        load_agent("a.toml", f'name = "a"\ntime_zone = "{written}"\n')
    assert str(caught.value).startswith(problem)


def test_an_agent_has_the_time_zone_of_its_file() -> None:
    """None by default: most agents need none."""
    assert load_agent("a.toml", 'name = "a"\ntime_zone = "Asia/Kolkata"\n').time_zone == "Asia/Kolkata"
    assert load_agent("a.toml", 'name = "a"\n').time_zone == ""
