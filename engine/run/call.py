"""One call: one nursery, one hard deadline, one record.

The call owns what its actors share (channels, gate, floor, ledger) and outlives each of them. Its watchdogs depend on
nothing that an actor does. It ends by a decision (`engine/run/end_of_call.py`): the actors are stopped in reverse
order, a goodbye is said where one is due, and the nursery is left.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from typing import Protocol

import msgspec
import trio

from offhook.engine.decide.budget import Budget
from offhook.engine.decide.caller_loudness import CallerLoudness
from offhook.engine.decide.carrier_time import CarrierTime
from offhook.engine.decide.costs import PriceList, Spending, Used
from offhook.engine.decide.echo_guard import EchoGuard
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.decide.heard_so_far import HeardLine
from offhook.engine.decide.ledger import Ledger
from offhook.engine.decide.played_sound import PlayedSound
from offhook.engine.decide.reply_life import ReplyEvent
from offhook.engine.decide.warm_transfer import WarmTransfer
from offhook.engine.host.agent import Agent
from offhook.engine.host.errors_in_words import in_words, traceback_in_words
from offhook.engine.host.settings import EngineSettings
from offhook.engine.host.world import World
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.call_recorder import CallRecorder
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.record.collected import Collected
from offhook.engine.record.facts import Fault
from offhook.engine.record.journal_folder import RETURN_WITHIN_S
from offhook.engine.record.reporter import Reporter
from offhook.engine.run.alarms import Alarms
from offhook.engine.run.barge_in_rules import barge_in_rules
from offhook.engine.run.call_language import CallLanguage
from offhook.engine.run.carrier_watch import CarrierWatch
from offhook.engine.run.channels import CallChannels
from offhook.engine.run.drain import Drain
from offhook.engine.run.end_of_call import Decision, EndOfCall
from offhook.engine.run.fillers import Fillers
from offhook.engine.run.floor_patience import patience_of
from offhook.engine.run.gate import Gate
from offhook.engine.run.line import Line, LineFlooded
from offhook.engine.run.messages import MarkOut
from offhook.engine.run.reply import Closing, HangUp, Sentence, Transfer
from offhook.engine.run.supervisor import ActorLost, ActorSpec, RestartBudgetExceeded, Supervisor
from offhook.engine.run.turn_taking import TurnTaking
from offhook.protocol.carriers.carrier import Capabilities, CarrierStream, Message
from offhook.protocol.carriers.events import CarrierEvent
from offhook.protocol.errors import RemoteProtocolError

TRANSPORT_WITHIN_S = 1.0  # after the end is decided, the transport is closed by force


class Actors(Protocol):
    """The actors of one call."""

    def all(self) -> Sequence[ActorSpec]:
        """In the order in which they start."""

    def farewell(self) -> Sequence[ActorSpec]:
        """Those that are needed to say a last sentence."""


class Cast(Protocol):
    """Makes the actors of calls. It is handed to the engine, which imports none of them."""

    def play(self, call: "Call") -> AbstractAsyncContextManager[Actors]:
        """Around the whole call: the context holds what its services keep for it. Entering waits for nothing."""


class Call:
    """A call from the start of its stream to its record."""

    def __init__(
        self,
        *,
        line: Line,
        stream: CarrierStream,
        capabilities: Capabilities,
        agent: Agent,
        cast: Cast,
        settings: EngineSettings,
        world: World,
        recorder: CallRecorder,
        report: Reporter,
        begun: CallBegun,
        drain: Drain,
        prices: PriceList,
        before: CallSoFar | None = None,
        can_record: Callable[[], bool] = lambda: True,
    ) -> None:
        """`before` is what was known of a call that has returned. `can_record`: whether what is told still reaches the
        journal, if there is one."""
        self.settings, self.begun = settings, begun
        self.stream, self.capabilities = stream, capabilities
        self._line, self._cast, self._world = line, cast, world
        self._recorder, self._drain = recorder, drain
        self.report, self.before, self.can_record = report, before, can_record
        self.language = CallLanguage(agent, before, report)
        self.language.changed = lambda tag: self.turns.judge_by(barge_in_rules(settings.barge_in, tag))
        self.channels = CallChannels()
        self.gate = Gate()
        self.ledger = Ledger()
        self.played_sound = PlayedSound() if settings.barge_in.echo != "off" else None
        self.echo_guard = EchoGuard(self.played_sound) if self.played_sound is not None else None
        self.caller_loudness = CallerLoudness(settings.vad.softer_db)
        self.carrier_time = CarrierTime(capabilities.frame_ms / 1000)
        self._alarms = Alarms()
        """What ends the call, and closes its transport, whatever its actors do; and the floor's deadlines."""
        self.turns = TurnTaking(
            patience_of(settings),
            barge_in_rules(settings.barge_in, self.language.tag),
            gate=self.gate,
            unfinished=self.channels.unfinished,
            ledger=self.ledger,
            caller_loudness=self.caller_loudness,
            prompts=self.channels.prompts,
            expected=self.channels.expected,
            say_filler=Fillers(self.language, self.channels, self.gate).say,
            say_goodbye=lambda: self.end(EndReason.CALLER_SILENT, farewell=self.agent.goodbye),
            report=report,
            first_turn=1 if before is None else before.turn + 1,
            conversation=() if before is None else _lines_of(before, report),
            alarms=self._alarms,
        )
        self.collected: Callable[[], Collected | None] = _nothing_collected
        """Called once, at the end of the call: returns the collected answers for the record. The cast sets it."""
        self._end_of_call = EndOfCall()
        self._supervisor: Supervisor | None = None
        self._began_at = -report.seconds(0.0)
        limits = settings.limits
        self._carrier = CarrierWatch(limits)
        self._restarts = Budget(limits.restarts, limits.restart_window_s)
        self._spending = Spending(prices, agent.limits.lowest_cost(limits), () if before is None else before.used)

    @property
    def agent(self) -> Agent:
        """Who answers, in the language of the call."""
        return self.language.agent

    # What actors use.

    async def listen(self, hear: Callable[[CarrierEvent | None, float], bool]) -> None:
        """Call `hear` with what each of the carrier's messages says, and when it was read, until it returns True.
        None: it is of no use to a call, or broke the protocol, which is counted. Raises what `hear` raises, and
        LineClosed."""

        clock = trio.lowlevel.current_clock()  # asked for every frame of every caller, and faster than Trio's function

        def read(message: Message) -> bool:
            now = self._carrier.heard_at = clock.current_time()
            try:
                event = self.stream.receive(message)
            except RemoteProtocolError as exc:
                event = None
                self._note_bad_message(exc)
            return hear(event, now)

        try:
            await self._line.listen(read)
        except LineFlooded:
            self.end(EndReason.FLOODED)
            raise

    def _note_bad_message(self, exc: RemoteProtocolError) -> None:
        self.report(facts.BadMessage(str(exc)))
        if not self._carrier.bad_messages.spend(self._carrier.heard_at):
            self.end(EndReason.BAD_MESSAGES, farewell=self.agent.apology)

    async def send(self, *messages: Message) -> None:
        """Send to the carrier. Only the line writer calls it. Raises LineClosed."""
        self._carrier.sending_since = trio.current_time()
        await self._line.send(*messages)
        self._carrier.sending_since = None

    def is_sign_of_life(self, mark: str) -> bool:
        """Whether this mark was only sent to ask whether the carrier is there."""
        return mark == self._carrier.sign_of_life

    def break_stream(self) -> None:
        """The stream is over, and the carrier has not said so before."""
        self._carrier.stream_broke = True
        self.report(facts.StreamBroke())

    @property
    def caller_has_left(self) -> bool:
        """Whether the actors are being stopped because the carrier's stream is over, and for no other reason."""
        stopped = self._supervisor is not None and self._supervisor.has_ended_well
        return stopped and not self._end_of_call.decided.is_set()

    def use(self, service: str, used: Used, *, turn: int = 0) -> None:
        """A service was asked for so much."""
        self.report(facts.ServiceUsed(service, used), turn=turn)
        if not self._spending.spend(service, used):
            self.end(EndReason.COST_LIMIT, farewell=self.agent.goodbye)

    def overflow(self, error: str) -> None:
        """The recognizer does not read its events any more: end the call."""
        self.report(facts.RecognizerStuck(error))
        self.end(EndReason.OVERFLOW, farewell=self.agent.apology)

    def close(self, closing: Closing) -> None:
        """End the call, as the reply that was just heard to its end asks for."""
        match closing:
            case HangUp(for_silence=True):
                self.end(EndReason.CALLER_SILENT)
            case HangUp():
                self.end(EndReason.AGENT_HUNG_UP)
            case Transfer(to, warm):
                asks_first = warm if self.capabilities.transfers_warm else None
                self.end(EndReason.TRANSFERRED, transfer_to=to, warm=asks_first)
        if self._supervisor is not None:
            self._supervisor.stop()  # also when this was the farewell, for which the end is decided already

    def end(
        self,
        reason: EndReason,
        *,
        farewell: str | None = None,
        transfer_to: str | None = None,
        warm: WarmTransfer | None = None,
    ) -> None:
        """Decide the end. Synchronous, from anywhere; the first decision stands."""
        said = None if farewell is None else self.language.said(farewell)
        if self._end_of_call.decide(Decision(reason, said, transfer_to, warm)):
            self.report(facts.CallEnding(reason, transfer_to, warm))
            goodbye_s = 0.0 if farewell is None else self.settings.limits.goodbye_s
            self._alarms.set(self._line.abort, trio.current_time() + goodbye_s + TRANSPORT_WITHIN_S)
            self.turns.end()
            if self._supervisor is not None:
                self._supervisor.stop()

    # What the exchange uses.

    async def run(self) -> Decision:
        """The whole call. Returns how it ended; the record is written before it does."""
        try:
            async with trio.open_nursery() as nursery:
                self._set_alarms()
                nursery.start_soon(self._alarms.run, name="call alarms")
                if self.before is None or not self.before.has_begun:
                    self.turns.greet()
                else:
                    self.turns.go_on()
                async with self._cast.play(self) as actors:
                    await self._converse(actors)
                nursery.cancel_scope.cancel(reason="call over")
        except Exception as exc:  # noqa: BLE001  # the call boundary: a bug in here ends this call and no other
            self.end(EndReason.CRASHED)
            self.report(facts.CallCrashed(traceback_in_words(exc)))
        finally:
            self.end(EndReason.CANCELLED)
            self._drain.tell_no_more(self._look_at_drain)
            self.channels.close()
            with trio.move_on_after(TRANSPORT_WITHIN_S, shield=True):
                await self._write_record()
            self._let_go()
        assert self._end_of_call.decision is not None
        return self._end_of_call.decision

    @property
    def seconds(self) -> float:
        """Since the call began."""
        return trio.current_time() - self._began_at

    @property
    def number(self) -> int:
        """How often the call has returned."""
        return 0 if self.before is None else self.before.number + 1

    @property
    def first_begun(self) -> CallBegun:
        """As the call's first stream began."""
        return self.begun if self.before is None or self.before.begun is None else self.before.begun

    @property
    def may_return(self) -> bool:
        """Whether the caller may be on the line still, when this stream is over."""
        decision = self._end_of_call.decision
        return decision is None or decision.reason.leaves_caller(stream_broke=self._carrier.stream_broke)

    async def wait_decided(self) -> None:
        """Wait until the end is decided."""
        await self._end_of_call.decided.wait()

    def stream_is_over(self) -> None:
        """The carrier says so elsewhere, before the line has noticed it."""
        if not self._end_of_call.decided.is_set():
            self.ledger.line_closed(self._carrier.heard_at)  # nothing was heard after the carrier's last message
            self.break_stream()
            self.end(EndReason.CALLER_HUNG_UP)
            self._give_up_on_carrier()
        self._line.abort()

    def note_pause(self, seconds: float) -> None:
        """This process was stopped for so long (a frozen container, a moved virtual machine)."""
        self.report(facts.Faulted(Fault.PAUSED_MS, round(seconds * 1000)))
        now = trio.current_time()
        self.ledger.was_paused(now, seconds)
        if self.played_sound is not None:
            self.played_sound.was_paused(now, seconds)

    def live(self) -> dict[str, object]:
        """JSON-ready: what `GET /calls` shows of a call that goes on."""
        return {
            "call_sid": self.begun.call_sid,
            "stream_sid": self.begun.stream_sid,
            "carrier": self.begun.carrier,
            "carrier_call_id": self.begun.carrier_call_id,
            "caller": self.begun.caller,
            "called": self.begun.called,
            "agent": self.agent.name,
            "started_at": self.first_begun.started_at,
            "seconds": round(self.seconds, 1),
            "state": self.turns.state.value,
            "turn": self.turns.turn,
            "cost": msgspec.to_builtins(self._spending.cost),
        }

    # How it runs.

    async def _converse(self, actors: Actors) -> None:
        if not self._end_of_call.decided.is_set():
            try:
                await self._run_cast(actors.all())
            except RestartBudgetExceeded as exc:
                self.report(facts.RestartsSpent(str(exc)))
                self.end(EndReason.RESTARTS_SPENT, farewell=self.agent.apology, transfer_to=self.agent.transfer or None)
            except ActorLost as exc:
                self.report(facts.LineLost(str(exc)))
                self.end(EndReason.CRASHED)
                self._carrier.is_gone = True  # also if a farewell was decided before: nobody can hear it
        self.end(EndReason.CALLER_HUNG_UP)  # the receiver returned; an end that was decided before stands
        decision = self._end_of_call.decision
        if decision is not None and decision.farewell is not None and not self._carrier.is_gone:
            await self._say_farewell(decision.farewell, actors)

    async def _run_cast(self, actors: Sequence[ActorSpec]) -> None:
        self._supervisor = Supervisor(actors, self._restarts, self._on_crash)
        try:
            await self._supervisor.run()
        finally:
            self._supervisor = None

    async def _say_farewell(self, farewell: Sentence, actors: Actors) -> None:
        """A new speaker says a last sentence: nothing that broke before takes part."""
        self.channels.drop_queued_replies()
        writer = self.gate.begin_reply(self.turns.turn)
        await writer.write(farewell)
        await writer.write(HangUp())
        writer.close()
        self.channels.replies_send.send_nowait(writer.reply)
        writer.reply.life.handle(ReplyEvent.HAND_OVER)
        with trio.move_on_after(self.settings.limits.goodbye_s):
            try:
                await self._run_cast(actors.farewell())
            except (RestartBudgetExceeded, ActorLost) as exc:
                self.report(facts.GoodbyeFailed(str(exc)))

    def _on_crash(self, name: str, crash: Exception) -> None:
        self.report(facts.ActorCrashed(name, in_words(crash), traceback_in_words(crash)))

    def _set_alarms(self) -> None:
        call_s = self.agent.limits.lowest_call_s(self.settings.limits)
        self._alarms.set(self._reach_limit, self._began_at + call_s)
        self._look_at_carrier()
        self._drain.tell(self._look_at_drain)
        self._look_at_drain()

    def _reach_limit(self) -> None:
        self.end(EndReason.CALL_LIMIT, farewell=self.agent.goodbye)

    def _look_at_drain(self) -> None:
        self._alarms.set(self._shut_down, self._drain.goodbye_at(self.settings.server.drain_s))

    def _shut_down(self) -> None:
        self.end(EndReason.SHUTDOWN, farewell=self.agent.goodbye)

    def _look_at_carrier(self) -> None:
        reason = self._carrier.look(self._ask_carrier)
        if not isinstance(reason, EndReason):
            self._alarms.set(self._look_at_carrier, reason)
            return
        self.end(reason)
        self._give_up_on_carrier()
        if reason is EndReason.CARRIER_STALLED:
            self._line.abort()  # a send that the peer does not read cannot be cancelled, only cut off

    def _ask_carrier(self) -> None:
        """Send a mark with no audio before it: a carrier that is only silent, and not gone, echoes it at once."""
        turn = max(self.turns.turn, self.gate.first_allowed)
        self._carrier.sign_of_life = self.ledger.name_mark()
        with suppress(trio.WouldBlock):  # other messages wait to be sent, and a stalled send is watched as well
            self.channels.line_send.send_nowait(MarkOut(turn, self.ledger.generation, self._carrier.sign_of_life))

    def _give_up_on_carrier(self) -> None:
        """End without a farewell, and stop one that is being said: nobody can hear it."""
        self._carrier.is_gone = True
        if self._supervisor is not None:
            self._supervisor.stop()

    # What remains.

    def _let_go(self) -> None:
        """Cut the cycles: what the call is made of has functions of it, and it would be garbage until the next full
        collection, which is rare (`engine/host/garbage.py`). `turns` has let go when it was told that it is over."""
        self.language.over()
        self._alarms.clear()
        self.collected = _nothing_collected

    async def _write_record(self) -> None:
        decision = self._end_of_call.decision
        assert decision is not None
        for mailbox, number in self.channels.dropped().items():
            self.report(facts.Dropped(Fault.drop_of(mailbox), number))
        self.turns.over()
        collected, seconds = self._collected(), self.seconds
        over, stored = await self._recorder.finish(
            decision.reason,
            decision.transfer_to,
            collected,
            seconds=seconds,
            ended_at=self._world.wall_time(),
            may_go_on_s=RETURN_WITHIN_S if self.may_return else 0.0,
        )
        self.report(facts.CallEnded(decision.reason, seconds, over.faults, stored))

    def _collected(self) -> Collected | None:
        try:
            return self.collected()
        except Exception as exc:  # noqa: BLE001  # a bug in the responder must not cost the call its record
            self.report(facts.CollectedLost(type(exc).__name__))  # its text may hold answers
            return None


def _lines_of(before: CallSoFar, report: Reporter) -> Iterator[HeardLine]:
    """The conversation, by the clock of this process."""
    for line in before.lines:
        yield msgspec.structs.replace(line, at=line.at - report.seconds(0.0))


def _nothing_collected() -> None:
    return None
