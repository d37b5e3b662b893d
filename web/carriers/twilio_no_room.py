"""What a caller gets for whom there is no room: a busy signal, the queue, or another number (`admission.when_full`)."""

from collections.abc import Mapping
from urllib.parse import urlencode

from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio import twiml
from offhook.web.carriers.waiting_queue import (
    HOLD_S,
    WAITING_SINCE,
    has_waited,
    waiting_since,
    words_at_the_end,
    words_to_hold,
)


def no_room(exchange: Exchange, voice_path: str, waits_since: str, query: Mapping[str, str]) -> str:
    """The TwiML for this caller. `waits_since` is what the URL of the last one brought back, and `query` all that the
    carrier is to bring again."""
    admission, now = exchange.settings.admission, int(exchange.wall_time())
    if admission.when_full == "overflow":
        return twiml.dial(admission.overflow_number)
    if admission.when_full == "busy":
        return twiml.busy()
    since = waiting_since(waits_since, now)
    if has_waited(since, now, admission.queue_s):
        return twiml.say_and_hang_up(words_at_the_end(admission, exchange.language), exchange.language)
    back_to = f"{voice_path}?{urlencode({**query, WAITING_SINCE: since})}"
    words = words_to_hold(admission, exchange.language)
    return twiml.please_hold(words, exchange.language, admission.queue_music, HOLD_S, back_to)
