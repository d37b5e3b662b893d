"""Opens what all agents of a server share: recognizers and voices, with their pools, caches and breakers."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TypeVar

import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.chosen_chain import ChosenChain, chosen_chains
from offhook.actors.link import Chained, Link
from offhook.actors.opening_services import Opener, Opening
from offhook.actors.recognizer.service import Recognizer
from offhook.actors.recognizer.whisper.paired import paired
from offhook.actors.settings import Settings
from offhook.actors.speaker.cache_start_up import START_WAITS_S, open_cached_voices
from offhook.actors.speaker.cached_voice import CachedVoice, SaidCache
from offhook.actors.speaker.service import Voice
from offhook.engine.decide.breaker import Breaker
from offhook.engine.host.world import World

ServiceT = TypeVar("ServiceT", bound=Chained[object])


class SharedServices:
    """The opened recognizers and voices. They may be few, where there are `problems`."""

    def __init__(
        self,
        settings: Settings,
        world: World,
        log: FilteringBoundLogger,
        recognizers: Sequence[Recognizer],
        voices: Sequence[CachedVoice],
        memory_cache: SaidCache,
        chosen: Mapping[str, ChosenChain],
        opening: Opening,
    ) -> None:
        self.settings, self.world, self.log = settings, world, log
        self.recognizers, self.voices, self.memory_cache = recognizers, voices, memory_cache
        self.chosen, self.left_out = chosen, opening.left_out
        self.problems = opening.problems
        self.recognizer_links = links("recognizer", recognizers, log)
        self.voice_links = links("speaker", voices, log)
        self.responder_breakers: dict[str, Breaker] = {}
        """Of those over the network: what one agent has found out about a server, all know."""
        self.networkless = opening.networkless
        self.told: set[str] = set()
        """The warnings that are on the log by now."""
        self.asked: set[str] = set()
        """Those over the network that were asked at the start, by `role.service`."""
        self.agents = 0
        """How many have been opened with them."""
        self.lines_until = trio.current_time() + START_WAITS_S
        """Until then the start waits for fixed sentences that are being rendered."""


@asynccontextmanager
async def open_shared_services(
    settings: Settings, world: World, log: FilteringBoundLogger
) -> AsyncIterator[SharedServices]:
    """Problems are in the result, so that an agent can add its own."""
    chosen = {
        role: chain for role, chain in chosen_chains(settings, world.environment(), None).items() if role in _ROLES
    }
    async with AsyncExitStack() as stack:
        opening = Opening(stack, log, [])
        recognizers = paired(await opening.chain(chosen["recognizer"], _recognizers(settings, world)))
        voices = await opening.chain(chosen["speaker"], _voices(settings, world))
        cached_voices, memory_cache = await stack.enter_async_context(
            open_cached_voices(voices, settings.speaker, world, log)
        )
        yield SharedServices(settings, world, log, recognizers, cached_voices, memory_cache, chosen, opening)


_ROLES = ("recognizer", "speaker")


def links(
    role: str,
    services: Sequence[ServiceT],
    log: FilteringBoundLogger,
    breakers: Mapping[str, Breaker] | None = None,
) -> list[Link[ServiceT]]:
    """With a breaker of its own for each service that has none among `breakers`."""

    def note(name: str, rest_s: float) -> None:
        if rest_s:
            log.warning("service left alone", role=role, service=name, for_s=round(rest_s, 1))
        else:
            log.info("service works again", role=role, service=name)

    return [Link(service, note, (breakers or {}).get(service.name)) for service in services]


def _recognizers(settings: Settings, world: World) -> Mapping[str, Opener[Recognizer]]:
    role = settings.recognizer
    return {name: partial(each.open, world, role.section(name)) for name, each in role.services.items()}


def _voices(settings: Settings, world: World) -> Mapping[str, Opener[Voice]]:
    role = settings.speaker
    return {name: partial(each.open, world, role.section(name)) for name, each in role.services.items()}
