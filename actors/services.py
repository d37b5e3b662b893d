"""Opens the services that the settings name, once for all calls, and picks one for each call's language.

Which services there are: `registry.py` for ours, `packaged_services.py` for those of other packages.

    StartUpFailed            the server cannot start: every problem, and what to do about it
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TypeVar

import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.asked_at_start import Answers, ask_services
from offhook.actors.chain import Patience
from offhook.actors.chosen_chain import ChosenChain, chosen_chains
from offhook.actors.in_use import NOBODY, InUse, in_use
from offhook.actors.link import Chained, Link
from offhook.actors.recognizer.chain import RecognizerChain
from offhook.actors.recognizer.pocketsphinx import POCKETSPHINX
from offhook.actors.recognizer.service import Recognizer, RecognizerFailed
from offhook.actors.responder.chain import ResponderChain
from offhook.actors.responder.dialogue_at_start import dialogue_problems, dialogue_tools
from offhook.actors.responder.openai_chat import OPENAI
from offhook.actors.responder.openai_responses import OPENAI_RESPONSES
from offhook.actors.responder.service import Responder
from offhook.actors.settings import RecognizerSettings, ResponderSettings, Settings
from offhook.actors.speaker.cache_start_up import open_cached_voices, preparing
from offhook.actors.speaker.chain import VoiceChain
from offhook.actors.speaker.memory_cache import MemoryCache
from offhook.actors.speaker.service import Voice, VoiceUnknown
from offhook.actors.speaker.speaker_settings import SpeakerSettings
from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.errors_in_words import leaves
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.printable import printable
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.host.world import World
from offhook.engine.run.tool import Tool
from offhook.engine.words.phrase_lines import line_of_word


class StartUpFailed(Exception):
    """The server cannot start; the message has a line for each problem, for the person who started it."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


MORE = "docs/services.md has more"
_CAN = {"recognizer": "hears", "responder": "answers in", "speaker": "speaks"}
_CANNOT = {"recognizer": "does not hear", "responder": "does not answer in", "speaker": "does not speak"}

