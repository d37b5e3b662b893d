"""The voice `openai`, against the fake in memory. Virtual clock; faults are used up, one for each request."""

import json

import pytest
import trio
import trio.testing
from trio.testing import MockClock

from offhook.actors.speaker.openai_speech import OpenAiSpeechSettings, open_openai_speech
from offhook.actors.speaker.service import VoiceFailed
from offhook.engine.host.worker import WorkerCannotStart
from offhook.simulation.fakes.openai_audio import speech_pcm
from offhook.simulation.fakes.steps import Fault, Step, Wait, half_then, slow, with_body
from offhook.simulation.world import SimulatedWorld
from tests.actors.openai_audio_rig import FAULTS_OF_BOTH, KEY, PAGE, WORDS, leaks, rig
from tests.actors.speaker.listening import level_db, saying, seconds, sound_of

ENDLESS: list[bytes | Wait] = [speech_pcm(1.0)] * 100
DRIP: list[bytes | Wait] = [each for _ in range(100) for each in (Wait(1.0), speech_pcm(0.1))]
FAULTS: dict[str, tuple[Fault, str, float]] = {
    **FAULTS_OF_BOTH,
    "a page": (PAGE, "a web page instead of PCM", 0.0),
    "a page that calls itself sound": (with_body(b"<!DOCTYPE html>"), "a web page instead of PCM", 0.0),
    "a WAV file": (with_body(b"RIFF\xff\xff\xff\xffWAVE" + speech_pcm(1.0)), "a WAV file instead of PCM", 0.0),
    "an MP3 file": (
        with_body(b"\xff\xfb\x90\x00" * 20, content_type="audio/mpeg"),
        "an answer of the type audio/mpeg instead of PCM",
        0.0,
    ),
    "another rate": (
        with_body(speech_pcm(1.0, 22_050), content_type="audio/pcm; rate=22050"),
        "PCM of 22050 samples a second instead of 24000; pcm_rate_hz sets what is expected",
        0.0,
    ),
    "two channels": (
        with_body(speech_pcm(1.0), content_type="audio/pcm;rate=24000;channels=2"),
        "PCM of 2 channels instead of 1",
        0.0,
    ),
    "an unknown type": (
        with_body(speech_pcm(1.0), content_type=f"{WORDS}/x"),
        "an answer of the type of an unknown name instead of PCM",
        0.0,
    ),
    "nothing": (with_body(), "silence instead of speech", 0.0),
    "half a sample": (with_body(b"\x01"), "silence instead of speech", 0.0),
    "silence": (with_body(bytes(48_000)), "silence instead of speech", 0.0),
    "silence without end": (with_body(bytes(200_000), Step.HANG), "silence instead of speech", 0.0),
    "sound without end": (with_body(*ENDLESS), "sound without end: more than 19.5 s for 19 characters", 0.0),
    "sound that drips": (with_body(*DRIP), "the answer has not ended within 60 s", 60.0),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_each_fault_is_named_and_in_time(name: str, autojump_clock: MockClock) -> None:
    """A failure says what went wrong, quotes neither key nor words, and the next sentence is spoken."""
    fault, words, waited_s = FAULTS[name]
    async with rig() as joined:
        voice = joined.voice()
        joined.fake.faults.append(fault)
        began = trio.current_time()
        with pytest.raises(VoiceFailed) as caught:
            await sound_of(voice, WORDS)
        assert str(caught.value) == words
        assert leaks(caught.value) == []
        assert trio.current_time() - began == pytest.approx(waited_s)
        assert seconds(await sound_of(voice, WORDS)) == 1.0


async def test_the_sound_is_what_the_server_sent(autojump_clock: MockClock) -> None:
    """Samples that are cut in two by the chunks come out whole: same length, same level, same pitch."""
    async with rig() as joined:
        assert joined.fake.chunk_bytes % 2
        sound = await sound_of(joined.voice(), WORDS)
    assert seconds(sound) == 1.0
    assert level_db(sound) == pytest.approx(-20, abs=0.2)


async def test_what_is_set_is_sent(autojump_clock: MockClock) -> None:
    """And what is not set is not: older models and other servers refuse what they do not know."""
    async with rig() as joined:
        await sound_of(joined.voice(), WORDS)
        await sound_of(joined.voice(voice="alloy", instructions="Speak slowly.", speed=1.5, model="m"), WORDS)
        plain, full = [json.loads(request.body) for request in joined.fake.requests]
    assert plain == {"model": "gpt-4o-mini-tts", "input": WORDS, "voice": "marin", "response_format": "pcm"}
    assert full == {**plain, "model": "m", "voice": "alloy", "instructions": "Speak slowly.", "speed": 1.5}


async def test_the_first_sound_does_not_wait_for_more(autojump_clock: MockClock) -> None:
    """What has arrived is spoken while the rest is still being made; silence before it is left out."""
    async with rig() as joined:
        joined.fake.faults.append(with_body(bytes(24_000) + speech_pcm(0.1), Wait(1.0), speech_pcm(0.9)))
        began = trio.current_time()
        async with saying(joined.voice(), WORDS) as pieces:
            first = await anext(pieces)
            assert trio.current_time() == began
            assert isinstance(first, bytes)
            assert 0.1 <= seconds(first) <= 0.15
            rest = [piece async for piece in pieces if isinstance(piece, bytes)]
    assert seconds(first + b"".join(rest)) == pytest.approx(1.04)


async def test_leaving_early_closes_the_stream_at_once(autojump_clock: MockClock) -> None:
    """After an interruption nothing more is sent, or paid for; the next sentence makes a connection of its own."""
    async with rig() as joined:
        voice = joined.voice()
        joined.fake.faults.append(half_then(Step.HANG))
        async with saying(voice, WORDS) as pieces:
            await anext(pieces)
        await trio.testing.wait_all_tasks_blocked()
        assert len(joined.fake.server.left_early) == 1
        await sound_of(voice, WORDS)
        assert joined.fake.server.connections == 2


async def test_cancelling_closes_the_stream_at_once(autojump_clock: MockClock) -> None:
    """Also while it waits for the first sound."""
    async with rig() as joined:
        joined.fake.faults.append(slow(100))
        with trio.move_on_after(0.5) as scope:
            await sound_of(joined.voice(first_byte_s=200, total_s=200), WORDS)
        assert scope.cancelled_caught
        assert trio.current_time() == pytest.approx(0.5)
        await trio.testing.wait_all_tasks_blocked()
        assert joined.fake.server.left_early == [pytest.approx(0.5)]


async def test_a_connection_is_used_again(autojump_clock: MockClock) -> None:
    """Only the first sentence pays for the handshake."""
    async with rig() as joined:
        voice = joined.voice()
        for _ in range(3):
            await sound_of(voice, WORDS)
        assert joined.fake.server.connections == 1


async def test_a_connection_that_the_server_has_closed_costs_no_sentence(autojump_clock: MockClock) -> None:
    """Servers close idle connections; the request is sent once more."""
    async with rig() as joined:
        voice = joined.voice()
        await sound_of(voice, WORDS)
        await trio.sleep(61)
        assert seconds(await sound_of(voice, WORDS)) == 1.0
        assert joined.fake.server.connections == 2


async def test_a_server_that_cannot_be_reached(autojump_clock: MockClock) -> None:
    """Refused, or no answer to the handshake."""
    async with rig() as joined:
        voice = joined.voice()
        joined.network.refusing = True
        with pytest.raises(VoiceFailed, match="no connection: it was refused, or the name or the certificate is wrong"):
            await sound_of(voice, WORDS)
        joined.network.refusing, joined.network.connect_s = False, 100.0
        with pytest.raises(VoiceFailed, match="no connection within 2 s"):
            await sound_of(voice, WORDS)
        assert trio.current_time() == pytest.approx(2)


async def test_a_slow_listener_is_no_slow_server(autojump_clock: MockClock) -> None:
    """Time in which nobody takes the sound does not count against the service."""
    async with rig() as joined, saying(joined.voice(first_byte_s=1, total_s=1), WORDS) as pieces:
        taken = 0.0
        async for piece in pieces:
            assert isinstance(piece, bytes)
            taken += seconds(piece)
            await trio.sleep(10)
    assert taken == pytest.approx(1.0)


async def test_a_long_text_is_several_requests(autojump_clock: MockClock) -> None:
    """The service takes 4096 characters; the parts are cut between sentences, and spoken in order."""
    async with rig() as joined:
        sound = await sound_of(joined.voice(), "This is a sentence. " * 300)
        inputs = [json.loads(request.body)["input"] for request in joined.fake.requests]
    assert [len(text) <= 4096 for text in inputs] == [True, True]
    assert " ".join(inputs) == " ".join(["This is a sentence."] * 300)
    assert seconds(sound) == 2.0


@pytest.mark.parametrize("text", ["", " \n", "...", "—"])
async def test_what_has_no_sound_is_not_asked_for(text: str, autojump_clock: MockClock) -> None:
    """It costs nothing, and is no fault."""
    async with rig() as joined:
        assert await sound_of(joined.voice(), text) == b""
        assert joined.fake.requests == []


@pytest.mark.parametrize("rate_hz", [8000, 16_000, 48_000])
async def test_a_server_of_ones_own_may_send_another_rate(rate_hz: int, autojump_clock: MockClock) -> None:
    """The rate is a setting, and a server needs no key."""
    async with rig() as joined:
        joined.fake.key = ""
        voice = joined.voice(base_url="http://127.0.0.1:8880/v1/", pcm_rate_hz=rate_hz)
        joined.fake.faults.append(with_body(speech_pcm(1.0, rate_hz), content_type=f"audio/pcm;rate={rate_hz}"))
        sound = await sound_of(voice, WORDS)
        (request,) = joined.fake.requests
    assert seconds(sound) == 1.0
    assert level_db(sound) == pytest.approx(-20, abs=0.2)
    assert request.path == "/v1/audio/speech"
    assert request.headers["host"] == "127.0.0.1:8880"
    assert "authorization" not in request.headers


async def test_without_a_key_it_is_skipped() -> None:
    """The chain goes on, and the line says what to set."""
    with pytest.raises(WorkerCannotStart, match=r"^no key: neither speaker.openai.api_key nor OPENAI_API_KEY is set$"):
        async with open_openai_speech(SimulatedWorld(), OpenAiSpeechSettings()):
            pass


async def test_the_sdks_own_variables_are_enough(autojump_clock: MockClock) -> None:
    """It is opened as the server opens it, over the network of the world."""
    async with rig() as joined:
        variables = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "http://voices.example/v1"}
        world = SimulatedWorld(transport=joined.transport, environment=variables)
        async with open_openai_speech(world, OpenAiSpeechSettings()) as voice:
            assert seconds(await sound_of(voice, WORDS)) == 1.0
        (request,) = joined.fake.requests
        assert request.headers["host"] == "voices.example"


async def test_it_is_asked_for_any_language() -> None:
    """The interface tells none."""
    async with rig() as joined:
        assert joined.voice().speaks("sw-KE")
