"""Opens the services that the settings name, once for all calls, and picks one for each call's language.

Which services there are: `registry.py` for ours, `packaged_services.py` for those of other packages.

    StartUpFailed            the server cannot start: every problem, and what to do about it
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TypeVar

from structlog.typing import FilteringBoundLogger

from offhook.actors.chain import Chained, Link, Patience
from offhook.actors.recognizer.chain import RecognizerChain
from offhook.actors.recognizer.service import Recognizer, RecognizerFailed
from offhook.actors.responder.chain import ResponderChain
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
from offhook.engine.host.printable import printable
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.host.world import World
from offhook.engine.words.phrase_lines import line_of_word


class StartUpFailed(Exception):
    """The server cannot start; the message has a line for each problem, for the person who started it."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


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
        left_out: Mapping[str, str] | None = None,
        warnings: Sequence[str] = (),
        connections: Sequence[WarmConnections] = (),
    ) -> None:
        self._settings = settings
        self.recognizers, self.responders, self.voices = recognizers, responders, voices
        self._recognizers = _links("recognizer", recognizers, log)
        self._responders = _links("responder", responders, log)
        self._voices = _links("speaker", voices, log)
        self.memory_cache = memory_cache
        """The cache of rendered sentences; None if it is off."""
        self._left_out = left_out or {}
        self.warnings = warnings
        """About services that are used, for the person who starts the server."""
        self.connections = connections
        """What services would find open when a call needs it."""

    def recognizer(self, language: str) -> RecognizerChain:
        chosen = self._settings.recognizer
        patience = Patience(chosen.switch_within_s, chosen.final_within_s)
        return RecognizerChain(_able("recognizer", self._recognizers, language), patience)

    def responder(self, language: str) -> ResponderChain:
        chosen = self._settings.responder
        patience = Patience(chosen.switch_within_s, chosen.part_within_s)
        return ResponderChain(_able("responder", self._responders, language), patience)

    def voice(self, language: str) -> VoiceChain:
        chosen = self._settings.speaker
        patience = Patience(chosen.switch_within_s, chosen.piece_within_s)
        return VoiceChain(_able("speaker", self._voices, language), patience)

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
    settings: Settings, agent: Agent, world: World, log: FilteringBoundLogger, *, prepare: bool = True
) -> AsyncIterator[Services]:
    """Open all services. Raises StartUpFailed with all problems. With `prepare` the fixed sentences are rendered before
    the first call, as many as a moment allows."""
    problems: list[str] = []
    async with AsyncExitStack() as stack:
        opening = _Opening(stack, log, problems)
        recognizers = await opening.chain("recognizer", settings.recognizer.chain, _recognizers(settings, world))
        responders = await opening.chain("responder", settings.responder.chain, _responders(settings, agent, world))
        voices = await opening.chain("speaker", settings.speaker.chain, _voices(settings, world))
        cached_voices, memory_cache = await stack.enter_async_context(
            open_cached_voices(voices, settings.speaker, world, log)
        )
        warnings = [
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
            settings, log, recognizers, responders, cached_voices, memory_cache, opening.left_out, warnings, connections
        )
        problems += services.unfit(agent.language)
        if not problems:
            problems += _unknown_words(services, agent)
        if not problems:
            voice = next(voice for voice in cached_voices if voice.speaks(agent.language))
            lines = _fixed_lines(services.responder(agent.language), agent) if prepare else ()
            await stack.enter_async_context(preparing(voice, lines, agent.language, log))
            chosen = [role(agent.language).name for role in (services.recognizer, services.responder, services.voice)]
            for warning in warnings:
                log.warning("service warning", warning=warning)
            log.info("services ready", recognizer=chosen[0], responder=chosen[1], speaker=chosen[2])
            yield services
    if problems:  # raised here, outside the nurseries of the services, which would wrap it in a group
        raise StartUpFailed(*problems)


async def broken_services(settings: Settings, world: World, log: FilteringBoundLogger) -> Sequence[str]:
    """Problems of the services that can be checked without an agent."""
    problems: list[str] = []
    async with AsyncExitStack() as stack:
        opening = _Opening(stack, log, problems)
        await opening.chain("recognizer", settings.recognizer.chain, _recognizers(settings, world))
        await opening.chain("speaker", settings.speaker.chain, _voices(settings, world))
    return problems


def _recognizers(settings: Settings, world: World) -> Mapping[str, Opener[Recognizer]]:
    role = settings.recognizer
    return {name: partial(each.open, world, role.section(name)) for name, each in role.services.items()}


def _responders(settings: Settings, agent: Agent, world: World) -> Mapping[str, Opener[Responder]]:
    role = settings.responder
    return {name: partial(each.open, world, role.section(name), agent) for name, each in role.services.items()}


def _warnings(
    role: RecognizerSettings | ResponderSettings | SpeakerSettings, opened: Sequence[Chained[object]], world: World
) -> Iterator[str]:
    for each in opened:
        yield from role.services[each.name].warnings(world, role.section(each.name))


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

    async def chain(self, role: str, chain: Sequence[str], openers: Mapping[str, Opener[ServiceT]]) -> list[ServiceT]:
        opened: list[ServiceT] = []
        wrong = False
        for name in chain:
            try:
                service = await self._stack.enter_async_context(openers[name]())
                if service.name == name:
                    opened.append(service)
                else:
                    self._problems.append(f"{role}.{name}: the service that it opens is called {service.name!r}")
                    wrong = True
            except* WorkerCannotStart as group:
                reason = "; ".join(str(exc) for exc in leaves(group))
                self.left_out[f"{role}.{name}"] = reason
                self._log.info("service skipped", role=role, service=name, reason=reason)
            except* (VoiceUnknown, AgentFileError) as group:
                self._problems += [line for exc in leaves(group) for line in str(exc).splitlines()]
                wrong = True
        if not opened and not wrong:
            reasons = "; ".join(f"{name}: {self.left_out[f'{role}.{name}']}" for name in chain)
            self._problems.append(f"{role}.chain: none of its services can start here: {reasons}")
        return opened


def _unknown_words(services: Services, agent: Agent) -> Iterator[str]:
    """Problems: expected words that the recognizer does not know."""
    recognizer, responder = services.recognizer(agent.language), services.responder(agent.language)
    expected = responder.expectations()
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
