"""docs/troubleshooting.md: each line that it quotes is provoked, and is what stands there.

Calls are in virtual time. What the doctor says of an address, and what the server says of handshakes, needs sockets.
"""

import re
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from xml.sax.saxutils import quoteattr

import httpx
import trio
from pydantic import SecretStr
from trio.testing import MockClock
from typer.testing import CliRunner

from offhook.actors.responder.service import Sentence
from offhook.cli import commands
from offhook.doctor.finding import Finding
from offhook.doctor.public_address import call_public_address, public_address
from offhook.doctor.report import show
from offhook.doctor.setup import NetworkMaker
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import RealWorld
from offhook.engine.record.facts import Fault
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.protocol.carriers.twilio.signature import ALGORITHM_HEADER
from offhook.reports.terminal import WIDE, Terminal
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import announced, calling, open_simulated_exchange, settings_with
from offhook.simulation.failing_services import Ear, Writer
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received, on_a_socket
from offhook.simulation.services import SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_network import open_network
from tests.doctor.rig import a_setup
from tests.fakes.certificate import CERTIFICATE, trust
from tests.fakes.clips import clip
from tests.serving import free_port
from tests.web.pages import AUTH_TOKEN, PROVEN, open_pages, signed
from tests.web.server import open_server
from tests.web.test_workers import lives, parent_of, stays

PAGE = (Path(__file__).parents[1] / "docs" / "troubleshooting.md").read_text()
PROXY_PAGE = (Path(__file__).parents[1] / "docs" / "behind-a-proxy.md").read_text()
QUOTED = dict(re.findall(r"^<!-- ([a-z0-9 ]+) -->\n```text\n(.*?)^```$", PAGE, re.M | re.S))
"""What stands in each block, by its name."""
SPEECH = clip("today")[2400:]
WITHIN_S = 60.0


def is_in(said: str, quoted: str) -> bool:
    """A line of the page, in what was printed. Three dots stand for anything, a number for any number."""
    shape = re.escape(" ".join(quoted.split())).replace(r"\.\.\.", ".*")
    shape = re.sub(r"(?<=[= ])\d+(\\\.\d+)?(?!\S)", "[0-9.]+", shape)
    return any(re.search(shape, " ".join(line.split())) for line in said.splitlines())


def assert_quoted(name: str, said: str) -> None:
    missing = [line for line in QUOTED[name].splitlines() if not is_in(said, line)]
    assert not missing, f"{missing} is not in\n{said}"


def log_of(exchange: Exchange) -> StringIO:
    said = StringIO()
    exchange.log = open_log(LogSettings(), RealWorld(), said)
    return said


async def log_of_a_call(happens: Callable[[Exchange], None], sending: Trouble | None = None) -> str:
    """A question, while which the first services fail, its answer, and a caller who interrupts it; `happens` strikes at
    the answer's beginning."""
    ears = [Ear("openai", "", finishing=Trouble(Kind.FAIL)), Ear("pocketsphinx", "when do you open")]
    answer = Sentence("We open at nine.")
    writers = [Writer("openai", answer, trouble=Trouble(Kind.FAIL)), Writer("dialogue", answer)]
    said, carrier = StringIO(), SimulatedCarrier(sending=sending)
    async with (
        open_simulated_exchange(recognizer=ears, responder=writers, voice=SimulatedVoice(1), log_to=said) as exchange,
        calling(exchange, carrier),
    ):
        await carrier.agent_has_spoken()
        carrier.say(SPEECH)
        await carrier.wait(lambda: carrier.playout.sounding)
        happens(exchange)
        await trio.sleep(0.3)
        carrier.say(SPEECH)
        await trio.sleep(5)
    return said.getvalue()


async def test_what_a_call_logs(autojump_clock: MockClock) -> None:
    """Of services that fail, latency, ends of speech, interruptions and pauses; and nothing was wrong with sending."""
    said = await log_of_a_call(lambda exchange: exchange.note_pause(3.2))
    for name in ("services fail", "latency", "cut off", "interrupted", "paused"):
        assert_quoted(name, said)
    assert not is_in(said, QUOTED["sending fails"].strip())
    assert "line_writer_crashed" not in said