ServiceT = TypeVar("ServiceT", bound=Chained[object])
Opener = Callable[[], AbstractAsyncContextManager[ServiceT]]


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
    ) -> None:
        self._settings = settings
        self.recognizers, self.responders, self.voices = recognizers, responders, voices
        self._recognizers = _links("recognizer", recognizers, log)
        self._responders = _links("responder", responders, log)
        self._voices = _links("speaker", voices, log)
        self.memory_cache = memory_cache
        """The cache of rendered sentences; None if it is off."""
        self._chosen, self._left_out = chosen or {}, left_out or {}
        self.warnings = [*warnings]
        """About services that are used, for the person who starts the server."""
        self.connections = connections
        """What services would find open when a call needs it."""
        self.tools = tools or {}
        """What agents may do besides speaking, by name."""

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

    def next_voice(self, language: str) -> str:
        """The one that would speak now."""
        *others, last = _able("speaker", self._voices, language)
        return next((link.name for link in others if link.breaker.allows(trio.current_time())), last.name)

    def in_use(self, language: str) -> InUse:
        """The services that act in calls of this language."""
        roles = {}
        for role, links in self._chains():
            able = [link.name for link in links if link.service.speaks(language)]
            roles[role] = in_use(able, self._settings.roles()[role], self._chosen[role])
        return InUse(roles)

    async def ask(self, world: World) -> None:
        """Ask those over the network whether they would serve. Calls leave alone for a while who refuses."""
        links = {f"{role}.{link.name}": link for role, links in self._chains() for link in links}
        all_of_them = {f"{role}.{name}": each for role, of in self._chosen.items() for name, each in of.remotes.items()}
        answers = await ask_services({name: each for name, each in all_of_them.items() if name in links}, world)
        self.warnings += answers.warnings()
        for name, failure in answers.failures.items():
            links[name].breaker.fail(trio.current_time(), failure.rest_s)

    def unfit(self, language: str) -> Iterator[str]:
        """Problems: roles whose services do not know this language."""
        for role, links in self._chains():
            try:
                if links:
                    _able(role, links, language)
            except StartUpFailed as exc:
                yield from exc.problems

    def left_out(self, language: str) -> dict[str, str]:
        """Why a service of a chain is never used in this language, by `role.service`."""
        found = dict(self._left_out)
        for role, links in self._chains():
            for link in links:
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
    """Open all services. Raises StartUpFailed with all problems. `tools` are those that the agent may use. With
    `prepare` the fixed sentences are rendered before the first call, as many as a moment allows. With `ask` services
    over the network are asked whether they take their keys."""
    problems: list[str] = []
    chosen = chosen_chains(settings, world.environment(), agent)
    async with AsyncExitStack() as stack:
        opening = _Opening(stack, log, problems)
        recognizers = await opening.chain(chosen["recognizer"], _recognizers(settings, world))
        responders = await opening.chain(chosen["responder"], _responders(settings, agent, world))
        voices = await opening.chain(chosen["speaker"], _voices(settings, world))
        cached_voices, memory_cache = await stack.enter_async_context(
            open_cached_voices(voices, settings.speaker, world, log)
        )
        warnings = [
            *_unusable(chosen),
            *opening.networkless.warnings(),
            *_warnings(settings.recognizer, recognizers, world),
            *_warnings(settings.responder, responders, world),
            *_warnings(settings.speaker, voices, world),
        ]
        connections = [
            *_connections(settings.recognizer, recognizers, world),
            *_connections(settings.responder, responders, world),
            *_connections(settings.speaker, voices, world),
        ]
        services = Services(
            settings,
            log,
            recognizers,
            responders,
            cached_voices,
            memory_cache,
            chosen,
            opening.left_out,
            warnings,
            connections,
            {tool.name: tool for tool in (*tools, *dialogue_tools(agent))},
        )
        problems += dialogue_problems(agent, services.tools, [each.name for each in responders])
        problems += services.unfit(agent.language)
        if not problems:
            problems += _unknown_words(services, agent)
        if not problems:
            services.warnings += [*_free_speech(services, agent), *_nobody_transfers(services, agent)]
            if ask:
                await services.ask(world)
            voice = next(voice for voice in cached_voices if voice.name == services.next_voice(agent.language))
            lines = _fixed_lines(services.responder(agent.language), agent) if prepare else ()
            await stack.enter_async_context(preparing(voice, lines, agent.language, log))
            _tell(services, agent.language, log)
            yield services
    if problems:  # raised here, outside the nurseries of the services, which would wrap it in a group
        raise StartUpFailed(*problems)


def _tell(services: Services, language: str, log: FilteringBoundLogger) -> None:
    for warning in services.warnings:
        log.warning("service warning", warning=warning)
    in_use = services.in_use(language)
    for service, each in in_use:
        log.info("service in use", service=service, why=each.why, goes_to=each.goes_to or NOBODY)
    log.info("services ready", **in_use.fields())


async def broken_services(settings: Settings, world: World, log: FilteringBoundLogger) -> Sequence[str]:
    """Problems of the services that can be checked without an agent."""
    problems: list[str] = []
    chosen = chosen_chains(settings, world.environment(), None)
    async with AsyncExitStack() as stack:
        opening = _Opening(stack, log, problems)
        await opening.chain(chosen["recognizer"], _recognizers(settings, world))
        await opening.chain(chosen["speaker"], _voices(settings, world))
    return problems


def _recognizers(settings: Settings, world: World) -> Mapping[str, Opener[Recognizer]]:
    role = settings.recognizer
    return {name: partial(each.open, world, role.section(name)) for name, each in role.services.items()}


def _responders(settings: Settings, agent: Agent, world: World) -> Mapping[str, Opener[Responder]]:
    role = settings.responder
    return {name: partial(each.open, world, role.section(name), agent) for name, each in role.services.items()}


def _unusable(chosen: Mapping[str, ChosenChain]) -> Sequence[str]:
    """Warnings about keys and addresses that somebody has set, and that cannot be used."""
    found = Answers()
    for role, chain in chosen.items():
        for name, why in chain.unusable.items():
            found.note(f"{role}.{name}", why)
    return found.warnings()


def _warnings(
    role: RecognizerSettings | ResponderSettings | SpeakerSettings, opened: Sequence[Chained[object]], world: World
) -> Iterator[str]:
    for number, each in enumerate(opened):
        later = f"; calls ask it only where {opened[0].name} fails" if number else ""
        for warning in role.services[each.name].warnings(world, role.section(each.name)):
            yield f"{warning}{later}"


