"""Lets in only requests that are proven to come from the carrier: webhooks, and the media socket's handshake.

twilio.auth_token set      whoever has signed the request with it (Twilio, "Webhooks security"); nobody else
else, server.public_url    nobody: the server is behind a proxy, which may hide that a request comes from a stranger
else                       requests from this machine (`web/locality.py`)

A signature is needed from this machine too: a proxy that leaves no sign of itself (a TCP tunnel) must not be a way
around it. All others get 403, and the log says what was compared: no secret, no signature, and no parameter's value.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.types import Scope

from offhook.engine.host.settings import EngineSettings
from offhook.engine.record.facts.server_fault import ServerFault
from offhook.protocol.carriers.twilio import signature
from offhook.protocol.carriers.twilio.signature import BadSignature
from offhook.web.access import is_from_this_machine
from offhook.web.carriers.webhook_request import Refused, read_body
from offhook.web.lifespan_state import exchange_of
from offhook.web.paths import called_paths

SET_TOKEN = "set twilio.auth_token (OFFHOOK__TWILIO__AUTH_TOKEN)"
NOT_SIGNED = f"refused: {signature.HEADER} is missing, or does not belong to this request; the server's log says more"
NOT_LOCAL = (
    "refused: without an auth token calls are answered from this machine only, with no proxy or tunnel between; "
    f"{SET_TOKEN}, and the carrier's own requests are answered; docs/behind-a-proxy.md"
)
SIGNATURE_HEADER = signature.HEADER
LOGGED_URL, LOGGED_NAME, LOGGED_NAMES = 300, 40, 50  # the longest of each; strangers write them
_VALUES = re.compile("=[^&]*")
_SOCKET_SCHEMES: dict[str, tuple[str, ...]] = {"https": ("wss",), "http": ("ws", "wss")}


async def prove(request: Request) -> bytes | None:
    """Nothing of the body is read for whoever cannot be the carrier. Raises Refused and BadForm."""
    settings = exchange_of(request.scope).settings
    check_head(request, settings)
    if settings.twilio.auth_token is None:
        return None
    body = await read_body(request)
    check_signature(request, settings, body)
    return body


def check_handshake(scope: Scope, settings: EngineSettings) -> None:
    """Whether the media socket may be opened. Raises Refused."""
    request = HTTPConnection(scope)
    check_head(request, settings)
    check_signature(request, settings)


def check_head(request: HTTPConnection, settings: EngineSettings) -> None:
    """Whether a body is worth reading. Raises Refused."""
    if settings.twilio.auth_token is None:
        if not is_from_this_machine(request, settings.server):
            raise Refused(ServerFault.NOT_LOCAL, NOT_LOCAL, fix=SET_TOKEN)
        return
    try:
        _given(request)
    except BadSignature as exc:
        raise _not_signed(exc, called_urls(request, settings), []) from exc


def check_signature(request: HTTPConnection, settings: EngineSettings, body: bytes = b"") -> None:
    """Raises Refused."""
    token = settings.twilio.auth_token
    if token is None:
        return
    urls = called_urls(request, settings)
    parameters: list[tuple[bytes, bytes]] = []
    try:
        content_type = request.headers.get("content-type", "")
        parameters = signature.parameters_of(body, content_type, request.scope["query_string"])
        signature.check(token.get_secret_value(), _given(request), urls, parameters)
        if request.scope["type"] == "http" and request.scope["method"] != "HEAD":  # which connects no caller
            signature.check_webhook(parameters, request.scope["query_string"])
    except BadSignature as exc:
        raise _not_signed(exc, urls, [name for name, _ in parameters]) from exc


def called_urls(request: HTTPConnection, settings: EngineSettings) -> list[str]:
    """How the carrier may have written the URL that it asks for."""
    scope, server = request.scope, settings.server
    if server.public_url is not None:
        scheme, host = urlsplit(server.public_url)[:2]
    else:
        scheme = "http" if is_from_this_machine(request, server) else "https"
        host = request.headers.get("host", "")
    schemes: tuple[str, ...] = (scheme,)
    slashes: tuple[str, ...] = ("",)
    if scope["type"] == "websocket":
        # Twilio signs a handshake with a slash behind the URL, or without ("Security", on WebSockets).
        schemes, slashes = _SOCKET_SCHEMES[scheme], ("", "/")
    query = scope["query_string"].decode("latin-1")
    behind = [f"{slash}{'?' if query else ''}{query}" for slash in slashes]
    whole = [f"{each}://{host}{path}{end}" for each in schemes for path in called_paths(scope) for end in behind]
    return [way for url in whole for way in signature.ways_to_write(url)]


def calls_come_from(settings: EngineSettings) -> str:
    """Who may call, in words."""
    if settings.twilio.auth_token is not None:
        return "Twilio: requests must be signed with twilio.auth_token"
    if settings.server.public_url is not None:
        return f"nobody: server.public_url is set without twilio.auth_token; {SET_TOKEN}"
    return f"this machine only, with no proxy or tunnel between; for Twilio, {SET_TOKEN}"


def nobody_can_call(settings: EngineSettings) -> bool:
    return settings.twilio.auth_token is None and settings.server.public_url is not None


def _given(request: HTTPConnection) -> str:
    headers = request.headers
    return signature.given_signature(headers.getlist(signature.HEADER), headers.getlist(signature.ALGORITHM_HEADER))


def _not_signed(exc: BadSignature, urls: Sequence[str], names: Sequence[bytes]) -> Refused:
    shown = [name[:LOGGED_NAME].decode(errors="replace") for name in sorted(set(names))[:LOGGED_NAMES]]
    compared = dict.fromkeys(_VALUES.sub("=...", url)[:LOGGED_URL] for url in urls)
    return Refused(ServerFault.NOT_SIGNED, NOT_SIGNED, why=str(exc), urls=list(compared), parameters=shown)
