"""What each value of `barge_in.echo` needs at start-up. The real library, or none."""

import sys

import pytest

from offhook.actors.echo_cancellers import canceller_opener
from offhook.actors.start_up_failed import StartUpFailed
from offhook.engine.host.settings import BargeInSettings
from offhook.protocol import mulaw


def test_without_livekit_cancel_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start-up fails with the setting, the extra and the way round; no call finds out instead."""
    monkeypatch.setitem(sys.modules, "livekit.rtc", None)  # as Python remembers a module that cannot be imported
    with pytest.raises(StartUpFailed) as caught:
        canceller_opener(BargeInSettings(echo="cancel"))
    for part in ("barge_in.echo = 'cancel'", "livekit", "extra `aec`", "'guard'"):
        assert part in str(caught.value)


def test_without_livekit_auto_is_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """The default needs no extra."""
    monkeypatch.setitem(sys.modules, "livekit.rtc", None)
    assert canceller_opener(BargeInSettings()) is None


@pytest.mark.parametrize(("echo", "cancels"), [("auto", True), ("cancel", True), ("guard", False), ("off", False)])
def test_a_canceller_is_there_where_it_may_be_wanted(echo: str, cancels: bool) -> None:
    """It takes a frame and returns one."""
    open_canceller = canceller_opener(BargeInSettings.model_validate({"echo": echo}))
    assert (open_canceller is not None) is cancels
    if open_canceller is not None:
        assert len(open_canceller().clean(mulaw.SILENCE * 160, mulaw.SILENCE * 160)) == 160
