"""Whether a request comes from this very machine (design, promise 13).

A loopback peer alone proves nothing: behind a tunnel or proxy every peer is loopback. The Host it asked for must be
loopback too, and no header may tell of a hop on the way.
"""

from collections.abc import Iterable, Mapping
from ipaddress import ip_address

_HOP_HEADERS = ("forwarded", "via")
_HOP_PREFIX = "x-forwarded-"


def is_local(peer_host: str | None, headers: Mapping[str, str]) -> bool:
    """`headers` by lower-case name."""
    return (
        _is_loopback(peer_host or "")
        and _is_loopback(host_name(headers.get("host", "")))
        and not _was_forwarded(headers.keys())
    )


def host_name(host: str) -> str:
    """A Host header without its port: `127.0.0.1`, `localhost`, `::1`."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if host.count(":") == 1 else host


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _was_forwarded(names: Iterable[str]) -> bool:
    return any(name in _HOP_HEADERS or name.startswith(_HOP_PREFIX) for name in names)
