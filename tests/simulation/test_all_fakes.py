"""All fakes behind one address: each at its path, with its latency and its faults. In memory, in virtual time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.assemblyai import AssemblyAiRecognizerSettings, open_assemblyai
from offhook.actors.recognizer.deepgram import DeepgramRecognizerSettings, open_deepgram
from offhook.actors.recognizer.openai_realtime import OpenAiRealtimeTranscriptionSettings, open_openai_realtime
from offhook.actors.recognizer.service import Recognizer, RecognizerFailed
from offhook.actors.speaker.elevenlabs import ElevenLabsSocketSettings, open_elevenlabs
from offhook.actors.speaker.elevenlabs_http import ElevenLabsHttpSettings, open_elevenlabs_http
from offhook.actors.speaker.service import VoiceFailed
from offhook.engine.host.errors_in_words import leaves
from offhook.engine.words.expectation import Expectation
from offhook.simulation.fakes.all_fakes import BASE_PATH, FAKES, KEY, AllFakes, FakeNotKnown, behaviour
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.phase_faults import FAULTS
from offhook.simulation.fakes.twilio_rest import ACCOUNT, TOKEN
from offhook.simulation.world import SimulatedWorld
from tests.actors.recognizer.hearing import hear
from tests.actors.served import A_CALL
from tests.actors.speaker.listening import seconds, sound_of

ASK = {"model": "fake", "messages": [{"role": "user", "content": "hello"}], "stream": True}
SAY = {"model": "fake", "input": "hello", "response_format": "pcm", "voice": "marin"}


@asynccontextmanager
async def served(*, faults: tuple[str, ...] = (), latencies: tuple[str, ...] = ()) -> AsyncIterator[httpx.AsyncClient]:
    told: list[str] = []
    fakes = AllFakes(behaviour(faults, latencies), told.append)
    headers = {"authorization": f"Bearer {KEY}"}
    async with (
        in_memory(fakes.serve) as (_, transport),
        httpx.AsyncClient(
            transport=transport, base_url=f"http://fakes{BASE_PATH}", headers=headers, timeout=None
        ) as client,
    ):
        yield client


async def received(client: httpx.AsyncClient, path: str, body: object) -> tuple[int, bytes, str]:
    """Status, body and how it ended, after a minute at the latest."""
    status, content = 0, b""
    with trio.move_on_after(60) as waiting:
        try:
            async with client.stream("POST", path, json=body) as answer:
                status = answer.status_code
                async for piece in answer.aiter_raw():
                    content += piece
        except httpx.HTTPError:
            return status, content, "broken"
    return status, content, "hung" if waiting.cancelled_caught else "whole"


async def test_each_fake_answers_at_its_path() -> None:
    """One connection reaches them all."""
    async with served() as client:
        chat = await client.post("/chat/completions", json=ASK)
        speech = await client.post("/audio/speech", json=SAY)
        form = {"model": "fake"}
        words = await client.post("/audio/transcriptions", data=form, files={"file": ("a.wav", b"RIFF")})
        models = await client.get("/models")
    assert [each.status_code for each in (chat, speech, words, models)] == [200] * 4
    assert "data: [DONE]" in chat.text
    assert len(speech.content) == 2 * round(24_000 * (0.3 + 0.06 * len("hello")))
    assert words.json()["text"]
    assert models.json()["data"]


async def test_a_wrong_key_is_refused_when_a_model_is_asked_about() -> None:
    """As a server does at its start."""
    async with served() as client:
        assert (await client.get("/models/gpt-6-luna")).status_code == 200
        refused = await client.get("/models/gpt-6-luna", headers={"authorization": "Bearer other"})
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "invalid_api_key"


async def test_a_head_has_no_body() -> None:
    """The connection goes on after it, also where the answer would be an error."""
    async with served() as client:
        assert (await client.head("/models")).status_code == 200
        assert (await client.head("/models", headers={"authorization": "Bearer other"})).status_code == 401
        assert (await client.get("/models")).status_code == 200


@pytest.mark.parametrize("name", [each for each in FAULTS if "-" in each])
async def test_an_answer_breaks_where_it_should(name: str, autojump_clock: MockClock) -> None:
    """Before the head there is no status, after it no body, in the middle some of it; other fakes are as they were."""
    what, _, phase = name.partition("-")
    async with served(faults=(f"speech:{name}",)) as client:
        status, body, end = await received(client, "/audio/speech", SAY)
        assert end == ("hung" if what == "hang" else "broken")
        assert (status, bool(body)) == {
            "before-head": (0, False),
            "after-head": (200, False),
            "mid-stream": (200, True),
        }[phase]
        status, _, end = await received(client, "/chat/completions", ASK)
        assert (status, end) == (200, "whole")


@pytest.mark.parametrize("name", [each for each in FAULTS if "-" not in each])
async def test_a_refusal_is_worded_as_the_service_does(name: str) -> None:
    """With its status, and an error object."""
    async with served(faults=(f"chat:{name}",)) as client:
        answer = await client.post("/chat/completions", json=ASK)
    assert answer.status_code == int(name)
    assert answer.json()["error"]["code"]


async def test_a_latency_passes_before_the_head(autojump_clock: MockClock) -> None:
    """Of the one fake that it is set for."""
    async with served(latencies=("speech:300",)) as client:
        began = trio.current_time()
        await client.post("/chat/completions", json=ASK)
        between = trio.current_time()
        await client.post("/audio/speech", json=SAY)
    assert between == began
    assert trio.current_time() - between == pytest.approx(0.3)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b'{"messages": 1}', b"[" * 100_000])
@pytest.mark.parametrize("name", FAKES)
async def test_what_cannot_be_read_ends_no_server(name: str, body: bytes) -> None:
    """Any body is answered, and the next request too."""
    async with served() as client:
        headers = {"authorization": KEY} if name == "assemblyai_key" else None  # the others say what kind of key it is
        url = f"http://fakes{FAKES[name].path}"
        assert (await client.post(url, content=body, headers=headers)).status_code in (200, 400)
        assert (await client.get("/models")).status_code == 200


async def test_the_account_at_twilio_remembers() -> None:
    """A number is set by one command and listed by another."""
    numbers = f"http://fakes/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers"
    async with served() as client:
        assert (await client.get(f"{numbers}.json")).json()["code"] == 20003
        client.auth, client.headers = httpx.BasicAuth(ACCOUNT, TOKEN), httpx.Headers()
        (number,) = (await client.get(f"{numbers}.json")).json()["incoming_phone_numbers"]
        await client.post(f"{numbers}/{number['sid']}.json", data={"VoiceUrl": "https://a.example"})
        (number,) = (await client.get(f"{numbers}.json")).json()["incoming_phone_numbers"]
        assert number["voice_url"] == "https://a.example"
        assert (await client.get("http://fakes/v1/Alerts")).json()["alerts"] == []


@pytest.mark.parametrize(("name", "code"), [("401", 20003), ("404", 20404), ("429", 20429), ("503", 20503)])
async def test_a_refusal_of_twilio_has_its_own_numbers(name: str, code: int) -> None:
    """As whoever asks expects them."""
    async with served(faults=(f"twilio:{name}",)) as client:
        answer = await client.get("http://fakes/2010-04-01/Accounts.json")
    assert (answer.status_code, answer.json()["code"]) == (int(name), code)


@pytest.mark.parametrize("faults", [("voice:500",), ("speech",), ("speech:melt",), ("speech:",)])
def test_an_unknown_fault_is_told_with_what_there_is(faults: tuple[str, ...]) -> None:
    with pytest.raises(FakeNotKnown, match=r"speech|hang-mid-stream"):
        behaviour(faults, ())


@pytest.mark.parametrize("latency", ["chat:x", "chat:-1", "chat:", "chat:1.5", "chat:9999999999999"])
def test_an_impossible_latency_is_told(latency: str) -> None:
    with pytest.raises(FakeNotKnown, match="milliseconds"):
        behaviour((), (latency,))


@asynccontextmanager
async def ear(*, faults: tuple[str, ...] = (), latencies: tuple[str, ...] = ()) -> AsyncIterator[Recognizer]:
    """The realtime recognizer, whose server is that of all fakes."""
    fakes = AllFakes(behaviour(faults, latencies), lambda line: None)
    async with in_memory(fakes.serve) as (memory, transport):
        world = SimulatedWorld(transport=transport, open_stream=memory.open_stream)
        settings = {"api_key": KEY, "base_url": f"http://fakes{BASE_PATH}"}
        chosen = OpenAiRealtimeTranscriptionSettings.model_validate(settings)
        async with open_openai_realtime(world, chosen) as recognizer:
            yield recognizer


@asynccontextmanager
async def deepgram(*, faults: tuple[str, ...] = (), latencies: tuple[str, ...] = ()) -> AsyncIterator[Recognizer]:
    """The same with Deepgram."""
    fakes = AllFakes(behaviour(faults, latencies), lambda line: None)
    async with in_memory(fakes.serve) as (memory, transport):
        world = SimulatedWorld(transport=transport, open_stream=memory.open_stream)
        settings = {"api_key": KEY, "base_url": f"http://fakes{BASE_PATH}"}
        async with open_deepgram(world, DeepgramRecognizerSettings.model_validate(settings)) as recognizer:
            yield recognizer


@asynccontextmanager
async def assemblyai(*, faults: tuple[str, ...] = (), latencies: tuple[str, ...] = ()) -> AsyncIterator[Recognizer]:
    """The same with AssemblyAI, whose paths begin with another version."""
    fakes = AllFakes(behaviour(faults, latencies), lambda line: None)
    async with in_memory(fakes.serve) as (memory, transport):
        world = SimulatedWorld(transport=transport, open_stream=memory.open_stream)
        chosen = AssemblyAiRecognizerSettings.model_validate({"api_key": KEY, "base_url": "http://fakes"})
        async with open_assemblyai(world, chosen) as recognizer:
            yield recognizer


async def words_of(recognizer: Recognizer) -> str:
    async with recognizer.session(A_CALL) as session:
        return (await hear(session, bytes(range(250)) * 32, Expectation())).text


async def test_the_realtime_fake_is_reached_by_a_websocket(autojump_clock: MockClock) -> None:
    """At the same address, with its latency."""
    async with ear(latencies=("realtime:700",)) as recognizer:
        began_at = trio.current_time()
        assert await words_of(recognizer) == "a room for two nights"
        assert 0.7 <= trio.current_time() - began_at < 1.5


@pytest.mark.parametrize("name", FAULTS)
async def test_the_realtime_fake_fails_as_it_should(name: str, autojump_clock: MockClock) -> None:
    """Every fault of the others, as a WebSocket has it."""
    async with ear(faults=(f"realtime:{name}",)) as recognizer:
        failures: list[BaseException] = []
        try:
            await words_of(recognizer)
        except (RecognizerFailed, ExceptionGroup) as exc:  # nurseries of the service put it into groups
            failures += leaves(exc)
    (failed,) = failures
    assert isinstance(failed, RecognizerFailed)
    assert ("HTTP" in str(failed)) == name.isdecimal()


async def spoken_by(service: str, *, faults: tuple[str, ...] = (), latencies: tuple[str, ...] = ()) -> float:
    """How long a sentence is that a voice of ElevenLabs says, in seconds. Raises VoiceFailed, perhaps in a group."""
    fakes = AllFakes(behaviour(faults, latencies), lambda line: None)
    async with in_memory(fakes.serve) as (memory, transport):
        world = SimulatedWorld(transport=transport, open_stream=memory.open_stream)
        settings = {"api_key": KEY, "base_url": "http://fakes"}
        opened = (
            open_elevenlabs(world, ElevenLabsSocketSettings.model_validate(settings))
            if service == "elevenlabs"
            else open_elevenlabs_http(world, ElevenLabsHttpSettings.model_validate(settings))
        )
        async with opened as voice:
            return seconds(await sound_of(voice, "Two tickets, please."))


@pytest.mark.parametrize("service", ["elevenlabs", "elevenlabs_http"])
async def test_the_fakes_of_elevenlabs_are_reached_at_the_same_address(service: str, autojump_clock: MockClock) -> None:
    """Over a WebSocket and over HTTP, each with its latency."""
    began_at = trio.current_time()
    assert await spoken_by(service, latencies=(f"{service}:700",)) >= 1.0
    assert 0.7 <= trio.current_time() - began_at < 1.5


@pytest.mark.parametrize("service", ["elevenlabs", "elevenlabs_http"])
@pytest.mark.parametrize("name", FAULTS)
async def test_the_fakes_of_elevenlabs_fail_as_they_should(name: str, service: str, autojump_clock: MockClock) -> None:
    """Every fault of the others, with ElevenLabs' own error bodies."""
    failures: list[BaseException] = []
    try:
        await spoken_by(service, faults=(f"{service}:{name}",))
    except (VoiceFailed, ExceptionGroup) as exc:  # nurseries of the service put it into groups
        failures += leaves(exc)
    (failed,) = failures
    assert isinstance(failed, VoiceFailed)
    assert str(failed).startswith(f"HTTP {name}: ") == name.isdecimal()


