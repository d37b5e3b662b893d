"""The application under the real server: its life from start to stop, and HTTP connections that break off."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
import trio
from hypercorn.config import Config
from hypercorn.trio import serve
from hypercorn.typing import ASGIFramework
from trio.testing import wait_all_tasks_blocked

from offhook.engine.host.settings_sources import SettingsError
from offhook.engine.host.worker import WorkerDied
from offhook.engine.run.exchange import Exchange
from offhook.simulation.exchange import open_simulated_exchange
from offhook.web.application import Application
from offhook.web.serving import ServingFailed, install
from tests.web.raw_peer import WITHIN_S, open_peer
from tests.web.server import open_server


async def test_a_form_that_breaks_off_is_nobodys_error(caplog: pytest.LogCaptureFixture) -> None:
    """A carrier that hangs up in the middle of its webhook leaves nothing, and no traceback in the log."""
    async with open_server() as server:
        async with open_peer(server, shake_hands=False) as peer:
            await peer.send_bytes(
                b"POST /voice-stream HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nCallSid="
            )
        await server.at_rest()
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


async def run_server(application: Application) -> None:
    install()
    config = Config()
    config.bind, config.errorlog = ["127.0.0.1:0"], None
    with trio.fail_after(WITHIN_S):
        # Hypercorn types ASGI by its own dictionaries; the specification's are open.
        await serve(cast(ASGIFramework, application), config, mode="asgi")


async def test_an_exchange_that_cannot_open_stops_the_server() -> None:
    """What is wrong at start-up ends the server and is named; it never serves without an exchange."""

    @asynccontextmanager
    async def closed() -> AsyncIterator[Exchange]:
        raise SettingsError("no such agent")
        yield

    with pytest.raises(ServingFailed, match="no such agent"):
        await run_server(Application(closed))


async def test_an_exchange_that_breaks_down_stops_the_server() -> None:
    """When what all calls share is gone, nobody is answered by the rest: the server ends and says why."""

    @asynccontextmanager
    async def brittle() -> AsyncIterator[Exchange]:
        async with open_simulated_exchange() as exchange, trio.open_nursery() as nursery:
            nursery.start_soon(break_down)
            yield exchange

    async def break_down() -> None:
        await wait_all_tasks_blocked()  # the server is up
        raise WorkerDied("the shared worker is gone")

    with pytest.raises(ServingFailed, match="shared worker is gone"):
        await run_server(Application(brittle))
