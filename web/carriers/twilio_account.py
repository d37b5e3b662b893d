"""Which Twilio account is ours, and the key for it: settings first, then the variables of Twilio's own tools.

AccountNotSet            something is missing or cannot be used; the message says what to set
"""

import re
from base64 import b64encode
from collections.abc import Mapping

import msgspec
from pydantic import SecretStr

from offhook.engine.host.settings import TwilioSettings

SID_VARIABLE, TOKEN_VARIABLE = "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"
KEY_VARIABLE, SECRET_VARIABLE = "TWILIO_API_KEY", "TWILIO_API_SECRET"
_SID = re.compile(r"AC[0-9a-fA-F]{32}")
_SENDABLE = re.compile(r"[!-9;-~]{1,200}")  # no colon: it parts user and password (RFC 7617, section 2)
MASK = "**********"


class AccountNotSet(Exception):
    """There is no account to use."""


class TwilioAccount(msgspec.Struct, frozen=True):
    """How to reach it."""

    sid: str
    user: str
    password: str
    api_url: str
    set_by: str
    """The setting or variable that the key is from, for whoever has to correct it."""

    def __repr__(self) -> str:
        return f"TwilioAccount({self.sid}, by {self.set_by})"

    @property
    def headers(self) -> dict[str, str]:
        """RFC 7617."""
        return {"Authorization": f"Basic {b64encode(f'{self.user}:{self.password}'.encode()).decode()}"}

    def masked(self, text: str) -> str:
        """Twilio's texts may quote what was sent."""
        keys = [self.password, *([self.user] if self.user != self.sid else [])]
        for key in keys:
            text = text.replace(key, MASK)
        return text


def is_set(settings: TwilioSettings, environment: Mapping[str, str]) -> bool:
    """Whether anybody wants requests to Twilio at all. The auth token alone also checks who calls."""
    named = (settings.account_sid, settings.api_key, settings.number)
    return any(named) or any(environment.get(name, "").strip() for name in (SID_VARIABLE, KEY_VARIABLE))


def twilio_account(settings: TwilioSettings, environment: Mapping[str, str]) -> TwilioAccount:
    """Raises AccountNotSet."""
    sid = settings.account_sid or environment.get(SID_VARIABLE, "").strip()
    if not sid:
        raise AccountNotSet(f"no account: set twilio.account_sid or {SID_VARIABLE}")
    if not _SID.fullmatch(sid):
        raise AccountNotSet(f"{SID_VARIABLE}: must be AC and 32 digits or letters a to f")
    user, password, set_by = _key(sid, settings, environment)
    for text in (user, password):
        if not _SENDABLE.fullmatch(text):
            raise AccountNotSet(
                f"the key cannot be sent, it holds blanks or characters that are not ASCII: set {set_by}"
            )
    return TwilioAccount(sid, user, password, settings.api_url, set_by)


def _key(sid: str, settings: TwilioSettings, environment: Mapping[str, str]) -> tuple[str, str, str]:
    """User, password and where they are from. An API key goes before the auth token, and settings before variables."""
    key, secret = _plain(settings.api_key), _plain(settings.api_secret)
    if key:
        secret = secret or environment.get(SECRET_VARIABLE, "").strip()
        if not secret:
            raise AccountNotSet(f"an API key without its secret: set twilio.api_secret or {SECRET_VARIABLE}")
        return key, secret, "twilio.api_key and its secret"
    if token := _plain(settings.auth_token):
        return sid, token, "twilio.auth_token"
    key, secret = (environment.get(name, "").strip() for name in (KEY_VARIABLE, SECRET_VARIABLE))
    if key and secret:
        return key, secret, f"{KEY_VARIABLE} and {SECRET_VARIABLE}"
    if token := environment.get(TOKEN_VARIABLE, "").strip():
        return sid, token, TOKEN_VARIABLE
    if key:
        raise AccountNotSet(f"{KEY_VARIABLE} without its secret: set {SECRET_VARIABLE}")
    raise AccountNotSet(f"no key for the account: set twilio.auth_token or {TOKEN_VARIABLE}")


def _plain(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value().strip()
