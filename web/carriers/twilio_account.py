"""Which Twilio account is ours, and the key for it.

AccountNotSet            something is missing or cannot be used; the message says what to set
"""

import re
from base64 import b64encode
from urllib.parse import urlsplit

import msgspec
from pydantic import SecretStr

from offhook.engine.host.settings import TwilioSettings
from offhook.web.locality import is_local

MASK = "**********"
_SENDABLE = re.compile(r"[!-9;-~]{1,200}")  # no colon: it parts user and password (RFC 7617, section 2)
_TOKEN, _KEY = (
    "twilio.auth_token (TWILIO_AUTH_TOKEN)",
    "twilio.api_key and twilio.api_secret (TWILIO_API_KEY, ..._SECRET)",
)


class AccountNotSet(Exception):
    """There is no account to use."""


class TwilioAccount(msgspec.Struct, frozen=True):
    """How to reach it."""

    sid: str
    user: str
    password: str
    api_url: str
    set_by: str
    """The settings that the key is from, for whoever has to correct it."""

    def __repr__(self) -> str:
        return f"TwilioAccount({self.sid}, by {self.set_by})"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Basic {self._credentials}"}

    @property
    def _credentials(self) -> str:
        """RFC 7617."""
        return b64encode(f"{self.user}:{self.password}".encode()).decode()

    def masked(self, text: str) -> str:
        """Twilio's texts may quote what was sent."""
        keys = [self._credentials, self.password, *([self.user] if self.user != self.sid else [])]
        for key in keys:
            text = text.replace(key, MASK)
        return text


def is_set(settings: TwilioSettings) -> bool:
    """Whether anybody wants requests to Twilio at all. The auth token alone tells who calls."""
    return any((settings.account_sid, settings.api_key, settings.number))


def twilio_account(settings: TwilioSettings) -> TwilioAccount:
    """An API key goes before the auth token, which may be set for signatures alone. Raises AccountNotSet."""
    sid = settings.account_sid
    if sid is None:
        raise AccountNotSet("no account: set twilio.account_sid (TWILIO_ACCOUNT_SID)")
    url = urlsplit(settings.api_url)
    if url.scheme != "https" and not is_local("127.0.0.1", {"host": url.netloc}):
        raise AccountNotSet("twilio.api_url must begin with https://: the key would be sent unencrypted")
    key, secret, token = (_plain(each) for each in (settings.api_key, settings.api_secret, settings.auth_token))
    if key and secret:
        user, password, set_by = key, secret, _KEY
    elif token:
        user, password, set_by = sid, token, _TOKEN
    elif key:
        raise AccountNotSet("an API key without its secret: set twilio.api_secret (TWILIO_API_SECRET)")
    else:
        raise AccountNotSet(f"no key for the account: set {_TOKEN}")
    for text in (user, password):
        if not _SENDABLE.fullmatch(text):
            raise AccountNotSet(f"the key cannot be sent, it holds blanks or is not ASCII: set {set_by}")
    return TwilioAccount(sid, user, password, settings.api_url, set_by)


def _plain(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value().strip()
