"""The course of a day: the server, its services, its callers, and what goes wrong with them, on real sockets."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio
from pydantic import SecretStr

from bench.day.crowd import Crowd
from bench.day.look import Look, look
from bench.day.plan import Event, draw
from bench.day.report import Day, Report, report
from bench.day.server import AUTH_TOKEN, Server
from bench.day.services import Service, Services
from bench.day.troubles import Happening, Trouble
from bench.day.verdict import Record
from bench.process_figures import usage
from bench.script import voices
from offhook.reports.terminal import complain
from offhook.telephone.phone_network import open_network

MORE_PLACES = 6
"""Above the callers at a time: a place is held until nothing of a call is left."""
LOOK_BEFORE_S = 3.0
WATCH_EVERY_S = 2.0
RECOVERED_AFTER_S = 140.0
"""After the last trouble: a service is left alone for a minute at most (docs/faults.md), then a call has to try it; the
journal of a call whose record was late stays for two minutes."""
DRAINED_WITHIN_S, SETTLE_S = 40.0, 8.0
WORKER_BACK_WITHIN_S = 60.0
RECORD_WITHIN_S, RECORD_TRIES = 5.0, 5


class Course:
    """One day."""

    def __init__(self, server: Server, services: Services, crowd: Crowd, nursery: trio.Nursery, places: int) -> None:
        self._server, self._services, self._crowd = server, services, crowd
        self._nursery, self._places = nursery, places
        self._began_at = trio.current_time()
        self._most_resident_kib = 0
        self.looks: list[Look] = []
        self.exit_code: int | None = None
        self.worker_back_s: float | None = None

    async def run(self, plan: Sequence[Event]) -> None:
        """Everything of the plan, and a look at the server before each next event."""
        await trio.lowlevel.checkpoint()
        for event, following in zip(plan, [*plan[1:], None], strict=True):
            await trio.sleep_until(self._began_at + event.at_s)
            complain(f"{event.at_s:6.0f} s  {event.name}; {self._crowd.live} calls")
            await self._happen(event)
            ends_s = event.at_s + event.lasts_s + RECOVERED_AFTER_S if following is None else following.at_s
            await trio.sleep_until(self._began_at + ends_s - LOOK_BEFORE_S)
            await self.look(event.name)

    async def look(self, after: str) -> None:
        at_s = trio.current_time() - self._began_at
        sockets = self._services.connections
        most, self._most_resident_kib = self._most_resident_kib, 0
        self.looks.append(await look(self._server, at_s, after, self._crowd.live, sockets, self._places, most))
        complain(msgspec.json.encode(self.looks[-1]).decode())

    async def watch_memory(self) -> None:
        while True:
            await trio.sleep(WATCH_EVERY_S)
            self._most_resident_kib = max(self._most_resident_kib, usage(self._server.pid).resident_bytes // 1024)

    async def look_when_idle(self, after: str) -> None:
        with trio.move_on_after(DRAINED_WITHIN_S):
            await self._crowd.wait_idle()
        await trio.sleep(SETTLE_S)
        await self.look(after)

    async def _happen(self, event: Event) -> None:
        await trio.lowlevel.checkpoint()
        match event.what:
            case Trouble():
                assert event.role is not None
                concerned = self._services.of(event.role)
                await self._trouble(concerned if event.whole_role else concerned[:1], event.what, event.lasts_s)
            case Happening.NETWORK_DROPPED:
                await self._trouble(self._services.all, Trouble.REFUSED, event.lasts_s)
            case Happening.NETWORK_SILENT:
                await self._trouble(self._services.all, Trouble.SILENT, event.lasts_s)
            case Happening.STORE_LOCKED:
                with self._server.locked_store():
                    await trio.sleep(event.lasts_s)
            case Happening.WORKER_KILLED:
                await self._kill_a_worker()
            case Happening.DEPLOY:
                self.exit_code = await self._server.stop()
                await self._server.start(self._nursery)

    async def _trouble(self, services: Sequence[Service], trouble: Trouble, lasts_s: float) -> None:
        for service in services:
            service.begin(trouble)
        await trio.sleep(lasts_s)
        for service in services:
            await service.end()

    async def _kill_a_worker(self) -> None:
        victim, since = self._server.kill_a_worker(), trio.current_time()
        with trio.move_on_after(WORKER_BACK_WITHIN_S):
            await self._server.replaced(victim)
            self.worker_back_s = round(trio.current_time() - since, 2)


async def measure(minutes: float, at_a_time: int, seed: int, port: int, keep: Path | None = None) -> Report:
    """A whole day. `keep` is a folder for the server's log, records and journals. Raises ServerNotReady, OSError."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        services, places = Services(port + 1), at_a_time + MORE_PLACES
        async with trio.open_nursery() as nursery, open_network(auth_token=SecretStr(AUTH_TOKEN)) as network:
            await services.open(nursery)
            server = Server(port, services, folder, places)
            try:
                await server.start(nursery)
                crowd = Crowd(f"{server.address}/voice-stream", AUTH_TOKEN, network, voices(), seed)
                course = Course(server, services, crowd, nursery, places)
                day = await _pass(course, server, crowd, minutes, at_a_time, seed)
            finally:
                with trio.CancelScope(shield=True):  # `stop` has deadlines of its own
                    await server.stop()
                server.close()
                nursery.cancel_scope.cancel(reason="the day is over")
    return report(day)


async def _pass(course: Course, server: Server, crowd: Crowd, minutes: float, at_a_time: int, seed: int) -> Day:
    plan = draw(minutes * 60, seed)
    began_at = trio.current_time()
    ends_s = max(minutes * 60, plan[-1].at_s + plan[-1].lasts_s + RECOVERED_AFTER_S)
    await course.look_when_idle("the start")
    async with trio.open_nursery() as watch:
        watch.start_soon(course.watch_memory, name="watch of the memory")
        async with trio.open_nursery() as nursery:
            nursery.start_soon(crowd.run, at_a_time, began_at + ends_s, name="callers")
            await course.run(plan)
        watch.cancel_scope.cancel(reason="the day is over")
    await course.look_when_idle("the end")
    records = await records_of(server, [log.sid for log in crowd.logs if log.streams])
    return Day(
        minutes=minutes,
        seed=seed,
        at_a_time=at_a_time,
        began_at=began_at,
        ended_at=began_at + ends_s,
        plan=plan,
        logs=crowd.logs,
        records=records,
        looks=course.looks,
        deploy_exit_code=course.exit_code,
        worker_back_s=course.worker_back_s,
        latest_tick_ms=round(crowd.latest_tick_s * 1000, 1),
        log_lines=server.events,
    )


async def records_of(server: Server, sids: Sequence[str]) -> dict[str, Record]:
    """The record of each call that the server knows, over HTTP as an operator's program reads it."""
    await trio.lowlevel.checkpoint()
    found: dict[str, Record] = {}
    async with server.client() as client:
        for sid in sids:
            record = await _record(client, sid)
            if record is not None:
                found[sid] = record
    return found


async def _record(client: httpx.AsyncClient, sid: str) -> Record | None:
    await trio.lowlevel.checkpoint()
    for _ in range(RECORD_TRIES):
        try:
            answer = await client.get(f"/calls/{sid}")
        except httpx.HTTPError:
            await trio.sleep(RECORD_WITHIN_S / RECORD_TRIES)
            continue
        return msgspec.json.decode(answer.content, type=Record) if answer.status_code == 200 else None
    return None
