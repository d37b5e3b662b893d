"""The switchboard of one process: admits calls, keeps them apart, lets them finish when the process is to stop."""

from collections import Counter, OrderedDict
from collections.abc import Callable

import trio
from structlog.typing import FilteringBoundLogger

from engine.agent import Agent
from engine.budget import Budget
from engine.call import BAD_MESSAGE_WINDOW_S, Call, Cast
from engine.drain import Drain
from engine.ending import EndReason
from engine.line import Line, LineClosed
from engine.log_output import LogOutput
from engine.record import CallBegun, CallRecord
from engine.settings import EngineSettings
from engine.store import Store
from engine.world import World
from protocol.errors import RemoteProtocolError, UnusableStart
from protocol.media_streams import MediaStream
from protocol.start_message import Start, StartDetails

TRANSFER_ASKED_WITHIN_S = 60.0  # later it is another call with an old name
KEPT_TRANSFERS = 1000  # callers whose carrier never asks where they go are forgotten, oldest first
ASKED_AFTER_WITHIN_S = 5.0
"""How long after the last call of a drain the carrier may still ask what becomes of its caller."""
CALLER_PARAMETER = "caller"
"""The custom parameter by which our own TwiML tells the media socket who calls."""


class Exchange:
    """All calls of this process."""

    def __init__(
        self,
        *,
        settings: EngineSettings,
        agent: Agent,
        cast: Cast,
        world: World,
        store: Store,
        log: FilteringBoundLogger,
        log_output: LogOutput | None = None,
    ) -> None:
        self.settings, self.store, self.log = settings, store, log
        self._log_output = log_output
        self._agent, self._cast, self._world = agent, cast, world
        self._live: dict[int, Call] = {}
        self._answered = 0
        self._drain = Drain()
        self._to_be_asked: dict[str, None] = {}  # callers whose carrier will ask what becomes of them, in a drain
        self._something_ended = trio.Event()
        self._transfers: OrderedDict[str, str | None] = OrderedDict()
        self.faults: Counter[str] = Counter()

    @property
    def draining(self) -> bool:
        return self._drain.is_asked

    @property
    def dropped_log_lines(self) -> int:
        return 0 if self._log_output is None else self._log_output.dropped

    @property
    def has_room(self) -> bool:
        return not self.draining and len(self._live) < self.settings.limits.calls

    @property
    def live_calls(self) -> list[Call]:
        return list(self._live.values())

    async def recent_calls(self, limit: int) -> list[CallRecord]:
        return await self.store.recent(limit)

    async def find_call(self, sid: str) -> CallRecord | None:
        return await self.store.find(sid)

    def drain(self) -> None:
        """The process is to stop: no new calls; the live ones have `server.drain_s`, then hear a goodbye."""
        if not self.draining:
            self.log.info("draining", calls=len(self._live), drain_s=self.settings.server.drain_s)
            self._drain.ask()

    def hurry(self) -> None:
        """The process is to stop, and whoever asked cannot wait: the live calls hear their goodbye now."""
        self.log.info("drain hurried", calls=len(self._live))
        self._drain.hurry()

    def note_pause(self, seconds: float) -> None:
        """This process stood still for so long: its calls go on with what waits for them."""
        self.log.warning("process was paused", seconds=round(seconds, 1), calls=len(self._live))
        for call in self.live_calls:
            call.note_pause(seconds)

    async def wait_drained(self) -> None:
        """Wait until the last call has ended and its carrier has asked what becomes of the caller.

        Bounded: a call by its own deadlines, the question by ASKED_AFTER_WITHIN_S.
        """
        while self._live:
            await self._something_ended.wait()
        with trio.move_on_after(ASKED_AFTER_WITHIN_S):
            while self._to_be_asked:
                await self._something_ended.wait()

    def _note_end(self) -> None:
        self._something_ended.set()
        self._something_ended = trio.Event()

    async def take_transfer(self, call_sid: str) -> str | None:
        """Where the agent sent this caller, if anywhere. Asked once, by the carrier, when the stream is over.

        The carrier's question may reach another worker than the one that had the call: their store is the same.
        """
        if call_sid in self._to_be_asked:
            del self._to_be_asked[call_sid]
            self._note_end()
        if call_sid in self._transfers:
            to, self._transfers[call_sid] = self._transfers[call_sid], None
            return to
        record = await self.find_call(call_sid)
        over = record.over if record is not None else None
        just_now = over is not None and self._world.wall_time() - over.ended_at < TRANSFER_ASKED_WITHIN_S
        return over.transferred_to if over is not None and just_now else None

    async def answer(self, line: Line, *, on_start: Callable[[], None] | None = None) -> str | None:
        """Serve one connection, from its first message until nothing of its call is left.

        `on_start` hears when the connection has said whose call it is and that call is taken. What comes back is for
        the peer: why no call of its can be served, if that is so.
        """
        if not self.has_room:
            self.faults["connections refused"] += 1
            self.log.warning("connection refused", peer=line.peer, calls=len(self._live), draining=self.draining)
            return None
        stream = MediaStream()
        try:
            details = await self._await_start(line, stream)
        except UnusableStart as exc:
            self.faults["starts refused"] += 1
            self.log.warning("connection dropped: its start cannot be served", peer=line.peer, reason=str(exc))
            return str(exc)
        if details is None:
            return None
        if not self.has_room:
            self.faults["connections refused"] += 1
            self.log.warning("call refused", call=details.call_sid, calls=len(self._live))
            return None
        if on_start is not None:
            on_start()
        await self._run(line, stream, details)
        return None

    async def _await_start(self, line: Line, stream: MediaStream) -> StartDetails | None:
        """Whose call it is; None when the connection does not come to say it. Raises UnusableStart."""
        limits = self.settings.limits
        patience = Budget(limits.bad_messages, BAD_MESSAGE_WINDOW_S)
        with trio.move_on_after(limits.start_s):
            while True:  # noqa: ASYNC913  # each round receives, or returns
                try:
                    message = stream.receive(await line.receive())
                except LineClosed:
                    self.log.info("connection closed before a call began", peer=line.peer)
                    return None
                except UnusableStart:
                    raise  # a carrier that begins like this does so on every call: it need not be waited for
                except RemoteProtocolError as exc:
                    self.faults["bad messages"] += 1
                    self.log.debug("bad message", peer=line.peer, error=str(exc))
                    if not patience.spend(trio.current_time()):
                        self.log.warning("connection dropped: too many bad messages", peer=line.peer)
                        return None
                    continue
                if isinstance(message, Start):
                    return message.start
        self.faults["connections without a call"] += 1
        self.log.warning("connection dropped: no call began", peer=line.peer, within_s=limits.start_s)
        return None

    async def _run(self, line: Line, stream: MediaStream, details: StartDetails) -> None:
        begun = CallBegun(
            call_sid=details.call_sid,
            stream_sid=details.stream_sid,
            caller=details.custom_parameters.get(CALLER_PARAMETER, ""),
            agent=self._agent.name,
            started_at=self._world.wall_time(),
        )
        log = self.log.bind(call=details.call_sid)
        log.info("stream started", stream=details.stream_sid)
        call = Call(
            line=line,
            stream=stream,
            details=details,
            agent=self._agent,
            cast=self._cast,
            settings=self.settings,
            world=self._world,
            book=self.store.open_book(begun),
            begun=begun,
            drain=self._drain,
            log=log,
        )
        self._answered += 1
        number = self._answered
        self._live[number] = call
        try:
            decision = await call.run()
        finally:
            del self._live[number]
            self._note_end()
        if self.draining and decision.reason is not EndReason.CALLER_HUNG_UP:
            self._to_be_asked[details.call_sid] = None
        if decision.transfer_to is not None:
            self._remember_transfer(details.call_sid, decision.transfer_to)

    def _remember_transfer(self, call_sid: str, to: str) -> None:
        self._transfers[call_sid] = to
        if len(self._transfers) > KEPT_TRANSFERS:
            self._transfers.popitem(last=False)
