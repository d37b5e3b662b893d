"""Lets in only webhooks that are proven to come from Telnyx.

telnyx.api_key not set     nobody: no call could be answered
telnyx.public_key set      whoever has signed the webhook in the last five minutes; nobody else, not even this machine
else, server.public_url    nobody: the server is behind a proxy, which may hide that a request comes from a stranger
else                       requests from this machine (`web/locality.py`)
"""

from starlette.requests import Request

from offhook.engine.record.facts.server_fault import ServerFault
from offhook.protocol.carriers.telnyx import signature
from offhook.protocol.carriers.telnyx.signature import BadSignature
from offhook.web.access import is_from_this_machine
from offhook.web.carriers.webhook_request import Refused, read_body
from offhook.web.lifespan_state import exchange_of, telnyx_of

SIGNATURE_HEADER = signature.HEADER
SET_API_KEY = "set telnyx.api_key (TELNYX_API_KEY)"
SET_PUBLIC_KEY = "set telnyx.public_key (TELNYX_PUBLIC_KEY)"
NOT_SET_UP = f"refused: calls over Telnyx are not set up here; {SET_API_KEY}; docs/quickstart-telnyx.md"
NOT_LOCAL = (
    "refused: without a public key Telnyx's webhooks are answered from this machine only, with no proxy or tunnel "
    f"between; {SET_PUBLIC_KEY}; docs/quickstart-telnyx.md"
)
NOT_SIGNED = f"refused: {signature.HEADER} is missing, or does not belong to this request; the server's log says more"


async def prove(request: Request) -> bytes:
    """Nothing of the body is read for whoever cannot be the carrier. Raises Refused and BadForm."""
    exchange, account = exchange_of(request.scope), telnyx_of(request.scope)
    if account is None:
        raise Refused(ServerFault.NOT_LOCAL, NOT_SET_UP, fix=SET_API_KEY)
    if account.verify is None:
        if not is_from_this_machine(request, exchange.settings.server):
            raise Refused(ServerFault.NOT_LOCAL, NOT_LOCAL, fix=SET_PUBLIC_KEY)
        return await read_body(request)
    headers = request.headers
    signatures, timestamps = headers.getlist(signature.HEADER), headers.getlist(signature.TIME_HEADER)
    try:
        signature.check_head(signatures, timestamps, exchange.wall_time())
        body = await read_body(request)
        signature.check(account.verify, signatures, timestamps, body, exchange.wall_time())
    except BadSignature as exc:
        raise Refused(ServerFault.NOT_SIGNED, NOT_SIGNED, why=str(exc)) from exc
    return body
