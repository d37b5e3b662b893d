"""Requests to Twilio's REST API against a fake that speaks its wire format. In memory, in virtual time."""

from base64 import b64encode
from collections import deque
from itertools import pairwise

import pytest
import trio
from trio.testing import MockClock

from offhook.protocol.carriers.twilio.rest import PhoneNumber
from offhook.simulation.fakes.steps import (
    Answer,
    Fault,
    Step,
    after_head,
    before_head,
    half_then,
    instead,
    with_body,
)
from offhook.simulation.fakes.twilio_rest import (
    ACCOUNT,
    BUSY,
    NUMBER,
    OLD_URL,
    TOKEN,
    FakeTwilio,
    a_call,
    a_number,
    an_alert,
    problem,
    refusal,
)
from offhook.web.carriers.twilio_rest import ATTEMPTS, TOTAL_S, TwilioFailed
from tests.web.carriers.twilio_rig import rig

CALL = f"CA{1:032}"
OUT_OF_ORDER = instead(refusal(503, 20503, "Service unavailable"))
NUMBERS_PATH = f"GET /2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json"


async def test_all_numbers_are_found_page_by_page() -> None:
    """Twilio decides how long a page is, whatever was asked for."""
    numbers = [a_number(f"+1500555{each:04}") for each in range(7)]
    async with rig(FakeTwilio(numbers=numbers, longest_page=3)) as joined:
        found = await joined.rest.numbers()
    assert [each.phone_number for each in found] == [each["phone_number"] for each in numbers]
    assert joined.fake.asked == [NUMBERS_PATH] * 3


async def test_a_number_is_found_by_all_of_its_digits() -> None:
    """Twilio's filter finds numbers that only contain what was asked for."""
    longer = a_number("+150055500012")
    async with rig(FakeTwilio(numbers=[longer, a_number()])) as joined:
        found = await joined.rest.number(NUMBER)
        assert found is not None
        assert (found.phone_number, found.leads_to) == (NUMBER, f"POST {OLD_URL}")
        assert await joined.rest.number("+15005550009") is None


async def test_a_number_is_set_and_the_rest_of_it_stays() -> None:
    """What is not named is not sent."""
    async with rig() as joined:
        number = await joined.rest.number(NUMBER)
        assert number is not None
        now = await joined.rest.set_number(number.sid, {"VoiceUrl": "https://a.example/voice-stream"})
    assert now.voice_url == "https://a.example/voice-stream"
    assert joined.fake.http.requests[-1].body == b"VoiceUrl=https%3A%2F%2Fa.example%2Fvoice-stream"
    assert joined.fake.numbers[0]["status_callback_method"] == "POST"


async def test_the_next_page_is_asked_for_at_twilio_only() -> None:
    """Whoever answered cannot send the key elsewhere."""
    listed = b'{"incoming_phone_numbers": [], "next_page_uri": "https://elsewhere.example/2010-04-01/x"}'
    async with rig(FakeTwilio(faults=deque([with_body(listed)]))) as joined:
        with pytest.raises(TwilioFailed, match="the next page of the numbers is not at the address"):
            await joined.rest.numbers()
    assert len(joined.fake.http.requests) == 1


async def test_a_call_is_ended_and_one_that_is_over_is_no_failure() -> None:
    """It may have ended in the same moment. One that never was is a failure."""
    async with rig(FakeTwilio(calls=[a_call(CALL)])) as joined:
        assert await joined.rest.hang_up(CALL)
        assert joined.fake.http.requests[-1].body == b"Status=completed"
        assert not await joined.rest.hang_up(CALL)
        with pytest.raises(TwilioFailed, match="error 20404") as caught:
            await joined.rest.hang_up(f"CA{2:032}")
    assert caught.value.code == 20404


async def test_a_call_is_transferred_and_one_that_is_over_is_a_failure() -> None:
    """The caller of one that is over cannot be put through any more."""
    async with rig(FakeTwilio(calls=[a_call(CALL)])) as joined:
        await joined.rest.transfer(CALL, "+15005550002")
        assert joined.fake.twiml == [
            '<?xml version="1.0" encoding="UTF-8"?><Response><Dial>+15005550002</Dial><Hangup/></Response>'
        ]
        await joined.rest.hang_up(CALL)
        with pytest.raises(TwilioFailed, match="error 21220: Call is not in-progress"):
            await joined.rest.transfer(CALL, "+15005550002")
    assert len(joined.fake.twiml) == 1


async def test_alerts_are_those_since_an_instant() -> None:
    """Twilio gives the newest first."""
    alerts = [an_alert("31920", "2026-11-28T12:00:00Z"), an_alert("11200", "2026-11-20T12:00:00Z")]
    async with rig(FakeTwilio(alerts=alerts)) as joined:
        found = await joined.rest.alerts("2026-11-27T12:00:00Z")
    assert [(each.error_code, each.log_level) for each in found] == [("31920", "error")]


