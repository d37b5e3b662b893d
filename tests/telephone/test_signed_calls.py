"""The telephone signs as the carrier does, and the server finds its signatures right. Real sockets, the real clock."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import trio
from pydantic import SecretStr
from typer.testing import CliRunner

from offhook import cli
from offhook.protocol.carriers.twilio.signature import sign
from offhook.simulation.exchange import settings_with
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_network import CallError, open_network
from tests.web.pages import AUTH_TOKEN, PROVEN
from tests.web.server import open_server

pytestmark = pytest.mark.usefixtures("folder")
WAYS = {
    "as an option": (["--auth-token", AUTH_TOKEN], {}),
    "as our variable": ([], {"OFFHOOK__TWILIO__AUTH_TOKEN": AUTH_TOKEN}),
    "as the carrier's own variable": ([], {"TWILIO_AUTH_TOKEN": AUTH_TOKEN}),
    "ours wins": ([], {"OFFHOOK__TWILIO__AUTH_TOKEN": AUTH_TOKEN, "TWILIO_AUTH_TOKEN": AUTH_TOKEN[::-1]}),
}


@pytest.mark.parametrize(("arguments", "variables"), WAYS.values(), ids=WAYS)
async def test_the_command_signs(arguments: list[str], variables: dict[str, str]) -> None:
    """Webhook and media socket are answered, and the token is printed nowhere."""
    async with open_server(settings_with(twilio=PROVEN)) as server:
        result = await call(server.webhook_url, *arguments, **variables)
        await server.at_rest()
        assert len(await server.finished_records()) == 1
    assert result[0] == 0, result[1]
    assert AUTH_TOKEN not in result[1] + server.log


async def test_the_token_may_be_in_the_settings_file(folder: Path) -> None:
    """As the page for going live says. Typed as nothing, it is none; a file that is wrong costs the signature only."""
    file = folder / "offhook.toml"
    async with open_server(settings_with(twilio=PROVEN)) as server:
        file.write_text(f'[twilio]\nauth_token = "{AUTH_TOKEN}"\n')
        exit_code, printed = await call(server.webhook_url)
        refused = await call(server.webhook_url, "--auth-token=")
        file.write_text(f'[twilio]\nauth_token = "{AUTH_TOKEN}"\nnumber = "here"\n')
        unsigned = await call(server.webhook_url)
        await server.at_rest()
    assert (exit_code, refused[0], unsigned[0]) == (0, 1, 1), printed
    assert "403" in refused[1]
    assert "the call is not signed" in unsigned[1]
    assert "twilio.number" in unsigned[1]
    assert AUTH_TOKEN not in printed + refused[1] + unsigned[1]


async def test_without_a_token_the_command_is_refused() -> None:
    """In one line, with the status that a carrier would report."""
    async with open_server(settings_with(twilio=PROVEN)) as server:
        exit_code, printed = await call(server.webhook_url)
        assert await server.records() == []
    assert exit_code == 1
    assert "voice-stream answered 403 Forbidden" in printed
    assert "the same auth token" in printed
    assert "server.public_url" in printed


async def call(url: str, *arguments: str, **variables: str) -> tuple[int, str]:
    """Exit code and output of `offhook call`, in a thread because it runs a loop of its own."""
    command = ["call", url, "--max-seconds=5", *arguments]
    with trio.fail_after(30):
        result = await trio.to_thread.run_sync(partial(CliRunner().invoke, cli.commands, command, env=variables))
    return result.exit_code, result.output


async def test_a_socket_that_is_dialled_itself_is_signed() -> None:
    """An auth token that is wrong is as good as none. With the right one the handshake is answered, and the stream
    refused: no webhook has announced it."""
    async with open_server(settings_with(twilio=PROVEN)) as server:
        failures = []
        for token in (AUTH_TOKEN, AUTH_TOKEN[::-1]):
            async with open_network(auth_token=SecretStr(token)) as network:
                outcome = await place_call(CallOptions(server.media_url, max_seconds=5), network=network)
            failures.append(outcome.failure)
        await server.at_rest()
        assert await server.records() == []
    assert "403" not in failures[0]
    assert server.log.count("the stream has no token") == 1
    assert "answered 403, not 101 (31920)" in failures[1]


async def test_each_request_is_signed_for_its_own_url() -> None:
    """Of a GET with its parameters, and of a redirect; user and password are sent, and not signed."""
    heads: list[bytes] = []
    answers: Iterator[bytes] = iter([b"HTTP/1.1 302 Found\r\nLocation: /other\r\n", b"HTTP/1.1 200 OK\r\n"])

    async def answer(stream: trio.SocketStream) -> None:
        heads.append(bytes(await stream.receive_some(65_536)))
        await stream.send_all(next(answers) + b"Content-Length: 0\r\nConnection: close\r\n\r\n")
        await stream.aclose()

    async with trio.open_nursery() as nursery:
        (listener,) = await nursery.start(partial(trio.serve_tcp, answer, 0, host="127.0.0.1"))
        origin = f"127.0.0.1:{listener.socket.getsockname()[1]}"
        async with open_network(auth_token=SecretStr(AUTH_TOKEN)) as network:
            with pytest.raises(CallError, match="not TwiML"):
                await network.fetch("GET", f"http://me:secret@{origin}/voice?a=b", {"From": "+1", "To": ""})
        nursery.cancel_scope.cancel()
    paths = [head.split(b" ")[1].decode() for head in heads]
    assert paths == ["/voice?a=b&From=%2B1&To=", "/other"]
    for head, path in zip(heads, paths, strict=True):
        assert f"x-twilio-signature: {sign(AUTH_TOKEN, f'http://{origin}{path}')}\r\n".lower() in head.decode().lower()
