"""The ASGI application that `hypercorn app:app --worker-class trio` serves. Assembly only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from offhook.actors.start_up import Texts, open_all, read_texts
from offhook.engine.exchange import Exchange
from offhook.engine.log_output import LogOutput, keep_standard_descriptors
from offhook.engine.telemetry import open_log
from offhook.engine.world import RealWorld
from offhook.web import serving, worker_signals
from offhook.web.application import Application


@asynccontextmanager
async def open_exchange(texts: Texts | None = None) -> AsyncIterator[Exchange]:
    """Everything that lives as long as the server. What is wrong with the settings or the agent is raised here.

    `texts` for whoever has read them already, as the command has, with its options.
    """
    keep_standard_descriptors()
    world = RealWorld()
    texts = texts or read_texts(world)
    settings, agent = texts.usable()
    with closing(LogOutput()) as log_output:
        log = open_log(settings.log, world, log_output)
        for warning in texts.warnings:
            log.warning("variables ignored", why=warning)
        async with open_all(settings, agent, world, log) as opened:
            world.settle()
            yield Exchange(
                settings=settings,
                agent=agent,
                cast=opened.cast,
                world=world,
                store=opened.store,
                log=log,
                log_output=log_output,
            )


serving.install()
worker_signals.leave_stopping_to_the_parent()
app = Application(open_exchange)
