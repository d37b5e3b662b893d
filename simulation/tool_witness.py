"""Watches the tools of a call from outside: the facts in their order, and what runs while nobody wants it any more."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import trio

from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.facts import Fact
from offhook.engine.run.call import Call
from offhook.engine.run.tool import OnInterruption
from offhook.simulation.tools import Deed, ToolLedger

LOOK_EVERY_S = 0.005


class Seen(NamedTuple):
    """A fact, and when it was told."""

    at: float
    stream: str
    fact: Fact


class _View:
    """An observer of one stream."""

    kinds = (
        facts.CallBegan,
        facts.ReplyBegun,
        facts.DraftCommitted,
        facts.DraftDiscarded,
        facts.ToolChosen,
        facts.ToolEnded,
        facts.TurnBegan,
        facts.DeadlinePassed,
        facts.ServiceFailed,
        facts.ActorCrashed,
        facts.ObserverFailed,
        facts.Hedged,
        facts.StreamBroke,
        facts.CallEnding,
    )

    def __init__(self, seen: list[Seen], stream: str) -> None:
        self._seen, self._stream = seen, stream
        self.is_over = False

    def observe(self, fact: Fact) -> None:
        if not self.is_over:
            self._seen.append(Seen(trio.current_time(), self._stream, fact))


class ToolWitness:
    """Observes all streams of one call."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._views: list[_View] = []

    def open(self, begun: CallBegun) -> _View:
        """The observer of the next stream."""
        self._views.append(_View(self.seen, begun.stream_sid))
        return self._views[-1]

    def stop(self) -> None:
        """The process is killed: what it tells while it is taken down was never told."""
        for view in self._views:
            view.is_over = True

    def told(self) -> int:
        """How many facts by now."""
        return len(self.seen)

    @property
    def chosen(self) -> dict[str, int]:
        """Of each key: the place of the decision among the facts."""
        return {
            f"{seen.stream}-{seen.fact.what.use}": place
            for place, seen in enumerate(self.seen)
            if isinstance(seen.fact.what, facts.ToolChosen)
        }

    def reply_of(self, place: int) -> int:
        """The turn whose reply was being made at this place; 0 if none was."""
        before = (seen.fact for seen in reversed(self.seen[:place]))
        return next((fact.turn for fact in before if isinstance(fact.what, facts.ReplyBegun)), 0)

    def first(self, kind: type, since: int = 0) -> Seen | None:
        return next((seen for seen in self.seen[since:] if isinstance(seen.fact.what, kind)), None)


class Overstayed(NamedTuple):
    """A tool that ran although its reply was void, and should have been cancelled."""

    deed: Deed
    at: float


async def watch_cancelled(
    live_calls: Callable[[], Sequence[Call]], ledger: ToolLedger, witness: ToolWitness, found: list[Overstayed]
) -> None:
    """Until cancelled. Looks every 5 ms at the tools that run and that an interruption is to end."""
    while True:  # noqa: ASYNC913  # each round waits
        if not _running(ledger):
            await ledger.wait_begun()
        before = [deed for deed in _running(ledger) if not _is_wanted(deed, live_calls(), witness)]
        await trio.sleep(LOOK_EVERY_S)
        found += [Overstayed(deed, trio.current_time()) for deed in before if deed.ended_at is None]


def _running(ledger: ToolLedger) -> list[Deed]:
    cancels = OnInterruption.CANCEL
    return [
        deed
        for deed in ledger.deeds
        if deed.ended_at is None and deed.tool.on_interruption is cancels and deed.process not in ledger.killed
    ]


def _is_wanted(deed: Deed, calls: Sequence[Call], witness: ToolWitness) -> bool:
    reply = witness.reply_of(deed.told)
    return any(call.gate.allows(reply) for call in calls)
