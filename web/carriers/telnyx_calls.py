"""What becomes of a caller of Telnyx's: a stream, the queue, a busy signal, another number, or the end of the call.

Whatever happens is told by webhooks, which may come twice, late and in any order. What a call needs in between stands
in its client state, so that any worker may answer: how many streams it has had, or since when it waits for a place.
"""

from collections.abc import Mapping
from contextlib import suppress

import trio

from offhook.engine.record.database_error import DatabaseError
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.telnyx import commands
from offhook.protocol.carriers.telnyx.carrier import RETURNED_PARAMETER
from offhook.protocol.carriers.telnyx.commands import TRANSFER_OF, Command, StreamOrder
from offhook.protocol.carriers.telnyx.webhook import ANSWERED, HANGUP, HEARD, INITIATED, STREAM_OVER, Event
from offhook.web.carriers.telnyx_commands import TelnyxCommands, TelnyxFailed
from offhook.web.carriers.waiting_queue import WAITING_SINCE, has_waited, waiting_since
from offhook.web.carriers.whole_number import whole_number

LOOKED_UP_WITHIN_S = 0.5
LONGEST_BREAK_S = 7.0
"""The pause behind the words of the queue: with them about as long as `HOLD_S`."""
STREAM = "stream"
"""In the client state: the number of the newest stream; left out for the first."""
TIMES_TOLD, LEAVING = "times_told", "leaving"
_DIGITS = 4


class TelnyxCalls:
    """The callers of one server. Raises TelnyxFailed where a command failed that may be sent again."""

    def __init__(self, exchange: Exchange, sender: TelnyxCommands, media_url: str) -> None:
        """`media_url` is where streams go; the token of each is added to its path."""
        self._exchange, self._sender, self._media_url = exchange, sender, media_url

    async def take(self, event: Event) -> None:
        """Do what a webhook asks for."""
        call_id, state = event.payload.call_control_id, event.payload.state
        if event.event_type == INITIATED and event.payload.direction == "incoming":
            await self._came(call_id)
        elif event.event_type in STREAM_OVER:
            await self.stream_over(call_id, state)
        elif event.event_type in HEARD and LEAVING in state:
            await self._send(call_id, commands.hang_up())
        elif event.event_type in (ANSWERED, *HEARD) and WAITING_SINCE in state:
            await self._waited(call_id, state)
        elif event.event_type == HANGUP and state.get(TRANSFER_OF):  # else the caller would hear nothing any more
            await self._send(state[TRANSFER_OF], commands.hang_up())

    async def stream_over(self, call_id: str, state: Mapping[str, str]) -> None:
        """Connect a caller whose stream broke, or never came, once more, put the caller through, or hang up."""
        number = whole_number(state.get(STREAM, ""), _DIGITS)
        live = self._exchange.find_live(call_id)
        if live is not None and live.number > number:
            return  # the next stream has come already
        token, again = await self._exchange.find_return(call_id, number), {RETURNED_PARAMETER: str(number + 1)}
        if token is None and not number:
            token, again = await self._exchange.find_first(call_id), {}
        if token is not None:
            order = self._order(token, {**again, STREAM: str(number + 1)})
            await self._send(call_id, commands.start_stream(order, number + 1))
            return
        to = await self._exchange.find_transfer(call_id)
        await self._send(call_id, commands.hang_up() if to is None else commands.transfer(call_id, to))

    async def _came(self, call_id: str) -> None:
        if await self._is_known(call_id):
            return  # the webhook came twice, or is sent again by somebody who saw it
        token = await self._exchange.admit(call_id)
        if token is not None:
            await self._send(call_id, commands.answer(self._order(token, {})))
            return
        admission = self._exchange.settings.admission
        match admission.when_full:
            case "overflow":
                await self._send(call_id, commands.transfer(call_id, admission.overflow_number))
            case "busy":
                await self._send(call_id, commands.busy())
            case "queue":
                state = {WAITING_SINCE: str(int(self._exchange.wall_time()))}
                await self._send(call_id, commands.answer(state=state))

    async def _is_known(self, call_id: str) -> bool:
        """Whether the call goes on here, or is on record. A store that is slow must not keep a caller waiting."""
        if self._exchange.find_live(call_id) is not None:
            return True
        with trio.move_on_after(LOOKED_UP_WITHIN_S), suppress(DatabaseError):
            return await self._exchange.store.find(call_id, whole=False) is not None
        return False

    async def _waited(self, call_id: str, state: Mapping[str, str]) -> None:
        if self._exchange.find_live(call_id) is not None:
            return
        token = await self._exchange.admit(call_id)
        if token is None:
            await self._keep_waiting(call_id, state)
        else:
            await self._send(call_id, commands.start_stream(self._order(token, {}), 0))

    async def _keep_waiting(self, call_id: str, state: Mapping[str, str]) -> None:
        admission, language = self._exchange.settings.admission, self._exchange.language
        now = int(self._exchange.wall_time())
        since, told = waiting_since(state[WAITING_SINCE], now), whole_number(state.get(TIMES_TOLD, ""), _DIGITS)
        if has_waited(since, now, admission.queue_s):
            leaving = commands.speak(admission.queue_over, language, 0, {LEAVING: "yes"}, told)
            await self._send(call_id, leaving)
            return
        following = {WAITING_SINCE: str(since), TIMES_TOLD: str(told + 1)}
        if admission.queue_music is not None:
            await self._send(call_id, commands.play(admission.queue_music, following, told))
        else:
            words = commands.speak(admission.queue_words, language, LONGEST_BREAK_S, following, told)
            await self._send(call_id, words)

    def _order(self, token: str, state: Mapping[str, str]) -> StreamOrder:
        return StreamOrder(f"{self._media_url}/{token}", token, state)

    async def _send(self, call_id: str, command: Command) -> None:
        try:
            await self._sender.send(call_id, command)
        except TelnyxFailed as exc:
            if not exc.call_is_over:
                self._exchange.log.warning(
                    "Telnyx command failed", call=call_id, command=command.action, error=str(exc)
                )
                raise
            self._exchange.log.info("call is over for Telnyx", call=call_id, command=command.action)
