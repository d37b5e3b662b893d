"""Keeps failures of one connection from all others, and lets a call close its transport.

It wraps Hypercorn's `TCPServer.run`, which runs once per connection, because an ASGI application could not change this:

- One extra byte after an upgrade request makes it raise. Without the guard, that ends the worker and every call in it.
- Its `send` cannot be cancelled while the peer does not read. Only closing the socket frees it.
- Once the application has returned, its reader waits for ever on a queue that nobody reads. Only cancelling frees it.
- It accepts messages of 16 MiB from anyone, and queues ten of them.
- It goes on collecting a message that is longer than allowed, without a limit, and does not tell the application.
- It accepts any number of connections, and tells the application only of those that have sent a whole request.
- It reads in a task of its own and passes each message to the application through a queue: two more scheduler steps for
  each of a caller's fifty frames a second, a quarter of what a call costs (measured). With the guard an application can
  read by itself, through Hypercorn's parser; the media lane takes the socket and needs neither (`web/lane/lane.py`).
- It closes a connection that is idle for five seconds. A proxy that has kept it for later, and sends a webhook in that
  moment, answers 502, and the call is lost.
- It passes on all that one read returns, up to 64 KiB, without yielding to other tasks, as often as the peer likes.
- It serves requests that another server may parse differently, and answers a wrong handshake without saying what is
  wrong (`web/request_rules.py`).

It also withdraws two offers that no carrier needs and that can be misused:

- HTTP/2, which a client may request on a port without TLS. Sockets that share a connection would end together, and a
  malformed upgrade request leaves a task behind.
- Compressed WebSocket messages, which are decompressed before their size is checked: 58 KB became 60 MB, and another
  call was silent for a quarter of a second (measured).

`install` refuses a Hypercorn whose internals have changed (`web/server_seams.py`). The tests find that out earlier.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import nullcontext
from contextvars import ContextVar
from functools import wraps
from types import ModuleType

import h11
import hypercorn
import trio
from hypercorn.config import Config
from hypercorn.events import Closed, Event, RawData
from hypercorn.protocol import ws_stream
from hypercorn.protocol.h11 import H11Protocol
from hypercorn.trio import tcp_server

from offhook.engine.host.errors_in_words import in_words
from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.run.mailbox import Wake
from offhook.web.bytes_in import receive_some, receive_when_readable
from offhook.web.connection import Connection, WebsocketMessage
from offhook.web.fair_share import FairShare
from offhook.web.lifespan_state import SHARE, TELL, WAITING_ROOM, Tell
from offhook.web.peer_budget import PeerBudget
from offhook.web.request_rules import BEFORE_THE_ANSWER, Refusal, in_origin_form, refusal, wants_websocket
from offhook.web.server_seams import KNOWN_TO_WORK, strange_parts
from offhook.web.waiting_room import WaitingRoom

KEPT_S = 620.0
"""How long a connection may be idle after an answer: longer than proxies keep one, so that they close it and not we.
Caddy keeps it for 2 minutes, an AWS load balancer for 1, Google's for 10, which asks for 620 s ("Timeouts and
retries")."""
MAX_MESSAGE_BYTES = 2**20  # a longer message closes the connection; shorter ones are checked and counted by the call
Run = Callable[[tcp_server.TCPServer], Coroutine[object, object, None]]
_CLOSE_TOO_BIG = b"\x88\x02\x03\xf1"  # a server's close frame, unmasked, with code 1009 (RFC 6455, 5.5.1 and 7.4.1)


class GuardFailed(Exception):
    """The guard does not work with this version of Hypercorn."""


