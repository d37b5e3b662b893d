"""The real clients of OpenAI's audio endpoints, and the fake of them, joined in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx  # noqa: ASYNC127  # the project's client is httpx

from offhook.actors.keyed_server import KeyedSettings
from offhook.actors.openai_server import OpenAiServer
from offhook.actors.recognizer.openai_transcription import OpenAiTranscription, OpenAiTranscriptionSettings
from offhook.actors.speaker.openai_speech import OpenAiSpeech, OpenAiSpeechSettings
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio, error_body
from offhook.simulation.fakes.steps import Answer, Fault, Step, after_head, before_head, half_then, instead, with_body

KEY = "sk-proj-0123456789abcdef"
URL = "http://openai.example/v1"
VARIABLES = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": URL}
WORDS = "my name is Jane Doe"
"""What is said and heard in these tests. Neither this nor the key may be in any text that is raised."""


@dataclass
class Rig:
    fake: FakeOpenAiAudio
    network: MemoryNetwork
    transport: httpx.AsyncBaseTransport
    client: httpx.AsyncClient

    def voice(self, **settings: object) -> OpenAiSpeech:
        chosen = OpenAiSpeechSettings.model_validate(settings)
        return OpenAiSpeech(self.client, _server(chosen), chosen)

    def recognizer(self, **settings: object) -> OpenAiTranscription:
        chosen = OpenAiTranscriptionSettings.model_validate(settings)
        return OpenAiTranscription(self.client, _server(chosen), chosen)


def _server(chosen: KeyedSettings) -> OpenAiServer:
    """A server of one's own is asked without a key."""
    return OpenAiServer("test", chosen, {} if chosen.base_url else VARIABLES)


@asynccontextmanager
async def rig() -> AsyncIterator[Rig]:
    fake = FakeOpenAiAudio(key=KEY, words=WORDS)
    async with in_memory(fake.server.serve) as (network, transport), httpx.AsyncClient(transport=transport) as client:
        yield Rig(fake, network, transport, client)


def retry_later(answer: Answer) -> Answer:
    return Answer(answer.status, {**answer.headers, "retry-after": "20"}, answer.steps)


def error(status: int, code: str) -> Fault:
    """OpenAI's error body; its message quotes the key and the words."""
    return instead(error_body(status, "invalid_request_error", code, f"{KEY} may not say {WORDS}"))


PAGE = with_body(f"<!DOCTYPE html><html>{KEY} {WORDS}</html>".encode(), content_type="text/html")
FAULTS_OF_BOTH: dict[str, tuple[Fault, str, float]] = {
    "hangs before the head": (before_head(Step.HANG), "no answer within 3 s", 3.0),
    "hangs after the head": (after_head(Step.HANG), "no answer within 3 s", 3.0),
    "hangs in the middle": (half_then(Step.HANG), "nothing more within 2 s, in the middle of the answer", 2.0),
    "closes in the middle": (half_then(Step.CLOSE), "the connection broke in the middle of the answer", 0.0),
    "breaks in the middle": (half_then(Step.RESET), "the connection broke in the middle of the answer", 0.0),
    "closes after the head": (after_head(Step.CLOSE), "the connection broke before the answer", 0.0),
    "wrong key": (error(401, "invalid_api_key"), "HTTP 401: the key is not accepted (invalid_api_key)", 0.0),
    "no credit": (
        error(429, "insufficient_quota"),
        "HTTP 429: the account has no credit left (insufficient_quota)",
        0.0,
    ),
    "too many requests": (
        lambda answer: retry_later(error(429, "rate_limit_exceeded")(answer)),
        "HTTP 429: too many requests (rate_limit_exceeded); it asks to wait 20 s",
        0.0,
    ),
    "no such model": (
        error(404, "model_not_found"),
        "HTTP 404: there is no such model, or not for this key (model_not_found)",
        0.0,
    ),
    "overloaded": (
        error(503, "server_is_overloaded"),
        "HTTP 503: the server is overloaded (server_is_overloaded)",
        0.0,
    ),
    "a page of a proxy": (
        instead(Answer(502, {"content-type": "text/html"}, [Step.HEAD, b"<html>Bad Gateway</html>"])),
        "HTTP 502: the server has failed",
        0.0,
    ),
    "an error that never ends": (
        instead(Answer(500, {"content-type": "application/json"}, [Step.HEAD, b"{", Step.HANG])),
        "HTTP 500: the server has failed",
        2.0,
    ),
    "a redirect": (
        instead(Answer(307, {"location": "http://elsewhere.example/"}, [Step.HEAD])),
        "HTTP 307: a redirect, which is not followed",
        0.0,
    ),
    "compressed": (
        lambda answer: Answer(200, {**answer.headers, "content-encoding": "gzip"}, answer.steps),
        "a compressed answer, which was not asked for",
        0.0,
    ),
    "an error with status 200": (
        with_body(b'{"error": {"code": "server_error", "message": "no"}}', content_type="application/json"),
        "an error in the answer: the server has failed (server_error)",
        0.0,
    ),
}
"""By name: what goes wrong, the whole text of the failure, and how long the service was waited for."""


def leaks(exc: BaseException | None) -> list[str]:
    """The texts of a failure and its causes that quote what must not be quoted."""
    found = []
    while exc is not None:
        found += [text for text in (str(exc), repr(exc)) if any(each in text for each in (KEY, "Jane"))]
        exc = exc.__cause__ or (None if exc.__suppress_context__ else exc.__context__)
    return found
