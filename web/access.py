"""Access rules: open pages are for everybody; all other pages are for administrators, by one rule.

server.admin_token set     whoever sends the token, from anywhere; nobody else, not even this machine
else, server.public_url    nobody: the server is behind a proxy, which may hide that a request comes from a stranger
else                       requests from this machine (`web/locality.py`)

A token is needed from this machine too: a proxy that leaves no sign of itself (a TCP tunnel, nginx with a connection
that is kept open) must not be a way around it.

All others get 403, with and without a token: 401 would tell whether one is set.
"""

from hmac import compare_digest

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from offhook.engine.host.settings import ServerSettings
from offhook.web.hops import is_from_another_site
from offhook.web.lifespan_state import exchange_of
from offhook.web.locality import is_local, is_local_handshake

TOKEN_COOKIE = "offhook_admin"
REFUSAL = (
    "this page is for requests from this machine, with no proxy or tunnel between, as long as neither "
    "server.public_url nor server.admin_token is set; set server.admin_token (OFFHOOK__SERVER__ADMIN_TOKEN) and send "
    f"it as the header 'Authorization: Bearer TOKEN' or as the cookie {TOKEN_COOKIE}=TOKEN; docs/behind-a-proxy.md"
)


def may_see(request: HTTPConnection, settings: ServerSettings) -> bool:
    """Whether the request comes from an administrator or, where that is enough, from this machine."""
    if settings.admin_token is not None:
        return _gives(request, settings.admin_token.get_secret_value())
    return is_from_this_machine(request, settings)


def is_from_this_machine(request: HTTPConnection, settings: ServerSettings) -> bool:
    """Whether a request, or the handshake of a WebSocket, can only come from this machine."""
    if settings.public_url is not None:
        return False
    peer = request.client.host if request.client else None
    if request.scope["type"] == "websocket":
        return is_local_handshake(peer, request.headers)
    return is_local(peer, request.headers, request.scope["http_version"])


def _gives(request: HTTPConnection, token: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    is_bearer = scheme.lower() == "bearer" and _same(given.strip(), token)
    if is_bearer or is_from_another_site(request.headers):
        return is_bearer  # a browser sends cookies, but never this header, with requests that another site's page makes
    return _same(request.cookies.get(TOKEN_COOKIE, ""), token)


def _same(given: str, token: str) -> bool:
    """Compare in a time that does not reveal the token (except its length)."""
    return compare_digest(given.encode(errors="replace"), token.encode())


class ForAdministrators:
    """An ASGI application for administrators only. No cache may store its answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = HTTPConnection(scope)
        if not may_see(request, exchange_of(scope).settings.server):
            await JSONResponse({"error": REFUSAL}, status_code=403)(scope, receive, send)
            return

        async def send_uncached(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["cache-control"] = "no-store"
            await send(message)

        await self._app(scope, receive, send_uncached)
