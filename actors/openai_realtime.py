"""A call's connection to OpenAI's Realtime interface, whatever it is used for.

It is opened in the background when the session begins and kept through the call. It is renewed between two uses before
the server ends it, and opened again once when it is lost. After that it waits until it is needed.
"""

import math
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

import msgspec
import trio

from offhook.actors.openai_server import OpenAiServer
from offhook.engine.host.network import Network
from offhook.engine.host.websocket import WebSocket, WebSocketClosed, WebSocketFailed, WebSocketRefused
from offhook.engine.run.mailbox import Wake
from offhook.protocol import openai_realtime as wire
from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.openai_errors import of_answer

SETTING_UP = "session"
"""The id of the event that sets the session up."""
OUTBOX_MESSAGES = 512
SEND_WITHIN_S = 2.0
RENEWED_AFTER_S = 50 * 60.0  # OpenAI ends a session after 60 minutes
RENEWED_BEFORE_S = 300.0  # the server's own end: longer than an utterance
RENEWED_AT_MOST_EVERY_S = 60.0


class Lost(msgspec.Struct, frozen=True):
    """Why there is no connection, and for how long the server certainly gives none."""

    words: str
    rest_s: float = 0.0


class RealtimeUser(Protocol):
    """What a connection is used for. None of these methods waits."""

    @property
    def busy(self) -> bool:
        """Whether it is in use, and must not be renewed."""

    def connected(self) -> None:
        """From now on events may be posted."""

    def received(self, event: wire.ServerEvent) -> None: ...

    def lost(self, why: Lost, *, returns: bool) -> None:
        """There is no connection. `returns`: a new one is being opened."""


class Realtime:
    """One connection after the other. `set_up` is the event that sets each session up."""

    def __init__(
        self, network: Network, server: OpenAiServer, path: str, set_up: str, connect_s: float, now: Callable[[], float]
    ) -> None:
        self._network, self._server, self._path, self._set_up = network, server, path, set_up
        self._connect_s, self._wall_time = connect_s, now
        self._connection = _Connection()
        self._may_return = True  # once between two uses
        self._waits, self._closed = False, False
        self._needed = Wake()
        self._idle = Wake()

    @property
    def ready(self) -> bool:
        """Whether there is a connection that is set up."""
        return self._connection.is_ready

    async def run(self, user: RealtimeUser) -> None:
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

    def post(self, event: str) -> None:
        """Send an event. Without a connection it is dropped: the user was told, or will be."""
        if self.ready:
            self._connection.post(event)

    def renew(self) -> None:
        """This connection is not to be trusted any more: open another one."""
        if self.ready:
            self._connection.end(None)

    def close(self) -> None:
        """The session is over."""
        self._closed = True
        self._connection.end(None)
        self._needed.ring()

    async def _connect(self, connection: "_Connection", user: RealtimeUser) -> None:
        with connection.scope, trio.move_on_after(self._connect_s) as patience:
            try:
                async with self._network.websocket(self._server.url(self._path), self._server.headers) as socket:
                    await self._serve(socket, connection, user, patience)
            except WebSocketRefused as exc:
                error = of_answer(exc.status, exc.body, exc.headers)
                connection.lost = Lost(error.words, error.rest_s)
            except WebSocketFailed as exc:
                connection.lost = Lost(str(exc))
        if patience.cancelled_caught:
            connection.lost = Lost(f"no connection within {self._connect_s:g} s")

    async def _serve(
        self, socket: WebSocket, connection: "_Connection", user: RealtimeUser, patience: trio.CancelScope
    ) -> None:
        connection.post(self._set_up)
        with connection.serving:
            async with trio.open_nursery() as nursery:
                for work in (
                    partial(self._read, socket, connection, user, patience),
                    partial(connection.write, socket),
                    partial(self._wait_for_renewal, connection, user),
                ):
                    nursery.start_soon(_until_its_end, connection, work, name="realtime connection")

    async def _read(
        self, socket: WebSocket, connection: "_Connection", user: RealtimeUser, patience: trio.CancelScope
    ) -> Lost:
        while True:
            event = wire.read_event(await socket.receive())
            match event:
                case None:
                    pass
                case wire.Created():
                    connection.expires_at = event.expires_at or connection.expires_at
                    if isinstance(event, wire.Updated) and not connection.was_ready:
                        patience.deadline = math.inf
                        connection.set_ready()
                        user.connected()
                case wire.Failure(error) if not connection.was_ready or error.code == "session_expired":
                    return Lost(error.error.words, error.error.rest_s)
                case _:
                    user.received(event)

    async def _wait_for_renewal(self, connection: "_Connection", user: RealtimeUser) -> None:
        await connection.opened.wait()
        left_s = RENEWED_AFTER_S
        if connection.expires_at is not None:
            left_s = min(left_s, connection.expires_at - self._wall_time() - RENEWED_BEFORE_S)
        await trio.sleep(max(left_s, RENEWED_AT_MOST_EVERY_S))
        while user.busy:
            await self._idle.wait()


class _Connection:
    """One connection. What is left of it when it is over: why."""

    def __init__(self) -> None:
        self.scope, self.serving = trio.CancelScope(), trio.CancelScope()
        self.opened = trio.Event()
        self.is_ready = self.was_ready = False
        self.expires_at: float | None = None
        self.lost: Lost | None = None
        self._ended = False
        self._outbox, self._events = trio.open_memory_channel[str](OUTBOX_MESSAGES)

    def set_ready(self) -> None:
        self.is_ready = self.was_ready = True
        self.opened.set()

    def end(self, why: Lost | None) -> None:
        """Close it. Without a reason it is replaced, and nobody is told."""
        if self._ended:
            return
        self._ended, self.is_ready, self.lost = True, False, why
        ending = self.serving if self.was_ready else self.scope  # only what was opened is closed with a frame
        ending.cancel(reason="the connection is over")

    def post(self, event: str) -> None:
        try:
            self._outbox.send_nowait(event)
        except trio.WouldBlock:
            self.end(Lost("it takes nothing more"))

    async def write(self, socket: WebSocket) -> Lost:
        while True:
            event = await self._events.receive()
            try:
                with trio.move_on_after(SEND_WITHIN_S) as patience:
                    await socket.send(event)
            except WebSocketClosed as exc:
                await trio.sleep(SEND_WITHIN_S)  # what came before the end is still to be read, and says why
                return Lost(str(exc))
            if patience.cancelled_caught:
                return Lost(f"it took nothing within {SEND_WITHIN_S:g} s")


async def _until_its_end(connection: _Connection, work: Callable[[], Awaitable[Lost | None]]) -> None:
    """The first of the tasks that ends says why, and ends the others."""
    try:
        connection.end(await work())
    except (WebSocketFailed, RemoteProtocolError) as exc:
        connection.end(Lost(str(exc)))
