"""The client of AssemblyAI over real sockets, with and without TLS. Real clock: nothing is measured, and every deadline
that is waited for is short."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
import trio

from offhook.actors.assemblyai import ASSEMBLYAI_VENDOR
from offhook.actors.keyed_server import KeyedServer
from offhook.actors.recognizer.assemblyai import AssemblyAiRecognizer, AssemblyAiRecognizerSettings
from offhook.actors.recognizer.service import RecognizerFailed
from offhook.engine.host.network import Network
from offhook.engine.host.world import RealWorld
from offhook.engine.words.expectation import Expectation
from offhook.protocol.mulaw import SILENCE
from offhook.simulation.fakes.assemblyai import FakeAssemblyAi
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.fakes.steps import Step
from tests.actors.assemblyai_rig import KEY, WORDS, speech
from tests.actors.recognizer.hearing import hear
from tests.actors.recognizer.test_assemblyai_faults import BEGINS, FAULTS, OPENINGS, leaks
from tests.actors.served import A_CALL
from tests.fakes.certificate import CERTIFICATE, trust

ANY = Expectation()
ONE_SECOND = speech(1.0)
PATIENT_S, SHORT_S = 20.0, 0.3
WAITED_FOR = {"hangs before an answer": "no more words within 0.3 s"}


@dataclass
class Served:
    fake: FakeAssemblyAi
    network: Network
    url: str

    def recognizer(self, **settings: object) -> AssemblyAiRecognizer:
        chosen = AssemblyAiRecognizerSettings.model_validate({"api_key": KEY, "base_url": self.url, **settings})
        return AssemblyAiRecognizer(self.network, KeyedServer(ASSEMBLYAI_VENDOR, "test", chosen, {}), chosen, time.time)


@asynccontextmanager
async def served(*, tls: bool, trusted: bool = True) -> AsyncIterator[Served]:
    """The fake on a port of its own, and the real network, which trusts its certificate."""
    fake = FakeAssemblyAi(key=KEY, words=WORDS, wall_time=time.time)
    world = RealWorld(trust_environment=False, certificates=trust() if trusted else None)
    async with on_a_socket(fake.server.serve, CERTIFICATE if tls else None) as url, world.network() as network:
        yield Served(fake, network, url)


@pytest.mark.parametrize("tls", [False, True])
async def test_a_recognizer_over_sockets(tls: bool) -> None:
    """Two utterances over one session, which is terminated at the end."""
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined:
            async with joined.recognizer().session(A_CALL) as session:
                for _ in range(2):
                    assert (await hear(session, ONE_SECOND, ANY)).text == WORDS
            # Silence is sent as well, where an answer is waited for.
            assert [heard.replace(SILENCE, b"") for heard in joined.fake.heard] == [ONE_SECOND * 2]
            assert joined.fake.terminated == joined.fake.server.connections == 1


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("name", FAULTS)
async def test_each_break_of_an_answer_is_named(name: str, tls: bool) -> None:
    """As in memory; afterwards the service works again."""
    fault, words, rest_s, _ = FAULTS[name]
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined:
            joined.fake.faults.append(fault)
            chosen = {"total_s": SHORT_S, "final_s": SHORT_S} if name in WAITED_FOR else {}
            async with joined.recognizer(**chosen).session(A_CALL) as session:
                with pytest.raises(RecognizerFailed) as caught:
                    await hear(session, ONE_SECOND, ANY)
                assert (await hear(session, ONE_SECOND, ANY)).text == WORDS
    assert str(caught.value) == WAITED_FOR.get(name, words)
    assert caught.value.rest_s == rest_s
    assert leaks(caught.value) == []


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("name", OPENINGS)
async def test_each_break_of_a_handshake_is_named(name: str, tls: bool) -> None:
    """As in memory; there is no certificate where the server closes at once."""
    opening, words, _, waited_s = OPENINGS[name]
    if tls and opening is Step.CLOSE:
        words = "no connection: the TLS handshake failed"
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined:
            joined.fake.server.openings.append(opening)
            await fails(joined, words, waited_s)


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("name", BEGINS)
async def test_each_break_of_a_beginning_is_named(name: str, tls: bool) -> None:
    """As in memory."""
    begin, words, _, waited_s = BEGINS[name]
    with trio.fail_after(PATIENT_S):
        async with served(tls=tls) as joined:
            joined.fake.begins.append(begin)
            await fails(joined, words, waited_s)


async def fails(joined: Served, words: str, waited_s: float) -> None:
    limit_s = SHORT_S if waited_s else PATIENT_S
    async with joined.recognizer(connect_s=limit_s).session(A_CALL) as session:
        with pytest.raises(RecognizerFailed) as caught:
            await hear(session, ONE_SECOND, ANY)
    assert str(caught.value) == (words.replace("2 s", f"{SHORT_S:g} s") if waited_s else words)
    assert leaks(caught.value) == []


async def test_a_certificate_that_is_not_trusted() -> None:
    """Neither key nor sound are sent to a server that cannot prove its name."""
    with trio.fail_after(PATIENT_S):
        async with served(tls=True, trusted=False) as joined, joined.recognizer().session(A_CALL) as session:
            with pytest.raises(RecognizerFailed, match="the certificate is not accepted") as caught:
                await hear(session, ONE_SECOND, ANY)
            assert leaks(caught.value) == []
            assert joined.fake.server.peers == []
