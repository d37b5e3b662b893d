"""A server that may not have many file descriptors, and a crowd at its door: a real process, sockets and clock."""

import sys
from contextlib import AsyncExitStack
from pathlib import Path

import trio

from tests.serving import a_call_that_stays, answers, call, free_port, running, settings_in
from tests.web.raw_peer import open_peer

HARD_LIMIT = 200
CALLS = 20
CROWD = 260
LIMITED = (
    "import os, resource, sys;"
    f"resource.setrlimit(resource.RLIMIT_NOFILE, (60, {HARD_LIMIT}));"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


async def test_a_caller_gets_through_though_strangers_take_every_descriptor_they_can(tmp_path: Path) -> None:
    """The soft limit is raised at the start, the room is as large as what is left, and who fills it makes room.

    Without that a new caller waited for eight seconds, and every failure was a traceback.
    """
    port = free_port()
    settings = settings_in(tmp_path, OFFHOOK__LIMITS__CALLS=str(CALLS))
    bare = ["-m", "hypercorn", "app:app", "--worker-class", "trio", "-b", f"127.0.0.1:{port}"]
    with trio.fail_after(90):
        async with running([sys.executable, "-c", LIMITED, *bare], settings, port) as server, AsyncExitStack() as crowd:
            await answers(server.address)
            async with a_call_that_stays(server.address) as outcomes:
                for number in range(CROWD):
                    await crowd.enter_async_context(open_peer(server, shake_hands=False))
                    if number % 20 == 0:
                        await trio.sleep(0.05)
                with trio.fail_after(8):
                    assert (await call(server.address)).failure == ""
                assert outcomes == []
                server.process.terminate()
            assert await server.ended() == 0
    assert b"few file descriptors" in server.log
    assert b"connections pushed out" in server.log
    assert b"Traceback" not in server.log
