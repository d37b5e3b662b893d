"""OpenAI's errors in words. No clock, no faults."""

import json

import pytest

from offhook.protocol import openai_errors
from offhook.protocol.openai_errors import in_answer, of_answer
from offhook.protocol.service_errors import ServiceError

KEY = "sk-proj-0123456789abcdef"


def body(code: object = None, kind: object = None, param: object = None) -> bytes:
    message = f"Incorrect API key provided: {KEY}. You said: my name is Jane Doe."
    return json.dumps({"error": {"message": message, "type": kind, "param": param, "code": code}}).encode()


JINJA = b'{"error": {"code": 500, "message": "tools param requires --jinja flag", "type": "server_error"}}'
AUTO = rb'{"message": "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set"}'
OLLAMA = b'{"error": {"message": "registry.ollama.ai/library/gemma:2b does not support tools", "type": "api_error"}}'
ROUTER = b'{"error": {"message": "No endpoints found that support tool use. Try disabling \\"book\\".", "code": 404}}'
OLD = b'{"error": {"code": 500, "message": "Unsupported param: tools", "type": "server_error"}}'
EFFORT = b'{"error": {"message": "Function tools with reasoning_effort are not supported for gpt-5.4 in /v1/chat.", '
EFFORT += b'"type": "invalid_request_error", "param": "reasoning_effort", "code": null}}'


@pytest.mark.parametrize(
    ("status", "content", "helps"),
    [
        (500, JINJA, "--jinja"),
        (400, AUTO, "--enable-auto-tool-choice"),
        (400, OLLAMA, "choose another one"),
        (404, ROUTER, "choose another one"),
        (500, OLD, "choose another one"),
        (400, EFFORT, "openai_responses"),
        (400, b'{"message": "`tool calling` is not supported with this model"}', "another one"),
        (400, b'{"error": {"message": "Function calling is not enabled for models/gemma-3-4b-it"}}', "another one"),
    ],
)
def test_a_server_that_refuses_tools_is_told_as_such(status: int, content: bytes, helps: str) -> None:
    """With what helps; and other requests may well be answered."""
    error = of_answer(status, content, {})
    assert error.refuses_tools is bool(helps)
    assert helps in error.words
    assert error.only_this is bool(helps)
    assert error.rest_s == 0


def test_a_call_that_a_server_cannot_read_is_told_as_such() -> None:
    """Groq parses calls itself, and answers 400 to what its model has written."""
    error = of_answer(400, body("tool_use_failed", "invalid_request_error"), {})
    assert (error.words, error.only_this) == (
        "HTTP 400: the model has called a tool in a way that cannot be read (tool_use_failed)",
        True,
    )


@pytest.mark.parametrize(
    ("status", "content", "words", "rest_s"),
    [
        (401, body("invalid_api_key"), "HTTP 401: the key is not accepted (invalid_api_key)", 60),
        (402, b"", "HTTP 402: the account has no credit left", 60),
        (403, b"", "HTTP 403: the key does not permit this", 60),
        (429, body("insufficient_quota"), "HTTP 429: the account has no credit left (insufficient_quota)", 60),
        (429, body("rate_limit_exceeded"), "HTTP 429: too many requests (rate_limit_exceeded)", 2),
        (429, b"", "HTTP 429: too many requests", 2),
        (404, body("model_not_found"), "HTTP 404: there is no such model, or not for this key (model_not_found)", 60),
        (
            400,
            body(None, "invalid_request_error", "voice"),
            "HTTP 400: the request is not accepted (invalid_request_error), about voice",
            0,
        ),
        (
            422,
            b'{"detail": [{"loc": ["body", "stream_options"], "msg": "Extra inputs are not permitted", "input": {}}]}',
            "HTTP 422: the request is not accepted, about stream_options",
            0,
        ),
        (
            400,
            b'{"detail": {"error": "validation_error", "message": "Voice \'marin\' not found. Available: af_bella"}}',
            "HTTP 400: the request is not accepted, about voice",
            0,
        ),
        (422, b'{"detail": [{"loc": ["body", "my name is Jane Doe"]}]}', "HTTP 422: the request is not accepted", 0),
        (503, body("server_is_overloaded"), "HTTP 503: the server is overloaded (server_is_overloaded)", 0),
        (500, b"<html>Internal Server Error</html>", "HTTP 500: the server has failed", 0),
        (502, b"", "HTTP 502: the server has failed", 0),
        (307, b"", "HTTP 307: a redirect, which is not followed", 0),
        (204, b"", "HTTP 204: no answer to the request", 0),
    ],
)
def test_an_error_says_what_a_person_can_do_about_it(status: int, content: bytes, words: str, rest_s: float) -> None:
    """The code where it is known, else the status; and for how long asking again is useless."""
    assert of_answer(status, content, {}) == ServiceError(words, rest_s)


