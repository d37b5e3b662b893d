"""Opens the services that the settings name, once for all calls, and picks one for each call's language.

Adding a service: its file in the role's folder, its name in `actors/settings.py`, its line in the table here.

    StartUpFailed            the server cannot answer calls like this; says what is missing and what to do
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Protocol, TypeVar

from structlog.typing import FilteringBoundLogger

from actors.recognizer.pocketsphinx import open_pocketsphinx
from actors.recognizer.scripted import open_scripted_batch, open_scripted_recognizer
from actors.recognizer.service import Recognizer
from actors.responder.dialogue import open_dialogue
from actors.responder.scripted import open_scripted_responder
from actors.responder.service import Responder
from actors.settings import Settings
from actors.speaker.cached_voices import open_cached_voices, preparing
from actors.speaker.espeak_ng import open_espeak_ng
from actors.speaker.flite import open_flite
from actors.speaker.service import Voice
from actors.speaker.tone import open_tone
from actors.speaker.voice_cache import VoiceCache
from engine.agent import Agent
from engine.errors_in_words import leaves
from engine.worker import WorkerCannotStart
from engine.world import World


class StartUpFailed(Exception):
    """The server cannot start; the text is for the person who started it."""


class Speaking(Protocol):
    """What all services share."""

    @property
    def name(self) -> str: ...

    def speaks(self, language: str) -> bool: ...


ServiceT = TypeVar("ServiceT", bound=Speaking)
Opener = Callable[[], AbstractAsyncContextManager[ServiceT]]


class Services:
    """The opened chains."""

    def __init__(
        self,
        recognizers: Sequence[Recognizer],
        responders: Sequence[Responder],
        voices: Sequence[Voice],
        voice_cache: VoiceCache | None = None,
    ) -> None:
        self._recognizers, self._responders, self._voices = recognizers, responders, voices
        self.voice_cache = voice_cache
        """What the voices remember; None where each sentence is made anew."""

    def recognizer(self, language: str) -> Recognizer:
        return _pick("recognizer", self._recognizers, language)

    def responder(self, language: str) -> Responder:
        return _pick("responder", self._responders, language)

    def voice(self, language: str) -> Voice:
        return _pick("speaker", self._voices, language)


@asynccontextmanager
async def open_services(
    settings: Settings, agent: Agent, world: World, log: FilteringBoundLogger
) -> AsyncIterator[Services]:
    """Raises StartUpFailed when a role is left without a service that speaks the agent's language."""
    recognizers: dict[str, Opener[Recognizer]] = {
        "pocketsphinx": lambda: open_pocketsphinx(world, settings.recognizer.pocketsphinx),
        "scripted": lambda: open_scripted_recognizer(settings.recognizer.scripted),
        "scripted_batch": lambda: open_scripted_batch(settings.recognizer.scripted_batch),
    }
    responders: dict[str, Opener[Responder]] = {
        "dialogue": lambda: open_dialogue(agent),
        "scripted": lambda: open_scripted_responder(settings.responder.scripted, agent),
    }
    voices: dict[str, Opener[Voice]] = {
        "flite": lambda: open_flite(world, settings.speaker.flite),
        "espeak_ng": lambda: open_espeak_ng(world, settings.speaker.espeak_ng),
        "tone": lambda: open_tone(world, settings.speaker.tone),
    }
    async with AsyncExitStack() as stack:
        opened_recognizers = await _open_chain(stack, "recognizer", settings.recognizer.chain, recognizers, log)
        opened_responders = await _open_chain(stack, "responder", settings.responder.chain, responders, log)
        opened_voices = await _open_chain(stack, "speaker", settings.speaker.chain, voices, log)
        cached_voices, voice_cache = await stack.enter_async_context(
            open_cached_voices(opened_voices, settings.speaker, world, log)
        )
        services = Services(opened_recognizers, opened_responders, cached_voices, voice_cache)
        _check_vocabulary(services, agent)
        voice = _pick("speaker", cached_voices, agent.language)
        lines = _fixed_lines(services.responder(agent.language), agent)
        await stack.enter_async_context(preparing(voice, lines, agent.language, log))
        chosen = [role(agent.language).name for role in (services.recognizer, services.responder, services.voice)]
        log.info("services ready", recognizer=chosen[0], responder=chosen[1], speaker=chosen[2])
        yield services


async def _open_chain(
    stack: AsyncExitStack,
    role: str,
    chain: Sequence[str],
    openers: Mapping[str, Opener[ServiceT]],
    log: FilteringBoundLogger,
) -> list[ServiceT]:
    opened: list[ServiceT] = []
    missing: list[str] = []
    for name in chain:
        try:
            opened.append(await stack.enter_async_context(openers[name]()))
        except* WorkerCannotStart as group:
            reason = "; ".join(str(exc) for exc in leaves(group))
            missing.append(f"{name}: {reason}")
            log.info("service skipped", role=role, service=name, reason=reason)
    if not opened:
        raise StartUpFailed(f"{role}.chain: none of its services can start here\n  " + "\n  ".join(missing))
    return opened


def _check_vocabulary(services: Services, agent: Agent) -> None:
    """A word that can never be heard is found before the first caller says it."""
    recognizer, responder = services.recognizer(agent.language), services.responder(agent.language)
    unknown = recognizer.unknown_words(responder.expectations())
    if unknown:
        words = ", ".join(repr(word) for word in unknown)
        raise StartUpFailed(f"{agent.path}: {recognizer.name} does not know the words {words}; say it in other words")


def _fixed_lines(responder: Responder, agent: Agent) -> Sequence[str]:
    """What will be said word for word: by the responder, and for it when an answer takes long or things go wrong."""
    return (*responder.lines(), *agent.fillers, agent.repeat, agent.apology, agent.goodbye)


def _pick(role: str, services: Sequence[ServiceT], language: str) -> ServiceT:
    for service in services:
        if service.speaks(language):
            return service
    names = ", ".join(service.name for service in services)
    raise StartUpFailed(f"{role}.chain: none of its services ({names}) speaks {language!r}; add one that does")
