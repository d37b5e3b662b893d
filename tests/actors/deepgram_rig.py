"""The real client of Deepgram, and the fake of it, joined in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from offhook.actors.deepgram import DEEPGRAM_VENDOR
from offhook.actors.keyed_server import KeyedServer
from offhook.actors.recognizer.deepgram import DeepgramRecognizer, DeepgramRecognizerSettings
from offhook.engine.host.network import Network
from offhook.simulation.fakes.deepgram import FakeDeepgram
from offhook.simulation.fakes.memory_network import MemoryNetwork
from tests.actors.joined_network import network_to

KEY = "dg-test-0123456789abcdef"
WORDS = "a room for two nights"
VARIABLES = {"DEEPGRAM_API_KEY": KEY}


@dataclass
class Rig:
    fake: FakeDeepgram
    memory: MemoryNetwork
    network: Network

    def recognizer(self, **settings: object) -> DeepgramRecognizer:
        chosen = DeepgramRecognizerSettings.model_validate(settings)
        return DeepgramRecognizer(self.network, KeyedServer(DEEPGRAM_VENDOR, "test", chosen, VARIABLES), chosen)


@asynccontextmanager
async def rig() -> AsyncIterator[Rig]:
    fake = FakeDeepgram(key=KEY, words=WORDS)
    async with network_to(fake.server.serve) as (memory, network, _):
        yield Rig(fake, memory, network)
