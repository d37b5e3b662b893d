"""Plays a server whose calls end while the receivers of its hooks do everything wrong, and whose process is killed.

Seeded, in virtual time, over real HTTP in memory and a real records file. A process is killed at any of its accesses to
that file, just before or just after it; the next one goes on with the same file, sometimes beside another worker. At
last everything works, and what the hooks promise is checked:

- each end that is on record is taken at least once by each receiver that does not refuse it, always with the same id;
- nothing is sent again that a receiver has answered with 410, once that is noted;
- no call's end waits for a receiver, and no hook for the receiver of another one;
- no message is sent by two workers at once, and no receiver gets more requests at once than the sender's limit.

BrokenHookPromise        one of them is broken; says which
"""

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import TypeVar

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.record import outbox
from offhook.engine.record.call_record import CallBegun, CallOver
from offhook.engine.record.conversation import CallerSaid
from offhook.engine.record.database import Database
from offhook.engine.record.hook_settings import HookSettings
from offhook.engine.record.outbox import Undelivered, message_id_of
from offhook.engine.record.store import Store, open_store
from offhook.hooks.opening import open_hooks
from offhook.hooks.outbox_sender import AT_ONCE, LOOK_EVERY_S
from offhook.simulation.fakes.hook_receiver import HookReceiver, Reply
from offhook.simulation.fakes.http_server import Received
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.seeded import simulate
from offhook.simulation.world import EPOCH, SimulatedWorld

T = TypeVar("T")
GOOD, BAD = "good.internal", "bad.internal"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TROUBLE_S = 200.0
"""How long the bad receiver is bad."""
ALL_TAKEN_WITHIN_S = 3600.0
CALLS, MOST_KILLS, KILLED_WITHIN = 8, 3, 40
END_WITHIN_S = 2.0
TIMEOUT_S = 8.0


class BrokenHookPromise(AssertionError):
    """What the hooks promise does not hold."""


class Killed(msgspec.Struct):
    """A process that was killed, and when."""

    process: int
    at: float


class HookOutcome(msgspec.Struct, frozen=True):
    """What happened in a run, for counting."""

    replies: dict[str, int]
    kills: int
    sent: int
    taken_twice: int
    refused: int


class MortalWorld(SimulatedWorld):
    """A process that is killed at one of its accesses to the disk: before it, or when it is done and nobody knows."""

    def __init__(
        self,
        seed: int,
        transport: httpx.AsyncBaseTransport,
        dies_at: int | None,
        on_death: Callable[[], None],
        *,
        before: bool,
    ) -> None:
        super().__init__(seed, transport=transport)
        self._left, self._before, self._on_death = dies_at, before, on_death
        self.dead = False

    async def run_blocking(self, work: Callable[[], T], *, cost_s: float, lane: str | None = None) -> T:
        if self.dead and getattr(work, "__name__", "") != "close":  # the kernel closes files
            await trio.sleep_forever()
        if self._left is not None:
            self._left -= 1
        if self._left == 0 and self._before:
            await self._die()
        done = await super().run_blocking(work, cost_s=cost_s, lane=lane)
        if self._left == 0:
            await self._die()
        return done

    async def _die(self) -> None:
        self.dead = True
        self._on_death()
        await trio.sleep_forever()


