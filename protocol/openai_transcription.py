"""OpenAI's transcription over HTTP: POST /audio/transcriptions. The request is a form with a WAV file; the answer is
JSON or, where the model can, a stream of events.

    transcript.text.delta   {"delta"}     zero or more
    transcript.text.done    {"text"}      one
"""

import io
import wave

import msgspec

from offhook.protocol import mulaw
from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.openai_errors import in_answer
from offhook.protocol.server_sent_events import EventReader
from offhook.protocol.service_errors import ReportedError

PATH = "/audio/transcriptions"
SHORTEST_S = 0.1
"""Shorter audio is refused by the server."""
FILE_NAME, FILE_TYPE = "utterance.wav", "audio/wav"  # the extension tells the server the format
LONGEST_TEXT = 100_000


class _Json(msgspec.Struct):
    text: str


class _Event(msgspec.Struct):
    type: str
    delta: str = ""
    text: str | None = None


def wav_of(sound: bytes) -> bytes:
    """8 kHz mu-law as a WAV file of 16-bit samples: mu-law itself is no format that the service lists."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(mulaw.SAMPLE_RATE_HZ)
        out.writeframes(mulaw.decode(sound).astype("<i2").tobytes())
    return file.getvalue()


def form_fields(model: str, language: str, prompt: str, *, stream: bool) -> dict[str, str]:
    """The fields beside the file. The language is named by its two or three letters (ISO 639), without a country."""
    fields = {"model": model, "response_format": "json", "language": language.partition("-")[0].lower()}
    if prompt:
        fields["prompt"] = prompt
    if stream:
        fields["stream"] = "true"
    return fields


class StreamedTranscript:
    """The text of a stream of events, in pieces of any length. `final` is set by the first final event; a second one,
    or a delta after it, changes nothing."""

    def __init__(self) -> None:
        self._reader = EventReader()
        self.so_far = ""
        self.final: str | None = None

    def feed(self, piece: bytes) -> None:
        """Raises RemoteProtocolError for an error event, and for what is no transcript."""
        for event in self._reader.feed(piece):
            if self.final is None and event.data != "[DONE]":
                self._take(event.data.encode())

    def _take(self, data: bytes) -> None:
        if (error := in_answer(data)) is not None:
            raise ReportedError(error)
        try:
            event = msgspec.json.decode(data, type=_Event)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise RemoteProtocolError("an event that is no part of a transcript") from None  # the cause quotes it
        if event.type == "transcript.text.delta":
            self.so_far += event.delta
            if len(self.so_far) > LONGEST_TEXT:
                raise RemoteProtocolError(f"a transcript of more than {LONGEST_TEXT} characters")
        elif event.type == "transcript.text.done":
            if event.text is None:
                raise RemoteProtocolError("a final event without a text")
            self.final = event.text


def text_of_json(body: bytes) -> str:
    """The text of a plain answer. Raises RemoteProtocolError."""
    if (error := in_answer(body)) is not None:
        raise ReportedError(error)
    try:
        return msgspec.json.decode(body, type=_Json).text
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RemoteProtocolError("an answer that is no transcript") from None
