"""One request of a carrier that records each of the caller's turns, and who answers such requests."""

from collections.abc import Callable
from typing import Protocol

import trio

from offhook.engine.decide.costs import Spending, Used
from offhook.engine.host.agent import Agent
from offhook.engine.record import facts
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.record.collected import Collected
from offhook.engine.record.reporter import Report
from offhook.engine.run.asked import Asked
from offhook.engine.run.call_language import CallLanguage
from offhook.engine.run.call_opening import OpenedCall
from offhook.engine.run.spoken_reply import SpokenReply


class RecordedPart:
    """One request of the carrier, and what is known of the call before it. Who answers it reports what happens."""

    def __init__(
        self, asked: Asked, opened: OpenedCall, before: CallSoFar | None, agent: Agent, spending: Spending
    ) -> None:
        self.happened, self.begun, self.caller = asked.happened, opened.begun, opened.begun.caller
        self.can_record: Callable[[], bool] = lambda: opened.can_record
        self.report: Report = opened.report
        self.before, self.language = before, CallLanguage(agent, before, opened.report)
        self.turn = 1 if before is None else before.turn + 1
        self.collected: Callable[[], Collected | None] = lambda: None
        """Who answers sets it."""
        self.costs_too_much = False
        """More than a call may."""
        self._spending = spending

    @property
    def agent(self) -> Agent:
        """Who answers, in the language of the call."""
        return self.language.agent

    @property
    def seconds(self) -> float:
        """Since the call began."""
        return self.report.seconds(trio.current_time())

    def use(self, service: str, used: Used) -> None:
        """A service was asked for so much."""
        self.report(facts.ServiceUsed(service, used), turn=self.turn)
        self.costs_too_much = not self._spending.spend(service, used) or self.costs_too_much


class Answers(Protocol):
    """Who answers the requests of such calls."""

    async def answer(self, part: RecordedPart) -> SpokenReply:
        """Takes no longer than the carrier waits."""
