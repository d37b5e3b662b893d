"""The carrier's webhooks: what to do with a caller, before and after the media stream."""

import re
from contextlib import aclosing
from urllib.parse import parse_qsl, urlsplit

import trio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from engine.exchange import CALLER_PARAMETER, Exchange
from protocol import twiml
from web.locality import host_name, is_local

MEDIA_PATH = "/media-stream"
AFTERWARDS_PATH = "/voice-stream/after"
MAX_FORM_BYTES = 65_536
FORM_WITHIN_S = 5.0  # a carrier gives up on us after 15
_HOST = re.compile(r"^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?\Z")


class BadForm(Exception):
    """A webhook's body cannot be read; the text says why."""


async def voice_stream(request: Request) -> Response:
    """`POST /voice-stream`: connect the caller to our media socket (Twilio, "TwiML Voice: Stream")."""
    exchange: Exchange = request.state.exchange
    try:
        form = await read_form(request)
        stream_url = media_url(request, exchange.settings.server.public_url)
    except BadForm as exc:
        return PlainTextResponse(f"{exc}\n", status_code=400)
    if not exchange.has_room:
        exchange.log.warning("caller turned away", live=len(exchange.live_calls), draining=exchange.draining)
        return _twiml(twiml.busy())
    parameters = {CALLER_PARAMETER: form.get("From", ""), "called": form.get("To", "")}
    return _twiml(twiml.connect_stream(stream_url, parameters, AFTERWARDS_PATH))


async def after_stream(request: Request) -> Response:
    """`POST /voice-stream/after`: the stream is over; put the caller through, or hang up."""
    exchange: Exchange = request.state.exchange
    try:
        form = await read_form(request)
    except BadForm as exc:
        return PlainTextResponse(f"{exc}\n", status_code=400)
    number = await exchange.find_transfer(form.get("CallSid", ""))
    return _twiml(twiml.hang_up() if number is None else twiml.dial(number))


async def read_form(request: Request) -> dict[str, str]:
    """The webhook's parameters; of a repeated one, the last value. Raises BadForm."""
    try:
        with trio.fail_after(FORM_WITHIN_S):
            body = await _read_body(request)
    except trio.TooSlowError as exc:
        raise BadForm(f"the form did not arrive within {FORM_WITHIN_S:g} s") from exc
    except ClientDisconnect as exc:
        raise BadForm("the connection was closed before the form was complete") from exc
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=1000))
    except ValueError as exc:
        raise BadForm(f"the form is not application/x-www-form-urlencoded UTF-8: {exc}") from exc


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async with aclosing(request.stream()) as parts:
        async for part in parts:
            body += part
            if len(body) > MAX_FORM_BYTES:
                raise BadForm(f"the form is longer than {MAX_FORM_BYTES} bytes; a carrier's webhook is far shorter")
    return bytes(body)


def media_url(request: Request, public_url: str | None) -> str:
    """Where the carrier finds our media socket: plain `ws` on this very machine, `wss` anywhere else.

    Nothing is concluded from X-Forwarded-Proto: a carrier accepts `wss` only, so that is what a public name means.
    Raises BadForm when there is no usable Host.
    """
    host = request.headers.get("host", "") if public_url is None else urlsplit(public_url).netloc
    if not _HOST.match(host):
        raise BadForm("the request's Host header is missing or no host name; set server.public_url")
    local = is_local(request.client.host if request.client else None, request.headers) and (
        public_url is None or is_local(host_name(host), {"host": host})
    )
    return f"{'ws' if local else 'wss'}://{host}{MEDIA_PATH}"


def _twiml(document: str) -> Response:
    return Response(document, media_type=twiml.CONTENT_TYPE)
