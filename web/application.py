"""The ASGI application: the server's lifespan, the media socket, and Starlette for everything else."""

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import trio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from engine.errors_in_words import in_words
from engine.exchange import Exchange
from web.calls import healthz, list_calls, local_only, readyz, show_call
from web.media import AsgiReceive, AsgiScope, AsgiSend, answer_media
from web.paths import at_its_page, in_urls, page_of
from web.waiting_room import WAITING_ROOM, WaitingRoom, places_for
from web.webhook import AFTERWARDS_PATH, MEDIA_PATH, VOICE_PATH, after_stream, answering_head, voice_stream
from web.worker_signals import wait_parent_gone

RUNS_ON_TRIO = "Offhook runs on Trio: start it with hypercorn app:app --worker-class trio, or with offhook serve"


class Application:
    """Serves one exchange, which lives as long as the server does."""

    def __init__(self, open_exchange: Callable[[], AbstractAsyncContextManager[Exchange]]) -> None:
        self._open_exchange = open_exchange
        self._pages = Starlette(
            routes=[
                Route(VOICE_PATH, answering_head(voice_stream), methods=["GET", "POST"]),
                Route(AFTERWARDS_PATH, answering_head(after_stream), methods=["GET", "POST"]),
                Route("/healthz", healthz),
                Route("/readyz", readyz),
                Route("/calls", local_only(list_calls)),
                Route("/calls/{sid}", local_only(show_call)),
            ],
            exception_handlers={404: _no_such_page},
        )

    async def __call__(self, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        if scope["type"] == "lifespan":
            await (self._live if trio.lowlevel.in_trio_run() else _refuse_to_start)(scope, receive, send)
            return
        exchange: Exchange = scope["state"]["exchange"]
        scope = at_its_page(scope, exchange.settings.server.root_path)
        match scope["type"]:
            case "http":
                await self._pages(scope, receive, send)
            case "websocket" if page_of(scope) == MEDIA_PATH:
                await answer_media(exchange, scope, receive, send)
            case "websocket":
                await receive()
                await send({"type": "websocket.close"})  # before accept: the handshake is answered with 403

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


async def _refuse_to_start(scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
    """Under an event loop that is not Trio's nothing of ours works; here nothing of Trio's does either."""
    del scope
    await receive()  # lifespan.startup
    try:
        await send({"type": "lifespan.startup.failed", "message": RUNS_ON_TRIO})
    except Exception:  # noqa: BLE001  # Hypercorn's asyncio worker names no type for it
        # Other servers say it themselves and end. Hypercorn's worker would end with three tracebacks; this ends it too,
        # prints the text alone, and is printed a second time by nobody but the event loop, as that of a lost task.
        logging.getLogger("asyncio").disabled = True
        raise SystemExit(RUNS_ON_TRIO) from None


async def _no_such_page(request: Request, exc: Exception) -> Response:
    """What a person finds who set a carrier to a wrong address; nothing that others could use."""
    del exc
    prefix = in_urls(request.scope)
    return PlainTextResponse(
        f"not found: a carrier's voice webhook goes to {prefix}{VOICE_PATH}, its stream to {prefix}{MEDIA_PATH}\n",
        status_code=404,
    )


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