async def test_models_are_those_of_whoever_is_asked() -> None:
    """OpenAI and ElevenLabs have the same path for them: the header with the key tells them apart."""
    async with served() as client:
        theirs = await client.get("/models", headers={"xi-api-key": KEY})
        refused = await client.get("/models", headers={"xi-api-key": "other"})
    assert "eleven_flash_v2_5" in {model["model_id"] for model in theirs.json()}
    assert refused.json()["detail"]["status"] == "invalid_api_key"


async def test_deepgrams_fake_is_reached_by_a_websocket(autojump_clock: MockClock) -> None:
    """At the same address, with its latency."""
    async with deepgram(latencies=("deepgram:300",)) as recognizer:
        began_at = trio.current_time()
        assert await words_of(recognizer) == "a room for two nights"
        assert trio.current_time() - began_at == pytest.approx(0.3)


async def test_deepgrams_words_so_far_count_where_its_final_ones_hang(autojump_clock: MockClock) -> None:
    """They reach to the end of what was said."""
    async with deepgram(faults=("deepgram:hang-mid-stream",)) as recognizer:
        assert await words_of(recognizer) == "a room for two"


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "hang-mid-stream"])
async def test_deepgrams_fake_fails_as_it_should(name: str, autojump_clock: MockClock) -> None:
    """Every fault of the others, as Deepgram has it."""
    async with deepgram(faults=(f"deepgram:{name}",)) as recognizer:
        failures: list[BaseException] = []
        try:
            await words_of(recognizer)
        except (RecognizerFailed, ExceptionGroup) as exc:
            failures += leaves(exc)
    (failed,) = failures
    assert isinstance(failed, RecognizerFailed)
    assert ("HTTP" in str(failed)) == name.isdecimal()


