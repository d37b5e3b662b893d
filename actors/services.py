"""Opens the services that the settings name, and picks one for each call's language.

Recognizers and voices are shared by all agents (`shared_services.py`); each agent has responders of its own. Which
services there are: `registry.py` for ours, `packaged_services.py` for those of other packages.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TypeVar

import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.agent_voices import open_agent_voices
from offhook.actors.asked_at_start import Answers, ask_services
from offhook.actors.chain import Patience
from offhook.actors.chosen_chain import ChosenChain, chosen_chains
from offhook.actors.declaration import Remote
from offhook.actors.in_use import NOBODY, InUse, in_use
from offhook.actors.link import Chained, Link
from offhook.actors.opening_services import Opener, Opening
from offhook.actors.price_check import agent_price_problems
from offhook.actors.recognizer.chain import RecognizerChain
from offhook.actors.recognizer.service import Recognizer, RecognizerFailed
from offhook.actors.responder.chain import ResponderChain
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
from offhook.actors.settings import Settings
from offhook.actors.shared_services import SharedServices, links, open_shared_services
from offhook.actors.speaker.cache_start_up import preparing
from offhook.actors.speaker.chain import VoiceChain
from offhook.actors.speaker.memory_cache import MemoryCache
from offhook.actors.speaker.service import Voice
from offhook.actors.start_up_failed import StartUpFailed
from offhook.actors.tools.built_in.chosen import built_in_tools
from offhook.actors.tools.opening import Tools, open_tools
from offhook.actors.warm_up import WarmConnections
from offhook.engine.decide.breaker import Breaker
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.agent_languages import KEY as LANGUAGES
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.printable import printable
from offhook.engine.host.toml_lines import KeyLines
from offhook.engine.host.world import World
from offhook.engine.record import facts
from offhook.engine.run.tool import Tool
from offhook.engine.words.phrase_lines import line_of_word

_CAN = {"recognizer": "hears", "responder": "answers in", "speaker": "speaks"}
_WHO = {"recognizer": "recognizer", "responder": "model", "speaker": "voice"}
_CANNOT = {"recognizer": "does not hear", "responder": "does not answer in", "speaker": "does not speak"}

ServiceT = TypeVar("ServiceT", bound=Chained[object])


class Services:
    """The opened chains."""

    def __init__(
        self,
        settings: Settings,
        log: FilteringBoundLogger,
        recognizers: Sequence[Recognizer],
        responders: Sequence[Responder],
        voices: Sequence[Voice],
        memory_cache: MemoryCache | None = None,
        chosen: Mapping[str, ChosenChain] | None = None,
        left_out: Mapping[str, str] | None = None,
        warnings: Sequence[str] = (),
        connections: Sequence[WarmConnections] = (),
        tools: Mapping[str, Tool] | None = None,
        shared: SharedServices | None = None,
        voice_links: Sequence[Link[Voice]] | None = None,
        answers: FileAnswers | None = None,
    ) -> None:
        """With `shared` ones calls of other agents use the same links, with their breakers. `answers` of the agent file
        are given before a responder is asked."""
        self.answers = answers
        self._settings = settings
        self.recognizers, self.responders, self.voices = recognizers, responders, voices
        self._recognizers = shared.recognizer_links if shared else links("recognizer", recognizers, log)
        self._responders = links("responder", responders, log, shared.responder_breakers if shared else None)
        self._voices: Sequence[Link[Voice]] = voice_links or links("speaker", voices, log)
        self.memory_cache = memory_cache
        """The cache of rendered sentences; None if it is off."""
        self._chosen, self._left_out = chosen or {}, left_out or {}
        self.warnings = [*warnings]
        """About services that are used, for the person who starts the server."""
        self.connections = connections
        """What services would find open when a call needs it."""
        self.tools: Mapping[str, Tool] = {} if tools is None else tools  # as it is: it may have none yet
        """What agents may do besides speaking, by name."""

    def tool_sources(self) -> Mapping[str, str]:
        """Where each tool comes from, for people."""
        return {name: self.tools.source(name) for name in self.tools} if isinstance(self.tools, Tools) else {}

    def recognizer(self, language: str) -> RecognizerChain:
        chosen = self._settings.recognizer
        patience = Patience(chosen.switch_within_s, chosen.final_within_s, chosen.hedge_s)
        return RecognizerChain(_able("recognizer", self._recognizers, language), patience)

    def responder(self, language: str) -> ResponderChain:
        chosen = self._settings.responder
        patience = Patience(chosen.switch_within_s, chosen.part_within_s, chosen.hedge_s)
        return ResponderChain(_able("responder", self._responders, language), patience)

    def voice(self, language: str) -> VoiceChain:
        chosen = self._settings.speaker
        patience = Patience(chosen.switch_within_s, chosen.piece_within_s, chosen.hedge_s)
        return VoiceChain(_able("speaker", self._voices, language), patience)

    def chosen(self, language: str, responder: str) -> facts.ServicesChosen:
        """What is told of a call in this language."""
        return facts.ServicesChosen(self.recognizer(language).name, responder, self.voice(language).name)

    def lacks(self, language: str) -> str:
        """Why no call can go on in this language, in words for a model; empty if it can."""
        for role, of_role in self._chains():
            if not any(link.service.speaks(language) for link in of_role):
                return f"No {_WHO[role]} here {_CAN[role]} {language!r}."
        return ""

    def next_voice(self, language: str) -> str:
        """The one that would speak now."""
        *others, last = _able("speaker", self._voices, language)
        return next((link.name for link in others if link.breaker.allows(trio.current_time())), last.name)

    def in_use(self, language: str) -> InUse:
        """The services that act in calls of this language."""
        roles = {}
        for role, of_role in self._chains():
            able = [link.name for link in of_role if link.service.speaks(language)]
            roles[role] = in_use(able, self._settings.roles()[role], self._chosen[role])
        return InUse(roles)

    @property
    def remotes(self) -> dict[str, Remote]:
        """Those over the network, by `role.name`, that calls may use."""
        names = self.links
        all_of_them = {f"{role}.{name}": each for role, of in self._chosen.items() for name, each in of.remotes.items()}
        return {name: each for name, each in all_of_them.items() if name in names}

    @property
    def links(self) -> dict[str, Link[Chained[object]]]:
        return {f"{role}.{link.name}": link for role, of_role in self._chains() for link in of_role}

    def unfit(self, language: str) -> Iterator[str]:
        """Problems: roles whose services do not know this language."""
        for role, of_role in self._chains():
            try:
                if of_role:
                    _able(role, of_role, language)
            except StartUpFailed as exc:
                yield from exc.problems

    def left_out(self, language: str) -> dict[str, str]:
        """Why a service of a chain is never used in this language, by `role.service`."""
        found = dict(self._left_out)
        for role, of_role in self._chains():
            for link in of_role:
                if not link.service.speaks(language):
                    found[f"{role}.{link.name}"] = f"{_CANNOT[role]} {language!r}"
        return found

    def _chains(self) -> Sequence[tuple[str, Sequence[Link[Chained[object]]]]]:
        return ("recognizer", self._recognizers), ("responder", self._responders), ("speaker", self._voices)


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
        for each in responders:
            if each.name in chain.remotes:
                shared.responder_breakers.setdefault(each.name, Breaker())
        services = Services(
            settings,
            log,
            shared.recognizers,
            responders,
            voices.voices,
            shared.memory_cache,
            chosen,
            {**shared.left_out, **opening.left_out},
            [*_warnings(shared, chosen, opening, responders), *opened_tools.warnings()],
            [
                *connections_of(settings.recognizer, shared.recognizers, world),
                *connections_of(settings.responder, responders, world),
                *connections_of(settings.speaker, shared.voices, world),
            ],
            opened_tools,
            shared,
            voices.links,
            FileAnswers(agent) if agent.answers else None,
        )
        if not problems:
            names = [each.name for each in responders]
            silent = bool(opened_tools.warnings())
            problems += dialogue_problems(agent, opened_tools, names, more_tools_may_come=silent)
        problems += agent_price_problems(settings, agent, chosen)
        problems += services.unfit(agent.language)
        if not problems:
            problems += _unknown_words(services, agent)
        if not problems:
            expected = services.responder(agent.language).expectations()
            services.warnings += [
                *free_speech(services.recognizers, expected, agent),
                *answers_unheard(services.recognizers, expected, agent),
                *nobody_transfers(services.responders, agent, opened_tools),
            ]
            if ask:
                await _ask(shared, services)
            services.warnings += _languages_that_nobody_knows(services, agent)
            for language in (agent.language, *agent.languages):
                if services.lacks(language):
                    continue
                voice = next(voice for voice in voices.voices if voice.name == services.next_voice(language))
                lines = _fixed_lines(services, agent, language) if prepare else ()
                await stack.enter_async_context(preparing(voice, lines, language, log, until=shared.lines_until))
            _tell(services, agent, shared)
            yield services
    if problems:  # raised here, outside the nurseries of the services, which would wrap it in a group
        raise StartUpFailed(*problems)


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


def _unknown_words(services: Services, agent: Agent) -> Iterator[str]:
    """Problems: expected words that the recognizer does not know."""
    recognizer, responder = services.recognizer(agent.language), services.responder(agent.language)
    expected = responder.expectations_with_dialogue()
    try:
        unknown = recognizer.unknown_words(expected)
    except RecognizerFailed as exc:
        yield f"{agent.path}: {exc}"
        return
    for word in unknown:
        line = line_of_word(agent.text, word, expected)
        fix = "callers may say it in other words, or add another recognizer in front of it"
        yield printable(f"{agent.path}:{line}: {recognizer.name} does not know the word {word!r}: {fix}")


def _fixed_lines(services: Services, agent: Agent, language: str) -> Sequence[str]:
    """All fixed sentences: the responder's, the fillers, and what is said when something goes wrong."""
    told = services.responder(agent.language).lines() if language == agent.language else ()
    agent = agent.filled().in_language(language)
    answers = answer_lines(agent, language)
    return (*told, *agent.fillers, agent.repeat, agent.apology, agent.goodbye, *answers)


def _languages_that_nobody_knows(services: Services, agent: Agent) -> Iterator[str]:
    """Warnings: a call cannot go on in them."""
    for language in agent.languages:
        if lacks := services.lacks(language):
            line = KeyLines(agent.text).line((LANGUAGES, language))
            yield printable(f"{agent.path}:{line}: {LANGUAGES}.{language} cannot be set: {lacks[0].lower()}{lacks[1:]}")


def _able(role: str, links: Sequence[Link[ServiceT]], language: str) -> list[Link[ServiceT]]:
    """Those that speak the language. Raises StartUpFailed if there is none."""
    able = [link for link in links if link.service.speaks(language)]
    if able:
        return able
    names = ", ".join(link.name for link in links)
    raise StartUpFailed(
        f"{role}.chain: none of its services ({names}) {_CAN[role]} {language!r}, the agent's language; "
        "add one that does"
    )
