"""Every crash and every drop that can be counted has a name of its own. Calls in virtual time."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from trio.testing import MockClock

from offhook.engine.record.facts import Fault
from offhook.engine.run.call import Actors, Call, Cast
from offhook.engine.run.channels import CallChannels
from offhook.engine.run.mailbox import Mailbox
from offhook.engine.run.supervisor import ActorSpec
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange


class Named:
    """The same cast; keeps the names of its actors."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._actors: Actors
        self.names: dict[str, None] = {}

    @asynccontextmanager
    async def play(self, call: Call) -> AsyncIterator[Actors]:
        async with self._cast.play(call) as self._actors:
            yield self

    def all(self) -> Sequence[ActorSpec]:
        return self._kept(self._actors.all())

    def farewell(self) -> Sequence[ActorSpec]:
        return self._kept(self._actors.farewell())

    def _kept(self, actors: Sequence[ActorSpec]) -> Sequence[ActorSpec]:
        self.names |= dict.fromkeys(actor.name for actor in actors)
        return actors


async def test_a_crash_of_every_actor_is_counted_by_its_name(autojump_clock: MockClock) -> None:
    """Those of a call and those of its goodbye; what is left over is nobody's."""
    casts: list[Named] = []

    def named(cast: Cast) -> Cast:
        casts.append(Named(cast))
        return casts[-1]

    carrier = SimulatedCarrier()
    async with open_simulated_exchange(change_cast=named) as exchange, calling(exchange, carrier) as over:
        await carrier.agent_has_spoken()
        exchange.hurry()
        await over.wait()
    (cast,) = casts
    assert {Fault.crash_of(name) for name in cast.names} == crashes() - {Fault.ACTOR_CRASHED}
    assert [name for name in cast.names if Fault.crash_of(name) != f"{name} crashed"] == []


def crashes() -> set[Fault]:
    """All faults that are crashes."""
    return {fault for fault in Fault if fault.endswith(" crashed")}


def test_a_drop_of_every_mailbox_is_counted_by_its_name() -> None:
    """Each is asked for at the end of a call, and no name is left over."""
    channels = CallChannels()
    boxes = [each for each in vars(channels).values() if isinstance(each, Mailbox)]
    for number, box in enumerate(boxes, start=1):
        box.dropped = number
    assert channels.dropped() == {box.name: number for number, box in enumerate(boxes, start=1)}
    drops = {fault for fault in Fault if fault.startswith("dropped ")}
    assert {Fault.drop_of(box.name) for box in boxes} == drops
    channels.close()
