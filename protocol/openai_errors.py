"""Errors of OpenAI's HTTP interface, and of servers that speak it, in words that may be logged.

The body is `{"error": {"message", "type", "param", "code"}}`. The message is never used: it quotes the key ("Incorrect
API key provided: sk-...") and may quote what was said. Of the rest only names that are known here are repeated.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec

from offhook.protocol.openai_tools_refused import why_no_tools
from offhook.protocol.service_errors import BUSY_REST_S, LONGEST_REST_S, REFUSED_REST_S, ServiceError, by_class

_KEY_REFUSED = ServiceError("the key is not accepted", REFUSED_REST_S)
_NO_CREDIT = ServiceError("the account has no credit left", REFUSED_REST_S)
_BUSY = ServiceError("too many requests", BUSY_REST_S)
_NOT_ACCEPTED = ServiceError("the request is not accepted")
_TOO_LONG = ServiceError("the request is too long for the model", only_this=True)
_FILTERED = ServiceError("the service's content filter does not let this pass", only_this=True)
_OVERLOADED = ServiceError("the server is overloaded")
_FAILED = ServiceError("the server has failed")

_CODES = {
    "invalid_api_key": _KEY_REFUSED,
    "insufficient_quota": _NO_CREDIT,
    "credit_balance_exhausted": _NO_CREDIT,
    "rate_limit_exceeded": _BUSY,
    "slow_down": _BUSY,
    "model_not_found": ServiceError("there is no such model, or not for this key", REFUSED_REST_S),
    "context_length_exceeded": _TOO_LONG,
    "exceed_context_size_error": _TOO_LONG,  # llama.cpp
    "content_filter": _FILTERED,
    "content_policy_violation": _FILTERED,
    "invalid_prompt": _FILTERED,
    "tool_use_failed": ServiceError("the model has called a tool in a way that cannot be read", only_this=True),  # Groq
    "bio_policy": _FILTERED,
    "misalignment_policy_violation": _FILTERED,
    "server_is_overloaded": _OVERLOADED,
    "invalid_request_error": _NOT_ACCEPTED,
    "server_error": _FAILED,
    "unavailable_error": ServiceError("the server is still loading its model"),  # llama.cpp
}
_STATUSES = {
    400: _NOT_ACCEPTED,
    401: _KEY_REFUSED,
    402: _NO_CREDIT,
    403: ServiceError("the key does not permit this", REFUSED_REST_S),
    404: ServiceError("there is no such model or address", REFUSED_REST_S),
    408: ServiceError("the server has waited too long for the request"),
    413: _TOO_LONG,
    422: _NOT_ACCEPTED,
    429: _BUSY,
    503: _OVERLOADED,
}
_ABOUT_THE_REQUEST = (400, 404, 405, 415, 422, 500, 501)
"""llama.cpp answers 500 to what is asked of it in a wrong way, OpenRouter 404 to what no provider does."""
_PARAMS = {
    "file",
    "input",
    "instructions",
    "language",
    "max_completion_tokens",
    "max_output_tokens",
    "max_tokens",
    "messages",
    "model",
    "parallel_tool_calls",
    "prompt",
    "reasoning.effort",
    "reasoning_effort",
    "response_format",
    "speed",
    "stream",
    "stream_options",
    "stream_options.include_obfuscation",
    "temperature",
    "tool_choice",
    "tools",
    "voice",
}
_REQUEST_ID = re.compile(r"req_[A-Za-z0-9_-]{1,64}|[0-9a-f-]{16,64}")


class _Error(msgspec.Struct):
    type: object = None
    param: object = None
    code: object = None


class _Body(msgspec.Struct):
    error: _Error


class _Wrong(msgspec.Struct):
    loc: list[str | int]


class _Told(msgspec.Struct):
    message: str


class _Refusal(msgspec.Struct):
    """As FastAPI words it: what Mistral, older vLLM and many small servers answer to a field that they do not know; and
    Kokoro-FastAPI to a voice."""

    detail: list[_Wrong] | _Told


def of_answer(status: int, body: bytes, headers: Mapping[str, str]) -> ServiceError:
    """An answer with a status that is not 200. The names of the headers are in lower case, or in any."""
    no_tools = why_no_tools(body) if status in _ABOUT_THE_REQUEST else ""
    if no_tools:
        return ServiceError(f"HTTP {status}: {no_tools}", only_this=True, refuses_tools=True)
    error = _read(body) or _read_refusal(body)
    named = _named(error)
    by_status = _STATUSES.get(status) or by_class(status)
    by_name = None if named is None else _CODES[named]
    meaning = by_status if by_name in (None, _NOT_ACCEPTED, _FAILED) else by_name  # a status says more than these two
    asked_s = _asked_to_wait_s(headers) if status in (429, 503) else None
    request = headers.get("x-request-id", "")
    names = [*([named] if named else []), *([f"request {request}"] if _REQUEST_ID.fullmatch(request) else [])]
    words = f"HTTP {status}: {meaning.words}{_in_brackets(names)}{_about(error)}"
    if asked_s is not None:
        words += f"; it asks to wait {asked_s:g} s"
    # A service that is only busy says best itself for how long; whatever else it says, a wrong key stays wrong.
    rests = [each.rest_s for each in (meaning, by_status) if each is not _BUSY or asked_s is None]
    return ServiceError(words, max(0.0, asked_s or 0.0, *rests), meaning.only_this)


def in_answer(body: bytes) -> ServiceError | None:
    """An error in an answer whose status is 200, such as the last event of a stream; None if this is no error."""
    error = _read(body)
    return None if error is None else _reported(error)


def in_event(code: object, kind: object = None, param: object = None) -> ServiceError:
    """An error that a stream reports, by its fields."""
    return _reported(_Error(kind, param, code))


def _reported(error: _Error) -> ServiceError:
    named, status = _named(error), _status(error.code)
    by_name = None if named is None else _CODES[named]
    by_status = None if status is None else _STATUSES.get(status) or by_class(status)
    vague = by_name in (None, _NOT_ACCEPTED, _FAILED)  # a status says more than these two
    meaning = (by_status or by_name if vague else by_name) or ServiceError("of an unknown kind")
    names = [*([named] if named else []), *([str(status)] if status else [])]
    words = f"an error in the answer: {meaning.words}{_in_brackets(names)}{_about(error)}"
    return ServiceError(words, meaning.rest_s, meaning.only_this)


def _status(code: object) -> int | None:
    """The status that an error in a stream has as its code, at OpenRouter as a number, at LiteLLM as a text."""
    known = str(code) if isinstance(code, int | str) else ""
    return int(known) if re.fullmatch(r"[45][0-9]{2}", known) else None


def _read(body: bytes) -> _Error | None:
    try:
        return msgspec.json.decode(body, type=_Body).error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _read_refusal(body: bytes) -> _Error:
    try:
        wrong = msgspec.json.decode(body, type=_Refusal).detail
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _Error()
    if isinstance(wrong, _Told):
        return _Error(param="voice" if wrong.message.startswith("Voice ") else None)
    return _Error(param=next((name for each in wrong for name in each.loc if name in _PARAMS), None))


def _named(error: _Error) -> str | None:
    """The code, else the type, if it is one that is known."""
    known = [name for name in (error.code, error.type) if isinstance(name, str) and name in _CODES]
    return known[0] if known else None


def _about(error: _Error) -> str:
    return f", about {error.param}" if isinstance(error.param, str) and error.param in _PARAMS else ""


def _in_brackets(names: list[str]) -> str:
    return f" ({', '.join(names)})" if names else ""


def _asked_to_wait_s(headers: Mapping[str, str]) -> float | None:
    for name, per_s in (("retry-after-ms", 1000), ("retry-after", 1)):
        given = headers.get(name, "")
        if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", given):
            return min(float(given) / per_s, LONGEST_REST_S)
    # A date (RFC 9110, section 10.2.3) is read by the server's own clock, which may differ from ours.
    until, now = _date(headers.get("retry-after", "")), _date(headers.get("date", ""))
    if until is None or now is None:
        return None
    return min(max(0.0, (until - now).total_seconds()), LONGEST_REST_S)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
