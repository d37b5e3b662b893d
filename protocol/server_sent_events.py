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

    def __init__(self, longest: int = LONGEST_EVENT) -> None:
        self._longest = longest
        self._rest = bytearray()
        self._name, self._data = "", list[str]()
        self._length = 0
        """How much came since the last event: comments and empty lines have no end either."""
        self._begun = self._broken = False

    def feed(self, piece: bytes) -> list[ServerSentEvent]:
        """The events that this piece completes. Raises RemoteProtocolError for an event without end."""
        if self._broken:
            raise LocalProtocolError("fed after an error")
        events = []
        for line in self._lines(piece):
            self._length += len(line) + 1
            if line:
                self._take(line)
            elif (event := self._complete()) is not None:
                self._length = 0
                events.append(event)
        if self._length + len(self._rest) > self._longest:
            self._broken = True
            raise RemoteProtocolError(f"an event of more than {self._longest} bytes")
        return events

    def _lines(self, piece: bytes) -> list[bytes]:
        is_whole = self._rest.endswith(b"\r") or _LINE_END.search(piece) is not None
        self._rest += piece
        if not self._begun:
            if len(self._rest) < len(_BYTE_ORDER_MARK) and _BYTE_ORDER_MARK.startswith(self._rest):
                return []
            self._begun = True
            self._rest = self._rest.removeprefix(_BYTE_ORDER_MARK)
        if not is_whole:
            return []  # looking at all of a long line again for each of its pieces takes the square of its length
        text = bytes(self._rest)
        held = text.endswith(b"\r")  # whether a line feed belongs to it shows in the next piece
        *lines, rest = _LINE_END.split(text[:-1] if held else text)
        self._rest = bytearray(rest + (b"\r" if held else b""))
        return lines

    def _take(self, line: bytes) -> None:
        field, _, value = line.decode(errors="replace").partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            self._data.append(value)
        elif field == "event":
            self._name = value

    def _complete(self) -> ServerSentEvent | None:
        event = ServerSentEvent(self._name or "message", "\n".join(self._data)) if self._data else None
        self._name, self._data = "", []
        return event
