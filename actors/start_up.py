"""Starts the server up to the first call: reads settings and agent files, and opens everything they name.

`offhook serve`, `hypercorn offhook.app:app` and `offhook serve --check` all use it, so all refuse the same, with every
problem at once. They raise StartUpFailed (actors/start_up_failed.py).
"""

import json
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from io import StringIO
from typing import NamedTuple, TypeVar

import msgspec
import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.agent_files import AgentFiles, read_agents
from offhook.actors.agent_reload import AgentReload
from offhook.actors.chosen_chain import chosen_chain, chosen_chains
from offhook.actors.echo_cancellers import canceller_opener
from offhook.actors.hook_check import hook_problems
from offhook.actors.in_use import InUse
from offhook.actors.look_up import HttpLookUp
from offhook.actors.open_services import broken_services, open_for_agent
from offhook.actors.opened_agents import Hands
from offhook.actors.packaged_services import reachable_services
from offhook.actors.price_check import price_problems
from offhook.actors.services import Services
from offhook.actors.services_by_language import served_languages
from offhook.actors.settings import AgentSettings, NumberSettings, Settings
from offhook.actors.shared_services import open_shared_services
from offhook.actors.start_up_failed import StartUpFailed
from offhook.actors.voice_detectors import detector_opener
from offhook.actors.warm_up import WarmConnections, WarmUp, open_warm_up
from offhook.engine.host.agent import Agent
from offhook.engine.host.errors_in_words import leaves
from offhook.engine.host.printable import printable
from offhook.engine.host.runtime_folder import runtime_folder_problems
from offhook.engine.host.settings_sources import DEFAULT, Given, Loaded, Options, SettingsError, read_settings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.toml_lines import KeyPath
from offhook.engine.host.world import World
from offhook.engine.record.database import MEMORY
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.journal_folder import journal_warnings
from offhook.engine.record.packaged_observers import PackagedObservers, packaged_observers
from offhook.engine.record.store import Store, open_store
from offhook.engine.record.store_check import store_problems
from offhook.engine.run.agents import Agents

T = TypeVar("T")
FRONT_DESK, CONCIERGE = "agents/front_desk.toml", "agents/concierge.toml"


class Texts(NamedTuple):
    """Settings and agent files, validated. None for what cannot be used."""

    loaded: Loaded[Settings] | None
    agent: Agent | None
    """The default one."""
    problems: tuple[str, ...]
    unusable_services: tuple[str, ...] = ()
    """Those of other packages that cannot be used, and that no chain names."""
    observers: PackagedObservers = PackagedObservers()
    agents: AgentFiles | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """Problems that do not keep the server from starting."""
        return () if self.loaded is None else self.loaded.warnings

    @property
    def exposed(self) -> tuple[str, ...]:
        """Secrets that others can read, which does not keep the server from starting either."""
        in_settings = () if self.loaded is None else self.loaded.exposed
        return (*in_settings, *(() if self.agents is None else self.agents.exposed()))

    def usable(self) -> tuple[Settings, AgentFiles]:
        """Raises StartUpFailed."""
        if self.problems or self.loaded is None or self.agents is None:
            raise StartUpFailed(*self.problems)
        return self.loaded.settings, self.agents


class Opened(NamedTuple):
    """Everything that lives as long as the server."""

    store: Store
    services: Mapping[str, Services]
    """By agent; those of the default one come first."""
    agents: Agents
    look_up: HttpLookUp
    warm_up: WarmUp


class Rehearsal(NamedTuple):
    """The result of a trial start. Without problems the server would have started."""

    problems: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    in_use: InUse = InUse()
    """The services that calls would use."""
    left_out: Mapping[str, str] = {}
    """Why a service would never be used, by `role.service`."""
    observers: Sequence[str] = ()
    """The observers of other packages that every call would have, by name."""
    tools: Mapping[str, str] = {}
    """Where each tool comes from. Those of other agents than the default are named `agent.tool`."""

    def lines(self) -> Iterator[str]:
        """A line for each service and each tool, and one for the observers, as `engine/host/settings_sources.py` writes
        settings."""
        yield from self.in_use.lines()
        if self.observers:
            yield f"in_use.observers = {json.dumps(self.observers)}"
        for tool, source in self.tools.items():
            yield printable(f"tool.{tool} = {json.dumps(source, ensure_ascii=False)}")
        for service, reason in self.left_out.items():
            yield printable(f"left_out.{service} = {json.dumps(reason, ensure_ascii=False)}")


