"""Who waits without a call, and who makes room. No clock, no I/O."""

from collections.abc import Callable
from contextlib import ExitStack

import trio

from offhook.web.connection import Connection, WebsocketMessage
from offhook.web.waiting_room import WaitingRoom, places_for


class FakeConnection:
    """A connection that remembers whether it was dropped."""

    def __init__(self) -> None:
        self.is_closed = self.message_too_long = self.is_over_budget = False

    def drop(self) -> None:
        self.is_closed = True

    close_transport = release = drop

    def let_application_read(self, put: Callable[[WebsocketMessage], None]) -> None: ...

    async def read(self) -> bool:
        await trio.sleep_forever()
        return False

    def plain_socket(self) -> trio.socket.SocketType | None: ...

    def leave_socket(self) -> None: ...

    def may_send(self, length: int, frames: int) -> bool:
        return bool(length + frames)

    def stop_waiting(self) -> None: ...


def enter(room: WaitingRoom, stack: ExitStack, number: int) -> list[Connection]:
    connections: list[Connection] = [FakeConnection() for _ in range(number)]
    for connection in connections:
        stack.enter_context(room.visit(connection))
    return connections


def closed(connections: list[Connection]) -> list[bool]:
    return [connection.is_closed for connection in connections]


def test_who_has_waited_longest_makes_room() -> None:
    """The newest always finds a place, and each one who loses his is told of once."""
    pushed_out: list[str] = []
    room = WaitingRoom(3, lambda: pushed_out.append("one"))
    with ExitStack() as stack:
        assert closed(enter(room, stack, 5)) == [True, True, False, False, False]
    assert len(pushed_out) == 2


def test_who_carries_a_call_makes_no_room() -> None:
    """A call is out of the crowd, however long its connection has been there."""
    room = WaitingRoom(2, lambda: None)
    with ExitStack() as stack:
        (oldest,) = enter(room, stack, 1)
        room.leave(oldest)
        room.leave(oldest)  # and again at its end
        assert closed(enter(room, stack, 3)) == [True, False, False]
    assert not oldest.is_closed


def test_who_has_gone_takes_no_place() -> None:
    """A thousand connections one after the other push nobody out."""
    room = WaitingRoom(1, lambda: None)
    for _ in range(1000):
        with ExitStack() as stack:
            (connection,) = enter(room, stack, 1)
        assert not connection.is_closed


def test_all_calls_at_once_have_room() -> None:
    """Webhook and socket of every call that the settings allow may wait at the same time."""
    assert places_for(10_000) > 2 * 10_000
