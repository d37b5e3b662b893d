"""Hooks over a network in memory, with a store and a receiver that does as it is told."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from io import StringIO

import trio

from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.record import outbox
from offhook.engine.record.call_record import CallBegun, CallOver
from offhook.engine.record.conversation import CallerSaid
from offhook.engine.record.hook_settings import HookSettings
from offhook.engine.record.outbox import Undelivered
from offhook.engine.record.reporter import OpenObserver
from offhook.engine.record.store import Store, open_store
from offhook.hooks.opening import open_hooks
from offhook.simulation.fakes.hook_receiver import HookReceiver, Reply
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.world import EPOCH, SimulatedWorld

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HOST = "crm.internal"
WORDS = "book a room for friday"


def hook(host: str = HOST, **values: object) -> HookSettings:
    return HookSettings.model_validate({"url": f"http://{host}/", "secret": SECRET, **values})


class Hooked:
    """A server's hooks, and what became of them."""

    def __init__(self, store: Store, observers: Sequence[OpenObserver], receiver: HookReceiver, log: StringIO) -> None:
        self.store, self.observers, self.receiver, self._log = store, observers, receiver, log

    async def a_call(self, number: int = 1, *, may_go_on_s: float = 0.0, after: int | None = None) -> None:
        """From its beginning to its end; `after` is the call of which it is the next stream."""
        begun = CallBegun(f"CA{after or number}", f"MZ{number}", "+15550100", "test", EPOCH + trio.current_time())
        book = self.store.open_book(begun, None if after is None else f"MZ{after}")
        book.entry(CallerSaid(number, WORDS, 0.5, "speech"))
        await book.end(CallOver(EPOCH + trio.current_time(), "caller hung up", None, {}), may_go_on_s)

    async def taken(self, count: int = 1, within_s: float = 30.0) -> None:
        with trio.fail_after(within_s):
            await self.receiver.wait_for(count)

    async def waiting(self) -> list[Undelivered]:
        return await self.store.with_outbox(outbox.undelivered)

    def lines(self, event: str = "") -> list[dict[str, object]]:
        lines = [json.loads(line) for line in self._log.getvalue().splitlines()]
        return [line for line in lines if not event or line["event"] == event]


@asynccontextmanager
async def hooked(
    *hooks: HookSettings, reply: Reply = Reply.TAKEN, path: str = ":memory:", level: str = "debug"
) -> AsyncIterator[Hooked]:
    """The receiver answers every request with `reply`, until the test wants another one."""
    receiver = HookReceiver(SECRET, lambda: EPOCH + trio.current_time(), lambda _: reply)
    lines = StringIO()
    async with in_memory(receiver.server.serve, notices_closed=True) as (_, transport):
        world = SimulatedWorld(3, transport=transport)
        log = open_log(LogSettings.model_validate({"level": level, "format": "json"}), world, lines)
        given = hooks or (hook(),)
        told = tuple(each.called for each in given if each.end)
        async with (
            open_store(world, path, log, hooks=told) as store,
            open_hooks(given, store, world, log) as observers,
        ):
            yield Hooked(store, observers, receiver, lines)
