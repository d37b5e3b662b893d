"""The frames a server sends, read by wsproto. Pure."""

import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Pong, TextMessage

from offhook.web.lane.frames_out import NO_STATUS, close_frame, message_frame, pong_frame

SIZES = (0, 1, 125, 126, 65_535, 65_536, 100_000)


def read(data: bytes) -> list[Event]:
    connection = Connection(ConnectionType.CLIENT, [])
    connection.receive_data(data)
    return list(connection.events())


@pytest.mark.parametrize("size", SIZES)
def test_messages_of_every_length_are_read(size: int) -> None:
    """All three ways to write a length."""
    text, data = "é" * size, b"\xfe" * size
    assert "".join(event.data for event in read(message_frame(text)) if isinstance(event, TextMessage)) == text
    assert b"".join(event.data for event in read(message_frame(data)) if isinstance(event, BytesMessage)) == data


def test_messages_follow_each_other() -> None:
    """Nothing of one is left in the next."""
    sent = message_frame("a") + pong_frame(b"?") + message_frame(b"b") + close_frame(1000)
    assert read(sent) == [TextMessage("a"), Pong(b"?"), BytesMessage(bytearray(b"b")), CloseConnection(1000, "")]


@pytest.mark.parametrize(("reason", "kept"), [("", ""), ("no room", "no room"), ("é" * 100, "é" * 61)])
def test_a_close_says_as_much_of_its_reason_as_there_is_room(reason: str, kept: str) -> None:
    """Cut at a whole character."""
    assert read(close_frame(1003, reason)) == [CloseConnection(1003, kept)]


def test_a_close_without_a_code_is_answered_without_one() -> None:
    """1005 is never on the wire."""
    assert close_frame(NO_STATUS) == b"\x88\x00"
