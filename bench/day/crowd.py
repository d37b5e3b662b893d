"""The callers of the day: so many at a time, each place taken again as soon as it is free."""

import random
from collections.abc import Sequence

import trio

from bench.day.call_log import CallLog, Ending
from bench.day.caller import Caller
from offhook.telephone.clip import FRAME_S, Clip
from offhook.telephone.phone_network import Network

PHASES = 4
"""The callers' frames are sent in so many parts of every 20 ms, as those of strangers are."""
BETWEEN_CALLS_S = (0.2, 2.0)
TRY_AGAIN_S = 3.0
"""How long whoever was turned away waits before the place is taken again."""


class Crowd:
    """All callers. `logs` has one entry for each call that is over."""

    def __init__(self, webhook: str, auth_token: str, network: Network, clips: Sequence[Clip], seed: int) -> None:
        self._webhook, self._auth_token, self._network, self._clips = webhook, auth_token, network, clips
        self._seed, self._number = seed, 0
        self._live: dict[Caller, int] = {}
        self._comes = False
        self.logs: list[CallLog] = []
        self.latest_tick_s = 0.0
        """How late a tick was at the worst: the bench itself."""

    @property
    def live(self) -> int:
        return len(self._live)

    async def wait_idle(self) -> None:
        """Until there is no call."""
        await trio.lowlevel.checkpoint()
        while self._live:  # noqa: ASYNC110  # the calls are tasks of their own
            await trio.sleep(0.2)

    async def run(self, places: int, until: float, spread_s: float = 10.0) -> None:
        """Until that time calls begin, the first ones spread over some seconds; returns when the last one is over."""
        async with trio.open_nursery() as pace:
            pace.start_soon(self._pace, name="frames")
            async with trio.open_nursery() as nursery:
                for place in range(places):
                    nursery.start_soon(self._occupy, until, spread_s, name=f"place {place}")
            pace.cancel_scope.cancel(reason="the last call is over")

    async def _occupy(self, until: float, spread_s: float) -> None:
        chance = random.Random(f"{self._seed}/place {self._number}")
        self._number += 1
        await trio.sleep(chance.uniform(0, spread_s))
        while trio.current_time() < until:
            log = await self._call(chance)
            turned_away = log.ending in (Ending.BUSY, Ending.UNREACHABLE)
            await trio.sleep(TRY_AGAIN_S if turned_away else chance.uniform(*BETWEEN_CALLS_S))

    async def _call(self, chance: random.Random) -> CallLog:
        sid = f"CA{chance.getrandbits(128):032x}"
        caller = Caller(sid, self._webhook, self._auth_token, self._network, self._clips, chance)
        self._live[caller] = len(self._live) % PHASES
        try:
            await caller.run()
        finally:
            del self._live[caller]
        self.logs.append(caller.log)
        return caller.log

    async def _pace(self) -> None:
        """Tick each caller every 20 ms, on absolute deadlines."""
        began, phase = trio.current_time(), 0
        while True:
            due = began + phase * FRAME_S / PHASES
            await trio.sleep_until(due)
            now = trio.current_time()
            self.latest_tick_s = max(self.latest_tick_s, now - due)
            for caller, own in list(self._live.items()):
                if own == phase % PHASES:
                    caller.tick(now)
            phase += 1
