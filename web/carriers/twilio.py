"""Twilio's webhooks, which say what to do with a caller before and after the media stream, and its media socket."""

import re
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.run.announcing import AGENT_PARAMETER
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.reply import Transfer
from offhook.engine.run.ring import Ring
from offhook.protocol.carriers.twilio import twiml
from offhook.protocol.carriers.twilio.carrier import (
    CALLED_PARAMETER,
    CALLER_PARAMETER,
    CAME_BACK_PARAMETER,
    RETURNED_PARAMETER,
    TWILIO,
)
from offhook.protocol.stream_token import TOKEN_PARAMETER
from offhook.web.carriers.own_urls import socket_url
from offhook.web.carriers.twilio_no_room import no_room
from offhook.web.carriers.waiting_queue import WAITING_SINCE
from offhook.web.carriers.webhook_request import BadForm, read_body, refuse_form
from offhook.web.carriers.whole_number import whole_number
from offhook.web.lifespan_state import exchange_of, tell
from offhook.web.media import AsgiReceive, AsgiScope, AsgiSend, answer_media
from offhook.web.paths import in_urls

MEDIA_PATH = "/media-stream"
VOICE_PATH = "/voice-stream"
AFTERWARDS_PATH = "/voice-stream/after"
ASK_PATH = "/voice-stream/ask"
BACK_PATH = "/voice-stream/back"
OF_CALL = "of_call"
"""The CallSid of a caller, in what is asked about somebody else's leg."""
RECORDED_PATH = "/voice"
HUNG_UP = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""The CallStatus of a call that is over (Twilio, "TwiML for Programmable Voice")."""
CALLBACK_SOURCE = "CallbackSource"
"""Only status callbacks have it (Twilio, "Call Resource", on StatusCallback)."""
MAX_QUERY_BYTES = 8192  # RFC 9110, 4.1, asks for 8000; with twice as many the server beneath gives up, without a reason
MAX_PARAMETERS = 1000
RETURNED_DIGITS = 3
_NO_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")  # RFC 3986, 2.1


def answering_head(page: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Answers HEAD like GET, but without effects (RFC 9110, 9.2.1 and 9.3.2): no caller is connected.

    Content-Length is left out, because the content would have to be made for it.
    """

    async def answered(request: Request) -> Response:
        if request.method != "HEAD":
            return await page(request)
        answer = twiml_response("")
        del answer.headers["content-length"]
        return answer

    return answered


async def voice_stream(request: Request) -> Response:
    """`POST` or `GET /voice-stream`: connect the caller to our media socket (Twilio, "TwiML Voice: Stream")."""
    exchange = exchange_of(request.scope)
    try:
        form = await read_form(request)
        stream_url = _media_url(request, exchange)
    except BadForm as exc:
        return refuse_form(request, exc)
    if form.get("CallStatus", "") in HUNG_UP or CALLBACK_SOURCE in form:
        # Whoever answers them takes a place for a caller who is gone, or is on the line already.
        tell(request.scope, ServerFault.STATUS_CALLBACKS)
        return twiml_response(twiml.nothing())
    token = await exchange.admit(form.get("CallSid", ""))
    if token is None:
        waiting_since = form.get(WAITING_SINCE, "")
        path = in_urls(request.scope) + VOICE_PATH
        return twiml_response(no_room(exchange, path, waiting_since, own_query(request)))
    agent = (await exchange.announce(ring_of(request, form))).agent
    parameters = {**_numbers(form), TOKEN_PARAMETER: token}
    if agent != exchange.agents.default.agent.name:  # it is known to all workers already, unless the disk has failed
        parameters[AGENT_PARAMETER] = agent
    return twiml_response(twiml.connect_stream(stream_url, parameters, _afterwards(request)))


