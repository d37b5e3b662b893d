"""The messages that wait in the records file, for a person: also while a server sends them.

NotReached               the file is missing, locked or damaged
"""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from offhook.engine.record import outbox
from offhook.engine.record.database import MEMORY, Database
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.hook_settings import HookSettings
from offhook.engine.record.outbox import Undelivered

T = TypeVar("T")


class NotReached(Exception):
    """The outbox cannot be used; the message says why."""


def kept(path: str) -> list[Undelivered]:
    """Raises NotReached."""
    return _with_outbox(path, outbox.undelivered)


def make_due(path: str, now: float, message_id: str | None) -> int:
    """How many messages are sent again. Raises NotReached."""
    return _with_outbox(path, partial(outbox.try_again, now=now, message_id=message_id))


def lines_of(messages: Sequence[Undelivered], hooks: Sequence[HookSettings], now: float) -> Iterator[str]:
    """A line for each, and one that counts them."""
    hosts = {hook.called: hook.host for hook in hooks}
    for each in messages:
        to = f"{each.hook} at {hosts[each.hook]}" if each.hook in hosts else f"{each.hook}, which is no hook any more"
        tried = f"tried {each.tries} times, {each.error}" if each.tries else "not tried yet"
        yield f"{each.message_id}  {each.call_sid}  to {to}: {tried}; {_when(each.next_at, now)}"
    number = len(messages)
    yield f"{number or 'no'} {'message waits' if number == 1 else 'messages wait'}"


def _when(next_at: float | None, now: float) -> str:
    if next_at is None:
        return "given up"
    if next_at <= now:
        return "due now"
    return f"next try {datetime.fromtimestamp(next_at, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _with_outbox(path: str, work: Callable[[Connection], T]) -> T:
    if path == MEMORY:
        raise NotReached(f"store.path = {MEMORY!r}: messages are kept in memory only, until the server ends")
    if not os.path.isfile(path):
        raise NotReached(f"no records file at store.path = {path!r}; run this where the server runs, with its settings")
    try:
        database = Database(path, makes_file=False)
        try:
            return database.with_outbox(work)
        finally:
            database.close()
    except DatabaseError as exc:
        raise NotReached(str(exc)) from exc
