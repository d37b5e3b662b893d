"""Connections that are open before they are needed. The real client over the network in memory, in virtual time."""

import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from io import StringIO
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

from offhook.actors.agent_files import AgentFiles
from offhook.actors.responder.openai_chat import OPENAI
from offhook.actors.responder.service import CallerTurn, Occasion
from offhook.actors.start_up import Opened, open_all
from offhook.actors.warm_up import APART_S, MOST_AT_ONCE, RENEWED_EVERY_S, WarmConnections, WarmUp, open_warm_up
from offhook.engine.host.network import Network
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.simulation.exchange import settings_with
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import Answer, Fault, pieces_of
from offhook.simulation.seeded import simulate
from offhook.simulation.world import SimulatedWorld
from tests.actors.responder.model_server import AGENT, never, said, session_of
from tests.actors.responder.model_server import settings as model_settings

URL = "http://model.test/v1/models"
TWO = WarmConnections(URL, {"Authorization": "Bearer key"}, 2)

# The SDK reads each stream through generators of its own, which nobody can close from outside.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")


class Place:
    """A server, and what is kept open to it."""

    def __init__(self, server: HttpServer, network: MemoryNetwork, world: SimulatedWorld, log: StringIO) -> None:
        self.server, self.network, self.world, self.log = server, network, world, log

    def warm_up(self, *wanted: WarmConnections) -> AbstractAsyncContextManager[WarmUp]:
        return open_warm_up(wanted, self.world, open_log(LogSettings(level="debug"), self.world, self.log))

    @property
    def asked_at(self) -> list[float]:
        return [request.at for request in self.server.requests]


async def nothing_there(request: Received, answerer: Answerer) -> None:
    await answerer.whole(404, b"{}", "application/json", {})


@asynccontextmanager
async def place(server: HttpServer | None = None, **environment: str) -> AsyncIterator[Place]:
    server = server or HttpServer(nothing_there)
    async with in_memory(server.serve) as (network, transport):
        yield Place(server, network, SimulatedWorld(transport=transport, environment=environment), StringIO())


async def test_connections_are_open_before_they_are_needed(autojump_clock: MockClock) -> None:
    """As many as are wanted, with the headers of the service; whatever the answer is, the next request uses one."""
    async with place() as found, found.warm_up(TWO):
        await trio.sleep(1)
        assert [(each.method, each.path) for each in found.server.requests] == [("HEAD", "/v1/models")] * 2
        assert all(each.headers["authorization"] == "Bearer key" for each in found.server.requests)
        assert found.server.connections == 2
        async with found.world.network() as network:
            await network.http.post(URL)
        assert found.server.connections == 2


async def test_a_flood_of_announced_calls_is_not_passed_on(autojump_clock: MockClock) -> None:
    """Once at the start, and then no more often than every few seconds."""
    async with place() as found, found.warm_up(TWO) as warm_up:
        began = trio.current_time()
        for _ in range(1000):
            await trio.sleep(2.1 * APART_S / 1000)
            warm_up.expect_call()
        assert len(found.asked_at) == 2 * 3
        assert found.asked_at[2] - began == pytest.approx(APART_S, abs=0.1)


async def test_they_are_kept_while_there_are_calls_and_not_longer(autojump_clock: MockClock) -> None:
    """Also for a call that no webhook has announced."""
    async with place() as found, found.warm_up(TWO) as warm_up:
        await trio.sleep(600)
        assert len(found.asked_at) == 2
        with warm_up.during_call():
            await trio.sleep(4.5 * RENEWED_EVERY_S)
        assert len(found.asked_at) == 2 + 2 * 5
        assert found.server.connections == 4, "the first two were closed, unused, long before the call"
        await trio.sleep(600)
        assert len(found.asked_at) == 2 + 2 * 5


async def test_services_of_one_server_share_its_connections(autojump_clock: MockClock) -> None:
    """Together no more than a few are opened at once."""
    other = WarmConnections("http://voice.test/v1/models", {}, 1)
    async with place() as found, found.warm_up(TWO, other, TWO, TWO):
        await trio.sleep(1)
        hosts = [request.headers["host"] for request in found.server.requests]
        assert (hosts.count("model.test"), hosts.count("voice.test")) == (MOST_AT_ONCE, 1)


