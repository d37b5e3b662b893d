"""The tools of clinic.toml in Python: which hours are free, and booking one of them.

Appointments are kept in the file clinic.db, in the folder where the server is started. Replace it by your own calendar.
"""

import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Literal, get_args

from offhook.agent_tools import ToolCall, tool

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
Hour = Literal["nine", "ten", "eleven", "two", "three"]


@contextmanager
def calendar() -> Iterator[sqlite3.Connection]:
    """Each appointment stands there once, whichever worker of the server has booked it."""
    with closing(sqlite3.connect("clinic.db")) as book, book:
        book.execute("CREATE TABLE IF NOT EXISTS appointments (date, hour, born, phone, PRIMARY KEY (date, hour))")
        yield book


def coming(day: Day) -> str:
    """The date of the next such day, from tomorrow on: 2027-03-01."""
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    days_until = (get_args(Day).index(day) - tomorrow.weekday()) % 7
    return (tomorrow + datetime.timedelta(days_until)).isoformat()


@tool(effects=False, deadline_s=3)
def free_hours(day: Day) -> list[str]:
    """The hours at which an appointment is free on the coming day of this name. Empty if there is none."""
    with calendar() as book:
        taken = [hour for (hour,) in book.execute("SELECT hour FROM appointments WHERE date = ?", [coming(day)])]
    return [hour for hour in get_args(Hour) if hour not in taken]


@tool(offered=False, deadline_s=5)
def book_appointment(call: ToolCall, day: Day, hour: Hour, born: str) -> dict[str, object]:
    """Book an appointment."""
    try:
        with calendar() as book:
            book.execute("INSERT INTO appointments VALUES (?, ?, ?, ?)", [coming(day), hour, born, call.caller])
    except sqlite3.IntegrityError:  # somebody else was faster
        return {"booked": False}
    call.note(f"booked {coming(day)} at {hour}")
    return {"booked": True, "date": coming(day)}
