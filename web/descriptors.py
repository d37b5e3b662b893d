"""Limits connections by file descriptors: each needs one, and a process has a limit (getrlimit(2), RLIMIT_NOFILE)."""

import os
import resource

from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.run.exchange import Exchange

FOR_OURSELVES = 64
"""Reserved for worker programs, the store and libraries."""
OF_A_CALL = 2
"""Its connection and its journal."""
FEWEST_PLACES = 8
_WARN_EVERY = 100


def places_left(exchange: Exchange, wanted: int) -> int:
    """How many of the wanted connections may wait without a call, so that descriptors are left for every call.

    Raises the soft limit first, as far as needed and the hard limit allows.
    """
    calls = exchange.settings.limits.calls
    others = _open_now() + FOR_OURSELVES + OF_A_CALL * calls
    limit = _raise_limit(others + wanted)
    places = min(wanted, limit - others)
    if places < wanted:
        exchange.log.warning(
            "few file descriptors: fewer connections may wait",
            limit=limit,
            needed=others + wanted,
            calls=calls,
            waiting=max(places, FEWEST_PLACES),
            fix="raise the hard limit (ulimit -Hn, LimitNOFILE=) or lower limits.calls",
        )
    return max(places, FEWEST_PLACES)


def tell_exhausted(exchange: Exchange | None, exc: OSError) -> None:
    """No descriptor was left for a connection: one line for the first of each hundred times."""
    if exchange is None:
        return
    times = exchange.faults[ServerFault.NOT_ACCEPTED_AT_ONCE]
    exchange.faults[ServerFault.NOT_ACCEPTED_AT_ONCE] += 1
    if times % _WARN_EVERY == 0:
        exchange.log.warning("connection waits: no descriptor or memory for it", error=os.strerror(exc.errno or 0))


def _open_now() -> int:
    try:
        return len(os.listdir("/proc/self/fd"))
    except OSError:
        return FOR_OURSELVES


def _raise_limit(needed: int) -> int:
    """The soft limit, after it was raised where that helps."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return needed if soft == resource.RLIM_INFINITY else soft
    possible = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (possible, hard))
    except (OSError, ValueError):  # a container may forbid it
        return soft
    return possible
