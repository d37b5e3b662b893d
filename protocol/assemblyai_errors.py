"""AssemblyAI's errors in words that may be logged: answers to a handshake or a request, close frames, and the Error
message. Their texts are looked at, because some codes stand for several things, and never repeated."""

import re

from offhook.protocol.service_errors import BUSY_REST_S, REFUSED_REST_S, ServiceError, by_class, of_status

_KEY_REFUSED = ServiceError("the key is not accepted", REFUSED_REST_S)
_NO_CREDIT = ServiceError("the account has no credit left", REFUSED_REST_S)
_TOO_MANY = ServiceError("too many sessions, or too many new ones in a minute", BUSY_REST_S)
_EXPIRED = ServiceError("the session has expired")
_BAD_AUDIO = ServiceError("audio was sent too fast, or in pieces that are too short or too long")
_STATUSES = {
    400: ServiceError("the request is not accepted: perhaps there is no such model", REFUSED_REST_S),
    401: _KEY_REFUSED,
    402: _NO_CREDIT,
    403: ServiceError("the key does not permit this", REFUSED_REST_S),
    404: ServiceError("there is no such address", REFUSED_REST_S),
    429: _TOO_MANY,
    503: ServiceError("the server is overloaded"),
}
_CODES = {
    1008: _KEY_REFUSED,
    3005: ServiceError("the server has failed"),
    3006: ServiceError("a message was not accepted"),
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


def of_answer(status: int, retry_after: str | None) -> ServiceError:
    """An answer with a status that is not the one that was hoped for."""
    return of_status(status, _STATUSES.get(status) or by_class(status), None, retry_after)


def of_code(code: object, text: object, otherwise: str) -> ServiceError:
    """A close frame, or an Error message. `otherwise` is said of a code that is not known."""
    if not isinstance(code, int) or code not in _CODES:
        return ServiceError(otherwise)
    meaning = _CODES[code]
    if code in (1008, 3005) and isinstance(text, str):
        meaning = next((each for pattern, each in _TEXTS if pattern.search(text)), meaning)
    return ServiceError(f"{meaning.words} ({code})", meaning.rest_s)
