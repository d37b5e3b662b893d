"""The ASGI application: the lifespan, the media socket, and the pages, for everybody, the carrier or administrators."""

import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

import trio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route

from offhook.engine.decide.budget import Budget
from offhook.engine.host.errors_in_words import reasons
from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.run.exchange import Exchange
from offhook.web.access import ForAdministrators
from offhook.web.calls import healthz, list_calls, readyz, show_call
from offhook.web.carriers import telnyx
from offhook.web.carriers.telnyx_account import open_telnyx
from offhook.web.carriers.telnyx_signature import SIGNATURE_HEADER as TELNYX_SIGNATURE_HEADER
from offhook.web.carriers.telnyx_signature import prove as prove_telnyx
from offhook.web.carriers.telnyx_streams import MEDIA_PATH as TELNYX_MEDIA_PATH
from offhook.web.carriers.twilio import (
    AFTERWARDS_PATH,
    ASK_PATH,
    BACK_PATH,
    MEDIA_PATH,
    RECORDED_PATH,
    VOICE_PATH,
    after_stream,
    answering_head,
    media_stream,
    voice_stream,
)
from offhook.web.carriers.twilio_signature import LOGGED_URL, SIGNATURE_HEADER, check_handshake
from offhook.web.carriers.twilio_signature import prove as prove_twilio
from offhook.web.carriers.twilio_transfer import ask, come_back
from offhook.web.carriers.twilio_voice import SAID_PATH, SOUND_PATH, said, sound, voice
from offhook.web.carriers.webhook_request import ForCarrier, Refused
from offhook.web.descriptors import places_left
from offhook.web.fair_share import FairShare
from offhook.web.lane.lane import open_lane
from offhook.web.lifespan_state import (
    EXCHANGE,
    FAILURE,
    LANE,
    RECORDING_PATH,
    SHARE,
    TELL,
    TELNYX,
    WAITING_ROOM,
    exchange_of,
    tell,
)
from offhook.web.media import AsgiReceive, AsgiScope, AsgiSend
from offhook.web.paths import at_its_page, in_urls, page_of
from offhook.web.recording_path import open_recording_path
from offhook.web.refused_socket import refuse_socket
from offhook.web.server_log import library_lines
from offhook.web.waiting_room import WaitingRoom, places_for

LINES, LINES_WINDOW_S = 20, 10.0
RUNS_ON_TRIO = "Offhook runs on Trio: start it with offhook serve or with hypercorn offhook.app:app --worker-class trio"

FOR_THE_CARRIER = (
    Route(VOICE_PATH, answering_head(voice_stream), methods=["GET", "POST"]),
    Route(AFTERWARDS_PATH, answering_head(after_stream), methods=["GET", "POST"]),
    Route(ASK_PATH, answering_head(ask), methods=["GET", "POST"]),
    Route(BACK_PATH, answering_head(come_back), methods=["GET", "POST"]),
    Route(RECORDED_PATH, answering_head(voice), methods=["GET", "POST"]),
    Route(SAID_PATH, answering_head(said), methods=["GET", "POST"]),
)
FOR_TELNYX = (Route(telnyx.WEBHOOK_PATH, telnyx.webhook, methods=["POST"]),)
OPEN_TO_EVERYBODY = (
    Route("/healthz", healthz),
    Route("/readyz", readyz),
)
FOR_WHOEVER_HAS_THE_LINK = (Route(f"{SOUND_PATH}/{{name}}", sound),)
FOR_ADMINISTRATORS = (
    Route("/calls", list_calls),
    Route("/calls/{sid}", show_call),
)