def _free_speech(services: Services, agent: Agent) -> Iterator[str]:
    """A warning if callers may say anything to the agent, and only recognizers for expected words hear them."""
    expected = services.responder(agent.language).expectations()
    if agent.prompt and not expected and all(each.name == POCKETSPHINX.name for each in services.recognizers):
        yield (
            "recognizer.pocketsphinx is the only recognizer, and hears free speech badly: this agent lets callers say "
            f"anything; set OPENAI_API_KEY, or put a service for free speech in recognizer.chain; {MORE}"
        )


def _nobody_transfers(services: Services, agent: Agent) -> Iterator[str]:
    """A warning if the agent file names a person, and only language models answer."""
    models = {OPENAI.name, OPENAI_RESPONSES.name}
    if agent.transfer and agent.dialogue is None and all(each.name in models for each in services.responders):
        yield (
            f"{agent.path}: transfer is used by nobody: a language model puts no caller through; let [dialogue] do it, "
            "or `offhook transfer`; docs/agent-file.md has more"
        )


def _connections(
    role: RecognizerSettings | ResponderSettings | SpeakerSettings, opened: Sequence[Chained[object]], world: World
) -> Iterator[WarmConnections]:
    for each in opened:
        yield from role.services[each.name].connections(world, role.section(each.name))


def _voices(settings: Settings, world: World) -> Mapping[str, Opener[Voice]]:
    role = settings.speaker
    return {name: partial(each.open, world, role.section(name)) for name, each in role.services.items()}


class _Opening:
    """Opens chain after chain. A service that is not installed is skipped; a wrong setting is a problem."""

    def __init__(self, stack: AsyncExitStack, log: FilteringBoundLogger, problems: list[str]) -> None:
        self._stack, self._log, self._problems = stack, log, problems
        self.left_out: dict[str, str] = {}
        self.networkless = Answers()
        """Those whose network cannot be opened."""

    async def chain(self, chosen: ChosenChain, openers: Mapping[str, Opener[ServiceT]]) -> list[ServiceT]:
        role = chosen.role
        opened: list[ServiceT] = []
        wrong = False
        self.left_out |= {f"{role}.{name}": why for name, why in chosen.left_out.items()}
        for name in chosen.names:
            try:
                service = await self._stack.enter_async_context(openers[name]())
                if service.name == name:
                    opened.append(service)
                else:
                    self._problems.append(f"{role}.{name}: the service that it opens is called {service.name!r}")
                    wrong = True
            except* WorkerCannotStart as group:
                self._skip(role, name, "; ".join(str(exc) for exc in leaves(group)))
            except* NetworkUnusable as group:
                reason = "; ".join(str(exc) for exc in leaves(group))
                self._skip(role, name, reason)
                self.networkless.note(f"{role}.{name}", reason)
            except* (VoiceUnknown, AgentFileError) as group:
                self._problems += [line for exc in leaves(group) for line in str(exc).splitlines()]
                wrong = True
        if not opened and not wrong:
            reasons = "; ".join(f"{name}: {self.left_out[f'{role}.{name}']}" for name in chosen.names)
            self._problems.append(f"{role}.chain: none of its services can start here: {reasons}")
        return opened

    def _skip(self, role: str, name: str, reason: str) -> None:
        self.left_out[f"{role}.{name}"] = reason
        self._log.info("service skipped", role=role, service=name, reason=reason)


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


def _fixed_lines(responder: Responder, agent: Agent) -> Sequence[str]:
    """All fixed sentences: the responder's, the fillers, and what is said when something goes wrong."""
    return (*responder.lines(), *agent.fillers, agent.repeat, agent.apology, agent.goodbye)


def _links(role: str, services: Sequence[ServiceT], log: FilteringBoundLogger) -> list[Link[ServiceT]]:
    def note(name: str, rest_s: float) -> None:
        if rest_s:
            log.warning("service left alone", role=role, service=name, for_s=round(rest_s, 1))
        else:
            log.info("service works again", role=role, service=name)

    return [Link(service, note) for service in services]


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
