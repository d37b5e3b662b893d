"""Tells what happens in a call of a server on this machine, as the journal beside the server's store says it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import trio

from offhook.engine.record.facts import CallEnded, Fact
from offhook.engine.record.journal import JournalLines
from offhook.engine.record.journal_folder import JournalFolder

LOOK_EVERY_S = 0.02
END_WITHIN_S = 2.0


@asynccontextmanager
async def following_next_call(store_path: str, on_fact: Callable[[Fact], None]) -> AsyncIterator[None]:
    """Tells the facts of the first call that begins in this block, until it is over.

    Whoever leaves the block waits for the end of the call, `END_WITHIN_S` at most.
    """
    folder = JournalFolder(store_path)
    earlier = frozenset(folder.paths())
    over = trio.Event()

    async def follow() -> None:
        try:
            file = await trio.open_file(await _next_journal(folder, earlier), "rb")
        except FileNotFoundError:  # that call was over at once
            return
        lines = JournalLines()
        async with file:
            while not over.is_set():  # the file stays readable here when the server has removed it
                for fact in lines.feed(await file.read()):
                    on_fact(fact)
                    if isinstance(fact.what, CallEnded):
                        over.set()
                await trio.sleep(LOOK_EVERY_S)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(follow, name="journal follower")
        yield
        with trio.move_on_after(END_WITHIN_S):
            await over.wait()
        nursery.cancel_scope.cancel(reason="the call is over")


async def _next_journal(folder: JournalFolder, earlier: frozenset[Path]) -> Path:
    while True:
        for path in folder.paths():
            if path not in earlier:
                return path
        await trio.sleep(LOOK_EVERY_S)
