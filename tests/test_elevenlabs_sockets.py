"""The clients of ElevenLabs over real sockets, with and without TLS. Real clock: nothing is measured, and every
deadline that is waited for is short."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import trio

from offhook.actors.elevenlabs import ElevenLabsServer
from offhook.actors.speaker.elevenlabs import ElevenLabsSocketSettings, ElevenLabsVoice
from offhook.actors.speaker.elevenlabs_http import ElevenLabsHttpSettings, ElevenLabsHttpVoice
from offhook.actors.speaker.service import Voice, VoiceFailed
from offhook.engine.host.world import RealWorld
from offhook.simulation.fakes.elevenlabs import FakeElevenLabs
from offhook.simulation.fakes.http_server import on_a_socket
from tests.actors.elevenlabs_rig import ANSWERS, KEY, OPENINGS, next_is_said, said_by, sound_in, words_in
from tests.actors.openai_audio_rig import WORDS, leaks
from tests.actors.served import A_CALL
from tests.fakes.certificate import CERTIFICATE, trust

PATIENT_S = 20.0
SHORT_S = 0.3


@asynccontextmanager
async def voice_at(fake: FakeElevenLabs, *, tls: bool, http: bool = False, **settings: object) -> AsyncIterator[Voice]:
    """The voice over the real network, which trusts the certificate of the fake."""
    world = RealWorld(trust_environment=False, certificates=trust())
    async with on_a_socket(fake.serve, CERTIFICATE if tls else None) as url, world.network() as network:
        given = {"api_key": KEY, "base_url": url, **settings}
        if http:
            chosen = ElevenLabsHttpSettings.model_validate(given)
            yield ElevenLabsHttpVoice(network.http, ElevenLabsServer("test", chosen, {}), chosen)
        else:
            over_sockets = ElevenLabsSocketSettings.model_validate(given)
            yield ElevenLabsVoice(network, ElevenLabsServer("test", over_sockets, {}), over_sockets)


@pytest.mark.parametrize("tls", [False, True])
async def test_sentences_over_a_websocket(tls: bool) -> None:
    """Two, and one that is left early, over one connection, which is closed in due form."""
    fake = FakeElevenLabs(key=KEY)
    with trio.fail_after(PATIENT_S):
        async with voice_at(fake, tls=tls) as voice:
            async with voice.session(A_CALL) as session:
                await next_is_said(session)
                async with session.sentence(WORDS) as pieces:
                    await anext(pieces)
                await next_is_said(session)
            await fake.sockets.wait(lambda: fake.sockets.ended == [1000])
    assert fake.sockets.connections == 1


@pytest.mark.parametrize("tls", [False, True])
async def test_a_sentence_over_http(tls: bool) -> None:
    """With the times of its words."""
    fake = FakeElevenLabs(key=KEY)
    with trio.fail_after(PATIENT_S):
        async with voice_at(fake, tls=tls, http=True) as voice, voice.session(A_CALL) as session:
            pieces = await said_by(session, WORDS)
    assert [word for word, _ in words_in(pieces, WORDS)] == WORDS.split()
    assert sound_in(pieces)


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("name", ANSWERS)
async def test_each_break_of_an_answer_is_named(name: str, tls: bool) -> None:
    """As in memory; afterwards the voice works again."""
    fault, words, rest_s = ANSWERS[name]
    fake = FakeElevenLabs(key=KEY)
    fake.faults.append(fault)
    with trio.fail_after(PATIENT_S):
        async with voice_at(fake, tls=tls) as voice, voice.session(A_CALL) as session:
            with pytest.raises(VoiceFailed) as caught:
                await said_by(session, WORDS)
            await next_is_said(session)
    assert (str(caught.value), caught.value.rest_s) == (words, rest_s)
    assert leaks(caught.value) == []


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("name", OPENINGS)
async def test_each_break_of_a_handshake_is_named(name: str, tls: bool) -> None:
    """As in memory."""
    opening, words, rest_s, waited_s = OPENINGS[name]
    fake = FakeElevenLabs(key=KEY)
    fake.sockets.openings.append(opening)
    with trio.fail_after(PATIENT_S):
        limit_s = SHORT_S if waited_s else PATIENT_S
        async with voice_at(fake, tls=tls, connect_s=limit_s) as voice, voice.session(A_CALL) as session:
            with pytest.raises(VoiceFailed) as caught:
                await said_by(session, WORDS)
    assert str(caught.value) == (words.replace("2 s", f"{SHORT_S:g} s") if waited_s else words)
    assert caught.value.rest_s == rest_s
    assert leaks(caught.value) == []
