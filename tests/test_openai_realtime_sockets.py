"""The clients of OpenAI's Realtime interface over real sockets, with and without TLS. Real clock: nothing is measured,
and every deadline that is waited for is short."""

import ssl
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import trio

from offhook.actors.openai_server import OpenAiServer
from offhook.actors.recognizer.openai_realtime import OpenAiRealtimeTranscription, OpenAiRealtimeTranscriptionSettings
from offhook.actors.recognizer.service import RecognizerFailed
from offhook.actors.speaker.openai_realtime import OpenAiRealtimeVoice, OpenAiRealtimeVoiceSettings
from offhook.actors.speaker.service import VoiceFailed
from offhook.engine.host.network import Network
from offhook.engine.host.world import RealWorld
from offhook.engine.words.expectation import Expectation
from offhook.simulation.fakes.openai_realtime import FakeOpenAiRealtime
from tests.actors.openai_audio_rig import KEY, WORDS, leaks
from tests.actors.openai_realtime_rig import ANSWERS, ONE_SECOND, OPENINGS
from tests.actors.recognizer.hearing import hear
from tests.actors.served import A_CALL
from tests.actors.speaker.test_openai_realtime import next_is_said, said_by

CERTIFICATE = Path(__file__).parent / "fakes" / "localhost.pem"
PATIENT_S = 20.0
SHORT_S = 0.3


@dataclass
class Served:
    fake: FakeOpenAiRealtime
    network: Network
    environment: Mapping[str, str]

    def recognizer(self, **settings: object) -> OpenAiRealtimeTranscription:
        chosen = OpenAiRealtimeTranscriptionSettings.model_validate(settings)
        server = OpenAiServer("test", chosen, self.environment)
        return OpenAiRealtimeTranscription(self.network, server, chosen, time.time)

    def voice(self, **settings: object) -> OpenAiRealtimeVoice:
        chosen = OpenAiRealtimeVoiceSettings.model_validate(settings)
        server = OpenAiServer("test", chosen, self.environment)
        return OpenAiRealtimeVoice(self.network, server, chosen, time.time)


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
            if not tls:
                await fake.server.serve(stream)
                return
            secure = _wrapped(stream)
            with suppress(trio.BrokenResourceError):  # the client does not trust the certificate
                await secure.do_handshake()
                await fake.server.serve(secure)

        await nursery.start(trio.serve_listeners, serve, [listener])
        yield Served(fake, network, environment)
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


@pytest.mark.parametrize("tls", [False, True])
async def test_a_voice_over_sockets(tls: bool) -> None:
    """Two sentences and one that is left early, over one connection."""
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined, joined.voice().session(A_CALL) as session:
            await next_is_said(session)
            async with session.sentence(WORDS) as pieces:
                await anext(pieces)
            await next_is_said(session)
            assert joined.fake.server.connections == 1


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("name", ANSWERS)
async def test_each_break_of_an_answer_is_named(name: str, tls: bool) -> None:
    """As in memory; afterwards the services work again."""
    fault, words = ANSWERS[name]
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined:
            joined.fake.faults.append(fault)
            async with joined.recognizer().session(A_CALL) as session:
                with pytest.raises(RecognizerFailed) as unheard:
                    await hear(session, ONE_SECOND, Expectation())
                assert (await hear(session, ONE_SECOND, Expectation())).text == WORDS
            joined.fake.faults.append(fault)
            async with joined.voice().session(A_CALL) as speaking:
                with pytest.raises(VoiceFailed) as unspoken:
                    await said_by(speaking, WORDS)
                await next_is_said(speaking)
            assert (str(unheard.value), str(unspoken.value)) == (words, words)
            assert leaks(unheard.value) + leaks(unspoken.value) == []


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("name", OPENINGS)
async def test_each_break_of_a_handshake_is_named(name: str, tls: bool) -> None:
    """As in memory."""
    opening, words, waited_s = OPENINGS[name]
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined:
            joined.fake.server.openings.append(opening)
            limit_s = SHORT_S if waited_s else PATIENT_S
            async with joined.recognizer(connect_s=limit_s).session(A_CALL) as session:
                with pytest.raises(RecognizerFailed) as caught:
                    await hear(session, ONE_SECOND, Expectation())
            assert str(caught.value) == (words.replace("2 s", f"{SHORT_S:g} s") if waited_s else words)
            assert leaks(caught.value) == []


async def test_a_certificate_that_is_not_trusted() -> None:
    """Neither key nor sound are sent to a server that cannot prove its name."""
    with trio.fail_after(PATIENT_S):
        async with served(tls=True, trusted=False) as joined, joined.recognizer().session(A_CALL) as session:
            with pytest.raises(RecognizerFailed, match="the certificate is not accepted") as caught:
                await hear(session, ONE_SECOND, Expectation())
            assert leaks(caught.value) == []
            assert joined.fake.server.peers == []