async def test_deepgrams_key_may_be_asked_about() -> None:
    """As a start does."""
    async with served() as client:
        right = await client.get("/auth/token", headers={"authorization": f"Token {KEY}"})
        wrong = await client.get("/auth/token", headers={"authorization": "Token x"})
    assert (right.status_code, wrong.status_code) == (200, 401)
    assert wrong.json()["err_code"] == "INVALID_AUTH"


async def test_assemblyais_fake_is_reached_by_a_websocket(autojump_clock: MockClock) -> None:
    """At the same address, with its latency."""
    async with assemblyai(latencies=("assemblyai:400",)) as recognizer:
        began_at = trio.current_time()
        assert await words_of(recognizer) == "a room for two nights"
        assert 0.4 <= trio.current_time() - began_at < 0.6


@pytest.mark.parametrize("name", FAULTS)
async def test_assemblyais_fake_fails_as_it_should(name: str, autojump_clock: MockClock) -> None:
    """Every fault of the others, as AssemblyAI has it."""
    async with assemblyai(faults=(f"assemblyai:{name}",)) as recognizer:
        failures: list[BaseException] = []
        try:
            await words_of(recognizer)
        except (RecognizerFailed, ExceptionGroup) as exc:
            failures += leaves(exc)
    (failed,) = failures
    assert isinstance(failed, RecognizerFailed)
    assert ("HTTP" in str(failed)) == name.isdecimal()


async def test_assemblyais_key_may_be_asked_about() -> None:
    """As a start does."""
    async with served() as client:
        url = "http://fakes/v3/token?expires_in_seconds=1"
        right = await client.get(url, headers={"authorization": KEY})
        wrong = await client.get(url, headers={"authorization": f"Bearer {KEY}"})
    assert (right.status_code, wrong.status_code) == (200, 401)
    assert right.json()["expires_in_seconds"] == 1
