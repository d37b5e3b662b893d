"""The server as a user runs it: real processes, real sockets, the real clock. Deadlines are generous on purpose."""

import json
import os
import socket
import sys
from pathlib import Path

import pytest
import trio

from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_stream import WayToLeave
from offhook.telephone.server_process import ServerNotReady, running_server
from tests.serving import a_call_that_stays, answers, call, hypercorn, ignore, no_live_calls, raw_answer, settings_in


async def test_calls_come_and_go(tmp_path: Path) -> None:
    """A proper hang-up, a line that is cut, a caller who vanishes: each call leaves one record and nothing else."""
    settings = settings_in(tmp_path, OFFHOOK__LIMITS__CARRIER_SILENCE_S="1.5")
    with trio.fail_after(90):
        async with running_server(settings, ignore) as address:
            answered = await call(address)
            assert (answered.failure, answered.report.gaps) == ("", ())
            assert answered.report.turns[0].reply_at_s is not None
            await call(address, ending=WayToLeave.DROP)
            vanished = CallOptions(url=f"{address}/voice-stream", ending=WayToLeave.VANISH, max_seconds=6)
            await place_call(vanished)
            records = await no_live_calls(address)
    assert [record["end_reason"] for record in records] == ["carrier silent", "caller hung up", "caller hung up"]


async def test_one_stray_byte_ends_nobody_elses_call(tmp_path: Path) -> None:
    """A peer that sends a byte right behind its upgrade request is dropped; the call beside it goes on."""
    upgrade = (
        b"GET /media-stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\nX"
    )
    with trio.fail_after(90):
        settings = settings_in(tmp_path, OFFHOOK__FLOOR__SILENCES="0")  # or the one who stays would stay for long
        async with running_server(settings, ignore) as address, a_call_that_stays(address) as outcomes:
            for _ in range(5):
                await raw_answer(address, upgrade)
            assert outcomes == []
            assert (await call(address)).failure == ""


async def test_a_form_without_end_is_refused(tmp_path: Path) -> None:
    """A megabyte where a webhook's form belongs is answered with the reason, and not read to its end."""
    request = (
        b"POST /voice-stream HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 1000000\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\na=" + b"x" * 70_000
    )
    with trio.fail_after(60):
        async with running_server(settings_in(tmp_path), ignore) as address:
            answer = await raw_answer(address, request)
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"longer than" in answer


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("OFFHOOK__VAD__SILENCE_MS", "310", ["vad.silence_ms", "310", "multiple of 20"]),
        ("OFFHOOK__STORE__PATH", "/nonexistent/calls.db", ["store.path", "/nonexistent/calls.db"]),
        ("OFFHOOK__AGENT__PATH", "/nonexistent/agent.toml", ["/nonexistent/agent.toml"]),
        ("OFFHOOK__SPEAKER__CHAIN", '["espeak"]', ["speaker.chain", "espeak_ng"]),
    ],
)
async def test_start_up_that_fails_says_why(variable: str, value: str, words: list[str], tmp_path: Path) -> None:
    """`offhook serve` exits 1 and names the key, the value and the rule; bare hypercorn does not come up either."""
    settings = settings_in(tmp_path) | {variable: value}
    with trio.fail_after(60):
        command = [sys.executable, "-c", "from offhook import cli; cli.main()", "serve"]
        ended = await trio.run_process(
            command, env=os.environ | settings, capture_stderr=True, capture_stdout=True, check=False
        )
        assert ended.returncode == 1
        assert all(word in ended.stderr.decode() for word in words)
        with pytest.RaisesGroup(ServerNotReady):
            async with running_server(settings, ignore):
                pass


