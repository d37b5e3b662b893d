"""How the server ends, as a user runs it: told to stop, its parent killed. Real processes, sockets and clock."""

import os
import signal
from pathlib import Path

import pytest
import trio

from tests.serving import a_call_that_stays, answers, hypercorn, settings_in, sounds_heard


@pytest.mark.parametrize(("who", "workers"), [("the parent", 2), ("the whole group", 2), ("the whole group", 1)])
async def test_sigterm_lets_the_caller_hear_a_goodbye(who: str, workers: int, tmp_path: Path) -> None:
    """Told to stop, the bare command lets a call go on for `drain_s`, says goodbye, ends with 0 and leaves nothing.

    With two workers the idle one is gone at once, and the busy one is not hurried by that.
    """
    settings = settings_in(tmp_path, OFFHOOK__SERVER__DRAIN_S="1")
    with trio.fail_after(90):
        async with hypercorn(settings, "-w", str(workers)) as server:
            await answers(server.address)
            async with a_call_that_stays(server.address) as outcomes:
                await trio.sleep(1)  # the greeting is over
                if who == "the parent":
                    server.process.send_signal(signal.SIGTERM)
                else:
                    os.killpg(server.process.pid, signal.SIGTERM)
            assert await server.ended() == 0
    (outcome,) = outcomes
    greeting_at, goodbye_at = sounds_heard(outcome)
    assert greeting_at + 1.5 < goodbye_at < greeting_at + 5
    assert b"Traceback" not in server.log


async def test_workers_whose_parent_is_killed_finish_their_calls_and_end(tmp_path: Path) -> None:
    """A parent that can tell its workers nothing any more leaves none of them behind, and no caller without goodbye."""
    settings = settings_in(tmp_path, OFFHOOK__SERVER__DRAIN_S="1")
    with trio.fail_after(90):
        async with hypercorn(settings, "-w", "2") as server:
            await answers(server.address)
            async with a_call_that_stays(server.address) as outcomes:
                await trio.sleep(1)  # the greeting is over
                server.process.kill()
            await server.ended()
    (outcome,) = outcomes
    greeting_at, goodbye_at = sounds_heard(outcome)
    assert greeting_at + 1.5 < goodbye_at < greeting_at + 5
