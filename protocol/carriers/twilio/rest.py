"""Twilio's REST API: the requests that we make and how its answers are read (Twilio, "Voice API" and "Monitor REST
API: Alerts"). Requests are forms, answers are JSON."""

import re
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from offhook.protocol.errors import RemoteProtocolError

AnswerT = TypeVar("AnswerT")

API_VERSION = "2010-04-01"
PAGE_SIZE = 100
OVER = ("completed", "busy", "failed", "no-answer", "canceled")
"""What the status of a call is once it has ended."""
SETTABLE = ("VoiceUrl", "VoiceMethod", "VoiceFallbackUrl", "StatusCallback", "VoiceApplicationSid")
"""What of a number we set, by form field."""
_API, _MONITOR = "api.", "monitor."
_PASSWORD = re.compile(r"(?<=://)([^/?#:]*):[^/?#]*(?=@)")


class RestRequest(msgspec.Struct, frozen=True):
    """One request. `repeatable` means that doing it twice is the same as doing it once."""

    method: str
    path: str
    """With its query."""
    form: Mapping[str, str] = {}
    repeatable: bool = True


class PhoneNumber(msgspec.Struct, frozen=True):
    """A number of the account, and where its calls go."""

    sid: str
    phone_number: str
    friendly_name: str | None = None
    voice_url: str | None = None
    voice_method: str | None = None
    voice_fallback_url: str | None = None
    voice_fallback_method: str | None = None
    status_callback: str | None = None
    status_callback_method: str | None = None
    voice_application_sid: str | None = None
    """With one, Twilio ignores the voice URLs of the number."""
    trunk_sid: str | None = None
    """With one, Twilio ignores the voice URLs and the application."""
    capabilities: Mapping[str, bool] | None = None

    @property
    def takes_calls(self) -> bool:
        return self.capabilities is None or self.capabilities.get("voice", True)

    @property
    def leads_to(self) -> str:
        """In words."""
        if self.trunk_sid:
            return f"SIP trunk {self.trunk_sid}"
        if self.voice_application_sid:
            return f"application {self.voice_application_sid}"
        return f"{self.voice_method or 'POST'} {without_password(self.voice_url)}" if self.voice_url else "nowhere"

    def values(self) -> dict[str, str]:
        """What is `SETTABLE`. Empty: it is not set."""
        has = (
            self.voice_url,
            self.voice_method or "POST",
            self.voice_fallback_url,
            self.status_callback,
            self.voice_application_sid,
        )
        return {field: value or "" for field, value in zip(SETTABLE, has, strict=True)}


class NumbersPage(msgspec.Struct, frozen=True):
    incoming_phone_numbers: tuple[PhoneNumber, ...]
    next_page_uri: str | None = None


class Call(msgspec.Struct, frozen=True, rename={"caller": "from", "called": "to"}):
    sid: str
    status: str
    caller: str | None = None
    called: str | None = None

    @property
    def is_over(self) -> bool:
        return self.status in OVER


class Alert(msgspec.Struct, frozen=True):
    """An error or warning that Twilio has noted."""

    sid: str
    error_code: str | int
    log_level: str
    date_generated: str | None = None
    """ISO 8601."""
    resource_sid: str | None = None
    request_url: str | None = None


class AlertsPage(msgspec.Struct, frozen=True):
    alerts: tuple[Alert, ...]


def without_password(url: str) -> str:
    """For people: an address may hold one, with which Twilio asks."""
    return _PASSWORD.sub(r"\1:**********", url)


def _of_account(account_sid: str, rest: str) -> str:
    return f"/{API_VERSION}/Accounts/{quote(account_sid, safe='')}/{rest}"


def numbers(account_sid: str, phone_number: str | None = None) -> RestRequest:
    """The numbers of the account, a page of them; or those that match one."""
    query = {"PageSize": str(PAGE_SIZE)} | ({"PhoneNumber": phone_number} if phone_number else {})
    return RestRequest("GET", _of_account(account_sid, f"IncomingPhoneNumbers.json?{urlencode(query)}"))


def next_numbers(account_sid: str, page: NumbersPage) -> RestRequest | None:
    """Raises RemoteProtocolError if the next page is said to be anywhere else: the key goes to no other server."""
    if not page.next_page_uri:
        return None
    parts = urlsplit(page.next_page_uri)
    if parts.scheme or parts.netloc or parts.path != _of_account(account_sid, "IncomingPhoneNumbers.json"):
        raise RemoteProtocolError("the next page of the numbers is not at the address of the first one")
    return RestRequest("GET", page.next_page_uri)


def set_number(account_sid: str, number_sid: str, values: Mapping[str, str]) -> RestRequest:
    """`values` by form field, as in `PhoneNumber.values`."""
    return RestRequest(
        "POST", _of_account(account_sid, f"IncomingPhoneNumbers/{quote(number_sid, safe='')}.json"), values
    )


def _call_path(account_sid: str, call_sid: str) -> str:
    return _of_account(account_sid, f"Calls/{quote(call_sid, safe='')}.json")


def fetch_call(account_sid: str, call_sid: str) -> RestRequest:
    return RestRequest("GET", _call_path(account_sid, call_sid))


def hang_up(account_sid: str, call_sid: str) -> RestRequest:
    """Ends a call in any state (Twilio, "Modify calls in progress")."""
    return RestRequest("POST", _call_path(account_sid, call_sid), {"Status": "completed"})


def continue_with(account_sid: str, call_sid: str, twiml: str) -> RestRequest:
    """Replaces the document that the call is in. Not repeatable: twice, a <Dial> in it would dial twice."""
    return RestRequest("POST", _call_path(account_sid, call_sid), {"Twiml": twiml}, repeatable=False)


def alerts(start: str) -> RestRequest:
    """The newest ones since `start` (ISO 8601), a page of them. They are at `monitor_url`."""
    return RestRequest("GET", f"/v1/Alerts?{urlencode({'StartDate': start, 'PageSize': PAGE_SIZE})}")


def monitor_url(api_url: str) -> str:
    """Where alerts are: monitor.twilio.com beside api.twilio.com, also in regions; elsewhere the same server."""
    scheme, _, host = api_url.partition("://")
    return f"{scheme}://{_MONITOR}{host.removeprefix(_API)}" if host.startswith(_API) else api_url


def read_numbers(body: bytes) -> NumbersPage:
    """Raises RemoteProtocolError, as all that read."""
    return _read(body, NumbersPage, "list of numbers")


def read_number(body: bytes) -> PhoneNumber:
    return _read(body, PhoneNumber, "phone number")


def read_call(body: bytes) -> Call:
    return _read(body, Call, "call")


def read_alerts(body: bytes) -> AlertsPage:
    return _read(body, AlertsPage, "list of alerts")


def _read(body: bytes, kind: type[AnswerT], name: str) -> AnswerT:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        # Without what was read: it may quote callers' numbers.
        raise RemoteProtocolError(f"the answer is not a {name}") from exc
