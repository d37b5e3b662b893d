"""Services over the network, asked by the doctor. Real sockets and the real clock, but for the servers that are slow:
those are in memory, in virtual time."""

import json
import re
from collections.abc import Sequence
from email.utils import formatdate
from pathlib import Path

import msgspec
import pytest
import trio
from trio.testing import MockClock

from offhook.actors.declaration import Remote
from offhook.doctor.asked_services import TIMES, AskedService, ask_all, proxy_findings, service_findings
from offhook.doctor.clock import clock_findings
from offhook.doctor.finding import Finding, Level
from offhook.doctor.measured_network import measured_network
from offhook.doctor.setup import NetworkMaker, Setup
from offhook.engine.host.network import network_over
from offhook.engine.host.websocket import WebSocketFailed
from offhook.engine.host.world import World
from offhook.simulation.fakes.all_fakes import KEY as FAKE_KEY
from offhook.simulation.fakes.all_fakes import AllFakes, Behaviour
from offhook.simulation.fakes.http_server import Answerer, Answering, HttpServer, Received, on_a_socket
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_models import answer_about_model
from tests.doctor.rig import KEY, WRONG, OwnWorld, a_setup, lines, warnings, wrongs
from tests.fakes.certificate import CERTIFICATE, EXPIRED, trust
from tests.serving import free_port

WITHIN_S = 20.0


def knowing(request_log: list[Received], shutdown: str | None = None, **headers: str) -> Answering:
    """A server that takes KEY, and knows every model."""

    async def answer(request: Received, answerer: Answerer) -> None:
        request_log.append(request)
        if headers and request.headers.get("authorization") == f"Bearer {KEY}":
            await answerer.whole(200, b'{"id": "gpt"}', "application/json", headers)
        elif shutdown is None:
            await answer_about_model(request, answerer, KEY)
        else:
            model = request.path.rpartition("/")[2]
            await answerer.whole(
                200, json.dumps({"id": model, "shutdown_date": shutdown}).encode(), "application/json", {}
            )

    return answer


def page(status: int) -> Answering:
    """What a proxy or the sign-in of a hotel answers."""

    async def answer(request: Received, answerer: Answerer) -> None:
        body = b"<html><body>Sign in to go on.</body></html>"
        await answerer.whole(status, body, "text/html; charset=utf-8", {})

    return answer


async def asked(setup: Setup) -> tuple[list[Finding], dict[str, AskedService]]:
    with trio.fail_after(WITHIN_S):
        answers = await ask_all(setup)
    found = list(service_findings(answers))
    told = "".join(f"{each.what}{each.fix}" for each in found)
    assert KEY not in told
    assert WRONG not in told
    return found, dict(answers)


@pytest.mark.parametrize("certificate", [None, CERTIFICATE], ids=["plain", "tls"])
async def test_each_service_is_asked_a_few_times_over_connections_of_its_own(
    folder: Path, certificate: Path | None
) -> None:
    """So that connecting is measured each time, and TLS where there is any."""
    requests: list[Received] = []
    server = HttpServer(knowing(requests))
    async with on_a_socket(server.serve, certificate) as url:
        found, answers = await asked(a_setup(folder, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=f"{url}/v1"))
    assert server.connections == len(requests) == 3 * TIMES
    assert {(request.method, request.path.rpartition("/")[0]) for request in requests} == {("GET", "/v1/models")}
    assert [each.level for each in found] == [Level.GOOD] * 3
    tls = r", TLS \d+ ms" if certificate else ""
    for each in found:
        assert re.fullmatch(rf"\w+\.openai: 127\.0\.0\.1: connected in \d+ ms{tls}, first byte \d+ ms .*5\)", each.what)
        assert set(each.figures) == {"connect_ms", "first_byte_ms"} | ({"tls_ms"} if certificate else set())
    ends = {each.last.certificate_ends is not None for each in answers.values()}
    assert ends == {certificate is not None}


async def test_a_wrong_key_is_one_line_for_all_that_have_it(folder: Path) -> None:
    """Each service is asked once: more would not help. Nothing quotes the key, though the server does."""
    requests: list[Received] = []
    async with on_a_socket(HttpServer(knowing(requests)).serve) as url:
        found, _ = await asked(a_setup(folder, OPENAI_API_KEY=WRONG, OPENAI_BASE_URL=f"{url}/v1"))
    assert len(requests) == 3
    assert wrongs(found) == [
        "services: recognizer.openai, responder.openai, speaker.openai: 127.0.0.1: HTTP 401: the key is not accepted"
        " (invalid_api_key)"
    ]
    assert found[0].fix.startswith("set OPENAI_API_KEY to a key that is valid; meanwhile calls use")


