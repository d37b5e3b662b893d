"""Reads the `start` message of a stream: what it must contain (Telnyx, "Media Streaming over WebSockets").

A carrier that sends a wrong start does so on every call. So it is decoded without types first, and what is wrong with
it is told in one line that says what to set.
"""

from typing import Annotated

import msgspec

from offhook.protocol.carriers.telnyx.client_state import read_state
from offhook.protocol.errors import UnusableStart

ENCODINGS = ("pcmu", "audio/x-mulaw")
"""Two names of one encoding: older descriptions of the stream have the second."""
SAMPLE_RATE_HZ, CHANNELS = 8000, 1
MAX_NAME_CHARACTERS = 256
_SHOWN_CHARACTERS = 40
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_NAME_CHARACTERS)]


class StartAsSent(msgspec.Struct, frozen=True, tag="start", tag_field="event"):
    """Any start: nothing in it is decided yet."""

    start: object = None
    stream_id: object = None


class MediaFormat(msgspec.Struct, frozen=True):
    encoding: str
    sample_rate: int | str = SAMPLE_RATE_HZ
    channels: int | str = CHANNELS


class StartDetails(msgspec.Struct, frozen=True, rename={"caller": "from", "called": "to"}):
    call_control_id: Name
    media_format: MediaFormat
    caller: str | None = None
    called: str | None = None
    client_state: str | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """What our webhook passed on."""
        return read_state(self.client_state)


class Start(msgspec.Struct, frozen=True):
    """The stream begins; sent once."""

    stream_id: Name
    start: StartDetails


def read_start(sent: StartAsSent) -> Start:
    """Raises UnusableStart; its text is one line of ASCII, and short."""
    try:
        start = msgspec.convert({"stream_id": sent.stream_id, "start": sent.start}, Start)
    except msgspec.ValidationError as exc:  # it names the field and the kinds, and quotes no value
        raise UnusableStart(f"the start message cannot be read: {exc}; send it as Telnyx does") from exc
    form = start.start.media_format
    wanted = (str(SAMPLE_RATE_HZ), str(CHANNELS))
    if form.encoding.lower() not in ENCODINGS or (str(form.sample_rate), str(form.channels)) != wanted:
        raise UnusableStart(
            f"audio as {_shown(form.encoding)} at {_shown(form.sample_rate)} Hz, channels: {_shown(form.channels)}, "
            f"cannot be decoded; Offhook takes PCMU at {SAMPLE_RATE_HZ} Hz, {CHANNELS} channel: set stream_codec to "
            "PCMU in the command that starts the stream"
        )
    return start


def _shown(value: str | int) -> str:
    text = str(value)
    return ascii(text[:_SHOWN_CHARACTERS]) + ("..." if len(text) > _SHOWN_CHARACTERS else "")
