"""The engine's sections of the settings; `actors/settings.py` adds those of the services.

`engine/host/settings_sources.py` reads them. Rules between settings of one section are checked here; rules between two
sections by the class that holds both.
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, model_validator

from offhook.engine.decide.costs import PriceList
from offhook.engine.decide.end_of_turn import SilenceRules
from offhook.engine.decide.endpointing import FRAME_MS, EndpointingRules
from offhook.engine.host.contradictions import Rule, refuse
from offhook.engine.host.phone_number import phone_number
from offhook.engine.host.settings_admission import AdmissionSettings
from offhook.engine.host.settings_section import LongSeconds
from offhook.engine.host.settings_section import Seconds as Seconds
from offhook.engine.host.settings_section import Section as Section
from offhook.engine.host.settings_telnyx import TelnyxSettings
from offhook.engine.host.web_address import listening_host, origin

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _whole_frames(value: int) -> int:
    """A multiple of 20: the VAD decides once per frame of 20 ms."""
    if value % FRAME_MS:
        raise ValueError(f"must be a multiple of {FRAME_MS}: the VAD decides once per {FRAME_MS} ms frame")
    return value


def _plain_path(value: str) -> str:
    """Without control characters, and without blanks or quotes around it: they would name another file."""
    if (found := _CONTROLS.search(value)) is not None:
        raise ValueError(f"contains {found[0]!r}, which is not allowed in a path")
    if value != value.strip():
        raise ValueError("begins or ends with white space")
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        raise ValueError("must not be in quotes")
    return value


def _named(value: str) -> str:
    """Not empty."""
    if not value:
        raise ValueError("is empty: name a file, or :memory: to keep nothing")
    return value


def each_once(chain: tuple[str, ...]) -> tuple[str, ...]:
    """Each name only once: a second one would never be used."""
    for name in chain:
        if chain.count(name) > 1:
            raise ValueError(f"{name!r} is listed twice")
    return chain


def _language_tags(table: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Languages are written like en, de or es-MX."""
    for language in table:
        if _LANGUAGE.fullmatch(language) is None:
            raise ValueError(f"{language!r} is not a language: write it like en, de or es-MX, as an agent file does")
    return table


def _path_prefix(value: str) -> str:
    """Empty, or a path like /phone."""
    # What needs no escape in a URL: RFC 3986, 2.3.
    if value and not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", value):
        raise ValueError(
            "must begin with /, not end with one, and contain only letters, digits and . _ ~ - , such as /phone"
        )
    return value


def _account_sid(value: str) -> str:
    """An account's SID: AC and 32 hexadecimal digits."""
    if not re.fullmatch(r"AC[0-9a-fA-F]{32}", value):
        raise ValueError("must be AC and 32 digits or letters a to f, as on the first page of Twilio's console")
    return value


def _sendable_token(value: SecretStr) -> SecretStr:
    """16 to 256 characters that are allowed in a cookie (RFC 6265, 4.1.1: cookie-octet), and so after `Bearer` too."""
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError(
            "must be 16 to 256 letters, digits or signs without blanks, quotes, commas, semicolons, backslashes or "
            "anything that is not ASCII; `openssl rand -hex 24` makes one"
        )
    return value


def _auth_token(value: SecretStr) -> SecretStr:
    """16 to 256 letters, digits or signs without blanks and quotes; not an SID."""
    token = value.get_secret_value()
    if not re.fullmatch(r"[!#-&(-~]{16,256}", token):  # an empty key would be one that everybody has
        raise ValueError("must be the auth token as Twilio's console shows it: 32 letters and digits")
    if re.fullmatch(r"(AC|SK)[0-9a-fA-F]{32}", token):
        raise ValueError("must be the auth token, which stands below the account's SID in Twilio's console, not an SID")
    return value


_TOKEN = re.compile(r"[!#-+\--:<-\[\]-~]{16,256}")
FrameMs = Annotated[int, Field(ge=FRAME_MS, le=60_000), AfterValidator(_whole_frames)]
FilePath = Annotated[str, AfterValidator(_plain_path)]


