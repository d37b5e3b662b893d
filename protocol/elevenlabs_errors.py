"""Errors of ElevenLabs, in words that may be logged. They come in four forms:

    HTTP            {"detail": {"status", "message"}}, newer ones also with "code" and "type"
    HTTP 422        {"detail": [{"loc", "msg", "type"}]}
    a WebSocket     {"message", "error", "code": 1008}, and then it is closed
    its close       code 1008, and the beginning of the message as its reason

Messages are never repeated: they quote the text, and voices and accounts. Only names that are known here are.
"""

from collections.abc import Mapping

import msgspec

from offhook.protocol.service_errors import BUSY_REST_S, REFUSED_REST_S, ServiceError, by_class

_KEY_REFUSED = ServiceError("the key is not accepted", REFUSED_REST_S)
_NOT_PERMITTED = ServiceError("the key does not permit this", REFUSED_REST_S)
_NO_CREDIT = ServiceError("the account has no credit left", REFUSED_REST_S)
_NO_VOICE = ServiceError("there is no such voice, or not for this account", REFUSED_REST_S)
_NO_MODEL = ServiceError("there is no such model, or not for this account", REFUSED_REST_S)
_BLOCKED = ServiceError("the account is blocked for unusual activity", REFUSED_REST_S)
_TOO_LONG = ServiceError("the text is too long", only_this=True)
_FORBIDDEN_TEXT = ServiceError("the service does not say this text", only_this=True)
_TOO_MANY = ServiceError("more requests at the same time than the account may have", BUSY_REST_S)
_OVERLOADED = ServiceError("the service is overloaded", BUSY_REST_S)
_TOO_MANY_CONTEXTS = ServiceError("too many contexts on one connection")
_IDLE = ServiceError("the connection was idle for too long")
_NOT_ACCEPTED = ServiceError("the request is not accepted")
_FAILED = ServiceError("the server has failed")

_NAMES: Mapping[str, ServiceError] = {
    "invalid_api_key": _KEY_REFUSED,
    "needs_authorization": _KEY_REFUSED,
    "authentication_required": _KEY_REFUSED,
    "missing_permissions": _NOT_PERMITTED,
    "insufficient_permissions": _NOT_PERMITTED,
    "quota_exceeded": _NO_CREDIT,
    "insufficient_credits": _NO_CREDIT,
    "payment_required": _NO_CREDIT,
    "voice_not_found": _NO_VOICE,
    "model_not_found": _NO_MODEL,
    "detected_unusual_activity": _BLOCKED,
    "max_character_limit_exceeded": _TOO_LONG,
    "text_too_long": _TOO_LONG,
    "content_against_policy": _FORBIDDEN_TEXT,
    "too_many_concurrent_requests": _TOO_MANY,
    "concurrent_limit_exceeded": _TOO_MANY,
    "rate_limit_exceeded": _TOO_MANY,
    "system_busy": _OVERLOADED,
    "max_active_conversations": _TOO_MANY_CONTEXTS,
    "input_timeout_exceeded": _IDLE,
    "invalid_input_message": _NOT_ACCEPTED,
    "validation_error": _NOT_ACCEPTED,
}
_STATUSES: Mapping[int, ServiceError] = {
    400: _NOT_ACCEPTED,
    401: _KEY_REFUSED,
    402: _NO_CREDIT,
    403: _NOT_PERMITTED,
    404: ServiceError("there is no such voice or address", REFUSED_REST_S),
    413: _TOO_LONG,
    422: _NOT_ACCEPTED,
    429: _TOO_MANY,
    503: _OVERLOADED,
}
_PHRASES: Mapping[str, str] = {
    "exceeds your quota": "quota_exceeded",
    "invalid api key": "invalid_api_key",
    "missing the permission": "missing_permissions",
    "unusual activity": "detected_unusual_activity",
    "exceeds the character limit": "max_character_limit_exceeded",
    "maximum simultaneous contexts": "max_active_conversations",
    "not received a new text input": "input_timeout_exceeded",
    "too many concurrent requests": "too_many_concurrent_requests",
    "heavy traffic": "system_busy",
    "could not parse input message": "invalid_input_message",
}
"""What reasons of a close say, in lower case."""
_WRONG = ("does not exist", "not found")


class _Body(msgspec.Struct):
    detail: object = None
    error: object = None
    message: object = None


class _Detail(msgspec.Struct):
    status: object = None
    code: object = None
    type: object = None
    message: object = None


def of_answer(status: int, body: bytes) -> ServiceError:
    """An answer with a status that is not 200."""
    named = name_in(body)
    by_status = _STATUSES.get(status) or by_class(status)
    by_name = None if named is None else _NAMES[named]
    meaning = by_status if by_name in (None, _NOT_ACCEPTED) else by_name  # a status says more than that
    return _in_words(f"HTTP {status}: ", meaning, named)


def name_in(body: bytes) -> str | None:
    """The error that an answer names, if it is one that is known here."""
    try:
        detail = msgspec.json.decode(body, type=_Body).detail
        found = msgspec.convert(detail, _Detail) if isinstance(detail, dict) else _Detail()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    known = [name for name in (found.status, found.code, found.type) if isinstance(name, str) and name in _NAMES]
    return known[0] if known else None


def in_message(name: object, text: object = "") -> ServiceError:
    """An error that a WebSocket tells, by its name or, where that is not known, by what its message says."""
    named = name if isinstance(name, str) and name in _NAMES else _named_by(text)
    meaning = ServiceError("of an unknown kind") if named is None else _NAMES[named]
    return _in_words("an error in the answer: ", meaning, named)


def in_line(line: bytes) -> ServiceError | None:
    """An error in place of a line of an answer, in the form of either interface; None if it is none."""
    try:
        body = msgspec.json.decode(line, type=_Body)
        detail = msgspec.convert(body.detail, _Detail) if isinstance(body.detail, dict) else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if detail is not None:
        return in_message(name_in(line), detail.message)
    return in_message(body.error, body.message) if isinstance(body.error, str) else None


def of_close(code: int | None, reason: str, otherwise: str) -> ServiceError:
    """Why a connection was closed; `otherwise` if its reason is not known here."""
    named = _named_by(reason)
    return ServiceError(otherwise) if named is None else _in_words(f"closed with code {code}: ", _NAMES[named], named)


def _named_by(text: object) -> str | None:
    said = text.lower() if isinstance(text, str) else ""
    for phrase, name in _PHRASES.items():
        if phrase in said:
            return name
    if any(each in said for each in _WRONG):
        return "voice_not_found" if "voice" in said else "model_not_found" if "model" in said else None
    return None


def _in_words(where: str, meaning: ServiceError, named: str | None) -> ServiceError:
    return ServiceError(f"{where}{meaning.words}{f' ({named})' if named else ''}", meaning.rest_s, meaning.only_this)
