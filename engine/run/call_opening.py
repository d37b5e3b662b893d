"""Begins a call's story: its record, its journal and the observers, which are told all that happens from then on."""

from collections.abc import Sequence

import msgspec
from structlog.typing import FilteringBoundLogger

from offhook.engine.decide.costs import PriceList
from offhook.engine.host.world import World
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.call_recorder import CallRecorder
from offhook.engine.record.journal import Journal
from offhook.engine.record.log_lines import LogLines
from offhook.engine.record.reporter import Observer, OpenObserver, Reporter, observer_failed, observer_of
from offhook.engine.record.store import Store
from offhook.engine.run.announced import Announced
from offhook.engine.run.returns import Returned

CALLER_CHARACTERS = 500  # no number, name or address of a caller is longer


class OpenedCall:
    """One call whose story has begun; of a call that has returned, the part that begins now."""

    __slots__ = ("_has_older_journals", "_journal", "begun", "recorder", "report")

    def __init__(
        self,
        begun: CallBegun,
        recorder: CallRecorder,
        report: Reporter,
        journal: Journal | None,
        *,
        has_older_journals: bool = False,
    ) -> None:
        self.begun, self.recorder, self.report = begun, recorder, report
        self._journal, self._has_older_journals = journal, has_older_journals

    @property
    def can_go_on(self) -> bool:
        """Whether another process could go on with the call, by what it has told so far."""
        return self._journal is not None and not self._journal.is_lost

    @property
    def can_record(self) -> bool:
        """Whether what is told reaches the journal, or need not: there is none, so nobody could go on with the call. Of
        a call that has returned, somebody could, from a journal that does not know what is told now."""
        return not (self._has_older_journals if self._journal is None else self._journal.is_lost)

    def close(self) -> None:
        """Nothing more will be told."""
        if self._journal is not None:
            self._journal.close()


class CallOpener:
    """Opens calls, for whoever answers them."""

    def __init__(
        self,
        store: Store,
        world: World,
        log: FilteringBoundLogger,
        prices: PriceList,
        observers: Sequence[OpenObserver] = (),
    ) -> None:
        self._store, self._world, self._log, self._prices = store, world, log, prices
        self._observers = observers

    def open(self, begun: CallBegun, returned: Returned, announced: Announced, *, returns: bool = True) -> OpenedCall:
        """`begun` needs no time yet: it is filled in. `returns`: what was before has broken off."""
        before, machine_s = returned.before, self._world.machine_time()
        # The wall clock may have been set since the call began: what comes later begins by the clock of the first.
        since_s = before.seconds_until(machine_s) if before is not None else 0.0
        first = before.begun if before is not None else None
        started_at = self._world.wall_time() if first is None else first.started_at + since_s
        begun = msgspec.structs.replace(
            begun,
            started_at=started_at,
            caller=begun.caller[:CALLER_CHARACTERS],
            called=begun.called[:CALLER_CHARACTERS],
        )
        recorder = CallRecorder(self._store.open_book(begun, before.stream if before else None), self._prices)
        recorder.take_up(returned.not_stored)
        opened, failed = self._open_observers(begun)
        if (journal := self._store.open_journal(begun, returned.journals)) is not None:
            opened.insert(0, journal)
        log_lines = LogLines(self._log.bind(call=begun.call_sid), recorder.timeline)
        report = Reporter(begun.call_sid, [*recorder.observers, log_lines, *opened], since_s)
        report(
            facts.CallBegan(
                begun.stream_sid,
                begun.caller,
                begun.agent,
                begun.started_at,
                begun.carrier,
                begun.carrier_call_id,
                before.stream if before is not None else "",
                machine_s,
                begun.path,
                begun.called,
                announced.version,
                announced.known,
            )
        )
        if before is not None and returns:
            report(facts.CallReturned(before.number + 1, before.stream), turn=before.turn + 1)
        for each in failed:
            report(each)
        return OpenedCall(begun, recorder, report, journal, has_older_journals=bool(returned.journals))

    def _open_observers(self, begun: CallBegun) -> tuple[list[Observer], list[facts.ObserverFailed]]:
        opened, failed = [], []
        for open_observer in self._observers:
            try:
                opened.append(observer_of(open_observer, begun))
            except (Exception, SystemExit) as exc:  # noqa: BLE001  # anybody's code: its bug must not cost a caller the call
                failed.append(observer_failed(open_observer, exc))
        return opened, failed
