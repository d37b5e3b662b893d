"""How the server ends, as a user runs it: told to stop, its parent killed. Real processes, sockets and clock."""

import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import trio

from offhook.web.stopping import SAME_REQUEST_S
from tests.serving import (
    SERVE,
    a_call_that_stays,
    answers,
    free_port,
    hypercorn,
    running,
    serve_with_workers,
    settings_in,
    sounds_heard,
)


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


@pytest.mark.parametrize("way", ["offhook serve", "hypercorn"])
async def test_workers_whose_parent_is_killed_finish_their_calls_and_end(way: str, tmp_path: Path) -> None:
    """A parent that can tell its workers nothing any more leaves none of them behind, and no caller without goodbye."""
    settings = settings_in(tmp_path, OFFHOOK__SERVER__DRAIN_S="1")
    with trio.fail_after(90):
        async with hypercorn(settings, "-w", "2") if way == "hypercorn" else serve_with_workers(settings) as server:
            await answers(server.address)
            async with a_call_that_stays(server.address) as outcomes:
                await trio.sleep(1)  # the greeting is over
                server.process.kill()
            await server.ended()
    (outcome,) = outcomes
    greeting_at, goodbye_at = sounds_heard(outcome)
    assert greeting_at + 1.5 < goodbye_at < greeting_at + 5


async def test_who_rings_while_the_bare_command_drains_is_told_at_once(tmp_path: Path) -> None:
    """The parent process keeps the listening socket: without an answer, callers would hang there until its end."""
    settings = settings_in(tmp_path, OFFHOOK__SERVER__DRAIN_S="4")
    with trio.fail_after(90):
        async with hypercorn(settings) as server:
            await answers(server.address)
            async with a_call_that_stays(server.address):
                server.process.send_signal(signal.SIGTERM)
                await trio.sleep(0.5)
                with trio.fail_after(3):
                    ready, busy = await ask_at_the_door(server.address)
            assert await server.ended() == 0
    assert (ready.status_code, ready.json()["status"]) == (503, "draining")
    assert "<Reject" in busy.text


async def ask_at_the_door(address: str) -> tuple[httpx.Response, httpx.Response]:
    """What a health check and a caller are told."""
    async with httpx.AsyncClient(base_url=address) as client:
        return await client.get("/readyz"), await client.post("/voice-stream", data={"From": "+15550100"})


@pytest.mark.parametrize("way", ["offhook serve", "offhook serve --workers 2", "hypercorn -w 0"])
async def test_a_second_ctrl_c_is_the_goodbye_and_not_the_end(way: str, tmp_path: Path) -> None:
    """Whoever presses it twice waits for no drain; the caller hears a goodbye, the record has its end."""
    port = free_port()
    settings = settings_in(tmp_path, OFFHOOK__SERVER__DRAIN_S="60", OFFHOOK__SERVER__PORT="1")
    bare = ("-m", "hypercorn", "app:app", "--worker-class", "trio", "-w", "0", "-b", f"127.0.0.1:{port}")
    serve = [*SERVE, *way.split()[2:], f"--port={port}"]  # wins over the variable
    command = [sys.executable, *bare] if way == "hypercorn -w 0" else serve
    with trio.fail_after(90):
        async with running(command, settings, port) as server:
            await answers(server.address)
            await server.workers_started(2 if "--workers" in way else 0)
            async with a_call_that_stays(server.address) as outcomes:
                await trio.sleep(1)
                server.process.send_signal(signal.SIGINT)
                await trio.sleep(SAME_REQUEST_S + 0.3)
                server.process.send_signal(signal.SIGINT)
            assert await server.ended() == 0
    assert len(sounds_heard(outcomes[0])) == 2
    with closing(sqlite3.connect(tmp_path / "calls.db")) as records:
        assert records.execute("SELECT end_reason FROM calls").fetchall() == [("server stopping",)]
    assert b"Traceback" not in server.log


@pytest.mark.parametrize("way", ["offhook serve", "offhook serve --workers 2", "hypercorn"])
async def test_a_terminal_that_is_closed_cuts_no_call(way: str, tmp_path: Path) -> None:
    """SIGHUP for every process of it: the server drains, and the bare command comes up again (its reload)."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under `nohup` it would be ignored, by whatever is started too
    port = free_port()
    settings = settings_in(tmp_path, OFFHOOK__SERVER__DRAIN_S="1", OFFHOOK__SERVER__PORT=str(port))
    bare = ("-m", "hypercorn", "app:app", "--worker-class", "trio", "-b", f"127.0.0.1:{port}")
    command = [sys.executable, *bare] if way == "hypercorn" else [*SERVE, *way.split()[2:]]
    with trio.fail_after(90):
        async with running(command, settings, port) as server:
            await answers(server.address)
            await server.workers_started(2 if "--workers" in way else 0)
            async with a_call_that_stays(server.address) as outcomes:
                await trio.sleep(1)
                os.killpg(server.process.pid, signal.SIGHUP)
            if way == "hypercorn":
                await answers(server.address)
                server.process.terminate()
            assert await server.ended() == 0
    assert len(sounds_heard(outcomes[0])) == 2
    with closing(sqlite3.connect(tmp_path / "calls.db")) as records:
        assert records.execute("SELECT end_reason FROM calls").fetchall() == [("server stopping",)]
