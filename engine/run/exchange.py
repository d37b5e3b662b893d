"""The switchboard of one process: admits calls, isolates them, and lets them finish when the process stops."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from typing import Literal

import trio
from structlog.typing import FilteringBoundLogger

from offhook.engine.decide.budget import Budget
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.decide.loop_lag import LoopLag
from offhook.engine.host.log_output import LogOutput
from offhook.engine.host.settings import EngineSettings
from offhook.engine.host.shared_folder import SharedFolder
from offhook.engine.host.world import World
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.record.reporter import OpenObserver
from offhook.engine.record.store import Store
from offhook.engine.run.admission import Admission, NotAdmitted, Place
from offhook.engine.run.agent_of_call import AgentOfCall, AgentsOfCalls
from offhook.engine.run.agents import Agents
from offhook.engine.run.announced import Announced, Announcements
from offhook.engine.run.announcing import Announcing, LookUp
from offhook.engine.run.call import Call
from offhook.engine.run.call_opening import CallOpener
from offhook.engine.run.came_back import tell_came_back
from offhook.engine.run.carrier_watch import BAD_MESSAGE_WINDOW_S
from offhook.engine.run.drain import Drain
from offhook.engine.run.end_of_call import Decision
from offhook.engine.run.line import Line, LineClosed
from offhook.engine.run.recorded_calls import RecordedCalls
from offhook.engine.run.reply import Transfer
from offhook.engine.run.returns import Returned, Returns
from offhook.engine.run.ring import Ring
from offhook.engine.run.started_call import begun_of, ring_of
from offhook.engine.run.transfers import KEPT_ENDS, Transfers
from offhook.protocol.carriers.carrier import Carrier, CarrierStream
from offhook.protocol.carriers.events import Started
from offhook.protocol.errors import RemoteProtocolError, UnusableStart

ASKED_AFTER_WITHIN_S = 5.0
"""How long after a call the carrier may still ask a server that drains what becomes of its caller."""


class Exchange:
    """All calls of this process."""

    def __init__(
        self,
        *,
        settings: EngineSettings,
        agents: Agents,
        look_up: LookUp,
        world: World,
        store: Store,
        admission: Admission,
        log: FilteringBoundLogger,
        log_output: LogOutput | None = None,
        observers: Sequence[OpenObserver] = (),
        on_call_expected: Callable[[], None] = lambda: None,
        on_call_ended: Callable[[int], None] = lambda live: None,
        folder: SharedFolder,
    ) -> None:
        """All workers of the server share the `folder`. `on_call_ended` is told how many calls go on."""
        self.settings, self.store, self.log = settings, store, log
        self._log_output = log_output
        self._admission = admission
        self._lag = LoopLag(settings.admission.lag_ms / 1000)
        self.agents = agents
        announcements = Announcements(folder, world.wall_time)
        self._announcing = Announcing(agents, announcements, look_up, log)
        self._agents_of_calls = AgentsOfCalls(agents, announcements, self._announcing, log)
        self.world, self.folder = world, folder
        self._on_call_expected, self._on_call_ended = on_call_expected, on_call_ended
        self._prices = settings.price_list()
        self._opener = CallOpener(store, world, log, self._prices, observers)
        self._live: dict[int, Call] = {}
        self._answered = 0
        self._drain = Drain()
        self._to_be_asked: OrderedDict[str, float] = OrderedDict()
        """Callers whose carrier will ask what becomes of them, and since when."""
        self._something_ended = trio.Event()
        self._returns = Returns(store, settings.limits.returns, self.find_live, self._wait_end)
        self.recorded_calls = RecordedCalls(
            settings, self._agents_of_calls, self._opener, self._returns, world, log, self._prices
        )
        self.faults: Counter[ServerFault] = Counter()
        self._transfers = Transfers(store, self.find_live, world.wall_time, self._note_lookup_failed)

    @property
    def draining(self) -> bool:
        return self._drain.is_asked

    @property
    def dropped_log_lines(self) -> int:
        return 0 if self._log_output is None else self._log_output.dropped

    @property
    def no_room_because(self) -> Literal["draining", "overloaded", "full"] | None:
        """Why a call that is announced now would be turned away; None if it would be answered."""
        if self.draining:
            return "draining"
        if self._lag.is_too_late:
            return "overloaded"
        return None if self._admission.has_room else "full"

    @property
    def has_room(self) -> bool:
        return self.no_room_because is None

    @property
    def places_held(self) -> int:
        """How many places for calls this worker holds; those of all workers are counted together."""
        return self._admission.held

    @property
    def lag_ms(self) -> float:
        """How late the event loop was when it was looked at last."""
        return self._lag.last_s * 1000

    @property
    def language(self) -> str:
        """In which callers are spoken to by the default agent."""
        return self.agents.default.agent.language

    def wall_time(self) -> float:
        """Seconds since 1970 UTC, for what leaves this process."""
        return self.world.wall_time()

    @property
    def live_calls(self) -> list[Call]:
        return list(self._live.values())

    async def recent_calls(self, limit: int) -> list[CallRecord]:
        """The newest records. Raises DatabaseError."""
        return await self.store.recent(limit)

    async def find_call(self, sid: str) -> CallRecord | None:
        """The newest record of this CallSid or StreamSid; for a live call, what is recorded so far.

        Raises DatabaseError.
        """
        record = await self.store.find(sid)
        if record is None and (call := self.find_live(sid)) is not None:
            return CallRecord(call.begun, None, [], [])
        return record

    async def admit(self, call_id: str) -> str | None:
        """The carrier announces a call, whose stream will follow: the token that it must bring.

        None: turn the caller away. Waits a second at most.
        """
        why = "draining" if self.draining else "overloaded" if self._lag.is_too_late else "full"
        token = await self._admission.admit(call_id) if why == "full" else None
        if token is None:
            self.log.warning("caller turned away", call=call_id, reason=why, live=len(self._live))
        else:
            self._on_call_expected()
        return token

    async def announce(self, ring: Ring) -> Announced:
        """Find out who will answer a call that is let in, and what is known about the caller. Takes
        `LOOKUP_WITHIN_S` at most."""
        return await self._announcing.announce(ring)

    def has_begun(self, call_id: str) -> bool:
        """Whether this call is under way, at any worker, or was a moment ago."""
        return self.find_live(call_id) is not None or self._admission.has_begun(call_id)

    def give_up(self, call_id: str) -> None:
        """The caller has left: no stream will come, and no place is kept for one."""
        self._admission.give_up(call_id)

    def find_live(self, sid: str) -> Call | None:
        """The newest live call with this CallSid or StreamSid."""
        calls = (call for call in reversed(self._live.values()) if sid in (call.begun.call_sid, call.begun.stream_sid))
        return next(calls, None)

    def drain(self) -> None:
        """Drain: take no new calls; live ones have `server.drain_s` to finish, then hear a goodbye."""
        if not self.draining:
            since = trio.current_time() - ASKED_AFTER_WITHIN_S
            self._to_be_asked = OrderedDict((call, at) for call, at in self._to_be_asked.items() if at > since)
            self.log.info("draining", calls=len(self._live), drain_s=self.settings.server.drain_s)
            self._drain.ask()

    def hurry(self) -> None:
        """Drain without waiting: live calls hear their goodbye now."""
        self.log.info("drain hurried", calls=len(self._live))
        self._drain.hurry()

    def note_pause(self, seconds: float) -> None:
        """This process was stopped for so long: its calls go on with what waits for them."""
        self.log.warning("process was paused", seconds=round(seconds, 1), calls=len(self._live))
        for call in self.live_calls:
            call.note_pause(seconds)

    def note_lag(self, seconds: float) -> None:
        """The event loop was so late at the last look. New callers are turned away while that goes on."""
        if self._lag.look(seconds):
            if self._lag.is_too_late:
                self.log.warning(
                    "overloaded: new callers are turned away", lag_ms=round(self.lag_ms), calls=len(self._live)
                )
            else:
                self.log.info("not overloaded any more", calls=len(self._live))

    async def wait_drained(self) -> None:
        """Wait until the last call has ended and its carrier has asked where the caller goes next.

        Bounded: the calls by their own deadlines, the carrier's question by ASKED_AFTER_WITHIN_S.
        """
        while True:  # noqa: ASYNC913  # each round waits, or returns
            while self._live:
                await self._wait_end()
            with trio.move_on_after(ASKED_AFTER_WITHIN_S):
                while self._to_be_asked:
                    await self._wait_end()
            await self.recorded_calls.wait_drained(self._drain)
            if not self._live:  # else one of them has returned
                return

    async def _wait_end(self) -> None:
        await self._something_ended.wait()

    def _note_end(self) -> None:
        self._something_ended.set()
        self._something_ended = trio.Event()

    async def find_return(self, call_sid: str, number: int) -> str | None:
        """The token of the next stream of a call whose stream broke (`Returns.is_wanted`); None if the call is over.
        The carrier asks. There is room for it in any case."""
        wanted = await self._returns.is_wanted(call_sid, number)
        return await self._admission.admit(call_sid, returns=True) if wanted else None

    async def has_returned(self, call_sid: str, number: int) -> bool:
        """Whether a call goes on in a later stream than this one (`Returns.has_returned`)."""
        return await self._returns.has_returned(call_sid, number)

    async def find_first(self, call_sid: str) -> str | None:
        """The token of a call's first stream, which has never come: its handshake failed, or it broke before its start.
        None if it came, or was never announced. The carrier asks."""
        if not (self.settings.limits.returns and self._admission.is_expected(call_sid)):
            return None
        self.log.warning("stream did not come, the caller is connected once more", call=call_sid)
        return await self._admission.admit(call_sid, returns=True)

    async def wants_recordings(self, call_sid: str, number: int) -> bool:
        """Whether a caller goes on with recordings whose stream is over (`Returns.wants_recordings`)."""
        if not self.settings.recording.fallback:
            return False
        try:
            return await self._returns.wants_recordings(call_sid, number)
        except DatabaseError:  # the store has told it
            return False

    def is_expected(self, call_id: str) -> bool:
        """Whether this call was announced, and its stream may still come: it has a place."""
        return self._admission.is_expected(call_id)

    def place_for(self, call_id: str) -> Place | None:
        """A place for a caller who is recorded, while the carrier's request is answered; None: turn the caller away."""
        why = self.no_room_because
        if why in (None, "full"):
            try:
                return self._admission.claim(call_id, {}, needs_token=False)
            except NotAdmitted:
                why = "full"
        self.log.warning("caller turned away", call=call_id, reason=why, live=len(self._live))
        return None

    async def find_transfer(self, call_sid: str) -> str | None:
        """Where the agent transferred this caller (`Transfers.find`). The carrier asks when the stream is over."""
        try:
            return await self._transfers.find(call_sid)
        finally:
            self._to_be_asked.pop(call_sid, None)
            self._note_end()

    async def find_warm_transfer(self, call_sid: str, number: int) -> Transfer | None:
        """The same where somebody is asked first (`Returns.warm_transfer`). It may be asked again, by whoever tells
        that somebody what the caller wants."""
        found = await self._returns.warm_transfer(call_sid, number)
        if found is not None:
            self._to_be_asked.pop(call_sid, None)
            self._note_end()
        return found

    async def find_back(self, call_sid: str, number: int) -> str | None:
        """The token of the next stream of a call whose caller nobody took (`Returns.comes_back`); None if there is
        nothing to go on with."""
        back = await self._returns.comes_back(call_sid, number)
        return await self._admission.admit(call_sid, returns=True) if back else None

    def _note_lookup_failed(self, error: str, is_news: bool) -> None:
        self.faults[ServerFault.TRANSFERS_NOT_LOOKED_UP] += 1
        if is_news:
            self.log.warning("transfer not looked up, the caller's line is closed", error=error)

    async def answer(
        self, line: Line, carrier: Carrier, *, on_start: Callable[[], None] | None = None, needs_token: bool = False
    ) -> str | None:
        """Serve one connection of a carrier, from its first message until nothing of its call is left.

        `on_start` is called when the stream has started and the call is admitted. With `needs_token` only the token of
        an announced call admits it. Returns a reason for the peer if it is refused for its start, else None.
        """
        if self.draining and not (self._live or self._to_be_asked):  # else this may be a call that returns
            self._refuse(line)
            return None
        stream = carrier.open_stream()
        try:
            started = await self._await_start(line, stream)
        except UnusableStart as exc:
            self.faults[ServerFault.STARTS_REFUSED] += 1
            self.log.warning("connection dropped: its start cannot be served", peer=line.peer, reason=str(exc))
            return str(exc)
        if started is None:
            return None
        if self.draining and not started.returns:
            self._refuse(line)
            return None
        try:
            place = self._admission.claim(started.call_id, started.parameters, needs_token=needs_token)
        except NotAdmitted as exc:
            self.faults[exc.fault] += 1
            self.log.warning("call refused", call=started.call_id, peer=line.peer, reason=str(exc))
            return str(exc) if exc.fault is ServerFault.WITHOUT_TOKEN else None
        try:
            returned = await self._returns.take_up(started.call_id) if started.returns else Returned()
            self._to_be_asked.pop(started.call_id, None)
            if started.returns and returned.before is None:
                self.faults[ServerFault.CONNECTIONS_REFUSED] += 1
                self.log.warning("call refused", call=started.call_id, peer=line.peer, reason="it cannot return")
                return None
            if on_start is not None:
                on_start()
            of_call = self._agents_of_calls.find(ring_of(carrier, started), returned.before)
            with of_call.in_use.in_call():
                await self._run(line, carrier, stream, started, returned, of_call)
        finally:
            place.give_back()
            self._on_call_ended(len(self._live))
        return None

    def _refuse(self, line: Line) -> None:
        self.faults[ServerFault.CONNECTIONS_REFUSED] += 1
        self.log.warning("connection refused", peer=line.peer, calls=len(self._live), draining=True)

    async def _await_start(self, line: Line, stream: CarrierStream) -> Started | None:
        """How the stream starts; None if the connection never starts one. Raises UnusableStart."""
        limits = self.settings.limits
        patience = Budget(limits.bad_messages, BAD_MESSAGE_WINDOW_S)
        with trio.move_on_after(limits.start_s):
            while True:  # noqa: ASYNC913  # each round receives, or returns
                try:
                    event = stream.receive(await line.receive())
                except LineClosed:
                    self.log.info("connection closed before a call began", peer=line.peer)
                    return None
                except UnusableStart:
                    raise  # a carrier that sends such a start does so on every call: no better one will come
                except RemoteProtocolError as exc:
                    self.faults[ServerFault.BAD_MESSAGES] += 1
                    self.log.debug("bad message", peer=line.peer, error=str(exc))
                    if not patience.spend(trio.current_time()):
                        self.log.warning("connection dropped: too many bad messages", peer=line.peer)
                        return None
                    continue
                if isinstance(event, Started):
                    return event
        self.faults[ServerFault.WITHOUT_CALL] += 1
        self.log.warning("connection dropped: no call began", peer=line.peer, within_s=limits.start_s)
        return None

    async def _run(
        self,
        line: Line,
        carrier: Carrier,
        stream: CarrierStream,
        started: Started,
        returned: Returned,
        of_call: AgentOfCall,
    ) -> None:
        opened = self._opener.open(begun_of(carrier, started, of_call), returned, of_call.announced)
        begun = opened.begun
        if returned.before is not None and returned.before.may_come_back:
            tell_came_back(returned.before, started.came_back, opened.report)
        self._agents_of_calls.note_begun(begun.call_sid)
        call = Call(
            line=line,
            stream=stream,
            capabilities=carrier.capabilities,
            agent=of_call.agent,
            cast=of_call.in_use.cast,
            settings=self.settings,
            world=self.world,
            recorder=opened.recorder,
            report=opened.report,
            begun=begun,
            drain=self._drain,
            prices=self._prices,
            before=returned.before,
            can_record=lambda: opened.can_record,
        )
        self._answered += 1
        number = self._answered
        self._live[number] = call
        try:
            decision = await call.run()
        finally:
            opened.close()
            del self._live[number]
            self._note_end()
        self._expect_question(begun.call_sid, decision, may_return=call.may_return)

    def _expect_question(self, call_sid: str, decision: Decision, *, may_return: bool) -> None:
        """A stream is over: the carrier may ask what becomes of its caller."""
        if decision.reason is not EndReason.CALLER_HUNG_UP or may_return:
            self._to_be_asked[call_sid] = trio.current_time()
            if len(self._to_be_asked) > KEPT_ENDS:
                self._to_be_asked.popitem(last=False)
        if may_return or decision.warm is not None:
            self._transfers.forget(call_sid)
        else:
            self._transfers.note_end(call_sid, decision.transfer_to)
