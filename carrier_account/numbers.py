"""Where the account's phone numbers lead: shows it, changes it, and puts back what was there.

NumberNotSet             the number is not what was asked for; the message says why and what to do
"""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from offhook.carrier_account.number_memory import NumberMemory, Remembered
from offhook.engine.host.settings import ServerSettings
from offhook.engine.host.web_address import BadAddress, origin
from offhook.protocol.carriers.twilio.rest import PhoneNumber, without_password
from offhook.web.carriers.twilio import VOICE_PATH
from offhook.web.carriers.twilio_rest import TwilioRest
from offhook.web.locality import host_name

_MOST_NAMED = 5


class NumberNotSet(Exception):
    """Nothing, or not all, was changed."""


def webhook_url(given: str | None, server: ServerSettings) -> str:
    """The voice webhook: `given` may name only the server. Raises NumberNotSet."""
    url = given or server.public_url
    if url is None:
        raise NumberNotSet("which address? name it, or set server.public_url")
    whole = reachable_url(url)
    if urlsplit(whole).scheme != "https":
        raise NumberNotSet("the address must begin with https://: Twilio opens the media stream there over TLS only")
    return whole if urlsplit(whole).path.strip("/") else f"{whole.rstrip('/')}{server.root_path}{VOICE_PATH}"


def reachable_url(url: str) -> str:
    """An address that Twilio can ask. Raises NumberNotSet."""
    parts = urlsplit(url)
    try:
        host = host_name(urlsplit(origin(f"{parts.scheme}://{parts.netloc}")).netloc)
    except BadAddress as exc:
        raise NumberNotSet(f"the address {exc}") from exc
    if parts.fragment or any(character.isspace() or not character.isprintable() for character in url):
        raise NumberNotSet("the address must have no blanks and no fragment")
    if not _is_public(host):
        raise NumberNotSet(f"Twilio cannot reach {parts.netloc}: name the public address, of a tunnel for instance")
    return url


def _is_public(host: str) -> bool:
    """Whether others than this machine and its network may find it."""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".internal"))


class Numbers:
    """The numbers of one account. Its methods raise TwilioFailed, NumberNotSet and NotRemembered."""

    def __init__(self, rest: TwilioRest, memory: NumberMemory, account_sid: str) -> None:
        self._rest, self._memory, self._account_sid = rest, memory, account_sid

    async def lines(self) -> list[str]:
        """What there is, and what would be put back."""
        found, remembered = await self._rest.numbers(), self._memory.all()
        if not found:
            return [f"the account {self._account_sid} has no phone number"]
        return [line for each in found for line in _lines(each, remembered.get(each.sid))]

    async def set(self, phone_number: str, wanted: Mapping[str, str]) -> list[str]:
        """`wanted` as in `PhoneNumber.values`. What was there is written down before anything is changed."""
        number = await self._number(phone_number)
        if number.trunk_sid:
            what = f"{phone_number} belongs to {number.leads_to}, which takes its calls"
            raise NumberNotSet(f"{what}: remove it from the trunk in Twilio's console first")
        now = number.values()
        values = dict(wanted)
        if number.voice_application_sid and "VoiceUrl" in values:
            values["VoiceApplicationSid"] = ""  # with one, Twilio does not look at the URL
        if all(now[name] == value for name, value in values.items()):
            return _lines(number, self._memory.all().get(number.sid))
        before = self._memory.all().get(number.sid) or Remembered(phone_number, {}, {})
        remembered = before.then(values, now)
        self._memory.remember(number.sid, remembered)
        changed = await self._changed(number, values)
        return _lines(changed, remembered)

    async def restore(self, phone_number: str) -> list[str]:
        number = await self._number(phone_number)
        remembered = self._memory.all().get(number.sid)
        if remembered is None:
            raise NumberNotSet(f"{self._memory.path} does not say what {phone_number} was before: nothing is changed")
        changed = await self._changed(number, remembered.was)
        self._memory.forget(number.sid)
        return _lines(changed, None)

    async def _changed(self, number: PhoneNumber, values: Mapping[str, str]) -> PhoneNumber:
        changed = await self._rest.set_number(number.sid, values)
        has = changed.values()
        if other := [name for name, value in values.items() if has[name] != value]:
            raise NumberNotSet(f"{number.phone_number}: Twilio has not taken {', '.join(other)}; offhook number list")
        return changed

    async def _number(self, phone_number: str) -> PhoneNumber:
        number = await self._rest.number(phone_number)
        if number is not None:
            return number
        others = [each.phone_number for each in await self._rest.numbers()]
        named = ", ".join(others[:_MOST_NAMED]) + (" ..." if len(others) > _MOST_NAMED else "")
        raise NumberNotSet(
            f"{phone_number} is not a number of the account {self._account_sid}, which has {named or 'none'}"
        )


def _lines(number: PhoneNumber, remembered: Remembered | None) -> list[str]:
    return [f"{number.phone_number}  {number.leads_to}", *(f"  {line}" for line in _below(number, remembered))]


def _below(number: PhoneNumber, remembered: Remembered | None) -> Iterator[str]:
    if not number.takes_calls:
        yield "takes no calls: it has no voice capability"
    if number.voice_fallback_url:
        yield f"if that fails: {without_password(number.voice_fallback_url)}"
    if number.status_callback:
        yield f"status callback: {without_password(number.status_callback)}"
    if remembered is not None:
        was = ", ".join(f"{name} {without_password(value) or 'unset'}" for name, value in remembered.was.items())
        yield f"before: {was}; back to it: offhook number restore {number.phone_number}"
