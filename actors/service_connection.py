"""A call's WebSocket to a service, whoever's it is.

It is opened in the background when the session begins and kept through the call. It is renewed between two uses before
the server ends it, and opened again once when it is lost. After that it waits until it is needed.
"""

import math
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from functools import partial
from typing import Generic, Protocol, TypeVar

import msgspec
import trio

from offhook.engine.host.websocket import WebSocket, WebSocketClosed, WebSocketFailed
from offhook.engine.run.mailbox import Wake
from offhook.protocol.errors import RemoteProtocolError

OUTBOX_MESSAGES = 512
SEND_WITHIN_S = 2.0
FAREWELL_WITHIN_S = 0.15  # of the half second that a session has to close
RENEWED_AT_MOST_EVERY_S = 60.0

EventT = TypeVar("EventT")
EventT_contra = TypeVar("EventT_contra", contravariant=True)


class Lost(msgspec.Struct, frozen=True):
    """Why there is no connection, and for how long the server certainly gives none."""

    words: str
    rest_s: float = 0.0


class SetUp(msgspec.Struct, frozen=True):
    """The server has accepted the connection; in so many seconds it is to be renewed."""

    renew_in_s: float = math.inf


class Habits(msgspec.Struct, frozen=True):
    """What is sent on a service's connections whatever they are used for."""

    first: Sequence[str | bytes] = ()
    while_idle: str | None = None
    """When nothing else was sent for `idle_s`."""
    idle_s: float = math.inf
    farewell: str | None = None
    """Before it is closed."""


class Dialect(Protocol[EventT]):
    """How one service is spoken to. None of these methods waits."""

    habits: Habits

    def connect(self) -> AbstractAsyncContextManager[WebSocket]: ...

    def failed(self, why: WebSocketFailed) -> Lost:
        """What it means that there is no connection, or none any more."""

    def read(self, message: str) -> EventT | None:
        """None for a message that is not needed. Raises RemoteProtocolError."""

    def set_up_by(self, event: EventT | None) -> SetUp | None:
        """Whether this event means that the connection is set up. It is asked with None when it is open."""

    def ended_by(self, event: EventT, *, is_set_up: bool) -> Lost | None:
        """Whether this event means that the connection is of no more use."""


class ConnectionUser(Protocol[EventT_contra]):
    """What a connection is used for. None of these methods waits."""

    @property
    def busy(self) -> bool:
        """Whether it is in use, and must not be renewed."""

    def connected(self) -> None:
        """From now on messages may be posted."""

    def received(self, event: EventT_contra) -> None: ...

    def lost(self, why: Lost, *, returns: bool) -> None:
        """There is no connection. `returns`: a new one is being opened."""


