"""Whether a request comes from this machine: a loopback peer, a loopback Host, and no header of a proxy.

A loopback peer alone proves nothing, because behind a tunnel or proxy every peer is loopback. `web/access.py` decides
what such a request may see; all others see only the open pages.
"""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address

from offhook.web.hops import came_through_a_hop


def is_local(peer_host: str | None, headers: Mapping[str, str], http_version: str = "1.1") -> bool:
    """`headers` by lower-case name, in the order in which they came."""
    return (
        _is_loopback(peer_host or "")
        and _is_loopback(host_name(headers.get("host", "")))
        and not came_through_a_hop(headers, http_version)
    )


def is_local_socket(peer_host: str | None, headers: Mapping[str, str]) -> bool:
    """The same for a WebSocket's handshake, in which everybody sends `Connection: Upgrade` (RFC 6455, 4.1).

    Clients begin with Host. nginx begins with Connection where its configuration sets that one only.
    """
    first = next((name for name in headers if name in ("host", "connection")), "")
    return first == "host" and is_local(peer_host, {name: headers[name] for name in headers if name != "connection"})


def host_name(host: str) -> str:
    """A Host header without its port: `127.0.0.1`, `localhost`, `::1`."""
    if host.startswith("["):
        name, closed, port = host[1:].partition("]")
        return name if closed and port[:1] in ("", ":") else host  # in that case it is not a valid host
    return host.rpartition(":")[0] if host.count(":") == 1 else host


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    # A listener for both families sees 127.0.0.1 as ::ffff:127.0.0.1, which is not loopback for Python before 3.13.
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
