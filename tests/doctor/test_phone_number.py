"""The doctor asks Twilio where the number leads and what went wrong: a fake in memory, in virtual time."""

from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from trio.testing import MockClock

from offhook.doctor.finding import Finding, Level
from offhook.doctor.phone_number import look_at_number
from offhook.doctor.public_address import PublicAddress
from offhook.doctor.report import show
from offhook.engine.host.network import network_over
from offhook.engine.host.world import RealWorld
from offhook.reports.terminal import WIDE, Terminal
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.steps import Step, before_head, instead, with_body
from offhook.simulation.fakes.twilio_rest import ACCOUNT, NUMBER, TOKEN, WRONG_KEY, FakeTwilio, a_number, an_alert
from tests.doctor.documented import assert_as_documented
from tests.doctor.rig import a_setup, lines, warnings, wrongs

WEBHOOK = "https://voice.example.com/voice-stream"
FALLBACK = "https://handler.twilio.com/twiml/EH1"
VARIABLES = {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN}
OURS = {"OFFHOOK__TWILIO__NUMBER": NUMBER}


async def looked_at(
    folder: Path,
    fake: FakeTwilio,
    variables: Mapping[str, str] = {},
    *,
    webhook: str | None = WEBHOOK,
    refusing: bool = False,
) -> list[Finding]:
    found: list[Finding] = []
    async with in_memory(fake.serve) as (network, transport):
        network.refusing = refusing
        setup = a_setup(folder, lambda: network_over(transport), ahead_s=0.0, **{**VARIABLES, **variables})
        await look_at_number(setup, None if webhook is None else PublicAddress(webhook), found)
    assert TOKEN not in repr(found)
    assert {each.area for each in found} <= {"phone number"}
    return found


def hours_ago(hours: float) -> str:
    at = datetime.fromtimestamp(RealWorld().wall_time() - hours * 3600, UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_a_number_that_leads_elsewhere_is_wrong_and_errors_are_told(folder: Path) -> None:
    """As on the page."""
    last = hours_ago(1)
    alerts = [an_alert("31920", last), an_alert("31920", hours_ago(2)), an_alert("11200", hours_ago(30))]
    found = await looked_at(folder, FakeTwilio(alerts=alerts), OURS)
    printed = StringIO()
    show(Terminal(printed, width=WIDE), found)
    assert_as_documented("phone number", printed.getvalue())
    assert last in printed.getvalue()


@pytest.mark.parametrize(
    "url",
    [
        WEBHOOK,
        f"{WEBHOOK}/",
        "https://VOICE.example.com/voice-stream?tag=1",
        "https://u:p@voice.example.com/voice-stream",
    ],
)
async def test_a_number_that_leads_here_is_good(folder: Path, url: str) -> None:
    """However its address was typed; a password in it is not shown."""
    found = await looked_at(folder, FakeTwilio(numbers=[a_number(voice_url=url, voice_fallback_url=FALLBACK)]), OURS)
    assert (wrongs(found), warnings(found)) == ([], [])
    assert lines(found, Level.GOOD) == [
        f"phone number: {NUMBER} leads to POST {url.replace('u:p@', 'u:**********@')}",
        "phone number: Twilio has noted no error in the last 24 h",
    ]


async def test_without_a_fallback_there_is_a_warning(folder: Path) -> None:
    """With the command that sets one."""
    found = await looked_at(folder, FakeTwilio(numbers=[a_number(voice_url=WEBHOOK)]))
    assert wrongs(found) == []
    (line,) = [each for each in found if each.level is Level.WARNING]
    assert "has no fallback" in line.what
    assert line.fix.startswith(f"offhook number set {NUMBER} --fallback-url")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (a_number(trunk_sid="TK1", voice_url=WEBHOOK), "leads to SIP trunk TK1, which takes its calls"),
        (a_number(voice_url=""), f"leads to nowhere, and not to {WEBHOOK}"),
        (a_number(voice_url=WEBHOOK, capabilities={"voice": False, "sms": True}), "takes no calls"),
        (a_number("+15005550009"), f"{NUMBER} is not a number of the account"),
    ],
)
async def test_what_keeps_calls_away_is_wrong(folder: Path, number: dict[str, object], said: str) -> None:
    """Each with what to do."""
    found = await looked_at(folder, FakeTwilio(numbers=[number]), OURS)
    (line,) = [each for each in found if each.level is Level.WRONG]
    assert said in line.what
    assert line.fix


