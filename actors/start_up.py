"""Starts the server up to the first call: reads settings and agent file, and opens everything they name.

`offhook serve`, `hypercorn offhook.app:app` and `offhook serve --check` all use it, so all refuse the same, with every
problem at once. They raise StartUpFailed (actors/services.py).
"""

import json
import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from io import StringIO
from pathlib import Path
from typing import NamedTuple, TypeVar

from structlog.typing import FilteringBoundLogger

from offhook.actors.cast import OffhookCast
from offhook.actors.chosen_chain import chosen_chain, chosen_chains
from offhook.actors.in_use import InUse
from offhook.actors.packaged_services import reachable_services
from offhook.actors.price_check import price_problems
from offhook.actors.recorded_answers import RecordedAnswers
from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.services import Services, StartUpFailed, broken_services, open_services
from offhook.actors.settings import AgentSettings, Settings
from offhook.actors.voice_detectors import detector_opener
from offhook.actors.warm_up import WarmUp, open_warm_up
from offhook.engine.host.agent import Agent, load_agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.errors_in_words import leaves
from offhook.engine.host.printable import printable
from offhook.engine.host.runtime_folder import runtime_folder_problems
from offhook.engine.host.settings_sources import DEFAULT, Given, Loaded, Options, SettingsError, read_settings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.text_file import UnreadableFile, read_text
from offhook.engine.host.world import World
from offhook.engine.record.database import MEMORY
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.journal_folder import journal_warnings
from offhook.engine.record.packaged_observers import PackagedObservers, packaged_observers
from offhook.engine.record.store import Store, open_store
from offhook.engine.record.store_check import store_problems

T = TypeVar("T")
FRONT_DESK, CONCIERGE = "agents/front_desk.toml", "agents/concierge.toml"
_SHIPPED = Path(__file__).resolve().parent.parent


