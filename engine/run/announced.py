"""What a webhook has found out about a call, for whichever worker gets the call's stream.

It is a small file in the folder that the workers share, and not a parameter of the stream: those are short, and what
the look-up says of a caller is nobody's business but ours. A disk that fails costs what is known about the caller, at
other workers: which agent answers stands in the stream's parameters too.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

import msgspec

from offhook.engine.host.shared_folder import SharedFolder

PERIOD_S = 3600
"""An announcement is kept for this period and the one after: a caller may wait that long in the queue."""
KEPT_HERE = 1000
_ANNOUNCED = "announced-"


class Announced(msgspec.Struct, frozen=True):
    """A call whose stream, or first recording, will come."""

    agent: str
    """By name."""
    version: str
    """Of its file."""
    caller: str
    called: str
    known: dict[str, str]
    """What the agent's texts need, such as `params.name`."""


class Announcements:
    """One worker's view. Synchronous."""

    def __init__(self, folder: SharedFolder, wall_time: Callable[[], float]) -> None:
        self._folder, self._wall_time = folder, wall_time
        self._here: OrderedDict[str, Announced] = OrderedDict()
        self._tidied_in = 0

    def put(self, call_id: str, announced: Announced) -> None:
        """The newest one counts: a caller may be connected once more, to another agent."""
        if not call_id:
            return
        self._here.pop(call_id, None)
        self._here[call_id] = announced
        if len(self._here) > KEPT_HERE:
            self._here.popitem(last=False)
        period = self._period
        with suppress(OSError):
            self._folder.put(_name(period, call_id), msgspec.json.encode(announced))
            if self._tidied_in != period:
                self._tidied_in = period
                self._tidy(period)

    def find(self, call_id: str) -> Announced | None:
        """None for a call that was not announced lately."""
        if not call_id:
            return None
        period = self._period
        for each in (period, period - 1):
            with suppress(OSError, ValueError):
                if (content := self._folder.read(_name(each, call_id))) is not None:
                    return msgspec.json.decode(content, type=Announced)
        return self._here.get(call_id)  # the disk has failed

    def forget(self, call_id: str) -> None:
        """The call has begun: from now on its journal knows all this."""
        self._here.pop(call_id, None)
        for each in (self._period, self._period - 1):
            with suppress(OSError):
                self._folder.remove(_name(each, call_id))

    @property
    def _period(self) -> int:
        return int(self._wall_time()) // PERIOD_S

    def _tidy(self, period: int) -> None:
        for name in self._folder.names():
            if name.startswith(_ANNOUNCED) and int(name.split("-")[1]) < period - 1:
                self._folder.remove(name)


def _name(period: int, call_id: str) -> str:
    digest = hashlib.sha256(call_id.encode(errors="surrogatepass")).hexdigest()[:32]
    return f"{_ANNOUNCED}{period}-{digest}"
