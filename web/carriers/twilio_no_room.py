"""What a caller gets for whom there is no room: a busy signal, the queue, or another number (`admission.when_full`)."""

import re
from urllib.parse import urlencode

from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio import twiml

HOLD_S = 10
"""Between two looks for a free place."""
WAITING_SINCE = "waiting_since"
"""A parameter of the URL to which the queue sends a caller back: since when this one waits, in seconds since 1970 UTC.
The request may reach another worker, so it is kept nowhere else."""
_SECONDS = re.compile(r"[0-9]{1,11}")


def no_room(exchange: Exchange, voice_path: str, waiting_since: str) -> str:
    """The TwiML for this caller."""
    admission, now = exchange.settings.admission, int(exchange.wall_time())
    if admission.when_full == "overflow":
        return twiml.dial(admission.overflow_number)
    if admission.when_full == "busy":
        return twiml.busy()
    # A time to come is from before the clock was set back.
    since = min(int(waiting_since), now) if _SECONDS.fullmatch(waiting_since) else now
    if now - since + HOLD_S > admission.queue_s:
        return twiml.say_and_hang_up(admission.queue_over, exchange.language)
    back_to = f"{voice_path}?{urlencode({WAITING_SINCE: since})}"
    return twiml.please_hold(admission.queue_words, exchange.language, admission.queue_music, HOLD_S, back_to)
