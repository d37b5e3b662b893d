"""A fake of Twilio's REST API on a real socket beside a command that runs Trio itself."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import trio

from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.fakes.twilio_rest import FakeTwilio

_WITHIN_S = 30.0


@contextmanager
def served(fake: FakeTwilio) -> Iterator[str]:
    """Its URL."""
    ready, stop = threading.Event(), trio.Event()
    found: list[tuple[str, trio.lowlevel.TrioToken]] = []

    async def serve() -> None:
        async with on_a_socket(fake.serve) as url:
            found.append((url, trio.lowlevel.current_trio_token()))
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=trio.run, args=(serve,))
    thread.start()
    try:
        assert ready.wait(_WITHIN_S)
        ((url, token),) = found
        yield url
    finally:
        token.run_sync_soon(stop.set)
        thread.join(_WITHIN_S)
        assert not thread.is_alive()