async def test_a_closed_port_is_told_as_what_it_is(folder: Path) -> None:
    """With the setting that names it."""
    url = f"http://127.0.0.1:{free_port()}/v1"
    found, _ = await asked(a_setup(folder, OFFHOOK__RESPONDER__OPENAI__BASE_URL=url, OPENAI_BASE_URL=url))
    assert "services: responder.openai: 127.0.0.1: the connection was refused" in wrongs(found)
    fixes = {each.what.partition(":")[0]: each.fix for each in found}
    assert fixes["responder.openai"] == (
        "check the address and the port; check the network, a proxy, and responder.openai.base_url"
    )


async def test_a_name_that_nobody_has_is_told_as_that(folder: Path) -> None:
    """A name that is reserved for being unknown (RFC 6761)."""
    found, _ = await asked(a_setup(folder, OPENAI_API_KEY=KEY, OPENAI_BASE_URL="http://nobody.invalid/v1"))
    (line,) = wrongs(found)
    assert line.endswith(": nobody.invalid: its name is not known")


@pytest.mark.parametrize(
    ("certificate", "trusted", "said", "fix"),
    [
        (EXPIRED, EXPIRED, "certificate has expired", "renew the certificate if the server is yours"),
        (CERTIFICATE, EXPIRED, "self-signed certificate", "set SSL_CERT_FILE"),
    ],
    ids=["expired", "not trusted"],
)
async def test_a_certificate_that_is_not_accepted_is_told_with_the_reason(
    folder: Path, certificate: Path, trusted: Path, said: str, fix: str
) -> None:
    """In words of TLS, and with what to do."""
    make = NetworkMaker(trust_environment=False, certificates=trust(trusted))
    async with on_a_socket(HttpServer(knowing([])).serve, certificate) as url:
        found, _ = await asked(a_setup(folder, make, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=f"{url}/v1"))
    (line,) = wrongs(found)
    assert line.endswith(f"127.0.0.1: its certificate is not accepted: {said}")
    assert found[0].fix.startswith(fix)


async def test_plain_http_behind_an_https_address_is_told(folder: Path) -> None:
    """A port that does not speak TLS."""
    async with on_a_socket(HttpServer(knowing([])).serve) as url:
        address = f"{url.replace('http:', 'https:')}/v1"
        found, _ = await asked(a_setup(folder, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=address))
    (line,) = wrongs(found)
    assert "127.0.0.1: no TLS: " in line


@pytest.mark.parametrize(
    ("status", "said"), [(200, "answers with a web page, and not as a service does"), (502, "HTTP 502: ")]
)
async def test_a_proxy_that_answers_with_a_web_page_is_noticed(folder: Path, status: int, said: str) -> None:
    """Also where its status looks like success."""
    async with on_a_socket(HttpServer(page(status)).serve) as url:
        found, _ = await asked(a_setup(folder, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=f"{url}/v1"))
    (line,) = wrongs(found)
    assert said in line
    assert "web page" in line
    assert "HTTPS_PROXY" in found[0].fix
    assert lines(found, Level.GOOD) == []


@pytest.mark.parametrize(("off_s", "level"), [(-3600.0, Level.WRONG), (60.0, Level.WARNING), (0.0, Level.GOOD)])
async def test_a_clock_that_is_off_is_noticed_by_the_servers_dates(folder: Path, off_s: float, level: Level) -> None:
    """With which way and how far."""
    requests: list[Received] = []
    now = OwnWorld({}).wall_time()
    async with on_a_socket(HttpServer(knowing(requests, date=formatdate(now, usegmt=True))).serve) as url:
        setup = a_setup(folder, ahead_s=off_s, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=f"{url}/v1")
        _, answers = await asked(setup)
    (finding,) = clock_findings([each for service in answers.values() for each in service.measurements])
    assert finding.level is level
    assert finding.figures["behind_s"] == pytest.approx(-off_s, abs=5)
    if off_s:
        assert ("ahead of" if off_s > 0 else "behind") in finding.what


async def test_a_date_out_of_a_cache_and_one_that_is_none_do_not_count(folder: Path) -> None:
    """A cache tells when it got the answer."""
    for headers in ({"date": formatdate(0, usegmt=True), "age": "30"}, {"date": "yesterday"}):
        async with on_a_socket(HttpServer(knowing([], **headers)).serve) as url:
            _, answers = await asked(a_setup(folder, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=f"{url}/v1"))
        assert {each.last.server_ahead_s for each in answers.values()} == {None}


