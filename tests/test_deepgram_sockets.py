"""The client of Deepgram over real sockets, with and without TLS. Real clock: nothing is measured, and every deadline
that is waited for is short."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trio

from offhook.actors.deepgram import DEEPGRAM_VENDOR
from offhook.actors.keyed_server import KeyedServer
from offhook.actors.recognizer.deepgram import DeepgramRecognizer, DeepgramRecognizerSettings
from offhook.actors.recognizer.service import RecognizerFailed
from offhook.engine.host.world import RealWorld
from offhook.engine.words.expectation import Expectation
from offhook.simulation.fakes.deepgram import FakeDeepgram
from offhook.simulation.fakes.http_server import on_a_socket
from tests.actors.deepgram_rig import KEY, WORDS
from tests.actors.recognizer.deepgram_calls import ONE_SECOND, SILENCE
from tests.actors.recognizer.hearing import hear
from tests.actors.recognizer.test_deepgram_faults import FAULTS, OPENINGS, leaks
from tests.actors.served import A_CALL

CERTIFICATE = Path(__file__).parent / "fakes" / "localhost.pem"
PATIENT_S = 20.0
SHORT_S = 0.3


@asynccontextmanager
async def served(fake: FakeDeepgram, *, tls: bool, **settings: float) -> AsyncIterator[DeepgramRecognizer]:
    """The fake on a port of its own, and the real network, which trusts its certificate."""

    async def serve(stream: trio.abc.Stream) -> None:
        if isinstance(stream, trio.SSLStream):
            await stream.do_handshake()  # so that what is closed before the WebSocket's is closed after this
        await fake.server.serve(stream)

    world = RealWorld(trust_environment=False)
    async with on_a_socket(serve, CERTIFICATE if tls else None) as url, world.network() as network:
        network.certificates.load_verify_locations(CERTIFICATE)
        chosen = DeepgramRecognizerSettings.model_validate({"api_key": KEY, "base_url": f"{url}/v1", **settings})
        yield DeepgramRecognizer(network, KeyedServer(DEEPGRAM_VENDOR, "test", chosen, {}), chosen)


@pytest.mark.parametrize("tls", [False, True])
async def test_a_recognizer_over_sockets(tls: bool) -> None:
    """Two utterances, one connection, which is closed in due form at the end."""
    fake = FakeDeepgram(key=KEY, words=WORDS)
    with trio.fail_after(PATIENT_S):
        async with served(fake, tls=tls) as recognizer:
            async with recognizer.session(A_CALL) as session:
                assert (await hear(session, ONE_SECOND, Expectation())).text == WORDS
                assert (await hear(session, ONE_SECOND, Expectation())).text == WORDS
            await fake.server.wait(lambda: fake.server.ended == [1000])
    assert fake.server.connections == 1
    assert fake.received[-1]["type"] == "CloseStream"


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("name", FAULTS)
async def test_each_break_of_an_answer_is_named(name: str, tls: bool) -> None:
    """As in memory; afterwards the service works again."""
    fault, words, waited_s = FAULTS[name]
    fake = FakeDeepgram(key=KEY, words=WORDS, listens=False)
    fake.faults.append(fault)
    patience = {"total_s": SHORT_S, "final_s": SHORT_S} if waited_s > 1 else {}
    with trio.fail_after(PATIENT_S):
        async with served(fake, tls=tls, **patience) as recognizer, recognizer.session(A_CALL) as session:
            async with session.utterance(1, Expectation(), lambda text: None) as utterance:
                await utterance.feed(ONE_SECOND + SILENCE * 5)
                with pytest.raises(RecognizerFailed) as caught:
                    await utterance.finish()
            assert (await hear(session, ONE_SECOND, Expectation())).text == WORDS
    assert str(caught.value) == (words.replace("3 s", f"{SHORT_S:g} s") if patience else words)
    assert leaks(caught.value) == []


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("name", OPENINGS)
async def test_each_break_of_a_handshake_is_named(name: str, tls: bool) -> None:
    """As in memory."""
    opening, words, _, waited_s = OPENINGS[name]
    fake = FakeDeepgram(key=KEY, words=WORDS)
    fake.server.openings.append(opening)
    limit_s = SHORT_S if waited_s else PATIENT_S
    with trio.fail_after(PATIENT_S):
        async with (
            served(fake, tls=tls, connect_s=limit_s, total_s=PATIENT_S) as recognizer,
            recognizer.session(A_CALL) as session,
        ):
            with pytest.raises(RecognizerFailed) as caught:
                await hear(session, ONE_SECOND, Expectation())
    assert str(caught.value) == (words.replace("2 s", f"{SHORT_S:g} s") if waited_s else words)
    assert leaks(caught.value) == []
