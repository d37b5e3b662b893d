"""Opens the hooks of a server: what sends the ends of calls, and facts, while the server runs."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial

import trio
from structlog.typing import FilteringBoundLogger

from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.world import World
from offhook.engine.record import outbox
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.hook_settings import FACTS, HookSettings
from offhook.engine.record.reporter import OpenObserver
from offhook.engine.record.store import Store
from offhook.hooks.fact_sender import FactSender
from offhook.hooks.outbox_sender import OutboxSender
from offhook.hooks.receiver import Receiver

STOP_WITHIN_S = 2.0
"""How long a stopping server goes on sending: the last calls have just ended. The rest stays in the outbox."""
GIVE_BACK_WITHIN_S = 0.5


@asynccontextmanager
async def open_hooks(
    hooks: Sequence[HookSettings], store: Store, world: World, log: FilteringBoundLogger
) -> AsyncIterator[Sequence[OpenObserver]]:
    """Send until the context ends. Gives the observers by which calls tell their facts. The hooks must be checked:
    raises BadSecret otherwise."""
    if not hooks:
        yield ()
        return
    lease = f"{world.random('hooks/lease').getrandbits(64):016x}"
    receivers = [Receiver(hook, hook.secret_in(world.environment()), world) for hook in hooks]
    outboxes = [
        OutboxSender(receiver, store, world, lease, log)
        for hook, receiver in zip(hooks, receivers, strict=True)
        if hook.end
    ]
    facts = [
        FactSender(receiver, tuple(FACTS[name] for name in hook.facts), log)
        for hook, receiver in zip(hooks, receivers, strict=True)
        if hook.facts
    ]

    def look() -> None:
        for each in outboxes:
            each.look()

    store.on_message = look
    log.info("hooks ready", hooks=[f"{receiver.name} at {receiver.host}" for receiver in receivers])
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(_send, outboxes, facts, world, log, name="hooks")
            yield [each.open_observer for each in facts]
            nursery.cancel_scope.deadline = trio.current_time() + STOP_WITHIN_S
            for each in outboxes:
                each.stop()
            for told in facts:
                told.stop()
    finally:
        with trio.move_on_after(GIVE_BACK_WITHIN_S, shield=True):
            await _give_back(store, lease)


async def _send(
    outboxes: Sequence[OutboxSender], facts: Sequence[FactSender], world: World, log: FilteringBoundLogger
) -> None:
    await trio.lowlevel.checkpoint()
    try:
        async with world.network() as network, trio.open_nursery() as nursery:
            for each in outboxes:
                nursery.start_soon(each.run, network.http, name="hook outbox")
            for told in facts:
                nursery.start_soon(told.run, network.http, name="hook facts")
    except NetworkUnusable as exc:
        log.error("hooks not sent: the network cannot be used", error=str(exc))


async def _give_back(store: Store, lease: str) -> None:
    """What was taken and is not delivered is due again at once, here or at another worker."""
    await trio.lowlevel.checkpoint()
    with suppress(DatabaseError):  # the leases end by themselves, in less than a minute and a half
        await store.with_outbox(partial(outbox.give_back, lease=lease))
