"""Makes untrusted text safe in a picture: escapes control and right-to-left characters in names, marks and sentences.

It is applied to the whole record before text is measured, so no text is missed and each has the room that it needs.
HTML is escaped elsewhere, in `svg.py` and `page.py`.
"""

import re

import msgspec

from offhook.engine.host.printable import printable
from offhook.engine.record.call_record import CallRecord

_LINE_ENDS = re.compile(r"[\t\r\n]+")


def in_plain_text(record: CallRecord) -> CallRecord:
    """The same record, with every text on one line and its control and invisible characters escaped."""
    return msgspec.convert(_plain(msgspec.to_builtins(record)), CallRecord)


def _plain(part: object) -> object:
    match part:
        case str():
            return printable(_LINE_ENDS.sub(" ", part))
        case dict():
            return {_plain(name): _plain(below) for name, below in part.items()}
        case list() | tuple():
            return [_plain(below) for below in part]
        case _:
            return part