async def test_an_error_of_sending_audio_is_counted(autojump_clock: MockClock) -> None:
    """By the counter that the page names."""
    sending = Trouble(Kind.CRASH, armed=False)
    assert_quoted("sending fails", await log_of_a_call(lambda exchange: sending.arm(), sending))
    section = PAGE.partition("## Choppy or garbled audio")[2].partition("\n## ")[0]
    in_table = set(re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (`.*?) \|", section, re.M))))
    assert Fault.LINE_WRITER_CRASHED.value in in_table
    assert in_table <= {fault.value for fault in Fault}


async def test_callers_who_are_turned_away(autojump_clock: MockClock) -> None:
    """At a full server, and at one that is too slow."""
    async with open_simulated_exchange(settings_with(limits={"calls": 1}, admission={"lag_ms": 500})) as exchange:
        said = log_of(exchange)
        async with open_pages(exchange) as client:
            for number in (1, 2):
                await client.post("/voice-stream", data={"CallSid": f"CA{number:032d}"})
            for _ in range(3):
                exchange.note_lag(0.9)
            assert (await client.get("/readyz")).status_code == 503
    assert_quoted("turned away", said.getvalue())


async def test_requests_that_are_refused() -> None:
    """Unsigned ones, a wrong signature, a stream without a token, and a WebSocket elsewhere. Each reason is also in the
    table of docs/behind-a-proxy.md."""
    table = PROXY_PAGE.partition("## When the signature is refused")[2].partition("## ")[0]
    with trio.fail_after(WITHIN_S):
        async with open_server(settings_with(twilio=PROVEN)) as server, httpx.AsyncClient() as client:
            wrong = signed(server.webhook_url, auth_token=AUTH_TOKEN[::-1])
            weaker = wrong | {ALGORITHM_HEADER: "2"}
            for headers in ({}, wrong, weaker, signed(server.webhook_url)):
                assert (await client.post(server.webhook_url, headers=headers)).status_code == 403
            async with open_network(auth_token=SecretStr(AUTH_TOKEN)) as network:
                for url in (server.media_url, f"{server.media_url}-elsewhere"):
                    outcome = await place_call(CallOptions(url, max_seconds=3), network=network)
                    assert outcome.failure != ""
            await client.get(server.media_url.replace("ws://", "http://"))
            await client.post(server.webhook_url.replace("/voice-stream", "/twilio"), headers=wrong)
            said = server.log
    for name in ("signatures", "token refused", "wrong path", "upgrade lost", "wrong page"):
        assert_quoted(name, said)
    reasons = re.findall(r"^\| `([^`]*)` \|", table.partition("|---|---|")[2], re.M)
    assert [each for each in reasons if f"why='{each}'" not in said] == []
    assert len(reasons) == 4


async def test_each_reason_why_a_token_is_refused(autojump_clock: MockClock) -> None:
    """None, that of another call, one used twice, one that has expired; in the page's words."""
    section = PAGE.partition("## The stream's token is refused")[2].partition("## ")[0]
    reasons = set(re.findall(r"^- `(.*?)`:", section, re.M))
    async with open_simulated_exchange() as exchange:
        said, other = log_of(exchange), await announced(exchange, SimulatedCarrier(2))
        carrier = SimulatedCarrier(1)
        used = await announced(exchange, carrier)
        for parameters in ({}, other, used, used):
            await a_stream(exchange, parameters)
        await trio.sleep(exchange.settings.admission.unclaimed_s)
        await a_stream(exchange, used)
    assert [each for each in reasons if f"reason='{each}'" not in said.getvalue()] == []
    assert len(reasons) == said.getvalue().count("call refused") == 4


async def a_stream(exchange: Exchange, parameters: dict[str, str]) -> None:
    """One stream of the first call, with what it brings; its caller hangs up at once."""
    carrier = SimulatedCarrier(1)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(carrier.run, parameters)
        nursery.start_soon(hang_up_soon, carrier)
        await exchange.answer(carrier.line, TWILIO, needs_token=True)
        nursery.cancel_scope.cancel(reason="the stream is over")
    carrier.close()


async def hang_up_soon(carrier: SimulatedCarrier) -> None:
    await trio.sleep(1)
    carrier.hang_up()


async def test_a_tunnel_to_a_server_without_a_token() -> None:
    """The line says what to set."""
    async with open_server(settings_with()) as server, httpx.AsyncClient() as client:
        answer = await client.post(server.webhook_url, headers={"host": "voice.example.com"})
        assert answer.status_code == 403
        assert_quoted("no token set", server.log)


async def doctor_of(folder: Path, url: str) -> str:
    """What the doctor prints about a public address."""
    setup = a_setup(folder, NetworkMaker(trust_environment=False, certificates=trust()))
    found: list[Finding] = []
    with trio.fail_after(WITHIN_S):
        await call_public_address(setup, public_address(url, setup.settings.server), found, [])
    printed = StringIO()
    show(Terminal(printed, width=WIDE), found)
    return printed.getvalue()


def webhook_with(stream_url: str, status: int = 200) -> HttpServer:
    async def answer(request: Received, answerer: Answerer) -> None:
        if request.path != "/voice-stream":
            await answerer.whole(404, b"not found", "text/plain", {})
            return
        twiml = f"<Response><Connect><Stream url={quoteattr(stream_url)}/></Connect></Response>"
        await answerer.whole(status, twiml.encode(), "text/xml", {})

    return HttpServer(answer)


async def test_what_the_doctor_says_of_an_address(folder: Path) -> None:
    """A dead one, one that refuses, one whose proxy passes no WebSockets, and one that names an inner server."""
    assert_quoted("dead address", await doctor_of(folder, f"https://127.0.0.1:{free_port()}"))
    webhooks = {
        "refused": webhook_with("", status=403),
        "no upgrade": webhook_with("/media-stream"),
        "inner name": webhook_with("ws://inner.invalid/media-stream"),
    }
    for name, webhook in webhooks.items():
        async with on_a_socket(webhook.serve, CERTIFICATE) as url:
            assert_quoted(name, await doctor_of(folder, url))


def test_a_language_that_no_service_knows(folder: Path) -> None:
    """The doctor says what keeps the server from starting."""
    own = {
        "goodbye": "Auf Wiedersehen.",
        "apology": "Entschuldigung.",
        "repeat": "Wie bitte?",
        "line_dropped": "Hallo?",
    }
    lines = {"name": "hotel", "language": "de", "greeting": "Guten Tag.", **own}
    (folder / "de.toml").write_text("".join(f'{key} = "{value}"\n' for key, value in lines.items()))
    alone = '["pocketsphinx"]'  # other recognizers may be installed
    env = {"OFFHOOK__AGENT__PATH": "de.toml", "OFFHOOK__RECOGNIZER__CHAIN": alone}
    result = CliRunner().invoke(commands, ["doctor"], env=env)
    assert result.exit_code == 1
    assert_quoted("language", result.stdout)


async def test_a_worker_that_is_killed(autojump_clock: MockClock) -> None:
    """Its parent says how it ended, and that another one serves."""
    async with parent_of(2, stays, lives(30), stays) as parent:
        await trio.sleep(60)
        ended, started = parent.lines("worker ended"), parent.lines("worker started")
    said = "\n".join(" ".join([str(each["event"]), *fields(each)]) for each in (*ended, *started))
    assert_quoted("worker", said)


def fields(line: Mapping[str, object]) -> list[str]:
    """As the log writes them."""
    return [f"{key}={value!r}" for key, value in line.items() if key not in ("event", "level", "timestamp")]


def test_every_quoted_block_is_provoked() -> None:
    """No block of another kind, and the doctor before everything else."""
    tests = Path(__file__).read_text()
    assert [name for name in QUOTED if f'"{name}"' not in tests] == []
    assert set(re.findall(r"^```(\w*)$", PAGE, re.M)) == {"text", "bash", ""}
    assert len(re.findall(r"^```text$", PAGE, re.M)) == len(QUOTED)
    assert PAGE.index("offhook doctor") < PAGE.index("## ")
