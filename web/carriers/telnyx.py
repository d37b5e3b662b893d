"""Telnyx's webhooks, which tell of calls, and the media sockets that it opens to us."""

from contextlib import suppress

from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response

from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.carrier import Carrier
from offhook.protocol.carriers.telnyx.carrier import TELNYX, TelnyxStream
from offhook.protocol.carriers.telnyx.webhook import ONCE, BadWebhook, read_webhook
from offhook.web.carriers.own_urls import socket_url
from offhook.web.carriers.telnyx_account import TelnyxAccount
from offhook.web.carriers.telnyx_calls import TelnyxCalls
from offhook.web.carriers.telnyx_commands import TelnyxFailed
from offhook.web.carriers.telnyx_streams import read_path
from offhook.web.carriers.webhook_request import BadForm, read_body, refuse_form
from offhook.web.lifespan_state import exchange_of, tell, telnyx_of
from offhook.web.media import AsgiReceive, AsgiScope, AsgiSend, answer_media
from offhook.web.paths import page_of
from offhook.web.refused_socket import refuse_socket

WEBHOOK_PATH = "/telnyx"
TOKEN_HEADER = "x-telnyx-streaming-auth-token"
"""Telnyx repeats the `stream_auth_token` of its order in the handshake ("Stream call media over WebSocket")."""
_REFUSED = "refused: a stream of Telnyx's goes to the URL that it was given, with the token in it"


async def webhook(request: Request) -> Response:
    """`POST /telnyx`: do what it asks for. Telnyx sends it again if the answer is no success."""
    exchange, account = exchange_of(request.scope), telnyx_of(request.scope)
    assert account is not None, "nobody gets here without"
    try:
        event = read_webhook(await read_body(request))
        calls = _calls(request, exchange, account)
    except (BadForm, BadWebhook) as exc:
        return refuse_form(request, exc)
    only_once = event.id if event.event_type in ONCE else None
    if only_once and account.taken.has(only_once):
        return Response(status_code=200)
    try:
        await calls.take(event)
    except TelnyxFailed:
        return PlainTextResponse("the command failed, send this once more\n", status_code=503)
    if only_once:
        account.taken.note(only_once)
    return Response(status_code=200)


async def media_stream(exchange: Exchange, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
    """The socket at `/media-stream/telnyx/TOKEN`: a call. It is not signed, so that only the token admits it.

    When the call is over, its caller is looked after at once: a webhook tells it too, but later.
    """
    request, account = HTTPConnection(scope), telnyx_of(scope)
    ordered = read_path(page_of(scope))
    if account is None or ordered is None or request.headers.get(TOKEN_HEADER, ordered.token) != ordered.token:
        tell(scope, ServerFault.WITHOUT_TOKEN)
        await refuse_socket(receive, send, 403, _REFUSED)
        return
    stream = TelnyxStream(ordered.token)
    carrier = Carrier(TELNYX.name, TELNYX.capabilities, lambda: stream)

    def note_start() -> None:
        assert stream.started is not None, "a call has begun"
        account.live_streams[stream.started.call_id] = ordered.number

    def note_end() -> None:
        if stream.started is not None and account.live_streams.get(stream.started.call_id) == ordered.number:
            del account.live_streams[stream.started.call_id]

    async def look_after_caller() -> None:
        note_end()
        if stream.started is None or stream.was_stopped:
            return
        with suppress(BadForm, TelnyxFailed):  # they are on the log; a webhook follows
            calls = _calls(request, exchange, account)
            await calls.stream_over(stream.started.call_id, stream.started.parameters, ordered.number)

    try:
        await answer_media(
            exchange,
            carrier,
            scope,
            receive,
            send,
            on_start=note_start,
            on_end=look_after_caller,
            needs_token=True,
        )
    finally:
        note_end()


def _calls(request: HTTPConnection, exchange: Exchange, account: TelnyxAccount) -> TelnyxCalls:
    """Raises BadForm."""
    return TelnyxCalls(
        exchange, account, socket_url(request, exchange.settings.server.public_url), request.query_params
    )
