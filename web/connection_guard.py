"""Keeps one connection's trouble with the server to that connection, and gives a call a hold on its transport.

Wraps Hypercorn's per-connection `TCPServer.run`, because nine things cannot be done from inside an ASGI application:

- One stray byte after an upgrade request raises out of it; unguarded, that ends the worker and every call in it.
- Its `send` cannot be cancelled while the peer does not read: only closing the socket frees it.
- Its reader waits for ever on a queue that nobody reads once the application has returned: only cancelling frees it.
- It lets a stranger send messages of 16 MiB and queues ten of them.
- A message that is longer than allowed it goes on to collect, without a limit, and does not tell the application.
- It takes as many connections as come, and the application hears only of those that have sent a whole request.
- A task of its own reads, and hands each message to the application's through a queue: two more turns of the scheduler
  for each of a caller's fifty frames a second, a quarter of what a call costs (measured). An application may read for
  itself; what Hypercorn makes of the bytes stays Hypercorn's.
- It hands on whatever one read brings, up to 64 KiB, without a turn for anyone else, and as often as the peer likes.
- It serves requests that another server may read differently, and answers a wrong handshake without saying what is
  wrong (`web/request_rules.py`).

And takes two offers back that no carrier needs and a stranger can misuse:

- HTTP/2, which on a bare port can be had for the asking. Sockets that share a connection would share its end, and a
  broken wish for it leaves a task behind.
- Compressed WebSocket messages, which are unpacked before their size is looked at: 58 KB became 60 MB, and a quarter of
  a second of silence in the call beside (measured).

`install` refuses to work on a Hypercorn whose inside has moved (`web/server_seams.py`); the tests say the same in time.
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
from offhook.web.bytes_in import receive_some, receive_when_readable
from offhook.web.connection import Connection, WebsocketMessage
from offhook.web.lifespan_state import TELL, WAITING_ROOM
from offhook.web.peer_budget import PeerBudget
from offhook.web.request_rules import BEFORE_THE_ANSWER, Refusal, in_origin_form, refusal, wants_websocket
from offhook.web.server_seams import KNOWN_TO_WORK, strange_parts
from offhook.web.waiting_room import WaitingRoom

MAX_MESSAGE_BYTES = 2**20  # what is longer closes the connection; below, the protocol judges and the call counts
Run = Callable[[tcp_server.TCPServer], Coroutine[object, object, None]]
_CLOSE_TOO_BIG = b"\x88\x02\x03\xf1"  # a close frame with 1009 (RFC 6455, 5.5.1 and 7.4.1), from a server, so unmasked


class GuardFailed(Exception):
    """This Hypercorn is not the one that the guard knows."""


class _Connection:
    """One `TCPServer` of Hypercorn."""

    def __init__(self, server: tcp_server.TCPServer, scope: trio.CancelScope) -> None:
        self._server, self._scope = server, scope
        # The lifespan's state, as the application left it when it had started; another one may have no such room.
        self._room: WaitingRoom | None = server.state.get(WAITING_ROOM)
        self.is_closed = self.message_too_long = self.is_over_budget = False
        self._budget = PeerBudget()
        self._application_reads = self._is_websocket = False
        self._answered = trio.Event()  # the handshake, of an application that leaves the reading to the server
        self._waiting_for_bytes = trio.CancelScope()

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
        """Hypercorn's own work, with an end to what it would collect without a limit."""
        send = self._ending_after(self._server.protocol_send)
        self._server.protocol_send = send  # type: ignore[method-assign, assignment]  # for this one server
        self._server._read_data = self._read_all  # type: ignore[method-assign]  # as above
        with nullcontext() if self._room is None else self._room.visit(self):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._close_when_cancelled, name="end of the transport")
                await run(self._server)
                nursery.cancel_scope.cancel(reason="connection over")

    def let_application_read(self, put: Callable[[WebsocketMessage], None]) -> None:
        async def put_now(message: WebsocketMessage) -> None:
            put(message)

        stream = getattr(self._server.protocol.protocol, "stream", None)
        if isinstance(stream, ws_stream.WSStream):  # else the peer has gone by now
            stream.app_put = put_now  # in place of the queue's end
        self._budget.begin_websocket()
        self._application_reads = True
        self._waiting_for_bytes.cancel(reason="the application reads for itself")

    async def read(self) -> bool:
        stream = self._server.stream
        if isinstance(stream, trio.SocketStream):
            return await self._handle(await receive_when_readable(stream))
        return await self._handle(await receive_some(stream))

    async def _read_all(self) -> None:
        """In place of Hypercorn's loop: the same, until there is a WebSocket, which the application reads for itself.

        Not even until that has answered the handshake: what came before would be taken for a part of it. A host
        application's own WebSockets are read here again, once they are answered.
        """
        while not self._application_reads:
            if self._is_websocket:
                await self._answered.wait()
            with trio.CancelScope() as self._waiting_for_bytes:
                data = await receive_some(self._server.stream)
            if not self._waiting_for_bytes.cancelled_caught and not await self._handle(data):
                return
        await trio.sleep_forever()  # released with the connection

    async def _handle(self, data: bytes) -> bool:
        """Let Hypercorn make of it what it will. False when the peer is gone, or has to go."""
        if data and not self._budget.take(data, trio.current_time()):
            self._drop_over_budget()
            return False
        await self._server.protocol.handle(RawData(data) if data else Closed())
        return bool(data)

    def begin_websocket(self) -> None:
        self._is_websocket = True

    def _leave_websocket_to_server(self, *, accepted: bool) -> None:
        """A host application has answered one of its own: how much its peer may send is that application's affair."""
        if self._answered.is_set():
            return
        self._answered.set()
        if accepted:
            self._budget.lift()
            if self._room is not None:
                self._room.leave(self)

    def count_request(self) -> None:
        if not self._budget.take_request(trio.current_time()):
            self._drop_over_budget()

    def tell(self, kind: ServerFault) -> None:
        """Count and log what this connection did; not under an application that does not want to hear of it."""
        tell: Callable[[ServerFault, tuple[str, int] | None], None] | None = self._server.state.get(TELL)
        if tell is not None:
            tell(kind, self._server.protocol.client)

    def _drop_over_budget(self) -> None:
        self.is_over_budget = True
        self.tell(ServerFault.OVER_BUDGET)
        if self._application_reads:
            self.close_transport()  # and the call ends in its own way, with its record
        else:
            self.drop()

    async def _close_when_cancelled(self) -> None:
        # Whoever cancels, if only the server at its own end: a send that the peer does not read would outlive it.
        try:
            await trio.sleep_forever()
        finally:
            self._close_socket()

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
                # Hypercorn would read on, keep what it reads, and swallow what the application sends. As it does
                # when the peer has gone, it is made to forget the stream and to tell the application so.
                self.message_too_long = True
                await self._server.protocol.handle(Closed())

        return protocol_send


