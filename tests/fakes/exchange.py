"""An exchange in memory with the three settable services, for tests in virtual time."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from io import StringIO

import trio

from actors.cast import OffhookCast
from actors.recognizer.service import Recognizer
from actors.responder.service import Responder
from actors.services import Services, open_services
from actors.settings import Settings
from actors.speaker.service import Voice
from engine.agent import load_agent
from engine.exchange import Exchange
from engine.record import CallRecord
from engine.store import open_store
from engine.telemetry import open_log
from tests.fakes.carrier import FakeCarrier
from tests.fakes.world import FakeWorld

AGENT = """
name = "test"
greeting = "Good evening."
goodbye = "We have to end here."
apology = "Something broke."
repeat = "Once more, please?"
transfer = "+15550199"
"""


def settings_with(**sections: dict[str, object]) -> Settings:
    """Settings of the three settable services, nothing from file or environment but what is given."""
    scripted: dict[str, dict[str, object]] = {
        "store": {"path": ":memory:"},
        "recognizer": {"chain": ["scripted"]},
        "responder": {"chain": ["scripted"]},
        "speaker": {"chain": ["tone"]},
    }
    for section, values in sections.items():
        scripted[section] = scripted.get(section, {}) | values
    return Settings.model_validate(scripted)


@asynccontextmanager
async def open_test_exchange(
    settings: Settings | None = None,
    *,
    agent: str = AGENT,
    recognizer: Recognizer | None = None,
    responder: Responder | None = None,
    voice: Voice | None = None,
) -> AsyncIterator[Exchange]:
    """Leave out a service to get the settable one."""
    settings = settings or settings_with()
    world = FakeWorld()
    log = open_log(settings.log, world, StringIO())
    loaded = load_agent("test.toml", agent)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(world, settings.store.path, log))
        opened = await stack.enter_async_context(open_services(settings, loaded, world, log))
        services = Services(
            [recognizer or opened.recognizer("en")],
            [responder or opened.responder("en")],
            [voice or opened.voice("en")],
        )
        cast = OffhookCast(services, settings)
        yield Exchange(settings=settings, agent=loaded, cast=cast, world=world, store=store, log=log)


@asynccontextmanager
async def calling(exchange: Exchange, carrier: FakeCarrier) -> AsyncIterator[trio.Event]:
    """A call under way; the event tells that the exchange has let go of it."""
    over = trio.Event()

    async def answer() -> None:
        await exchange.answer(carrier.line)
        over.set()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(answer)
        nursery.start_soon(carrier.run)  # noqa: ASYNC113  # the test waits for what it needs
        yield over
        if not carrier.hung_up:
            carrier.hang_up()
        with trio.fail_after(30):
            await over.wait()
        nursery.cancel_scope.cancel()


async def record_of(exchange: Exchange, carrier: FakeCarrier) -> CallRecord:
    """The one record that the store has of a call."""
    records = [record for record in await exchange.recent_calls(100) if record.begun.call_sid == carrier.call_sid]
    assert len(records) == 1, "exactly one record for each call"
    record = await exchange.find_call(carrier.call_sid)
    assert record is not None
    return record
