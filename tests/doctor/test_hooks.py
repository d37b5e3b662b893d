"""What the doctor says of the receivers of hooks. Real sockets on this machine, the real clock."""

import json
from collections.abc import Awaitable, Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import trio

from offhook.doctor.finding import Finding
from offhook.doctor.hooks import hook_findings
from offhook.doctor.measured_network import Measurement
from offhook.engine.record import outbox
from offhook.engine.record.call_record import CallBegun, CallOver
from offhook.engine.record.database import CallParts, Database
from offhook.engine.record.outbox import Ending
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received, on_a_socket
from tests.doctor.rig import a_setup, warnings, wrongs
from tests.fakes.certificate import CERTIFICATE
from tests.hooks.rig import SECRET

NAME = "127.0.0.1"


def _with(status: int) -> Callable[[Received, Answerer], Awaitable[None]]:
    async def answer(request: Received, answerer: Answerer) -> None:
        await answerer.whole(status, b"", "text/plain", {"location": "/elsewhere"} if status == 302 else {})

    return answer


async def looked_at(folder: Path, url: str) -> tuple[list[Finding], dict[str, list[Measurement]]]:
    found: list[Finding] = []
    measured: dict[str, list[Measurement]] = {}
    hooks = json.dumps([{"url": url, "secret": SECRET}])
    await hook_findings(a_setup(folder, OFFHOOK__HOOKS=hooks), found, measured)
    return found, measured


@pytest.mark.parametrize("status", [204, 404, 405, 500])
async def test_a_receiver_that_answers_is_good_and_gets_no_message(tmp_path: Path, status: int) -> None:
    """Whatever it answers to HEAD: that is no message."""
    server = HttpServer(_with(status))
    async with on_a_socket(server.serve) as url:
        found, _ = await looked_at(tmp_path, url)
    (request,) = server.requests
    assert (request.method, request.body) == ("HEAD", b"")
    assert "webhook-signature" not in request.headers
    assert [each.level.value for each in found] == ["good"]
    assert found[0].what.startswith(f"{NAME}: answers, within")


async def test_tls_is_verified_and_its_end_is_noted(tmp_path: Path) -> None:
    """So that a certificate that ends soon is told with the others."""
    async with on_a_socket(HttpServer(_with(204)).serve, CERTIFICATE) as url:
        found, measured = await looked_at(tmp_path, url.replace("127.0.0.1", "localhost"))
    assert [each.level.value for each in found] == ["good"]
    assert measured["localhost"][0].certificate_ends is not None


async def test_nobody_there_is_wrong(tmp_path: Path) -> None:
    """With the reason, and what to do."""
    async with on_a_socket(HttpServer(_with(204)).serve) as url:
        pass
    found, _ = await looked_at(tmp_path, url)
    assert wrongs(found) == [f"hooks: {NAME}: the connection was refused"]


async def test_a_redirect_and_silence_are_warnings(tmp_path: Path) -> None:
    """Both cost messages time, and none is lost."""
    async with on_a_socket(HttpServer(_with(302)).serve) as url:
        found, _ = await looked_at(tmp_path, url)
        assert warnings(found) == [f"hooks: {NAME}: redirects, which hooks do not follow"]

    async def silent(request: Received, answerer: Answerer) -> None:
        await trio.sleep_forever()

    async with on_a_socket(HttpServer(silent).serve) as url:
        found, _ = await looked_at(tmp_path, url)
        assert warnings(found) == [f"hooks: {NAME}: no answer within 3 s"]


async def test_what_waits_is_told(tmp_path: Path) -> None:
    """What was tried in vain, and what was given up; what was never tried is on its way."""
    ending = Ending((NAME,))
    with closing(Database(str(tmp_path / "calls.db"))) as database:
        over = CallOver(10.0, "caller hung up", None, {})
        calls = [CallBegun(f"CA{number}", f"MZ{number}", "", "test", 1.0) for number in range(4)]
        database.write([CallParts(each, [over], ending=ending) for each in calls])
        take = partial(outbox.take, hook=NAME, now=20.0, lease="a", within_s=9.0, most=3, body=lambda record: b"")
        taken, _ = database.with_outbox(take)
        for each, next_at in zip(taken, (30.0, 40.0, None), strict=True):
            noted = partial(outbox.postponed, lease="a", tries=2, error="HTTP 500", next_at=next_at)
            database.with_outbox(partial(noted, number=each.number))
    async with on_a_socket(HttpServer(_with(204)).serve) as url:
        found, _ = await looked_at(tmp_path, url)
    assert warnings(found) == [
        f"hooks: {NAME}: 2 not delivered yet, at last: HTTP 500",
        f"hooks: {NAME}: 1 given up",
    ]


async def test_without_hooks_nothing_is_said(tmp_path: Path) -> None:
    found: list[Finding] = []
    await hook_findings(a_setup(tmp_path), found, {})
    assert found == []
