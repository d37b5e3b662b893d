"""Where callers were transferred. The carrier asks when the stream of a call is over."""

from collections import OrderedDict
from collections.abc import Callable

import msgspec
import trio

from offhook.engine.host.told_once import ToldOnce
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.store import Store
from offhook.engine.run.call import Call

TRANSFER_ASKED_WITHIN_S = 60.0  # later it is another call with an old name
TRANSFER_FOUND_WITHIN_S = 2.0  # a carrier gives up on us after 15, and the caller hears nothing until then
LOOK_AGAIN_S = 0.1
KEPT_ENDS = 1000  # of calls whose carrier may still ask where the caller goes; beyond them the store is asked


class _End(msgspec.Struct, frozen=True):
    """When a call ended, and where the caller was transferred."""

    at: float
    transferred_to: str | None


class Transfers:
    """The transfers of the calls of one process, and through the store those of others."""

    def __init__(
        self,
        store: Store,
        find_live: Callable[[str], Call | None],
        wall_time: Callable[[], float],
        note_failed: Callable[[str, bool], None],
    ) -> None:
        """`note_failed` is told the error of a look-up that failed, and whether it is news."""
        self._store, self._find_live, self._wall_time, self._note_failed = store, find_live, wall_time, note_failed
        self._ends: OrderedDict[str, _End] = OrderedDict()
        self._lookups = ToldOnce()

    def forget(self, call_sid: str) -> None:
        """The call may have gone on elsewhere after this stream: another worker may know more, and the store does."""
        self._ends.pop(call_sid, None)

    def note_end(self, call_sid: str, transferred_to: str | None) -> None:
        """A call of this process has ended."""
        self._ends[call_sid] = _End(trio.current_time(), transferred_to)
        self._ends.move_to_end(call_sid)
        if len(self._ends) > KEPT_ENDS:
            self._ends.popitem(last=False)

    async def find(self, call_sid: str) -> str | None:
        """Where the agent transferred this caller, or None.

        The answer stays the same for a minute. The request may reach another worker than the one that had the call:
        only then the store, which they share, is asked. The answer is there within `TRANSFER_FOUND_WITHIN_S`, also if
        the store fails.
        """
        with trio.move_on_after(TRANSFER_FOUND_WITHIN_S):
            while call_sid:
                if self._find_live(call_sid) is None:  # else an end that is known is that of an earlier stream
                    if (end := self._ends.get(call_sid)) is not None:
                        return self._just_now(end)
                    try:
                        record = await self._store.find(call_sid, whole=False)
                    except DatabaseError as exc:
                        self._note_failed(str(exc), self._lookups.is_news(exc.kind))
                        return None
                    if record is None or record.over is not None or record.unreadable:
                        self._lookups.works()
                        return self._on_record(record)
                await trio.sleep(LOOK_AGAIN_S)  # the call is over for the carrier: its end is about to be known
        if (end := self._ends.get(call_sid)) is not None:
            return self._just_now(end)
        if call_sid:
            error = f"no end of the call was known within {TRANSFER_FOUND_WITHIN_S:g} s"
            self._note_failed(error, self._lookups.is_news("no end"))
        return None

    def _just_now(self, end: _End) -> str | None:
        return end.transferred_to if trio.current_time() - end.at < TRANSFER_ASKED_WITHIN_S else None

    def _on_record(self, record: CallRecord | None) -> str | None:
        over = record.over if record is not None else None
        just_now = over is not None and self._wall_time() - over.ended_at < TRANSFER_ASKED_WITHIN_S
        return over.transferred_to if over is not None and just_now else None
