"""Facts that a hook is told while calls go on. Virtual time, HTTP in memory."""

import trio
from trio.testing import MockClock

from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.facts import DraftDiscarded, Fact, TurnBegan
from offhook.engine.record.reporter import Observer, Reporter
from offhook.hooks.fact_sender import FACTS_WAITING
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, settings_with
from offhook.simulation.fakes.hook_receiver import HookReceiver, Reply
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.world import EPOCH
from tests.hooks.rig import HOST, SECRET, Hooked, hook, hooked

BEGUN = CallBegun("CA1", "MZ1", "+15550100", "test", EPOCH)


def observers(hooks: Hooked) -> list[Observer]:
    return [each(BEGUN) for each in hooks.observers]


def turns_of(hooks: Hooked) -> list[object]:
    return [each.body["data"]["fact"]["turn"] for each in hooks.receiver.deliveries]  # type: ignore[index]


async def test_facts_are_told_in_their_order_and_no_others(autojump_clock: MockClock) -> None:
    """Each in a request of its own, with an id of its own, and the call that it is about."""
    async with hooked(hook(facts=["TurnBegan"])) as hooks:
        report = Reporter("CA1", observers(hooks))
        for turn in range(1, 6):
            report(TurnBegan(after=0), turn=turn)
            report(DraftDiscarded(10), turn=turn)
        await hooks.taken(5)
        assert turns_of(hooks) == [1, 2, 3, 4, 5]
        assert len({each.message_id for each in hooks.receiver.deliveries}) == 5
        body = hooks.receiver.deliveries[0].body
        assert (body["type"], body["timestamp"]) == ("call.fact", "2027-01-15T08:00:00.000Z")
        data = body["data"]
        assert isinstance(data, dict)
        assert (data["call_sid"], data["caller"], data["fact"]["what"]["type"]) == ("CA1", "+15550100", "TurnBegan")


async def test_a_receiver_that_hangs_loses_facts_and_delays_no_call(autojump_clock: MockClock) -> None:
    """What waits is bounded, what is lost is counted and told once; telling never waits."""
    async with hooked(hook(facts=["TurnBegan"]), reply=Reply.HANGS) as hooks:
        (observer,) = observers(hooks)
        began = trio.current_time()
        for turn in range(FACTS_WAITING + 50):
            observer.observe(Fact("CA1", 0.0, turn, 0, TurnBegan(after=0)))
        assert trio.current_time() == began
        await trio.sleep(60)
        hooks.receiver.reply_to = lambda _: Reply.TAKEN
        await trio.sleep(60)
        assert [line["lost"] for line in hooks.lines("hook loses facts: its receiver is too slow")] == [1]
        assert len(hooks.lines("hook did not take a fact")) == 1
        (recovered,) = hooks.lines("hook takes facts again")
        taken = [each for each in hooks.receiver.deliveries if each.reply is Reply.TAKEN]
        assert len(taken) + int(str(recovered["lost"])) == FACTS_WAITING + 50


async def test_a_call_tells_its_facts_and_its_end(autojump_clock: MockClock) -> None:
    """A whole call in virtual time: what the caller said comes as a fact, and the record at the end."""
    receiver = HookReceiver(SECRET, lambda: EPOCH + trio.current_time())
    settings = settings_with().model_copy(update={"hooks": (hook(facts=["CallBegan", "CallEnded"]),)})
    async with in_memory(receiver.server.serve) as (_, transport):
        async with open_simulated_exchange(settings, transport=transport) as exchange:
            carrier = SimulatedCarrier()
            async with calling(exchange, carrier):
                await trio.sleep(3)
            over_at = trio.current_time()
            with trio.fail_after(1):
                await receiver.wait_for(3)
        told = [(each.body["type"], each.body["data"]) for each in receiver.deliveries]
        kinds = [data["fact"]["what"]["type"] for kind, data in told if kind == "call.fact"]  # type: ignore[index]
        assert kinds == ["CallBegan", "CallEnded"]
        (ended,) = [data for kind, data in told if kind == "call.ended"]
        assert isinstance(ended, dict)
        assert ended["call_sid"] == carrier.call_sid
        assert ended["end_reason"] == "caller hung up"
        assert {each.host for each in receiver.deliveries} == {HOST}
        assert receiver.deliveries[-1].at - over_at < 1
