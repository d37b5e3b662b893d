"""Twilio's own package reads what our fake of its REST API answers, and our client asks as that package does.

Real sockets, the real clock; the package blocks, so it runs in a thread.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
import trio
from pydantic import SecretStr
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from offhook.engine.host.settings import TwilioSettings
from offhook.engine.host.world import RealWorld
from offhook.protocol.carriers.twilio import twiml
from offhook.simulation.fakes.http_server import Received, on_a_socket
from offhook.simulation.fakes.twilio_rest import ACCOUNT, NUMBER, OLD_URL, TOKEN, FakeTwilio, a_call, a_number, an_alert
from offhook.web.carriers.twilio_account import twilio_account
from offhook.web.carriers.twilio_rest import TwilioRest

CALL = f"CA{1:032}"
WEBHOOK = "https://voice.example.com/voice-stream"
WITHIN_S = 30.0
T = TypeVar("T")


class _ToTheFake(TwilioHttpClient):  # type: ignore[misc]  # the package ships no types
    """Every host of Twilio's is the fake."""

    def __init__(self, url: str) -> None:
        super().__init__(timeout=WITHIN_S)
        self._url = url

    def request(self, method: str, url: str, *arguments: object, **named: object) -> Response:
        parts = urlsplit(url)
        return super().request(method, f"{self._url}{parts.path}?{parts.query}".rstrip("?"), *arguments, **named)


@asynccontextmanager
async def both(fake: FakeTwilio, token: str = TOKEN) -> AsyncIterator[tuple[Client, TwilioRest]]:
    with trio.fail_after(WITHIN_S):
        async with on_a_socket(fake.serve) as url, httpx.AsyncClient(trust_env=False) as http:
            theirs = _ToTheFake(url)
            account = twilio_account(TwilioSettings(account_sid=ACCOUNT, auth_token=SecretStr(token), api_url=url))
            try:
                yield Client(ACCOUNT, token, http_client=theirs), TwilioRest(account, http, RealWorld().random("rest"))
            finally:
                assert theirs.session is not None
                theirs.session.close()


async def in_a_thread(ask: Callable[[], T]) -> T:
    return await trio.to_thread.run_sync(ask)


def asked(request: Received) -> tuple[str, str, dict[str, str], dict[str, str], str]:
    """All that matters of a request."""
    path, _, query = request.path.partition("?")
    form = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
    return request.method, path, dict(parse_qsl(query)), form, request.headers["authorization"]


async def test_numbers_are_read_page_by_page() -> None:
    """The same numbers, however long the pages are, by the same requests."""
    numbers = [a_number(f"+1500555{each:04}") for each in range(5)]
    fake = FakeTwilio(numbers=numbers, longest_page=2)
    async with both(fake) as (client, rest):
        theirs = await in_a_thread(lambda: client.incoming_phone_numbers.list(page_size=100))
        ours = await rest.numbers()
    assert [each.phone_number for each in theirs] == [each.phone_number for each in ours]
    assert [each.voice_url for each in theirs] == [each.voice_url for each in ours] == [OLD_URL] * 5
    assert [each.capabilities for each in theirs] == [each.capabilities for each in ours]
    assert theirs[0].date_created == datetime(2026, 10, 31, 12, tzinfo=UTC)
    requests = [asked(each) for each in fake.http.requests]
    assert requests[:3] == requests[3:]


async def test_a_number_is_set() -> None:
    """By the same form."""
    fake = FakeTwilio()
    sid = str(fake.numbers[0]["sid"])
    values = {
        "VoiceUrl": WEBHOOK,
        "VoiceMethod": "POST",
        "VoiceFallbackUrl": "",
        "StatusCallback": "",
        "VoiceApplicationSid": "",
    }
    async with both(fake) as (client, rest):
        theirs = await in_a_thread(
            lambda: client.incoming_phone_numbers(sid).update(
                voice_url=WEBHOOK,
                voice_method="POST",
                voice_fallback_url="",
                status_callback="",
                voice_application_sid="",
            )
        )
        ours = await rest.set_number(sid, values)
    assert theirs.voice_url == ours.voice_url == WEBHOOK
    first, second = (asked(each) for each in fake.http.requests)
    assert first == second


async def test_a_call_is_looked_at_transferred_and_ended() -> None:
    """In this order, each as the package does it."""
    fake = FakeTwilio(calls=[a_call(CALL)])
    async with both(fake) as (client, rest):
        theirs = await in_a_thread(client.calls(CALL).fetch)
        ours = await rest.call(CALL)
        assert (theirs.status, theirs.to, theirs._from) == (ours.status, ours.called, ours.caller)
        document = twiml.dial("+15005550002")
        await in_a_thread(lambda: client.calls(CALL).update(twiml=document))
        await rest.transfer(CALL, "+15005550002")
        ended = await in_a_thread(lambda: client.calls(CALL).update(status="completed"))
        assert not await rest.hang_up(CALL)
    assert (ended.status, ended.duration) == ("completed", "12")
    requests = [asked(each) for each in fake.http.requests]
    assert requests[0] == requests[1]
    assert requests[2] == requests[3]
    assert requests[4] == requests[5]


async def test_alerts_are_read() -> None:
    """Their dates are those of the ISO."""
    fake = FakeTwilio(alerts=[an_alert("31920", "2026-11-28T12:00:00Z")])
    async with both(fake) as (client, rest):
        since = datetime(2026, 11, 27, 12, tzinfo=UTC)
        (theirs,) = await in_a_thread(lambda: client.monitor.v1.alerts.list(start_date=since, page_size=100))
        (ours,) = await rest.alerts("2026-11-27T12:00:00Z")
    assert (theirs.error_code, theirs.log_level, theirs.resource_sid) == (
        ours.error_code,
        ours.log_level,
        ours.resource_sid,
    )
    assert theirs.date_generated == datetime(2026, 11, 28, 12, tzinfo=UTC)
    first, second = (asked(each) for each in fake.http.requests)
    assert first == second


@pytest.mark.parametrize(("token", "sid", "code"), [("a-wrong-token-of-twilio", NUMBER, 20003), (TOKEN, "CA2", 20404)])
async def test_errors_are_told_by_their_numbers(token: str, sid: str, code: int) -> None:
    """A wrong key, and a call that there never was."""
    fake = FakeTwilio()
    async with both(fake, token) as (client, _):
        with pytest.raises(TwilioRestException) as caught:
            await in_a_thread(client.calls(sid).fetch)
    assert caught.value.code == code