class ServerSettings(Section):
    """Where the server listens, and what it is called from outside."""

    host: Annotated[str, AfterValidator(listening_host)] = "127.0.0.1"
    """The address of this machine to listen on; 0.0.0.0 is all of them. `hypercorn --bind` wins over it."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """The TCP port to listen on; 0 takes any free port. `hypercorn --bind` wins over it."""
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    """How many processes of `offhook serve` answer calls, one for each core; docs/running.md. The `hypercorn` command
    has its own option for that, `-w`."""
    public_url: Annotated[str, AfterValidator(origin)] | None = None
    """The URL by which the carrier reaches this server, for the addresses in its answers, and to check its signature.
    Unset, the request's `Host` is used. Always set it behind a proxy: docs/behind-a-proxy.md."""
    root_path: Annotated[str, AfterValidator(_path_prefix)] = ""
    """The path of a larger site below which the server is mounted; `hypercorn --root-path` is the same, and wins."""
    admin_token: Annotated[SecretStr, AfterValidator(_sendable_token)] | None = None
    """The token for `/calls`, from anywhere; docs/behind-a-proxy.md. Unset, only this machine may see them."""
    media_lane: bool = True
    """Whether one task reads the media sockets of all calls, so that each costs less of a core; docs/performance.md.
    Off, or where the sockets have TLS, or with Hypercorn's `--websocket-ping-interval`, or on another system than
    Linux, each call reads its own through Hypercorn."""
    drain_s: Annotated[float, Field(ge=0, le=3600)] = 20.0
    """How long calls may go on after the process was asked to stop; then they hear a goodbye."""
    runtime_folder: Annotated[FilePath, Field(min_length=1)] | None = None
    """A private folder of this machine by which the workers of the server count calls together; it is made with mode
    0700. Servers with the same folder count together too. Unset: one of the server's own, below `XDG_RUNTIME_DIR` or
    the temporary folder."""


class TwilioSettings(Section):
    """The account at Twilio; docs/quickstart-twilio.md. What neither file nor variable of ours sets is read from
    Twilio's own variables: `TWILIO_ACCOUNT_SID`, `TWILIO_AUTH_TOKEN`, `TWILIO_API_KEY` and `TWILIO_API_SECRET`."""

    account_sid: Annotated[str, AfterValidator(_account_sid)] | None = None
    """Which account, for `offhook number` and other requests to Twilio; the first page of Twilio's console has it."""
    auth_token: Annotated[SecretStr, AfterValidator(_auth_token)] | None = None
    """The account's auth token, with which Twilio signs its requests: those without a valid signature are refused;
    docs/security.md. It is also the key for requests to Twilio. Unset, calls are answered from this machine only."""
    api_key: SecretStr | None = None
    """An API key (SK...), with `api_secret`: for requests to Twilio instead of the auth token."""
    api_secret: SecretStr | None = None
    """The secret that was shown when `api_key` was made."""
    number: Annotated[str, AfterValidator(phone_number)] | None = None
    """Our phone number, such as +15005550001: what `offhook number` and `offhook doctor` are about."""
    api_url: Annotated[str, AfterValidator(origin)] = "https://api.twilio.com"
    """Where Twilio's REST API is. In another region: https://api.dublin.ie1.twilio.com, for instance."""


class RecordingSettings(Section):
    """Calls in which the carrier records each turn of the caller, the way before streams; docs/recordings.md."""

    fallback: bool = True
    """Whether callers go on in this way whose stream cannot be opened, or broke more often than `limits.returns`."""
    silence_s: Annotated[int, Field(ge=1, le=60)] = 1
    """How much silence ends a recording, in whole seconds: the carrier knows no fractions."""
    longest_s: Annotated[int, Field(ge=1, le=300)] = 30
    """The longest recording of one turn; it ends there."""


Confirm = Literal["auto", "none", "noise_floor", "veto", "silero"]


