"""Makes the record of one call out of its facts."""

from collections.abc import Sequence

from msgspec import UNSET

from offhook.engine.decide.costs import PriceList
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.record.call_book import CallBook
from offhook.engine.record.call_record import CallOver, TakenUp
from offhook.engine.record.call_trace import Tracer
from offhook.engine.record.collected import Collected
from offhook.engine.record.counts import Counts
from offhook.engine.record.facts import (
    AnsweredFromFile,
    CallBegan,
    CallerCameBack,
    Fact,
    LanguageSet,
    NoteTaken,
    ServiceUsed,
    ToolChosen,
    ToolEnded,
)
from offhook.engine.record.heard_conversation import HeardConversation
from offhook.engine.record.reporter import Observer
from offhook.engine.record.saved_turns import SavedTurns
from offhook.engine.record.timeline import Timeline
from offhook.engine.record.tools_used import ToolsUsed


class _TakenUp:
    """Of a stream whose process had not ended it when the call returned."""

    def __init__(self) -> None:
        self.counts, self.tools = Counts(), ToolsUsed()


class _LastLanguage:
    """An observer."""

    __slots__ = ("tag",)

    kinds = (LanguageSet,)

    def __init__(self) -> None:
        self.tag = ""

    def observe(self, fact: Fact) -> None:
        if isinstance(fact.what, LanguageSet):
            self.tag = fact.what.language


class CallRecorder:
    """The observers that the record is made of, and how it is completed."""

    def __init__(self, book: CallBook, prices: PriceList | None = None) -> None:
        self._book, self._prices = book, prices or PriceList()
        self.timeline = Timeline()
        self._tracer, self._counts = Tracer(), Counts()
        self._tools, self._language = ToolsUsed(), _LastLanguage()
        self._taken_up: dict[str, _TakenUp] = {}
        self._turns = SavedTurns(self.timeline, book)
        self.observers: tuple[Observer, ...] = (
            self.timeline,
            self._tracer,
            self._counts,
            self._tools,
            self._language,
            self._turns,
            HeardConversation(book),
        )

    def take_up(self, told: Sequence[Fact]) -> None:
        """The call has returned after streams whose processes may have been killed: record what was said and used in
        them, which the store may lack."""
        heard, taken_up = HeardConversation(self._book), _TakenUp()
        for fact in told:
            match fact.what:
                case CallBegan(stream_sid):
                    taken_up = self._taken_up[stream_sid] = _TakenUp()
                case ServiceUsed() | AnsweredFromFile():
                    taken_up.counts.observe(fact)
                case ToolChosen() | ToolEnded() | NoteTaken() | CallerCameBack():
                    taken_up.tools.observe(fact)
                case LanguageSet():
                    self._language.observe(fact)
                case _:
                    pass
            heard.observe(fact)
        heard.settle()

    async def finish(
        self,
        reason: EndReason,
        transfer_to: str | None,
        collected: Collected | None,
        *,
        seconds: float,
        ended_at: float,
        may_go_on_s: float = 0.0,
    ) -> tuple[CallOver, bool]:
        """Write the end of the record, and wait a moment until it is stored. To be called under a shield.

        `seconds` is the length of the call, `ended_at` in seconds since 1970 UTC. Returns the end as it is stored, and
        whether it is stored by now. `may_go_on_s` as for `CallBook.end`.
        """
        self._turns.save_all()
        over = self.over(reason, transfer_to, collected, ended_at)
        self._book.trace(self._tracer.finish(seconds))
        over = await self._book.end(over, may_go_on_s)
        return over, self._book.has_end

    def over(
        self, reason: EndReason, transfer_to: str | None, collected: Collected | None, ended_at: float
    ) -> CallOver:
        """The end of the record, of what was told by now."""
        counts = self._counts
        taken_up = tuple(
            TakenUp(
                stream_sid,
                each.counts.used,
                self._prices.cost(each.counts.used),
                each.tools.records,
                each.tools.notes,
                each.counts.answered,
            )
            for stream_sid, each in self._taken_up.items()
        )
        return CallOver(
            ended_at,
            reason.value,
            transfer_to,
            counts.faults,
            counts.discarded,
            collected,
            counts.used,
            self._prices.cost(counts.used),
            taken_up or UNSET,
            self._tools.records,
            self._tools.notes,
            self._language.tag,
            counts.answered,
        )
