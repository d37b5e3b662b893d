"""A call whose process is killed, and that goes on in another one, which has nothing of it but its files."""

import shutil
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import trio

from offhook.engine.record.call_record import CallRecord
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.simulation.carrier import SimulatedCarrier

FIRST, SECOND = "first", "second"
GOES_ON_S, OVER_WITHIN_S = 12.0, 30.0
CARRIER_TAKES_S = 0.5


class TwoProcesses:
    """The processes, and the caller's side."""

    def __init__(
        self, folder: Path, open_process: Callable[[str, Path], AbstractAsyncContextManager[Exchange]]
    ) -> None:
        """`open_process` opens a server by its name, with a folder of its own for its store."""
        self._folder, self._open_process = folder, open_process
        self.carrier = SimulatedCarrier()

    async def play(
        self,
        speaks_at_s: Sequence[tuple[float, float]],
        presses_at_s: Sequence[tuple[float, str]],
        wait_killed: Callable[[], Awaitable[None]],
        killed: Callable[[], None],
    ) -> CallRecord | None:
        """The whole call; `killed` is called when the first process is. Returns its record, None if the call had ended
        by then."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._speak, speaks_at_s)
            if presses_at_s:
                nursery.start_soon(self._press, presses_at_s)
            await self._first_process(wait_killed, killed)
            await trio.sleep(CARRIER_TAKES_S)
            record = await self._second_process()
            nursery.cancel_scope.cancel(reason="the call is over")
        return record

    async def _first_process(self, wait_killed: Callable[[], Awaitable[None]], killed: Callable[[], None]) -> None:
        """Until it is killed, or the call has ended."""
        async with trio.open_nursery() as nursery:
            exchange: Exchange = await nursery.start(self._process, FIRST)
            nursery.start_soon(self.carrier.run)
            nursery.start_soon(exchange.answer, self.carrier.line, TWILIO)
            await wait_killed()
            killed()
            shutil.copytree(self._folder / FIRST, self._folder / SECOND)
            self.carrier.drop()
            nursery.cancel_scope.cancel(reason="killed")
        self.carrier.close()

    async def _second_process(self) -> CallRecord | None:
        call_sid = self.carrier.call_sid
        async with trio.open_nursery() as nursery:
            exchange: Exchange = await nursery.start(self._process, SECOND)
            token = await exchange.find_return(call_sid, 0)
            record: CallRecord | None = None
            if token is not None:
                self.carrier = SimulatedCarrier(returned=1, token=token)
                nursery.start_soon(self.carrier.run)
                with trio.fail_after(OVER_WITHIN_S):
                    nursery.start_soon(self._hang_up)
                    await exchange.answer(self.carrier.line, TWILIO)
                record = await exchange.find_call(call_sid)
            nursery.cancel_scope.cancel(reason="all is over")
        self.carrier.close()
        return record

    async def _hang_up(self) -> None:
        await trio.sleep(GOES_ON_S)
        self.carrier.hang_up()

    async def _process(self, name: str, task_status: trio.TaskStatus[Exchange]) -> None:  # noqa: ASYNC114  # `start` calls it
        (self._folder / name).mkdir(exist_ok=True)
        async with self._open_process(name, self._folder / name) as exchange:
            task_status.started(exchange)
            await trio.sleep_forever()

    async def _speak(self, at_s: Sequence[tuple[float, float]]) -> None:
        for begins_s, seconds in sorted(at_s):
            await trio.sleep_until(begins_s)
            if not self.carrier.hung_up:
                self.carrier.speak(seconds)

    async def _press(self, at_s: Sequence[tuple[float, str]]) -> None:
        for pressed_s, key in sorted(at_s):
            await trio.sleep_until(pressed_s)
            if not self.carrier.hung_up:
                self.carrier.press(key)


def store_in(folder: Path) -> str:
    return str(folder / "calls.db")