class VadSettings(Section):
    """When the caller begins to speak and has finished; docs/vad.md says which way to turn what."""

    aggressiveness: Annotated[int, Field(ge=0, le=3)] = 3
    """How strict the detector is before it calls a frame voiced: 3 takes the least noise for speech, 0 misses the
    least speech."""
    confirm: Confirm = "auto"
    """A second detector that must agree before a frame counts as voiced; docs/noise.md has the figures of each. "auto"
    is "veto" where onnxruntime is installed, else "noise_floor"."""
    softer_db: Annotated[float, Field(ge=0, le=30)] = 8.0
    """A voice that stays so much softer than the caller's usual one is taken for somebody else's (docs/noise.md). Less:
    more of what others say is left out, and callers who turn away are heard later. 0: every voice is the caller's."""
    onset_ms: FrameMs = 60
    """How much voice within `onset_window_ms` is the beginning of speech. More: fewer clicks interrupt, and real
    interruptions are detected later."""
    onset_window_ms: FrameMs = 100
    """The time in which `onset_ms` is counted; no shorter than that."""
    smoothing_ms: FrameMs = 600
    """How much audio from before the beginning the recognizer gets too, so that no first sound is missing; no shorter
    than `onset_window_ms`."""
    pause_ms: FrameMs = 120
    """How much silence is a pause: the turn may be over, and the agent begins to draft an answer. No longer than
    `silence_ms`, nor than `min_silence_ms` where `adaptive` is on."""
    silence_ms: FrameMs = 300
    """How much silence is the end of the turn: the agent answers. More: fewer callers are cut off, and every answer
    comes later."""
    max_utterance_ms: FrameMs = 30_000
    """An utterance as long as this ends there, so that noise does not hold the floor for ever; longer than every
    silence that may end one."""
    adaptive: bool = True
    """Whether the silence that ends a turn depends on what was said; docs/end-of-turn.md. Off: it is `silence_ms`."""
    min_silence_ms: FrameMs = 200
    """Where `adaptive` is on: the least silence that ends a turn, as after a complete answer. No longer than
    `silence_ms`."""
    max_silence_ms: FrameMs = 1200
    """Where `adaptive` is on: the most silence that ends a turn, as after "my number is". No shorter than
    `silence_ms`."""
    patience: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Where `adaptive` is on: how much a caller who is cut off weighs against one who waits. 0: answer at the first
    chance; 1: wait whenever in doubt. At 0.5, `silence_ms` is waited where nothing speaks for or against the end."""

    @model_validator(mode="after")
    def _fit_together(self) -> "VadSettings":
        refuse(
            self,
            (
                self.onset_ms > self.onset_window_ms,
                "onset_ms onset_window_ms",
                "onset_ms must not be above onset_window_ms",
            ),
            (
                self.onset_window_ms > self.smoothing_ms,
                "onset_window_ms smoothing_ms",
                "smoothing_ms must be at least onset_window_ms",
            ),
            (self.pause_ms > self.silence_ms, "pause_ms silence_ms", "pause_ms must not be above silence_ms"),
            (
                self.max_utterance_ms <= self.silence_ms,
                "max_utterance_ms silence_ms",
                "every utterance would be cut off before the silence that ends it",
            ),
            *(self._where_adaptive() if self.adaptive else ()),
        )
        return self

    def _where_adaptive(self) -> tuple[Rule, ...]:
        """Rules for the silences that `adaptive` chooses from; without it those settings are not used."""
        return (
            (
                self.pause_ms > self.min_silence_ms,
                "pause_ms min_silence_ms",
                "with adaptive on, pause_ms must not be above min_silence_ms; raise that, lower pause_ms, or set "
                "adaptive = false",
            ),
            (
                self.min_silence_ms > self.silence_ms,
                "min_silence_ms silence_ms",
                "with adaptive on, min_silence_ms must not be above silence_ms",
            ),
            (
                self.silence_ms > self.max_silence_ms,
                "silence_ms max_silence_ms",
                "with adaptive on, silence_ms must not be above max_silence_ms",
            ),
            (
                self.silence_ms < self.max_utterance_ms <= self.max_silence_ms,
                "max_utterance_ms max_silence_ms",
                "an utterance would be cut off before the longest silence that may end it",
            ),
        )

    def rules(self) -> EndpointingRules:
        return EndpointingRules(
            onset_ms=self.onset_ms,
            onset_window_ms=self.onset_window_ms,
            smoothing_ms=self.smoothing_ms,
            pause_ms=self.pause_ms,
            silence_ms=self.silence_ms,
            max_utterance_ms=self.max_utterance_ms,
        )

    def silence_rules(self) -> SilenceRules:
        return SilenceRules(
            adaptive=self.adaptive,
            min_silence_ms=self.min_silence_ms,
            silence_ms=self.silence_ms,
            max_silence_ms=self.max_silence_ms,
            patience=self.patience,
        )


class BargeInSettings(Section):
    """What happens when the caller speaks over the agent; docs/turn-taking.md shows each."""

    mode: Literal["immediate", "confirmed", "off"] = "immediate"
    """The agent stops when speech begins; when words are recognised; never."""
    echo: Literal["auto", "guard", "cancel", "off"] = "auto"
    """What is done about the agent's own voice, coming back from a speakerphone: `guard` tells it from the caller's,
    `cancel` also takes it out of the caller's audio, `auto` does that in calls that have shown it, where the extra
    `aec` is installed; docs/echo.md."""
    verdict_s: Seconds = 2.0
    """How long after such speech the agent waits for its words before it goes on; no longer than `wordless_s`."""
    wordless_s: Seconds = 6.0
    """How long the agent stays quiet for sound in which no word is recognised."""
    false_alarms: Annotated[int, Field(ge=0, le=100)] = 2
    """After so many false alarms in one reply only words stop the agent."""
    backchannels: Annotated[dict[str, tuple[str, ...]], AfterValidator(_language_tags)] = {}  # noqa: RUF012  # copied
    """By language, what listeners say without wanting to interrupt; replaces the list that comes with Offhook."""

    @model_validator(mode="after")
    def _fit_together(self) -> "BargeInSettings":
        refuse(
            self,
            (
                self.verdict_s > self.wordless_s,
                "verdict_s wordless_s",
                "the agent would wait for words longer than it pauses for a sound without words",
            ),
        )
        return self


class FloorSettings(Section):
    """How long each side may keep the other waiting."""

    idle_s: Seconds = 7.0
    """How long the caller may be silent before the question comes again; longer than `keypad_pause_s`."""
    thinking_s: Seconds = 6.0
    """How long an answer may take before the agent asks the caller to say it again; longer than `filler_s`."""
    filler_s: Annotated[float, Field(ge=0, le=60)] = 1.2
    """How long the caller waits for an answer before a filler ("one moment"), shorter than `thinking_s`; 0 for none."""
    agent_speaking_s: LongSeconds = 120.0
    """How long a reply may be before it is cut off."""
    silences: Annotated[int, Field(ge=0, le=20)] = 2
    """How often in a row the question comes again for a silent caller; then the agent says goodbye and hangs up. An
    agent file has a limit of its own, `[dialogue] silences`: the first to be reached counts."""
    apologies: Annotated[int, Field(ge=0, le=20)] = 2
    """How often in a row the agent apologises for a missing answer; then it says goodbye and hangs up."""
    keypad_pause_s: Seconds = 3.0
    """How long after the last key an entry of several keys is complete; shorter than `idle_s`."""

    @model_validator(mode="after")
    def _fit_together(self) -> "FloorSettings":
        refuse(
            self,
            (
                self.idle_s <= self.keypad_pause_s,
                "idle_s keypad_pause_s",
                "a caller in the middle of keying in would be asked again; idle_s must be the longer one",
            ),
            (
                self.filler_s >= self.thinking_s,
                "filler_s thinking_s",
                "the answer would be given up before the filler is due; lower filler_s, or set it to 0 for none",
            ),
        )
        return self


class LimitsSettings(Section):
    """What ends a call, whatever it is doing."""

    calls: Annotated[int, Field(ge=1, le=10_000)] = 100
    """How many calls may go on at once, over all workers of the server; `admission.when_full` says what becomes of
    further callers."""
    call_s: LongSeconds = 3600.0
    """How long a call may last; then the caller hears the agent's goodbye."""
    carrier_silence_s: LongSeconds = 10.0
    """How long the carrier may send nothing at all; then the call ends. After half of it a mark asks for a sign of
    life, because some carriers send no audio in silence."""
    carrier_stalled_s: LongSeconds = 5.0
    """How long the carrier may leave a message of ours unread; then the call is over. Shorter than
    `speaker.item_within_s`."""
    cost: Annotated[float, Field(ge=0, le=1_000_000)] = 0.0
    """How much the services of a call may cost, in `prices.currency`; then the caller hears the agent's goodbye;
    docs/costs.md. Every service that may cost something needs a price. 0: no limit."""
    returns: Annotated[int, Field(ge=0, le=100)] = 10
    """How often a call goes on in a new stream after its stream broke; docs/running.md. 0: never."""
    start_s: LongSeconds = 10.0
    """How long a new connection may take to send its `start` message; then it is closed."""
    goodbye_s: LongSeconds = 5.0
    """How long the last sentence of a call that the engine ends may take; then the line is cut."""
    restarts: Annotated[int, Field(ge=0, le=100)] = 3
    """How many crashes within `restart_window_s` a call survives, each by a restart of the actor that crashed; one more
    ends the call with the agent's apology."""
    restart_window_s: LongSeconds = 10.0
    """How long a crash counts against `restarts`."""
    bad_messages: Annotated[int, Field(ge=1, le=100_000)] = 100
    """Messages in 10 s that break the protocol, before the call is ended."""


