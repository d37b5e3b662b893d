"""The ASGI application: the server's lifespan, the media socket, and Starlette for everything else."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import trio
from starlette.applications import Starlette
from starlette.routing import Route

from engine.budget import Budget
from engine.errors_in_words import in_words
from engine.exchange import Exchange
from web.calls import healthz, list_calls, local_only, readyz, show_call
from web.connection_guard import current_connection
from web.descriptors import places_left
from web.media import AsgiReceive, AsgiScope, AsgiSend, answer_media
from web.server_log import library_lines
from web.waiting_room import TELL, WAITING_ROOM, WaitingRoom, places_for
from web.webhook import AFTERWARDS_PATH, MEDIA_PATH, after_stream, voice_stream

LINES, LINES_WINDOW_S = 20, 10.0
EXCHANGE, FAILURE = "exchange", "failure"
"""Where in the lifespan's state the server finds the exchange, and the reason why there is none."""


class Application:
    """Serves one exchange, which lives as long as the server does."""

    def __init__(self, open_exchange: Callable[[], AbstractAsyncContextManager[Exchange]]) -> None:
        self._open_exchange = open_exchange
        self._pages = Starlette(
            routes=[
                Route("/voice-stream", voice_stream, methods=["POST"]),
                Route(AFTERWARDS_PATH, after_stream, methods=["POST"]),
                Route("/healthz", healthz),
                Route("/readyz", readyz),
                Route("/calls", local_only(list_calls)),
                Route("/calls/{sid}", local_only(show_call)),
            ]
        )

    async def __call__(self, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        match scope["type"]:
            case "http":
                await self._pages(scope, receive, send)
            case "websocket" if scope["path"] == MEDIA_PATH:
                await answer_media(scope["state"]["exchange"], scope, receive, send)
            case "websocket":
                await _refuse_socket(scope, receive, send)
            case "lifespan":
                await self._live(scope, receive, send)

    async def _live(self, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        await receive()  # lifespan.startup
        phase = "startup"
        state = scope["state"]
        try:
            async with self._open_exchange() as exchange:
                with library_lines(exchange.log):
                    state[EXCHANGE] = exchange
                    state[TELL] = tell = _Dropped(exchange).tell
                    places = places_left(exchange, places_for(exchange.settings.limits.calls))
                    state[WAITING_ROOM] = WaitingRoom(places, partial(tell, "connections pushed out"))
                    await send({"type": "lifespan.startup.complete"})
                    phase = "shutdown"
                    await receive()  # lifespan.shutdown: every call has ended by now
        except Exception as exc:  # noqa: BLE001  # whatever it is, it is told to the server
            # Said, not raised: Hypercorn takes an exception alone for "no lifespan support" and serves on, without
            # an exchange. Said of the shutdown it ends the server just as well, whenever it comes.
            state[FAILURE] = in_words(exc)
            await send({"type": f"lifespan.{phase}.failed", "message": state[FAILURE]})
            return
        await send({"type": "lifespan.shutdown.complete"})


async def _refuse_socket(scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
    """A WebSocket handshake to a path where there is none: 404, and nothing that follows it is read."""
    await receive()
    connection = current_connection()
    if connection is not None:
        connection.let_application_read(lambda message: None)  # which it will not: the answer is all there is to come
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    scope["state"][TELL]("sockets asked for at a wrong path", scope.get("client"))
    await send({"type": "websocket.http.response.start", "status": 404, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": f"the media socket is at {MEDIA_PATH}\n".encode()})
    if connection is not None:
        connection.drop()


class _Dropped:
    """Counts connections that were dropped and logs them, not all of them when there are many."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._lines = Budget(LINES, LINES_WINDOW_S)

    def tell(self, kind: str, peer: tuple[str, int] | None = None) -> None:
        self._exchange.faults[kind] += 1
        if self._lines.spend(trio.current_time()):
            self._exchange.log.warning(kind, peer=peer and f"{peer[0]}:{peer[1]}", times=self._exchange.faults[kind])
