"""The whole examination, on the real clock: what crashes or hangs is a finding like any other."""

import os
from pathlib import Path

import httpx
import pytest
import trio

from offhook.actors.start_up import read_texts
from offhook.doctor.examination import AREAS, TOTAL_S, examine
from offhook.doctor.finding import Finding, Level
from offhook.doctor.public_address import PublicAddress
from offhook.doctor.setup import MakeNetwork, NetworkMaker
from offhook.engine.host.network import Network
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received, on_a_socket
from tests.doctor.rig import CHAINS, KEY, OwnWorld, lines, warnings, wrongs
from tests.fakes.certificate import CERTIFICATE, trust
from tests.serving import settings_in

OWN = NetworkMaker(trust_environment=False, certificates=trust())


async def examined(
    folder: Path, make: MakeNetwork = OWN, address: PublicAddress | None = None, *, openai: str = "", **more: str
) -> list[Finding]:
    """With OpenAI's services in front at this address, if there is one."""
    in_front = {**CHAINS, "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": openai} if openai else {}
    variables = {**settings_in(folder), **in_front, **more}
    world = OwnWorld(variables)
    with trio.fail_after(TOTAL_S + 2):
        found = await examine(read_texts(world, variables), world, make, address)
    assert KEY not in f"{found}"
    areas = [AREAS.index(each.area) for each in found]
    assert areas == sorted(areas)
    return found


async def test_without_a_key_nothing_is_wrong_and_no_file_is_made(folder: Path) -> None:
    """Not even that of the records."""
    found = await examined(folder)
    assert wrongs(found) == []
    assert {each.area for each in found} == {*AREAS} - {"services", "models", "hooks"}
    assert os.listdir(folder) == ["agent.toml"]


async def test_which_number_goes_to_which_agent_is_said(folder: Path) -> None:
    """Where there is more than one."""
    (folder / "clinic.toml").write_text('name = "clinic"\n')
    numbers = '[{"number": "+15550100", "agent": "clinic.toml"}]'
    told = lines(await examined(folder, OFFHOOK__NUMBERS=numbers), Level.GOOD)
    assert any("+15550100: clinic answers" in line for line in told)
    assert any("every other number: test answers" in line for line in told)


async def test_a_start_that_would_fail_is_wrong_with_each_problem(folder: Path) -> None:
    """As the start itself says it; everything else is looked at all the same."""
    found = await examined(folder, OFFHOOK__STORE__PATH="nowhere/calls.db", OFFHOOK__SERVER__HOST="203.0.113.9")
    start = [line for line in wrongs(found) if line.startswith("start: ")]
    assert [line.removeprefix("start: ").partition(" = ")[0] for line in start] == ["store.path", "server.host"]
    assert len(wrongs(found)) == len(start)
    assert any(line.startswith("embedded: ") for line in lines(found, Level.GOOD))


async def test_a_chain_that_cannot_be_opened_is_wrong(folder: Path) -> None:
    """No service of it can be used without a key."""
    found = await examined(folder, OFFHOOK__RESPONDER__CHAIN='["openai"]')
    assert any("responder.chain: none of its services can start here" in line for line in wrongs(found))


async def test_a_check_that_crashes_hides_no_other(folder: Path) -> None:
    """Each is a line with the place in the code, and without what the library said."""

    def broken() -> Network:
        raise RuntimeError("a secret")

    found = await examined(
        folder, broken, PublicAddress("https://127.0.0.1:9/voice-stream"), openai="http://b.local/v1"
    )
    crashed = [line for line in wrongs(found) if "this could not be checked: RuntimeError at " in line]
    assert {line.partition(":")[0] for line in crashed} == {"certificates", "public address"}
    assert any("speaker.openai" in line and "could not be asked: RuntimeError" in line for line in wrongs(found))
    assert "a secret" not in f"{found}"
    assert any(line.startswith("machine: ") for line in lines(found, Level.GOOD))
    assert any(line.startswith("embedded: ") for line in lines(found, Level.GOOD))


async def test_certificates_that_cannot_be_read_are_told_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the variable where it names no file, and as it is where the file holds something else."""
    for path, said in (("/nowhere/ca.pem", "there is no such file"), (str(folder / "agent.toml"), None)):
        monkeypatch.setenv("SSL_CERT_FILE", path)
        found = await examined(folder, NetworkMaker(), SSL_CERT_FILE=path)
        what = "the certificates cannot be read" if said is None else f"SSL_CERT_FILE = {path!r}: {said}"
        assert wrongs(found) == [f"certificates: {what}"]


async def test_a_proxy_that_cannot_be_used_is_told_without_its_password(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By every check that needs it."""
    monkeypatch.setenv("HTTPS_PROXY", "http://user:hunter2@proxy:port")
    address = PublicAddress("https://127.0.0.1:9/voice-stream")
    found = await examined(folder, NetworkMaker(), address, openai="https://127.0.0.1:9/v1")
    told = [each for each in found if each.what.endswith("a proxy cannot be used")]
    assert {each.area for each in told} >= {"services", "public address"}
    assert all(each.fix.startswith("correct HTTPS_PROXY") for each in told)
    assert "hunter2" not in f"{found}"


async def test_servers_that_never_answer_do_not_hold_it_up(folder: Path) -> None:
    """Two seconds for all of them together."""

    async def silent(request: Received, answerer: Answerer) -> None:
        await trio.sleep_forever()

    async with on_a_socket(HttpServer(silent).serve) as url:
        began = trio.current_time()
        found = await examined(folder, address=PublicAddress(f"{url}/voice-stream"), openai=f"{url}/v1")
    assert trio.current_time() - began < TOTAL_S
    assert f"public address: {url}/voice-stream: no answer within 2 s" in wrongs(found)
    assert any("speaker.openai: 127.0.0.1: no answer within 2 s" in line for line in wrongs(found))
    assert any("openai does not serve now; calls use tone" in line for line in warnings(found))


async def test_certificates_of_all_servers_are_told(folder: Path) -> None:
    """Each host once."""

    async def answer(request: Received, answerer: Answerer) -> None:
        if request.path.startswith("/v1"):
            await answerer.whole(httpx.codes.NOT_FOUND, b"{}", "application/json", {})
        else:
            await answerer.whole(httpx.codes.OK, b"<Response><Hangup/></Response>", "text/xml", {})

    async with on_a_socket(HttpServer(answer).serve, CERTIFICATE) as url:
        found = await examined(folder, address=PublicAddress(f"{url}/voice-stream"), openai=f"{url}/v1")
    told = [line for line in lines(found, Level.GOOD) if "its certificate lasts until 2126-" in line]
    assert len(told) == 2
    assert len(set(told)) == 2
