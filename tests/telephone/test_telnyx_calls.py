"""`offhook call --carrier telnyx`: webhooks, commands and media sockets between two programs. Real sockets, the real
clock."""

import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import httpx
import pytest
import trio
from trio_websocket import ConnectionClosed, open_websocket_url
from typer.testing import CliRunner

from offhook import cli
from offhook.actors.responder.service import HangUp, Responder, Sentence, Transfer
from offhook.protocol.carriers.telnyx.theirs import CarrierSide, PlaceMark
from offhook.simulation.exchange import settings_with
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.telnyx_rest import FakeTelnyx
from offhook.simulation.services import SimulatedResponder, SimulatedVoice
from offhook.telephone.phone import CallOptions, CallOutcome, place_call
from offhook.telephone.phone_script import press
from offhook.telephone.telnyx_call import TelnyxLine
from offhook.telephone.telnyx_key import UnusableKey, signing_key
from tests.web.carriers.telnyx_rig import webhook_body
from tests.web.server import RunningServer, open_server

API_KEY = "KEY0123456789ABCDEF_fake"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@asynccontextmanager
async def server_for_telnyx(
    api_port: int,
    responder: Responder | None = None,
    public_key: str | None = None,
    shutdown_trigger: Callable[[], Awaitable[None]] = trio.sleep_forever,
    **sections: dict[str, object],
) -> AsyncIterator[RunningServer]:
    """It sends its commands to this port."""
    telnyx = {"api_key": API_KEY, "api_url": f"http://127.0.0.1:{api_port}", "public_key": public_key}
    async with (
        httpx.AsyncHTTPTransport() as transport,
        open_server(
            settings_with(telnyx=telnyx, **sections),
            voice=SimulatedVoice(0.4),
            responder=responder or (),
            transport=transport,
            shutdown_trigger=shutdown_trigger,
        ) as server,
    ):
        yield server


async def call(server: RunningServer, line: TelnyxLine, **options: object) -> CallOutcome:
    url = f"http://127.0.0.1:{server.port}/telnyx"
    chosen = CallOptions(url, max_seconds=10, telnyx=line, **options)  # type: ignore[arg-type]
    with trio.fail_after(30):
        return await place_call(chosen, world=server.exchange.world)


async def test_a_call_goes_through_and_the_caller_hangs_up(tmp_path: Path) -> None:
    """Signed on both ways: webhooks by a key that was just made, the stream by its token."""
    key, port = signing_key(tmp_path / "key"), free_port()
    async with server_for_telnyx(port, public_key=key.public_key) as server:
        outcome = await call(server, TelnyxLine(port, key))
        await server.at_rest()
        (record,) = await server.finished_records()
    assert outcome.failure == ""
    assert outcome.report.streams == 1
    assert record.begun.carrier == "telnyx"
    assert record.begun.call_sid == outcome.call_sid
    assert record.over is not None
    assert record.over.end_reason == "caller hung up"
    assert API_KEY not in server.log


@pytest.mark.parametrize(("closing", "to"), [(HangUp(), ""), (Transfer("+15550122"), "+15550122")])
async def test_the_agent_ends_the_call(closing: HangUp | Transfer, to: str) -> None:
    """It commands what becomes of the caller."""
    responder, port = SimulatedResponder(Sentence("goodbye"), max_digits=1), free_port()
    responder.closing_of["5"] = closing
    async with server_for_telnyx(port, responder) as server:
        outcome = await call(server, TelnyxLine(port), items=(press("5"),), stay=True)
        await server.at_rest()
    assert (outcome.failure, outcome.transferred_to) == ("", to)


