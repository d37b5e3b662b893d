"""Deepgram's errors in words that may be logged: answers to a handshake or a request, close frames, and the Error
message. Of their texts only codes that are known here are repeated."""

import re

import msgspec

REFUSED_REST_S = 60.0
"""A wrong key, a wrong model or an empty account is put right by a person, and not by asking again."""
BUSY_REST_S = 2.0
"""How long a service that has too many requests is left alone, if it does not say so itself."""
LONGEST_REST_S = 3600.0


class DeepgramError(msgspec.Struct, frozen=True):
    """What went wrong, and how long it is useless to ask again."""

    words: str
    rest_s: float = 0.0


_BUSY = DeepgramError("too many connections or requests", BUSY_REST_S)
_STATUSES = {
    400: DeepgramError("the request is not accepted: perhaps the model does not know the language", REFUSED_REST_S),
    401: DeepgramError("the key is not accepted", REFUSED_REST_S),
    402: DeepgramError("the account has no credit left", REFUSED_REST_S),
    403: DeepgramError("the key does not permit this", REFUSED_REST_S),
    404: DeepgramError("there is no such address", REFUSED_REST_S),
    429: _BUSY,
    503: DeepgramError("the server is overloaded"),
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


def of_answer(status: int, body: bytes, retry_after: str | None) -> DeepgramError:
    """An answer with a status that is not the one that was hoped for."""
    meaning = _STATUSES.get(status) or DeepgramError(_by_class(status))
    words, rest_s = f"HTTP {status}: {meaning.words}", meaning.rest_s
    if (name := _named(body)) is not None:
        words += f" ({name})"
    if status in (429, 503) and re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", retry_after or ""):
        rest_s = min(float(retry_after or 0.0), LONGEST_REST_S)
        words += f"; it asks to wait {rest_s:g} s"
    return DeepgramError(words, rest_s)


def of_texts(texts: str, otherwise: str) -> DeepgramError:
    """What a close frame or an Error message says, if it names a code that is known."""
    found = _CODE.search(texts)
    code = f"{found[1].upper()}-{found[2]}" if found is not None else ""
    return DeepgramError(f"{_CODES[code]} ({code})" if code in _CODES else otherwise)


def _by_class(status: int) -> str:
    if status >= 500:
        return "the server has failed"
    if status >= 400:
        return "the request is not accepted"
    return "a redirect, which is not followed" if status >= 300 else "no answer to the request"


def _named(body: bytes) -> str | None:
    try:
        name = msgspec.json.decode(body, type=_Body).err_code
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return name if isinstance(name, str) and name in _NAMES else None
