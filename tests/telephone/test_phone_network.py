"""The telephone on real sockets of this machine: refusals, handshakes, and one whole call by the command.

Clock: the real one, under a deadline. Faults: a closed port, wrong answers.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
import trio
from trio_websocket import ConnectionClosed, WebSocketRequest, serve_websocket
from typer.testing import CliRunner

from offhook import cli
from offhook.telephone.phone import CallOptions, CallOutcome, place_call
from tests.telephone.media_server import AgentLine

Answering = Callable[[WebSocketRequest], Awaitable[None]]


def http(body: str, status: str = "200 OK", content_type: str = "text/xml") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\nConnection: close"
    return f"{head}\r\n\r\n{body}".encode()


def connect_to(port: int, scheme: str = "ws") -> bytes:
    return http(f'<Response><Connect><Stream url="{scheme}://127.0.0.1:{port}/media"/></Connect></Response>')


@asynccontextmanager
async def webhook(answer: bytes) -> AsyncIterator[str]:
    """Answers every request in the same way."""

    async def handle(stream: trio.SocketStream) -> None:
        await stream.receive_some(65536)
        await stream.send_all(answer)
        await stream.aclose()

    async with trio.open_nursery() as nursery:
        (listener,) = await nursery.start(partial(trio.serve_tcp, handle, 0, host="127.0.0.1"))
        yield f"http://127.0.0.1:{listener.socket.getsockname()[1]}/voice-stream"
        nursery.cancel_scope.cancel()


@asynccontextmanager
async def media_server(answering: Answering) -> AsyncIterator[int]:
    async with trio.open_nursery() as nursery:
        server = await nursery.start(partial(serve_websocket, answering, "127.0.0.1", 0, None))
        yield server.port
        nursery.cancel_scope.cancel()


async def greet(request: WebSocketRequest) -> None:
    line = AgentLine(await request.accept())
    try:
        await line.until("start")
        await line.play(0.1)
        await line.listen_on()
    except ConnectionClosed:
        return


async def closed_port() -> int:
    with trio.socket.socket() as socket:
        await socket.bind(("127.0.0.1", 0))
        port: int = socket.getsockname()[1]
    return port


async def outcome_of(answer: bytes) -> CallOutcome:
    with trio.fail_after(20):
        async with webhook(answer) as url:
            return await place_call(CallOptions(url, max_seconds=8))


async def test_a_call_over_real_sockets_goes_through() -> None:
    """Webhook, upgrade, sound both ways, stop."""
    async with media_server(greet) as port:
        outcome = await outcome_of(connect_to(port))
    assert outcome.failure == ""
    assert outcome.report.agent_audio_s == pytest.approx(0.1)
    assert outcome.report.ended == "by the caller: stop"


async def test_a_webhook_that_is_not_there_is_named() -> None:
    """Nobody listens on that port."""
    port = await closed_port()
    with trio.fail_after(20):
        outcome = await place_call(CallOptions(f"http://127.0.0.1:{port}/voice"))
    assert outcome.failure.startswith(f"http://127.0.0.1:{port}/voice cannot be reached")
    assert outcome.failure.endswith("; is the server running? `offhook serve` starts it")


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (http("no", "403 Forbidden"), "answered 403 Forbidden"),
        (http("hello", content_type="text/plain"), "answered with text/plain, which is not TwiML"),
        (http("<Response>"), "not XML"),
        (
            http('<Response><Connect><Stream url="ftp://127.0.0.1/"/></Connect></Response>'),
            "not a ws or wss URL (31922)",
        ),
        (http('<Response><Connect><Stream url="wss://127.0.0.1:port/"/></Connect></Response>'), "malformed (31923)"),
        (http("<Response><Redirect>http://[</Redirect></Response>"), "leads to a malformed URL: http://["),
        (b"garbage\r\n\r\n", "did not answer"),
    ],
)
async def test_a_webhook_that_answers_nonsense_is_named(answer: bytes, failure: str) -> None:
    """A refusal, another type, a torn document, a URL that is no socket, no HTTP at all."""
    assert failure in (await outcome_of(answer)).failure


async def test_a_media_port_that_is_closed_is_named() -> None:
    """Refused: Twilio's 31902."""
    port = await closed_port()
    outcome = await outcome_of(connect_to(port))
    assert outcome.failure == f"media stream: 127.0.0.1:{port} refused the connection (31902)"


