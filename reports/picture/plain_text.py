"""Makes untrusted text safe in a picture: control and right-to-left characters in names, marks and sentences.

Done to the whole record before anything is measured, so that no text of a picture is forgotten and each has the room
that it needs. The pages' own markup is another matter: `svg.py` and `page.py` escape what they write.
"""

import re

import msgspec

from offhook.engine.host.printable import printable
from offhook.engine.record.call_record import CallRecord

_LINE_ENDS = re.compile(r"[\t\r\n]+")


def in_plain_text(record: CallRecord) -> CallRecord:
    """The same record; every text of it is one line, in which characters that steer or hide are written as escapes."""
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
