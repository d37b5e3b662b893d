"""A record where a command finds it: as the answer of a server, saved in a file, or in the server's store."""

import msgspec

from engine.database import Database
from engine.record import CallRecord


def answer_of_the_server(record: CallRecord) -> bytes:
    """As `GET /calls/{sid}` writes it."""
    parts = {"transcript": record.transcript, "turns": record.turns, "trace": record.trace}
    return msgspec.json.encode(msgspec.to_builtins(record.begun) | msgspec.to_builtins(record.over) | parts)


def store(record: CallRecord, path: str) -> None:
    """As the server stores a call that is over."""
    assert record.over is not None
    database = Database(path)
    call_id = database.begin_call(record.begun)
    for entry in record.transcript:
        database.add_entry(call_id, entry)
    for turn in record.turns:
        database.add_turn(call_id, turn)
    if record.trace is not None:
        database.add_trace(call_id, record.trace)
    database.end_call(call_id, record.over)
    database.close()
