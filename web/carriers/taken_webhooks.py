"""Which webhooks have been taken, at any worker: a signed one may be sent again by whoever has seen it, for as long as
its signature is good.

Each has an empty file in the folder that the workers share, named after a time and a digest of the webhook's id. A disk
that fails costs this, and no call.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress

from offhook.engine.host.shared_folder import SharedFolder

PERIOD_S = 600
"""A signature is good for no longer, clocks that differ included. This period is kept, and the one before."""
_TAKEN = "webhook-"


class TakenWebhooks:
    """One worker's view. Synchronous."""

    def __init__(self, folder: SharedFolder, wall_time: Callable[[], float]) -> None:
        self._folder, self._wall_time = folder, wall_time
        self._tidied_in = 0

    def has(self, webhook_id: str) -> bool:
        """Whether it was taken lately."""
        period = self._period
        with suppress(OSError):
            return any(self._folder.read(_name(each, webhook_id)) is not None for each in (period, period - 1))
        return False

    def note(self, webhook_id: str) -> None:
        """What it asked for has been done."""
        period = self._period
        with suppress(OSError):
            self._folder.make(_name(period, webhook_id))
            if self._tidied_in != period:
                self._tidied_in = period
                self._tidy(period)

    @property
    def _period(self) -> int:
        return int(self._wall_time()) // PERIOD_S

    def _tidy(self, period: int) -> None:
        for name in self._folder.names():
            if name.startswith(_TAKEN) and int(name.split("-")[1]) < period - 1:
                self._folder.remove(name)


def _name(period: int, webhook_id: str) -> str:
    digest = hashlib.sha256(webhook_id.encode(errors="surrogatepass")).hexdigest()[:32]
    return f"{_TAKEN}{period}-{digest}"