class HookTrial:
    """One run."""

    def __init__(self, seed: int, path: str) -> None:
        self._seed, self._path = seed, path
        self._chance = random.Random(f"{seed}/hooks")
        self._weights = {reply: self._chance.choice((0, 1, 1, 4)) for reply in Reply}
        self._receiver = HookReceiver(SECRET, lambda: EPOCH + trio.current_time(), self._reply_to)
        self._on_record: dict[str, float] = {}
        """Messages of ends that are known to be stored, and when that was."""
        self._kills: list[float] = []
        self._slowest_end_s = 0.0
        self._calls = 0

    async def play(self) -> HookOutcome:
        async with in_memory(self._receiver.server.serve, notices_closed=True) as (_, transport):
            for _ in range(self._chance.randint(0, MOST_KILLS)):
                await self._process(transport, self._chance.randint(1, KILLED_WITHIN))
            await self._process(transport, None)
        return self._checked()

    async def _process(self, transport: httpx.AsyncBaseTransport, dies_at: int | None) -> None:
        """One after the other, or two workers at once of which one is killed."""
        async with trio.open_nursery() as nursery:
            if self._chance.random() < 0.3:
                nursery.start_soon(self._worker, transport, None, nursery.cancel_scope)
            await self._worker(transport, dies_at, nursery.cancel_scope)

    async def _worker(
        self, transport: httpx.AsyncBaseTransport, dies_at: int | None, everybody: trio.CancelScope
    ) -> None:
        with trio.CancelScope() as life:
            before = self._chance.random() < 0.5
            world = MortalWorld(self._chance.getrandbits(32), transport, dies_at, life.cancel, before=before)
            log = open_log(LogSettings(level="error"), world, StringIO())
            async with (
                open_store(world, self._path, log, hooks=(GOOD, BAD)) as store,
                open_hooks(_hooks(), store, world, log),
            ):
                async with trio.open_nursery() as calls:
                    for _ in range(self._chance.randint(1, CALLS)):
                        self._calls += 1
                        calls.start_soon(self._call, store, self._calls)
                if dies_at is None:
                    await self._wait_taken(store)
                else:
                    await trio.sleep(self._chance.uniform(0, TROUBLE_S / 2))
        if dies_at is not None:
            self._kills.append(trio.current_time())
            everybody.cancel(reason="the processes are replaced")

    async def _call(self, store: Store, number: int) -> None:
        await trio.sleep(self._chance.uniform(0, 60))
        begun = CallBegun(f"CA{number}", f"MZ{number}", "+15550100", "test", EPOCH + trio.current_time())
        book = store.open_book(begun)
        book.entry(CallerSaid(1, "book a room", 0.5, "speech"))
        await trio.sleep(self._chance.uniform(0, 10))
        began = trio.current_time()
        await book.end(CallOver(EPOCH + began, "caller hung up", None, {}))
        self._slowest_end_s = max(self._slowest_end_s, trio.current_time() - began)
        if book.has_end:
            self._on_record[message_id_of(begun)] = trio.current_time()

    async def _wait_taken(self, store: Store) -> None:
        """Until nothing waits in the outbox, but for what is given up."""
        with trio.move_on_after(TROUBLE_S + ALL_TAKEN_WITHIN_S):
            while await self._is_waited_for(store):  # noqa: ASYNC110  # the outbox is a file
                await trio.sleep(10 * LOOK_EVERY_S)

    async def _is_waited_for(self, store: Store) -> bool:
        return any(each.next_at is not None for each in await store.with_outbox(outbox.undelivered))

    def _reply_to(self, request: Received) -> Reply:
        if request.headers["host"] == GOOD or trio.current_time() > TROUBLE_S:
            return Reply.TAKEN
        replies = [*self._weights]
        return self._chance.choices(replies, [self._weights[each] or 0.01 for each in replies])[0]

    # What is promised.

    def _checked(self) -> HookOutcome:
        left, ended = _left(self._path)
        for host in (GOOD, BAD):
            sent = self._receiver.of(host)
            taken = {each.message_id for each in sent if each.reply.is_taken}
            refused = {each.message_id for each in sent if each.reply is Reply.GONE}
            for message_id in {**dict.fromkeys(ended), **self._on_record}:
                _promise(message_id in taken | refused, f"{message_id} was not delivered to {host}")
            of_calls = {each.message_id: each.body["data"]["call_sid"] for each in sent}  # type: ignore[index]
            _promise(len({*of_calls.values()}) == len(of_calls), f"{host}: one call has two ids")
            _promise(self._receiver.most_at_once[host] <= AT_ONCE * 2, f"{host} got too many requests at once")
            self._check_refused(host)
        self._check_unhindered()
        _promise(not self._receiver.twice_at_once, "a message was sent twice at once")
        _promise(self._slowest_end_s <= END_WITHIN_S, f"a call's end took {self._slowest_end_s:g} s")
        _promise(all(each.next_at is None and each.hook == BAD for each in left), "something waits for ever")
        return self._outcome()

    def _check_refused(self, host: str) -> None:
        refused_at: dict[str, float] = {}
        for each in self._receiver.of(host):
            if (at := refused_at.get(each.message_id)) is not None:
                unnoted = any(at <= killed <= each.at for killed in self._kills)
                _promise(unnoted, f"{each.message_id} was sent to {host} after a 410")
            if each.reply is Reply.GONE:
                refused_at[each.message_id] = each.at

    def _check_unhindered(self) -> None:
        """What the good receiver gets does not wait for the bad one; only for a process to come up."""
        first: dict[str, float] = {}
        for each in self._receiver.of(GOOD):
            first.setdefault(each.message_id, each.at)
        for message_id, stored_at in self._on_record.items():
            if not any(stored_at <= killed <= first[message_id] for killed in self._kills):
                late_s = first[message_id] - stored_at
                _promise(late_s <= END_WITHIN_S, f"{message_id} waited {late_s:g} s for another hook")

    def _outcome(self) -> HookOutcome:
        sent = self._receiver.deliveries
        taken = Counter((each.host, each.message_id) for each in sent if each.reply.is_taken)
        return HookOutcome(
            replies=dict(sorted(Counter(each.reply.value for each in self._receiver.of(BAD)).items())),
            kills=len(self._kills),
            sent=len(sent),
            taken_twice=sum(number > 1 for number in taken.values()),
            refused=sum(each.reply is Reply.GONE for each in sent),
        )


def play_hooks(seed: int) -> HookOutcome:
    """Raises BrokenHookPromise."""
    with tempfile.TemporaryDirectory() as folder:
        limit_s = (MOST_KILLS + 1) * (TROUBLE_S + ALL_TAKEN_WITHIN_S)
        trial = HookTrial(seed, str(Path(folder) / "calls.db"))
        outcome, _ = simulate(trial.play, seed=seed, virtual_limit_s=limit_s)
        return outcome


def _hooks() -> list[HookSettings]:
    return [
        HookSettings.model_validate({"url": f"http://{host}/", "secret": SECRET, "timeout_s": TIMEOUT_S})
        for host in (GOOD, BAD)
    ]


def _left(path: str) -> tuple[list[Undelivered], list[str]]:
    """What is in the outbox at last, and the messages of all ends that are on record."""
    database = Database(path)
    try:
        left = database.with_outbox(outbox.undelivered)
        ended = [message_id_of(each.begun) for each in database.recent(1000) if each.over is not None]
    finally:
        database.close()
    return left, ended


def _promise(kept: bool, otherwise: str) -> None:
    if not kept:
        raise BrokenHookPromise(otherwise)
