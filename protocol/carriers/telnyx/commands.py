"""Telnyx's Call Control: the commands that we send over REST, and how its answers are read (Telnyx, "Call Commands").

A command is done once for each `command_id` of a call, for a minute at least: sent again, it is ignored. So what a
webhook that comes twice asks for is done once.
"""

from collections.abc import Mapping
from urllib.parse import quote
from xml.sax.saxutils import escape

import msgspec

from offhook.protocol.carriers.telnyx.client_state import write_state
from offhook.protocol.carriers.voice_language import with_region

TRANSFER_OF = "transfer_of"
"""In the client state of the leg to which a caller is put through: which call that is."""
MOST_ERROR_CHARACTERS = 200
_CALL_OVER = ("90015", "90018", "90053")
"""What a command says about a call that is over: it is not valid, has ended, or is not alive."""
_DEFAULT_LANGUAGE = "en-US"


class Command(msgspec.Struct, frozen=True):
    """One command for one call."""

    action: str
    body: Mapping[str, object]

    def path(self, call_id: str) -> str:
        return f"/v2/calls/{quote(call_id, safe=':')}/actions/{self.action}"


class StreamOrder(msgspec.Struct, frozen=True):
    """A stream that Telnyx shall open to us."""

    url: str
    token: str
    state: Mapping[str, str]
    """What its start, and every later webhook, shall bring."""

    def body(self) -> dict[str, object]:
        """PCMU on both ways: without `stream_codec` it would be the call's own codec, which is PCMA in Europe."""
        return {
            "stream_url": self.url,
            "stream_track": "inbound_track",
            "stream_codec": "PCMU",
            "stream_bidirectional_mode": "rtp",
            "stream_bidirectional_codec": "PCMU",
            "stream_bidirectional_target_legs": "self",
            "stream_auth_token": self.token,
            "client_state": write_state(self.state),
        }


def answer(stream: StreamOrder | None = None, state: Mapping[str, str] | None = None) -> Command:
    """Without a stream the caller is kept waiting, with this client state."""
    if stream is not None:
        return Command("answer", {**stream.body(), "command_id": "offhook-answer"})
    return Command("answer", {"client_state": write_state(state or {}), "command_id": "offhook-answer"})


def start_stream(stream: StreamOrder, number: int) -> Command:
    """Another stream of the same call; `number` tells them apart."""
    return Command("streaming_start", {**stream.body(), "command_id": f"offhook-stream-{number}"})


def busy() -> Command:
    """Turn the caller away before the call is answered."""
    return Command("reject", {"cause": "USER_BUSY", "command_id": "offhook-reject"})


def transfer(call_id: str, to: str) -> Command:
    """Put the caller through to a phone number or SIP URI."""
    state = write_state({TRANSFER_OF: call_id})
    return Command("transfer", {"to": to, "target_leg_client_state": state, "command_id": "offhook-transfer"})


def hang_up() -> Command:
    return Command("hangup", {"command_id": "offhook-hangup"})


def speak(words: str, language: str, pause_s: float, state: Mapping[str, str], number: int) -> Command:
    """Say something, with a pause behind it; `call.speak.ended` follows."""
    pause = f'<break time="{pause_s:g}s"/>' if pause_s else ""
    return Command(
        "speak",
        {
            "payload": f"<speak>{escape(words)}{pause}</speak>",
            "payload_type": "ssml",
            "voice": "female",
            "language": with_region(language) or _DEFAULT_LANGUAGE,
            "client_state": write_state(state),
            "command_id": f"offhook-speak-{number}",
        },
    )


def play(audio_url: str, state: Mapping[str, str], number: int) -> Command:
    """Play a sound file; `call.playback.ended` follows."""
    return Command(
        "playback_start",
        {"audio_url": audio_url, "client_state": write_state(state), "command_id": f"offhook-play-{number}"},
    )


class CommandError(msgspec.Struct, frozen=True):
    """An answer that is not a success."""

    status: int
    code: str = ""
    said: str = ""
    """Telnyx's own words, cut."""

    @property
    def call_is_over(self) -> bool:
        """A bare 404 is not Telnyx's: `telnyx.api_url` is of something else."""
        return self.code in _CALL_OVER or (self.status == 404 and bool(self.code))

    @property
    def may_pass(self) -> bool:
        """Whether the same command may be carried out a little later."""
        return self.status == 429 or self.status >= 500

    @property
    def in_words(self) -> str:
        code = f", error {self.code}" if self.code else ""
        return f"HTTP {self.status}{code}{': ' if self.said else ''}{self.said}"


class _Error(msgspec.Struct):
    code: str | int = ""
    title: str | None = None
    detail: str | None = None


class _Errors(msgspec.Struct):
    errors: list[_Error] = []


def read_error(status: int, body: bytes) -> CommandError:
    try:
        errors = msgspec.json.decode(body, type=_Errors).errors
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        errors = []
    if not errors:
        return CommandError(status)
    first = errors[0]
    said = ": ".join(text for text in (first.title, first.detail) if text)
    return CommandError(status, str(first.code)[:20], said[:MOST_ERROR_CHARACTERS])
