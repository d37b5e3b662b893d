"""Opens everything that lives as long as the server: settings, agent, services, store."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager

from offhook.actors.settings import Settings
from offhook.actors.start_up import Texts, open_all, read_texts
from offhook.actors.start_up_failed import StartUpFailed
from offhook.engine.host.log_output import LogOutput, keep_standard_descriptors
from offhook.engine.host.shared_folder import SharedFolder, UnusableFolder
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import RealWorld
from offhook.engine.run.exchange import Exchange
from offhook.hooks.opening import open_hooks
from offhook.web.admission import open_admission
from offhook.web.carriers.telnyx_account import telnyx_calls_come_from
from offhook.web.carriers.twilio_signature import calls_come_from, nobody_can_call


@asynccontextmanager
async def open_exchange(texts: Texts | None = None, started_by: int | None = None) -> AsyncIterator[Exchange]:
    """The exchange of a server. Raises StartUpFailed with all problems of the settings or the agent.

    `texts` are settings and agent file if they are read already, as the command does with its options. `started_by` is
    the process that starts the workers of this server, if that is not Hypercorn's.
    """
    keep_standard_descriptors()
    world = RealWorld(started_by=started_by)
    texts = texts or read_texts(world)
    settings, agents = texts.usable()
    with _shared_folder(settings, world) as folder, closing(LogOutput()) as log_output:
        log = open_log(settings.log, world, log_output)
        for warning in texts.warnings:
            log.warning("variables ignored", why=warning)
        for why in texts.exposed:
            log.warning("secrets can be read by others", why=why)
        for why in texts.unusable_services:
            log.warning("service unusable", why=why)
        for why in texts.observers.unusable:
            log.warning("observer unusable", why=why)
        async with (
            open_all(settings, agents, world, log) as opened,
            open_admission(folder, settings, world, log) as admission,
            open_hooks(settings.hooks, opened.store, world, log) as told_facts,
        ):
            world.settle()
            over_telnyx = telnyx_calls_come_from(settings)
            nobody = nobody_can_call(settings) and over_telnyx is None
            (log.warning if nobody else log.info)("calls come from", who=calls_come_from(settings))
            if over_telnyx is not None:
                log.info("calls come from", who=over_telnyx)
            for number, agent in agents.lines():
                log.info("calls go to", number=number, agent=agent.name, file=agent.path)
            if texts.observers.openers:
                log.info("observers ready", observers=list(texts.observers.openers))
            yield Exchange(
                settings=settings,
                agents=opened.agents,
                look_up=opened.look_up,
                folder=folder,
                world=world,
                store=opened.store,
                admission=admission,
                log=log,
                log_output=log_output,
                on_call_expected=opened.warm_up.expect_call,
                on_call_ended=world.garbage.call_ended,
                observers=[*texts.observers.openers.values(), *told_facts],
            )


@contextmanager
def _shared_folder(settings: Settings, world: RealWorld) -> Iterator[SharedFolder]:
    """Raises StartUpFailed."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(world.shared_folder(settings.server.runtime_folder))
        except UnusableFolder as exc:
            raise StartUpFailed(f"server.runtime_folder: {exc}") from exc
        yield folder
