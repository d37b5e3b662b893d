"""OpenAI's transcription over HTTP: POST /audio/transcriptions. The request is a form with a WAV file; the answer is
JSON or, where the model can, a stream of events.

    transcript.text.delta   {"delta"}     zero or more
    transcript.text.done    {"text"}      one

Servers that speak the same stream in other words: vLLM in chunks like those of a chat, {"choices": [{"delta":
{"content"}}]}, and older Speaches in pieces of {"text"}; neither repeats the whole text at the end. llama.cpp's server
ends with a text that is empty.
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


class Recognized(msgspec.Struct, frozen=True):
    """The words, and in which language they are: a tag or a name in English; empty where that is not told."""

    text: str
    language: str = ""


class _Json(msgspec.Struct):
    text: str
    language: str | None = None
    languages: list[str] | None = None


class _Delta(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    delta: _Delta


class _Event(msgspec.Struct):
    type: str = ""
    delta: str = ""
    text: str | None = None
    language: str | None = None
    languages: list[str] | None = None
    choices: list[_Choice] | None = None


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
    """The fields beside the file. The language is named by its two or three letters (ISO 639), without a country;
    empty: the model is to find out."""
    fields = {"model": model, "response_format": "json"}
    if language:
        fields["language"] = language.partition("-")[0].lower()
    if prompt:
        fields["prompt"] = prompt
    if stream:
        fields["stream"] = "true"
    return fields


class StreamedTranscript:
    """The text of a stream of events, in pieces of any length. `final` is set by the first final event, or where a
    server has none, by the end; a second one, or a delta after it, changes nothing."""

    def __init__(self) -> None:
        self._reader = EventReader()
        self._has_no_final = False
        self.so_far = ""
        self.final: str | None = None
        self.language = ""

    def feed(self, piece: bytes) -> None:
        """Raises RemoteProtocolError for an error event, and for what is no transcript."""
        for event in self._reader.feed(piece):
            if self.final is not None:
                return
            if event.data == "[DONE]":
                self._has_no_final = self._has_no_final or bool(self.so_far)
                self.end()
            else:
                self._take(event.data.encode())

    def end(self) -> None:
        """The stream is over, and was not cut."""
        if self.final is None and self._has_no_final:
            self.final = self.so_far

    def _take(self, data: bytes) -> None:
        if (error := in_answer(data)) is not None:
            raise ReportedError(error)
        try:
            event = msgspec.json.decode(data, type=_Event)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise RemoteProtocolError("an event that is no part of a transcript") from None  # the cause quotes it
        match event:
            case _Event(type="transcript.text.delta", delta=delta):
                self._add(delta)
            case _Event(type="transcript.text.done", text=text) as done:
                if text is None and not self.so_far:
                    raise RemoteProtocolError("a final event without a text")
                self.final = text or self.so_far
                self.language = _language_in(done)
            case _Event(type="", choices=None, text=None):
                raise RemoteProtocolError("an event that is no part of a transcript")
            case _Event(type="", choices=choices, text=text):
                self._has_no_final = True
                self._add(text or "".join(choice.delta.content or "" for choice in choices or ()))
            case _:
                pass

    def _add(self, text: str) -> None:
        self.so_far += text
        if len(self.so_far) > LONGEST_TEXT:
            raise RemoteProtocolError(f"a transcript of more than {LONGEST_TEXT} characters")


def recognized_in_json(body: bytes) -> Recognized:
    """Of a plain answer. Raises RemoteProtocolError."""
    if (error := in_answer(body)) is not None:
        raise ReportedError(error)
    try:
        answer = msgspec.json.decode(body, type=_Json)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RemoteProtocolError("an answer that is no transcript") from None
    return Recognized(answer.text, _language_in(answer))


def _language_in(answer: _Json | _Event) -> str:
    """The first of several."""
    return (answer.languages or [answer.language or ""])[0]