class _Connection:
    """One connection: a `TCPServer` of Hypercorn and what the guard knows about it."""

    def __init__(self, server: tcp_server.TCPServer, scope: trio.CancelScope) -> None:
        self._server, self._scope = server, scope
        # From the state that the application's lifespan yielded; another application has neither.
        self._room: WaitingRoom | None = server.state.get(WAITING_ROOM)
        self._share: FairShare | None = server.state.get(SHARE)
        self.is_closed = self.message_too_long = self.is_over_budget = False
        self._budget = PeerBudget()
        self._application_reads = self._is_websocket = self._has_asked = False
        self._answered = trio.Event()  # the handshake is answered; for applications that let the server read
        self._socket_left = Wake()
        self._waiting_for_bytes, self._idling = trio.CancelScope(), trio.CancelScope()
        self._has_left = False

    def close_transport(self) -> None:
        self.is_closed = True
        self._close_socket()

    def drop(self) -> None:
        self.is_closed = True
        self._scope.cancel(reason="connection dropped")

    def release(self) -> None:
        self._scope.cancel(reason="connection served")

    def stop_waiting(self) -> None:
        self._budget.begin_call()
        if self._room is not None:
            self._room.leave(self)

    async def serve(self, run: Run) -> None:
        """Run Hypercorn's own code for this connection, with limits added."""
        send = self._ending_after(self._server.protocol_send)
        self._server.protocol_send = send  # type: ignore[method-assign, assignment]  # for this connection only
        self._server._read_data = self._read_all  # type: ignore[method-assign]  # as above
        self._server._idle_timeout = self._close_when_idle  # type: ignore[method-assign]  # as above
        with (
            nullcontext() if self._room is None else self._room.visit(self),
            nullcontext() if self._share is None else self._share.count(self),
        ):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._close_when_cancelled, name="end of the transport")
                await run(self._server)
                nursery.cancel_scope.cancel(reason="connection over")

    def let_go(self) -> None:
        """Cut the cycles in which server, protocol and this hold each other. They would be garbage until the next full
        collection, which is rare (`engine/host/garbage.py`), and with them all that the application held."""
        protocol = self._protocol()
        if protocol is not None:
            protocol.stream = None
        for name in ("protocol", "protocol_send", "_read_data", "_idle_timeout"):
            vars(self._server).pop(name, None)

    def _protocol(self) -> H11Protocol | None:
        protocol: object = getattr(getattr(self._server, "protocol", None), "protocol", None)
        return protocol if isinstance(protocol, H11Protocol) else None

    def let_application_read(self, put: Callable[[WebsocketMessage], None]) -> None:
        async def put_now(message: WebsocketMessage) -> None:
            put(message)

        stream = self._websocket()
        if stream is not None:  # otherwise the peer has already closed
            stream.app_put = put_now  # instead of the queue
        self._budget.begin_websocket()
        self._application_reads = True
        self._waiting_for_bytes.cancel(reason="the application reads for itself")

    async def read(self) -> bool:
        stream = self._server.stream
        if isinstance(stream, trio.SocketStream):
            return await self._handle(await receive_when_readable(stream))
        return await self._handle(await receive_some(stream))

    def plain_socket(self) -> trio.socket.SocketType | None:
        # A ping of Hypercorn's own (`--websocket-ping-interval`) would go into the middle of a message.
        is_quiet = self._server.config.websocket_ping_interval is None
        stream: object = self._server.stream
        return stream.socket if is_quiet and isinstance(stream, trio.SocketStream) else None

    def leave_socket(self) -> None:
        protocol, stream = self._protocol(), self._websocket()
        if protocol is not None and stream is not None:
            stream.closed = True  # the server sends nothing when the application returns
            protocol.stream = None
            for holder, name in ((stream, "connection"), (stream, "handshake"), (protocol, "connection")):
                vars(holder).pop(name, None)  # parsers that nothing is fed to any more: 4 KB
        self._socket_left.ring()

    def _websocket(self) -> ws_stream.WSStream | None:
        stream: object = getattr(self._protocol(), "stream", None)
        return stream if isinstance(stream, ws_stream.WSStream) else None

    def may_send(self, length: int, frames: int) -> bool:
        within = self._budget.take_counted(length, frames, trio.current_time())
        if not within:
            self._drop_over_budget()
        return within

    async def _read_all(self) -> None:
        """Replaces Hypercorn's loop. It does the same, until there is a WebSocket that the application reads itself.

        It stops reading before the handshake is answered: bytes that come earlier would be taken for a part of the
        handshake. Once a host application has answered a WebSocket of its own, that is read here again.
        """
        while not self._application_reads:
            if self._is_websocket:
                await self._answered.wait()
            with trio.CancelScope() as self._waiting_for_bytes:
                data = await receive_some(self._server.stream)
            if not self._waiting_for_bytes.cancelled_caught and not await self._handle(data):
                self._has_left = True
                self._idling.cancel(reason="the peer has closed")
                return
        await trio.sleep_forever()  # cancelled with the connection

    async def _handle(self, data: bytes) -> bool:
        """Pass bytes on to Hypercorn. False if the peer has closed, or is over its budget."""
        if data and not self._budget.take(data, trio.current_time()):
            self._drop_over_budget()
            return False
        await self._server.protocol.handle(RawData(data) if data else Closed())
        return bool(data)

    async def _close_when_idle(self) -> None:
        """Replaces Hypercorn's wait for a request, which goes on if the peer has closed. An operator's `--keep-alive`
        wins.

        In a drain, who has asked before may ask a server that takes calls.
        """
        config, context = self._server.config, self._server.context
        is_kept = self._has_asked and config.keep_alive_timeout == Config.keep_alive_timeout
        with trio.move_on_after(KEPT_S if is_kept else config.keep_alive_timeout) as self._idling:
            if self._has_left:
                self._idling.cancel(reason="the peer has closed")
            await (context.terminate if self._has_asked else context.terminated).wait()
        with trio.CancelScope(shield=True, deadline=trio.current_time() + 1):
            await self._server._initiate_server_close()

    def begin_request(self, *, is_websocket: bool) -> None:
        self._is_websocket = is_websocket
        if self._share is not None:
            (self._share.add if is_websocket else self._share.remove)(self)

    def _leave_websocket_to_server(self, *, accepted: bool) -> None:
        """A host application answered a WebSocket of its own: the application limits how much its peer may send."""
        if self._answered.is_set():
            return
        self._answered.set()
        if accepted:
            self._budget.lift()
            if self._room is not None:
                self._room.leave(self)

    async def take_turn(self) -> None:
        """Count a request, and wait until it may be handled. Nothing is read meanwhile: what the peer goes on sending
        stays in the kernel."""
        is_first, self._has_asked = not self._has_asked, True
        if not self._budget.take_request(trio.current_time()):
            self._drop_over_budget()
        if self._room is not None and not is_first:
            await self._room.turns.wait()

    def tell(self, kind: ServerFault) -> None:
        """Count and log an event of this connection, if the application asked for it."""
        tell: Tell | None = self._server.state.get(TELL)
        if tell is not None:
            tell(kind, self._server.protocol.client)

    def _drop_over_budget(self) -> None:
        self.is_over_budget = True
        self.tell(ServerFault.OVER_BUDGET)
        if self._application_reads:
            self.close_transport()  # the call then ends as usual, with its record
        else:
            self.drop()

    async def _close_when_cancelled(self) -> None:
        # Also when the server itself stops: a send that the peer does not read would not end otherwise.
        try:
            await self._socket_left.wait()  # then no send is the server's
        except trio.Cancelled:
            self._close_socket()
            raise

    def _close_socket(self) -> None:
        stream = self._server.stream
        transport = getattr(stream, "transport_stream", stream)
        transport.socket.close()

    def _ending_after(
        self, send: Callable[[Event], Awaitable[None]]
    ) -> Callable[[Event], Coroutine[object, object, None]]:
        async def protocol_send(event: Event) -> None:
            await send(event)
            if self._is_websocket and not self._application_reads and isinstance(event, RawData):
                self._leave_websocket_to_server(accepted=event.data.startswith(b"HTTP/1.1 101 "))
            if isinstance(event, RawData) and event.data == _CLOSE_TOO_BIG:
                # Hypercorn would read on, keep what it reads, and drop what the application sends. `Closed` makes it
                # close the stream and tell the application, as if the peer had closed.
                self.message_too_long = True
                await self._server.protocol.handle(Closed())

        return protocol_send


