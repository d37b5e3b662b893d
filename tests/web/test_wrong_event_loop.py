"""Started without `--worker-class trio`: whoever did it learns what to type. Real processes, and none."""

import os
import sys
from pathlib import Path

import pytest
import trio

from offhook.web.application import RUNS_ON_TRIO, Application
from offhook.web.media import AsgiMessage
from tests.serving import free_port, settings_in


@pytest.mark.parametrize("arguments", [[], ["--workers", "0"]], ids=["bare", "one process"])
async def test_the_bare_command_says_what_to_type(arguments: list[str], tmp_path: Path) -> None:
    """One line and the end, no traceback; without a parent process, whose exit code is Hypercorn's, an error."""
    command = [sys.executable, "-m", "hypercorn", "app:app", "-b", f"127.0.0.1:{free_port()}", *arguments]
    with trio.fail_after(60):
        ended = await trio.run_process(
            command, env=os.environ | settings_in(tmp_path), capture_stderr=True, capture_stdout=True, check=False
        )
    assert ended.stderr.decode() == f"{RUNS_ON_TRIO}\n"
    assert ended.stdout == b""
    if arguments:
        assert ended.returncode == 1


def test_a_server_that_obeys_is_told() -> None:
    """Servers that end by themselves on a failed start, as the ASGI specification has it, get the same text."""
    said: list[AsgiMessage] = []

    async def receive() -> AsgiMessage:
        return {"type": "lifespan.startup"}

    async def send(message: AsgiMessage) -> None:
        said.append(message)

    def never() -> None:
        raise AssertionError("nothing is opened")

    starting = Application(never)({"type": "lifespan", "state": {}}, receive, send)  # type: ignore[arg-type]  # not used
    with pytest.raises(StopIteration):  # a coroutine that is over; no event loop has run it
        starting.send(None)
    assert said == [{"type": "lifespan.startup.failed", "message": RUNS_ON_TRIO}]
