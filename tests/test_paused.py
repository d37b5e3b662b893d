"""The server's process stands still for a while, as when its virtual machine is moved. Real process and clock."""

import os
import signal
from pathlib import Path

import httpx
import trio

from tests.serving import a_call_that_stays, answers, call, hypercorn, settings_in

PAUSE_S = 4.0


async def test_a_process_that_was_paused_ends_no_call(tmp_path: Path) -> None:
    """The caller's audio waits in the socket all the while: nobody has been silent, and no watchdog says so."""
    settings = settings_in(tmp_path, OFFHOOK__LIMITS__CARRIER_SILENCE_S="1.5")
    with trio.fail_after(90):
        async with hypercorn(settings) as server:
            await answers(server.address)
            async with a_call_that_stays(server.address) as outcomes:
                await trio.sleep(1)
                os.kill(server.worker_pid, signal.SIGSTOP)
                try:
                    await trio.sleep(PAUSE_S)
                finally:
                    os.kill(server.worker_pid, signal.SIGCONT)
                await trio.sleep(3)
                assert outcomes == []
                assert (await call(server.address)).failure == ""
                async with httpx.AsyncClient(base_url=server.address) as client:
                    (live,) = (await client.get("/calls")).json()["live"]
                server.process.terminate()
            assert await server.ended() == 0
    assert live["seconds"] > 2
    assert b"process was paused" in server.log
    assert b"crashed" not in server.log
    assert b"Traceback" not in server.log
