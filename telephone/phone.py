"""A telephone and its carrier: places one call to any Media Streams server and reports how it went.

webhook ──TwiML──► <Connect><Stream> ──► media socket until it ends ──► action, or the next verb, or the end
        ──TwiML──► <Play>, <Record> ──► recording stored ──► action with its URL ──► <Play>, <Record> ...

A ws or wss URL instead of a webhook's is dialled as the media socket itself. When it ends, the call ends.
"""

import enum
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from urllib.parse import urljoin, urlsplit, urlunsplit

import msgspec
import trio

from offhook.engine.host.world import RealWorld, World
from offhook.protocol.carriers.twilio import twiml_reader
from offhook.protocol.carriers.twilio.theirs import CarrierSide, StreamIdentity
from offhook.protocol.carriers.twilio.twiml_reader import (
    ConnectStream,
    Dial,
    Gather,
    Hangup,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
)
from offhook.protocol.playout import SoundPlayed
from offhook.reports.phone_numbers import CallReport, CallSummary
from offhook.telephone.clip import FRAME_S
from offhook.telephone.phone_events import (
    CarrierVoice,
    LineClosed,
    LineOpened,
    PhoneEvent,
    QueryDropped,
    Ringing,
    StreamEnded,
    StreamNotOpened,
    StreamOpened,
    Transferred,
)
from offhook.telephone.phone_line import ClassicDelays
from offhook.telephone.phone_log import PhoneLog
from offhook.telephone.phone_network import CallError, Document, Network, open_network
from offhook.telephone.phone_report import report
from offhook.telephone.phone_script import PhoneScript, Progress, ScriptItem
from offhook.telephone.phone_stream import HangUpRule, PhoneStream, WayToLeave
from offhook.telephone.recorded_turns import Following, RecordedTurns
from offhook.telephone.stereo import stereo_wav
from offhook.telephone.telnyx_call import TelnyxCall, TelnyxLine
from offhook.telephone.telnyx_side import TelnyxSide

MAX_DOCUMENTS = 20  # since the caller was last heard; a call may open several streams, a loop of redirects has to end
_SCHEMES = {"http": "ws", "https": "wss"}
_STREAMED, _RECORDED = "/voice-stream", "/voice"
_API_VERSION = "2010-04-01"
NO_FIELDS: Mapping[str, str] = {}


class CallPath(enum.Enum):
    """How the caller is to reach the agent."""

    STREAM = "stream"
    RECORD = "record"


class PlayedCarrier(enum.Enum):
    """Whom the telephone plays."""

    TWILIO = "twilio"
    TELNYX = "telnyx"


def url_of_path(url: str, path: CallPath) -> str:
    """The webhook of this path, beside the one of the other."""
    address, mark, query = url.partition("?")
    if path is CallPath.STREAM or not address.endswith(_STREAMED):
        return url
    return f"{address.removesuffix(_STREAMED)}{_RECORDED}{mark}{query}"


class CallOptions(msgspec.Struct, frozen=True):
    """Whom to call, and what the caller does."""

    url: str
    """The voice webhook; or a media socket (ws, wss) of a server without one, which is dialled as it stands."""
    items: tuple[ScriptItem, ...] = ()
    caller: str = "+15005550006"
    called: str = "+15005550001"
    parameters: dict[str, str] = {}
    """Added to the webhook's form, as a carrier adds fields of its own."""
    stream_parameters: dict[str, str] = {}
    """The custom parameters of a media socket that is dialled without a webhook."""
    max_seconds: float = 120.0
    stay: bool = False
    delays: ClassicDelays = ClassicDelays()
    """Of a carrier that records each turn."""
    ending: WayToLeave = WayToLeave.STOP
    telnyx: TelnyxLine | None = None
    """Play Telnyx: `url` is that of its webhook. None: Twilio."""
    break_after_s: float | None = None
    """How long the first stream lasts before its connection breaks. The caller is on the line still, so the carrier
    goes on with the next verb, or with the action. None: it does not break."""
    no_stream: bool = False
    """Play a carrier that cannot open the stream: it goes on with the next verb, or with the action."""
    greeting_within_s: float = 5.0
    reply_within_s: float = 15.0


class CallOutcome(msgspec.Struct, frozen=True):
    """How a call went."""

    failure: str
    """Empty if the call went through; else one line that says why not."""
    transferred_to: str
    report: CallReport
    events: tuple[PhoneEvent, ...]
    caller: tuple[SoundPlayed, ...]
    agent: tuple[SoundPlayed, ...]
    call_sid: str = ""
    """The server knows the call by it. Each call gets a new one."""

    @property
    def went_through(self) -> bool:
        return not self.failure

    def summary(self) -> CallSummary:
        return CallSummary(self.went_through, self.failure, self.transferred_to, self.report, self.call_sid)

    def recording(self) -> bytes:
        """A WAV file, caller left and agent right, from the start of the first stream to the end of the last."""
        opened = [event.at for event in self.events if isinstance(event, StreamOpened | LineOpened)]
        ended = [event.at for event in self.events if isinstance(event, StreamEnded | LineClosed)]
        if not opened or not ended:
            return stereo_wav((), (), begins_at=0.0, ends_at=0.0)
        # The first frame is sent when the stream opens, and holds the 20 ms before that.
        return stereo_wav(self.caller, self.agent, begins_at=opened[0] - FRAME_S, ends_at=ended[-1])