class Texts(NamedTuple):
    """Settings and agent file, validated. None for what cannot be used."""

    loaded: Loaded[Settings] | None
    agent: Agent | None
    problems: tuple[str, ...]
    unusable_services: tuple[str, ...] = ()
    """Those of other packages that cannot be used, and that no chain names."""
    observers: PackagedObservers = PackagedObservers()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Problems that do not keep the server from starting."""
        return () if self.loaded is None else self.loaded.warnings

    @property
    def exposed(self) -> tuple[str, ...]:
        """Secrets that others can read, which does not keep the server from starting either."""
        return () if self.loaded is None else self.loaded.exposed

    def usable(self) -> tuple[Settings, Agent]:
        """Raises StartUpFailed."""
        if self.problems or self.loaded is None or self.agent is None:
            raise StartUpFailed(*self.problems)
        return self.loaded.settings, self.agent


class Opened(NamedTuple):
    """Everything that lives as long as the server."""

    store: Store
    services: Services
    cast: OffhookCast
    answers: RecordedAnswers
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
    """Where each tool of the agent comes from."""

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
    """Settings and agent file; the agent file is read even where other settings are wrong."""
    services, observers = reachable_services(), packaged_observers()
    try:
        loaded = read_settings(services.settings_type, environment, options)
    except SettingsError as exc:
        agent, problems = _read_agent(world, *_named_agent(exc.given))
        return Texts(None, agent, (*exc.problems, *problems), tuple(services.warnings(None)), observers)
    loaded = _with_an_agent(loaded, world)
    agent, problems = _read_agent(world, loaded.settings.agent.path or FRONT_DESK, loaded.place("agent", "path"))
    chains = chosen_chains(loaded.settings, world.environment(), agent)
    named = (*services.problems(loaded), *price_problems(loaded, chains))
    unusable = tuple(services.warnings(loaded.settings))
    return Texts(None if named else loaded, agent, (*named, *problems), unusable, observers)


@asynccontextmanager
async def open_all(
    settings: Settings,
    agent: Agent,
    world: World,
    log: FilteringBoundLogger,
    *,
    prepare: bool = True,
    ask: bool = True,
) -> AsyncIterator[Opened]:
    """Open everything. Raises StartUpFailed with all problems of all parts. Without `prepare` nothing is rendered and
    no connection is opened. With `ask` services over the network are asked whether they take their keys."""
    problems: list[str] = []
    async with AsyncExitStack() as stack:
        kept = settings.store
        store = await _entered(stack, open_store(world, kept.path, log, keep_days=kept.keep_days), problems)
        services = await _entered(stack, open_services(settings, agent, world, log, prepare=prepare, ask=ask), problems)
        try:
            open_detector = detector_opener(settings.vad)
        except StartUpFailed as exc:
            problems += exc.problems
        if store is not None and services is not None and not problems:
            wanted = services.connections if prepare else ()
            warm_up = await stack.enter_async_context(open_warm_up(wanted, world, log))
            cast = OffhookCast(services, settings, open_detector, warm_up)
            answers = RecordedAnswers(services, settings, open_detector, warm_up)
            yield Opened(store, services, cast, answers, warm_up)
    if problems:  # raised here, outside the nurseries of the parts, which would wrap it in a group
        raise StartUpFailed(*problems)


async def rehearse(texts: Texts, world: World, *, ask: bool = True) -> Rehearsal:
    """Start up to the first call and stop again. No file is made, and no audio is kept. `ask` as for `open_all`."""
    if texts.loaded is None:
        return Rehearsal(texts.problems, (*texts.unusable_services, *texts.observers.unusable))
    settings, agent = texts.loaded.settings, texts.agent
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
    if agent is None:
        problems += await broken_services(settings, world, log)
        problems += _broken_detector(settings)
        return Rehearsal(tuple(problems), warnings)
    in_use = InUse()
    left_out: dict[str, str] = {}
    tools: Mapping[str, str] = {}
    try:
        async with open_all(settings, agent, world, log, prepare=False, ask=ask) as opened:
            services, language = opened.services, agent.language
            in_use = services.in_use(language)
            left_out = services.left_out(language)
            tools = services.tool_sources()
            warnings = (*warnings, *services.warnings)
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


def _named_agent(given: Given | None) -> tuple[str, str]:
    """The agent file and where it was named, if other settings are invalid."""
    if given is None:
        return FRONT_DESK, DEFAULT
    section = given.values().get("agent")
    path = section.get("path") if isinstance(section, Mapping) else None
    if isinstance(path, str):
        return path, given.place(("agent", "path"))
    return FRONT_DESK, given.place(("agent", "path"))


def _read_agent(world: World, path: str, place: str) -> tuple[Agent | None, list[str]]:
    path = _agent_file(path)
    try:
        text = read_text(Path(path), world.read_file)
        agent = load_agent(path, text)
    except UnreadableFile as exc:
        if exc.line is not None:
            return None, [printable(f"{path}:{exc.line}: {exc.what}; {exc.fix}")]
        return None, [printable(f"agent.path = {path!r} ({place}): {exc.what}; {exc.fix}; docs/agent-file.md has more")]
    except AgentFileError as exc:
        return None, str(exc).splitlines()
    try:
        if agent.dialogue is not None:  # checked whichever responder is used, or a mistake would show up only later
            read_script(agent)
    except AgentFileError as exc:
        return None, str(exc).splitlines()
    return agent, []


def _agent_file(path: str) -> str:
    """The path of an agent file: as it is named or, if there is no such file, among those that come with Offhook."""
    shipped = _SHIPPED / path
    if os.path.lexists(path) or shipped.parent != _SHIPPED / "agents" or not os.path.isfile(shipped):
        return path
    return str(shipped)


async def _entered(stack: AsyncExitStack, context: AbstractAsyncContextManager[T], problems: list[str]) -> T | None:
    entered: T | None = None
    try:
        entered = await stack.enter_async_context(context)
    except* (StartUpFailed, DatabaseError) as group:
        problems += [line for exc in leaves(group) for line in str(exc).splitlines()]
    return entered


def _broken_detector(settings: Settings) -> tuple[str, ...]:
    try:
        detector_opener(settings.vad)
    except StartUpFailed as exc:
        return exc.problems
    return ()


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
