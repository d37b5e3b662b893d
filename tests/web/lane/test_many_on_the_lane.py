"""Very many connections on the media lane: they take turns, and nobody is left out."""

import select
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import trio

from offhook.web.lane.lane import GATHER_S, GROUPS, VERY_MANY, Lane, open_lane
from tests.web.lane.test_lane_line import Listener, Peer, line_on
from tests.web.raw_peer import WITHIN_S, frame

SOUND = "x" * 290  # as long as a message with 20 ms of audio


@asynccontextmanager
async def listeners(number: int) -> AsyncIterator[tuple[Lane, list[tuple[Peer, Listener]]]]:
    """So many calls on one lane, each of which is listened to."""
    async with open_lane(wanted=True) as lane, AsyncExitStack() as lines, trio.open_nursery() as nursery:
        assert lane is not None
        calls: list[tuple[Peer, Listener]] = []
        for _ in range(number):
            line, peer = await lines.enter_async_context(line_on(lane))
            calls.append((peer, Listener(line)))
            nursery.start_soon(calls[-1][1])
        yield lane, calls
        nursery.cancel_scope.cancel()


async def wait_until(happened: Callable[[], bool]) -> None:
    with trio.fail_after(WITHIN_S):
        while not happened():  # noqa: ASYNC110  # what the other end of a socket does rings no bell
            await trio.sleep(GATHER_S)


async def test_everybody_is_heard_in_order_and_two_frames_in_one_visit() -> None:
    async with listeners(VERY_MANY + 20) as (lane, calls):
        for number in range(3):
            portions = lane.figures.portions
            said = [f"{number}a{SOUND}", f"{number}b{SOUND}"]
            for peer, _ in calls:
                await peer.stream.send_all(b"".join(frame(each.encode()) for each in said))
            await wait_until(lambda number=number: all(len(heard.heard) == 2 * number + 2 for _, heard in calls))  # type: ignore[misc]
            assert all(heard.heard[-2:] == said for _, heard in calls)
            assert lane.figures.portions == portions + len(calls)


async def test_who_has_more_than_a_portion_catches_up() -> None:
    """After a stall: two portions a visit, whatever the others say."""
    async with listeners(VERY_MANY + 1) as (lane, calls):
        behind, heard = calls[0]
        await behind.stream.send_all(b"".join(frame(f"{number}{SOUND}".encode()) for number in range(12)))
        wake_ups = lane.figures.wake_ups
        await wait_until(lambda: len(heard.heard) == 12)
        assert heard.heard == [f"{number}{SOUND}" for number in range(12)]
        assert lane.figures.wake_ups - wake_ups <= 6 * GROUPS


async def test_when_there_are_fewer_again_nobody_waits_for_a_turn() -> None:
    async with listeners(VERY_MANY + 1) as (lane, calls):
        peer, heard = calls[0]
        await peer.say("one of very many")
        await wait_until(lambda: len(heard.heard) == 1)
        gone, _ = calls[-1]
        await gone.stream.aclose()
        await wait_until(lambda: len(lane) == VERY_MANY)
        await peer.say("one of many")
        await wait_until(lambda: heard.heard == ["one of very many", "one of many"])


async def test_what_cannot_join_leaves_nothing_behind(tmp_path: Path) -> None:
    """The kernel refuses it: there are too many watches, or here, it is no socket."""

    class Nothing:
        def serve(self, events: int) -> None:
            raise AssertionError(events)

        def fail(self, exc: Exception) -> None:
            raise exc

    async with listeners(1) as (lane, [(peer, heard)]):
        with (tmp_path / "file").open("w") as file:
            with pytest.raises(PermissionError):
                lane.watch(file.fileno(), Nothing(), select.EPOLLIN)
            lane.watch(file.fileno(), Nothing(), 0)
        assert len(lane) == 1
        await peer.say("still here")
        await wait_until(lambda: heard.heard == ["still here"])
