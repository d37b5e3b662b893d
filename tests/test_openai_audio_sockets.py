"""The clients of OpenAI's audio endpoints over real sockets, with and without TLS. Real clock: nothing is measured, and
every deadline that is waited for is short."""

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx  # noqa: ASYNC127  # the project's client is httpx
import pytest
import trio

from offhook.actors.openai_server import OpenAiServer
from offhook.actors.recognizer.openai_transcription import OpenAiTranscription, OpenAiTranscriptionSettings
from offhook.actors.recognizer.service import RecognizerFailed
from offhook.actors.speaker.openai_speech import OpenAiSpeech, OpenAiSpeechSettings
from offhook.actors.speaker.service import VoiceFailed
from offhook.engine.words.expectation import Expectation
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.fakes.steps import Fault, Step, after_head, before_head, half_then
from tests.actors.openai_audio_rig import KEY, WORDS, leaks
from tests.actors.recognizer.hearing import hear, ignore
from tests.actors.served import A_CALL
from tests.actors.speaker.listening import saying, seconds, sound_of
from tests.fakes.certificate import CERTIFICATE, trust

ONE_SECOND = bytes(range(250)) * 32
PATIENT_S = 20.0  # for what must come, on however slow a machine
SHORT_S = 0.3  # for what must not come
BREAKS: dict[str, tuple[Fault, str]] = {
    "hangs before the head": (before_head(Step.HANG), "no answer within 0.3 s"),
    "hangs after the head": (after_head(Step.HANG), "no answer within 0.3 s"),
    "hangs in the middle": (half_then(Step.HANG), "nothing more within 0.3 s, in the middle of the answer"),
    "closes in the middle": (half_then(Step.CLOSE), "the connection broke in the middle of the answer"),
    "is reset in the middle": (half_then(Step.RESET), "the connection broke in the middle of the answer"),
    "is reset after the head": (after_head(Step.RESET), "the connection broke before the answer"),
}


@dataclass
class Served:
    fake: FakeOpenAiAudio
    client: httpx.AsyncClient
    environment: Mapping[str, str]
    reads: bool = True
    left: trio.Event = field(default_factory=trio.Event)
    """Set when the first connection has ended."""

    def voice(self, **settings: object) -> OpenAiSpeech:
        chosen = OpenAiSpeechSettings.model_validate(settings)
        return OpenAiSpeech(self.client, OpenAiServer("test", chosen, self.environment), chosen)

    def recognizer(self, **settings: object) -> OpenAiTranscription:
        chosen = OpenAiTranscriptionSettings.model_validate(settings)
        return OpenAiTranscription(self.client, OpenAiServer("test", chosen, self.environment), chosen)


@asynccontextmanager
async def served(*, tls: bool, trusted: bool = True) -> AsyncIterator[Served]:
    """The fake on a port of its own, and a client that trusts its certificate."""
    fake = FakeOpenAiAudio(key=KEY, words=WORDS)
    trusting = trust() if trusted else ssl.create_default_context()
    joined: Served

    async def serve(stream: trio.abc.Stream) -> None:
        try:
            if not joined.reads:
                if isinstance(stream, trio.SSLStream):
                    await stream.do_handshake()
                await trio.sleep_forever()
            await fake.server.serve(stream)
        finally:
            joined.left.set()

    async with (
        on_a_socket(serve, CERTIFICATE if tls else None) as url,
        httpx.AsyncClient(verify=trusting, trust_env=False) as client,
    ):
        environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": f"{url}/v1"}
        joined = Served(fake, client, environment)
        yield joined


@pytest.mark.parametrize("tls", [False, True])
async def test_a_voice_and_a_recognizer_over_sockets(tls: bool) -> None:
    """Sound comes whole, words come right, and one connection serves them all."""
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined:
            voice, recognizer = joined.voice(), joined.recognizer()
            assert seconds(await sound_of(voice, WORDS)) == 1.0
            async with recognizer.session(A_CALL) as session:
                assert (await hear(session, ONE_SECOND, Expectation())).text == WORDS
            assert seconds(await sound_of(voice, WORDS)) == 1.0
            assert joined.fake.server.connections == 1


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("name", BREAKS)
async def test_each_break_of_a_connection_is_named(name: str, tls: bool) -> None:
    """As in memory; afterwards the service is asked again."""
    fault, words = BREAKS[name]
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined:
            waits = {"gap_s": SHORT_S} if "middle" in words else {"first_byte_s": SHORT_S}
            voice, recognizer = joined.voice(**waits), joined.recognizer(**waits)
            joined.fake.faults += [fault, fault]
            with pytest.raises(VoiceFailed) as unspoken:
                await sound_of(voice, WORDS)
            async with recognizer.session(A_CALL) as session:
                with pytest.raises(RecognizerFailed) as unheard:
                    await hear(session, ONE_SECOND, Expectation())
            assert (str(unspoken.value), str(unheard.value)) == (words, words)
            assert leaks(unspoken.value) + leaks(unheard.value) == []
            assert seconds(await sound_of(joined.voice(), WORDS)) == 1.0


@pytest.mark.parametrize("tls", [False, True])
async def test_leaving_early_is_seen_by_the_server(tls: bool) -> None:
    """After an interruption the server is not left sending."""
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined:
            joined.fake.faults.append(half_then(Step.HANG))
            async with saying(joined.voice(gap_s=60), WORDS) as pieces:
                await anext(pieces)
                assert not joined.left.is_set()
            await joined.left.wait()


@pytest.mark.parametrize("tls", [False, True])
async def test_a_server_that_reads_nothing(tls: bool) -> None:
    """The request fills every buffer on the way; it is given up in time, and can be cancelled."""
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined:
            joined.reads = False
            async with (
                joined.recognizer(first_byte_s=SHORT_S).session(A_CALL) as session,
                session.utterance(1, Expectation(), ignore) as utterance,
            ):
                await utterance.feed(ONE_SECOND * 170)
                with pytest.raises(RecognizerFailed, match=r"no answer within 0\.3 s"):
                    await utterance.finish()
                with trio.move_on_after(SHORT_S / 2) as scope:
                    await utterance.finish()
                assert scope.cancelled_caught


async def test_a_port_that_nobody_listens_on() -> None:
    """The connection is refused."""
    with trio.fail_after(PATIENT_S):
        async with served(tls=False) as joined:
            voice = joined.voice(base_url="http://127.0.0.1:1/v1")
            with pytest.raises(VoiceFailed, match="no connection: it was refused"):
                await sound_of(voice, WORDS)


async def test_a_certificate_that_is_not_trusted() -> None:
    """Neither key nor words are sent to a server that cannot prove its name."""
    with trio.fail_after(PATIENT_S):
        async with served(tls=True, trusted=False) as joined:
            with pytest.raises(VoiceFailed, match="the certificate is not accepted"):
                await sound_of(joined.voice(), WORDS)
            assert joined.fake.requests == []
