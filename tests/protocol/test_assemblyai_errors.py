"""AssemblyAI's errors in words that may be logged. Pure."""

import pytest

from offhook.protocol.assemblyai_errors import of_answer, of_code
from offhook.protocol.service_errors import BUSY_REST_S, REFUSED_REST_S

SECRET = "0123456789abcdef"
TOO_MANY = "too many sessions, or too many new ones in a minute"
BAD_AUDIO = "audio was sent too fast, or in pieces that are too short or too long"


@pytest.mark.parametrize(
    ("code", "text", "words", "rest_s"),
    [
        (1008, "Unauthorized Connection: Missing Authorization header", "the key is not accepted", REFUSED_REST_S),
        (1008, f"Unauthorized Connection: {SECRET}", "the key is not accepted", REFUSED_REST_S),
        (1008, "Unauthorized Connection: Too many concurrent sessions", TOO_MANY, BUSY_REST_S),
        (1008, "Unauthorized Connection: Insufficient funds", "the account has no credit left", REFUSED_REST_S),
        (3005, "Session Cancelled: An error occurred", "the server has failed", 0.0),
        (3005, "Session Expired: Maximum session duration exceeded", "the session has expired", 0.0),
        (3005, "Audio Transmission Rate Exceeded: Received 400 sec. audio in 1 sec", BAD_AUDIO, 0.0),
        (3006, f"Invalid JSON: {SECRET}", "a message was not accepted", 0.0),
        (3007, "Input duration violation: 20 ms. Expected between 50 and 1000 ms", BAD_AUDIO, 0.0),
        (3008, "Session Expired: Maximum session duration exceeded", "the session has expired", 0.0),
        (3009, "Unauthorized Connection: Too many concurrent sessions", TOO_MANY, BUSY_REST_S),
        (1008, None, "the key is not accepted", REFUSED_REST_S),
    ],
)
def test_each_code_is_named(code: int, text: object, words: str, rest_s: float) -> None:
    """With how long it is useless to ask again; the text is not quoted."""
    error = of_code(code, text, "otherwise")
    assert (error.words, error.rest_s) == (f"{words} ({code})", rest_s)


@pytest.mark.parametrize("code", [None, "3005", 1011, 4711, {}])
def test_a_code_that_nobody_knows(code: object) -> None:
    """Then something else is said."""
    assert of_code(code, SECRET, "otherwise").words == "otherwise"
    assert of_code(code, SECRET, "otherwise").rest_s == 0.0


@pytest.mark.parametrize(
    ("status", "words", "rest_s"),
    [
        (401, "the key is not accepted", REFUSED_REST_S),
        (402, "the account has no credit left", REFUSED_REST_S),
        (403, "the key does not permit this", REFUSED_REST_S),
        (429, TOO_MANY, BUSY_REST_S),
        (500, "the server has failed", 0.0),
        (418, "the request is not accepted", 0.0),
        (302, "a redirect, which is not followed", 0.0),
    ],
)
def test_each_status_is_named(status: int, words: str, rest_s: float) -> None:
    """As over HTTP."""
    error = of_answer(status, None)
    assert (error.words, error.rest_s) == (f"HTTP {status}: {words}", rest_s)


@pytest.mark.parametrize(("later", "rest_s"), [("20", 20.0), ("99999999", 3600.0), ("soon", BUSY_REST_S)])
def test_a_service_that_says_how_long_to_wait(later: str, rest_s: float) -> None:
    """Is believed, within limits."""
    assert of_answer(429, later).rest_s == rest_s
