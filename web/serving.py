"""`offhook serve`: the same application as under the bare `hypercorn` command, through Hypercorn's Trio entry.

ServingFailed            the server did not come up; the text says why
"""

import signal
from typing import cast

import trio
from hypercorn.config import Config
from hypercorn.trio import serve
from hypercorn.typing import ASGIFramework
from hypercorn.utils import LifespanFailureError, LifespanTimeoutError

from engine.errors_in_words import in_words
from engine.settings import ServerSettings
from web.application import Application


class ServingFailed(Exception):
    """The server could not start."""


async def run_server(app: Application, settings: ServerSettings) -> None:
    """Serve until SIGINT or SIGTERM, then drain. Raises ServingFailed."""
    config = Config()
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    config.bind = [f"{host}:{settings.port}"]
    try:
        # Hypercorn types ASGI by its own dictionaries; the specification's are open.
        await serve(cast(ASGIFramework, app), config, shutdown_trigger=_wait_for_signal, mode="asgi")
    except* (LifespanFailureError, LifespanTimeoutError) as group:
        raise ServingFailed(in_words(group)) from group
    except* OSError as group:
        raise ServingFailed(f"{config.bind[0]}: {in_words(group)}") from group


async def _wait_for_signal() -> None:
    with trio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async for _ in signals:
            return
