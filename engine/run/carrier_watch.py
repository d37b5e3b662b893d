"""Notices a carrier that sends nothing, and one that does not read what is sent to it."""

from collections.abc import Callable

import trio

from offhook.engine.decide.budget import Budget
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.host.settings import LimitsSettings

BAD_MESSAGE_WINDOW_S = 10.0
ASKED_AFTER = 0.5  # of `limits.carrier_silence_s`: then a mark asks the carrier for a sign of life
ASKED_AGAIN_S = 1.0  # a mark that finds no room in front of others is not sent


class CarrierWatch:
    """One call's carrier: when it was heard last, since when it has been sent to, and what it did wrong."""

    __slots__ = ("_limits", "bad_messages", "heard_at", "is_gone", "sending_since", "sign_of_life", "stream_broke")

    def __init__(self, limits: LimitsSettings) -> None:
        self._limits = limits
        self.heard_at = trio.current_time()
        self.sending_since: float | None = None
        self.sign_of_life: str | None = None
        """The last mark that asked whether the carrier is still there."""
        self.is_gone = False
        self.stream_broke = False
        """The stream is over, and the carrier has not said so before."""
        self.bad_messages = Budget(limits.bad_messages, BAD_MESSAGE_WINDOW_S)

    def look(self, ask: Callable[[], None]) -> EndReason | float:
        """Which of the two it is; or when to look again. Any message counts: some carriers send no audio in silence.
        `ask` asks the carrier for a sign of life."""
        limits, now = self._limits, trio.current_time()
        asked_after_s = limits.carrier_silence_s * ASKED_AFTER
        if now >= self.heard_at + limits.carrier_silence_s:
            return EndReason.CARRIER_SILENT
        if self.sending_since is not None and now >= self.sending_since + limits.carrier_stalled_s:
            return EndReason.CARRIER_STALLED
        if now >= self.heard_at + asked_after_s:
            ask()
            look_at = min(self.heard_at + limits.carrier_silence_s, now + ASKED_AGAIN_S)
        else:
            look_at = self.heard_at + asked_after_s
        stalls_at = (now if self.sending_since is None else self.sending_since) + limits.carrier_stalled_s
        return min(look_at, stalls_at) + 0.001
