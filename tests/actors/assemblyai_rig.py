"""The real client of AssemblyAI, and the fake of it, joined in memory."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import numpy as np
import trio

from offhook.actors.assemblyai import ASSEMBLYAI_VENDOR
from offhook.actors.keyed_server import KeyedServer
from offhook.actors.recognizer.assemblyai import AssemblyAiRecognizer, AssemblyAiRecognizerSettings
from offhook.actors.recognizer.service import Utterance
from offhook.engine.host.network import Network
from offhook.protocol import mulaw
from offhook.simulation.fakes.assemblyai import FakeAssemblyAi
from offhook.simulation.fakes.memory_network import MemoryNetwork
from tests.actors.joined_network import network_to

KEY = "aai-test-0123456789abcdef"
WORDS = "a room for two nights"
VARIABLES = {"ASSEMBLYAI_API_KEY": KEY}
FRAME_S = 0.02
VOICE = mulaw.encode(np.tile(np.array([4000, -4000], dtype=np.int16), 80))  # a frame
QUIET = mulaw.SILENCE * 160


def speech(voice_s: float, silence_s: float = 0.0) -> bytes:
    return VOICE * round(voice_s / FRAME_S) + QUIET * round(silence_s / FRAME_S)


@dataclass
class Rig:
    fake: FakeAssemblyAi
    memory: MemoryNetwork
    network: Network

    def recognizer(self, **settings: object) -> AssemblyAiRecognizer:
        chosen = AssemblyAiRecognizerSettings.model_validate(settings)
        server = KeyedServer(ASSEMBLYAI_VENDOR, "test", chosen, VARIABLES)
        return AssemblyAiRecognizer(self.network, server, chosen, self.fake.wall_time)


@asynccontextmanager
async def rig() -> AsyncIterator[Rig]:
    fake = FakeAssemblyAi(key=KEY, words=WORDS)
    async with network_to(fake.server.serve) as (memory, network, _):
        yield Rig(fake, memory, network)


def frames(sound: bytes) -> Iterator[bytes]:
    for start in range(0, len(sound), len(VOICE)):
        yield sound[start : start + len(VOICE)]


async def feed_as_spoken(utterance: Utterance, sound: bytes) -> None:
    """Frame by frame, as time passes."""
    for frame in frames(sound):
        await trio.sleep(FRAME_S)
        await utterance.feed(frame)
