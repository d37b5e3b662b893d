"""The lean caller's own WebSocket and playout, against wsproto and set instants. No clock, no sockets."""

import pytest
from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import Message, TextMessage

from bench.lean_caller import PlayoutClock, ServerFrames, client_frame


@pytest.mark.parametrize("length", [0, 1, 125, 126, 400, 65_535])
def test_a_server_reads_what_the_caller_frames(length: int) -> None:
    """Of every length that a message of the load can have."""
    server = Connection(ConnectionType.SERVER)
    server.receive_data(client_frame(b"x" * length))
    assert [event.data for event in server.events() if isinstance(event, Message)] == ["x" * length]


@pytest.mark.parametrize("length", [0, 1, 125, 126, 400, 65_536])
@pytest.mark.parametrize("piece", [1, 7, 100_000])
def test_the_caller_reads_what_a_server_frames(length: int, piece: int) -> None:
    """Whole, byte by byte and with the next message behind it."""
    server = Connection(ConnectionType.SERVER)
    sent = server.send(TextMessage("x" * length)) + server.send(TextMessage("next"))
    frames = ServerFrames()
    read = [message for at in range(0, len(sent), piece) for message in frames.feed(sent[at : at + piece])]
    assert read == [(1, b"x" * length), (1, b"next")]


def test_marks_are_due_with_the_sound_before_them() -> None:
    """A second of sound at 10.0 and a mark; another second and another mark."""
    playout = PlayoutClock()
    playout.add(8000, 10.0)
    playout.mark("first", 10.0)
    playout.add(8000, 10.5)
    playout.mark("second", 10.5)
    assert list(playout.due(10.99)) == []
    assert list(playout.due(11.0)) == ["first"]
    assert list(playout.due(11.99)) == []
    assert list(playout.due(12.0)) == ["second"]


def test_a_clear_makes_every_mark_due() -> None:
    """And sound that comes after it is played at once."""
    playout = PlayoutClock()
    playout.add(80_000, 10.0)
    playout.mark("thrown away", 10.0)
    playout.clear(10.1)
    playout.add(800, 10.2)
    playout.mark("after it", 10.2)
    assert list(playout.due(10.1)) == ["thrown away"]
    assert list(playout.due(10.25)) == []
    assert list(playout.due(10.3)) == ["after it"]


def test_a_mark_without_sound_is_due_at_once() -> None:
    """Carriers echo it immediately."""
    playout = PlayoutClock()
    playout.mark("silent", 5.0)
    assert list(playout.due(5.0)) == ["silent"]
