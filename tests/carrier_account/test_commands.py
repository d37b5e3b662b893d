"""`offhook number`, `hang-up` and `transfer` as commands, with a fake of Twilio on a real socket. The real clock."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from offhook.cli import commands
from offhook.simulation.fakes.steps import instead
from offhook.simulation.fakes.twilio_rest import ACCOUNT, NUMBER, OLD_URL, TOKEN, WRONG_KEY, FakeTwilio, a_call
from tests.carrier_account.fake_in_a_thread import served

CALL = f"CA{1:032}"
WEBHOOK = "https://voice.example.com/voice-stream"


@pytest.fixture
def fake(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTwilio]:
    fake = FakeTwilio(calls=[a_call(CALL)])
    with served(fake) as url:
        for name, value in {
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "OFFHOOK__TWILIO__API_URL": url,
            "NO_PROXY": "127.0.0.1",
        }.items():
            monkeypatch.setenv(name, value)
        yield fake


def offhook(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments)


def test_a_number_is_listed_set_and_put_back(fake: FakeTwilio, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the settings alone, or by what is typed."""
    listed = offhook("number", "list")
    assert (listed.exit_code, listed.stdout) == (0, f"{NUMBER}  POST {OLD_URL}\n")
    was_set = offhook("number", "set", "+1 500 555-0001", "https://voice.example.com")
    before = f"before: VoiceUrl {OLD_URL}, VoiceMethod POST; back to it: offhook number restore {NUMBER}"
    assert (was_set.exit_code, was_set.stdout) == (0, f"{NUMBER}  POST {WEBHOOK}\n  {before}\n")
    assert fake.numbers[0]["voice_url"] == WEBHOOK
    assert Path("offhook.db.numbers.json").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("OFFHOOK__TWILIO__NUMBER", NUMBER)
    monkeypatch.setenv("OFFHOOK__SERVER__PUBLIC_URL", "https://another.example")
    assert offhook("number", "set").exit_code == 0
    assert offhook("number", "set", "https://third.example").exit_code == 0
    assert fake.numbers[0]["voice_url"] == "https://third.example/voice-stream"
    assert offhook("number", "set").exit_code == 0
    assert offhook("number", "set", "--fallback-url", "https://twimlets.example/busy").exit_code == 0
    assert fake.http.requests[-1].body == b"VoiceFallbackUrl=https%3A%2F%2Ftwimlets.example%2Fbusy"
    assert fake.numbers[0]["voice_url"] == "https://another.example/voice-stream"
    assert fake.numbers[0]["voice_fallback_url"] == "https://twimlets.example/busy"
    restored = offhook("number", "restore")
    assert (restored.exit_code, restored.stdout) == (0, f"{NUMBER}  POST {OLD_URL}\n")
    again = offhook("number", "restore")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "nothing is changed" in again.stderr


def test_a_live_call_is_put_through_and_ended(fake: FakeTwilio) -> None:
    """To a number or a SIP URI."""
    assert offhook("transfer", CALL, "+1 500 555 0002").stdout == f"{CALL} is put through to +15005550002\n"
    assert offhook("transfer", CALL, "sip:desk@example.com").exit_code == 0
    assert [document.partition("<Dial>")[2].partition("</Dial>")[0] for document in fake.twiml] == [
        "+15005550002",
        "<Sip>sip:desk@example.com</Sip>",
    ]
    assert offhook("hang-up", CALL).stdout == f"{CALL} is ended\n"
    assert offhook("hang-up", CALL).stdout == f"{CALL} was over already\n"
    late = offhook("transfer", CALL, "+15005550002")
    assert late.exit_code == 1
    assert "error 21220" in late.stderr


def test_a_wrong_key_is_trouble_and_not_printed(fake: FakeTwilio) -> None:
    """In one line, on standard error."""
    fake.faults = deque([instead(WRONG_KEY)])
    refused = offhook("number", "list")
    assert (refused.exit_code, refused.stdout) == (1, "")
    (line,) = refused.stderr.splitlines()
    assert line.startswith(
        "127.0.0.1: HTTP 401, error 20003: Authenticate; correct twilio.auth_token (TWILIO_AUTH_TOKEN)"
    )
    assert TOKEN not in line


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("number", "set", "5550001"), 2, "must be a phone number"),
        (("number", "restore", "here"), 2, "must be a phone number"),
        (("number", "set"), 1, "set server.public_url"),
        (("number", "set", NUMBER, "localhost:8000"), 1, "must begin with https"),
        (("number", "restore"), 1, "set twilio.number"),
        (("hang-up", "CA1"), 2, "must be a CallSid"),
        (("hang-up",), 2, "Missing argument"),
        (("hang-up", f"CA{2:032}"), 1, "error 20404"),
        (("transfer", CALL, "the desk"), 2, "must be a phone number"),
        (("transfer", CALL, "sip:"), 2, "must be a SIP URI"),
        (("transfer", CALL, "sip:a b@example.com"), 2, "must be a SIP URI"),
        (("transfer", CALL, "sips:desk@example.com\n"), 2, "must be a SIP URI"),
        (("transfer", "\x1b[31m", "+15005550002"), 2, "must be a CallSid"),
    ],
)
def test_what_cannot_be_done_is_told(arguments: tuple[str, ...], exit_code: int, said: str, fake: FakeTwilio) -> None:
    """2: it was typed wrongly, 1: it was tried."""
    outcome = offhook(*arguments)
    assert outcome.exit_code == exit_code
    assert said in " ".join(outcome.stderr.split())
    assert "\x1b" not in outcome.stderr
    assert not [each for each in fake.http.requests if each.method == "POST" and exit_code == 2]


@pytest.mark.parametrize("command", [("number", "list"), ("hang-up", CALL), ("transfer", CALL, "+15005550002")])
def test_without_an_account_nothing_is_asked(command: tuple[str, ...], folder: Path) -> None:
    """And what to set is told."""
    outcome = offhook(*command)
    assert outcome.exit_code == 1
    assert outcome.stderr == "no account: set twilio.account_sid (TWILIO_ACCOUNT_SID)\n"