_connection: ContextVar[Connection | None] = ContextVar("offhook_connection", default=None)


def current_connection() -> Connection | None:
    """The connection that the running ASGI application serves; None under another server."""
    return _connection.get()


def install(library: ModuleType = hypercorn) -> None:
    """Guard every connection of this process. Raises GuardFailed, with nothing replaced. Doing it twice does it once.

    What is guarded then has `prepare` called on its configuration.
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
    """Set what no option of an operator's may undo, once for all connections that are served by it."""
    config.alpn_protocols = ["http/1.1"]  # what TLS offers
    config.websocket_max_message_size = MAX_MESSAGE_BYTES


def _take_offers_back(library: ModuleType) -> None:
    protocol_type = library.protocol.h11.H11Protocol
    if protocol_type._check_protocol is _stay_with_http_1:
        return  # taken back already
    protocol_type._check_protocol = _stay_with_http_1
    protocol_type._create_stream = _by_our_rules(protocol_type._create_stream)
    library.protocol.ws_stream.server_extensions_handshake = _no_extensions


async def _stay_with_http_1(self: H11Protocol, event: object) -> None:
    """In place of the look for a wish to speak HTTP/2: such a request is answered as any other."""


def _by_our_rules(
    create_stream: Callable[[H11Protocol, h11.Request], Coroutine[object, object, None]],
) -> Callable[[H11Protocol, h11.Request], Coroutine[object, object, None]]:
    """Hypercorn's way from a request to the application, for the requests that are served."""

    @wraps(create_stream)
    async def create_unless_refused(protocol: H11Protocol, request: h11.Request) -> None:
        connection = _connection.get()
        assert isinstance(connection, _Connection), "every connection is guarded"
        connection.count_request()
        refused, is_websocket = refusal(request), wants_websocket(request)
        if refused is None and is_websocket and protocol.connection.trailing_data[0]:
            refused = BEFORE_THE_ANSWER
            connection.tell(ServerFault.HANDSHAKES_FAILED)
        if refused is not None:
            await _refuse(protocol, refused)
            return
        if is_websocket:
            connection.begin_websocket()
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
    """In place of the choice among the WebSocket extensions that a peer offers."""


def _guarded(run: Run) -> Run:
    @wraps(run)
    async def guarded(server: tcp_server.TCPServer) -> None:
        with trio.CancelScope() as scope:  # noqa: ASYNC912  # when the connection has ended there is no wait left
            connection = _Connection(server, scope)
            _connection.set(connection)
            try:
                await connection.serve(run)
            except* Exception as group:  # noqa: BLE001  # whatever one peer provokes must not end the others' calls
                # The star, because what is raised while the whole server is cancelled comes in one group with that.
                if not connection.is_closed:  # by us, who have said why
                    with trio.CancelScope(shield=True, deadline=trio.current_time() + 1):
                        await server.config.log.warning(f"connection dropped: {in_words(group)}")
                        await trio.aclose_forcefully(server.stream)

    guarded.offhook_guard = True  # type: ignore[attr-defined]  # so that a second install sees the first
    return guarded
