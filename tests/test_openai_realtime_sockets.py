"""The clients of OpenAI's Realtime interface over real sockets, with and without TLS. Real clock: nothing is measured,
and every deadline that is waited for is short."""

import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trio

from offhook.actors.openai_server import OpenAiServer
from offhook.actors.recognizer.openai_realtime import OpenAiRealtimeTranscription, OpenAiRealtimeTranscriptionSettings
from offhook.actors.recognizer.service import RecognizerFailed
from offhook.engine.host.network import Network
from offhook.engine.host.world import RealWorld
from offhook.engine.words.expectation import Expectation
from offhook.simulation.fakes.openai_realtime import FakeOpenAiRealtime
from tests.actors.openai_audio_rig import KEY, WORDS, leaks
from tests.actors.openai_realtime_rig import ONE_SECOND
from tests.actors.recognizer.hearing import hear
from tests.actors.served import A_CALL

CERTIFICATE = Path(__file__).parent / "fakes" / "localhost.pem"
PATIENT_S = 20.0


@dataclass
class Served:
    fake: FakeOpenAiRealtime
    network: Network
    server: OpenAiServer

    def recognizer(self, **settings: object) -> OpenAiRealtimeTranscription:
        chosen = OpenAiRealtimeTranscriptionSettings.model_validate(settings)
        return OpenAiRealtimeTranscription(self.network, self.server, chosen, time.time)


@asynccontextmanager
async def served(*, tls: bool, trusted: bool = True) -> AsyncIterator[Served]:
    """The fake on a port of its own, and the real network, which trusts its certificate."""
    fake = FakeOpenAiRealtime(key=KEY, words=WORDS, wall_time=time.time)
    world = RealWorld(trust_environment=False)
    async with trio.open_nursery() as nursery, world.network() as network:
        if trusted:
            network.certificates.load_verify_locations(CERTIFICATE)
        (listener,) = await trio.open_tcp_listeners(0, host="127.0.0.1")
        scheme, port = "https" if tls else "http", listener.socket.getsockname()[1]
        environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": f"{scheme}://127.0.0.1:{port}/v1"}

        async def serve(stream: trio.SocketStream) -> None:
            await fake.server.serve(_wrapped(stream) if tls else stream)

        await nursery.start(trio.serve_listeners, serve, [listener])
        yield Served(fake, network, OpenAiServer("test", None, None, environment))
        nursery.cancel_scope.cancel(reason="the test is over")


def _wrapped(stream: trio.SocketStream) -> trio.SSLStream[trio.SocketStream]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return trio.SSLStream(stream, context, server_side=True, https_compatible=True)


@pytest.mark.parametrize("tls", [False, True])
async def test_a_recognizer_over_sockets(tls: bool) -> None:
    """Two utterances, one connection, which is closed in due form at the end."""
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined:
            async with joined.recognizer().session(A_CALL) as session:
                assert (await hear(session, ONE_SECOND, Expectation())).text == WORDS
                assert (await hear(session, ONE_SECOND, Expectation())).text == WORDS
            assert joined.fake.server.connections == 1
            await joined.fake.server.wait(lambda: joined.fake.server.ended == [1000])


async def test_a_certificate_that_is_not_trusted() -> None:
    """Neither key nor sound are sent to a server that cannot prove its name."""
    with trio.fail_after(PATIENT_S):
        async with served(tls=True, trusted=False) as joined, joined.recognizer().session(A_CALL) as session:
            with pytest.raises(RecognizerFailed, match="the certificate is wrong") as caught:
                await hear(session, ONE_SECOND, Expectation())
            assert leaks(caught.value) == []
            assert joined.fake.server.peers == []