REPEATED: dict[str, Fault] = {
    "busy": instead(BUSY),
    "out of order": OUT_OF_ORDER,
    "no answer": before_head(Step.HANG),
    "broken before the answer": before_head(Step.RESET),
    "broken after its head": after_head(Step.RESET),
    "broken in the middle": half_then(Step.RESET),
}


@pytest.mark.parametrize("name", REPEATED)
async def test_what_does_no_harm_twice_is_tried_again(name: str, autojump_clock: MockClock) -> None:
    """Reading, setting a number, and ending a call."""
    fake = FakeTwilio(calls=[a_call(CALL)])
    async with rig(fake) as joined:
        fake.faults.append(REPEATED[name])
        number = await joined.rest.number(NUMBER)
        assert number is not None
        fake.faults.append(REPEATED[name])
        assert (await joined.rest.set_number(number.sid, {"VoiceMethod": "GET"})).voice_method == "GET"
        fake.faults.append(REPEATED[name])
        assert await joined.rest.call(CALL)
        fake.faults.append(REPEATED[name])
        await joined.rest.hang_up(CALL)
    assert fake.calls[0]["status"] == "completed"


@pytest.mark.parametrize("name", [each for each in REPEATED if each != "busy"])
async def test_a_transfer_is_never_tried_twice(name: str, autojump_clock: MockClock) -> None:
    """The colleague's telephone would ring twice. Who tried it is told that it may have been done."""
    fake = FakeTwilio(calls=[a_call(CALL)])
    async with rig(fake) as joined:
        await joined.rest.call(CALL)  # so that the connection is one that was kept
        fake.faults.append(REPEATED[name])
        with pytest.raises(TwilioFailed, match="it may have been done nevertheless"):
            await joined.rest.transfer(CALL, "+15005550002")
    assert len(fake.twiml) == 1
    assert len([each for each in fake.http.requests if each.method == "POST"]) == 1


NOT_SURE: dict[str, Fault] = {
    "out of order": OUT_OF_ORDER,
    "no answer": before_head(Step.HANG),
    "an answer that cannot be read": with_body(b"{"),
    "a web page": with_body(b"<html>", content_type="text/html"),
}


@pytest.mark.parametrize("name", NOT_SURE)
async def test_who_changes_something_is_told_that_it_may_have_been_done(name: str, autojump_clock: MockClock) -> None:
    """Also of what is tried several times: a number would otherwise be in a state that nobody looks at."""
    fake = FakeTwilio(calls=[a_call(CALL)])
    async with rig(fake) as joined:
        number = await joined.rest.number(NUMBER)
        assert number is not None
        for change in (
            joined.rest.set_number(number.sid, {"VoiceMethod": "GET"}),
            joined.rest.transfer(CALL, "+15005550002"),
        ):
            fake.faults = deque([NOT_SURE[name]] * 9)
            with pytest.raises(TwilioFailed, match="it may have been done nevertheless"):
                await change
        fake.faults = deque([instead(refusal(400, 21402, "VoiceUrl is not valid"))])
        with pytest.raises(TwilioFailed) as caught:
            await joined.rest.set_number(number.sid, {"VoiceUrl": "x"})
    assert "may have been done" not in str(caught.value)


async def test_a_transfer_that_was_not_processed_is_tried_again(autojump_clock: MockClock) -> None:
    """That is what 429 means."""
    fake = FakeTwilio(calls=[a_call(CALL)])
    async with rig(fake) as joined:
        fake.faults.append(instead(BUSY))
        await joined.rest.transfer(CALL, "+15005550002")


async def test_a_server_that_stays_busy_is_asked_a_few_times_and_later_each_time(autojump_clock: MockClock) -> None:
    """Then Twilio's own words are passed on."""
    fake = FakeTwilio(faults=deque([instead(BUSY)] * 9))
    async with rig(fake) as joined:
        with pytest.raises(TwilioFailed) as caught:
            await joined.rest.numbers()
    at = [each.at for each in fake.http.requests]
    assert len(at) == ATTEMPTS
    pauses = [later - earlier for earlier, later in pairwise(at)]
    assert pauses == sorted(pauses)
    assert 0.5 <= pauses[0] <= 1.0
    assert str(caught.value) == (
        "api.twilio.example: HTTP 429, error 20429: Too Many Requests; too many requests at the same time: try again"
        " later; https://www.twilio.com/docs/errors/20429"
    )
    assert (caught.value.status, caught.value.code) == (429, 20429)


async def test_how_long_to_wait_is_believed_within_reason(autojump_clock: MockClock) -> None:
    """An hour is not waited for."""
    for asked, least, most in (("3", 3.0, 3.1), ("3600", 8.0, 8.1), ("soon", 0.5, 1.0)):
        fault = instead(refusal(429, 20429, "Too Many Requests", **{"retry-after": asked}))
        fake = FakeTwilio(faults=deque([fault]))
        async with rig(fake) as joined:
            await joined.rest.numbers()
        first, second = (each.at for each in fake.http.requests)
        assert least <= second - first <= most


