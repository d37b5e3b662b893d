"""What becomes of a caller of Telnyx's: a stream, the queue, a busy signal, another number, or the end of the call.

Whatever happens is told by webhooks, which may come twice, late and in any order. What a call needs in between stands
in its client state, so that any worker may answer: how many streams it has had, or since when it waits for a place. All
later webhooks bring the newest state, also those about a stream before.
"""

from collections.abc import Mapping
from contextlib import suppress

import trio

from offhook.engine.record.database_error import DatabaseError
from offhook.engine.run.announcing import AGENT_PARAMETER
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.ring import Ring
from offhook.protocol.carriers.telnyx import commands
from offhook.protocol.carriers.telnyx.carrier import NAME, RETURNED_PARAMETER
from offhook.protocol.carriers.telnyx.commands import TRANSFER_OF, Command, StreamOrder
from offhook.protocol.carriers.telnyx.webhook import (
    ANSWERED,
    CALL_HAS_ENDED,
    HANGUP,
    HEARD,
    INITIATED,
    NOT_PLAYED,
    STREAM_OVER,
    Event,
    Payload,
)
from offhook.web.carriers.telnyx_account import TelnyxAccount
from offhook.web.carriers.telnyx_commands import TelnyxFailed
from offhook.web.carriers.telnyx_streams import OrderedStream, read_url
from offhook.web.carriers.waiting_queue import (
    WAITING_SINCE,
    has_waited,
    waiting_since,
    words_at_the_end,
    words_to_hold,
)
from offhook.web.carriers.whole_number import whole_number

LOOKED_UP_WITHIN_S = 0.5
LONGEST_BREAK_S = 7.0
"""The pause behind the words of the queue: with them about as long as `HOLD_S`."""
STREAM = "stream"
"""In the client state: the number of the newest stream; left out for the first."""
TIMES_TOLD, NO_MUSIC, LEAVING = "times_told", "no_music", "leaving"
_YES = "yes"
_DIGITS = 4