_connection: ContextVar[Connection | None] = ContextVar("offhook_connection", default=None)


def current_connection() -> Connection | None:
    """The connection that the current task serves; None under another server."""
    return _connection.get()


def install(library: ModuleType = hypercorn) -> None:
    """Guard every connection of this process. Raises GuardFailed without replacing anything. Can be called twice.

    `prepare` has to be called on the configuration too.
    """
    strange = strange_parts(library)
    if strange:
        raise GuardFailed(f"Hypercorn has changed; known to work is {KNOWN_TO_WORK}. {'; '.join(strange)}")
    server_type = library.trio.tcp_server.TCPServer
    if getattr(server_type.run, "offhook_guard", False):
        return
    _take_offers_back(library)
    server_type.run = _guarded(server_type.run)


def prepare(config: Config) -> None:
    """Set options that an operator must not change. Once for all connections that use this configuration."""
    config.alpn_protocols = ["http/1.1"]  # the only protocol that TLS offers
    config.websocket_max_message_size = MAX_MESSAGE_BYTES


def _take_offers_back(library: ModuleType) -> None:
    protocol_type = library.protocol.h11.H11Protocol
    if protocol_type._check_protocol is _stay_with_http_1:
        return  # already done
    protocol_type._check_protocol = _stay_with_http_1
    protocol_type._create_stream = _by_our_rules(protocol_type._create_stream)
    library.protocol.ws_stream.server_extensions_handshake = _no_extensions