def read_texts(world: World, environment: Mapping[str, str] | None = None, options: Options | None = None) -> Texts:
    """Settings and agent files; those are read even where other settings are wrong."""
    services, observers = reachable_services(), packaged_observers()
    try:
        loaded = read_settings(services.settings_type, environment, options)
    except SettingsError as exc:
        read = read_agents(world, *_named_agents(exc.given))
        return Texts(None, read.default, (*exc.problems, *read.problems), tuple(services.warnings(None)), observers)
    loaded = _with_an_agent(loaded, world)
    named_agents = loaded.settings.agent.path or FRONT_DESK, loaded.settings.numbers
    read = read_agents(world, *named_agents, lambda where: loaded.place(*where))
    priced = (
        problem
        for agent in (read.default, *(read.files.others if read.files is not None else ()))
        for problem in price_problems(loaded, chosen_chains(loaded.settings, world.environment(), agent))
    )
    named = (*services.problems(loaded), *dict.fromkeys(priced), *hook_problems(loaded, world.environment()))
    unusable = tuple(services.warnings(loaded.settings))
    problems = (*named, *read.problems)
    return Texts(None if named else loaded, read.default, problems, unusable, observers, read.files)


@asynccontextmanager
async def open_all(
    settings: Settings,
    files: AgentFiles,
    world: World,
    log: FilteringBoundLogger,
    *,
    prepare: bool = True,
    ask: bool = True,
) -> AsyncIterator[Opened]:
    """Open everything. Raises StartUpFailed with all problems of all parts. Without `prepare` nothing is rendered, no
    connection is opened, and no file is looked at again. With `ask` services over the network are asked whether they
    take their keys."""
    problems: list[str] = []
    async with AsyncExitStack() as stack:
        kept = settings.store
        told = tuple(hook.called for hook in settings.hooks if hook.end)
        prices = settings.price_list()
        kept_in = open_store(world, kept.path, log, keep_days=kept.keep_days, hooks=told, prices=prices)
        store = await _entered(stack, kept_in, problems)
        shared = await stack.enter_async_context(open_shared_services(settings, world, log))
        services: dict[str, Services] = {}
        for agent in files.all:
            opening = open_for_agent(shared, agent, prepare=prepare, ask=ask)
            if (opened := await _entered(stack, opening, problems)) is not None:
                services[agent.name] = opened
        try:
            open_detector = detector_opener(settings.vad)
        except StartUpFailed as exc:
            problems += exc.problems
        try:
            open_canceller = canceller_opener(settings.barge_in)
        except StartUpFailed as exc:
            problems += exc.problems
        if store is not None and not problems:
            wanted = _connections(services.values()) if prepare else []
            warm_up = await stack.enter_async_context(open_warm_up(wanted, world, log))
            hands = Hands(settings, open_detector, warm_up, open_canceller)
            agents = _agents(files, services, hands)
            async with trio.open_nursery() as nursery:
                if settings.agent.reload and prepare:
                    reload = AgentReload(files, agents, shared, hands, world, log)
                    nursery.start_soon(reload.run, nursery, name="agent files")  # noqa: ASYNC113  # nobody waits for it
                yield Opened(store, services, agents, HttpLookUp(world), warm_up)
                nursery.cancel_scope.cancel(reason="no call will need them")
    if problems:  # raised here, outside the nurseries of the parts, which would wrap it in a group
        raise StartUpFailed(*dict.fromkeys(problems))


def _connections(of_agents: Iterable[Services]) -> Sequence[WarmConnections]:
    """What several agents share is wanted once."""
    wanted: list[WarmConnections] = []
    for services in of_agents:
        wanted += [each for each in services.connections if each not in wanted]
    return wanted


def _agents(files: AgentFiles, services: Mapping[str, Services], hands: Hands) -> Agents:
    default, *others = [hands.in_use(agent, services[agent.name]) for agent in files.all]
    return Agents(default, others, files.numbers)


def _tool_sources(agents: AgentFiles, services: Mapping[str, Services]) -> Mapping[str, str]:
    others = (
        (f"{agent.name}.{tool}", source)
        for agent in agents.others
        for tool, source in services[agent.name].tool_sources().items()
    )
    return {**services[agents.default.name].tool_sources(), **dict(others)}