async def media_stream(exchange: Exchange, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
    """The socket at `/media-stream`: a call (Twilio, "Media Streams - WebSocket Messages").

    Without an auth token only this machine gets here, and may open it without a webhook before, for trying out.
    """
    needs_token = exchange.settings.twilio.auth_token is not None
    await answer_media(exchange, TWILIO, scope, receive, send, needs_token=needs_token)


async def after_stream(request: Request) -> Response:
    """`POST` or `GET /voice-stream/after`: the stream is over. Connect a caller whose stream broke, or never came, once
    more, put the caller through, perhaps after somebody was asked (`twilio_transfer.py`), or hang up."""
    exchange = exchange_of(request.scope)
    try:
        form = await read_form(request)
        call_sid, returned = form.get("CallSid", ""), whole_number(form.get(RETURNED_PARAMETER, ""), RETURNED_DIGITS)
        has_left = form.get("CallStatus", "") in HUNG_UP
        token, again = None, {RETURNED_PARAMETER: str(returned + 1), **_came_back(form)}
        if not has_left:
            token = await exchange.find_return(call_sid, returned)
            if token is None and not returned:
                token, again = await exchange.find_first(call_sid), {}
        if token is not None:
            return connect_again(request, form, token, again, returned)
    except BadForm as exc:
        return refuse_form(request, exc)
    if not has_left and (transfer := await exchange.find_warm_transfer(call_sid, returned)) is not None:
        return twiml_response(_dial_and_ask(request, call_sid, returned, transfer))
    if not has_left and await exchange.wants_recordings(call_sid, returned):
        return twiml_response(twiml.redirect(in_urls(request.scope) + RECORDED_PATH))
    number = await exchange.find_transfer(call_sid)
    return twiml_response(twiml.hang_up() if number is None else twiml.dial(number))


def connect_again(
    request: Request, form: Mapping[str, str], token: str, more: Mapping[str, str], returned: int
) -> Response:
    """Another stream for a caller whose one before is over. Raises BadForm."""
    stream_url = _media_url(request, exchange_of(request.scope))
    parameters = {**_numbers(form), **more, TOKEN_PARAMETER: token}
    afterwards = _afterwards(request, {RETURNED_PARAMETER: str(returned + 1), **_came_back(more)})
    return twiml_response(twiml.connect_stream(stream_url, parameters, afterwards))


def _came_back(parameters: Mapping[str, str]) -> dict[str, str]:
    """Why the caller was not put through. It stays in the URLs of the streams that follow: the first may not begin."""
    why = parameters.get(CAME_BACK_PARAMETER, "")
    return {CAME_BACK_PARAMETER: why} if why else {}


def _dial_and_ask(request: Request, call_sid: str, returned: int, transfer: Transfer) -> str:
    assert transfer.warm is not None, "else nobody is asked"
    here, number = in_urls(request.scope), {RETURNED_PARAMETER: returned}
    return twiml.dial_and_ask(
        transfer.to,
        ring_s=transfer.warm.ring_s,
        ask=f"{here}{ASK_PATH}?{urlencode({OF_CALL: call_sid, **number})}",
        afterwards=f"{here}{BACK_PATH}?{urlencode(number)}",
    )


def _afterwards(request: Request, state: Mapping[str, str] | None = None) -> str:
    """What the carrier requests when a stream is over. How often the call has returned by then stands in it, so that
    any worker may answer, and a request that comes twice gets the same answer."""
    query = f"?{urlencode(state)}" if state else ""
    return f"{in_urls(request.scope)}{AFTERWARDS_PATH}{query}"


def ring_of(request: Request, form: Mapping[str, str]) -> Ring:
    """The call that a webhook tells of. An agent that its own URL names wins over one that the form names: an app that
    calls through the carrier's SDK writes fields of the form."""
    named = request.query_params.getlist(AGENT_PARAMETER)[:1]  # in a GET the fields of the form follow
    parameters = {**form, AGENT_PARAMETER: named[0]} if named else form
    return Ring(form.get("CallSid", ""), TWILIO.name, form.get("From", ""), form.get("To", ""), parameters)


def own_query(request: Request) -> dict[str, str]:
    """What stands in the URL that the carrier was given, for a URL that it is given next. In a GET the carrier's own
    fields stand beside it; all of them have capitals."""
    given = request.query_params
    return {name: given[name] for name in given if request.method != "GET" or not name[:1].isupper()}


def _numbers(form: Mapping[str, str]) -> dict[str, str]:
    called = form.get("To", "")
    return {CALLER_PARAMETER: form.get("From", ""), **({CALLED_PARAMETER: called} if called else {})}


async def read_form(request: Request) -> dict[str, str]:
    """The webhook's parameters, from the query (of a GET) and from the body, which wins.

    The last value of a repeated one counts. Raises BadForm.
    """
    query = request.scope["query_string"]
    if len(query) > MAX_QUERY_BYTES:
        raise BadForm(f"the query is longer than {MAX_QUERY_BYTES} bytes; have the carrier send a POST")
    body = await read_body(request)
    return _parameters(query, "query") | _parameters(body, "form")


def _parameters(written: bytes, where: str) -> dict[str, str]:
    """Escaped bytes that are not UTF-8 are accepted: a name in an old encoding must not lose a call."""
    if _NO_ESCAPE.search(written):
        raise BadForm(f"the {where} has a % without two hexadecimal digits after it")
    try:
        return dict(parse_qsl(written.decode(), keep_blank_values=True, max_num_fields=MAX_PARAMETERS))
    except ValueError as exc:
        raise BadForm(
            f"the {where} is not application/x-www-form-urlencoded UTF-8, or has more than {MAX_PARAMETERS} parameters"
        ) from exc


def _media_url(request: Request, exchange: Exchange) -> str:
    """Raises BadForm."""
    return socket_url(request, exchange.settings.server.public_url) + MEDIA_PATH


def twiml_response(document: str) -> Response:
    # It is for this caller only, so no cache may store it (RFC 9111, 5.2.2.5).
    return Response(document, media_type=twiml.CONTENT_TYPE, headers={"cache-control": "no-store"})