def is_socket(url: str) -> bool:
    """Whether the URL is that of a media socket and not of a webhook."""
    return url.lower().startswith(("ws://", "wss://"))


def _ignore(event: PhoneEvent) -> None:
    del event


async def place_call(
    options: CallOptions,
    *,
    on_event: Callable[[PhoneEvent], None] = _ignore,
    world: World | None = None,
    network: Network | None = None,
) -> CallOutcome:
    """Call, follow the TwiML and the script, hang up. A failed call is an outcome, not an exception.

    To place many calls, open one network for all of them (`offhook.telephone.phone_network.open_network`).
    """
    opened: AbstractAsyncContextManager[Network] = open_network() if network is None else nullcontext(network)
    async with opened as way_out:
        call = _Call(options, world or RealWorld(), way_out, on_event)
        return await call.place()


class _Call:
    """One call: the TwiML documents that it follows and the streams that it opens."""

    def __init__(
        self, options: CallOptions, world: World, network: Network, on_event: Callable[[PhoneEvent], None]
    ) -> None:
        self._options, self._network, self._world = options, network, world
        self._chance = world.random("phone")
        self._account_sid, self._call_sid = self._sid("AC"), self._sid("CA" if options.telnyx is None else "v3:")
        self._log = PhoneLog(options.items, on_event)
        self._script = PhoneScript(
            options.items,
            self._chance,
            greeting_within_s=options.greeting_within_s,
            reply_within_s=options.reply_within_s,
        )
        self._hang_up_at = trio.current_time() + options.max_seconds
        self._break_after_s = options.break_after_s
        self._transferred_to = ""
        self._progress = Progress.GOING_ON
        self._caller_left = False
        rule = HangUpRule(self._hang_up_at, options.stay, options.ending)
        self._stack = AsyncExitStack()
        self._turns = RecordedTurns(self._script, self._log, rule, options.delays, network, self._stack)

    async def place(self) -> CallOutcome:
        failure = ""
        with trio.move_on_at(self._hang_up_at + 2 * FRAME_S + 5) as limit:  # hanging up must have worked by then
            async with self._stack:
                try:  # in here, because what is open would put it into a group
                    await self._follow()
                except CallError as exc:
                    failure = str(exc)
        if limit.cancelled_caught:
            failure = f"the call did not end within {self._options.max_seconds:.0f} s"
        log = self._log
        return CallOutcome(
            failure=failure or self._shortfall(),
            transferred_to=self._transferred_to,
            report=report(log),
            events=tuple(log.events),
            caller=tuple(log.caller),
            agent=tuple(log.heard),
            call_sid=self._call_sid,
        )

    async def _follow(self) -> None:
        """Follow the TwiML from document to document until one ends the call. Raises CallError."""
        if self._options.telnyx is not None:
            await self._follow_commands(self._options.telnyx)
            return
        if is_socket(self._options.url):
            await self._stream(self._options.url, self._options.stream_parameters)
            return
        document = await self._fetch("POST", self._options.url, "ringing")
        documents = 0
        while documents < MAX_DOCUMENTS:
            documents += 1
            following = await self._run(document)
            if following is None:
                return
            if following.form:  # a recording, or keys
                documents = 0
            url = _resolve(document.url, following.redirect.url)
            document = await self._fetch(following.redirect.method, url, following.status, following.form)
            if following.status == "completed":
                return
        raise CallError(f"{document.url}: the call did not end after {MAX_DOCUMENTS} TwiML documents")

    async def _follow_commands(self, line: TelnyxLine) -> None:
        """As Telnyx does. Raises CallError."""

        async def stream(url: str, side: TelnyxSide) -> bool:
            await self._run_stream(url, {}, side)
            return self._caller_left

        numbers = (self._options.caller, self._options.called)
        new_id, wall_time = (lambda: self._sid("")), self._world.wall_time
        call = TelnyxCall(line, self._options.url, self._call_sid, numbers, new_id, wall_time, self._log, stream)
        self._transferred_to = await call.place(self._stack)

    async def _run(self, document: Document) -> Following | None:
        try:
            verbs = twiml_reader.read(document.body)
        except twiml_reader.TwimlError as exc:
            raise CallError(f"{document.url}: {exc}") from exc
        records = self._turns.is_open or any(isinstance(verb, Record | Gather) for verb in verbs)
        for verb in verbs:
            match verb:
                case ConnectStream():
                    url = self._socket_of(verb, document.url)
                    await self._stream(url, verb.parameters)
                    if self._caller_left:
                        return None
                    if verb.action is not None:
                        return Following(Redirect(verb.action, verb.method))
                case Redirect():
                    return None if self._turns.has_left else Following(verb)
                case Record():
                    if (following := await self._turns.record(verb)) is not None:
                        return following
                case Gather():
                    if (following := await self._turns.gather(verb)) is not None:
                        return following
                case Dial(to=to):
                    self._transferred_to = to
                    self._log.add(Transferred(trio.current_time(), to))
                    return None
                case Say(text=text) if records:
                    await self._turns.say(text)
                case Say(text=text):
                    self._log.add(CarrierVoice(trio.current_time(), text))
                case Play(url=url) if records:
                    await self._turns.play(_resolve(document.url, url))
                case Play(url=url):
                    self._log.add(CarrierVoice(trio.current_time(), _resolve(document.url, url)))
                case Pause(length_s=length_s):
                    await trio.sleep_until(min(trio.current_time() + length_s, self._hang_up_at))
                case Reject(reason=reason):
                    raise CallError(f"{document.url} rejected the call: {reason}")
                case Hangup():
                    return None
        return None

    def _socket_of(self, verb: ConnectStream, document_url: str) -> str:
        whole = _socket_url(document_url, verb.url)
        url = urlunsplit(urlsplit(whole)._replace(query="", fragment=""))
        if url != whole:  # Twilio, "TwiML Voice: Stream": the url attribute does not support query string parameters
            self._log.add(QueryDropped(trio.current_time(), url))
        return url

    async def _stream(self, url: str, parameters: dict[str, str]) -> None:
        if self._options.no_stream:
            self._log.add(StreamNotOpened(trio.current_time(), url))
            return
        carrier = CarrierSide(StreamIdentity(self._account_sid, self._call_sid, self._sid("MZ")))
        await self._run_stream(url, parameters, carrier)

    async def _run_stream(self, url: str, parameters: dict[str, str], carrier: CarrierSide | TelnyxSide) -> None:
        rule = HangUpRule(self._hang_up_at, self._options.stay, self._options.ending, self._break_after_s)
        self._break_after_s = None
        async with self._network.open_socket(url) as socket:
            stream = PhoneStream(socket, carrier, self._script, self._log, rule)
            await stream.run(url, parameters)
        self._caller_left = stream.caller_left
        self._progress = stream.progress

    async def _fetch(self, method: str, url: str, status: str, more: Mapping[str, str] = NO_FIELDS) -> Document:
        self._log.add(Ringing(trio.current_time(), url))
        form = {
            "CallSid": self._call_sid,
            "AccountSid": self._account_sid,
            "From": self._options.caller,
            "To": self._options.called,
            "Caller": self._options.caller,
            "Called": self._options.called,
            "CallStatus": status,
            "ApiVersion": _API_VERSION,
            "Direction": "inbound",
        }
        return await self._network.fetch(method, url, form | self._options.parameters | dict(more))

    def _shortfall(self) -> str:
        """Why a call that ended without an error still failed; empty if it did not."""
        if self._transferred_to:
            return ""
        if not any(isinstance(event, StreamOpened | LineOpened) for event in self._log.events):
            return f"{self._options.url} ended the call without a media stream"
        if (self._turns.progress if self._turns.is_open else self._progress) is Progress.UNANSWERED:
            after = f"after {self._script.said!r}" if self._script.said else "at the start of the call"
            return f"the agent said nothing within {self._options.reply_within_s:g} s {after}"
        if not self._log.heard:
            ended = next(event for event in reversed(self._log.events) if isinstance(event, StreamEnded | LineClosed))
            how = f" ({ended.how})" if isinstance(ended, StreamEnded) else ""
            return f"the agent said nothing before the call was ended by the {ended.by}{how}"
        if self._script.unsaid:
            what = ", ".join(map(repr, self._script.unsaid))
            if self._caller_left or self._turns.has_left:
                limit_s = self._options.max_seconds
                return f"the limit of {limit_s:g} s ended the call before the script did: not said: {what}"
            return f"the server ended the call before the script did: not said: {what}"
        return ""

    def _sid(self, prefix: str) -> str:
        return f"{prefix}{self._chance.getrandbits(128):032x}"


def _resolve(document_url: str, url: str) -> str:
    try:
        return urljoin(document_url, url)
    except ValueError as exc:
        raise CallError(f"{document_url} leads to a malformed URL: {url}") from exc


def _socket_url(document_url: str, url: str) -> str:
    """The absolute URL of a stream. A relative one means the webhook's host, with the matching scheme."""
    parts = urlsplit(_resolve(document_url, url))
    return urlunsplit(parts._replace(scheme=_SCHEMES.get(parts.scheme, parts.scheme)))
