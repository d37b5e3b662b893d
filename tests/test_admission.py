"""How many calls a server takes over all its workers. Real processes, sockets, locks and clock."""

import re
import signal
import sys
from pathlib import Path

import httpx
import pytest
import trio

from tests.serving import HypercornCommand, answers, free_port, hypercorn, running, settings_in

WEBHOOKS, CALLS = 1000, 450
"""Callers at one moment, and places: each worker lets as many connections wait as there are callers."""
AT_ONCE = 64  # that connect; all ask at once. With more than the kernel holds for `hypercorn`, some would connect late


@pytest.mark.parametrize("way", ["hypercorn -w 2", "offhook serve --workers=2"])
async def test_a_thousand_webhooks_at_once_never_get_more_places_than_there_are(way: str, tmp_path: Path) -> None:
    """Two workers share them: exactly so many callers get a token, and all others hear busy."""
    settings = settings_in(tmp_path, OFFHOOK__LIMITS__CALLS=str(CALLS), OFFHOOK__ADMISSION__UNCLAIMED_S="300")
    port = free_port()
    serve = running(serve_on(port, "--workers=2"), settings, port)
    with trio.fail_after(120):
        async with hypercorn(settings, "-w", "2") if way == "hypercorn -w 2" else serve as server:
            await both_run(server)
            told = await webhooks(server.port, WEBHOOKS)
            tokens = [token for answer in told for token in re.findall(rb'name="token" value="([^"]+)"', answer)]
            assert len(told) == WEBHOOKS
            assert len(set(tokens)) == len(tokens) == CALLS
            assert sum(b"<Reject" in answer for answer in told) == WEBHOOKS - CALLS
            server.process.send_signal(signal.SIGTERM)
            assert await server.ended() == 0
    assert b"Traceback" not in server.log


async def test_the_places_of_a_killed_worker_come_back_at_once(tmp_path: Path) -> None:
    """Two processes that share a runtime folder count together; the kernel gives back what a killed one held."""
    shared = {"OFFHOOK__SERVER__RUNTIME_FOLDER": str(tmp_path / "run"), "OFFHOOK__LIMITS__CALLS": "4"}
    settings = settings_in(tmp_path, **shared)
    one, other = free_port(), free_port()
    with trio.fail_after(90):
        async with running(serve_on(one), settings, one) as killed, running(serve_on(other), settings, other) as left:
            await answers(killed.address)
            await answers(left.address)
            assert [is_admitted(answer) for answer in await webhooks(one, 5)].count(True) == 4
            assert not any(is_admitted(answer) for answer in await webhooks(other, 2, first=10))
            killed.process.send_signal(signal.SIGKILL)
            await killed.ended()
            assert [is_admitted(answer) for answer in await webhooks(other, 5, first=20)].count(True) == 4
            async with httpx.AsyncClient(base_url=left.address) as client:
                assert (await client.get("/readyz")).json() == {"status": "full"}
            left.process.send_signal(signal.SIGTERM)
            assert await left.ended() == 0


def serve_on(port: int, *options: str) -> list[str]:
    return [sys.executable, "-c", "from offhook import cli; cli.main()", "serve", f"--port={port}", *options]


async def both_run(server: HypercornCommand) -> None:
    while server.log.count(b"Running on") < 2:  # noqa: ASYNC110  # no bell rings
        await trio.sleep(0.1)


async def webhooks(port: int, count: int, first: int = 0) -> list[bytes]:
    """The answers to so many callers, each on a connection of its own, all of which are open before the first asks."""
    told: list[bytes] = []
    connected = 0
    all_connected = trio.Event()
    connecting = trio.CapacityLimiter(AT_ONCE)

    async def ring(number: int) -> None:
        nonlocal connected
        form = f"CallSid=CA{first + number}&From=%2B15550100".encode()
        async with connecting:
            stream = await trio.open_tcp_stream("127.0.0.1", port)
        async with stream:
            connected += 1
            if connected == count:
                all_connected.set()
            await all_connected.wait()
            await stream.send_all(
                b"POST /voice-stream HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s" % (len(form), form)
            )
            answer = b""
            while data := await stream.receive_some(65_536):
                answer += bytes(data)
            told.append(answer)

    async with trio.open_nursery() as nursery:
        for number in range(count):
            nursery.start_soon(ring, number)
    return told


def is_admitted(answer: bytes) -> bool:
    return b"<Stream" in answer
