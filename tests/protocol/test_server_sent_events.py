"""The reader of server-sent events, fed whole, byte by byte and in any pieces. No clock."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.errors import LocalProtocolError, RemoteProtocolError
from offhook.protocol.server_sent_events import LONGEST_EVENT, EventReader, ServerSentEvent

STREAM = (
    b"\xef\xbb\xbf: a comment\r\n\r\n"
    b"event: greeting\rdata:hello\rdata:  two lines\r\r"
    b"id: 7\nretry: 10\ndata: caf\xc3\xa9\n\n"
    b"event: nothing\n\ndata\n\ndata: cut off\n"
)
EVENTS = [
    ServerSentEvent("greeting", "hello\n two lines"),
    ServerSentEvent("message", "café"),
    ServerSentEvent("message", ""),
]


def read(pieces: list[bytes]) -> list[ServerSentEvent]:
    reader = EventReader()
    return [event for piece in pieces for event in reader.feed(piece)]


def test_a_stream_is_read_as_the_specification_says() -> None:
    """All three line ends, a byte order mark, comments, unknown fields; an event without data, or without its end, is
    none."""
    assert read([STREAM]) == EVENTS


def test_it_may_come_byte_by_byte() -> None:
    """The carriage return and the line feed of one line end may come apart."""
    assert read([STREAM[at : at + 1] for at in range(len(STREAM))]) == EVENTS


@given(st.lists(st.integers(0, len(STREAM)), max_size=5))
def test_the_pieces_do_not_matter(cuts: list[int]) -> None:
    """However the network cuts the stream, the events are the same."""
    places = [0, *sorted(cuts), len(STREAM)]
    assert read([STREAM[start:end] for start, end in pairwise(places)]) == EVENTS


@pytest.mark.parametrize(
    "piece", [b"x" * 65_536, b"data: " + b"x" * 65_536 + b"\n", b"\n" * 65_536, b":a\n\n" * 16_384]
)
def test_an_event_without_end_is_refused(piece: bytes) -> None:
    """Neither a line nor an event of many lines fills the memory, and comments do not go on for ever; nothing is read
    after it."""
    reader = EventReader()
    for _ in range(LONGEST_EVENT // 65_536 - 1):
        assert reader.feed(piece) == []
    with pytest.raises(RemoteProtocolError, match="an event of more than"):
        reader.feed(piece * 2)
    with pytest.raises(LocalProtocolError):
        reader.feed(b"\n\n")
