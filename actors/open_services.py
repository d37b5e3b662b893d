"""Opens the services that the settings name.

Recognizers and voices are shared by all agents (`shared_services.py`); each agent has responders of its own. Which
services there are: `registry.py` for ours, `packaged_services.py` for those of other packages.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.agent_voices import AgentVoices, open_agent_voices
from offhook.actors.asked_at_start import Answers, ask_services
from offhook.actors.chosen_chain import ChosenChain, chosen_chains
from offhook.actors.in_use import NOBODY
from offhook.actors.opening_services import Opener, Opening
from offhook.actors.price_check import agent_price_problems
from offhook.actors.responder.dialogue_at_start import dialogue_problems, dialogue_tools
from offhook.actors.responder.file_answers import FileAnswers, answer_lines
from offhook.actors.responder.service import Responder
from offhook.actors.service_warnings import (
    answers_unheard,
    connections_of,
    free_speech,
    nobody_transfers,
    own_warnings,
    unusable,
)
from offhook.actors.services import Services
from offhook.actors.services_by_language import (
    language_problems,
    language_warnings,
    question_lines,
    spoken_by_keys,
)
from offhook.actors.settings import Settings
from offhook.actors.shared_services import SharedServices, open_shared_services
from offhook.actors.speaker.cache_start_up import preparing
from offhook.actors.start_up_failed import StartUpFailed
from offhook.actors.tools.built_in.chosen import built_in_tools
from offhook.actors.tools.opening import Tools, open_tools
from offhook.actors.unknown_words import unheard_words, unknown_words
from offhook.engine.decide.breaker import Breaker
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.agent_languages import ChosenBy
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.world import World
from offhook.engine.run.tool import Tool
from offhook.engine.words.aloud.read_aloud import prepare_reading
from offhook.engine.words.endings.model import load_word_endings


@asynccontextmanager
async def open_services(
    settings: Settings,
    agent: Agent,
    world: World,
    log: FilteringBoundLogger,
    *,
    tools: Sequence[Tool] = (),
    prepare: bool = True,
    ask: bool = False,
) -> AsyncIterator[Services]:
    """All services of a server with one agent. Raises StartUpFailed with all problems. `tools` and `prepare` are as for
    `open_for_agent`. With `ask` services over the network are asked whether they take their keys."""
    async with (
        open_shared_services(settings, world, log) as shared,
        open_for_agent(shared, agent, tools=tools, prepare=prepare, ask=ask) as services,
    ):
        yield services


@asynccontextmanager
async def open_for_agent(
    shared: SharedServices, agent: Agent, *, tools: Sequence[Tool] = (), prepare: bool = True, ask: bool = False
) -> AsyncIterator[Services]:
    """The services of one agent, with these `tools` besides its own. Raises StartUpFailed with all problems, those of
    shared services included. With `prepare` the fixed sentences are rendered before the first call, as many as a moment
    allows. With `ask` services over the network are asked whether they take their keys."""
    settings, world, log = shared.settings, shared.world, shared.log
    problems: list[str] = [*shared.problems]
    chain = chosen_chains(settings, world.environment(), agent)["responder"]
    chosen = {"recognizer": shared.chosen["recognizer"], "responder": chain, "speaker": shared.chosen["speaker"]}
    async with AsyncExitStack() as stack:
        opening = Opening(stack, log, problems)
        responders = await opening.chain(chain, _responders(settings, agent, world))
        voices = await open_agent_voices(opening, shared, agent)
        opened_tools = await _opened_tools(stack, shared, agent, tools, problems)
        services = _services(shared, agent, chosen, opening, responders, voices, opened_tools)
        problems += _problems(services, settings, agent, chosen, opened_tools, have_opened=not problems)
        if not problems:
            services.warnings += _agent_warnings(services, agent, opened_tools)
            if ask:
                await _ask(shared, services)
            services.warnings += language_warnings(services, agent)
            services.unheard_words = unheard_words(services, agent)
            await _prepare_lines(stack, shared, services, agent, voices, render=prepare)
            _tell(services, agent, shared)
            yield services
    if problems:  # raised here, outside the nurseries of the services, which would wrap it in a group
        raise StartUpFailed(*problems)


def _services(
    shared: SharedServices,
    agent: Agent,
    chosen: Mapping[str, ChosenChain],
    opening: Opening,
    responders: Sequence[Responder],
    voices: AgentVoices,
    tools: Tools,
) -> Services:
    """What was opened for this agent, with what all share."""
    settings, world = shared.settings, shared.world
    for each in responders:
        if each.name in chosen["responder"].remotes:
            shared.responder_breakers.setdefault(each.name, Breaker())
    return Services(
        settings,
        shared.log,
        shared.recognizers,
        responders,
        voices.voices[agent.language],
        shared.memory_cache,
        chosen,
        {**shared.left_out, **opening.left_out},
        [*_warnings(shared, chosen, opening, responders), *tools.warnings()],
        [
            *connections_of(settings.recognizer, shared.recognizers, world),
            *connections_of(settings.responder, responders, world),
            *connections_of(settings.speaker, shared.voices, world),
        ],
        tools,
        shared,
        voices.links,
        spoken_by_keys(agent, shared.recognizers),
        FileAnswers(agent) if agent.answers else None,
    )


def _problems(
    services: Services,
    settings: Settings,
    agent: Agent,
    chosen: Mapping[str, ChosenChain],
    tools: Tools,
    *,
    have_opened: bool,
) -> Sequence[str]:
    """What is wrong between an agent and its services. `have_opened`: all of them, else less can be told."""
    problems: list[str] = []
    if have_opened:
        names = [each.name for each in services.responders]
        problems += dialogue_problems(agent, tools, names, more_tools_may_come=bool(tools.warnings()))
    problems += agent_price_problems(settings, agent, chosen)
    problems += services.unfit(agent.language) if agent.chosen_by is ChosenBy.FILE else ()
    problems += language_problems(services, agent)
    if have_opened and not problems:
        problems += unknown_words(services, agent)
    return problems


def _agent_warnings(services: Services, agent: Agent, tools: Tools) -> Iterator[str]:
    """What callers of this agent have to do without."""
    expected = services.responder(agent.language).expectations()
    yield from free_speech(services.recognizers, expected, agent)
    yield from answers_unheard(services.recognizers, expected, agent)
    yield from nobody_transfers(services.responders, agent, tools)


async def _prepare_lines(
    stack: AsyncExitStack,
    shared: SharedServices,
    services: Services,
    agent: Agent,
    voices: AgentVoices,
    *,
    render: bool,
) -> None:
    """What is read aloud and what tells the end of a turn, and in each language the fixed sentences for the voice that
    would speak now."""
    load_word_endings(agent.tags)
    if agent.read_aloud:
        prepare_reading(agent.tags)
    for language in agent.tags:
        if services.lacks(language):
            continue
        voice = next(voice for voice in voices.voices[language] if voice.name == services.next_voice(language))
        lines = _fixed_lines(services, agent, language) if render else ()
        await stack.enter_async_context(preparing(voice, lines, language, shared.log, until=shared.lines_until))


async def _opened_tools(
    stack: AsyncExitStack, shared: SharedServices, agent: Agent, others: Sequence[Tool], problems: list[str]
) -> Tools:
    """Of this agent. Adds to `problems` what is wrong with the files that describe them."""
    try:
        built_in = (*built_in_tools(agent), *dialogue_tools(agent, shared.world.wall_time), *others)
        tools = await stack.enter_async_context(open_tools(shared.world, agent, shared.log, built_in=built_in))
    except (AgentFileError, NetworkUnusable) as exc:
        problems += str(exc).splitlines()
        return Tools({}, {})
    return tools


def _warnings(
    shared: SharedServices, chosen: Mapping[str, ChosenChain], opening: Opening, responders: Sequence[Responder]
) -> Sequence[str]:
    settings, world = shared.settings, shared.world
    networkless = Answers()
    networkless.add(shared.networkless)
    networkless.add(opening.networkless)
    return [
        *unusable(chosen),
        *networkless.warnings(),
        *own_warnings(settings.recognizer, shared.recognizers, world),
        *own_warnings(settings.responder, responders, world),
        *own_warnings(settings.speaker, shared.voices, world),
    ]


async def _ask(shared: SharedServices, services: Services) -> None:
    """Ask those over the network whether they would serve, each once, however many agents use it. Calls leave alone for
    a while who refuses."""
    remotes = {name: each for name, each in services.remotes.items() if name not in shared.asked}
    shared.asked.update(remotes)
    answers = await ask_services(remotes, shared.world)
    services.warnings += answers.warnings()
    for name, failure in answers.failures.items():
        services.links[name].breaker.fail(trio.current_time(), failure.rest_s)


def _tell(services: Services, agent: Agent, shared: SharedServices) -> None:
    log = shared.log.bind(agent=agent.name) if shared.agents else shared.log
    shared.agents += 1
    for warning in services.warnings:
        if warning not in shared.told:
            log.warning("service warning", warning=warning)
            shared.told.add(warning)
    in_use = services.in_use(agent.language)
    for service, each in in_use:
        log.info("service in use", service=service, why=each.why, goes_to=each.goes_to or NOBODY)
    log.info("services ready", **in_use.fields())


async def broken_services(settings: Settings, world: World, log: FilteringBoundLogger) -> Sequence[str]:
    """Problems of the services that can be checked without an agent."""
    async with open_shared_services(settings, world, log) as shared:
        return list(shared.problems)


def _responders(settings: Settings, agent: Agent, world: World) -> Mapping[str, Opener[Responder]]:
    role = settings.responder
    return {name: partial(each.open, world, role.section(name), agent) for name, each in role.services.items()}


def _fixed_lines(services: Services, agent: Agent, language: str) -> Sequence[str]:
    """All fixed sentences: the responder's, the fillers, and what is said when something goes wrong."""
    responder = services.responder(agent.language)
    lines = responder.lines() if language == agent.language else responder.lines_in(language)
    told = (agent.aloud(line, language) for line in lines)
    asked = question_lines(services, agent, language)
    agent = agent.filled().in_language(language)
    opening = [agent.greeting] if agent.greeting and language != agent.language else ()
    answers = answer_lines(agent, language)
    return (*told, *asked, *opening, *agent.fillers, agent.repeat, agent.apology, agent.goodbye, *answers)
