"""`offhook serve --workers 2` as a user runs it: one worker dies, and the rest goes on. Real processes, sockets, clock.

How it stops is in `tests/test_stopping.py`, when a worker is started again in `tests/web/test_workers.py`.
"""

import os
import signal
from pathlib import Path

import trio

from offhook.telephone.phone import CallOptions, place_call
from tests.serving import SERVE, a_call_that_stays, is_on_a_call, serve_with_workers, settings_in, sounds_heard


async def a_greeting_is_heard(address: str) -> None:
    outcome = await place_call(CallOptions(url=f"{address}/voice-stream"))
    assert (outcome.failure, len(sounds_heard(outcome))) == ("", 1)


async def test_a_killed_worker_is_replaced_and_the_other_ones_call_goes_on(tmp_path: Path) -> None:
    """The caller of the other one hears the greeting, no gap, and in the end the goodbye of a server that stops."""
    settings = settings_in(
        tmp_path,
        OFFHOOK__SERVER__DRAIN_S="1",
        OFFHOOK__FLOOR__IDLE_S="60",
        OFFHOOK__SPEAKER__TONE__SECONDS="2",  # it is heard while the other worker dies and the next one starts
    )
    with trio.fail_after(90):
        async with serve_with_workers(settings) as server:
            async with a_call_that_stays(server.address) as outcomes:
                (idle,) = [pid for pid in server.workers if not is_on_a_call(pid)]
                os.kill(idle, signal.SIGKILL)
                await server.workers_started(3)
                async with trio.open_nursery() as nursery:
                    for _ in range(3):  # whichever answers
                        nursery.start_soon(a_greeting_is_heard, server.address)
                assert outcomes == []
                server.process.terminate()
            assert await server.ended() == 0
    assert (outcomes[0].failure, outcomes[0].report.gaps) == ("", ())
    assert len(sounds_heard(outcomes[0])) == 2
    assert server.log.count(b"how='killed by SIGKILL'") == 1
    assert server.log.count(b"how='exit status 0'") == 2
    assert b"Traceback" not in server.log


async def test_what_keeps_every_worker_from_starting_is_told_once(tmp_path: Path) -> None:
    """A problem that only a worker finds, with the words and the exit code of a server of one process."""
    settings = settings_in(tmp_path, OFFHOOK__STORE__PATH="/nonexistent/calls.db", OFFHOOK__SERVER__PORT="0")
    with trio.fail_after(60):
        ended = await trio.run_process(
            [*SERVE, "--workers", "2"], env=os.environ | settings, capture_stderr=True, check=False
        )
    (told,) = [line for line in ended.stderr.decode().splitlines() if "store.path" in line]
    assert "/nonexistent/calls.db" in told
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr
    assert b"Running on" not in ended.stderr
