"""Chooses the echo canceller (`barge_in.echo`)."""

from typing import assert_never

from offhook.actors.aec3 import load_aec3
from offhook.actors.echo_canceller import CancellerUnusable, OpenCanceller
from offhook.actors.start_up_failed import StartUpFailed
from offhook.engine.host.settings import BargeInSettings


def canceller_opener(settings: BargeInSettings) -> OpenCanceller | None:
    """Load, once for all calls, what the setting needs: while calls go on no file is opened. None if no call is to
    have a canceller.

    Raises StartUpFailed.
    """
    match settings.echo:
        case "off" | "guard":
            return None
        case "auto":
            try:
                return load_aec3()
            except CancellerUnusable:
                return None  # "cancel" would say why
        case "cancel":
            try:
                return load_aec3()
            except CancellerUnusable as exc:
                raise StartUpFailed(f"barge_in.echo = 'cancel': {exc}, or set barge_in.echo to 'guard'") from exc
        case _:
            assert_never(settings.echo)
