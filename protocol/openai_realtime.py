"""OpenAI's Realtime interface over a WebSocket: a JSON object is a message. In order, for one utterance and one spoken
sentence; what is not listed here is ignored.

    server  session.created, after session.update session.updated
    client  input_audio_buffer.append ...                                   .commit or .clear
    server  conversation.item.input_audio_transcription.delta ...           while it listens or later
            input_audio_buffer.committed {item_id}
            conversation.item.input_audio_transcription.completed or .failed

    client  response.create                                                 response.cancel
    server  response.created {response: {id}}
            response.output_audio_transcript.delta, response.output_audio.delta ...
            response.output_audio_transcript.done, response.done {response: {id, status}}

    server  error, whose event_id is that of the client's event
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.openai_errors import in_event
from offhook.protocol.service_errors import ServiceError

SHORTEST_S = 0.1
"""A commit of less audio is refused, and so is an empty one."""
PCM_RATE_HZ = 24_000
MULAW: Mapping[str, object] = {"type": "audio/pcmu"}
PCM: Mapping[str, object] = {"type": "audio/pcm", "rate": PCM_RATE_HZ}
REQUEST = "request"
"""In the metadata of a response: the id of the event that asked for it."""


class Problem(msgspec.Struct, frozen=True):
    """Why something failed. The message is not read: it quotes what was said, and keys."""

    type: object = None
    code: object = None
    param: object = None
    event_id: object = None

    @property
    def error(self) -> ServiceError:
        """What follows from it."""
        if self.code == "session_expired":
            return ServiceError("the session has expired")
        return in_event(self.code, self.type, self.param)


class SoundFormat(NamedTuple):
    """What was asked for in which direction of a session's audio."""

    direction: str
    """input or output"""
    asked: Mapping[str, object]


class _Session(msgspec.Struct, frozen=True):
    expires_at: float | None = None
    audio: object = None


class Created(msgspec.Struct, frozen=True):
    """session.created"""

    session: _Session = _Session()

    @property
    def expires_at(self) -> float | None:
        """When the server will end the session, in seconds since 1970."""
        return self.session.expires_at


class Updated(Created, frozen=True):
    """session.updated: the settings are accepted."""

    def has_other(self, sound: SoundFormat) -> bool:
        """Whether it names another format than was asked for. Some servers name none, or write it in another way."""
        found = self.session.audio
        for name in (sound.direction, "format"):
            found = found.get(name) if isinstance(found, dict) else None
        return isinstance(found, dict) and any(found.get(name, value) != value for name, value in sound.asked.items())


class Failure(msgspec.Struct, frozen=True):
    """error"""

    error: Problem = Problem()


class Committed(msgspec.Struct, frozen=True):
    """input_audio_buffer.committed: the audio before the commit is this item."""

    item_id: str


class Cleared(msgspec.Struct, frozen=True):
    """input_audio_buffer.cleared"""


class Words(msgspec.Struct, frozen=True):
    """More words of an item that is being recognised."""

    item_id: str
    delta: str = ""


class AllWords(msgspec.Struct, frozen=True):
    """The final words of an item."""

    item_id: str
    transcript: str
    languages: tuple[str, ...] | None = None
    """In which they are, where the model tells."""


class NoWords(msgspec.Struct, frozen=True):
    """An item could not be recognised."""

    item_id: str
    error: Problem = Problem()


_REASONS = {
    "max_output_tokens": "it reached its limit",
    "content_filter": "the content filter stopped it",
    "client_cancelled": "it was cancelled",
    "turn_detected": "it was cancelled",
}


class _StatusDetails(msgspec.Struct, frozen=True):
    error: Problem | None = None
    reason: object = None


class Response(msgspec.Struct, frozen=True):
    """One answer of the model."""

    id: str
    status: str | None = None
    status_details: _StatusDetails | None = None
    metadata: Mapping[str, object] | None = None

    @property
    def request(self) -> object:
        """The id of the event that asked for it, if the server tells it."""
        return (self.metadata or {}).get(REQUEST)

    @property
    def failure(self) -> ServiceError | None:
        """Why it is not complete; None if it is."""
        if self.status == "completed":
            return None
        details = self.status_details or _StatusDetails()
        if details.error is not None:
            return details.error.error
        known = _REASONS.get(details.reason) if isinstance(details.reason, str) else None
        return ServiceError(
            f"the response is not complete: {known or 'it failed'}", only_this=self.status == "incomplete"
        )


