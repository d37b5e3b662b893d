"""The ASGI application: the server's lifespan, the media socket, and Starlette for everything else."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.routing import Route

from engine.errors_in_words import in_words
from engine.exchange import Exchange
from web.calls import healthz, list_calls, local_only, readyz, show_call
from web.descriptors import places_left
from web.media import AsgiReceive, AsgiScope, AsgiSend, answer_media
from web.server_log import library_lines
from web.waiting_room import WAITING_ROOM, WaitingRoom, places_for
from web.webhook import AFTERWARDS_PATH, MEDIA_PATH, after_stream, voice_stream

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
                await receive()
                await send({"type": "websocket.close"})  # before accept: the handshake is answered with 403
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
                    state[WAITING_ROOM] = _waiting_room(exchange)
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


def _waiting_room(exchange: Exchange) -> WaitingRoom:
    def count() -> None:
        exchange.faults["connections pushed out"] += 1
        exchange.log.warning("connection pushed out: too many carry no call")

    return WaitingRoom(places_left(exchange, places_for(exchange.settings.limits.calls)), count)
