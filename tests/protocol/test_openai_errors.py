"""OpenAI's errors in words. No clock, no faults."""

import json

import pytest

from offhook.protocol.openai_errors import error_in_words, status_in_words

KEY = "sk-proj-0123456789abcdef"


def body(code: object = None, kind: object = None, param: object = None) -> bytes:
    message = f"Incorrect API key provided: {KEY}. You said: my name is Jane Doe."
    return json.dumps({"error": {"message": message, "type": kind, "param": param, "code": code}}).encode()


@pytest.mark.parametrize(
    ("status", "content", "words"),
    [
        (401, body("invalid_api_key"), "HTTP 401: the key is not accepted (invalid_api_key)"),
        (429, body("insufficient_quota"), "HTTP 429: the account has no credit left (insufficient_quota)"),
        (429, body("rate_limit_exceeded"), "HTTP 429: too many requests (rate_limit_exceeded); it asks to wait 20 s"),
        (404, body("model_not_found"), "HTTP 404: there is no such model, or not for this key (model_not_found)"),
        (
            400,
            body(None, "invalid_request_error", "voice"),
            "HTTP 400: the request is not accepted (invalid_request_error), about voice",
        ),
        (503, body("server_is_overloaded"), "HTTP 503: the server is overloaded (server_is_overloaded)"),
        (500, b"<html>Internal Server Error</html>", "HTTP 500: the server has failed"),
        (502, b"", "HTTP 502: the server has failed"),
        (307, b"", "HTTP 307: a redirect, which is not followed"),
        (204, b"", "HTTP 204: no answer to the request"),
    ],
)
def test_an_error_says_what_a_person_can_do_about_it(status: int, content: bytes, words: str) -> None:
    """The code where it is known, else the status; and how long to wait."""
    retry_after = "20" if b"rate_limit" in content else None
    assert status_in_words(status, content, retry_after) == words


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
    for words in (status_in_words(401, content, KEY), error_in_words(content) or ""):
        assert KEY not in words
        assert "Jane" not in words
    assert status_in_words(401, content, KEY).startswith("HTTP 401: the key is not accepted")


def test_an_error_may_come_with_a_status_that_says_all_is_well() -> None:
    """Proxies and streams send errors so."""
    assert error_in_words(body("server_error")) == "an error in the answer: the server has failed (server_error)"
    assert error_in_words(body("news")) == "an error in the answer: of an unknown kind"
    assert error_in_words(b'{"text": "error"}') is None