class ResponseBegun(msgspec.Struct, frozen=True):
    """response.created"""

    response: Response


class Sound(msgspec.Struct, frozen=True):
    """More of a response's audio."""

    response_id: str
    delta: str

    @property
    def audio(self) -> bytes:
        """Raises RemoteProtocolError."""
        try:
            return base64.b64decode(self.delta, validate=True)
        except (binascii.Error, ValueError):
            raise RemoteProtocolError("audio that is not base64") from None


class Spoken(msgspec.Struct, frozen=True):
    """More of the words that a response says. They run ahead of the audio."""

    response_id: str
    item_id: str = ""
    content_index: int = 0
    delta: str = ""


class AllSpoken(msgspec.Struct, frozen=True):
    """The words that a part of a response says."""

    response_id: str
    transcript: str
    item_id: str = ""
    content_index: int = 0


class ResponseOver(msgspec.Struct, frozen=True):
    """response.done"""

    response: Response


ServerEvent = (
    Created
    | Updated
    | Failure
    | Committed
    | Cleared
    | Words
    | AllWords
    | NoWords
    | ResponseBegun
    | Sound
    | Spoken
    | AllSpoken
    | ResponseOver
)
_EVENTS: Mapping[str, type[ServerEvent]] = {
    "session.created": Created,
    "session.updated": Updated,
    "error": Failure,
    "input_audio_buffer.committed": Committed,
    "input_audio_buffer.cleared": Cleared,
    "conversation.item.input_audio_transcription.delta": Words,
    "conversation.item.input_audio_transcription.completed": AllWords,
    "conversation.item.input_audio_transcription.failed": NoWords,
    "response.created": ResponseBegun,
    "response.output_audio.delta": Sound,
    "response.output_audio_transcript.delta": Spoken,
    "response.output_audio_transcript.done": AllSpoken,
    "response.done": ResponseOver,
}


class _Head(msgspec.Struct):
    type: str


def read_event(text: str) -> ServerEvent | None:
    """None for an event that is not needed here. Raises RemoteProtocolError."""
    try:
        known = _EVENTS.get(msgspec.json.decode(text, type=_Head).type)
        return None if known is None else msgspec.json.decode(text, type=known)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise RemoteProtocolError("a message that is no event of the Realtime interface") from None  # it would quote it


def _event(kind: str, event_id: str, **fields: object) -> str:
    return msgspec.json.encode({"type": kind, "event_id": event_id, **fields}).decode()


def transcription_session(
    event_id: str, model: str, language: str, audio: Mapping[str, object], prompt: str, keywords: Sequence[str]
) -> str:
    """Set the session up to recognise what is committed. The language is named by its two or three letters (ISO 639),
    without a country; empty: the model is to find out."""
    transcription: dict[str, object] = {"model": model}
    if language:
        transcription["language"] = language.partition("-")[0].lower()
    if prompt:
        transcription["prompt"] = prompt
    if keywords:
        transcription["keywords"] = keywords
    listening = {"format": audio, "transcription": transcription, "turn_detection": None}
    return _event("session.update", event_id, session={"type": "transcription", "audio": {"input": listening}})


def append_audio(event_id: str, audio: bytes) -> str:
    return _event("input_audio_buffer.append", event_id, audio=base64.b64encode(audio).decode())


def commit_audio(event_id: str) -> str:
    return _event("input_audio_buffer.commit", event_id)


def clear_audio(event_id: str) -> str:
    return _event("input_audio_buffer.clear", event_id)


def speaking_session(event_id: str, instructions: str, voice: str, speed: float | None) -> str:
    """Set the session up to say what it is asked to, and to listen to nobody."""
    output: dict[str, object] = {"format": MULAW, "voice": voice}
    if speed is not None:
        output["speed"] = speed
    audio = {"input": {"turn_detection": None}, "output": output}
    session = {"type": "realtime", "output_modalities": ["audio"], "instructions": instructions, "audio": audio}
    return _event("session.update", event_id, session=session)


def say(event_id: str, text: str) -> str:
    """Ask for a response that is no part of the conversation, so that nothing of it is told to the next one."""
    message = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}
    response = {"conversation": "none", "input": [message], "metadata": {REQUEST: event_id}}
    return _event("response.create", event_id, response=response)


def cancel_response(event_id: str, response_id: str) -> str:
    return _event("response.cancel", event_id, response_id=response_id)
