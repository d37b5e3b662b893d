"""Workers of a server with several agents: Twilio's webhooks and streams before the real application, in memory."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from io import StringIO
from pathlib import Path

import httpx
import trio

from offhook.actors.agent_files import AgentFiles, read_agents
from offhook.actors.settings import NumberSettings, Settings
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, Redirect, read
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, settings_with
from offhook.simulation.fakes.caller_register import CallerRegister, respond
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory
from offhook.simulation.services import SimulatedVoice
from offhook.simulation.shared_folder import SharedMemory
from offhook.simulation.world import SimulatedWorld
from tests.web.pages import open_pages

CLINIC, SALES = "+15550100", "sip:sales@example.sip.twilio.com"
CALLER = "+15550123"


def agent_text(name: str, greeting: str, *more: str) -> str:
    """Its figures are said as they are written, so that a test can find them."""
    return "\n".join([f'name = "{name}"', f'greeting = "{greeting}"', "read_aloud = false", *more])


DEFAULT_TEXT = agent_text("desk", "This is the desk.")
CLINIC_TEXT = agent_text("clinic", "This is the clinic.")
SALES_TEXT = agent_text("sales", "This is sales.", 'language = "en-GB"')


def write_agents(folder: Path, **texts: str) -> AgentFiles:
    """Files of these names, read as at the start: `desk` is the default, `clinic` and `sales` have numbers."""
    texts = {"desk": DEFAULT_TEXT, "clinic": CLINIC_TEXT, "sales": SALES_TEXT, **texts}
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text)
    return read_folder(folder)


def read_folder(folder: Path) -> AgentFiles:
    numbers = [
        NumberSettings.model_validate({"number": number, "agent": str(folder / f"{name}.toml")})
        for number, name in ((CLINIC, "clinic"), (SALES, "sales"))
    ]
    found = read_agents(SimulatedWorld(), str(folder / "desk.toml"), numbers, lambda where: "offhook.toml")
    assert not found.problems
    assert found.files is not None
    return found.files


class Worker:
    """One worker of the server."""

    def __init__(
        self,
        exchange: Exchange,
        pages: httpx.AsyncClient,
        voice: SimulatedVoice,
        network: MemoryNetwork,
        log: StringIO,
    ) -> None:
        self.exchange, self.pages, self.voice, self.network, self._log = exchange, pages, voice, network, log

    @property
    def log(self) -> str:
        return self._log.getvalue()

    async def post(self, path: str, form: Mapping[str, str]) -> httpx.Response:
        return await self.pages.post(path, data={"From": CALLER, "CallStatus": "ringing", **form})

    async def rings(self, carrier: SimulatedCarrier, path: str = "/voice-stream", **form: str) -> dict[str, str]:
        """The webhook of a call: what its stream will bring."""
        answer = await self.post(path, {"CallSid": carrier.call_sid, **form})
        assert answer.status_code == 200, answer.text
        verbs = read(answer.content)
        assert isinstance(verbs[0], ConnectStream), verbs
        assert isinstance(verbs[1], Redirect)
        return verbs[0].parameters

    @asynccontextmanager
    async def streams(self, carrier: SimulatedCarrier, parameters: dict[str, str]) -> AsyncIterator[trio.Event]:
        """The stream of a call that was announced. The event is set when it is over."""
        carrier.brings = parameters
        async with calling(self.exchange, carrier) as over:
            yield over

    async def greets(self, path: str = "/voice-stream", number: int = 1, **form: str) -> str:
        """What a caller hears who dials `To` and hangs up after the greeting."""
        carrier = SimulatedCarrier(number)
        async with self.streams(carrier, await self.rings(carrier, path, **form)):
            await carrier.agent_has_spoken()
        return said_first(await self.record(carrier))

    async def record(self, carrier: SimulatedCarrier) -> CallRecord:
        await trio.sleep(1)
        record = await self.exchange.find_call(carrier.call_sid)
        assert record is not None
        return record


def said_first(record: CallRecord) -> str:
    return next(each.text for each in record.transcript if isinstance(each, AgentSaid))


@asynccontextmanager
async def worker(
    agents: AgentFiles,
    *,
    register: CallerRegister | None = None,
    shared_memory: SharedMemory | None = None,
    seed: int = 0,
    peer: str = "127.0.0.1",
    signed_for: str | None = None,
    **sections: Mapping[str, object],
) -> AsyncIterator[Worker]:
    """`register` answers every look-up."""
    settings: Settings = settings_with(**sections)
    register, voice, log = register or CallerRegister(respond({})), SimulatedVoice(1), StringIO()
    async with AsyncExitStack() as stack:
        network, transport = await stack.enter_async_context(in_memory(register.serve))
        opening = open_simulated_exchange(
            settings,
            seed=seed,
            agents=agents,
            voice=voice,
            transport=transport,
            shared_memory=shared_memory,
            log_to=log,
        )
        exchange = await stack.enter_async_context(opening)
        pages = await stack.enter_async_context(open_pages(exchange, peer=peer, signed_for=signed_for))
        yield Worker(exchange, pages, voice, network, log)
