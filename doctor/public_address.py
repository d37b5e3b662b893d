"""Calls the server's own public address, as a carrier would: the webhook, then the media socket, then a short call.

BadPublicAddress         this is no address of a webhook; the message says what to write
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from urllib.parse import urlsplit

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio
from pydantic import SecretStr

from offhook.actors.http_answer import Deadlines, http_answer
from offhook.actors.settings import Settings
from offhook.doctor.finding import Finding, good, parted, warning, wrong
from offhook.doctor.measured_network import Measurement, measured_network
from offhook.doctor.setup import Setup
from offhook.doctor.timings import SLOW_S, Timings, timings
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.settings import ServerSettings
from offhook.engine.host.web_address import BadAddress, origin
from offhook.protocol.carriers.twilio.signature import HEADER, sign
from offhook.telephone.phone import CallOptions, CallOutcome, place_call
from offhook.telephone.phone_events import StreamOpened
from offhook.telephone.phone_network import Document, MediaSocket, Network, open_network
from offhook.web.carriers.twilio import MEDIA_PATH, VOICE_PATH
from offhook.web.carriers.twilio_signature import SET_TOKEN
from offhook.web.locality import host_name, is_local

AREA = "public address"
TIMES, WITHIN_S, ENOUGH_S = 5, 2.0, 3.0
CALL_S, GREETED_WITHIN_S = 4.0, 4.0
CALLER = "+15005550006"
_TWIML = ("text/xml", "application/xml")
_SERVING = "start the server, and let the tunnel or proxy lead to its port; docs/behind-a-proxy.md"
_SOCKETS = f"let the proxy pass WebSockets to {MEDIA_PATH}; docs/behind-a-proxy.md"


class BadPublicAddress(Exception):
    """Not the address of a server."""


class PublicAddress(msgspec.Struct, frozen=True):
    """Where a carrier would call."""

    webhook: str

    @property
    def host(self) -> str:
        return urlsplit(self.webhook).netloc


def public_address(given: str | None, server: ServerSettings) -> PublicAddress | None:
    """`given` may name the server, a path below which it is, or the webhook itself. None without any. Raises
    BadPublicAddress."""
    if given is None:
        whole = None if server.public_url is None else f"{server.public_url}{server.root_path}{VOICE_PATH}"
        return None if whole is None else PublicAddress(whole)
    scheme, parting, rest = given.partition("://")
    host, slash, path = rest.partition("/")
    try:
        server_itself = origin(f"{scheme}{parting}{host}")
    except BadAddress as exc:
        raise BadPublicAddress(f"--url: {exc}") from exc
    if any(mark in path for mark in "?#@ \\"):
        raise BadPublicAddress("--url: must be an address such as https://voice.example.com, without query or fragment")
    below = f"{slash}{path}".rstrip("/").removesuffix(VOICE_PATH) or server.root_path
    return PublicAddress(f"{server_itself}{below}{VOICE_PATH}")


async def call_public_address(
    setup: Setup, address: PublicAddress | None, found: list[Finding], measurements: list[Measurement]
) -> None:
    await trio.lowlevel.checkpoint()
    if address is None:
        fix = 'set server.public_url = "https://YOUR-HOST", or give it here: offhook doctor --url https://YOUR-HOST'
        found.append(good(AREA, "none is set, so it was not called", fix))
        return
    if urlsplit(address.webhook).scheme == "http":
        what = f"{address.webhook}: nothing is encrypted, and carriers open media sockets with wss only"
        found.append(warning(AREA, what, "give the server a public https name, and set it as server.public_url"))
    began = trio.current_time()
    while len(measurements) < TIMES and trio.current_time() < began + ENOUGH_S:
        if refusal := await _ask_webhook(setup, address, measurements):
            found.append(refusal)
            return
    if httpx.codes.is_redirect(measurements[-1].status or 0):
        what = f"{address.webhook}: redirects, and carriers ask once more for each call"
        found.append(warning(AREA, what, "name the address to which it leads, at the carrier and in server.public_url"))
    found.append(_in_time(address, timings(measurements)))
    await _place_short_call(setup, address, found)


async def _ask_webhook(setup: Setup, address: PublicAddress, measurements: list[Measurement]) -> Finding | None:
    """With HEAD, which connects no caller. Returns why no call can succeed."""
    await trio.lowlevel.checkpoint()
    failure = ""
    try:
        async with measured_network(setup.make_network, setup.world) as (network, measurement):
            measurements.append(measurement)
            await _head(network.http, address.webhook, setup.settings.twilio.auth_token)
    except NetworkUnusable as exc:
        return wrong(AREA, *parted(str(exc)))
    except ServiceFailed as exc:
        failure = str(exc)
    if failure:
        trouble = measurement.trouble
        what = f"{address.webhook}: {trouble.what if trouble else failure}"
        return wrong(AREA, what, f"{trouble.fix}; {_SERVING}" if trouble else _SERVING)
    status = measurement.status or 0
    if status == httpx.codes.FORBIDDEN:
        return wrong(AREA, f"{address.webhook}: answers HTTP 403 to the carrier", _access(setup.settings))
    is_twiml = status == httpx.codes.OK and measurement.content_type in _TWIML
    if not is_twiml and not httpx.codes.is_redirect(status):
        kind = "a web page" if measurement.is_web_page else measurement.content_type or "nothing"
        what = f"{address.webhook}: answers HTTP {status} with {kind}, and not as Offhook does"
        return wrong(AREA, what, f"something else answers at this address: {_SERVING}")
    return None


def _in_time(address: PublicAddress, took: Timings) -> Finding:
    what = f"{address.webhook}: {took.in_words()}"
    if took.slow:
        fix = "use a tunnel or proxy that is nearer: callers wait for it before they are answered"
        return warning(AREA, f"{what}: slower than {SLOW_S:g} s", fix, took.figures())
    return good(AREA, what, figures=took.figures())


def _access(settings: Settings) -> str:
    """What to do about a server that lets no carrier in."""
    if settings.twilio.auth_token is None:
        return f"{SET_TOKEN}, for the server and for the doctor; docs/behind-a-proxy.md"
    return (
        "run the doctor with the twilio.auth_token that the server has, and set server.public_url to the name that is "
        "called; the server's log says which URLs it has compared"
    )


async def _head(http: httpx.AsyncClient, url: str, auth_token: SecretStr | None) -> None:
    """Signed as the carrier would, if there is an auth token. Raises ServiceFailed."""
    headers = {} if auth_token is None else {HEADER: sign(auth_token.get_secret_value(), url)}
    deadlines = Deadlines(connect_s=WITHIN_S, first_byte_s=WITHIN_S, gap_s=WITHIN_S, total_s=2 * WITHIN_S)
    async with http_answer(http, http.build_request("HEAD", url, headers=headers), deadlines, ServiceFailed) as answer:
        await answer.beginning(0)


class _Watched:
    """A telephone's network that notes which media socket was opened, and how long that took."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.socket_url = ""
        self.opened_s: float | None = None

    async def fetch(self, method: str, url: str, form: dict[str, str]) -> Document:
        return await self._network.fetch(method, url, form)

    async def fetch_sound(self, url: str) -> bytes:
        return await self._network.fetch_sound(url)

    def open_socket(self, url: str) -> AbstractAsyncContextManager[MediaSocket]:
        return self._timed(url)

    @asynccontextmanager
    async def _timed(self, url: str) -> AsyncIterator[MediaSocket]:
        self.socket_url, began = url, trio.current_time()
        async with self._network.open_socket(url) as socket:
            self.opened_s = trio.current_time() - began
            yield socket


