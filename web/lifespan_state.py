"""What the application stores in the lifespan's state, for its requests and for the server.

The state may be shared with a host application, which has names of its own in it.
"""

from collections.abc import Mapping
from typing import Any, Protocol, cast

from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.run.exchange import Exchange
from offhook.web.carriers.telnyx_account import TelnyxAccount
from offhook.web.fair_share import FairShare
from offhook.web.lane.lane import Lane
from offhook.web.recording_path import RecordingPath

EXCHANGE = "offhook_exchange"
FAILURE = "offhook_failure"
"""The reason why there is no exchange."""
WAITING_ROOM = "offhook_waiting_room"
TELL = "offhook_tell"
"""A `Tell` that is called for each connection that is dropped or refused."""


LANE = "offhook_lane"
"""The media lane of the process; None without one."""
SHARE = "offhook_share"
"""This worker's `FairShare` of the calls."""
RECORDING_PATH = "offhook_recording_path"
TELNYX = "offhook_telnyx"


class Tell(Protocol):
    """Counts and logs it; `said` is for the log."""

    def __call__(self, kind: ServerFault, peer: tuple[str, int] | None = None, **said: object) -> None: ...


class LifespanNotEntered(Exception):
    """A host application has mounted Offhook without entering its lifespan."""


def exchange_of(scope: Mapping[str, Any]) -> Exchange:
    """The exchange that answers this request. Raises LifespanNotEntered."""
    exchange = scope.get("state", {}).get(EXCHANGE)
    if exchange is None:
        raise LifespanNotEntered(
            "Offhook is mounted in an application that does not enter its lifespan: "
            "from offhook.app import lifespan, then Starlette(lifespan=lifespan)"
        )
    return cast(Exchange, exchange)


def recording_path_of(scope: Mapping[str, Any]) -> RecordingPath:
    """What recorded calls need."""
    return cast(RecordingPath, scope["state"][RECORDING_PATH])


def lane_of(scope: Mapping[str, Any]) -> Lane | None:
    """The media lane; None where calls go through Hypercorn."""
    return cast("Lane | None", scope.get("state", {}).get(LANE))


def share_of(scope: Mapping[str, Any]) -> FairShare:
    """This worker's share of the calls."""
    return cast(FairShare, scope["state"][SHARE])


def telnyx_of(scope: Mapping[str, Any]) -> TelnyxAccount | None:
    """None where calls over Telnyx are not set up."""
    return cast("TelnyxAccount | None", scope["state"][TELNYX])


def tell(scope: Mapping[str, Any], kind: ServerFault, **said: object) -> None:
    """Count a connection that is dropped or refused."""
    told: Tell = scope["state"][TELL]
    told(kind, scope.get("client"), **said)
