"""Errors of OpenAI's HTTP interface, and of servers that speak it, in words that may be logged.

The body is `{"error": {"message", "type", "param", "code"}}`. The message is never used: it quotes the key ("Incorrect
API key provided: sk-...") and may quote what was said. Of the rest only names that are known here are repeated.
"""

import msgspec

_CODES = {
    "invalid_api_key": "the key is not accepted",
    "insufficient_quota": "the account has no credit left",
    "credit_balance_exhausted": "the account has no credit left",
    "rate_limit_exceeded": "too many requests",
    "slow_down": "too many requests",
    "model_not_found": "there is no such model, or not for this key",
    "context_length_exceeded": "the request is too long",
    "server_is_overloaded": "the server is overloaded",
    "invalid_request_error": "the request is not accepted",
    "server_error": "the server has failed",
}
_STATUSES = {
    400: "the request is not accepted",
    401: "the key is not accepted",
    402: "the account has no credit left",
    403: "the key does not permit this",
    404: "there is no such model or address",
    408: "the server has waited too long for the request",
    413: "the request is too long",
    422: "the request is not accepted",
    429: "too many requests",
    503: "the server is overloaded",
}
_REFUSES_ALL = {"invalid_api_key", "insufficient_quota", "credit_balance_exhausted", "model_not_found"}
REFUSED_REST_S = 60.0
_LONGEST_REST_S = 3600.0
_PARAMS = {
    "file",
    "input",
    "instructions",
    "language",
    "model",
    "prompt",
    "response_format",
    "speed",
    "stream",
    "voice",
}


class _Error(msgspec.Struct):
    type: object = None
    param: object = None
    code: object = None


class _Body(msgspec.Struct):
    error: _Error


def status_in_words(status: int, body: bytes, retry_after: str | None = None) -> str:
    """An answer with a status that is not 200."""
    error = _read(body) or _Error()
    meaning = _meaning(error) or _STATUSES.get(status) or _by_class(status)
    waits = retry_after if retry_after and retry_after.isdecimal() and len(retry_after) <= 6 else None
    later = "" if waits is None else f"; it asks to wait {int(waits)} s"
    return f"HTTP {status}: {meaning}{_about(error)}{later}"


def rest_s(status: int, code: object, retry_after: str | None = None) -> float:
    """For how long it is certainly useless to ask again; 0 where that is not known. `code` is that of the error."""
    if status in (401, 402) or (isinstance(code, str) and code in _REFUSES_ALL):
        return REFUSED_REST_S
    if status in (429, 503) and retry_after is not None and retry_after.isdecimal() and len(retry_after) <= 6:
        return min(float(retry_after), _LONGEST_REST_S)
    return 0.0


def code_of(body: bytes) -> object:
    """The code of an error, if this is one."""
    error = _read(body)
    return None if error is None else error.code


def error_in_words(body: bytes) -> str | None:
    """An error in an answer whose status is 200, such as the last event of a stream; None if this is no error."""
    error = _read(body)
    return (
        None if error is None else f"an error in the answer: {_meaning(error) or 'of an unknown kind'}{_about(error)}"
    )


def _by_class(status: int) -> str:
    if status >= 500:
        return "the server has failed"
    if status >= 400:
        return "the request is not accepted"
    return "a redirect, which is not followed" if status >= 300 else "no answer to the request"


def _read(body: bytes) -> _Error | None:
    try:
        return msgspec.json.decode(body, type=_Body).error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _meaning(error: _Error) -> str | None:
    known = [name for name in (error.code, error.type) if isinstance(name, str) and name in _CODES]
    return f"{_CODES[known[0]]} ({known[0]})" if known else None


def _about(error: _Error) -> str:
    return f", about {error.param}" if isinstance(error.param, str) and error.param in _PARAMS else ""
