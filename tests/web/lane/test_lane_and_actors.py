"""What goes wrong in handling one call's frame costs that call an incarnation of an actor, and no other call anything.

Both calls are on the lane of a real server, which calls their receivers and VADs in its own task.
"""

from collections.abc import Awaitable, Callable
from itertools import pairwise

import httpx
import pytest
import trio

from offhook.actors.voice_detector import VoiceDetector, WebRtcDetector
from offhook.engine.host.settings import VadSettings
from tests.fakes.clips import QUIET_FRAME
from tests.web.raw_peer import WITHIN_S, Peer, open_peer
from tests.web.server import RunningServer, on_media_lane, open_server

TROUBLED = QUIET_FRAME[::-1]
"""A frame of the caller's who meets the trouble."""
FRAME_WITHIN_S = 0.5  # which the VAD gives itself


class Watched:
    """WebRTC's detectors, which meet trouble in frames of one caller's; when each frame was judged."""

    def __init__(self, trouble: Callable[[], bool | Awaitable[bool]]) -> None:
        self.judged: list[tuple[float, bytes]] = []
        self._trouble, self._struck = trouble, False

    def open(self, settings: VadSettings) -> VoiceDetector:
        return _Detector(WebRtcDetector(settings), self)

    def judge(self, real: WebRtcDetector, frame: bytes) -> bool | Awaitable[bool]:
        self.judged.append((trio.current_time(), frame))
        if frame == TROUBLED and not self._struck:
            self._struck = True
            return self._trouble()
        return real.judge(frame)

    def pauses_s(self, frame: bytes) -> float:
        """The longest time between two such frames."""
        at = [at for at, each in self.judged if each == frame]
        return max(after - before for before, after in pairwise(at))


class _Detector:
    likelihood, vetoes = None, False

    def __init__(self, real: WebRtcDetector, watched: Watched) -> None:
        self._real, self._watched = real, watched

    def judge(self, frame: bytes) -> bool | Awaitable[bool]:
        return self._watched.judge(self._real, frame)


def crash() -> bool:
    raise ValueError("a planted bug")


async def hang() -> bool:
    await trio.sleep_forever()
    raise AssertionError("nobody wakes it")


async def talk(peer: Peer, frame: bytes, seconds: float) -> None:
    """A caller of nothing but this frame."""
    began_at = trio.current_time()
    for number in range(round(seconds / 0.020)):
        await trio.sleep_until(began_at + number * 0.020)
        await peer.send(peer.side.media(frame, number * 20))


async def end_of(server: RunningServer, peer: Peer) -> dict[str, int]:
    """Hang up; the faults of that call."""
    await peer.hang_up()
    with trio.fail_after(WITHIN_S):
        while peer.call_sid not in [record.begun.call_sid for record in await server.finished_records()]:  # noqa: ASYNC110
            await trio.sleep(0.02)
    (record,) = [record for record in await server.finished_records() if record.begun.call_sid == peer.call_sid]
    assert record.over is not None
    return dict(record.over.faults)


@pytest.mark.parametrize("trouble", [crash, hang])
async def test_trouble_with_one_calls_frame_is_that_calls_own(trouble: Callable[[], bool | Awaitable[bool]]) -> None:
    """It loses an incarnation of its VAD and goes on; the frames of the call beside are judged all the while."""
    watched = Watched(trouble)
    async with open_server(open_detector=watched.open) as server:
        async with open_peer(server, number=1) as troubled, open_peer(server, number=2) as other:
            for peer in (troubled, other):
                await peer.start()
                await peer.hears(b'"media"')
            async with trio.open_nursery() as nursery:
                nursery.start_soon(talk, troubled, TROUBLED, 1.5)
                nursery.start_soon(talk, other, QUIET_FRAME, 1.5)
            assert await end_of(server, troubled) == {"vad crashed": 1}
            assert await end_of(server, other) == {}
        await server.at_rest()
    judged = [frame for _, frame in watched.judged]
    assert judged.count(TROUBLED) == judged.count(QUIET_FRAME) == 75  # those that came meanwhile waited in the mailbox
    assert watched.pauses_s(QUIET_FRAME) < FRAME_WITHIN_S / 2


@pytest.mark.parametrize("on_lane", [True, False])
async def test_the_page_of_calls_shows_what_the_lane_does(on_lane: bool) -> None:
    """What it served of a call is in the figures; where there is no lane they are missing."""
    before = on_media_lane.set(on_lane)
    try:
        async with open_server() as server, httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as client:
            async with open_peer(server) as peer:
                await peer.start()
                await server.live_calls(1)
                shown = (await client.get("/calls")).json().get("media_lane")
            await client.aclose()
            await server.at_rest()
    finally:
        on_media_lane.reset(before)
    if not on_lane:
        assert shown is None
        return
    assert set(shown) == {"wake_ups", "portions", "overruns", "longest_ms"}
    assert shown["wake_ups"] >= 1
    assert shown["portions"] >= 1
    assert shown["longest_ms"] > 0
