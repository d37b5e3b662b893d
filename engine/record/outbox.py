"""The outbox: messages about calls that are over and that nobody has taken yet, in the file of the records.

A message is put there in the transaction that writes the end of its call. So none is lost between the two, and none is
sent about a call that is not on record. What stands here is which call, to whom and when; what is sent is made of the
record at that moment. A message goes with its call: deleting the record deletes it.

Several workers share the file. Whoever takes a message has it to himself until its lease is over: a worker that is
killed meanwhile leaves it to the others. Times are in seconds since 1970 UTC, by the wall clock. Somebody may set that
clock back: a time that is further ahead than any that was written counts as past.

The functions here are for `Database.with_outbox`, on the thread that writes records.
"""

import hashlib
from collections.abc import Callable

import msgspec
from sqlalchemy import Connection, Integer, bindparam, delete, func, insert, or_, select, update

from offhook.engine.record.call_record import CallBegun, CallRecord
from offhook.engine.record.record_tables import begun_calls, calls, has_returned, outbox
from offhook.engine.record.stored_call import stored_call

LONGEST_PAUSE_S = 2 * 86_400.0
LONGEST_LEASE_S = 300.0
BEGUN_WITHIN_S = 10.0
"""How long it may take until a call that goes on in another stream is on record again."""


class Ending(msgspec.Struct, frozen=True):
    """Who is told of the end of a call, by the names of hooks, and how long after it: it may go on until then."""

    hooks: tuple[str, ...] = ()
    after_s: float = 0.0


class Taken(msgspec.Struct, frozen=True):
    """A message that is to be sent now."""

    number: int
    message_id: str
    call_sid: str
    tries: int
    """Before this one."""
    body: bytes


class Undelivered(msgspec.Struct, frozen=True):
    """A message that waits, for people."""

    message_id: str
    call_sid: str
    hook: str
    tries: int
    error: str
    """Of the last try; empty before the first."""
    next_at: float | None
    """None: given up."""


def message_id_of(begun: CallBegun) -> str:
    """The same whenever it is asked for, in whatever process: so a message that is written twice has one id."""
    named = f"{begun.call_sid}\n{begun.stream_sid}\n{begun.started_at!r}"
    return f"msg_{hashlib.sha256(named.encode(errors='surrogatepass')).hexdigest()[:32]}"


def put(connection: Connection, call_id: int, begun: CallBegun, ending: Ending, ended_at: float) -> None:
    """Put in a message to each hook, in the transaction that goes on."""
    next_at = ended_at + (ending.after_s + BEGUN_WITHIN_S if ending.after_s else 0.0)
    for hook in ending.hooks:
        connection.execute(
            insert(outbox).values(call_id=call_id, hook=hook, message_id=message_id_of(begun), next_at=next_at)
        )


def take(
    connection: Connection,
    hook: str,
    now: float,
    lease: str,
    within_s: float,
    most: int,
    body: Callable[[CallRecord], bytes],
) -> tuple[list[Taken], float | None]:
    """Take messages that are due, at most so many, the oldest first, for `within_s`. Also tells when the next one will
    be due; None if none waits."""
    at = {"hook": hook, "now": now, "far": now + LONGEST_PAUSE_S, "far_lease": now + LONGEST_LEASE_S, "most": most}
    taken: list[Taken] = []
    if connection.execute(_DUE, at).first() is not None:  # looked up without locking the file
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        rows = connection.execute(_DUE, at).all()
        found = [_taken(connection, row.id, row.call_id, row.message_id, row.tries, body) for row in rows]
        taken = [each for each in found if each is not None]
        numbers = [each.number for each in taken]
        leased = update(outbox).where(outbox.c.id.in_(numbers))
        connection.execute(leased.values(lease=lease, leased_until=now + within_s))
        connection.commit()
    later = connection.execute(_NEXT_AT, {"hook": hook}).scalar()
    return taken, None if later is None else float(later)


# Made once: they are asked every few seconds.
_DUE = (
    select(outbox.c.id, outbox.c.call_id, outbox.c.message_id, outbox.c.tries)
    .where(
        outbox.c.hook == bindparam("hook"),
        outbox.c.next_at.is_not(None),
        or_(outbox.c.next_at <= bindparam("now"), outbox.c.next_at > bindparam("far")),
        or_(outbox.c.leased_until <= bindparam("now"), outbox.c.leased_until > bindparam("far_lease")),
    )
    .order_by(outbox.c.next_at, outbox.c.id)
    .limit(bindparam("most", type_=Integer))
)
_LATER = func.max(outbox.c.next_at, outbox.c.leased_until)
_NEXT_AT = (
    select(_LATER).where(outbox.c.hook == bindparam("hook"), outbox.c.next_at.is_not(None)).order_by(_LATER).limit(1)
)


def _taken(
    connection: Connection, number: int, call_id: int, message_id: str, tries: int, body: Callable[[CallRecord], bytes]
) -> Taken | None:
    """None if the call has gone on in another stream, whose end is another message: this one is deleted."""
    row = connection.execute(begun_calls.where(calls.c.id == call_id, ~has_returned())).first()
    if row is None:
        connection.execute(delete(outbox).where(outbox.c.id == number))
        return None
    return Taken(number, message_id, str(row.call_sid), tries, body(stored_call(connection, row)))


def delivered(connection: Connection, number: int) -> None:
    """Whoever has the message by now: it is taken."""
    connection.execute(delete(outbox).where(outbox.c.id == number))


def postponed(connection: Connection, number: int, lease: str, tries: int, error: str, next_at: float | None) -> None:
    """It was not taken, and is due again at `next_at`; None: it is given up. Nothing if another worker has it now."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id == number, outbox.c.lease == lease)
        .values(tries=tries, error=error, next_at=next_at, leased_until=0.0)
    )


def give_back(connection: Connection, lease: str) -> None:
    """A worker stops: what it has taken is due again."""
    connection.execute(update(outbox).where(outbox.c.lease == lease).values(leased_until=0.0))


def undelivered(connection: Connection) -> list[Undelivered]:
    """Those of calls that are over for certain, in the order in which they are due, what is given up last."""
    rows = connection.execute(
        select(outbox, calls.c.call_sid)
        .join(calls, calls.c.id == outbox.c.call_id)
        .where(~has_returned())
        .order_by(outbox.c.next_at.is_(None), outbox.c.next_at, outbox.c.id)
    )
    return [
        Undelivered(row.message_id, row.call_sid, row.hook, row.tries, row.error, row.next_at) for row in rows.all()
    ]


def try_again(connection: Connection, now: float, message_id: str | None) -> int:
    """Make messages due now that were tried before, or given up; returns how many. What was never tried is left: its
    call may still go on."""
    those = (outbox.c.tries > 0) & (outbox.c.message_id == message_id if message_id else outbox.c.id.is_not(None))
    return connection.execute(update(outbox).where(those).values(next_at=now, tries=1)).rowcount
