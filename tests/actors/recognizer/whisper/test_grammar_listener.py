"""What pocketsphinx is fed beside Whisper, in whichever order feeding and asking meet, and wherever asking is cut."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

from offhook.actors.recognizer.service import RecognizerFailed, Transcript
from offhook.actors.recognizer.whisper.grammar_listener import PATIENCE_S, GrammarListener

SOUND = bytes(range(1, 201)) * 40  # a second, in pieces that differ


class OneAtATime:
    """Takes two steps for everything, as a worker does, and bears no second request meanwhile. Its words are what it
    was fed, in hexadecimal digits."""

    def __init__(self) -> None:
        self._is_asked = False
        self.heard = b""
        self.looks = 0

    async def feed(self, mulaw: bytes) -> None:
        await self._work()
        self.heard += mulaw

    async def look(self) -> Transcript:
        await self._work()
        self.looks += 1
        return Transcript(self.heard.hex(), 0.5)

    async def _work(self) -> None:
        assert not self._is_asked, "two requests at once"
        self._is_asked = True
        try:
            await trio.lowlevel.checkpoint()
            await trio.lowlevel.checkpoint()
        finally:
            self._is_asked = False


@asynccontextmanager
async def one_at_a_time() -> AsyncIterator[OneAtATime]:
    await trio.lowlevel.checkpoint()
    yield OneAtATime()


async def steps(count: int) -> None:
    for _ in range(count):
        await trio.lowlevel.checkpoint()


@pytest.mark.parametrize("cut_after", range(12))
@pytest.mark.parametrize("asked_after", range(6))
async def test_asking_beside_feeding_loses_and_repeats_nothing(asked_after: int, cut_after: int) -> None:
    """The caller goes on after a pause, twice; whoever asked at the pause is cancelled somewhere."""
    sound = bytearray()
    async with AsyncExitStack() as stack, trio.open_nursery() as nursery:
        listener = GrammarListener(stack, one_at_a_time, sound, pytest.fail)

        async def ask() -> None:
            await steps(asked_after)
            with trio.CancelScope() as scope:
                nursery.start_soon(cut, scope)
                await listener.words()

        async def cut(scope: trio.CancelScope) -> None:
            await steps(cut_after)
            scope.cancel(reason="the caller goes on")

        for start in range(0, len(SOUND), 1600):
            if start in {3200, 6400}:
                nursery.start_soon(ask)
            sound += SOUND[start : start + 1600]
            await listener.listen()
        await wait_all_tasks_blocked()
        words = await listener.words()
    assert words == Transcript(SOUND.hex(), 0.5)


async def test_it_listens_along_after_a_pause_from_where_it_is() -> None:
    """What was said before the pause is not fed again, and the same sound is not looked at twice."""
    sound, pocketsphinx = bytearray(), OneAtATime()

    @asynccontextmanager
    async def begin() -> AsyncIterator[OneAtATime]:
        await trio.lowlevel.checkpoint()
        yield pocketsphinx

    async with AsyncExitStack() as stack:
        listener = GrammarListener(stack, begin, sound, pytest.fail)
        sound += SOUND[:4000]
        await listener.listen()
        assert await listener.words() == await listener.words()
        sound += SOUND[4000:]
        await listener.listen()
        assert pocketsphinx.heard == SOUND
    assert pocketsphinx.looks == 1


async def test_a_listener_that_has_failed_is_not_asked_again() -> None:
    begun = 0
    told: list[str] = []

    @asynccontextmanager
    async def nobody() -> AsyncIterator[OneAtATime]:
        nonlocal begun
        begun += 1
        await trio.lowlevel.checkpoint()
        raise RecognizerFailed("no worker is running")
        yield OneAtATime()

    sound = bytearray(SOUND)
    async with AsyncExitStack() as stack:
        listener = GrammarListener(stack, nobody, sound, told.append)
        await listener.listen()
        sound += SOUND
        await listener.listen()
        assert await listener.words() is None
    assert (begun, told) == (1, ["no worker is running"])


async def test_a_listener_that_hangs_is_given_up_soon(autojump_clock: MockClock) -> None:
    """The caller's sound and Whisper wait for it no longer than that."""

    class Hangs(OneAtATime):
        async def feed(self, mulaw: bytes) -> None:
            del mulaw
            await trio.sleep_forever()

    @asynccontextmanager
    async def begin() -> AsyncIterator[Hangs]:
        await trio.lowlevel.checkpoint()
        yield Hangs()

    told: list[str] = []
    async with AsyncExitStack() as stack:
        listener = GrammarListener(stack, begin, bytearray(SOUND), told.append)
        await listener.listen()
        assert trio.current_time() == PATIENCE_S
        await listener.listen()
        assert await listener.words() is None
        assert trio.current_time() == PATIENCE_S
    assert told == [f"it took longer than {PATIENCE_S:g} s"]
