"""The real clients of OpenAI's Realtime interface, and the fake of it, joined in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from offhook.actors.openai_server import OpenAiServer
from offhook.actors.recognizer.openai_realtime import OpenAiRealtimeTranscription, OpenAiRealtimeTranscriptionSettings
from offhook.engine.host.network import Network, network_over
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory
from offhook.simulation.fakes.openai_realtime import FakeOpenAiRealtime
from tests.actors.openai_audio_rig import KEY, VARIABLES, WORDS

ONE_SECOND = bytes(range(250)) * 32


@dataclass
class Rig:
    fake: FakeOpenAiRealtime
    memory: MemoryNetwork
    network: Network

    def recognizer(self, **settings: object) -> OpenAiRealtimeTranscription:
        chosen = OpenAiRealtimeTranscriptionSettings.model_validate(settings)
        server = OpenAiServer("test", None, None, VARIABLES)
        return OpenAiRealtimeTranscription(self.network, server, chosen, self.fake.wall_time)


@asynccontextmanager
async def rig() -> AsyncIterator[Rig]:
    fake = FakeOpenAiRealtime(key=KEY, words=WORDS)
    async with in_memory(fake.server.serve) as (memory, transport):
        network = network_over(transport, memory.open_stream)
        try:
            yield Rig(fake, memory, network)
        finally:
            await network.http.aclose()
