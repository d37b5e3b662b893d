"""The ASGI application that `hypercorn app:app --worker-class trio` serves. Assembly only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from actors.cast import OffhookCast
from actors.services import open_services
from actors.settings import Settings
from engine.agent import load_agent
from engine.exchange import Exchange
from engine.log_output import LogOutput, keep_standard_descriptors
from engine.settings import load_settings
from engine.store import open_store
from engine.telemetry import open_log
from engine.world import RealWorld
from web import serving, worker_signals
from web.application import Application


@asynccontextmanager
async def open_exchange() -> AsyncIterator[Exchange]:
    """Everything that lives as long as the server. What is wrong with the settings or the agent is raised here."""
    keep_standard_descriptors()
    settings = load_settings(Settings)
    world = RealWorld()
    path = Path(settings.agent.path)
    agent = load_agent(str(path), world.read_file(path).decode())
    with closing(LogOutput()) as log_output:
        log = open_log(settings.log, world, log_output)
        async with (
            open_store(world, settings.store.path, log) as store,
            open_services(settings, agent, world, log) as services,
        ):
            cast = OffhookCast(services, settings)
            world.settle()
            yield Exchange(
                settings=settings, agent=agent, cast=cast, world=world, store=store, log=log, log_output=log_output
            )


serving.install()
worker_signals.leave_stopping_to_the_parent()
app = Application(open_exchange)
