"""The real client of Deepgram, and the fake of it, joined in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from offhook.actors.deepgram import DeepgramServer
from offhook.actors.recognizer.deepgram import DeepgramRecognizer, DeepgramRecognizerSettings
from offhook.engine.host.network import Network, network_over
from offhook.simulation.fakes.deepgram import FakeDeepgram
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory

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
        return DeepgramRecognizer(self.network, DeepgramServer("test", chosen, VARIABLES), chosen)


@asynccontextmanager
async def rig() -> AsyncIterator[Rig]:
    fake = FakeDeepgram(key=KEY, words=WORDS)
    async with in_memory(fake.server.serve) as (memory, transport):
        network = network_over(transport, memory.open_stream)
        try:
            yield Rig(fake, memory, network)
        finally:
            await network.http.aclose()