async def test_a_media_port_without_tls_is_named() -> None:
    """A wss URL that leads to a server without certificates: Twilio's 31910."""
    async with media_server(greet) as port:
        outcome = await outcome_of(connect_to(port, scheme="wss"))
    assert outcome.failure.startswith("media stream: no TLS with 127.0.0.1")


async def test_an_upgrade_that_is_refused_is_named() -> None:
    """An answer other than 101: Twilio's 31920."""

    async def reject(request: WebSocketRequest) -> None:
        await request.reject(403, body=b"who are you?")

    async with media_server(reject) as port:
        outcome = await outcome_of(connect_to(port))
    assert outcome.failure == f"media stream: 127.0.0.1:{port}/media answered 403, not 101 (31920)"


async def test_a_media_server_that_closes_at_once_is_named() -> None:
    """It accepts, says nothing and goes: no call went through."""

    async def leave(request: WebSocketRequest) -> None:
        await (await request.accept()).aclose(1011)

    async with media_server(leave) as port:
        outcome = await outcome_of(connect_to(port))
    assert outcome.failure == "the agent said nothing before the call was ended by the server (close code 1011)"


async def test_the_command_calls_reports_and_records(tmp_path: Path) -> None:
    """`offhook call` with a key, a report and a recording: exit code 0 and both files."""
    files = {name: tmp_path / name for name in ("out.json", "out.wav")}
    async with media_server(greet) as port, webhook(connect_to(port)) as url:
        arguments = [
            "call",
            url,
            "--report",
            str(files["out.json"]),
            "--record",
            str(files["out.wav"]),
            "--max-seconds=8",
        ]
        with trio.fail_after(20):
            # In a thread, because the command runs a loop of its own; it always ends, by --max-seconds.
            result = await trio.to_thread.run_sync(partial(CliRunner().invoke, cli.commands, arguments))
    assert result.exit_code == 0, result.output
    assert "agent" in result.output
    assert json.loads(files["out.json"].read_bytes())["went_through"] is True
    assert files["out.wav"].read_bytes()[:4] == b"RIFF"


async def test_the_command_dials_a_media_socket_itself() -> None:
    """`offhook call ws://...`: for a server that has no webhook of its own."""
    paths: list[str] = []
    started: list[object] = []

    async def note_and_greet(request: WebSocketRequest) -> None:
        paths.append(request.path)
        line = AgentLine(await request.accept())
        started.append((await line.until("start"))["start"])
        await line.play(0.1)
        await line.listen_on()

    async with media_server(note_and_greet) as port:
        arguments = ["call", f"ws://127.0.0.1:{port}/media?token=abc", "--parameter", "tenant=7", "--max-seconds=8"]
        with trio.fail_after(20):
            result = await trio.to_thread.run_sync(partial(CliRunner().invoke, cli.commands, arguments))
    assert result.exit_code == 0, result.output
    assert paths == ["/media?token=abc"]
    assert "'tenant': '7'" in str(started)


async def test_a_media_socket_that_is_not_there_is_named() -> None:
    """The same words as for a stream that a webhook named."""
    port = await closed_port()
    with trio.fail_after(20):
        outcome = await place_call(CallOptions(f"ws://127.0.0.1:{port}/media"))
    assert outcome.failure == f"media stream: 127.0.0.1:{port} refused the connection (31902)"


async def test_the_command_fails_in_one_line(tmp_path: Path) -> None:
    """Exit code 1, and the last line says why."""
    url = f"http://127.0.0.1:{await closed_port()}/voice"
    with trio.fail_after(20):
        result = await trio.to_thread.run_sync(partial(CliRunner().invoke, cli.commands, ["call", url]))
    assert result.exit_code == 1
    assert "failed: " + url in result.output


def test_the_command_refuses_a_script_that_makes_no_sense() -> None:
    """A usage error is told before anybody is called."""
    result = CliRunner().invoke(cli.commands, ["call", "http://127.0.0.1/", "--barge-in-after", "1"])
    assert result.exit_code == 2
    assert "needs an --audio or --press after it" in " ".join(result.output.split())


async def test_a_document_without_end_does_not_fill_the_memory() -> None:
    """What is longer than any TwiML is not read on, and said."""
    too_long = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<Response>" + b"<Pause/>" * 2**18
    async with webhook(too_long) as url:
        with trio.fail_after(20):
            outcome = await place_call(CallOptions(url))
    assert outcome.failure == f"{url} answered with more than 1048576 bytes"
