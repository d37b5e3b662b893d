"""The real server in this process: Hypercorn's Trio worker and the real application on a free port, in real time."""

import logging
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from io import StringIO
from typing import cast

import httpx
import trio
from hypercorn.config import Config
from hypercorn.trio import serve
from hypercorn.typing import ASGIFramework
from trio.testing import wait_all_tasks_blocked

from offhook.actors.agent_files import AgentFiles
from offhook.actors.responder.service import Responder
from offhook.actors.settings import Settings
from offhook.actors.speaker.service import Voice
from offhook.actors.voice_detector import VoiceDetector
from offhook.engine.host.settings import VadSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import RealWorld
from offhook.engine.record.call_record import CallRecord
from offhook.engine.run.exchange import Exchange
from offhook.simulation.exchange import open_simulated_exchange, settings_with
from offhook.web import serving
from offhook.web.application import Application
from offhook.web.carriers.twilio import MEDIA_PATH

on_media_lane: ContextVar[bool | None] = ContextVar("on_media_lane", default=None)
"""How calls go in a test that is run both ways; None: as the settings say."""
AT_REST_WITHIN_S = 10.0  # far above the promised 2 s: these tests look for what never ends, on machines under load


class RunningServer:
    """A server that listens, and what a test asks of it."""

    def __init__(self, exchange: Exchange, nursery: trio.Nursery, port: int, log: StringIO, ended: trio.Event) -> None:
        self.exchange, self.port, self._log, self.ended = exchange, port, log, ended
        self.webhook_url = f"http://127.0.0.1:{port}/voice-stream"
        self.media_url = f"ws://127.0.0.1:{port}{MEDIA_PATH}"
        self._nursery = nursery
        self._tasks_at_rest = self.tasks()

    def tasks(self) -> list[str]:
        """The server's tasks by name, those of its connections included."""
        waiting, names = [self._nursery], []
        while waiting:
            children = waiting.pop().child_tasks
            names += [task.name for task in children]
            waiting += [nursery for task in children for nursery in task.child_nurseries]
        return sorted(names)

    async def at_rest(self) -> None:
        """Wait until nothing is left of any connection or call."""
        with trio.move_on_after(AT_REST_WITHIN_S):
            while self.exchange.live_calls or self.tasks() != self._tasks_at_rest:  # noqa: ASYNC110  # no bell rings
                await trio.sleep(0.02)
        left = (Counter(self.tasks()) - Counter(self._tasks_at_rest)).elements()
        assert not self.exchange.live_calls, "a call goes on"
        assert not (names := list(left)), f"tasks left behind: {names}"

    async def live_calls(self, number: int) -> None:
        """Wait until so many calls are under way."""
        with trio.fail_after(AT_REST_WITHIN_S):
            while len(self.exchange.live_calls) != number:  # noqa: ASYNC110  # as above
                await trio.sleep(0.02)

    @property
    def log(self) -> str:
        """All that server and exchange have written."""
        return self._log.getvalue()

    async def records(self) -> list[CallRecord]:
        """The calls that were, the newest first."""
        return await self.exchange.recent_calls(100)

    async def finished_records(self) -> list[CallRecord]:
        """The calls that are over, the newest first."""
        return [record for record in await self.records() if record.over is not None]


@asynccontextmanager
async def open_server(
    settings: Settings | None = None,
    *,
    voice: Voice | Sequence[Voice] = (),
    responder: Responder | Sequence[Responder] = (),
    open_detector: Callable[[VadSettings], VoiceDetector] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    send_buffer: int | None = None,
    shutdown_trigger: Callable[[], Awaitable[None]] = trio.sleep_forever,
    root_path: str = "",
    agents: AgentFiles | None = None,
    statsd_host: str | None = None,
    config: Config | None = None,
) -> AsyncIterator[RunningServer]:
    """Serve until the context is left, or `shutdown_trigger` returns and the last call is over.

    Services get `transport`. `send_buffer` is the kernel's, in bytes, for each connection. `config` has an operator's
    options.
    """
    serving.install()
    if (lane := on_media_lane.get()) is not None:
        settings = settings or settings_with()
        settings = settings.model_copy(update={"server": settings.server.model_copy(update={"media_lane": lane})})
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    if send_buffer is not None:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)  # accepted sockets inherit it
    port = listener.getsockname()[1]
    config = config or Config()
    config.bind = [f"fd://{listener.detach()}"]  # Hypercorn's from here on
    config.root_path, config.statsd_host = root_path, statsd_host
    config.keep_alive_timeout = 0.5  # how long an idle HTTP connection stays is Hypercorn's affair, and 5 s
    log = StringIO()
    config.errorlog = logging.Logger("hypercorn of a test")
    config.errorlog.addHandler(logging.StreamHandler(log))
    opening = open_simulated_exchange(
        settings, voice=voice, responder=responder, open_detector=open_detector, transport=transport, agents=agents
    )
    async with opening as exchange:
        exchange.log = open_log(exchange.settings.log, RealWorld(), log)

        @asynccontextmanager
        async def opened() -> AsyncIterator[Exchange]:
            yield exchange

        # Hypercorn types ASGI by its own dictionaries; the specification's are open.
        application = cast(ASGIFramework, Application(opened))
        ended = trio.Event()

        async def run(task_status: trio.TaskStatus[list[str]]) -> None:
            await serve(application, config, shutdown_trigger=shutdown_trigger, task_status=task_status, mode="asgi")
            ended.set()

        async with trio.open_nursery() as nursery:
            await nursery.start(run, name="test server")
            await wait_all_tasks_blocked()  # all of its own tasks are there, before one is counted
            yield RunningServer(exchange, nursery, port, log, ended)
            nursery.cancel_scope.cancel()
