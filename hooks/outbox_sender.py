"""Sends what is in the outbox for one hook, at most a few messages at a time, until it is told to stop.

Whatever fails here, the messages stay in the outbox, and no call notices.
"""

import math
import random
from functools import partial

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio
from structlog.typing import FilteringBoundLogger

from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.told_once import ToldOnce
from offhook.engine.host.world import World
from offhook.engine.record import outbox
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.outbox import Taken
from offhook.engine.record.store import Store
from offhook.hooks.bodies import call_ended
from offhook.hooks.receiver import Answered, Receiver
from offhook.hooks.retries import pause_s

AT_ONCE = 4
"""Requests of one hook at the same time."""
LOOK_EVERY_S = 30.0
"""How soon messages are found that another worker has left, or `offhook hooks retry` has made due."""
NOTE_WITHIN_S = 15.0
"""How long the outbox may take to note what came of a request; then the message may be sent once more."""
AGAIN_S = 1.0
MORE_S = 5.0
"""A lease is so much longer than all that may take time while a message is sent."""


class OutboxSender:
    """The messages of one hook."""

    def __init__(self, receiver: Receiver, store: Store, world: World, lease: str, log: FilteringBoundLogger) -> None:
        """`lease` is this process's own: messages taken under it can be given back together."""
        self._receiver, self._store, self._world, self._lease = receiver, store, world, lease
        self._log = log.bind(hook=receiver.name, host=receiver.host)
        self._chance: random.Random = world.random(f"hooks/{receiver.name}")
        self._told, self._outbox_told = ToldOnce(), ToldOnce()
        self._free = AT_ONCE
        self._stopping = False
        self._wake = trio.Event()

    def look(self) -> None:
        """There may be new messages."""
        self._wake.set()

    def stop(self) -> None:
        """Send what is due now, and end."""
        self._stopping = True
        self._wake.set()

    async def run(self, http: httpx.AsyncClient) -> None:
        async with trio.open_nursery() as nursery:
            is_last = False
            while not is_last:  # noqa: ASYNC913  # each round asks the outbox
                stopping, self._wake = self._stopping, trio.Event()
                taken, next_at = await self._take()
                for each in taken:
                    self._free -= 1
                    nursery.start_soon(self._deliver, http, each, name=f"hook {self._receiver.name}")
                is_last = stopping and self._free > 0
                if not is_last:
                    # With no place free, the first one that is wakes this task.
                    with trio.move_on_after(self._pause_s(next_at) if self._free else math.inf):
                        await self._wake.wait()

    def _pause_s(self, next_at: float | None) -> float:
        until_s = LOOK_EVERY_S if next_at is None else next_at - self._world.wall_time()
        return min(max(until_s, 0.01), LOOK_EVERY_S)  # not in a loop without end, if a clock is set back

    async def _take(self) -> tuple[list[Taken], float | None]:
        """Nothing while the outbox cannot be read, which is logged once."""
        await trio.lowlevel.checkpoint()
        if not self._free:
            return [], None
        within_s = self._receiver.timeout_s + NOTE_WITHIN_S + MORE_S
        try:
            found = await self._store.with_outbox(
                partial(
                    outbox.take,
                    hook=self._receiver.name,
                    now=self._world.wall_time(),
                    lease=self._lease,
                    within_s=within_s,
                    most=self._free,
                    body=call_ended,
                )
            )
        except DatabaseError as exc:
            self._tell_unreadable(exc)
            return [], None
        if self._outbox_told.works():
            self._log.info("hooks can be sent again")
        return found

    async def _deliver(self, http: httpx.AsyncClient, message: Taken) -> None:
        await trio.lowlevel.checkpoint()
        try:
            answered = await self._receiver.send(http, message.message_id, message.body)
            await self._note(message, answered)
        except Exception as exc:  # noqa: BLE001  # a bug in here must not reach the calls; the lease ends by itself
            self._log.error("hook crashed, the message is sent later", message=message.message_id, error=in_words(exc))
        finally:
            self._free += 1
            self._wake.set()

    async def _note(self, message: Taken, answered: Answered) -> None:
        tries = message.tries + 1
        pause = pause_s(tries, self._chance, answered.retry_after_s) if answered.outcome == "failed" else None
        if answered.outcome == "taken":
            work = partial(outbox.delivered, number=message.number)
        else:
            next_at = None if pause is None else self._world.wall_time() + pause
            work = partial(
                outbox.postponed,
                number=message.number,
                lease=self._lease,
                tries=tries,
                error=answered.why,
                next_at=next_at,
            )
        self._tell(message, answered, tries, given_up=pause is None)
        await self._write(work)

    async def _write(self, work: "partial[None]") -> None:
        """As long as it fails, a few times: another program may hold the file. Then the message is sent once more."""
        with trio.move_on_after(NOTE_WITHIN_S):
            while True:
                try:
                    await self._store.with_outbox(work)
                except DatabaseError as exc:
                    self._tell_unreadable(exc)
                else:
                    return
                await trio.sleep(AGAIN_S)

    def _tell_unreadable(self, exc: DatabaseError) -> None:
        if self._outbox_told.is_news(exc.kind):
            self._log.error("hooks not sent: the outbox cannot be used", error=str(exc))

    def _tell(self, message: Taken, answered: Answered, tries: int, *, given_up: bool) -> None:
        said = {"message": message.message_id, "call": message.call_sid, "tries": tries}
        if answered.outcome == "taken":
            if self._told.works():
                self._log.info("hook works again")
            self._log.debug("hook delivered", **said, ms=round(answered.seconds * 1000))
        elif given_up:
            self._log.warning("hook given up", **said, error=answered.why)
        elif self._told.is_news("not taken"):  # one line for an outage, whatever comes of each request
            self._log.warning("hook not delivered, tried again later", **said, error=answered.why)
