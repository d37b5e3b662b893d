"""Twilio's webhooks while somebody is asked whether to take a caller ("TwiML Voice: Dial" and "Number").

    POST /voice-stream/ask      whoever has picked up: what the caller wants, and which key takes the call
    POST /voice-stream/back     nobody took the caller, and the call returns to the agent; or the two have spoken

The caller's stream is over meanwhile, and perhaps its process: the call's journal has what is needed. The call's name,
and how often it had returned, stand in the URLs, which Twilio signs.
"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from offhook.engine.decide.warm_transfer import WhyBack
from offhook.protocol.carriers.twilio import twiml
from offhook.protocol.carriers.twilio.carrier import CAME_BACK_PARAMETER, RETURNED_PARAMETER
from offhook.web.carriers.twilio import (
    ASK_PATH,
    HUNG_UP,
    OF_CALL,
    RETURNED_DIGITS,
    VOICE_PATH,
    connect_again,
    read_form,
    twiml_response,
)
from offhook.web.carriers.webhook_request import BadForm, refuse_form
from offhook.web.carriers.whole_number import whole_number
from offhook.web.lifespan_state import exchange_of
from offhook.web.paths import in_urls

TAKES_IT = "1"
ASKED_WAIT_S = 8
"""From the last word to the key."""
_WHY = {"busy": WhyBack.BUSY, "failed": WhyBack.FAILED, "completed": WhyBack.REFUSED, "answered": WhyBack.REFUSED}
"""By DialCallStatus, of a call whose two sides were not connected."""


async def ask(request: Request) -> Response:
    """`POST` or `GET /voice-stream/ask`: ask whoever has picked up, on that leg. A document that ends without <Hangup>
    connects them with the caller. Answering machines press no key."""
    exchange = exchange_of(request.scope)
    try:
        form = await read_form(request)
    except BadForm as exc:
        return refuse_form(request, exc)
    call_sid, returned = form.get(OF_CALL, ""), whole_number(form.get(RETURNED_PARAMETER, ""), RETURNED_DIGITS)
    transfer = await exchange.find_warm_transfer(call_sid, returned)
    if transfer is None or transfer.warm is None or form.get("CallStatus", "") in HUNG_UP:
        return twiml_response(twiml.hang_up())
    if "Digits" in form:
        return twiml_response(twiml.nothing() if form["Digits"] == TAKES_IT else twiml.hang_up())
    words = f"{transfer.warm.summary} {transfer.warm.ask}"
    language = transfer.warm.language or exchange.language
    here = f"{in_urls(request.scope)}{ASK_PATH}?{request.url.query}"
    return twiml_response(twiml.ask_for_key(words, language, here, wait_s=ASKED_WAIT_S))


async def come_back(request: Request) -> Response:
    """`POST` or `GET /voice-stream/back`: the call to somebody is over, or was none."""
    exchange = exchange_of(request.scope)
    try:
        form = await read_form(request)
        call_sid, returned = form.get("CallSid", ""), whole_number(form.get(RETURNED_PARAMETER, ""), RETURNED_DIGITS)
        if form.get("CallStatus", "") in HUNG_UP or _has_spoken(form):
            return twiml_response(twiml.hang_up())
        token = await exchange.find_back(call_sid, returned)
        if token is None:
            exchange.log.warning("caller cannot come back from a transfer, and begins anew", call=call_sid)
            return twiml_response(twiml.redirect(in_urls(request.scope) + VOICE_PATH))
        why = _WHY.get(form.get("DialCallStatus", ""), WhyBack.NO_ANSWER)
        more = {RETURNED_PARAMETER: str(returned + 1), CAME_BACK_PARAMETER: why.value}
        return connect_again(request, form, token, more, returned)
    except BadForm as exc:
        return refuse_form(request, exc)


def _has_spoken(form: Mapping[str, str]) -> bool:
    """Whether the caller was connected. Somebody who picks up and refuses has "completed" a call too: only DialBridged
    tells that apart. Where it is missing, a caller is rather hung up on after a talk than sent back to the agent."""
    connected = form.get("DialBridged", "")
    if connected:
        return connected.lower() == "true"
    return form.get("DialCallStatus", "") in ("completed", "answered")
