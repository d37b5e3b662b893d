"""Opens one cache for all voices of a server, and fills it from disk and with the agent's fixed sentences."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import msgspec
import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.cached_voice import CachedSession, CachedVoice, SaidCache, decode_said
from offhook.actors.speaker.disk_cache import DiskCache, open_disk_cache
from offhook.actors.speaker.service import Voice
from offhook.actors.speaker.speaker_settings import SpeakerSettings
from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.world import World

MEGABYTE = 1_000_000
START_WAITS_S = 2.0  # enough for some hundred lines of an embedded voice; one over the network goes on beside the calls
LINE_WITHIN_S = 10.0


@asynccontextmanager
async def open_cached_voices(
    voices: Sequence[Voice], settings: SpeakerSettings, world: World, log: FilteringBoundLogger
) -> AsyncIterator[tuple[list[CachedVoice], SaidCache]]:
    """The same voices with a cache. Its statistics are logged at the end."""
    memory = SaidCache(settings.cache.memory_mb * MEGABYTE)
    async with AsyncExitStack() as stack:
        disk: DiskCache | None = None
        if settings.cache.path:
            path, room = Path(settings.cache.path), settings.cache.disk_mb * MEGABYTE
            disk = await stack.enter_async_context(open_disk_cache(world, path, room, log))
        cached = [CachedVoice(voice, manner_of(voice, settings), memory, disk) for voice in voices]
        if disk is not None:
            for key, sound in await disk.read([voice.signature for voice in cached], memory.room):
                try:
                    memory.keep(key, decode_said(sound))
                except msgspec.DecodeError as exc:
                    log.warning("voice file ignored", path=settings.cache.path, reason=f"{key}: {in_words(exc)}")
        try:
            yield cached, memory
        finally:
            served = memory.statistics()
            log.info(
                "voice cache",
                hits=served.hits,
                misses=served.misses,
                hit_rate=None if served.hit_rate is None else round(served.hit_rate, 3),
                entries=served.entries,
                bytes=served.bytes,
                evicted=served.evicted,
                unwritten=disk.lost if disk is not None else None,
            )


def manner_of(voice: Voice, settings: SpeakerSettings) -> str:
    """What decides how a voice sounds, as text: its settings without the number of workers, and where its server is,
    which a variable of the environment may say."""
    chosen = settings.model_dump_json(include={voice.name}, exclude={voice.name: {"workers"}})
    return chosen + getattr(voice, "server_url", "")


@asynccontextmanager
async def preparing(
    voice: CachedVoice, lines: Iterable[str], language: str, log: FilteringBoundLogger, *, until: float
) -> AsyncIterator[None]:
    """Renders these sentences one by one: `until` then before the first call, and the rest beside the calls."""
    prepared = trio.Event()

    async def prepare_all() -> None:
        try:
            async with voice.session(ServedCall(caller="", language=language)) as session:
                for line in lines:
                    await _prepare(session, line, log.bind(voice=voice.name))
        except Exception as exc:  # noqa: BLE001  # a session that breaks here costs no call
            log.warning("lines not rendered", voice=voice.name, error=in_words(exc))
        prepared.set()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(prepare_all, name="voice lines")
        with trio.move_on_at(until):
            await prepared.wait()
        yield
        nursery.cancel_scope.cancel(reason="no call will need them")


async def _prepare(session: CachedSession, line: str, log: FilteringBoundLogger) -> None:
    try:
        with trio.fail_after(LINE_WITHIN_S):
            await session.prepare(line)
    except Exception as exc:  # noqa: BLE001  # a sentence that fails now is tried again in a call
        log.warning("line not rendered", text=line, error=in_words(exc))
