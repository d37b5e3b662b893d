"""Calls that return: their stream broke, its process was killed, or nobody took the caller who was to be put through;
and the carrier connects the caller once more.

Who goes on with a call learns from its journals what there is to go on with. That may be another process than the one
that had it before.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import trio

from offhook.engine.record.abandoned_calls import is_over
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.record.facts import Fact
from offhook.engine.record.store import Store
from offhook.engine.run.call import Call
from offhook.engine.run.reply import Transfer

NOTICED_WITHIN_S = 1.0  # by the line itself; or the agent is just about to end the call
OVER_WITHIN_S = 2.0  # a stream whose end is decided


@dataclass(frozen=True, slots=True)
class Returned:
    """What a call that has returned goes on with; nothing for one that has not."""

    before: CallSoFar | None = None
    journals: tuple[Path, ...] = ()
    not_stored: Sequence[Fact] = ()
    """What was told in streams whose processes have not ended them, as if they were killed."""


class Returns:
    """The calls of one process that may return, and those of others that return to it."""

    def __init__(
        self,
        store: Store,
        at_most: int,
        find_live: Callable[[str], Call | None],
        wait_end: Callable[[], Awaitable[None]],
    ) -> None:
        """`at_most`: how often a call may return. `wait_end` waits for the end of any call of this process."""
        self._store, self._at_most = store, at_most
        self._find_live, self._wait_end = find_live, wait_end

    async def is_wanted(self, call_sid: str, number: int) -> bool:
        """Whether a call whose stream is over goes on in another one, because that stream broke. The carrier asks.

        `number` is how often the call had returned when that stream began. So a question that comes twice, or late,
        gets the same answer, and disturbs no later stream.
        """
        await trio.lowlevel.checkpoint()
        if not call_sid or number >= self._at_most:
            return False
        if (call := self._find_live(call_sid)) is not None:
            if call.number > number:
                return True
            with trio.move_on_after(NOTICED_WITHIN_S):
                await call.wait_decided()
            if call.may_return:
                call.stream_is_over()
            if call.number == number:
                return call.may_return
            # It is an earlier stream, whose end nobody has noticed here; another process knows about the later one.
        so_far = _so_far(await self._store.journals_of(call_sid))
        never_began = so_far.number < number and so_far.may_come_back  # in which the caller was to come back
        return so_far.number > number or so_far.may_return or never_began

    async def warm_transfer(self, call_sid: str, number: int) -> Transfer | None:
        """Where the caller of the stream that is over is to be put through, after somebody was asked; None if nobody
        is. `number` as in `is_wanted`."""
        await trio.lowlevel.checkpoint()
        if not call_sid:
            return None
        so_far = _so_far(await self._store.journals_of(call_sid))
        ending = so_far.ending
        if so_far.number != number or ending is None or ending.warm is None or not ending.transfer_to:
            return None
        return Transfer(ending.transfer_to, ending.warm)

    async def comes_back(self, call_sid: str, number: int) -> bool:
        """Whether a call goes on in another stream because nobody took its caller. The carrier asks; `number` as in
        `is_wanted`."""
        await trio.lowlevel.checkpoint()
        if not call_sid:
            return False
        with trio.move_on_after(OVER_WITHIN_S):  # a number that is wrong fails at once
            while (call := self._find_live(call_sid)) is not None:
                if call.number > number:
                    return True
                await self._wait_end()
        so_far = _so_far(await self._store.journals_of(call_sid))
        return so_far.number > number or so_far.may_come_back

    async def has_returned(self, call_sid: str, number: int) -> bool:
        """Whether a call has returned more often than `number`: it goes on in a later stream, here or elsewhere."""
        await trio.lowlevel.checkpoint()
        call = self._find_live(call_sid)
        if call is not None and call.number > number:
            return True
        return _so_far(await self._store.journals_of(call_sid)).number > number

    async def wants_recordings(self, call_sid: str, number: int) -> bool:
        """Whether the carrier should record a caller whose stream is over: it has never begun, so that streams seem not
        to reach this server; or it broke too often. Raises DatabaseError."""
        if not call_sid or self._find_live(call_sid) is not None:
            return False
        if streams := await self._store.journals_of(call_sid):
            return number >= self._at_most and _so_far(streams).may_return
        return await self._store.find(call_sid, whole=False) is None

    async def take_up(self, call_sid: str) -> Returned:
        """What is known of a call that has returned. Its stream before is over then, also if nobody has noticed."""
        with trio.move_on_after(OVER_WITHIN_S):
            while True:
                while (call := self._find_live(call_sid)) is not None:
                    call.stream_is_over()
                    await self._wait_end()
                streams = await self._store.journals_of(call_sid)
                if self._find_live(call_sid) is None:  # else it has returned twice at once
                    return _returned(streams)
        return Returned()

    async def go_on(self, call_sid: str, within_s: float) -> Returned:
        """What is known of a call in which the carrier asks after each turn, if it asks `within_s` after the last."""
        return _returned(await self._store.journals_of(call_sid, within_s))


def _returned(streams: Sequence[tuple[Path, list[Fact]]]) -> Returned:
    before = _so_far(streams)
    if not (before.may_return or before.may_come_back):
        return Returned()
    not_stored = [fact for _, told in streams if not is_over(told) for fact in told]
    return Returned(before, tuple(path for path, _ in streams), not_stored)


def _so_far(streams: Sequence[tuple[Path, list[Fact]]]) -> CallSoFar:
    return CallSoFar(fact for _, told in streams for fact in told)
