"""Reads the `start` message of a stream: what it must contain, and what may differ (Twilio, "WebSocket Messages").

A carrier that sends a wrong start does so on every call, and the log must say what was sent and what is wanted. So the
message is decoded without types, and then checked here field by field, with messages of our own.

Harmless differences are accepted: a number as text, a number or null as a custom parameter, a single track that is not
in a list, the stream's name in only one of its two places, no account, no tracks, no number of channels.
"""

import math

import msgspec

from offhook.protocol.errors import UnusableStart

ENCODING, SAMPLE_RATE_HZ, CHANNELS = "audio/x-mulaw", 8000, 1
MAX_NAME_CHARACTERS = 256
_WANTED = f"Offhook takes {ENCODING} at {SAMPLE_RATE_HZ} Hz, {CHANNELS} channel"
_MEND_FORM = "set the stream's codec to G.711 mu-law (PCMU) at the carrier"
_MEND_NAME = "send it as Twilio does"
_WITH_THE_CALLER = {"inbound", "inbound_track", "both", "both_tracks"}
_SHOWN_CHARACTERS = 40


class StartAsSent(msgspec.Struct, frozen=True, tag="start", tag_field="event", rename="camel"):
    """Any start: nothing in it is decided yet."""

    start: object = None
    stream_sid: object = None


class StartDetails(msgspec.Struct, frozen=True):
    """Whose call this is."""

    call_sid: str
    stream_sid: str
    custom_parameters: dict[str, str]


class Start(msgspec.Struct, frozen=True):
    """The stream begins; sent once."""

    start: StartDetails


def read_start(sent: StartAsSent) -> Start:
    """Raises UnusableStart; its text is one line of ASCII, and short."""
    details = _object(sent.start, "start")
    _check_form(_object(details.get("mediaFormat"), "start.mediaFormat"))
    _check_tracks(details.get("tracks"))
    return Start(
        StartDetails(
            call_sid=_name(details.get("callSid"), "start.callSid"),
            stream_sid=_stream(details.get("streamSid"), sent.stream_sid),
            custom_parameters=_parameters(details.get("customParameters")),
        )
    )


def _object(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise UnusableStart(f"{where} is {_shown(value)}, but must be an object: {_MEND_NAME}")
    return value


def _check_form(form: dict[str, object]) -> None:
    encoding, rate, channels = form.get("encoding"), form.get("sampleRate"), form.get("channels", CHANNELS)
    is_mulaw = isinstance(encoding, str) and encoding.lower() == ENCODING  # RFC 2045, 5.1: case does not matter
    if not is_mulaw or _number(rate) != SAMPLE_RATE_HZ or _number(channels) != CHANNELS:
        raise UnusableStart(
            f"audio as {_shown(encoding)} at {_shown(rate)} Hz, channels: {_shown(channels)}, cannot be decoded; "
            f"{_WANTED}: {_MEND_FORM}"
        )


def _check_tracks(tracks: object) -> None:
    """Missing tracks mean the caller's, as with `<Connect><Stream>`, which has no others."""
    if tracks in (None, "", []):
        return
    named = tracks if isinstance(tracks, list) else [tracks]
    if not any(isinstance(track, str) and track in _WITH_THE_CALLER for track in named):
        raise UnusableStart(
            f"start.tracks is {_shown(tracks)}, without the caller's own sound: have the carrier stream the inbound "
            "track, as <Connect><Stream> does"
        )


def _stream(inner: object, outer: object) -> str:
    """Twilio names the stream in the message and in its details; every later message names it again."""
    if inner in (None, ""):
        return _name(outer, "streamSid")
    if outer not in (None, "", inner):
        raise UnusableStart(f"it names two different streams, {_shown(outer)} and {_shown(inner)}: send one of them")
    return _name(inner, "start.streamSid")


def _name(value: object, where: str) -> str:
    if value in (None, ""):
        raise UnusableStart(f"{where} is missing or empty: {_MEND_NAME}")
    if not isinstance(value, str) or len(value) > MAX_NAME_CHARACTERS:
        raise UnusableStart(
            f"{where} is {_shown(value)}, but must be text of at most {MAX_NAME_CHARACTERS} characters: {_MEND_NAME}"
        )
    return value


def _parameters(value: object) -> dict[str, str]:
    """Ours are text, as `<Parameter>` is; of others, what JSON makes of them."""
    if value in (None, []):  # some languages write an empty table as an empty list
        return {}
    return {name: _text(parameter) for name, parameter in _object(value, "start.customParameters").items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _number(value: object) -> float:
    """A number, or text that is one; anything else is not a number."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan


def _shown(value: object) -> str:
    """What the carrier sent, for one line on a terminal."""
    match value:
        case None:
            return "(nothing)"
        case str():
            return ascii(value[:_SHOWN_CHARACTERS]) + ("..." if len(value) > _SHOWN_CHARACTERS else "")
        case bool() | int() | float():
            return msgspec.json.encode(value).decode()[:_SHOWN_CHARACTERS]
        case []:
            return "an empty list"
        case [first]:
            return f"[{_shown(first)}]" if not isinstance(first, list) else "a list"
        case list():
            return f"a list of {len(value)}"
        case _:
            return "an object"
