"""Deepgram's errors in words that may be logged: answers to a handshake or a request, close frames, and the Error
message. Of their texts only codes that are known here are repeated."""

import re

import msgspec

from offhook.protocol.service_errors import BUSY_REST_S, REFUSED_REST_S, ServiceError, by_class, of_status

_BUSY = ServiceError("too many connections or requests", BUSY_REST_S)
_STATUSES = {
    400: ServiceError("the request is not accepted: perhaps the model does not know the language", REFUSED_REST_S),
    401: ServiceError("the key is not accepted", REFUSED_REST_S),
    402: ServiceError("the account has no credit left", REFUSED_REST_S),
    403: ServiceError("the key does not permit this", REFUSED_REST_S),
    404: ServiceError("there is no such address", REFUSED_REST_S),
    429: _BUSY,
    503: ServiceError("the server is overloaded"),
}
_NAMES = {
    "INVALID_AUTH",
    "INSUFFICIENT_PERMISSIONS",
    "ASR_PAYMENT_REQUIRED",
    "TOO_MANY_REQUESTS",
}
_CODES = {
    "DATA-0000": "the audio cannot be decoded",
    "NET-0000": "the service did not answer in its own time",
    "NET-0001": "no audio was sent for too long",
}
_CODE = re.compile(r"\b(DATA|NET)-?([0-9]{4})\b", re.IGNORECASE)  # NET-0001, or https://dpgr.am/net0001


class _Body(msgspec.Struct):
    err_code: object = None


def of_answer(status: int, body: bytes, retry_after: str | None) -> ServiceError:
    """An answer with a status that is not the one that was hoped for."""
    meaning = _STATUSES.get(status) or by_class(status)
    return of_status(status, meaning, _named(body), retry_after)


def of_texts(texts: str, otherwise: str) -> ServiceError:
    """What a close frame or an Error message says, if it names a code that is known."""
    found = _CODE.search(texts)
    code = f"{found[1].upper()}-{found[2]}" if found is not None else ""
    return ServiceError(f"{_CODES[code]} ({code})" if code in _CODES else otherwise)


def _named(body: bytes) -> str | None:
    try:
        name = msgspec.json.decode(body, type=_Body).err_code
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return name if isinstance(name, str) and name in _NAMES else None