@pytest.mark.parametrize(
    ("status", "content", "headers", "rest_s"),
    [
        (429, body("rate_limit_exceeded"), {"retry-after": "20"}, 20),
        (429, body("rate_limit_exceeded"), {"retry-after": "1", "retry-after-ms": "250"}, 0.25),
        (429, body("insufficient_quota"), {"retry-after": "1"}, 60),
        (401, body("invalid_api_key"), {"retry-after": "1"}, 60),
        (503, b"", {"retry-after": "5"}, 5),
        (429, b"", {"retry-after": "999999"}, 3600),
        (429, b"", {"retry-after": "Sat, 28 Nov 2026 12:00:00 GMT"}, 2),
        (429, b"", {"retry-after": "-1"}, 2),
        (400, b"", {"retry-after": "20"}, 0),
    ],
)
def test_a_service_says_how_long_to_wait(status: int, content: bytes, headers: dict[str, str], rest_s: float) -> None:
    """And is believed, within bounds; but a wrong key does not become right by waiting."""
    error = of_answer(status, content, headers)
    assert error.rest_s == rest_s
    asked = any(value.replace(".", "").isdigit() for value in headers.values())
    assert ("it asks to wait" in error.words) == (asked and status in (429, 503))


@pytest.mark.parametrize(
    ("until", "rest_s"),
    [
        ("Sat, 28 Nov 2026 12:00:20 GMT", 20),
        ("Sat, 28 Nov 2099 12:00:20 GMT", 3600),
        ("Sat, 28 Nov 2026 11:00:00 GMT", 0),
        ("Sat, 99 Nov 2026 12:00:20 GMT", 2),
    ],
)
def test_it_may_say_until_when(until: str, rest_s: float) -> None:
    """By its own clock, which it tells too."""
    headers = {"retry-after": until, "date": "Sat, 28 Nov 2026 12:00:00 GMT"}
    assert of_answer(429, b"", headers).rest_s == rest_s


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, "context_length_exceeded"), (400, "content_filter"), (400, "invalid_prompt"), (413, None)],
)
def test_a_request_that_cannot_be_answered_says_nothing_about_the_service(status: int, code: str | None) -> None:
    """The next request may be answered, so the service is not to be left alone."""
    error = of_answer(status, body(code), {})
    assert (error.only_this, error.rest_s) == (True, 0)


def test_a_request_can_be_found_again() -> None:
    """By the id that the service gives it, if that looks like one."""
    known, stranger = {"x-request-id": "req_12"}, {"x-request-id": KEY}
    assert of_answer(500, b"", known).words == "HTTP 500: the server has failed (request req_12)"
    assert of_answer(500, b"", stranger).words == "HTTP 500: the server has failed"


@pytest.mark.parametrize(
    "content",
    [
        body(KEY, KEY, KEY),
        body({"key": KEY}, [KEY], 7),
        json.dumps({"error": KEY}).encode(),
        json.dumps([KEY]).encode(),
        KEY.encode(),
        b"\xff\xfe" + KEY.encode(),
        b"[" * 100_000,
    ],
)
def test_nothing_that_the_server_sends_is_quoted(content: bytes) -> None:
    """The server's own text quotes the key, and what was said; neither may reach a log."""
    told = of_answer(401, content, {"retry-after": KEY, "x-request-id": KEY})
    for error in (told, in_answer(content)):
        assert KEY not in str(error)
        assert "Jane" not in str(error)
    assert told.words == "HTTP 401: the key is not accepted"


def test_an_error_may_come_with_a_status_that_says_all_is_well() -> None:
    """Proxies and streams send errors so."""
    assert in_answer(body("server_error")) == ServiceError(
        "an error in the answer: the server has failed (server_error)"
    )
    assert in_answer(body("429")) == ServiceError("an error in the answer: too many requests (429)", 2)
    assert in_answer(body(401)) == ServiceError("an error in the answer: the key is not accepted (401)", 60)
    assert in_answer(body(599)) == ServiceError("an error in the answer: the server has failed (599)")
    assert in_answer(body(7)) == ServiceError("an error in the answer: of an unknown kind")
    assert in_answer(body("news")) == ServiceError("an error in the answer: of an unknown kind")
    assert in_answer(b'{"text": "error"}') is None
    no_credit = openai_errors.in_event("insufficient_quota", "insufficient_quota")
    assert no_credit == ServiceError("an error in the answer: the account has no credit left (insufficient_quota)", 60)
    assert openai_errors.in_event("context_length_exceeded").only_this