class ServiceConnection(Generic[EventT]):
    """One connection after the other."""

    def __init__(self, dialect: Dialect[EventT], connect_s: float) -> None:
        self._dialect, self._connect_s = dialect, connect_s
        self._connection = _Connection()
        self._may_return = True  # once between two uses
        self._waits, self._closed = False, False
        self._needed = Wake()
        self._idle = Wake()

    @property
    def ready(self) -> bool:
        """Whether there is a connection that is set up."""
        return self._connection.is_ready

    async def run(self, user: ConnectionUser[EventT]) -> None:
        while not self._closed:
            connection = self._connection = _Connection()
            await self._connect(connection, user)
            if connection.lost is None:
                continue
            returns = connection.was_ready and self._may_return
            self._may_return = False
            user.lost(connection.lost, returns=returns)
            if not returns:
                self._waits = True
                await self._needed.wait()
                self._waits = False

    def use(self) -> None:
        """A use begins: connect, if need be."""
        self._may_return = True
        if self._waits:
            self._needed.ring()

    def used(self) -> None:
        """A use is over: the connection may be renewed."""
        self._idle.ring()

    def post(self, message: str | bytes) -> None:
        """Send a message. Without a connection it is dropped: the user was told, or will be."""
        if self.ready:
            self._connection.post(message)

    def renew(self) -> None:
        """This connection is not to be trusted any more: open another one."""
        if self.ready:
            self._connection.end(None)

    def close(self) -> None:
        """The session is over."""
        self._closed = True
        self._connection.end(None)
        self._needed.ring()

    async def _connect(self, connection: "_Connection", user: ConnectionUser[EventT]) -> None:
        with connection.scope, trio.move_on_after(self._connect_s) as patience:
            try:
                async with self._dialect.connect() as socket:
                    await self._serve(socket, connection, user, patience)
            except WebSocketFailed as exc:
                connection.lost = self._dialect.failed(exc)
        if patience.cancelled_caught:
            connection.lost = Lost(f"no connection within {self._connect_s:g} s")

    async def _serve(
        self, socket: WebSocket, connection: "_Connection", user: ConnectionUser[EventT], patience: trio.CancelScope
    ) -> None:
        for message in self._dialect.habits.first:
            connection.post(message)
        with connection.serving:
            async with trio.open_nursery() as nursery:
                for work in (
                    partial(self._read, socket, connection, user, patience),
                    partial(self._write, socket, connection),
                    partial(self._wait_for_renewal, connection, user),
                ):
                    nursery.start_soon(self._until_its_end, connection, work, name="service connection")
        if self._dialect.habits.farewell is not None and connection.lost is None and not socket.is_cut:
            with trio.move_on_after(FAREWELL_WITHIN_S), suppress(WebSocketFailed):
                await socket.send(self._dialect.habits.farewell)
                while True:  # until the server has closed: then it has surely read it
                    await socket.receive()

    async def _until_its_end(self, connection: "_Connection", work: Callable[[], Awaitable[Lost | None]]) -> None:
        """The first of the tasks that ends says why, and ends the others."""
        try:
            connection.end(await work())
        except WebSocketFailed as exc:
            connection.end(self._dialect.failed(exc))
        except RemoteProtocolError as exc:
            connection.end(Lost(str(exc)))

    async def _read(
        self, socket: WebSocket, connection: "_Connection", user: ConnectionUser[EventT], patience: trio.CancelScope
    ) -> Lost:
        self._look_whether_it_is_set_up(None, connection, user, patience)
        while True:
            event = self._dialect.read(await socket.receive())
            if event is None:
                continue
            lost = self._dialect.ended_by(event, is_set_up=connection.was_ready)
            if lost is not None:
                return lost
            if not self._look_whether_it_is_set_up(event, connection, user, patience):
                user.received(event)

    def _look_whether_it_is_set_up(
        self,
        event: EventT | None,
        connection: "_Connection",
        user: ConnectionUser[EventT],
        patience: trio.CancelScope,
    ) -> bool:
        set_up = self._dialect.set_up_by(event)
        if set_up is None:
            return False
        if not connection.was_ready:
            patience.deadline = math.inf
            connection.set_ready(set_up)
            user.connected()
        return True

    async def _write(self, socket: WebSocket, connection: "_Connection") -> Lost:
        habits = self._dialect.habits
        while True:
            message = await connection.next_message(habits.idle_s) or habits.while_idle
            if message is None:
                continue
            try:
                with trio.move_on_after(SEND_WITHIN_S) as patience:
                    await socket.send(message)
            except WebSocketClosed as exc:
                await trio.sleep(SEND_WITHIN_S)  # what came before the end is still to be read, and says why
                return self._dialect.failed(exc)
            if patience.cancelled_caught:
                return Lost(f"it took nothing within {SEND_WITHIN_S:g} s")

    async def _wait_for_renewal(self, connection: "_Connection", user: ConnectionUser[EventT]) -> None:
        await connection.opened.wait()
        await trio.sleep(max(connection.renew_in_s, RENEWED_AT_MOST_EVERY_S))
        while user.busy:
            await self._idle.wait()


class _Connection:
    """One connection. What is left of it when it is over: why."""

    def __init__(self) -> None:
        self.scope, self.serving = trio.CancelScope(), trio.CancelScope()
        self.opened = trio.Event()
        self.is_ready = self.was_ready = False
        self.renew_in_s = math.inf
        self.lost: Lost | None = None
        self._ended = False
        self._outbox, self._messages = trio.open_memory_channel[str | bytes](OUTBOX_MESSAGES)

    def set_ready(self, set_up: SetUp) -> None:
        self.is_ready = self.was_ready = True
        self.renew_in_s = set_up.renew_in_s
        self.opened.set()

    def end(self, why: Lost | None) -> None:
        """Close it. Without a reason it is replaced, and nobody is told."""
        if self._ended:
            return
        self._ended, self.is_ready, self.lost = True, False, why
        ending = self.serving if self.was_ready else self.scope  # only what was opened is closed with a frame
        ending.cancel(reason="the connection is over")

    def post(self, message: str | bytes) -> None:
        try:
            self._outbox.send_nowait(message)
        except trio.WouldBlock:
            self.end(Lost("it takes nothing more"))

    async def next_message(self, within_s: float) -> str | bytes | None:
        """What is to be sent next; None if there is nothing for so long."""
        with trio.move_on_after(within_s):
            return await self._messages.receive()
        return None