class TelnyxCalls:
    """The callers of one server. Raises TelnyxFailed where a command failed that may be sent again."""

    def __init__(
        self, exchange: Exchange, account: TelnyxAccount, sockets_at: str, parameters: Mapping[str, str]
    ) -> None:
        """`sockets_at` is the URL that the paths of media sockets follow, `parameters` what the URL of our webhook
        brings."""
        self._exchange, self._account, self._sockets_at = exchange, account, sockets_at
        self._parameters = parameters

    async def take(self, event: Event) -> None:
        """Do what a webhook asks for."""
        payload, call_id = event.payload, event.payload.call_control_id
        state = payload.state
        if state is None:
            return  # others command this call
        if event.event_type == INITIATED and payload.direction == "incoming":
            await self._came(payload)
        elif event.event_type in STREAM_OVER:
            ended = read_url(payload.url)
            await self.stream_over(call_id, state, None if ended is None else ended.number)
        elif event.event_type == HANGUP:
            self._exchange.give_up(call_id)
            if state.get(TRANSFER_OF):  # else the caller would hear nothing any more
                await self._send(state[TRANSFER_OF], commands.hang_up())
        elif event.event_type in HEARD and LEAVING in state:
            await self._send(call_id, commands.hang_up())
        elif event.event_type in (ANSWERED, *HEARD) and WAITING_SINCE in state:
            await self._waited(payload, state)

    async def stream_over(self, call_id: str, state: Mapping[str, str], ended: int | None) -> None:
        """Connect a caller whose stream broke, or never came, once more, put the caller through, or hang up.

        `ended` is the stream's number, if it is known.
        """
        newest, returned = (whole_number(state.get(each, ""), _DIGITS) for each in (STREAM, RETURNED_PARAMETER))
        number = newest if ended is None else ended
        if number < max(newest, self._account.live_streams.get(call_id, 0)):
            return  # the next one has been asked for, or has come
        if await self._exchange.has_returned(call_id, returned):
            return  # it has come to another worker
        token, again = await self._exchange.find_return(call_id, returned), {RETURNED_PARAMETER: str(returned + 1)}
        if token is None and not number:
            token, again = await self._exchange.find_first(call_id), {}
        if token is not None:
            await self._connect(call_id, token, again, number + 1)
            return
        to = await self._exchange.find_transfer(call_id)
        if to is None:
            await self._send(call_id, commands.hang_up())
        else:
            await self._send_or(commands.hang_up(), call_id, commands.transfer(call_id, to))

    async def _came(self, payload: Payload) -> None:
        call_id = payload.call_control_id
        if await self._is_known(call_id):
            return  # the webhook came twice, or is sent again by somebody who saw it
        token = await self._exchange.admit(call_id)
        if token is not None:
            order = self._order(OrderedStream(token), await self._announced(payload))
            await self._send(call_id, commands.answer(order))
            return
        admission = self._exchange.settings.admission
        match admission.when_full:
            case "overflow":
                transfer = commands.transfer(call_id, admission.overflow_number)
                await self._send_or(commands.busy(), call_id, transfer)
            case "busy":
                await self._send(call_id, commands.busy())
            case "queue":
                state = {WAITING_SINCE: str(int(self._exchange.wall_time()))}
                await self._send(call_id, commands.answer(state=state))

    async def _is_known(self, call_id: str) -> bool:
        """Whether the call goes on, at any worker, or is on record. A store that is slow must not keep a caller
        waiting."""
        known = False
        with trio.move_on_after(LOOKED_UP_WITHIN_S), suppress(DatabaseError):
            known = await self._exchange.store.find(call_id, whole=False) is not None
        return known or self._exchange.has_begun(call_id)

    async def _announced(self, payload: Payload) -> dict[str, str]:
        """What the stream's state says of it: all workers know it already, unless the disk has failed."""
        caller, called = payload.caller or "", payload.called or ""
        ring = Ring(payload.call_control_id, NAME, caller, called, {**payload.headers, **self._parameters})
        agent = (await self._exchange.announce(ring)).agent
        return {} if agent == self._exchange.agents.default.agent.name else {AGENT_PARAMETER: agent}

    async def _waited(self, payload: Payload, state: Mapping[str, str]) -> None:
        call_id = payload.call_control_id
        status = payload.status or ""  # tells how what the caller was told or played has ended
        if status == CALL_HAS_ENDED or self._exchange.has_begun(call_id):
            return
        token = await self._exchange.admit(call_id)
        if token is not None:
            await self._connect(call_id, token, await self._announced(payload), 0)
            return
        await self._keep_waiting(call_id, state, music=not (status in NOT_PLAYED or NO_MUSIC in state))

    async def _keep_waiting(self, call_id: str, state: Mapping[str, str], *, music: bool) -> None:
        """With `music`, where there is some; what cannot be played would end at once, over and over."""
        admission, language = self._exchange.settings.admission, self._exchange.language
        now = int(self._exchange.wall_time())
        since, told = waiting_since(state[WAITING_SINCE], now), whole_number(state.get(TIMES_TOLD, ""), _DIGITS)
        if has_waited(since, now, admission.queue_s):
            leaving = commands.speak(words_at_the_end(admission, language), language, 0, {LEAVING: _YES}, told)
            await self._send_or(commands.hang_up(), call_id, leaving)
            return
        following = {WAITING_SINCE: str(since), TIMES_TOLD: str(told + 1)}
        quiet = {**following, NO_MUSIC: _YES}
        words = commands.speak(words_to_hold(admission, language), language, LONGEST_BREAK_S, quiet, told)
        if music and admission.queue_music is not None:
            await self._send_or(words, call_id, commands.play(admission.queue_music, following, told))
        else:
            await self._send_or(commands.hang_up(), call_id, words)

    async def _connect(self, call_id: str, token: str, state: Mapping[str, str], number: int) -> None:
        """Another stream for a caller who has been answered."""
        stream = OrderedStream(token, number)
        named = {**state, STREAM: str(number)} if number else state
        order = commands.start_stream(self._order(stream, named), number)
        await self._send_or(commands.hang_up(), call_id, order)

    def _order(self, stream: OrderedStream, state: Mapping[str, str]) -> StreamOrder:
        return StreamOrder(self._sockets_at + stream.path, stream.token, state)

    async def _send_or(self, otherwise: Command, call_id: str, command: Command) -> None:
        """What Telnyx refuses for good is not worth trying again, and the caller hears nothing meanwhile."""
        try:
            await self._send(call_id, command)
        except TelnyxFailed as exc:
            if exc.may_pass:
                raise
            await self._send(call_id, otherwise)

    async def _send(self, call_id: str, command: Command) -> None:
        try:
            await self._account.commands.send(call_id, command)
        except TelnyxFailed as exc:
            if not exc.call_is_over:
                self._exchange.log.warning(
                    "Telnyx command failed", call=call_id, command=command.action, error=str(exc)
                )
                raise
            self._exchange.give_up(call_id)
            self._exchange.log.info("call is over for Telnyx", call=call_id, command=command.action)
