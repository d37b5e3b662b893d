"""Which account is used, and with which key. Pure."""

import base64

import pytest
from pydantic import ValidationError

from offhook.engine.host.settings import TwilioSettings
from offhook.web.carriers.twilio_account import AccountNotSet, is_set, twilio_account

SID, OTHER = "AC0123456789abcdef0123456789abcdef", "ACffffffffffffffffffffffffffffffff"
KEY, SECRET, TOKEN = "SK0123456789abcdef0123456789abcdef", "s3cr3t-of-the-key", "t0k3n-of-the-account"
ENVIRONMENT = {"TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": TOKEN}


def settings(**values: str) -> TwilioSettings:
    return TwilioSettings.model_validate(values)


def credentials(settings: TwilioSettings, environment: dict[str, str]) -> tuple[str, str]:
    header = twilio_account(settings, environment).headers["Authorization"]
    user, _, password = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return user, password


@pytest.mark.parametrize(
    ("given", "environment", "expected"),
    [
        ({}, ENVIRONMENT, (SID, TOKEN)),
        ({"account_sid": OTHER}, ENVIRONMENT, (OTHER, TOKEN)),
        ({"auth_token": "another"}, ENVIRONMENT, (SID, "another")),
        ({}, {**ENVIRONMENT, "TWILIO_API_KEY": KEY, "TWILIO_API_SECRET": SECRET}, (KEY, SECRET)),
        ({"auth_token": "set"}, {**ENVIRONMENT, "TWILIO_API_KEY": KEY, "TWILIO_API_SECRET": SECRET}, (SID, "set")),
        ({"api_key": KEY, "api_secret": SECRET, "auth_token": "set"}, ENVIRONMENT, (KEY, SECRET)),
        ({"api_key": KEY}, {**ENVIRONMENT, "TWILIO_API_SECRET": SECRET}, (KEY, SECRET)),
        ({}, {**ENVIRONMENT, "TWILIO_API_KEY": KEY}, (SID, TOKEN)),
        ({}, {"TWILIO_ACCOUNT_SID": f" {SID} ", "TWILIO_AUTH_TOKEN": f"{TOKEN}\n"}, (SID, TOKEN)),
    ],
)
def test_settings_go_before_variables_and_a_key_before_the_token(
    given: dict[str, str], environment: dict[str, str], expected: tuple[str, str]
) -> None:
    """The auth token may be set for signatures alone."""
    assert credentials(settings(**given), environment) == expected


@pytest.mark.parametrize(
    ("given", "environment", "said"),
    [
        ({}, {}, "no account: set twilio.account_sid or TWILIO_ACCOUNT_SID"),
        ({}, {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": TOKEN}, "TWILIO_ACCOUNT_SID: must be AC and 32"),
        ({"account_sid": SID}, {}, "no key for the account: set twilio.auth_token or TWILIO_AUTH_TOKEN"),
        ({"account_sid": SID, "api_key": KEY}, {}, "an API key without its secret: set twilio.api_secret"),
        ({"account_sid": SID}, {"TWILIO_API_KEY": KEY}, "TWILIO_API_KEY without its secret: set TWILIO_API_SECRET"),
        ({"account_sid": SID, "auth_token": "to ken"}, {}, "the key cannot be sent"),
    ],
)
def test_what_is_missing_is_named_and_no_key_is_quoted(
    given: dict[str, str], environment: dict[str, str], said: str
) -> None:
    """With the setting and the variable."""
    with pytest.raises(AccountNotSet, match=said) as caught:
        twilio_account(settings(**given), environment)
    assert "to ken" not in str(caught.value)


def test_no_key_is_shown() -> None:
    """Neither by the settings nor by the account."""
    both = settings(account_sid=SID, api_key=KEY, api_secret=SECRET)
    shown = repr(both) + repr(twilio_account(both, {}))
    assert SECRET not in shown
    assert KEY not in shown


@pytest.mark.parametrize(
    "given",
    [
        {"account_sid": "AC1"},
        {"account_sid": "SK0123456789abcdef0123456789abcdef"},
        {"number": "0500 5550001"},
        {"api_url": "api.twilio.com"},
        {"api_secret": SECRET},
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
    assert not is_set(settings(auth_token=TOKEN), {"TWILIO_AUTH_TOKEN": TOKEN})
    assert is_set(settings(account_sid=SID), {})
    assert is_set(settings(), ENVIRONMENT)
