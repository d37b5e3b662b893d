"""Sends facts to one hook while calls go on, in the order in which they are told, each once.

Nothing is kept: a fact that is not taken is lost, and counted. A receiver that is slow loses the facts that come while
too many wait; it delays no call.
"""

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio
from structlog.typing import FilteringBoundLogger

from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.told_once import ToldOnce
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.facts import Fact
from offhook.engine.record.outbox import message_id_of
from offhook.engine.record.reporter import Observer
from offhook.hooks.bodies import call_fact
from offhook.hooks.receiver import Receiver

FACTS_WAITING = 1000


class Told(msgspec.Struct, frozen=True):
    """A fact that waits to be sent."""

    begun: CallBegun
    number: int
    fact: Fact


class FactSender:
    """The facts of all calls, for one hook."""

    def __init__(self, receiver: Receiver, kinds: tuple[type, ...], log: FilteringBoundLogger) -> None:
        self._receiver, self._kinds = receiver, kinds
        self._log = log.bind(hook=receiver.name, host=receiver.host)
        self._send, self._waiting = trio.open_memory_channel[Told](FACTS_WAITING)
        self._told, self._full = ToldOnce(), ToldOnce()
        self.lost = 0

    def open_observer(self, begun: CallBegun) -> Observer:
        return _OneCall(self, begun, self._kinds)

    def tell(self, told: Told) -> None:
        """Never waits."""
        try:
            self._send.send_nowait(told)
        except trio.WouldBlock:
            self.lost += 1
            if self._full.is_news("full"):
                self._log.warning("hook loses facts: its receiver is too slow", waiting=FACTS_WAITING, lost=self.lost)
        except (trio.BrokenResourceError, trio.ClosedResourceError):  # the server stops
            self.lost += 1

    def stop(self) -> None:
        """Send what waits, and end."""
        self._send.close()

    async def run(self, http: httpx.AsyncClient) -> None:
        with self._waiting:
            async for told in self._waiting:
                try:
                    await self._deliver(http, told)
                except Exception as exc:  # noqa: BLE001  # a bug in here must not reach the calls
                    self.lost += 1
                    self._log.error("hook crashed, a fact is lost", error=in_words(exc))

    async def _deliver(self, http: httpx.AsyncClient, told: Told) -> None:
        message_id = f"{message_id_of(told.begun)}_{told.number}"
        answered = await self._receiver.send(http, message_id, call_fact(told.begun, told.fact))
        if answered.outcome == "taken":
            self._full.works()
            if self._told.works():
                self._log.info("hook takes facts again", lost=self.lost)
            return
        self.lost += 1
        if self._told.is_news("not taken"):
            self._log.warning("hook did not take a fact", error=answered.why, lost=self.lost)


class _OneCall:
    """An observer."""

    def __init__(self, sender: FactSender, begun: CallBegun, kinds: tuple[type, ...]) -> None:
        self._sender, self._begun, self.kinds = sender, begun, kinds
        self._number = 0

    def observe(self, fact: Fact) -> None:
        self._number += 1
        self._sender.tell(Told(self._begun, self._number, fact))
