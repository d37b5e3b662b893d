"""A record where a command finds it: as the answer of a server, saved in a file, or in the server's store."""

import msgspec

from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.database import CallParts, Database
from offhook.engine.record.record_json import in_full


def answer_of_the_server(record: CallRecord) -> bytes:
    """As `GET /calls/{sid}` writes it."""
    return msgspec.json.encode(in_full(record))


def store(record: CallRecord, path: str) -> None:
    """As the server stores a call that is over."""
    assert record.over is not None
    parts = [*record.transcript, *record.turns, *([record.trace] if record.trace is not None else []), record.over]
    database = Database(path)
    database.write([CallParts(record.begun, parts)])
    database.close()
