"""Runs the server in its own process, started as a user starts it, on a free port."""

import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from offhook.engine.host.world import RealWorld
from offhook.protocol.vendor_variables import without_vendors

COMMAND = (sys.executable, "-m", "hypercorn", "offhook.app:app", "--worker-class", "trio", "--bind", "127.0.0.1:0")
READY_WITHIN_S = 60.0
STOP_WITHIN_S = 15.0
_ADDRESS = re.compile(r"Running on (http://[0-9.:]+)")


class ServerNotReady(Exception):
    """The server ended, or was not ready in time."""


class RunningServer(msgspec.Struct, frozen=True):
    """A server that answers requests."""

    address: str
    pid: int
    """Of the process that was started; its workers are its children."""


@asynccontextmanager
async def running_server(settings: Mapping[str, str], on_log_line: Callable[[bytes], None]) -> AsyncIterator[str]:
    """The server's address, once it answers. `settings` are environment variables, added to those of this process,
    of which it gets none with a vendor's key or address: it is the same server on every machine.

    It gets SIGTERM when the context is left, and is killed if it does not stop. Raises ServerNotReady.
    """
    async with started_server(COMMAND, settings, on_log_line) as server:
        yield server.address


@asynccontextmanager
async def started_server(
    command: Sequence[str], settings: Mapping[str, str], on_log_line: Callable[[bytes], None]
) -> AsyncIterator[RunningServer]:
    """The same for any command that starts a Hypercorn whose application answers `/readyz`."""
    environment = without_vendors(RealWorld().environment()) | dict(settings)
    # Its log is read through a pipe. So it is not started through the world, whose processes share our standard error.
    process = await trio.lowlevel.open_process(list(command), stderr=subprocess.PIPE, env=environment)
    found, addresses = trio.open_memory_channel[str](1)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(_read_log, process, on_log_line, found, name="server log")
        try:
            address = await _first(addresses)
            await _until_it_answers(address, process)
            yield RunningServer(address, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            with trio.move_on_after(STOP_WITHIN_S, shield=True):
                await process.wait()
            process.kill()


async def _first(addresses: trio.MemoryReceiveChannel[str]) -> str:
    try:
        with trio.fail_after(READY_WITHIN_S):
            return await addresses.receive()
    except (trio.EndOfChannel, trio.TooSlowError):
        raise ServerNotReady("the server did not come up; its log says why") from None


async def _until_it_answers(address: str, process: trio.Process) -> None:
    """Wait for `/readyz`: Hypercorn logs its address before the application has started, even if that fails."""
    async with httpx.AsyncClient(base_url=address) as client:
        with trio.move_on_after(READY_WITHIN_S):
            while process.poll() is None:
                try:
                    if (await client.get("/readyz")).is_success:
                        return
                except httpx.TransportError:
                    pass  # it does not listen yet
                await trio.sleep(0.05)
    raise ServerNotReady("the server did not come up; its log says why")


async def _read_log(
    process: trio.Process, on_log_line: Callable[[bytes], None], found: trio.MemorySendChannel[str]
) -> None:
    assert process.stderr is not None
    rest = b""
    with found:
        async for data in process.stderr:
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                if address := _ADDRESS.search(line.decode(errors="replace")):
                    with suppress(trio.WouldBlock):  # another worker has said it before
                        found.send_nowait(address[1])
                on_log_line(line)
