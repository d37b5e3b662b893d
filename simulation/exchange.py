"""An exchange for runs in virtual time: the real engine and the real actors over the simulated world."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from io import StringIO
from typing import TypeVar

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio

from offhook.actors.agent_files import AgentFiles
from offhook.actors.agent_reload import AgentReload
from offhook.actors.cast import OffhookCast
from offhook.actors.echo_canceller import OpenCanceller
from offhook.actors.look_up import HttpLookUp
from offhook.actors.open_services import open_for_agent
from offhook.actors.opened_agents import Hands
from offhook.actors.recognizer.service import Recognizer
from offhook.actors.recorded_answers import RecordedAnswers
from offhook.actors.responder.file_answers import FileAnswers
from offhook.actors.responder.service import Responder
from offhook.actors.services import Services
from offhook.actors.services_by_language import spoken_by_keys
from offhook.actors.settings import Settings
from offhook.actors.shared_services import open_shared_services
from offhook.actors.speaker.service import Voice
from offhook.actors.voice_detector import VoiceDetector
from offhook.actors.voice_detectors import detector_opener
from offhook.actors.warm_up import WarmUp
from offhook.engine.host.agent import Agent, load_agent
from offhook.engine.host.settings import VadSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.websocket import OpenStream
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.reporter import OpenObserver
from offhook.engine.record.store import open_store
from offhook.engine.run.agents import AgentInUse, Agents
from offhook.engine.run.call import Cast
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.tool import Tool
from offhook.hooks.opening import open_hooks
from offhook.protocol.carriers.carrier import Carrier
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.protocol.stream_token import TOKEN_PARAMETER
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.seeded import current_trace
from offhook.simulation.shared_folder import SharedMemory
from offhook.simulation.trouble import on_the_line
from offhook.simulation.world import SimulatedWorld
from offhook.web.admission import open_admission

ServiceT = TypeVar("ServiceT")
OVER_WITHIN_S = 30.0
GREETING, GOODBYE, APOLOGY, REPEAT = "Good evening.", "We have to end here.", "Something broke.", "Once more, please?"
AGENT = f"""
name = "test"
greeting = "{GREETING}"
goodbye = "{GOODBYE}"
apology = "{APOLOGY}"
repeat = "{REPEAT}"
transfer = "+15550199"
fillers = []
"""


def settings_with(**sections: Mapping[str, object]) -> Settings:
    """Settings that choose the scripted services. Nothing is read from a file or from the environment."""
    scripted: dict[str, dict[str, object]] = {
        "vad": {"confirm": "noise_floor"},  # a seed is the same run with onnxruntime and without
        "store": {"path": ":memory:"},
        "recognizer": {"chain": ["scripted"]},
        "responder": {"chain": ["scripted"]},
        "speaker": {"chain": ["tone"]},
        "admission": {"lag_ms": 0},  # where the clock is the real one, a busy machine turns no caller away
    }
    for section, values in sections.items():
        scripted[section] = {**scripted.get(section, {}), **values}
    return Settings.model_validate(scripted)


def as_it_is(cast: Cast) -> Cast:
    """Leave the cast unchanged."""
    return cast


@asynccontextmanager
async def open_simulated_exchange(
    settings: Settings | None = None,
    *,
    seed: int = 0,
    agent: str = AGENT,
    agents: AgentFiles | None = None,
    recognizer: Recognizer | Sequence[Recognizer] = (),
    responder: Responder | Sequence[Responder] = (),
    voice: Voice | Sequence[Voice] = (),
    tools: Sequence[Tool] = (),
    open_detector: Callable[[VadSettings], VoiceDetector] | None = None,
    open_canceller: OpenCanceller | None = None,
    change_cast: Callable[[Cast], Cast] = as_it_is,
    change_answers: Callable[[FileAnswers | None], FileAnswers | None] = lambda answers: answers,
    observers: Sequence[OpenObserver] = (),
    transport: httpx.AsyncBaseTransport | None = None,
    open_stream: OpenStream | None = None,
    on_call_expected: Callable[[], None] = lambda: None,
    shared_memory: SharedMemory | None = None,
    clock_set_by_s: Callable[[], float] = lambda: 0.0,
    log_to: StringIO | None = None,
) -> AsyncIterator[Exchange]:
    """Services that are not given are those that the settings name; several are a chain. `agents` are several, instead
    of `agent`. `change_cast` may wrap the actors, `change_answers` what finds likely questions. Services that need a
    network get `transport`. Exchanges with the same `shared_memory` are workers of one server. Somebody sets the wall
    clock by `clock_set_by_s`."""
    settings = settings or settings_with()
    world = SimulatedWorld(
        seed,
        transport=transport,
        open_stream=open_stream,
        shared_memory=shared_memory,
        clock_set_by_s=clock_set_by_s,
    )
    log = open_log(settings.log, world, log_to or StringIO())
    agents = agents or AgentFiles(load_agent("test.toml", agent))
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(
            open_store(
                world,
                settings.store.path,
                log,
                keep_days=settings.store.keep_days,
                hooks=tuple(hook.called for hook in settings.hooks if hook.end),
            )
        )
        told_facts = await stack.enter_async_context(open_hooks(settings.hooks, store, world, log))
        shared = await stack.enter_async_context(open_shared_services(settings, world, log))
        hands = Hands(settings, open_detector or detector_opener(settings.vad), WarmUp())

        async def in_use(each: Agent) -> AgentInUse:
            opened = await stack.enter_async_context(open_for_agent(shared, each, tools=tools))
            services = Services(
                settings,
                log,
                _all(recognizer) or opened.recognizers,
                _all(responder) or opened.responders,
                _all(voice) or opened.voices,
                tools=opened.tools,
                voice_links={} if _all(voice) else opened.voice_links,
                by_keys=spoken_by_keys(each, _all(recognizer) or opened.recognizers),
                answers=change_answers(opened.answers),
            )
            cast = change_cast(OffhookCast(services, settings, open_detector, open_canceller=open_canceller))
            return AgentInUse(each, cast, RecordedAnswers(services, settings, hands.open_detector, hands.warm_up))

        default, *others = [await in_use(each) for each in agents.all]
        answering = Agents(default, others, agents.numbers)
        folder = stack.enter_context(world.shared_folder(settings.server.runtime_folder))
        admission = await stack.enter_async_context(open_admission(folder, settings, world, log))
        trace = current_trace()
        if settings.agent.reload:
            await stack.enter_async_context(_reloading(AgentReload(agents, answering, shared, hands, world, log)))
        yield Exchange(
            settings=settings,
            agents=answering,
            look_up=HttpLookUp(world),
            folder=folder,
            world=world,
            store=store,
            admission=admission,
            log=log,
            on_call_expected=on_call_expected,
            observers=[*observers, *told_facts, *([] if trace is None else [lambda begun: trace])],
        )


@asynccontextmanager
async def _reloading(reload: AgentReload) -> AsyncIterator[None]:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(reload.run, nursery, name="agent files")  # noqa: ASYNC113  # nobody waits for it
        yield
        nursery.cancel_scope.cancel(reason="no call will need them")


def _all(given: ServiceT | Sequence[ServiceT]) -> Sequence[ServiceT]:
    return given if isinstance(given, Sequence) else [given]


@asynccontextmanager
async def calling(exchange: Exchange, carrier: SimulatedCarrier, ours: Carrier = TWILIO) -> AsyncIterator[trio.Event]:
    """A call that is being answered by `ours`, our side of its carrier's protocol. The event is set when the exchange
    has finished with it."""
    over = trio.Event()

    async def answer() -> None:
        on_the_line.set(carrier.call_sid)
        await exchange.answer(carrier.line, ours)
        over.set()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(answer)
        nursery.start_soon(carrier.run)  # noqa: ASYNC113  # the test waits for what it needs
        yield over
        if not carrier.hung_up:
            carrier.hang_up()
        with trio.fail_after(OVER_WITHIN_S):
            await over.wait()
        nursery.cancel_scope.cancel(reason="the call is over")
    carrier.close()


async def announced(exchange: Exchange, carrier: SimulatedCarrier) -> dict[str, str]:
    """Let the carrier announce its call. Returns what its stream brings for that."""
    token = await exchange.admit(carrier.call_sid)
    assert token is not None, "there is room"
    return {"caller": "+15550100", TOKEN_PARAMETER: token}


async def record_of(exchange: Exchange, carrier: SimulatedCarrier) -> CallRecord:
    """The only record of a call in the store."""
    records = [record for record in await exchange.recent_calls(100) if record.begun.call_sid == carrier.call_sid]
    assert len(records) == 1, "exactly one record for each call"
    record = await exchange.find_call(carrier.call_sid)
    assert record is not None
    return record
