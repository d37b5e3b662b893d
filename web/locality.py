"""Whether a request comes from this machine: a loopback peer, a loopback Host, and no header of a proxy.

A loopback peer alone proves nothing, because behind a tunnel or proxy every peer is loopback. `web/access.py` decides
what such a request may see; all others see only the open pages.
"""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address

from offhook.web.hops import came_through_a_hop, handshake_came_through_a_hop


def is_local(peer_host: str | None, headers: Mapping[str, str], http_version: str = "1.1") -> bool:
    """`headers` by lower-case name, in the order in which they came."""
    return _is_all_loopback(peer_host, headers) and not came_through_a_hop(headers, http_version)


def is_local_handshake(peer_host: str | None, headers: Mapping[str, str]) -> bool:
    """The same for the handshake of a WebSocket."""
    return _is_all_loopback(peer_host, headers) and not handshake_came_through_a_hop(headers)


def _is_all_loopback(peer_host: str | None, headers: Mapping[str, str]) -> bool:
    return _is_loopback(peer_host or "") and _is_loopback(host_name(headers.get("host", "")))


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
