"""When a message that was not taken is sent again. Pure: chance and the time come in."""

import random
from email.utils import parsedate_to_datetime

PAUSES_S = (5.0, 30.0, 120.0, 600.0, 3600.0, 10_800.0, 21_600.0, 43_200.0, 86_400.0, 86_400.0)
"""After the first attempt, the second, and so on. After the last one a message is given up: about three days."""
JITTER = 0.2
"""Each pause is up to so much shorter or longer, so that not all messages that failed together come together again."""
LONGEST_RETRY_AFTER_S = 86_400.0


def pause_s(tries: int, chance: random.Random, retry_after_s: float = 0.0) -> float | None:
    """How long to wait after so many attempts, and at least as long as the receiver has asked for, which is bounded;
    None: give up."""
    if tries > len(PAUSES_S):
        return None
    drawn = PAUSES_S[tries - 1] * chance.uniform(1 - JITTER, 1 + JITTER)
    return max(drawn, min(retry_after_s, LONGEST_RETRY_AFTER_S))


def retry_after_s(header: str, now: float) -> float:
    """What a `Retry-After` asks for (RFC 9110, section 10.2.3): seconds, or a date; 0 for what is neither. `now` is in
    seconds since 1970 UTC."""
    text = header.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:12])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return 0.0