async def _stay_with_http_1(self: H11Protocol, event: object) -> None:
    """Replaces the check for an upgrade to HTTP/2: such a request is answered like any other."""


def _by_our_rules(
    create_stream: Callable[[H11Protocol, h11.Request], Coroutine[object, object, None]],
) -> Callable[[H11Protocol, h11.Request], Coroutine[object, object, None]]:
    """Wraps the method that passes a request to the application, so that it refuses some requests."""

    @wraps(create_stream)
    async def create_unless_refused(protocol: H11Protocol, request: h11.Request) -> None:
        connection = _connection.get()
        assert isinstance(connection, _Connection), "every connection is guarded"
        await connection.take_turn()
        refused, is_websocket = refusal(request), wants_websocket(request)
        if refused is None and is_websocket and protocol.connection.trailing_data[0]:
            refused = BEFORE_THE_ANSWER
            connection.tell(ServerFault.HANDSHAKES_FAILED)
        if refused is not None:
            await _refuse(protocol, refused)
            return
        connection.begin_request(is_websocket=is_websocket)
        await create_stream(protocol, in_origin_form(request))

    return create_unless_refused


async def _refuse(protocol: H11Protocol, refused: Refusal) -> None:
    body = f"{refused.why}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        *refused.headers,
        *protocol.config.response_headers("h11"),
    ]
    await protocol._send_h11_event(h11.Response(status_code=refused.status, headers=headers))
    await protocol._send_h11_event(h11.Data(data=body))
    await protocol._send_h11_event(h11.EndOfMessage())
    await protocol.send(Closed())


def _no_extensions(requested: Iterable[str], supported: Sequence[object]) -> None:
    """Replaces the choice among the WebSocket extensions that a peer offers: none is accepted."""


def _guarded(run: Run) -> Run:
    @wraps(run)
    async def guarded(server: tcp_server.TCPServer) -> None:
        with trio.CancelScope() as scope:  # noqa: ASYNC912  # an ended connection has nothing to wait for
            connection = _Connection(server, scope)
            before = _connection.set(connection)
            try:
                await connection.serve(run)
            except* Exception as group:  # noqa: BLE001  # no error that one peer causes may end the calls of others
                # `except*`, because an error during the server's cancellation comes in a group with `Cancelled`.
                if not connection.is_closed:  # if we closed it, the reason was logged already
                    with trio.CancelScope(shield=True, deadline=trio.current_time() + 1):
                        await server.config.log.warning(f"connection dropped: {in_words(group)}")
                        await trio.aclose_forcefully(server.stream)
            finally:
                _connection.reset(before)
                connection.let_go()

    guarded.offhook_guard = True  # type: ignore[attr-defined]  # tells a second `install` that the guard is in place
    return guarded
