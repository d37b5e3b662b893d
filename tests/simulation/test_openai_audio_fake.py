"""The fake of OpenAI's audio endpoints, judged by OpenAI's own package: client and fake have one author, and could be
wrong together. Virtual clock; no faults but those that are named."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import openai
import pytest
from openai._base_client import get_platform
from openai.types.audio import Transcription, TranscriptionTextDeltaEvent, TranscriptionTextDoneEvent
from pydantic import BaseModel
from trio.testing import MockClock

from offhook.engine.host.network import network_over
from offhook.engine.words.expectation import Expectation
from offhook.protocol.openai_transcription import wav_of
from offhook.simulation.fakes.openai_audio import form_of
from tests.actors.openai_audio_rig import KEY, URL, WORDS, Rig, error, rig
from tests.actors.recognizer.hearing import hear
from tests.actors.served import A_CALL
from tests.actors.speaker.listening import sound_of

# The SDK nests generators and closes none of them: a stream that has ended leaves them behind.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator:ResourceWarning")
ONE_SECOND = bytes(range(250)) * 32


@asynccontextmanager
async def sdk(joined: Rig, key: str = KEY) -> AsyncIterator[openai.AsyncOpenAI]:
    """OpenAI's client over the same network in memory."""
    http_client = network_over(joined.transport).http_for_sdk
    async with openai.AsyncOpenAI(api_key=key, base_url=URL, http_client=http_client, max_retries=0) as client:
        client._platform = get_platform()  # otherwise a thread finds it out
        yield client


def unknown_fields(model: BaseModel) -> list[str]:
    """What the package keeps beside the fields that it knows, at any depth."""
    found = list(model.model_extra or ())
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            found += [f"{name}.{each}" for each in unknown_fields(value)]
    return found


async def test_the_sdk_reads_the_fakes_speech(autojump_clock: MockClock) -> None:
    """It gets the samples, and sends exactly what our client sends."""
    async with rig() as joined, sdk(joined) as client:
        async with client.audio.speech.with_streaming_response.create(
            model="gpt-4o-mini-tts", voice="marin", input=WORDS, response_format="pcm"
        ) as response:
            pcm = b"".join([piece async for piece in response.iter_bytes()])
        assert len(pcm) == 48_000
        await sound_of(joined.voice(), WORDS)
        theirs, ours = joined.fake.requests
    assert json.loads(ours.body) == json.loads(theirs.body)
    for name in ("authorization", "content-type", "host"):
        assert ours.headers[name] == theirs.headers[name]
    assert (ours.method, ours.path) == (theirs.method, theirs.path)


async def test_the_sdk_reads_the_fakes_events(autojump_clock: MockClock) -> None:
    """Every event is of a type that it knows, without a field that it does not; and it sends what our client sends."""
    async with rig() as joined, sdk(joined) as client:
        stream = await client.audio.transcriptions.create(
            file=("utterance.wav", wav_of(ONE_SECOND), "audio/wav"),
            model="gpt-transcribe",
            language="en",
            response_format="json",
            stream=True,
        )
        async with stream:
            events = [each async for each in stream]
        async with joined.recognizer().session(A_CALL) as session:
            await hear(session, ONE_SECOND, Expectation())
        theirs, ours = joined.fake.requests
    *deltas, done = events
    assert all(isinstance(each, TranscriptionTextDeltaEvent) for each in deltas)
    assert "".join(each.delta for each in deltas if isinstance(each, TranscriptionTextDeltaEvent)) == WORDS
    assert isinstance(done, TranscriptionTextDoneEvent)
    assert done.text == WORDS
    for each in events:
        type(each).model_validate(each.model_dump(exclude_unset=True), strict=True)
        assert unknown_fields(each) == []
    assert form_of(ours) == form_of(theirs)
    assert (ours.method, ours.path, ours.headers["authorization"]) == (
        theirs.method,
        theirs.path,
        theirs.headers["authorization"],
    )


async def test_the_sdk_reads_the_fakes_json(autojump_clock: MockClock) -> None:
    """The answer of a model that does not stream."""
    async with rig() as joined, sdk(joined) as client:
        answer = await client.audio.transcriptions.create(
            file=("utterance.wav", wav_of(ONE_SECOND), "audio/wav"), model="whisper-1", response_format="json"
        )
    assert isinstance(answer, Transcription)
    assert answer.text == WORDS
    Transcription.model_validate(answer.model_dump(exclude_unset=True), strict=True)
    assert unknown_fields(answer) == []


async def test_the_sdk_reads_the_fakes_errors(autojump_clock: MockClock) -> None:
    """Each is the exception that OpenAI's own error would be, with its code."""
    async with rig() as joined:
        async with sdk(joined, key="sk-wrong") as client:
            with pytest.raises(openai.AuthenticationError) as wrong_key:
                await client.audio.speech.create(model="m", voice="marin", input=WORDS)
        async with sdk(joined) as client:
            joined.fake.faults.append(error(429, "insufficient_quota"))
            with pytest.raises(openai.RateLimitError) as no_credit:
                await client.audio.speech.create(model="m", voice="marin", input=WORDS)
            with pytest.raises(openai.BadRequestError) as wrong_format:
                await client.audio.speech.create(model="m", voice="marin", input=WORDS)
    assert (wrong_key.value.code, wrong_key.value.type) == ("invalid_api_key", "invalid_request_error")
    assert "sk-wrong" in str(wrong_key.value)
    assert no_credit.value.code == "insufficient_quota"
    assert wrong_format.value.param == "response_format"
