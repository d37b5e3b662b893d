"""Recognises requests that came through a proxy, a tunnel or a cloud, by their headers.

Names are lower-case. No browser, curl or HTTP library sends any of these by itself. A proxy that sends none of them
cannot be recognised; for that there is `server.public_url`.
"""

from collections.abc import Mapping

_HEADERS = frozenset(
    {
        "forwarded",  # RFC 7239
        "via",  # RFC 9110, 7.6.3
        "surrogate-capability",  # CDNs: W3C, Edge Architecture
        "max-forwards",  # IIS
        "x-scheme",
        "x-url-scheme",
        "x-host",
        "x-proto",
        "x-request-id",  # Envoy, Heroku, Kubernetes
        "x-correlation-id",
        "x-request-start",  # Heroku
        "x-nginx-proxy",
        "x-script-name",
        "x-remote-ip",
        "x-remote-addr",
        "x-originating-ip",
        "x-proxyuser-ip",
        "x-client-ip",  # Azure
        "x-cluster-client-ip",  # Rackspace, Zeus
        "client-ip",
        "true-client-ip",  # Akamai, Cloudflare
        "proxy-client-ip",
        "wl-proxy-client-ip",  # WebLogic
        "incap-client-ip",  # Imperva
        "disguised-host",  # Azure
        "front-end-https",
        "x-cloud-trace-context",  # Google
        "x-varnish",
        "rndr-id",  # Render
    }
)
_FAMILIES = (
    "x-forward",
    "x-real-",  # nginx, by habit
    "cdn-",  # RFC 8586, and Bunny
    "x-cdn",
    "x-edge-",
    "x-accel-",
    "x-original-",
    "x-proxy-",
    "x-ssl-",
    "ali-cdn-",  # Alibaba
    "akamai-",
    "x-akamai-",
    "x-amz-cf-",  # CloudFront, as is the next
    "cloudfront-",
    "x-amzn-",
    "x-appengine-",
    "x-goog-",
    "x-azure-",
    "x-arr-",  # Azure, as are the next three
    "x-fd-",
    "x-ms-",
    "x-waws-",
    "cf-",  # Cloudflare
    "do-",  # DigitalOcean
    "fastly-",
    "x-fastly-",
    "fly-",
    "ngrok-",
    "render-",
    "tailscale-",
    "x-envoy-",
    "x-haproxy-",
    "x-heroku-",
    "x-nf-",  # Netlify
    "x-railway-",
    "x-replit-",
    "x-sucuri-",
    "x-traefik-",
    "x-tunnel-",  # dev tunnels
    "x-vercel-",
)


def came_through_a_hop(headers: Mapping[str, str], http_version: str = "1.1") -> bool:
    """`headers` by lower-case name, in the order in which they came."""
    return (
        http_version == "1.0"  # what nginx asks with where nothing else is configured (`proxy_http_version`)
        or _closes_as_nginx_does(headers)
        or _wants_an_upgrade_to_nothing(headers.get("connection", ""))
        or _names_a_hop(headers)
    )


def handshake_came_through_a_hop(headers: Mapping[str, str]) -> bool:
    """The same for the handshake of a WebSocket, which always wants an upgrade.

    A page of any site may open a WebSocket to this machine; a browser says so in Origin (RFC 6455, 10.2), and no
    telephone does.
    """
    return _first_of_host_and_connection(headers) == "connection" or "origin" in headers or _names_a_hop(headers)


def _names_a_hop(headers: Mapping[str, str]) -> bool:
    return is_from_another_site(headers) or any(name in _HEADERS or name.startswith(_FAMILIES) for name in headers)


def is_from_another_site(headers: Mapping[str, str]) -> bool:
    """Whether a browser sends this for a page of another site (W3C, Fetch Metadata Request Headers; older ones send
    Origin alone, RFC 6454, section 7).

    Such a page could not read the answer anyway, because no other origin is allowed.
    """
    origin = headers.get("origin")
    is_another = origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower()
    return is_another or headers.get("sec-fetch-site", "none") not in ("none", "same-origin")


def _closes_as_nginx_does(headers: Mapping[str, str]) -> bool:
    """Where its configuration sets Connection but no Host (its documentation's WebSocket recipe), that one comes first.

    Clients begin with Host (RFC 9110, 7.2), and those that do not keep their connections say so after it.
    """
    first = _first_of_host_and_connection(headers)
    return first == "connection" and headers[first].strip().lower() == "close"


def _first_of_host_and_connection(headers: Mapping[str, str]) -> str:
    return next((name for name in headers if name in ("host", "connection")), "")


def _wants_an_upgrade_to_nothing(connection: str) -> bool:
    """`Connection: upgrade` on a page: the shorter recipe of nginx's documentation. Clients offer HTTP/2 by it."""
    wishes = {wish.strip().lower() for wish in connection.split(",")}
    return "upgrade" in wishes and "http2-settings" not in wishes  # RFC 7540, 3.2.1: it must name the latter
