"""Asks Twilio where the phone number leads, and which errors it has noted lately. Only where an account is set."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

import trio

from offhook.doctor.finding import Finding, good, parted, warning, wrong
from offhook.doctor.measured_network import Measurement, measured_network
from offhook.doctor.public_address import PublicAddress
from offhook.doctor.setup import Setup
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.service_failed import ServiceFailed
from offhook.protocol.carriers.twilio.rest import Alert, PhoneNumber
from offhook.protocol.carriers.twilio.rest_errors import page_of
from offhook.web.carriers.twilio_account import AccountNotSet, is_set, twilio_account
from offhook.web.carriers.twilio_rest import TwilioRest

AREA = "phone number"
WITHIN_S = 10.0
ALERTS_S = 86_400.0
MOST_NUMBERS, MOST_ALERTS = 5, 5
_TOLD = ("error", "warning")
_COMPARED = "with server.public_url set, it is compared"
_ASK_WEBHOOK = "offhook doctor --url https://YOUR-HOST calls the webhook as Twilio does"
_ASK_SOCKET = "let the proxy or tunnel pass WebSockets on, and keep them open; docs/behind-a-proxy.md"
_ALERTS: Mapping[str, tuple[str, str]] = {
    "11200": ("the webhook did not answer, or not with success", _ASK_WEBHOOK),
    "11205": ("no connection to the webhook", _ASK_WEBHOOK),
    "11210": ("the host name of the webhook is not known", _ASK_WEBHOOK),
    "11220": ("no TLS with the webhook", _ASK_WEBHOOK),
    "12100": ("the answer of the webhook is no TwiML", _ASK_WEBHOOK),
    "12300": ("the answer of the webhook has a wrong content type", _ASK_WEBHOOK),
    "13224": ("a number to which a call is put through cannot be dialled", "correct the number in the agent file"),
    "13227": ("calls to that country are not allowed", "allow it in Twilio's console: Voice, Geo permissions"),
    "31901": ("the media socket did not answer in time", _ASK_SOCKET),
    "31902": ("the connection for the media socket was refused", _ASK_SOCKET),
    "31903": ("the media socket broke in a call", _ASK_SOCKET),
    "31910": ("no TLS for the media socket", "give the server's name a certificate that can be verified"),
    "31920": ("the handshake of the media socket was not answered with 101", _ASK_SOCKET),
    "31921": ("this server has closed the media socket", "look at the server's log: the agent may have hung up"),
    "31924": ("what came over the media socket was no WebSocket frame", _ASK_SOCKET),
}
"""What they mean and what to do (Twilio, "Error and Warning Dictionary")."""


async def look_at_number(setup: Setup, address: PublicAddress | None, found: list[Finding]) -> None:
    await trio.lowlevel.checkpoint()
    settings = setup.settings.twilio
    if not is_set(settings):
        fix = "to let Twilio be asked, set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN; docs/quickstart-twilio.md"
        found.append(good(AREA, "no account at Twilio is set, so no number was looked at", fix))
        return
    try:
        account = twilio_account(settings)
    except AccountNotSet as exc:
        found.append(warning(AREA, *parted(str(exc))))
        return
    try:
        async with measured_network(setup.make_network, setup.world) as (network, measurement):
            rest = TwilioRest(account, network.http, setup.world.random("twilio"))
            why = f"{rest.host}: not finished within {WITHIN_S:g} s"
            with trio.move_on_after(WITHIN_S):
                why = await _ask(rest, setup, address, found)
            if why:
                found.append(_failed(rest, measurement, why))
    except NetworkUnusable as exc:
        found.append(wrong(AREA, *parted(str(exc))))


async def _ask(rest: TwilioRest, setup: Setup, address: PublicAddress | None, found: list[Finding]) -> str:
    """Why Twilio could not be asked; empty if it could."""
    await trio.lowlevel.checkpoint()
    webhook = None if address is None else address.webhook
    since = datetime.fromtimestamp(setup.world.wall_time() - ALERTS_S, UTC)
    try:
        found += await _routing(rest, setup.settings.twilio.number, webhook)
        found += _of_alerts(await rest.alerts(since.strftime("%Y-%m-%dT%H:%M:%SZ")))
    except ServiceFailed as exc:
        return str(exc)
    return ""


async def _routing(rest: TwilioRest, ours: str | None, webhook: str | None) -> Iterable[Finding]:
    """Raises ServiceFailed."""
    if ours is None:
        return _of_numbers(await rest.numbers(), webhook)
    number = await rest.number(ours)
    if number is not None:
        return _of_number(number, webhook)
    has = ", ".join(each.phone_number for each in (await rest.numbers())[:MOST_NUMBERS]) or "none"
    return [wrong(AREA, f"{ours} is not a number of the account", f"set twilio.number; the account has {has}")]


def _failed(rest: TwilioRest, measurement: Measurement, why: str) -> Finding:
    if (trouble := measurement.trouble) is not None:
        return wrong(AREA, f"{rest.host}: {trouble.what}", trouble.fix)
    return wrong(AREA, *parted(why))


def _of_numbers(numbers: Sequence[PhoneNumber], webhook: str | None) -> Iterator[Finding]:
    """None of them is known to be ours."""
    if not numbers:
        yield wrong(AREA, "the account has no phone number", "buy one in Twilio's console: Phone numbers, Buy a number")
    elif webhook is None:
        for each in numbers[:MOST_NUMBERS]:
            yield good(
                AREA, f"{each.phone_number} leads to {each.leads_to}", "with server.public_url set, it is compared"
            )
    elif here := [each for each in numbers if _leads_to(each, webhook)]:
        for each in here[:MOST_NUMBERS]:
            yield from _of_number(each, webhook)
    else:
        some = ", ".join(each.phone_number for each in numbers[:MOST_NUMBERS])
        what = f"no number of the account leads to {webhook}; it has {some}"
        yield wrong(AREA, what, "offhook number set NUMBER")


def _of_number(number: PhoneNumber, webhook: str | None) -> Iterator[Finding]:
    name = number.phone_number
    if not number.takes_calls:
        yield wrong(
            AREA, f"{name} takes no calls: it has no voice capability", "buy a number with the capability Voice"
        )
    elif number.trunk_sid:
        what = f"{name} leads to {number.leads_to}, which takes its calls"
        yield wrong(AREA, what, "remove it from the trunk in Twilio's console, then: offhook number set")
    elif number.voice_application_sid:
        what = f"{name} leads to {number.leads_to}, whose addresses are not looked at"
        yield warning(AREA, what, f"check them in Twilio's console, or: offhook number set {name}")
    elif webhook is None and number.voice_url:
        yield good(AREA, f"{name} leads to {number.leads_to}", _COMPARED)
    elif webhook is None or not _leads_to(number, webhook):
        instead = f", and not to {webhook}" if webhook else ""
        yield wrong(AREA, f"{name} leads to {number.leads_to}{instead}", f"offhook number set {name}")
    else:
        yield good(AREA, f"{name} leads to {number.leads_to}")
        if not number.voice_fallback_url:
            what = f"{name} has no fallback: if this server does not answer, callers hear an error"
            fix = f"offhook number set {name} --fallback-url URL, of a TwiML Bin for instance"
            yield warning(AREA, what, fix)


def _leads_to(number: PhoneNumber, webhook: str) -> bool:
    """Twilio keeps addresses as they were typed."""
    if number.trunk_sid or number.voice_application_sid or not number.voice_url:
        return False
    set_to, ours = urlsplit(number.voice_url), urlsplit(webhook)
    same_host = set_to.netloc.rpartition("@")[2].lower() == ours.netloc.lower()
    return same_host and set_to.scheme == ours.scheme and set_to.path.rstrip("/") == ours.path


def _of_alerts(alerts: Sequence[Alert]) -> Iterator[Finding]:
    """One line for each kind; the newest come first."""
    counted = Counter(str(each.error_code) for each in alerts if each.log_level in _TOLD)
    if not counted:
        yield good(AREA, "Twilio has noted no error in the last 24 h")
        return
    newest = {str(each.error_code): each for each in reversed(alerts)}
    for code, times in counted.most_common(MOST_ALERTS):
        meaning, fix = _ALERTS.get(code, ("", ""))
        often = "once" if times == 1 else f"{times} times"
        last = newest[code].date_generated or "at an unknown time"
        what = f"Twilio has noted error {code} {often} in the last 24 h, the last one {last}"
        yield warning(AREA, f"{what}: {meaning}" if meaning else what, "; ".join(filter(None, (fix, page_of(code)))))
