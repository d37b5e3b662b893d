"""ElevenLabs' speech over HTTP: POST /v1/text-to-speech/{voice}/stream, whose answer is the audio as it is made; with
/with-timestamps behind it, the answer is lines of JSON, and the times of characters stand beside the audio."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

import msgspec

from offhook.protocol.elevenlabs_contexts import decoded
from offhook.protocol.elevenlabs_errors import in_line
from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.service_errors import ReportedError

LONGEST_LINE = 4 * 1024 * 1024
_OTHER_TYPES = ("application/json", "text/html", "text/plain", "audio/mpeg", "audio/wav", "audio/x-wav", "audio/ogg")
"""What mu-law without a header surely is not: it has no type of its own, and servers name several."""


class SpeechRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """The JSON body. What is unset is left out."""

    text: str
    model_id: str
    language_code: str | None = None
    voice_settings: Mapping[str, object] | None = None

    def encode(self) -> bytes:
        return msgspec.json.encode(self)


class Alignment(msgspec.Struct, frozen=True):
    """When each character begins, from the beginning of the answer."""

    chars: Sequence[str] = msgspec.field(default=(), name="characters")
    starts_s: Sequence[float] = msgspec.field(default=(), name="character_start_times_seconds")


class Piece(msgspec.Struct, frozen=True):
    """One line of an answer with times."""

    encoded: str = msgspec.field(name="audio_base64")
    alignment: Alignment | None = None
    normalized: Alignment | None = msgspec.field(default=None, name="normalized_alignment")

    @property
    def audio(self) -> bytes:
        """Raises RemoteProtocolError."""
        return decoded(self.encoded)


def path(voice: str, *, times: bool) -> str:
    with_times = "/with-timestamps" if times else ""
    return f"/v1/text-to-speech/{quote(voice, safe='')}/stream{with_times}?output_format=ulaw_8000"


_read = msgspec.json.Decoder(Piece).decode


class PieceReader:
    """Reads lines, in pieces of any length. Raises ReportedError for one that is an error, RemoteProtocolError for any
    other that is no piece."""

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, data: bytes) -> list[Piece]:
        *lines, self._waiting = (self._waiting + data).split(b"\n")
        if len(self._waiting) > LONGEST_LINE:
            raise RemoteProtocolError(f"a line of more than {LONGEST_LINE} bytes")
        return self._pieces(lines)

    def finish(self) -> list[Piece]:
        """The last line need not be ended."""
        waiting, self._waiting = self._waiting, b""
        return self._pieces([waiting])

    def _pieces(self, lines: Sequence[bytes]) -> list[Piece]:
        return [self._piece(line) for line in lines if line.strip()]

    def _piece(self, line: bytes) -> Piece:
        try:
            return _read(line)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            if (error := in_line(line)) is not None:
                raise ReportedError(error) from None  # it would quote the text
            raise RemoteProtocolError("an answer that is no audio with times") from None  # as above


def wrong_type(content_type: str) -> str | None:
    """Why an answer of this type is not the audio that was asked for; None if it may be."""
    bare = content_type.partition(";")[0].strip().lower()
    return f"an answer of the type {bare} instead of mu-law" if bare in _OTHER_TYPES else None