@pytest.mark.parametrize("trouble", ["refused", "hangs", "slow"])
async def test_a_server_that_does_not_answer_costs_nothing(trouble: str, autojump_clock: MockClock) -> None:
    """It is given up, said to whoever debugs, and tried again for the next call."""

    async def hang(request: Received, answerer: Answerer) -> None:
        await trio.sleep_forever()

    async with place(HttpServer(hang)) as found:
        found.network.refusing = trouble == "refused"
        found.network.connect_s = 60.0 if trouble == "slow" else 0.0
        async with found.warm_up(TWO) as warm_up:
            await trio.sleep(10)
            lines = [line for line in found.log.getvalue().splitlines() if "no connection opened" in line]
            assert len(lines) == 2
            assert all("model.test" in line and "key" not in line for line in lines)
            warm_up.expect_call()
            await trio.sleep(10)
            assert len(found.log.getvalue().splitlines()) == 4


async def test_without_a_service_that_needs_it_no_network_is_opened() -> None:
    """The warm-up is there, and does nothing."""

    class Offline(SimulatedWorld):
        def network(self) -> AbstractAsyncContextManager[Network]:
            raise AssertionError("nobody needs it")

    world = Offline()
    async with open_warm_up((), world, open_log(LogSettings(), world, StringIO())) as warm_up:
        warm_up.expect_call()
        with warm_up.during_call():
            await wait_all_tasks_blocked()


async def test_an_interruption_costs_a_connection_and_the_next_reply_has_a_warm_one(autojump_clock: MockClock) -> None:
    """A reply that is left in the middle closes its connection; the spare one is there already."""
    fake = FakeOpenAiChat(Answer(pieces=pieces_of("One. Two. Three.", 4), fault=Fault.HANG_MID_STREAM), Answer())
    async with place(fake.http) as found:
        chosen = model_settings("http://model.test/v1")
        wanted = OPENAI.connections(found.world, chosen)
        async with (
            OPENAI.open(found.world, chosen, AGENT) as responder,
            found.warm_up(*wanted),
            session_of(responder) as session,
        ):
            await trio.sleep(1)
            assert fake.http.connections == 2
            async with session.reply(CallerTurn(Occasion.SPEECH, "hello"), (), never) as parts:
                await anext(parts)
            assert await said(session)
            assert fake.http.connections == 2
            assert len(fake.http.left_early) == 1


OPENAI_ALONE = settings_with(responder={"chain": ["openai"]}, recognizer={"chain": ["openai", "scripted"]})


@asynccontextmanager
async def opened(found: Place, *, prepare: bool) -> AsyncIterator[Opened]:
    log = open_log(OPENAI_ALONE.log, found.world, StringIO())
    async with open_all(OPENAI_ALONE, AgentFiles(AGENT), found.world, log, prepare=prepare) as everything:
        yield everything


@pytest.mark.parametrize(("prepare", "asked"), [(True, 3), (False, 0)], ids=["start", "check"])
async def test_the_start_opens_them_and_the_check_does_not(
    prepare: bool, asked: int, autojump_clock: MockClock
) -> None:
    """For all services of the chains that need a network: two for the model, one for the recognizer."""
    async with (
        place(OPENAI_API_KEY="key", OPENAI_BASE_URL="http://model.test/v1") as found,
        opened(found, prepare=prepare) as everything,
    ):
        await trio.sleep(10)
        everything.warm_up.expect_call()
        await trio.sleep(10)
        # The check of keys and addresses uses other methods.
        asked_for = [each.method for each in found.server.requests if each.method == "HEAD"]
        assert asked_for == ["HEAD"] * 2 * asked


def test_one_seed_is_one_trace() -> None:
    """Nothing here is left to chance or to the machine."""

    async def a_few_calls() -> Sequence[float]:
        async with place() as found, found.warm_up(TWO) as warm_up:
            for _ in range(3):
                warm_up.expect_call()
                with warm_up.during_call():
                    await trio.sleep(40)
            return found.asked_at

    (here, trace), (there, again) = (simulate(a_few_calls, seed=7) for _ in range(2))
    assert here == there
    assert trace.difference_from(again) == ""


FIRST_REPLY = """
import sys
import trio
from tests.actors.responder.model_server import over_memory, said, session_of
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat

async def main():
    async with over_memory(FakeOpenAiChat()) as (responder, network), session_of(responder) as session:
        before = {*sys.modules}
        assert await said(session)
        print(sorted({*sys.modules} - before))

trio.run(main)
"""


def test_the_first_reply_imports_nothing() -> None:
    """The SDK loads its parts when they are first named: that is done at the start."""
    command = [sys.executable, "-c", FIRST_REPLY]
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run(command, cwd=root, capture_output=True, check=True, timeout=60).stdout == b"[]\n"