async def test_a_model_that_ends_soon_is_a_warning_with_the_setting(folder: Path) -> None:
    """As its server tells it. The service works all the same."""
    async with on_a_socket(HttpServer(knowing([], shutdown="2026-12-24")).serve) as url:
        setup = a_setup(
            folder,
            OPENAI_BASE_URL=f"{url}/v1",
            OFFHOOK__RESPONDER__OPENAI__MODEL="gpt-7",
            OFFHOOK__RESPONDER__CHAIN='["openai"]',
        )
        found, _ = await asked(setup)
    (finding,) = (each for each in found if "gpt-7" in each.what)
    assert (finding.area, finding.level) == ("models", Level.WARNING)
    assert "responder.openai" in finding.what
    assert finding.fix == "set responder.openai.model"
    assert any("responder.openai: 127.0.0.1: connected" in line for line in lines(found, Level.GOOD))


@pytest.mark.parametrize(("latency_s", "level"), [(0.1, Level.GOOD), (0.7, Level.WARNING), (5.0, Level.WRONG)])
async def test_a_slow_server_is_told_with_its_time(
    folder: Path, latency_s: float, level: Level, autojump_clock: MockClock
) -> None:
    """And is waited for two seconds at most."""

    async def slow(request: Received, answerer: Answerer) -> None:
        await trio.sleep(latency_s)
        await answer_about_model(request, answerer, KEY)

    async with in_memory(HttpServer(slow).serve) as (_, transport):
        setup = a_setup(
            folder, lambda: network_over(transport), OPENAI_API_KEY=KEY, OPENAI_BASE_URL="http://box.local/v1"
        )
        began = trio.current_time()
        found, _ = await asked(setup)
    assert {each.level for each in found} == {level}
    assert trio.current_time() - began < 10
    match level:
        case Level.WRONG:
            assert wrongs(found)[0].endswith("box.local: no answer within 2 s")
            assert trio.current_time() - began == pytest.approx(2.0)
        case Level.WARNING:
            assert "first byte 700 ms" in found[0].what
            assert found[0].what.endswith("slower than 0.5 s")


async def test_a_packages_service_is_asked_in_its_own_way(folder: Path) -> None:
    """One that asks nothing, and one that makes a mistake in which the key is quoted."""

    async def mistaken(world: World, within_s: float) -> Sequence[str]:
        raise ValueError(KEY)

    remotes = {"silent": Remote("quiet.example", ""), "beep": Remote("loud.example", "", mistaken)}
    setup = a_setup(folder)
    speaker = msgspec.structs.replace(setup.chosen["speaker"], remotes=remotes)
    found, _ = await asked(msgspec.structs.replace(setup, chosen={**setup.chosen, "speaker": speaker}))
    by_service = {each.what.partition(":")[0]: each for each in found}
    assert by_service["speaker.silent"].level is Level.GOOD
    assert "not asked" in by_service["speaker.silent"].what
    assert by_service["speaker.beep"].level is Level.WRONG
    assert by_service["speaker.beep"].what.startswith("speaker.beep: could not be asked: ValueError")
    assert KEY not in by_service["speaker.beep"].what


@pytest.mark.parametrize("certificate", [None, CERTIFICATE], ids=["plain", "tls"])
async def test_connecting_is_measured_for_websockets_too(certificate: Path | None) -> None:
    """For services that ask in that way."""
    fakes = AllFakes(Behaviour(), lambda line: None)
    make = NetworkMaker(trust_environment=False, certificates=trust())
    headers = {"Authorization": f"Bearer {FAKE_KEY}"}
    with trio.fail_after(WITHIN_S):
        async with (
            on_a_socket(fakes.serve, certificate) as url,
            measured_network(make, OwnWorld({})) as (network, measurement),
            network.websocket(f"{url}/v1/realtime?model=fake", headers) as socket,
        ):
            await socket.receive()
    assert measurement.connect_s is not None
    assert (measurement.tls_s is not None) == (measurement.certificate_ends is not None) == (certificate is not None)


async def test_why_a_websocket_has_no_connection_is_noted() -> None:
    """As for HTTP."""
    make = NetworkMaker(trust_environment=False, certificates=trust())
    async with (
        on_a_socket(HttpServer(knowing([])).serve, EXPIRED) as url,
        measured_network(make, OwnWorld({})) as (network, measurement),
    ):
        with pytest.raises(WebSocketFailed):
            async with network.websocket(url, {}):
                pass
    assert measurement.trouble is not None
    assert "certificate" in measurement.trouble.what


def test_a_proxy_of_the_environment_is_told() -> None:
    """Its address may hold a password, so only the variable is named."""
    (finding,) = proxy_findings({"https_proxy": "http://user:secret@proxy.example:3128", "NO_PROXY": "localhost"})
    assert finding.what == "https_proxy: requests go through a proxy, WebSockets do not"
    assert list(proxy_findings({"HTTPS_PROXY": ""})) == []


async def test_no_service_over_the_network_is_nothing_to_tell(folder: Path) -> None:
    """Nothing is asked."""
    found, answers = await asked(a_setup(folder))
    assert (found, answers) == ([], {})
    assert warnings(found) == []
