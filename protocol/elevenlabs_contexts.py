"""ElevenLabs' speech over a WebSocket with contexts: a JSON object is a message. For one text, in order:

    client  {"context_id", "text": " ", "voice_settings"}
            {"context_id", "text": "Two tickets. ", "flush": true}
    server  {"contextId", "audio", "alignment"} ...
    client  {"context_id", "close_context": true}
    server  {"contextId", "isFinal": true}

A context is final only after it was closed. One that is closed before its first audio may stay without any, and may
never be final: the server has not begun with its text yet (reproduced by others under load, pipecat issue 5271).

    server  {"message", "error", "code"}, and then it closes the connection
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

import msgspec

from offhook.protocol.elevenlabs_errors import in_message
from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.service_errors import ServiceError

MOST_CONTEXTS = 5
"""At the same time on one connection; a sixth ends it."""
LONGEST_IDLE_S = 180
"""The longest time without input that a server can be asked to allow; it allows 20 s by itself."""


class Alignment(msgspec.Struct, frozen=True):
    """When each character begins, from the beginning of the audio of the same message. How long it lasts is not read:
    it is written in two ways, and nobody needs it."""

    chars: Sequence[str] | None = None
    starts_ms: Sequence[float] | None = msgspec.field(default=None, name="charStartTimesMs")


class Answer(msgspec.Struct, frozen=True):
    """What the server says of one context."""

    context: str | None = msgspec.field(default=None, name="contextId")
    encoded: str | None = msgspec.field(default=None, name="audio")
    is_final: bool | None = msgspec.field(default=None, name="isFinal")
    alignment: Alignment | None = None
    """Of the text as it was sent."""
    normalized: Alignment | None = msgspec.field(default=None, name="normalizedAlignment")
    """Of what was made of it, such as numbers in words."""
    error: object = None
    message: object = None

    @property
    def audio(self) -> bytes:
        """Raises RemoteProtocolError."""
        return decoded(self.encoded or "")

    @property
    def failure(self) -> ServiceError | None:
        return None if self.error is None else in_message(self.error, self.message)


def decoded(audio: str) -> bytes:
    """Raises RemoteProtocolError."""
    try:
        return base64.b64decode(audio, validate=True)
    except (binascii.Error, ValueError):
        raise RemoteProtocolError("audio that is not base64") from None


_read = msgspec.json.Decoder(Answer).decode


def read_answer(text: str) -> Answer:
    """Raises RemoteProtocolError."""
    try:
        return _read(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise RemoteProtocolError("a message that is none of ElevenLabs'") from None  # it would quote it


def path(voice: str, model: str, language: str | None) -> str:
    """Where to connect to. The telephone's own audio, with the times of characters; every text is a whole sentence
    (`auto_mode`), which is not held back until there is more."""
    asked = {
        "model_id": model,
        "output_format": "ulaw_8000",
        "auto_mode": "true",
        "sync_alignment": "true",
        "inactivity_timeout": str(LONGEST_IDLE_S),
        **({"language_code": language} if language else {}),
    }
    return f"/v1/text-to-speech/{quote(voice, safe='')}/multi-stream-input?{urlencode(asked)}"


def begin(context: str, voice_settings: Mapping[str, object]) -> str:
    """Open a context. These settings must be the same in every one of a connection, and stand in its first message."""
    settings = {"voice_settings": voice_settings} if voice_settings else {}
    return _message(text=" ", context_id=context, **settings)


def say(context: str, text: str) -> str:
    """All of its text, which is to be spoken at once."""
    return _message(text=f"{text} ", context_id=context, flush=True)


def close(context: str) -> str:
    return _message(context_id=context, close_context=True)


def _message(**fields: object) -> str:
    return msgspec.json.encode(fields).decode()
