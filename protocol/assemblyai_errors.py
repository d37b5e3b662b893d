"""AssemblyAI's errors in words that may be logged: answers to a handshake or a request, close frames, and the Error
message. Their texts are looked at, because some codes stand for several things, and never repeated."""

import re

import msgspec

REFUSED_REST_S = 60.0
"""A wrong key or an empty account is put right by a person, and not by asking again."""
BUSY_REST_S = 2.0
"""How long a service that has too many sessions is left alone, if it does not say so itself."""
LONGEST_REST_S = 3600.0


class AssemblyAiError(msgspec.Struct, frozen=True):
    """What went wrong, and how long it is useless to ask again."""

    words: str
    rest_s: float = 0.0


_KEY_REFUSED = AssemblyAiError("the key is not accepted", REFUSED_REST_S)
_NO_CREDIT = AssemblyAiError("the account has no credit left", REFUSED_REST_S)
_TOO_MANY = AssemblyAiError("too many sessions, or too many new ones in a minute", BUSY_REST_S)
_EXPIRED = AssemblyAiError("the session has expired")
_BAD_AUDIO = AssemblyAiError("audio was sent too fast, or in pieces that are too short or too long")
_STATUSES = {
    400: AssemblyAiError("the request is not accepted: perhaps there is no such model", REFUSED_REST_S),
    401: _KEY_REFUSED,
    402: _NO_CREDIT,
    403: AssemblyAiError("the key does not permit this", REFUSED_REST_S),
    404: AssemblyAiError("there is no such address", REFUSED_REST_S),
    429: _TOO_MANY,
    503: AssemblyAiError("the server is overloaded"),
}
_CODES = {
    1008: _KEY_REFUSED,
    3005: AssemblyAiError("the server has failed"),
    3006: AssemblyAiError("a message was not accepted"),
    3007: _BAD_AUDIO,
    3008: _EXPIRED,
    3009: _TOO_MANY,
}
# 1008 has all reasons to refuse a session, and older servers close with 3005 whatever is wrong.
_TEXTS = (
    (re.compile("too many", re.IGNORECASE), _TOO_MANY),
    (re.compile("balance|funds|credit|payment", re.IGNORECASE), _NO_CREDIT),
    (re.compile("session expired", re.IGNORECASE), _EXPIRED),
    (re.compile("duration violation|transmission rate", re.IGNORECASE), _BAD_AUDIO),
)


def of_answer(status: int, retry_after: str | None) -> AssemblyAiError:
    """An answer with a status that is not the one that was hoped for."""
    meaning = _STATUSES.get(status) or AssemblyAiError(_by_class(status))
    words, rest_s = f"HTTP {status}: {meaning.words}", meaning.rest_s
    if status in (429, 503) and re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", retry_after or ""):
        rest_s = min(float(retry_after or 0.0), LONGEST_REST_S)
        words += f"; it asks to wait {rest_s:g} s"
    return AssemblyAiError(words, rest_s)


def of_code(code: object, text: object, otherwise: str) -> AssemblyAiError:
    """A close frame, or an Error message. `otherwise` is said of a code that is not known."""
    if not isinstance(code, int) or code not in _CODES:
        return AssemblyAiError(otherwise)
    meaning = _CODES[code]
    if code in (1008, 3005) and isinstance(text, str):
        meaning = next((each for pattern, each in _TEXTS if pattern.search(text)), meaning)
    return AssemblyAiError(f"{meaning.words} ({code})", meaning.rest_s)


def _by_class(status: int) -> str:
    if status >= 500:
        return "the server has failed"
    if status >= 400:
        return "the request is not accepted"
    return "a redirect, which is not followed" if status >= 300 else "no answer to the request"
