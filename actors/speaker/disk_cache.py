"""The cache on disk: rendered sentences for the next start of the server.

They are read before the first call, and written by a task beside the calls, so no call waits for a file. Problems with
the disk lose rendered audio, but never a call or the start.
"""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.speaker.cache_folder import CacheFolder
from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.world import World

QUEUE = 64  # sounds that may wait for the disk; a sentence has about 30 kB
END_WITHIN_S = 2.0
READ_COST_S, WRITE_COST_S = 0.1, 0.001
LANE = "voice files"  # so that a disk that hangs delays neither other work nor the end of the server


class DiskCache:
    """A folder of sounds behind a queue."""

    def __init__(self, world: World, path: Path, room: int, log: FilteringBoundLogger) -> None:
        self._world, self._path, self._log = world, path, log
        self._folder = CacheFolder(path, room, world.random("names of unfinished voice files"))
        self._send, self._receive = trio.open_memory_channel[tuple[str, bytes]](QUEUE)
        self.lost = 0

    async def read(self, signatures: Collection[str], room: int) -> list[tuple[str, bytes]]:
        """The newest sounds of these voices that fit into `room` bytes, the newest last."""
        work = partial(self._folder.read, signatures, room)
        try:
            sounds, complaints = await self._world.run_blocking(work, cost_s=READ_COST_S, lane=LANE)
        except Exception as exc:  # noqa: BLE001  # no directory, no permission, no thread: it is only a cache
            self._log.warning("voice files not read", path=str(self._path), error=in_words(exc))
            return []
        for complaint in complaints:
            self._log.warning("voice file ignored", path=str(self._path), reason=complaint)
        return sounds

    def write(self, key: str, sound: bytes) -> None:
        """Queue a sound to be written. Never waits: if the queue is full, it is dropped and counted."""
        try:
            self._send.send_nowait((key, sound))
        except (trio.WouldBlock, trio.ClosedResourceError, trio.BrokenResourceError):  # full, or the server is gone
            self.lost += 1

    async def write_all(self) -> None:
        """Write until `close` was called and the queue is empty."""
        async for key, sound in self._receive:
            try:
                work = partial(self._folder.write, key, sound)
                await self._world.run_blocking(work, cost_s=WRITE_COST_S, lane=LANE)
            except Exception as exc:  # noqa: BLE001  # a full disk, no thread to be had: the calls must not notice
                self.lost += 1
                self._log.warning("voice file not written", path=str(self._path), error=in_words(exc), lost=self.lost)

    def close(self) -> None:
        self._send.close()


@asynccontextmanager
async def open_disk_cache(world: World, path: Path, room: int, log: FilteringBoundLogger) -> AsyncIterator[DiskCache]:
    """Opens the cache on disk. What is queued when the context ends is still written, within a moment."""
    disk = DiskCache(world, path, room, log)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(disk.write_all, name="voice cache writer")
        try:
            yield disk
        finally:
            disk.close()
            nursery.cancel_scope.deadline = trio.current_time() + END_WITHIN_S
