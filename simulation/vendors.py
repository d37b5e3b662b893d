"""Every service over a network, with the server that it talks to: a fake in memory, which takes as long as usual.

One more vendor is a line in FAKES.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Generic, NamedTuple, TypeVar

from offhook.actors.declaration import ServiceDeclaration
from offhook.actors.recognizer.service import Recognizer
from offhook.actors.registry import RECOGNIZERS, RESPONDERS, VOICES
from offhook.actors.responder.service import Responder
from offhook.actors.speaker.service import Voice
from offhook.engine.host.agent import load_agent
from offhook.engine.host.settings import Section
from offhook.protocol.telephone_audio import BYTES_PER_S
from offhook.simulation.breaking_wire import BreakingWire
from offhook.simulation.fakes.assemblyai import FakeAssemblyAi
from offhook.simulation.fakes.deepgram import FakeDeepgram
from offhook.simulation.fakes.elevenlabs import FakeElevenLabs
from offhook.simulation.fakes.elevenlabs_voice import FakeSound
from offhook.simulation.fakes.http_server import Serving
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import Answer, pieces_of
from offhook.simulation.fakes.openai_realtime import FakeOpenAiRealtime, speech
from offhook.simulation.fakes.openai_responses import FakeOpenAiResponses
from offhook.simulation.fakes.steps import Wait, slow
from offhook.simulation.world import SimulatedWorld

FINAL_S, SENTENCE_S, FIRST_SOUND_S = 0.3, 0.4, 0.4
SECONDS_PER_CHARACTER = 0.06
PAUSE_S = 0.02  # each message of a server; so a voice of 100 ms a message is made five times as fast as it is spoken
PIECE_BYTES = 800  # of sound, in each message
SERVER = "http://service.example"
REQUESTS = 100
KEY = "sk-fake-0123456789"
ServiceT = TypeVar("ServiceT")


class Said(NamedTuple):
    """What is said in the call."""

    words: str
    """By the caller."""
    answer: tuple[str, ...]
    """By the agent, in sentences."""
    live_final_s: float = FINAL_S
    """How long the final words take where a recognizer has heard the caller speak."""
    first_sound_s: float = FIRST_SOUND_S
    final_s: float = FINAL_S
    """How long recognition takes where the recognizer gets the sound only when all of it is there."""
    sentence_s: float = SENTENCE_S
    """How long a model takes for the first sentence."""
    sound_of: Callable[[str], bytes] | None = None
    """What the sound of a text is (mu-law); None: a tone, which takes as long as the text is."""

    def sound(self, text: str) -> bytes:
        return speech(SECONDS_PER_CHARACTER * len(text)) if self.sound_of is None else self.sound_of(text)


class Placed(NamedTuple, Generic[ServiceT]):
    """An opened service, and the way to its server."""

    service: ServiceT
    wire: BreakingWire
    network: MemoryNetwork


class Fake(NamedTuple):
    """The server of one service, and what is to be set so that the service takes it for its own."""

    serve: Callable[[Said], Serving]
    settings: Mapping[str, object]


_ASSEMBLYAI: Mapping[str, object] = {"api_key": KEY, "base_url": SERVER}
_DEEPGRAM: Mapping[str, object] = {"api_key": KEY, "base_url": f"{SERVER}/v1"}
_ELEVENLABS: Mapping[str, object] = {"api_key": KEY, "base_url": SERVER}
_OPENAI: Mapping[str, object] = {"api_key": KEY, "base_url": f"{SERVER}/v1"}
_AGENT = load_agent(
    "test.toml", 'name = "test"\ngreeting = "Good evening."\nprompt = "You work at the Harbor Hotel."\n'
)


def _transcription(said: Said) -> Serving:
    fake = FakeOpenAiAudio(key=KEY, words=said.words)
    fake.faults.extend([slow(said.final_s)] * REQUESTS)
    return fake.server.serve


def _speech(said: Said) -> Serving:
    fake = FakeOpenAiAudio(key=KEY, sound_of=said.sound, chunk_bytes=2 * PIECE_BYTES)
    fake.faults.extend([slow(said.first_sound_s)] * REQUESTS)
    return fake.server.serve


def _live_transcription(said: Said) -> Serving:
    return FakeOpenAiRealtime(key=KEY, words=said.words, final_s=said.live_final_s, tells_last=True).server.serve


def _deepgram(said: Said) -> Serving:
    return FakeDeepgram(key=KEY, words=said.words, final_s=said.live_final_s, tells_last=True).server.serve


def _turns(said: Said) -> Serving:
    return FakeAssemblyAi(key=KEY, words=said.words, final_s=said.live_final_s).server.serve


def _live_speech(said: Said) -> Serving:
    fake = FakeOpenAiRealtime(key=KEY, sound_of=said.sound, chunk_bytes=PIECE_BYTES)
    fake.faults.extend([lambda steps: [Wait(said.first_sound_s), *steps]] * REQUESTS)
    return fake.server.serve


def _characters(said: Said) -> Serving:
    sound = FakeSound(sound_of=said.sound, piece_s=PIECE_BYTES / BYTES_PER_S)
    fake = FakeElevenLabs(key=KEY, first_sound_s=said.first_sound_s, sound=sound)
    fake.http_faults.extend([slow(said.first_sound_s)] * REQUESTS)
    return fake.serve


def _written(said: Said) -> Answer:
    return Answer(pieces=pieces_of(" ".join(said.answer) + " ", 7), first_piece_s=said.sentence_s)


FAKES: Mapping[str, Fake] = {
    "recognizer.deepgram": Fake(_deepgram, _OPENAI),
    "recognizer.assemblyai": Fake(_turns, _ASSEMBLYAI),
    "recognizer.openai": Fake(_transcription, _OPENAI),
    "recognizer.openai_realtime": Fake(_live_transcription, _OPENAI),
    "responder.openai": Fake(
        lambda said: FakeOpenAiChat(_written(said), key=KEY).serve,
        {**_OPENAI, "token_limit_field": "max_completion_tokens"},
    ),
    "responder.openai_responses": Fake(lambda said: FakeOpenAiResponses(_written(said), key=KEY).serve, _OPENAI),
    "speaker.elevenlabs": Fake(_characters, _ELEVENLABS),
    "speaker.elevenlabs_http": Fake(_characters, _ELEVENLABS),
    "speaker.openai": Fake(_speech, {**_OPENAI, "pcm_rate_hz": BYTES_PER_S}),
    "speaker.openai_realtime": Fake(_live_speech, _OPENAI),
}
"""By role and name."""


def remote_services() -> list[str]:
    """All of ours, by role and name."""
    return [f"{each.role}.{each.name}" for each in (*RECOGNIZERS, *RESPONDERS, *VOICES) if each.remote is not None]


@asynccontextmanager
async def place_recognizer(name: str, said: Said, pause_s: float = PAUSE_S) -> AsyncIterator[Placed[Recognizer]]:
    declared = next(each for each in RECOGNIZERS if each.name == name)
    async with (
        _placed(declared, said, pause_s) as (wire, network, world, settings),
        declared.open(world, settings) as service,
    ):
        yield Placed(service, wire, network)


@asynccontextmanager
async def place_responder(name: str, said: Said, pause_s: float = PAUSE_S) -> AsyncIterator[Placed[Responder]]:
    declared = next(each for each in RESPONDERS if each.name == name)
    async with (
        _placed(declared, said, pause_s) as (wire, network, world, settings),
        declared.open(world, settings, _AGENT) as service,
    ):
        yield Placed(service, wire, network)


@asynccontextmanager
async def place_voice(name: str, said: Said, pause_s: float = PAUSE_S) -> AsyncIterator[Placed[Voice]]:
    declared = next(each for each in VOICES if each.name == name)
    async with (
        _placed(declared, said, pause_s) as (wire, network, world, settings),
        declared.open(world, settings) as service,
    ):
        yield Placed(service, wire, network)


@asynccontextmanager
async def _placed(
    declared: ServiceDeclaration[Section], said: Said, pause_s: float
) -> AsyncIterator[tuple[BreakingWire, MemoryNetwork, SimulatedWorld, Section]]:
    """Its server, and what it is opened with."""
    fake = FAKES[f"{declared.role}.{declared.name}"]
    wire = BreakingWire(fake.serve(said), pause_s)
    async with in_memory(wire.serve) as (network, transport):
        world = SimulatedWorld(transport=transport, open_stream=network.open_stream)
        yield wire, network, world, declared.settings.model_validate(fake.settings)
