"""The real clients of ElevenLabs, over a WebSocket and over HTTP, and the fake of it, joined in memory."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from offhook.actors.elevenlabs import ElevenLabsServer
from offhook.actors.speaker.elevenlabs import ElevenLabsSocketSettings, ElevenLabsVoice
from offhook.actors.speaker.elevenlabs_http import ElevenLabsHttpSettings, ElevenLabsHttpVoice
from offhook.actors.speaker.service import VoicePiece, VoiceSession
from offhook.engine.host.network import Network
from offhook.engine.words.spoken_words import WordTime
from offhook.simulation.fakes.elevenlabs import FakeElevenLabs, refusal
from offhook.simulation.fakes.elevenlabs_contexts import problem
from offhook.simulation.fakes.memory_network import MemoryNetwork
from offhook.simulation.fakes.steps import Step
from offhook.simulation.fakes.websocket_server import Close, Fault, Garbage, Opening, Refusal, first_then, instead
from offhook.simulation.world import SimulatedWorld
from tests.actors.joined_network import network_to
from tests.actors.openai_audio_rig import WORDS
from tests.actors.speaker.listening import seconds

KEY = "sk-0123456789abcdef"
VARIABLES = {"ELEVENLABS_API_KEY": KEY}
URL = "http://elevenlabs.example"
SECRETS = f"{KEY} may not say {WORDS}"


@dataclass
class Rig:
    fake: FakeElevenLabs
    memory: MemoryNetwork
    network: Network
    world: SimulatedWorld

    def voice(self, **settings: object) -> ElevenLabsVoice:
        chosen = ElevenLabsSocketSettings.model_validate({"base_url": URL, **settings})
        return ElevenLabsVoice(self.network, ElevenLabsServer("test", chosen, VARIABLES), chosen)

    def http_voice(self, **settings: object) -> ElevenLabsHttpVoice:
        chosen = ElevenLabsHttpSettings.model_validate({"base_url": URL, **settings})
        return ElevenLabsHttpVoice(self.network.http, ElevenLabsServer("test", chosen, VARIABLES), chosen)


@asynccontextmanager
async def rig() -> AsyncIterator[Rig]:
    fake = FakeElevenLabs(key=KEY)
    async with network_to(fake.serve) as (memory, network, transport):
        world = SimulatedWorld(transport=transport, open_stream=memory.open_stream, environment=VARIABLES)
        yield Rig(fake, memory, network, world)


async def said_by(session: VoiceSession, text: str) -> list[VoicePiece]:
    async with session.sentence(text) as pieces:
        return [piece async for piece in pieces]


def sound_in(pieces: Sequence[VoicePiece]) -> bytes:
    return b"".join(piece for piece in pieces if isinstance(piece, bytes))


def words_in(pieces: Sequence[VoicePiece], text: str) -> list[tuple[str, float]]:
    """The words whose time is told, in seconds from the beginning of the sound."""
    times = [piece for piece in pieces if isinstance(piece, WordTime)]
    return [(text[time.character :].split()[0], time.byte / 8000) for time in times]


async def next_is_said(session: VoiceSession) -> None:
    assert seconds(sound_in(await said_by(session, WORDS))) == LASTS_S


LASTS_S = 0.05 * (len(WORDS) + 1)  # the text goes out with a blank behind it


def _refused(status: int, name: str) -> Refusal:
    """As over HTTP, instead of a WebSocket."""
    (_, body) = refusal(status, name, SECRETS).steps
    assert isinstance(body, bytes)
    return Refusal(status, body, {"content-type": "application/json"})


OPENINGS: dict[str, tuple[Opening, str, float, float]] = {
    "wrong key": (_refused(401, "invalid_api_key"), "HTTP 401: the key is not accepted (invalid_api_key)", 60.0, 0.0),
    "no credit": (
        _refused(401, "quota_exceeded"),
        "HTTP 401: the account has no credit left (quota_exceeded)",
        60.0,
        0.0,
    ),
    "payment": (Refusal(402), "HTTP 402: the account has no credit left", 60.0, 0.0),
    "not permitted": (Refusal(403, b"{}"), "HTTP 403: the key does not permit this", 60.0, 0.0),
    "too many at once": (
        _refused(429, "too_many_concurrent_requests"),
        "HTTP 429: more requests at the same time than the account may have (too_many_concurrent_requests)",
        2.0,
        0.0,
    ),
    "busy": (_refused(429, "system_busy"), "HTTP 429: the service is overloaded (system_busy)", 2.0, 0.0),
    "a page of a proxy": (Refusal(502, b"<html>Bad Gateway</html>"), "HTTP 502: the server has failed", 0.0, 0.0),
    "a redirect": (
        Refusal(307, b"", {"location": "http://elsewhere.example/"}),
        "HTTP 307: a redirect, which is not followed",
        0.0,
        0.0,
    ),
    "no HTTP": (Garbage(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "the connection broke", 0.0, 0.0),
    "closes before the handshake": (Step.CLOSE, "the connection broke before there was a WebSocket", 0.0, 0.0),
    "hangs before the handshake": (Step.HANG, "no connection within 2 s", 0.0, 2.0),
}
"""By name: what becomes of the handshake, the whole text of the failure, for how long the service rests, and how long
it was waited for."""


def told(name: str, rest: str) -> Fault:
    """Sound comes, then an error, whose message quotes the key and the text, and the end of the connection."""
    return first_then(1, *problem(name, f"{rest} {SECRETS}"))


def closed(reason: str) -> Fault:
    """The same without the error: only the reason of the close says what it is."""
    return first_then(1, Close(1008, reason))


ANSWERS: dict[str, tuple[Fault, str, float]] = {
    "closes without a frame": (first_then(1, Step.CLOSE), "the connection broke", 0.0),
    "breaks": (first_then(1, Step.RESET), "the connection broke", 0.0),
    "closes with a code": (first_then(1, Close(1011, WORDS)), "the server closed with code 1011", 0.0),
    "closes without a reason": (first_then(1, Close(1008)), "the server closed with code 1008", 0.0),
    "no credit": (
        told("quota_exceeded", "This request exceeds your quota of 100."),
        "an error in the answer: the account has no credit left (quota_exceeded)",
        60.0,
    ),
    "a wrong key": (
        told("invalid_api_key", ""),
        "an error in the answer: the key is not accepted (invalid_api_key)",
        60.0,
    ),
    "no such voice": (
        told("voice_id_does_not_exist", "A voice with voice_id x does not exist."),
        "an error in the answer: there is no such voice, or not for this account (voice_not_found)",
        60.0,
    ),
    "too many at once": (
        told("too_many_concurrent_requests", ""),
        "an error in the answer: more requests at the same time than the account may have"
        " (too_many_concurrent_requests)",
        2.0,
    ),
    "busy": (told("system_busy", ""), "an error in the answer: the service is overloaded (system_busy)", 2.0),
    "too many contexts": (
        told("max_active_conversations", ""),
        "an error in the answer: too many contexts on one connection (max_active_conversations)",
        0.0,
    ),
    "an unknown error": (told("something_new", ""), "an error in the answer: of an unknown kind", 0.0),
    "closed for its quota": (
        closed("This request exceeds your quota of 10000. You have 3 credits remaining."),
        "closed with code 1008: the account has no credit left (quota_exceeded)",
        60.0,
    ),
    "closed for its key": (
        closed("Invalid API key"),
        "closed with code 1008: the key is not accepted (invalid_api_key)",
        60.0,
    ),
    "closed for its voice": (
        closed(f"A voice with voice_id {WORDS} does not exist."),
        "closed with code 1008: there is no such voice, or not for this account (voice_not_found)",
        60.0,
    ),
    "closed for its model": (
        closed("A model with model ID x does not exist."),
        "closed with code 1008: there is no such model, or not for this account (model_not_found)",
        60.0,
    ),
    "closed for its contexts": (
        closed("Maximum simultaneous contexts per WebSocket connection exceeded (5)."),
        "closed with code 1008: too many contexts on one connection (max_active_conversations)",
        0.0,
    ),
    "closed for idling": (
        closed("Have not received a new text input within the timeout of 20 seconds."),
        "closed with code 1008: the connection was idle for too long (input_timeout_exceeded)",
        0.0,
    ),
    "closed under load": (
        closed("We are currently experiencing heavy traffic."),
        "closed with code 1008: the service is overloaded (system_busy)",
        2.0,
    ),
    "JSON that is none": (first_then(1, f'{{"{WORDS}'), "a message that is none of ElevenLabs'", 0.0),
    "a page": (first_then(1, f"<html>{SECRETS}</html>"), "a message that is none of ElevenLabs'", 0.0),
    "a message of another shape": (
        first_then(1, json.dumps({"audio": 7, "contextId": WORDS})),
        "a message that is none of ElevenLabs'",
        0.0,
    ),
    "a binary message": (first_then(1, WORDS.encode()), "a message that is no text", 0.0),
    "no base64": (
        instead({"audio": f"{WORDS}!", "contextId": "sentence-1"}),
        "audio that is not base64",
        0.0,
    ),
}
"""By name: what becomes of an answer that has begun, the whole text of the failure, and how long the service rests."""