class LogSettings(Section):
    """What the server writes to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """The least important kind of line that is written."""
    format: Literal["lines", "json"] = "lines"
    """Lines for people, or a JSON object on each line for programs."""
    transcripts: bool = False
    """Whether what callers and agent say may appear in the log."""


class StoreSettings(Section):
    """Where call records go."""

    path: Annotated[FilePath, AfterValidator(_named)] = "offhook.db"
    """An SQLite file, or `:memory:` to keep nothing."""
    keep_days: Annotated[int, Field(ge=0, le=36_500)] = 0
    """How many days after its beginning a call's record is deleted; docs/records.md. 0: never."""


class EngineSettings(Section):
    """All of the engine's sections."""

    server: ServerSettings = ServerSettings()
    recording: RecordingSettings = RecordingSettings()
    vad: VadSettings = VadSettings()
    barge_in: BargeInSettings = BargeInSettings()
    floor: FloorSettings = FloorSettings()
    admission: AdmissionSettings = AdmissionSettings()
    limits: LimitsSettings = LimitsSettings()
    log: LogSettings = LogSettings()
    store: StoreSettings = StoreSettings()
    twilio: TwilioSettings = TwilioSettings()
    telnyx: TelnyxSettings = TelnyxSettings()

    def price_list(self) -> PriceList:
        """What the services of a call cost. The engine knows none of them."""
        return PriceList()