async def test_an_application_is_a_warning(folder: Path) -> None:
    """It may well lead here."""
    found = await looked_at(folder, FakeTwilio(numbers=[a_number(voice_application_sid="AP1")]), OURS)
    (line,) = warnings(found)
    assert "leads to application AP1" in line


async def test_without_a_number_of_ours_all_are_looked_at(folder: Path) -> None:
    """One of them should lead here."""
    elsewhere = [a_number(f"+1500555{each:04}") for each in range(8)]
    (line,) = wrongs(await looked_at(folder, FakeTwilio(numbers=elsewhere)))
    assert f"no number of the account leads to {WEBHOOK}" in line
    here = a_number(voice_url=WEBHOOK, voice_fallback_url=FALLBACK)
    found = await looked_at(folder, FakeTwilio(numbers=[*elsewhere, here]))
    assert (wrongs(found), warnings(found)) == ([], [])
    (line,) = wrongs(await looked_at(folder, FakeTwilio(numbers=[])))
    assert "has no phone number" in line


async def test_without_a_public_address_it_is_only_shown(folder: Path) -> None:
    """There is nothing to compare it with."""
    for variables in ({}, OURS):
        found = await looked_at(folder, FakeTwilio(), variables, webhook=None)
        assert (wrongs(found), warnings(found)) == ([], [])
        assert "leads to POST https://demo.twilio.com" in found[0].what


async def test_a_wrong_key_is_wrong(folder: Path) -> None:
    """With the variable that it is from."""
    (line,) = await looked_at(folder, FakeTwilio(faults=deque([instead(WRONG_KEY)])))
    assert line.level is Level.WRONG
    assert line.what == "api.twilio.com: HTTP 401, error 20003: Authenticate"
    assert line.fix.startswith("correct twilio.auth_token (TWILIO_AUTH_TOKEN)")


async def test_what_is_not_twilio_is_wrong(folder: Path, autojump_clock: MockClock) -> None:
    """A proxy's page, nobody, and silence."""
    (page,) = wrongs(
        await looked_at(folder, FakeTwilio(faults=deque([with_body(b"<html>", content_type="text/html")])))
    )
    assert "that is not Twilio's API" in page
    (nobody,) = wrongs(await looked_at(folder, FakeTwilio(), refusing=True))
    assert "no connection" in nobody
    (silence,) = wrongs(await looked_at(folder, FakeTwilio(faults=deque([before_head(Step.HANG)] * 9))))
    assert "not finished within 10 s" in silence


async def test_half_of_an_account_is_a_warning_and_none_is_good(folder: Path) -> None:
    """An auth token alone is for signatures."""
    (line,) = await looked_at(folder, FakeTwilio(), {"TWILIO_AUTH_TOKEN": ""})
    assert (line.level, line.what) == (Level.WARNING, "no key for the account")
    assert "TWILIO_AUTH_TOKEN" in line.fix
    fake = FakeTwilio()
    (line,) = await looked_at(folder, fake, {"TWILIO_ACCOUNT_SID": ""})
    assert (line.level, fake.http.requests) == (Level.GOOD, [])
    assert "TWILIO_ACCOUNT_SID" in line.fix


async def test_alerts_of_many_kinds_are_a_few_lines(folder: Path) -> None:
    """The most frequent ones; of one that is not known here, Twilio's page says more."""
    alerts = [an_alert(str(code), hours_ago(1)) for code in range(99_001, 99_021)]
    notes = [an_alert("99000", hours_ago(1), log_level="notice")]
    found = await looked_at(folder, FakeTwilio(alerts=[*alerts, *notes]), OURS)
    told = [each for each in found if "has noted" in each.what]
    assert len(told) == 5
    assert told[0].fix == "https://www.twilio.com/docs/errors/99001"
