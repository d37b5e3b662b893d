"""The time zone in which an agent works: what day it is there."""

import zoneinfo
from datetime import UTC, date, datetime, tzinfo

from offhook.engine.host.did_you_mean import closest


def time_zone_problem(name: str) -> tuple[str, str] | None:
    """What is wrong with the name of a time zone, and what to do; None if it is one."""
    known = zoneinfo.available_timezones()
    if name in known:
        return None
    if not known:
        return "this machine has no time zones", "install its package tzdata, or Python's: pip install tzdata"
    near = closest(name, sorted(known))
    fix = "write one such as Europe/Berlin" if near is None else f"did you mean '{near}'?"
    return f"unknown time zone '{name}'", fix


def zone_of(name: str) -> tzinfo:
    """The time zone of this name; UTC if it is empty. Reads a file: to be asked for at the start."""
    return zoneinfo.ZoneInfo(name) if name else UTC


def today_in(zone: tzinfo, wall_time: float) -> date:
    """The day in a time zone at a time in seconds since 1970-01-01 UTC."""
    return datetime.fromtimestamp(wall_time, zone).date()