async def _place_short_call(setup: Setup, address: PublicAddress, found: list[Finding]) -> None:
    made = setup.make_network()  # for its certificates: a call must trust the same authorities
    await made.http.aclose()
    options = CallOptions(
        address.webhook, caller=CALLER, max_seconds=CALL_S, greeting_within_s=CALL_S, reply_within_s=GREETED_WITHIN_S
    )
    async with open_network(made.certificates, setup.settings.twilio.auth_token) as network:
        watched = _Watched(network)
        outcome = await place_call(options, world=setup.world, network=watched)
    found += _of_socket(address, watched)
    found.append(_of_call(address, watched, outcome))


def _of_socket(address: PublicAddress, watched: _Watched) -> list[Finding]:
    if not watched.socket_url:
        return []
    findings = []
    url = urlsplit(watched.socket_url)
    if url.netloc != address.host:
        what = f"the webhook leads to {watched.socket_url}, which is another host than {address.host}"
        findings.append(warning(AREA, what, f"set server.public_url = {_origin_of(address)!r}"))
    if url.scheme == "ws" and not is_local("127.0.0.1", {"host": host_name(url.netloc)}):
        what = f"the webhook leads to {watched.socket_url}: carriers open wss only"
        findings.append(wrong(AREA, what, f"set server.public_url = {_origin_of(address)!r}"))
    if watched.opened_s is not None:
        took_ms = watched.opened_s * 1000
        what = f"{watched.socket_url}: opened in {took_ms:.0f} ms"
        findings.append(good(AREA, what, figures={"opened_ms": round(took_ms, 1)}))
    return findings


def _of_call(address: PublicAddress, watched: _Watched, outcome: CallOutcome) -> Finding:
    if outcome.went_through:
        opened_at = next(event.at for event in outcome.events if isinstance(event, StreamOpened))
        heard_ms = (outcome.agent[0].at - opened_at) * 1000
        what = f"a call from {CALLER} was answered: the agent was heard {heard_ms:.0f} ms after the socket was open"
        return good(AREA, what, figures={"heard_ms": round(heard_ms)})
    if "rejected the call" in outcome.failure:
        return warning(AREA, outcome.failure, "the server is full or stopping: try again, or raise limits.calls")
    if not watched.socket_url:
        return wrong(AREA, f"the call failed: {outcome.failure}", _SERVING)
    if watched.opened_s is None:
        return wrong(AREA, f"the call failed: {outcome.failure}", _SOCKETS)
    fix = f"look at the server's log, and at offhook calls show {outcome.call_sid}"
    return wrong(AREA, f"the call failed: {outcome.failure}", fix)


def _origin_of(address: PublicAddress) -> str:
    url = urlsplit(address.webhook)
    return f"https://{url.netloc}"
