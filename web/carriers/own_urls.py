"""The URLs under which carriers reach us: `http` and `ws` on this machine, `https` and `wss` anywhere else.

X-Forwarded-Proto is ignored: a carrier accepts only `wss`, so a public name always has TLS.
"""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from offhook.engine.host.web_address import BadAddress, host_and_port
from offhook.web.carriers.webhook_request import BadForm
from offhook.web.locality import host_name, is_local
from offhook.web.paths import in_urls


def web_url(request: HTTPConnection, public_url: str | None) -> str:
    """What our pages' paths follow. Raises BadForm if there is no usable Host."""
    host, local = _called_as(request, public_url)
    return f"{'http' if local else 'https'}://{host}{in_urls(request.scope)}"


def socket_url(request: HTTPConnection, public_url: str | None) -> str:
    """The same for our media sockets. Raises BadForm."""
    return "ws" + web_url(request, public_url).removeprefix("http")


def _called_as(request: HTTPConnection, public_url: str | None) -> tuple[str, bool]:
    """The host of our URLs, and whether it is this machine. Raises BadForm."""
    given = request.headers.get("host", "") if public_url is None else urlsplit(public_url).netloc
    try:
        host = host_and_port(given)
    except BadAddress as exc:
        raise BadForm("the request's Host header is missing or not a host name; set server.public_url") from exc
    local = is_local(request.client.host if request.client else None, request.headers) and (
        public_url is None or is_local(host_name(host), {"host": host})
    )
    return host, local