@pytest.mark.parametrize(
    ("arguments", "silence_ms", "reason"),
    [
        (["-w", "1"], "310", b"OFFHOOK__VAD__SILENCE_MS: vad.silence_ms = '310': must be a multiple of 20"),
        (["-w", "2"], "310", b"OFFHOOK__VAD__SILENCE_MS: vad.silence_ms = '310': must be a multiple of 20"),
        (["--certfile", "no.pem", "--keyfile", "no.key"], "300", b"--certfile no.pem, --keyfile no.key: FileNotFound"),
    ],
)
async def test_workers_that_cannot_start_say_why_and_end(
    arguments: list[str], silence_ms: str, reason: bytes, tmp_path: Path
) -> None:
    """The bare command does not serve half: each worker ends, with the reason and nothing else on standard error.

    It never says that it runs, and nobody takes it for an orderly end: Hypercorn's own exit code would be 0.
    """
    settings = settings_in(tmp_path, OFFHOOK__VAD__SILENCE_MS=silence_ms)
    with trio.fail_after(60):
        async with hypercorn(settings, *arguments) as server:
            assert await server.ended() != 0
    assert server.log.count(reason) >= 1
    assert b"Running on" not in server.log
    assert b"Traceback" not in server.log


async def test_every_line_of_a_json_log_is_json(tmp_path: Path) -> None:
    """The server's own lines and the requests that it notes are lines of the log like any other."""
    settings = settings_in(tmp_path, OFFHOOK__LOG__FORMAT="json")
    with trio.fail_after(60):
        async with hypercorn(settings, "--access-logfile", "-") as server:
            await answers(server.address)
            server.process.terminate()
            await server.ended()
    events = [json.loads(line)["event"] for line in server.log.splitlines()]
    assert f"Running on {server.address} (CTRL + C to quit)" in events
    assert any("GET /readyz" in event for event in events)
    assert "calls come from" in events


@pytest.mark.parametrize("command", ["serve", "hypercorn"])
async def test_a_port_in_use_is_named(command: str, tmp_path: Path) -> None:
    """Who cannot listen ends with 1 and says on which address."""
    with trio.fail_after(60), socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        settings = settings_in(tmp_path, OFFHOOK__SERVER__PORT=str(port))
        if command == "hypercorn":
            async with hypercorn(settings, "-w", "2", port=port) as server:
                exit_code, words = await server.ended(), server.log
        else:
            ended = await trio.run_process(
                [sys.executable, "-c", "from offhook import cli; cli.main()", "serve"],
                env=os.environ | settings,
                capture_stderr=True,
                check=False,
            )
            exit_code, words = ended.returncode, ended.stderr
            assert words.splitlines()[-1].startswith(f"127.0.0.1:{port}: ".encode())
            assert b"Traceback" not in words
    assert exit_code == 1
    assert b"in use" in words


async def test_check_prints_the_effective_settings(tmp_path: Path) -> None:
    """`offhook serve --check` tells what is in force, and that it can be used."""
    settings = os.environ | settings_in(tmp_path, OFFHOOK__VAD__SILENCE_MS="400")
    command = [sys.executable, "-c", "from offhook import cli; cli.main()", "serve", "--check"]
    with trio.fail_after(60):
        ended = await trio.run_process(command, env=settings, capture_stdout=True)
    assert "vad.silence_ms = 400" in ended.stdout.decode()


async def test_in_a_checkout_the_application_is_found_by_its_bare_name_and_all_else_once() -> None:
    """`hypercorn app:app`: what is raised in one copy of a module and awaited in another would be caught by nobody."""
    asks = (
        "import sys, app, offhook.app as named;"
        "rooms = {'actors', 'app', 'engine', 'protocol', 'reports', 'simulation', 'telephone', 'web'};"
        "print(app.open_exchange is named.open_exchange, type(app.app) is type(named.app), rooms & sys.modules.keys())"
    )
    root = Path(__file__).resolve().parent.parent  # noqa: ASYNC240  # of this file, before anything runs
    with trio.fail_after(60):
        ended = await trio.run_process([sys.executable, "-c", asks], cwd=root, capture_stdout=True)
    assert ended.stdout.decode() == "True True {'app'}\n"
