"""Reads server-sent events (WHATWG HTML, section 9.2.6, "Interpreting an event stream").

Only `event` and `data` are kept: nobody here reconnects.
"""

import re

import msgspec

from offhook.protocol.errors import LocalProtocolError, RemoteProtocolError

LONGEST_EVENT = 1 << 20

_LINE_END = re.compile(rb"\r\n|\n|\r")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class ServerSentEvent(msgspec.Struct, frozen=True):
    """One event; `name` is "message" where the server gives none."""

    name: str
    data: str


class EventReader:
    """Turns pieces of any length into events. An event that is not complete at the end of the stream does not count."""

    def __init__(self) -> None:
        self._rest = b""
        self._name, self._data = "", list[str]()
        self._length = 0
        self._begun = self._broken = False

    def feed(self, piece: bytes) -> list[ServerSentEvent]:
        """The events that this piece completes. Raises RemoteProtocolError for an event without end."""
        if self._broken:
            raise LocalProtocolError("fed after an error")
        events = []
        for line in self._lines(piece):
            if line:
                self._take(line)
            elif (event := self._complete()) is not None:
                events.append(event)
        if self._length + len(self._rest) > LONGEST_EVENT:
            self._broken = True
            raise RemoteProtocolError(f"an event of more than {LONGEST_EVENT} bytes")
        return events

    def _lines(self, piece: bytes) -> list[bytes]:
        text = self._rest + piece
        if not self._begun:
            if len(text) < len(_BYTE_ORDER_MARK) and _BYTE_ORDER_MARK.startswith(text):
                self._rest = text
                return []
            self._begun = True
            text = text.removeprefix(_BYTE_ORDER_MARK)
        held = text.endswith(b"\r")  # whether a line feed belongs to it shows in the next piece
        *lines, self._rest = _LINE_END.split(text[:-1] if held else text)
        self._rest += b"\r" if held else b""
        return lines

    def _take(self, line: bytes) -> None:
        self._length += len(line)
        field, _, value = line.decode(errors="replace").partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            self._data.append(value)
        elif field == "event":
            self._name = value

    def _complete(self) -> ServerSentEvent | None:
        event = ServerSentEvent(self._name or "message", "\n".join(self._data)) if self._data else None
        self._name, self._data, self._length = "", [], 0
        return event
