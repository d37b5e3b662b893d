"""Which account is used, and with which key."""

import base64
from pathlib import Path

import pytest
from pydantic import ValidationError

from offhook.engine.host.settings import EngineSettings, TwilioSettings
from offhook.engine.host.settings_sources import load_settings, read_settings
from offhook.web.carriers.twilio_account import AccountNotSet, is_set, twilio_account

SID, OTHER = "AC0123456789abcdef0123456789abcdef", "ACffffffffffffffffffffffffffffffff"
KEY, SECRET, TOKEN = "SK0123456789abcdef0123456789abcdef", "s3cr3t-of-the-key", "t0k3n-of-the-account"


def settings(**values: str) -> TwilioSettings:
    return TwilioSettings.model_validate(values)


def credentials(settings: TwilioSettings) -> tuple[str, str]:
    header = twilio_account(settings).headers["Authorization"]
    user, _, password = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return user, password


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"auth_token": TOKEN}, (SID, TOKEN)),
        ({"api_key": KEY, "api_secret": SECRET}, (KEY, SECRET)),
        ({"api_key": KEY, "api_secret": SECRET, "auth_token": TOKEN}, (KEY, SECRET)),
        ({"api_key": KEY, "auth_token": TOKEN}, (SID, TOKEN)),
        ({"api_secret": SECRET, "auth_token": TOKEN}, (SID, TOKEN)),
        ({"api_key": f" {KEY}\n", "api_secret": f"{SECRET}\n"}, (KEY, SECRET)),
    ],
)
def test_a_key_goes_before_the_token(given: dict[str, str], expected: tuple[str, str]) -> None:
    """The auth token may be set for signatures alone."""
    assert credentials(settings(account_sid=SID, **given)) == expected


def test_variables_of_twilios_own_tools_stand_behind_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each for itself, with its place."""
    for name, value in {
        "TWILIO_ACCOUNT_SID": SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_KEY": KEY,
        "TWILIO_API_SECRET": SECRET,
    }.items():
        monkeypatch.setenv(name, value)
    assert credentials(load_settings(EngineSettings).twilio) == (KEY, SECRET)
    assert load_settings(EngineSettings).twilio.account_sid == SID
    (folder / "offhook.toml").write_text(f'[twilio]\naccount_sid = "{OTHER}"\n')
    assert load_settings(EngineSettings).twilio.account_sid == OTHER
    shown = [line for line in read_settings(EngineSettings).lines() if line.startswith("twilio.api_")]
    assert shown[0] == 'twilio.api_key = "**********"    (TWILIO_API_KEY)'
    assert not [line for line in shown if KEY in line or SECRET in line]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"auth_token": TOKEN}, r"no account: set twilio\.account_sid \(TWILIO_ACCOUNT_SID\)"),
        ({"account_sid": SID}, r"no key for the account: set twilio\.auth_token \(TWILIO_AUTH_TOKEN\)"),
        ({"account_sid": SID, "api_key": KEY}, r"an API key without its secret: set twilio\.api_secret"),
        ({"account_sid": SID, "api_key": "to ken", "api_secret": SECRET}, "the key cannot be sent"),
        ({"account_sid": SID, "auth_token": TOKEN, "api_url": "http://a.example"}, "must begin with https://"),
    ],
)
def test_what_is_missing_is_named_and_no_key_is_quoted(given: dict[str, str], said: str) -> None:
    """With the setting and the variable."""
    with pytest.raises(AccountNotSet, match=said) as caught:
        twilio_account(settings(**given))
    assert "to ken" not in str(caught.value)


def test_a_fake_on_this_machine_needs_no_tls() -> None:
    """Nobody is in between."""
    given = settings(account_sid=SID, auth_token=TOKEN, api_url="http://127.0.0.1:8800")
    assert twilio_account(given).api_url == "http://127.0.0.1:8800"


def test_no_key_is_shown() -> None:
    """Neither by the settings nor by the account."""
    both = settings(account_sid=SID, api_key=KEY, api_secret=SECRET)
    shown = repr(both) + repr(twilio_account(both))
    assert SECRET not in shown
    assert KEY not in shown


@pytest.mark.parametrize(
    "given",
    [
        {"account_sid": "AC1"},
        {"account_sid": "SK0123456789abcdef0123456789abcdef"},
        {"number": "0500 5550001"},
        {"api_url": "api.twilio.com"},
    ],
)
def test_what_cannot_be_is_refused_at_once(given: dict[str, str]) -> None:
    """Before anything is asked with it."""
    with pytest.raises(ValidationError):
        settings(**given)


def test_a_number_may_be_written_as_people_write_it() -> None:
    """Copied from a console or a letterhead."""
    assert settings(number="+1 (500) 555-0001").number == "+15005550001"


def test_the_auth_token_alone_asks_for_no_requests() -> None:
    """It may be set for signatures."""
    assert not is_set(settings(auth_token=TOKEN))
    assert is_set(settings(account_sid=SID))
