"""The ASGI application: the server's lifespan, the media socket, and pages, open or for administrators."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import trio
from starlette.applications import Starlette
from starlette.routing import Match, Route

from engine.errors_in_words import in_words
from engine.exchange import Exchange
from web.access import ForAdministrators
from web.calls import healthz, list_calls, readyz, show_call
from web.media import AsgiReceive, AsgiScope, AsgiSend, answer_media
from web.waiting_room import WAITING_ROOM, WaitingRoom, places_for
from web.webhook import AFTERWARDS_PATH, MEDIA_PATH, after_stream, voice_stream
from web.worker_signals import wait_parent_gone

OPEN_TO_EVERYBODY = (
    Route("/voice-stream", voice_stream, methods=["POST"]),
    Route(AFTERWARDS_PATH, after_stream, methods=["POST"]),
    Route("/healthz", healthz),
    Route("/readyz", readyz),
)
FOR_ADMINISTRATORS = (
    Route("/calls", list_calls),
    Route("/calls/{sid}", show_call),
)


class Application:
    """Serves one exchange, which lives as long as the server does.

    A request that no open route takes is an administrator's, whatever it asks for: a page cannot be left open by being
    forgotten, and a stranger does not learn which ones there are.
    """

    def __init__(self, open_exchange: Callable[[], AbstractAsyncContextManager[Exchange]]) -> None:
        self._open_exchange = open_exchange
        self._open = Starlette(routes=OPEN_TO_EVERYBODY)
        self._closed = ForAdministrators(Starlette(routes=FOR_ADMINISTRATORS))

    async def __call__(self, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        match scope["type"]:
            case "http" if any(route.matches(scope)[0] is not Match.NONE for route in OPEN_TO_EVERYBODY):
                await self._open(scope, receive, send)
            case "http":
                await self._closed(scope, receive, send)
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
        try:
            async with self._open_exchange() as exchange, trio.open_nursery() as nursery:
                scope["state"]["exchange"] = exchange
                scope["state"][WAITING_ROOM] = _waiting_room(exchange)
                await send({"type": "lifespan.startup.complete"})
                phase = "shutdown"
                nursery.start_soon(_end_without_parent, exchange, name="watch of the parent process")
                await receive()  # lifespan.shutdown: every call has ended by now
                nursery.cancel_scope.cancel(reason="server shut down")
        except Exception as exc:  # noqa: BLE001  # whatever it is, it is told to the server
            # Said, not raised: Hypercorn takes an exception alone for "no lifespan support" and serves on, without
            # an exchange. Said of the shutdown it ends the server just as well, whenever it comes.
            await send({"type": f"lifespan.{phase}.failed", "message": in_words(exc)})
            return
        await send({"type": "lifespan.shutdown.complete"})


def _waiting_room(exchange: Exchange) -> WaitingRoom:
    def count() -> None:
        exchange.faults["connections pushed out"] += 1
        exchange.log.warning("connection pushed out: too many carry no call")

    return WaitingRoom(places_for(exchange.settings.limits.calls), count)


class ParentGone(Exception):
    """The process that should have told this worker to stop was killed."""


async def _end_without_parent(exchange: Exchange) -> None:
    await wait_parent_gone()
    exchange.drain()
    while exchange.live_calls:  # noqa: ASYNC110  # each is bounded by its own deadlines; no bell rings for the last
        await trio.sleep(0.1)
    raise ParentGone("the parent process was killed; this worker's calls are over, and so is it")