async def rehearse(texts: Texts, world: World, *, ask: bool = True) -> Rehearsal:
    """Start up to the first call and stop again. No file is made, and no audio is kept. `ask` as for `open_all`."""
    if texts.loaded is None:
        return Rehearsal(texts.problems, (*texts.unusable_services, *texts.observers.unusable))
    settings, agents = texts.loaded.settings, texts.agents
    log = open_log(settings.log, world, StringIO())
    problems = [*texts.problems, *store_problems(settings.store.path)]
    problems += runtime_folder_problems(settings.server.runtime_folder, world.environment())
    warnings = (
        *texts.warnings,
        *texts.exposed,
        *texts.unusable_services,
        *texts.observers.unusable,
        *_cache_warnings(settings.speaker.cache.path),
        *([] if settings.store.path == MEMORY else journal_warnings(settings.store.path)),
    )
    settings = _traceless(settings)
    if agents is None:
        problems += await broken_services(settings, world, log)
        problems += _broken_hearing(settings)
        return Rehearsal(tuple(problems), warnings)
    in_use = InUse()
    left_out: dict[str, str] = {}
    tools: Mapping[str, str] = {}
    try:
        async with open_all(settings, agents, world, log, prepare=False, ask=ask) as opened:
            default = opened.services[agents.default.name]
            in_use = default.in_use(agents.default.language)
            in_use = msgspec.structs.replace(in_use, languages=served_languages(default, agents.default))
            left_out = default.left_out(agents.default.language)
            tools = _tool_sources(agents, opened.services)
            warnings = (*warnings, *dict.fromkeys(each for of in opened.services.values() for each in of.warnings))
    except StartUpFailed as exc:
        problems += exc.problems
    return Rehearsal(tuple(problems), warnings, in_use, left_out, list(texts.observers.openers), tools)


def _with_an_agent(loaded: Loaded[Settings], world: World) -> Loaded[Settings]:
    """Where no agent is named: one for a language model, if calls would ask one."""
    settings = loaded.settings
    if settings.agent.path is not None:
        return loaded
    models = chosen_chain("responder", settings.responder, world.environment(), {}).remotes
    agent = AgentSettings(path=CONCIERGE if models else FRONT_DESK)
    return loaded.with_settings(settings.model_copy(update={"agent": agent}))


def _named_agents(given: Given | None) -> tuple[str, Sequence[NumberSettings], Callable[[KeyPath], str]]:
    """The agent files and where they were named, if other settings are invalid."""
    if given is None:
        return FRONT_DESK, (), lambda where: DEFAULT
    values = given.values()
    section, numbers = values.get("agent"), values.get("numbers")
    path = section.get("path") if isinstance(section, Mapping) else None
    tables = numbers if isinstance(numbers, list) else []
    named = [table.get("agent") if isinstance(table, Mapping) else None for table in tables]
    files = [NumberSettings.model_construct(agent=each, number=()) for each in named if isinstance(each, str)]
    whole = files if len(files) == len(tables) else []  # else the places of the others would be wrong
    return path if isinstance(path, str) else FRONT_DESK, whole, given.place


async def _entered(stack: AsyncExitStack, context: AbstractAsyncContextManager[T], problems: list[str]) -> T | None:
    entered: T | None = None
    try:
        entered = await stack.enter_async_context(context)
    except* (StartUpFailed, DatabaseError) as group:
        problems += [line for exc in leaves(group) for line in str(exc).splitlines()]
    return entered


def _broken_hearing(settings: Settings) -> Iterator[str]:
    for open_each in (lambda: detector_opener(settings.vad), lambda: canceller_opener(settings.barge_in)):
        try:
            open_each()
        except StartUpFailed as exc:
            yield from exc.problems


def _traceless(settings: Settings) -> Settings:
    """The same settings, without files that would be made."""
    store = settings.store.model_copy(update={"path": MEMORY})
    cache = settings.speaker.cache.model_copy(update={"path": ""})
    speaker = settings.speaker.model_copy(update={"cache": cache})
    return settings.model_copy(update={"store": store, "speaker": speaker})


def _cache_warnings(path: str) -> tuple[str, ...]:
    """Warnings about a voice cache that cannot be used: that loses rendered audio, but no call."""
    if path and os.path.exists(path) and not os.path.isdir(path):
        return (f"speaker.cache.path = {path!r}: is no directory; sentences are kept in memory only",)
    return ()