class Application:
    """Serves one exchange, which lives as long as the server does.

    Each page is in one of five lists, so that none is open by mistake.
    """

    def __init__(self, open_exchange: Callable[[], AbstractAsyncContextManager[Exchange]]) -> None:
        self._open_exchange = open_exchange
        self._open = Starlette(
            routes=(*OPEN_TO_EVERYBODY, *FOR_WHOEVER_HAS_THE_LINK), exception_handlers={404: _no_such_page}
        )
        self._carriers = ForCarrier(Starlette(routes=FOR_THE_CARRIER), prove_twilio)
        self._telnyx = ForCarrier(Starlette(routes=FOR_TELNYX), prove_telnyx)
        self._closed = ForAdministrators(Starlette(routes=FOR_ADMINISTRATORS))

    async def __call__(self, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        if scope["type"] == "lifespan":
            await (self._live if trio.lowlevel.in_trio_run() else _refuse_to_start)(scope, receive, send)
            return
        exchange = exchange_of(scope)
        scope = at_its_page(scope, exchange.settings.server.root_path)
        match scope["type"]:
            case "http" if _is_one_of(FOR_ADMINISTRATORS, scope):
                await self._closed(scope, receive, send)
            case "http" if _is_one_of(FOR_THE_CARRIER, scope):
                await self._carriers(scope, receive, send)
            case "http" if _is_one_of(FOR_TELNYX, scope):
                await self._telnyx(scope, receive, send)
            case "http" if _is_media(scope) and scope["method"] == "GET":
                await _ask_for_upgrade(scope, receive, send)
            case "http":
                await self._open(scope, receive, send)
            case "websocket" if page_of(scope) == MEDIA_PATH:
                await _answer_carrier(exchange, scope, receive, send)
            case "websocket" if _is_media(scope):
                await telnyx.media_stream(exchange, scope, receive, send)
            case "websocket":
                tell(scope, ServerFault.WRONG_PATH)
                why = f"not found: a carrier's stream goes to {in_urls(scope)}{MEDIA_PATH}"
                await refuse_socket(receive, send, 404, why)

    @asynccontextmanager
    async def lifespan(self, host: object = None) -> AsyncIterator[dict[str, object]]:
        """The context in which calls are answered. What it yields belongs into the lifespan's state.

        A host application that mounts this one enters it in its own lifespan, or uses it as its lifespan; Starlette
        passes itself. Raises StartUpFailed for problems of the settings or the agent.
        """
        del host
        if not trio.lowlevel.in_trio_run():
            raise RuntimeError(RUNS_ON_TRIO)
        async with self._open_exchange() as exchange:
            with library_lines(exchange.log):
                tell_of = _Dropped(exchange).tell
                places = places_left(exchange, places_for(exchange.settings.limits.calls))
                room = WaitingRoom(places, partial(tell_of, ServerFault.PUSHED_OUT))
                async with (
                    open_recording_path(exchange) as recording_path,
                    open_telnyx(exchange) as account,
                    open_lane(wanted=exchange.settings.server.media_lane) as lane,
                ):
                    yield {
                        EXCHANGE: exchange,
                        TELL: tell_of,
                        WAITING_ROOM: room,
                        LANE: lane,
                        SHARE: FairShare(exchange.folder, exchange.log),
                        RECORDING_PATH: recording_path,
                        TELNYX: account,
                    }

    async def _live(self, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        await receive()  # lifespan.startup
        phase = "startup"
        state = scope["state"]
        try:
            async with self.lifespan() as left_for_requests:
                state.update(left_for_requests)
                await send({"type": "lifespan.startup.complete"})
                phase = "shutdown"
                await receive()  # lifespan.shutdown: every call has ended by now
        except Exception as exc:  # noqa: BLE001  # any failure is reported to the server
            # Sent as a message, not raised: Hypercorn takes an exception for "no lifespan support", and would serve
            # without an exchange. "shutdown.failed" ends the server at any time.
            state[FAILURE] = reasons(exc)
            await send({"type": f"lifespan.{phase}.failed", "message": state[FAILURE]})
            return
        await send({"type": "lifespan.shutdown.complete"})


def _is_one_of(routes: Iterable[Route], scope: AsgiScope) -> bool:
    return any(route.matches(scope)[0] is not Match.NONE for route in routes)


def _is_media(scope: AsgiScope) -> bool:
    page = page_of(scope)
    return page == MEDIA_PATH or page.startswith(f"{TELNYX_MEDIA_PATH}/")


async def _answer_carrier(exchange: Exchange, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
    """Open the media socket, or answer with 403 before it is one."""
    try:
        check_handshake(scope, exchange.settings)
    except Refused as exc:
        tell(scope, exc.kind, **exc.said)
        await refuse_socket(receive, send, 403, exc.told)
        return
    await media_stream(exchange, scope, receive, send)


async def _ask_for_upgrade(scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
    """The answer to a handshake that has lost its upgrade at a proxy on the way (RFC 9110, 15.5.22)."""
    tell(scope, ServerFault.NO_UPGRADE)
    why = "this address is for a WebSocket, and the request asks for none: let the proxy pass on Upgrade and Connection"
    headers = {"upgrade": "websocket", "connection": "upgrade"}
    await PlainTextResponse(f"{why}\n", status_code=426, headers=headers)(scope, receive, send)


async def _refuse_to_start(scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
    """Refuse to start under another event loop than Trio's. Trio cannot be used in here."""
    del scope
    await receive()  # lifespan.startup
    try:
        await send({"type": "lifespan.startup.failed", "message": RUNS_ON_TRIO})
    except Exception:  # noqa: BLE001  # Hypercorn's asyncio worker names no type for it
        # Other servers report the failure themselves and end. Hypercorn's worker would print three tracebacks; this
        # ends it too, and prints the message alone.
        logging.getLogger("asyncio").disabled = True
        raise SystemExit(RUNS_ON_TRIO) from None


async def _no_such_page(request: Request, exc: Exception) -> Response:
    """The answer for a wrong path: a hint for a person who set a carrier to a wrong address, and no more."""
    del exc
    if SIGNATURE_HEADER in request.headers or TELNYX_SIGNATURE_HEADER in request.headers:
        tell(request.scope, ServerFault.WEBHOOK_AT_WRONG_PATH, path=request.url.path[:LOGGED_URL])
    prefix = in_urls(request.scope)
    return PlainTextResponse(
        f"not found: a carrier's voice webhook goes to {prefix}{VOICE_PATH}, its stream to {prefix}{MEDIA_PATH}, "
        f"and a webhook of Telnyx's to {prefix}{telnyx.WEBHOOK_PATH}\n",
        status_code=404,
    )


class _Dropped:
    """Counts dropped connections, and logs each kind up to a rate: a stranger's flood of one must not hide another."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._lines = {kind: Budget(LINES, LINES_WINDOW_S) for kind in ServerFault}

    def tell(self, kind: ServerFault, peer: tuple[str, int] | None = None, **said: object) -> None:
        self._exchange.faults[kind] += 1
        if self._lines[kind].spend(trio.current_time()):
            self._exchange.log.warning(
                kind.value, peer=peer and f"{peer[0]}:{peer[1]}", times=self._exchange.faults[kind], **said
            )