async def test_a_call_whose_stream_breaks_goes_on() -> None:
    """In a second stream, which the server asks for."""
    port = free_port()
    async with server_for_telnyx(port) as server:
        outcome = await call(server, TelnyxLine(port), break_after_s=0.3)
        await server.at_rest()
        records = await server.finished_records()
    assert outcome.failure == ""
    assert outcome.report.streams == 2
    assert len(records) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize(
    ("ending", "action"), [("broken", "streaming_start"), ("by the agent", "hangup")], ids=["broken", "ended"]
)
async def test_the_caller_is_looked_after_though_no_webhook_tells_of_the_streams_end(ending: str, action: str) -> None:
    """At once, by the worker that had the stream: the webhook may be late, or find a server that stops."""
    fake, responder = FakeTelnyx(), SimulatedResponder(Sentence("goodbye"))
    responder.closing = HangUp() if ending == "by the agent" else None
    telnyx = {"api_key": fake.key, "api_url": "https://api.telnyx.example"}
    async with (
        in_memory(fake.serve) as (_, transport),
        open_server(
            settings_with(telnyx=telnyx), voice=SimulatedVoice(0.4), responder=responder, transport=transport
        ) as server,
        httpx.AsyncClient() as client,
    ):
        webhook = json.loads(webhook_body("call.initiated", "v3:a", direction="incoming"))
        assert (await client.post(f"http://127.0.0.1:{server.port}/telnyx", json=webhook)).status_code == 200
        side = CarrierSide("v3:a", "s1")
        with trio.fail_after(20):
            async with open_websocket_url(str(fake.commanded[0].body["stream_url"])) as socket:
                await socket.send_message(side.connected())
                await socket.send_message(side.start({"caller": "+15550100"}))
                with suppress(ConnectionClosed):
                    while True:
                        if isinstance(mark := side.receive(await socket.get_message()), PlaceMark):
                            await socket.send_message(side.mark(mark.name))
                        elif ending == "broken":
                            break
        await server.at_rest()
    assert fake.actions == ["answer", action]


async def test_a_server_that_stops_ends_its_calls() -> None:
    """The caller hears the goodbye, and then the line is closed; what is told after that finds nobody, which is no
    fault."""
    port, stop = free_port(), trio.Event()
    async with (
        server_for_telnyx(port, shutdown_trigger=stop.wait, server={"drain_s": 0.1}) as server,
        trio.open_nursery() as nursery,
    ):
        nursery.start_soon(_stop_in_a_call, server, stop)
        outcome = await call(server, TelnyxLine(port), stay=True)
        with trio.fail_after(10):
            await server.ended.wait()
    assert outcome.failure == ""


async def _stop_in_a_call(server: RunningServer, stop: trio.Event) -> None:
    await server.live_calls(1)
    stop.set()


async def test_where_there_is_no_room_the_call_fails() -> None:
    """With the cause."""
    port = free_port()
    async with server_for_telnyx(port, limits={"calls": 1}) as server:
        await server.exchange.admit("another")
        outcome = await call(server, TelnyxLine(port))
    assert "rejected the call: USER_BUSY" in outcome.failure


async def test_a_call_that_is_not_signed_is_refused(tmp_path: Path) -> None:
    """Where the server has a public key; and with another key as well."""
    key, port = signing_key(tmp_path / "key"), free_port()
    async with server_for_telnyx(port, public_key=key.public_key) as server:
        unsigned = await call(server, TelnyxLine(port))
        other = await call(server, TelnyxLine(port, signing_key(tmp_path / "other")))
    assert "answered 403" in unsigned.failure
    assert "answered 403" in other.failure


async def test_the_command_makes_a_key_and_says_its_other_half(tmp_path: Path) -> None:
    """It is the same again next time, and only its owner can read it."""
    file, port = tmp_path / "key", free_port()
    arguments = ["call", "--carrier=telnyx", f"--api-port={port}", f"--signing-key={file}", "--max-seconds=3"]
    async with server_for_telnyx(port) as server:
        command = [*arguments, f"http://127.0.0.1:{server.port}/telnyx"]
        with trio.fail_after(30):
            result = await trio.to_thread.run_sync(partial(CliRunner().invoke, cli.commands, command))
        await server.at_rest()
    assert result.exit_code == 0, result.output
    assert signing_key(file).public_key in "".join(result.output.split())
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_without_a_key_is_told(tmp_path: Path) -> None:
    """And is left as it is."""
    (tmp_path / "key").write_text("no key")
    with pytest.raises(UnusableKey, match="holds no key"):
        signing_key(tmp_path / "key")
    with pytest.raises(UnusableKey, match="No such file"):
        signing_key(tmp_path / "no folder" / "key")
