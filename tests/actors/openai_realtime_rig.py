"""The real clients of OpenAI's Realtime interface, and the fake of it, joined in memory."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from offhook.actors.openai_server import OpenAiServer
from offhook.actors.recognizer.openai_realtime import OpenAiRealtimeTranscription, OpenAiRealtimeTranscriptionSettings
from offhook.actors.speaker.openai_realtime import OpenAiRealtimeVoice, OpenAiRealtimeVoiceSettings
from offhook.engine.host.network import Network
from offhook.simulation.fakes.memory_network import MemoryNetwork
from offhook.simulation.fakes.openai_realtime import FakeOpenAiRealtime, problem
from offhook.simulation.fakes.steps import Step
from offhook.simulation.fakes.websocket_server import (
    Close,
    Event,
    Fault,
    Garbage,
    Opening,
    Refusal,
    first_then,
    instead,
)
from tests.actors.joined_network import network_to
from tests.actors.openai_audio_rig import KEY, VARIABLES, WORDS

ONE_SECOND = bytes(range(250)) * 32


@dataclass
class Rig:
    fake: FakeOpenAiRealtime
    memory: MemoryNetwork
    network: Network

    def recognizer(self, **settings: object) -> OpenAiRealtimeTranscription:
        chosen = OpenAiRealtimeTranscriptionSettings.model_validate(settings)
        server = OpenAiServer("test", chosen, VARIABLES)
        return OpenAiRealtimeTranscription(self.network, server, chosen, self.fake.wall_time)

    def voice(self, **settings: object) -> OpenAiRealtimeVoice:
        chosen = OpenAiRealtimeVoiceSettings.model_validate(settings)
        return OpenAiRealtimeVoice(self.network, OpenAiServer("test", chosen, VARIABLES), chosen, self.fake.wall_time)


@asynccontextmanager
async def rig() -> AsyncIterator[Rig]:
    fake = FakeOpenAiRealtime(key=KEY, words=WORDS)
    async with network_to(fake.server.serve) as (memory, network, _):
        yield Rig(fake, memory, network)


def error_event(code: str, kind: str = "invalid_request_error", cause: str | None = None) -> Event:
    """An error of the server; its message quotes the key and the words."""
    error = problem(code, f"{KEY} may not say {WORDS}", kind)
    return {"type": "error", "event_id": "event_error", "error": {**error, "event_id": cause}}


def refusal(status: int, code: str, **headers: str) -> Refusal:
    """As over HTTP, instead of a WebSocket."""
    body = json.dumps({"error": problem(code, f"{KEY} may not say {WORDS}")}).encode()
    given = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return Refusal(status, body, given)


OPENINGS: dict[str, tuple[Opening, str, float]] = {
    "wrong key": (refusal(401, "invalid_api_key"), "HTTP 401: the key is not accepted (invalid_api_key)", 0.0),
    "too many requests": (
        refusal(429, "rate_limit_exceeded", retry_after="20"),
        "HTTP 429: too many requests (rate_limit_exceeded); it asks to wait 20 s",
        0.0,
    ),
    "overloaded": (Refusal(503), "HTTP 503: the server is overloaded", 0.0),
    "a page of a proxy": (Refusal(502, b"<html>Bad Gateway</html>"), "HTTP 502: the server has failed", 0.0),
    "a redirect": (
        Refusal(307, b"", {"location": "http://elsewhere.example/"}),
        "HTTP 307: a redirect, which is not followed",
        0.0,
    ),
    "no HTTP": (Garbage(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "the connection broke", 0.0),
    "closes before the handshake": (Step.CLOSE, "the connection broke before there was a WebSocket", 0.0),
    "hangs before the handshake": (Step.HANG, "no connection within 2 s", 2.0),
}
"""By name: what becomes of the handshake, the whole text of the failure, and how long the service was waited for."""

A_LAW = {"format": {"type": "audio/pcma"}}
SET_UPS: dict[str, tuple[Fault, str, float]] = {
    "hangs before it is set up": (instead(Step.HANG), "no connection within 2 s", 2.0),
    "does not take the settings": (
        instead(error_event("model_not_found", cause="session")),
        "an error in the answer: there is no such model, or not for this key (model_not_found)",
        0.0,
    ),
    "takes another audio format": (
        instead({"type": "session.updated", "session": {"audio": {"input": A_LAW, "output": A_LAW}}}),
        "the server does not take the audio format that was asked for",
        0.0,
    ),
    "closes before it is set up": (instead(Close(1011)), "the server closed with code 1011", 0.0),
}
ANSWERS: dict[str, tuple[Fault, str]] = {
    "closes without a frame": (first_then(4, Step.CLOSE), "the connection broke"),
    "breaks": (first_then(4, Step.RESET), "the connection broke"),
    "closes with a code": (first_then(4, Close(1011, WORDS)), "the server closed with code 1011"),
    "expires": (first_then(4, error_event("session_expired"), Close(1001)), "the session has expired"),
    "JSON that is none": (first_then(4, f'{{"{WORDS}'), "a message that is no event of the Realtime interface"),
    "a page": (first_then(4, f"<html>{KEY} {WORDS}</html>"), "a message that is no event of the Realtime interface"),
    "an event of another shape": (
        first_then(4, f'{{"type": "error", "error": "{WORDS}"}}'),
        "a message that is no event of the Realtime interface",
    ),
    "a binary message": (first_then(4, WORDS.encode()), "a message that is no text"),
    "an error": (
        first_then(4, error_event("server_error", "server_error")),
        "an error in the answer: the server has failed (server_error)",
    ),
}
"""By name: what becomes of an answer that has begun, and the whole text of the failure."""
