"""A fake of OpenAI's two audio endpoints: POST /v1/audio/speech and POST /v1/audio/transcriptions.

What it answers is written from OpenAI's reference; tests compare it with the types of OpenAI's own package.
"""

import email
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from offhook.protocol import mulaw
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.openai_models import answer_about_model
from offhook.simulation.fakes.steps import Answer, Fault, Step, send

RATE_HZ = 24_000


@lru_cache(maxsize=64)  # a call of 20 turns asks for the same few
def speech_pcm(seconds: float, rate_hz: int = RATE_HZ, *, silent_s: float = 0.0) -> bytes:
    """A tone of 440 Hz at -20 dBFS for speech, with silence before it: signed 16 bit, little-endian."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    tone = np.round(4633 * np.sin(2 * np.pi * 440 * time_s)).astype("<i2").tobytes()
    return bytes(2 * round(silent_s * rate_hz)) + tone


def error_body(
    status: int, kind: str, code: str | None, message: str, param: str | None = None, **headers: str
) -> Answer:
    """OpenAI's error: its message quotes what it should not."""
    body = json.dumps({"error": {"message": message, "type": kind, "param": param, "code": code}}).encode()
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"content-type": "application/json", **more}, [Step.HEAD, body])


@dataclass
class FakeOpenAiAudio:
    """One server. `faults` are used up, one for each request; then it answers well."""

    key: str = "sk-test-0123456789abcdef"
    """Empty: none is wanted."""
    words: str = "a room for two nights"
    texts: deque[str] = field(default_factory=deque)
    """What is heard before, one for each request."""
    language_of: Callable[[str], str] | None = None
    """In which language words are, of a model that tells it where it was not told it."""
    speech_s: float = 1.0
    s_per_character: float = 0.0
    """How much longer the speech is for each character of its text."""
    silent_s: float = 0.0
    sound_of: Callable[[str], bytes] | None = None
    """What the speech of a text is, as 8 kHz mu-law, which is sent as 8 kHz PCM; None: a tone of that length."""
    chunk_bytes: int = 4801
    """An odd number: samples are cut in two."""
    streams: bool = True
    """Whether the model sends events; whisper-1 answers with JSON in any case."""
    faults: deque[Fault] = field(default_factory=deque)
    server: HttpServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = HttpServer(self.answer)

    @property
    def requests(self) -> list[Received]:
        return self.server.requests

    async def answer(self, request: Received, answerer: Answerer) -> None:
        """Answer one request."""
        if await answer_about_model(request, answerer, self.key):
            return
        answer = self._answer(request)
        await send(self.faults.popleft()(answer) if self.faults else answer, answerer)

    def _answer(self, request: Received) -> Answer:
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            given = request.headers.get("authorization", "nothing").removeprefix("Bearer ")
            message = f"Incorrect API key provided: {given}."
            return error_body(401, "invalid_request_error", "invalid_api_key", message)
        match (request.method, request.path):
            case ("POST", "/v1/audio/speech"):
                return self._speech(json.loads(request.body))
            case ("POST", "/v1/audio/transcriptions"):
                return self._transcription(form_of(request))
        return error_body(404, "invalid_request_error", None, f"Invalid URL (POST {request.path})")

    def _speech(self, body: Mapping[str, object]) -> Answer:
        if body.get("response_format") != "pcm":
            return error_body(400, "invalid_request_error", None, f"cannot say {body['input']!r}", "response_format")
        pcm = self._pcm(str(body["input"]))
        return Answer(200, {"content-type": "audio/pcm"}, [Step.HEAD, *chunks(pcm, self.chunk_bytes)])

    def _pcm(self, text: str) -> bytes:
        if self.sound_of is not None:
            return mulaw.decode(self.sound_of(text)).astype("<i2").tobytes()
        return speech_pcm(self.speech_s + self.s_per_character * len(text), silent_s=self.silent_s)

    def _transcription(self, form: Mapping[str, bytes]) -> Answer:
        if not form["file"].startswith(b"RIFF"):
            return error_body(400, "invalid_request_error", None, "Invalid file format.", "file")
        usage = {"type": "tokens", "input_tokens": 14, "output_tokens": 7, "total_tokens": 21}
        words = self.texts.popleft() if self.texts else self.words
        told = {} if self.language_of is None or "language" in form else {"languages": [self.language_of(words)]}
        if not self.streams or form.get("stream") != b"true":
            body = json.dumps({"text": words, "usage": usage, **told}).encode()
            return Answer(200, {"content-type": "application/json"}, [Step.HEAD, body])
        deltas = [event({"type": "transcript.text.delta", "delta": each}) for each in _in_words(words)]
        done = event({"type": "transcript.text.done", "text": words, "usage": usage, **told})
        return Answer(200, {"content-type": "text/event-stream; charset=utf-8"}, [Step.HEAD, *deltas, done])


def event(content: Mapping[str, object]) -> bytes:
    return f"data: {json.dumps(content)}\n\n".encode()


def chunks(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


def form_of(request: Received) -> dict[str, bytes]:
    """The fields of a multipart form (RFC 7578), by name."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    found = {}
    for part in email.message_from_bytes(head + request.body).walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found[str(part.get_param("name", header="content-disposition"))] = content
    return found


def _in_words(text: str) -> list[str]:
    words = text.split(" ")
    return [word if number == 0 else f" {word}" for number, word in enumerate(words)]
