"""Requests to Twilio's REST API and its answers, as bytes and text. Pure."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.carriers.twilio import rest, rest_errors
from offhook.protocol.errors import RemoteProtocolError

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
LIST = f"/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json"


@pytest.mark.parametrize(
    ("api", "monitor"),
    [
        ("https://api.twilio.com", "https://monitor.twilio.com"),
        ("https://api.dublin.ie1.twilio.com", "https://monitor.dublin.ie1.twilio.com"),
        ("http://127.0.0.1:8800", "http://127.0.0.1:8800"),
    ],
)
def test_alerts_are_beside_the_api_in_every_region(api: str, monitor: str) -> None:
    """A server of one's own has both."""
    assert rest.monitor_url(api) == monitor


def test_what_is_asked_is_escaped() -> None:
    """The + of a number would be a blank, and a SID may be anything that somebody has typed."""
    assert rest.numbers(ACCOUNT, "+15005550001").path == f"{LIST}?PageSize=100&PhoneNumber=%2B15005550001"
    assert rest.fetch_call(ACCOUNT, "../x?y").path == f"/2010-04-01/Accounts/{ACCOUNT}/Calls/..%2Fx%3Fy.json"


@pytest.mark.parametrize(
    "uri",
    [
        "https://elsewhere.example/2010-04-01",
        f"//elsewhere.example{LIST}",
        f"{LIST}/../Calls.json",
        "/2010-04-01/Accounts/ACother/IncomingPhoneNumbers.json?Page=1",
        "IncomingPhoneNumbers.json",
    ],
)
def test_a_next_page_elsewhere_is_refused(uri: str) -> None:
    """The key would go with the request."""
    with pytest.raises(RemoteProtocolError):
        rest.next_numbers(ACCOUNT, rest.NumbersPage((), uri))


@pytest.mark.parametrize("uri", [None, ""])
def test_the_last_page_has_no_next_one(uri: str | None) -> None:
    """Twilio leaves it out, or empty."""
    assert rest.next_numbers(ACCOUNT, rest.NumbersPage((), uri)) is None


def test_only_what_would_dial_twice_is_not_repeatable() -> None:
    """Reading, setting and ending are the same when they are done twice."""
    assert not rest.continue_with(ACCOUNT, "CA1", "<Response/>").repeatable
    for request in (rest.numbers(ACCOUNT), rest.set_number(ACCOUNT, "PN1", {}), rest.hang_up(ACCOUNT, "CA1")):
        assert request.repeatable


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (b'{"code": 20003, "message": "Authenticate", "status": 401}', 20003, "Authenticate"),
        (b'{"code": 20001, "title": "Invalid", "detail": "Page is too large"}', 20001, "Invalid: Page is too large"),
        (b'{"code": null, "message": null}', None, ""),
        (b'{"code": "20003", "message": ["x"]}', None, ""),
        (b'{"code": true, "message": "x"}', None, "x"),
        (b"[]", None, ""),
        (b"", None, ""),
        (b"\xff", None, ""),
        (b"[" * 100_000, None, ""),
    ],
)
def test_both_forms_of_an_error_are_read(body: bytes, code: int | None, message: str) -> None:
    """Of anything else the status remains."""
    error = rest_errors.of_answer(400, body)
    assert (error.status, error.code, error.message) == (400, code, message)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_a_protocol_error(body: bytes) -> None:
    """Nothing else is raised."""
    rest_errors.of_answer(500, body)
    for read in (rest.read_numbers, rest.read_number, rest.read_call, rest.read_alerts):
        with suppress(RemoteProtocolError):
            read(body)