BASIC = f"Basic {b64encode(f'{ACCOUNT}:{TOKEN}'.encode()).decode()}"
SAID: dict[str, tuple[Fault, str]] = {
    "a wrong key": (
        instead(refusal(401, 20003, "Authenticate")),
        "HTTP 401, error 20003: Authenticate; correct twilio.auth_token (TWILIO_AUTH_TOKEN), and check that it is a key"
        f" of {ACCOUNT}; https://www.twilio.com/docs/errors/20003",
    ),
    "a new form": (
        instead(problem(403, 20403, "Forbidden", "The key may not read numbers")),
        "HTTP 403, error 20403: Forbidden: The key may not read numbers; the key is not allowed to do this: give"
        " twilio.auth_token (TWILIO_AUTH_TOKEN) more rights; https://www.twilio.com/docs/errors/20403",
    ),
    "a text that quotes": (
        instead(refusal(400, 20001, f"bad {TOKEN}")),
        "HTTP 400, error 20001: bad **********; https://www.twilio.com/docs/errors/20001",
    ),
    "a text that quotes the header": (
        instead(refusal(400, 20001, f"bad {BASIC}")),
        "HTTP 400, error 20001: bad Basic **********; https://www.twilio.com/docs/errors/20001",
    ),
    "a long text": (
        instead(refusal(400, 20001, "x" * 5000)),
        f"HTTP 400, error 20001: {'x' * 300}; https://www.twilio.com/docs/errors/20001",
    ),
    "an error without a body": (
        instead(Answer(400, {"content-type": "application/json"}, [Step.HEAD])),
        "HTTP 400",
    ),
    "a web page": (
        with_body(b"<html>Sign in</html>", content_type="text/html; charset=utf-8"),
        "HTTP 200 with a web page: that is not Twilio's API, check twilio.api_url and a proxy",
    ),
    "a refusal of a proxy": (
        instead(Answer(403, {"content-type": "text/html"}, [Step.HEAD, b"<html>"])),
        "HTTP 403 with a web page: that is not Twilio's API, check twilio.api_url and a proxy",
    ),
    "another type": (
        with_body(b"<TwilioResponse/>", content_type="application/xml"),
        "HTTP 200 with application/xml: that is not Twilio's API, check twilio.api_url and a proxy",
    ),
    "no JSON": (with_body(b"\xff{"), "the answer is not a list of numbers"),
    "deep JSON": (with_body(b"[" * 100_000), "the answer is not a list of numbers"),
    "other JSON": (with_body(b'{"incoming_phone_numbers": 7}'), "the answer is not a list of numbers"),
    "half of it": (half_then(Step.CLOSE), "the connection broke in the middle of the answer"),
    "an endless answer": (with_body(*[b" " * 65_536] * 20), "an answer of more than 1048576 bytes"),
    "another server": (
        instead(Answer(302, {"content-type": "application/json", "location": "https://a.example"}, [Step.HEAD])),
        "HTTP 302",
    ),
}


@pytest.mark.parametrize("name", SAID)
async def test_a_failure_is_told_in_one_line_without_a_key(name: str, autojump_clock: MockClock) -> None:
    """With Twilio's number for it, and what to do."""
    fault, words = SAID[name]
    async with rig(FakeTwilio(faults=deque([fault] * ATTEMPTS))) as joined:
        with pytest.raises(TwilioFailed) as caught:
            await joined.rest.numbers()
    assert str(caught.value) == f"api.twilio.example: {words}"
    assert TOKEN not in str(caught.value)


async def test_a_server_that_never_answers_is_given_up(autojump_clock: MockClock) -> None:
    """However often it is asked."""
    async with rig(FakeTwilio(faults=deque([before_head(Step.HANG)] * 9))) as joined:
        began = trio.current_time()
        with pytest.raises(TwilioFailed, match=r"no answer within 30 s, with all attempts"):
            await joined.rest.numbers()
    assert trio.current_time() - began == pytest.approx(TOTAL_S, abs=1.0)


async def test_nobody_there_is_told(autojump_clock: MockClock) -> None:
    """The name, and no more. What was never sent has not been done."""
    async with rig() as joined:
        joined.network.refusing = True
        with pytest.raises(TwilioFailed, match=r"^api\.twilio\.example: no connection: it was refused"):
            await joined.rest.numbers()
        with pytest.raises(TwilioFailed) as caught:
            await joined.rest.transfer(CALL, "+15005550002")
    assert "may have been done" not in str(caught.value)


def test_where_a_number_leads() -> None:
    """What wins at Twilio is named."""
    plain = PhoneNumber("PN1", NUMBER, voice_url="https://a.example", voice_method="GET")
    assert plain.leads_to == "GET https://a.example"
    assert PhoneNumber("PN1", NUMBER).leads_to == "nowhere"
    assert PhoneNumber("PN1", NUMBER, voice_url="https://a", voice_application_sid="AP1").leads_to == "application AP1"
    assert PhoneNumber("PN1", NUMBER, voice_application_sid="AP1", trunk_sid="TK1").leads_to == "SIP trunk TK1"
    assert not PhoneNumber("PN1", NUMBER, capabilities={"voice": False}).takes_calls
