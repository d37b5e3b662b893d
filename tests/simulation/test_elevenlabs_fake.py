"""The fake of ElevenLabs, and what our clients send it, judged by the types of ElevenLabs' own package. Virtual clock;
every frame of every test here is looked at."""

import json

import httpx
import pytest
import trio
from elevenlabs.types import (
    AudioOutputMulti,
    CloseContext,
    FinalOutputMulti,
    FlushContext,
    InitializeConnectionMulti,
    Model,
    SendTextMulti,
    StreamingAudioChunkWithTimestampsResponse,
    VoiceSettings,
)
from pydantic import BaseModel
from trio.testing import MockClock

from offhook.actors.speaker.service import VoiceFailed
from offhook.simulation.fakes.elevenlabs_contexts import problem
from offhook.simulation.fakes.steps import Step
from offhook.simulation.fakes.websocket_server import Event, Steps, first_then, instead
from tests.actors.elevenlabs_rig import KEY, URL, rig, said_by
from tests.actors.openai_audio_rig import WORDS
from tests.actors.served import A_CALL
from tests.actors.speaker.listening import sound_of
from tests.simulation.test_openai_audio_fake import unknown_fields

NOT_FINAL = {"isFinal"}
"""The server says of audio that it is not final (null), which the package's type of it leaves out."""


def judged(kind: type[BaseModel], frame: object) -> BaseModel:
    """A frame as its type, which takes it strictly and knows all of its fields."""
    known = kind.model_validate(frame, strict=True)
    assert set(unknown_fields(known)) <= NOT_FINAL, frame
    return known


def kind_sent_by_client(event: Event) -> type[BaseModel]:
    if "close_context" in event:
        return CloseContext
    if event.get("text") == " ":
        return InitializeConnectionMulti
    return SendTextMulti


def kind_sent_by_server(event: Event) -> type[BaseModel]:
    return FinalOutputMulti if event.get("isFinal") else AudioOutputMulti


async def test_every_frame_of_a_connection(autojump_clock: MockClock) -> None:
    """Sentences, with times and without, one that is left, and one that fails."""

    def as_it_is(steps: Steps) -> Steps:
        return steps

    async with rig() as joined, joined.voice(stability=0.4, use_speaker_boost=True).session(A_CALL) as session:
        refused = instead(*problem("max_character_limit_exceeded", WORDS))
        joined.fake.faults += [as_it_is, as_it_is, first_then(1, Step.HANG), refused]
        await said_by(session, WORDS)
        joined.fake.sound.tells_times = False
        await said_by(session, WORDS)
        joined.fake.sound.tells_times = True
        async with session.sentence(WORDS) as pieces:
            await anext(pieces)
        with pytest.raises(VoiceFailed, match="too long"):
            await said_by(session, WORDS)
        await said_by(session, WORDS)
        sent, received = joined.fake.sent, joined.fake.received
    errors = [event for event in sent if "error" in event]
    assert [event["error"] for event in errors] == ["max_character_limit_exceeded"]
    answers = [judged(kind_sent_by_server(event), event) for event in sent if "error" not in event]
    assert {type(each) for each in answers} == {AudioOutputMulti, FinalOutputMulti}
    asked = [judged(kind_sent_by_client(event), event) for event in received]
    assert {type(each) for each in asked} == {CloseContext, InitializeConnectionMulti, SendTextMulti}
    for event in received:
        if "flush" in event:
            judged(FlushContext, event)


async def test_every_line_and_body_over_http(autojump_clock: MockClock) -> None:
    """An answer with times and one whose model has none, what was asked, and the list of models."""
    async with rig() as joined, httpx.AsyncClient(transport=joined.network.http._transport) as client:
        headers = {"xi-api-key": KEY}
        for tells_times in (True, False):
            joined.fake.sound.tells_times = tells_times
            url = f"{URL}/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb/stream/with-timestamps?output_format=ulaw_8000"
            answer = await client.post(url, json={"text": WORDS}, headers=headers)
            lines = [json.loads(line) for line in answer.text.splitlines()]
            assert len(lines) > 2
            for line in lines:
                known = judged(StreamingAudioChunkWithTimestampsResponse, line)
                assert isinstance(known, StreamingAudioChunkWithTimestampsResponse)
                assert (known.alignment is not None) is tells_times
        models = (await client.get(f"{URL}/v1/models", headers=headers)).json()
        assert all(isinstance(judged(Model, each), Model) for each in models)
        await sound_of(joined.http_voice(speed=1.1, style=0.5), WORDS)
        body = json.loads(joined.fake.http.requests[-1].body)
    judged(VoiceSettings, body["voice_settings"])
    assert {*body} <= {"text", "model_id", "language_code", "voice_settings"}


BEGIN: Event = {"text": " ", "context_id": "a", "voice_settings": {"stability": 0.5}}
SPOILED: dict[str, list[Event]] = {
    "keeps a context that nobody has begun": [{"text": "", "context_id": "a"}, BEGIN],
    "changes the voice": [BEGIN, {**BEGIN, "context_id": "b", "voice_settings": {"stability": 0.6}}],
    "has six contexts": [{"text": " ", "context_id": str(number)} for number in range(6)],
    "flushes contexts that nobody has begun": [{"flush": True, "context_id": str(number)} for number in range(6)],
}
"""What a client sends that does not know the rules."""


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("keeps a context that nobody has begun", "invalid_input_message"),
        ("changes the voice", "invalid_input_message"),
        ("has six contexts", "max_active_conversations"),
        ("flushes contexts that nobody has begun", "max_active_conversations"),
    ],
)
async def test_the_fake_minds_the_rules(name: str, error: str, autojump_clock: MockClock) -> None:
    """Those that users of the service have run into: the connection ends with 1008."""
    async with rig() as joined:
        joined.fake.first_sound_s = 1.0
        path = "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb/multi-stream-input?model_id=m&output_format=ulaw_8000"
        with trio.move_on_after(5):
            async with joined.network.websocket(URL + path, {"xi-api-key": KEY}) as socket:
                for event in SPOILED[name]:
                    await socket.send(json.dumps(event))
                await joined.fake.sockets.wait(lambda: bool(joined.fake.sockets.ended))
        assert [event["error"] for event in joined.fake.sent if "error" in event] == [error]
