"""Opens the services that the settings name, once for all calls, and picks one for each call's language.

Which services there are: `registry.py` for ours, `packaged_services.py` for those of other packages.

    StartUpFailed            the server cannot start: every problem, and what to do about it
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Protocol, TypeVar

from structlog.typing import FilteringBoundLogger

from offhook.actors.recognizer.service import Recognizer, RecognizerFailed
from offhook.actors.responder.service import Responder
from offhook.actors.settings import RecognizerSettings, ResponderSettings, Settings
from offhook.actors.speaker.cache_start_up import open_cached_voices, preparing
from offhook.actors.speaker.memory_cache import MemoryCache
from offhook.actors.speaker.service import Voice, VoiceUnknown
from offhook.actors.speaker.speaker_settings import SpeakerSettings
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


class Speaking(Protocol):
    """What all services have in common."""

    @property
    def name(self) -> str: ...

    def speaks(self, language: str) -> bool: ...


_CAN = {"recognizer": "hears", "responder": "answers in", "speaker": "speaks"}
_CANNOT = {"recognizer": "does not hear", "responder": "does not answer in", "speaker": "does not speak"}

ServiceT = TypeVar("ServiceT", bound=Speaking)
Opener = Callable[[], AbstractAsyncContextManager[ServiceT]]


class Services:
    """The opened chains."""

    def __init__(
        self,
        recognizers: Sequence[Recognizer],
        responders: Sequence[Responder],
        voices: Sequence[Voice],
        memory_cache: MemoryCache | None = None,
        left_out: Mapping[str, str] | None = None,
        warnings: Sequence[str] = (),
    ) -> None:
        self._recognizers, self._responders, self._voices = recognizers, responders, voices
        self.memory_cache = memory_cache
        """The cache of rendered sentences; None if it is off."""
        self._left_out = left_out or {}
        self.warnings = warnings
        """About services that are used, for the person who starts the server."""

    def recognizer(self, language: str) -> Recognizer:
        return _pick("recognizer", self._recognizers, language)

    def responder(self, language: str) -> Responder:
        return _pick("responder", self._responders, language)

    def voice(self, language: str) -> Voice:
        return _pick("speaker", self._voices, language)

    def unfit(self, language: str) -> Iterator[str]:
        """Problems: roles whose services do not know this language."""
        for role, services in self._chains():
            try:
                if services:
                    _pick(role, services, language)
            except StartUpFailed as exc:
                yield from exc.problems

    def left_out(self, language: str) -> dict[str, str]:
        """Why a service of a chain is never used in this language, by `role.service`."""
        found = dict(self._left_out)
        for role, services in self._chains():
            for service in services:
                if not service.speaks(language):
                    found[f"{role}.{service.name}"] = f"{_CANNOT[role]} {language!r}"
        return found

    def _chains(self) -> Sequence[tuple[str, Sequence[Speaking]]]:
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
        services = Services(recognizers, responders, cached_voices, memory_cache, opening.left_out, warnings)
        problems += services.unfit(agent.language)
        if not problems:
            problems += _unknown_words(services, agent)
        if not problems:
            voice = _pick("speaker", cached_voices, agent.language)
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
    role: RecognizerSettings | ResponderSettings | SpeakerSettings, opened: Sequence[Speaking], world: World
) -> Iterator[str]:
    for each in opened:
        yield from role.services[each.name].warnings(world, role.section(each.name))


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


def _pick(role: str, services: Sequence[ServiceT], language: str) -> ServiceT:
    for service in services:
        if service.speaks(language):
            return service
    names = ", ".join(service.name for service in services)
    raise StartUpFailed(
        f"{role}.chain: none of its services ({names}) {_CAN[role]} {language!r}, the agent's language; "
        "add one that does"
    )
