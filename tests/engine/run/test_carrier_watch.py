"""A carrier that is only silent is not given up, and one that does not read is noticed in time. Virtual time."""

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.decide.end_reason import EndReason
from offhook.engine.host.settings import LimitsSettings
from offhook.engine.run.carrier_watch import CarrierWatch

LIMITS = LimitsSettings(carrier_silence_s=10.0, carrier_stalled_s=5.0)


async def test_a_sign_of_life_is_asked_for_until_it_comes(autojump_clock: MockClock) -> None:
    """The first marks may find no room in front of others, and are not sent then."""
    watch, asked = CarrierWatch(LIMITS), list[float]()

    def ask() -> None:
        asked.append(trio.current_time())
        if len(asked) == 3:
            watch.heard_at = trio.current_time()  # this one was sent, and the carrier has echoed it

    while trio.current_time() < 12.0:
        outcome = watch.look(ask)
        assert not isinstance(outcome, EndReason), (outcome, asked)
        await trio.sleep_until(outcome)
    assert asked[:3] == pytest.approx([5.0, 6.0, 7.0], abs=0.01)


@pytest.mark.parametrize("begins_at", [0.0, 0.7, 4.9, 5.1, 8.3])
async def test_a_send_that_is_not_read_is_noticed_in_time(begins_at: float, autojump_clock: MockClock) -> None:
    watch = CarrierWatch(LIMITS)
    outcome: EndReason | float = 0.0
    while not isinstance(outcome, EndReason):
        await trio.sleep_until(outcome)
        watch.heard_at = trio.current_time()
        if watch.sending_since is None and trio.current_time() + 5.0 > begins_at:
            watch.sending_since = max(begins_at, trio.current_time())
        outcome = watch.look(lambda: None)
    assert outcome is EndReason.CARRIER_STALLED
    assert watch.sending_since is not None
    assert trio.current_time() == pytest.approx(watch.sending_since + 5.0, abs=0.01)
