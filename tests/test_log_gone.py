"""Standard error that nobody takes lines from: real server processes, sockets and clock.

What a caller or an operator would have suffered: the call in hand cut off, every later one refused, a server that ends
without a word, one that does not end when it is told to.
"""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
import trio

from tests.serving import a_call_that_stays, answers, call, free_port, kill_group, settings_in

F_SETPIPE_SZ = 1031  # <linux/fcntl.h>; Python 3.11 has it, its type hints for other systems do not
SMALLEST_PIPE = 4096


class Reader:
    """The far end of a server's log."""

    def __init__(self) -> None:
        self.end, self.server_end = os.pipe()
        fcntl.fcntl(self.end, F_SETPIPE_SZ, SMALLEST_PIPE)

    def close(self) -> None:
        os.close(self.end)


def goes_away(reader: Reader) -> None:
    """A terminal that is closed, a log shipper that is restarted."""
    reader.close()


def hangs(reader: Reader) -> None:
    """A log shipper that waits for its own server: the pipe is full."""
    # Opened anew, so that only this end of it does not wait.
    writer = os.open(f"/proc/self/fd/{reader.end}", os.O_WRONLY | os.O_NONBLOCK)
    with suppress(BlockingIOError):
        while True:
            os.write(writer, b"#" * 64)
    os.close(writer)


@asynccontextmanager
async def serving(folder: Path, standard_error: int) -> AsyncIterator[tuple[str, trio.Process]]:
    port = free_port()
    process = await trio.lowlevel.open_process(
        [sys.executable, "-m", "hypercorn", "app:app", "--worker-class", "trio", "-b", f"127.0.0.1:{port}"],
        env=os.environ | settings_in(folder, OFFHOOK__LOG__LEVEL="debug"),
        stderr=standard_error,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        await answers(address)
        yield address, process
    finally:
        kill_group(process.pid)
        with trio.fail_after(5, shield=True):
            await process.wait()


async def lines_dropped(address: str) -> int:
    async with httpx.AsyncClient(base_url=address) as client:
        answer = await client.get("/readyz")
    assert answer.status_code == 200
    dropped: int = answer.json().get("log_lines_dropped", 0)
    return dropped


@pytest.mark.parametrize("what_happens", [goes_away, hangs])
async def test_a_reader_of_the_log_that_fails_ends_no_call(
    what_happens: Callable[[Reader], None], tmp_path: Path
) -> None:
    """The call in hand goes on, the next one is answered, health says how many lines are lost, SIGTERM is obeyed."""
    reader = Reader()
    with trio.fail_after(90):
        async with serving(tmp_path, reader.server_end) as (address, process):
            os.close(reader.server_end)
            async with a_call_that_stays(address) as outcomes:
                what_happens(reader)
                following = await call(address)
                assert following.failure == ""
                assert following.report.turns[0].reply_at_s is not None
                assert outcomes == []
                assert await lines_dropped(address) > 0
                process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0


async def test_a_full_disk_under_the_log_from_the_start_ends_no_server(tmp_path: Path) -> None:
    """It starts, answers a call, counts its lost lines, and ends when it is told to."""
    with trio.fail_after(90), open("/dev/full", "wb", buffering=0) as full:  # noqa: ASYNC230  # it is no file that waits
        async with serving(tmp_path, full.fileno()) as (address, process):
            assert (await call(address)).failure == ""
            assert await lines_dropped(address) > 0
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
