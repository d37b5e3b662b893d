"""Whole calls of carriers that say anything in any order: right messages, wrong ones, pauses, an end or none.

Hypothesis draws what is said and an integer seed for everything else, so that each example has a schedule of its own.
Virtual time; the carrier is in memory.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial

import trio
from hypothesis import given, settings
from hypothesis import strategies as st

from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.facts.server_fault import ServerFault
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import open_simulated_exchange, settings_with
from offhook.simulation.mark_habits import MarkHabits
from offhook.simulation.seeded import simulate
from tests.fakes.clips import QUIET_FRAME

SILENCE_S, GOODBYE_S = 3.0, 2.0
ENDS_WITHIN_S = SILENCE_S + GOODBYE_S + 2.0  # after the carrier's last word

Say = Callable[[SimulatedCarrier], str | bytes]
SAYINGS: dict[str, Say] = {
    "connected": lambda carrier: carrier.side.connected(),
    "start": lambda carrier: carrier.side.start({"caller": "+15550100"}),
    "media": lambda carrier: carrier.side.media(QUIET_FRAME, 20),
    "a long payload": lambda carrier: carrier.side.media(QUIET_FRAME * 100, 10_000),
    "media at any time": lambda carrier: carrier.side.media(b"x", 10**14),
    "dtmf": lambda carrier: carrier.side.dtmf("1"),
    "mark": lambda carrier: carrier.side.mark("g0:1"),
    "stop": lambda carrier: carrier.side.stop(),
    "garbage": lambda carrier: "garbage",
    "bytes": lambda carrier: b"\x00",
    "another stream's stop": lambda carrier: str(carrier.side.stop()).replace("MZ", "MX"),
}
ALWAYS_WRONG = {"garbage", "bytes", "another stream's stop"}

# A pause is longer than the carrier's silence only now and then, and most orders do have a start somewhere.
SAYING = st.tuples(st.sampled_from(sorted(SAYINGS)), st.sampled_from([0.0, 0.0, 0.02, 0.5, SILENCE_S + 1]))
BEGINNINGS = st.sampled_from([[], [("connected", 0.0), ("start", 0.0)], [("start", 0.5)]])
ORDERS = st.builds(lambda begin, rest: begin + rest, BEGINNINGS, st.lists(SAYING, max_size=25))


class Verdict:
    """What is wrong about each message in its place: the rules of the stream, written down once more."""

    def __init__(self, order: list[tuple[str, float]]) -> None:
        self.wrong_before_start = self.wrong_in_call = 0
        self.started = self.stopped = greeted = False
        for saying, _ in order:
            right = saying not in ALWAYS_WRONG
            if self.started and saying == "stop":
                self.stopped = True
                break
            if self.started:
                self.wrong_in_call += saying in {"connected", "start"} or not right
            elif saying == "start":
                self.started = True
            elif saying == "connected" and not greeted:
                greeted = True
            else:
                self.wrong_before_start += 1


async def call_of(order: list[tuple[str, float]], drops: bool) -> tuple[list[CallRecord], Counter[ServerFault]]:
    """The records and the server's own counts, once the server has let go of this carrier."""
    limits: dict[str, object] = {"start_s": 86_400.0, "carrier_silence_s": SILENCE_S, "goodbye_s": GOODBYE_S}
    async with open_simulated_exchange(settings_with(limits=limits)) as exchange, trio.open_nursery() as nursery:
        carrier, over = SimulatedCarrier(), trio.Event()
        carrier.marks = MarkHabits(lost=1.0)

        async def answer() -> None:
            await exchange.answer(carrier.line, TWILIO)
            over.set()

        nursery.start_soon(answer)
        for saying, pause_s in order:
            carrier.post(SAYINGS[saying](carrier))
            await trio.sleep(pause_s)
        if drops or not Verdict(order).started:  # without a start it is `limits.start_s` that ends it
            carrier.drop()
        with trio.fail_after(ENDS_WITHIN_S):
            await over.wait()
        assert exchange.live_calls == []
        records = await exchange.recent_calls(100)
    return records, exchange.faults


@given(ORDERS, st.booleans(), st.integers(0, 2**32))
@settings(max_examples=50, deadline=None)
def test_any_order_of_messages_leaves_a_call_that_ends_with_one_record(
    order: list[tuple[str, float]], drops: bool, seed: int
) -> None:
    """Whatever is said, the call ends in time, with one record if it ever began, and each wrong message is counted."""
    (records, faults), _ = simulate(partial(call_of, order, drops), seed=seed)
    verdict = Verdict(order)
    assert len(records) == verdict.started
    assert faults[ServerFault.BAD_MESSAGES] == verdict.wrong_before_start
    for record in records:
        assert record.over is not None
        counted = record.over.faults.get("bad messages", 0)
        assert counted <= verdict.wrong_in_call
        if record.over.end_reason == "caller hung up":
            assert counted == verdict.wrong_in_call
