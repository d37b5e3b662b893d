"""The fake of AssemblyAI, and what our client sends it, judged by the types of AssemblyAI's own package. Virtual
clock."""

import json
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
import trio
import trio.testing
from assemblyai.streaming.v3 import models
from pydantic import BaseModel
from trio.testing import MockClock

from offhook.engine.host.websocket import WebSocketClosed
from offhook.engine.words.expectation import Expectation
from offhook.protocol import assemblyai_streaming as wire
from offhook.simulation.fakes.assemblyai import error
from offhook.simulation.fakes.websocket_server import Close, Event
from tests.actors.assemblyai_rig import KEY, feed_as_spoken, rig, speech
from tests.actors.recognizer.hearing import hear, ignore
from tests.actors.served import A_CALL

ANY = Expectation()
HEADERS = {"Authorization": KEY}
URL = "http://x/v3/ws?encoding=pcm_mulaw&sample_rate=8000&speech_model=universal-streaming-english"
FROM_SERVER: Mapping[object, type[BaseModel]] = {
    "Begin": models.BeginEvent,
    "Turn": models.TurnEvent,
    "Heartbeat": models.HeartbeatEvent,
    "Error": models.ErrorEvent,
    "Termination": models.TerminationEvent,
}
FROM_CLIENT: Mapping[object, type[BaseModel]] = {
    "KeepAlive": models.KeepAlive,
    "ForceEndpoint": models.ForceEndpoint,
    "Terminate": models.TerminateSession,
}
NOT_IN_THE_PACKAGE = {"utterance"}
"""A field of a turn that the reference has, and the package ignores."""


def judge(kinds: Mapping[object, type[BaseModel]], event: Event) -> None:
    """As JSON, which is what comes: a date may be a number there."""
    kind = kinds[event["type"]]
    known = kind.model_validate_json(json.dumps(event))
    assert {*event} - NOT_IN_THE_PACKAGE <= {*type(known).model_fields}, event
    for word in event.get("words", ()):  # type: ignore[attr-defined]
        assert {*word} == {*models.Word.model_fields} - {"speaker"}
        models.Word.model_validate(word, strict=True)


async def test_every_frame_is_of_assemblyais_types(autojump_clock: MockClock) -> None:
    """Both ways: words while it listens, pauses, ends of turns twice, none at all, an error, and the end."""
    async with rig() as joined:
        joined.fake.answers_nothing = True
        async with joined.recognizer(format_turns=True).session(A_CALL) as session:
            await trio.sleep(20)
            async with session.utterance(1, ANY, ignore) as utterance:
                await feed_as_spoken(utterance, speech(1.0, 0.3) * 2)
                await utterance.finish()
            await hear(session, speech(0, 0.4), ANY)
        async with joined.network.websocket(URL, HEADERS) as socket:
            await socket.send('{"type":"Sing"}')
            await trio.testing.wait_all_tasks_blocked()
        sent = joined.fake.sent
        received = [event for event in joined.fake.received if event["type"] != "Sing"]
        (peer, *_) = joined.fake.server.peers
    for event in sent:
        judge(FROM_SERVER, event)
    for event in received:
        judge(FROM_CLIENT, event)
    assert {event["type"] for event in sent} == {*FROM_SERVER}
    assert {event["type"] for event in received} == {*FROM_CLIENT}
    query = {name: values[0] for name, values in parse_qs(urlsplit(peer.path).query).items()}
    assert {*query} <= {*models.StreamingParameters.model_fields}
    models.StreamingParameters.model_validate(query)


@pytest.mark.parametrize("kind", [*FROM_SERVER.values(), models.SpeechStartedEvent, models.SilenceEvent])
def test_what_assemblyais_types_allow_is_read(kind: type[BaseModel]) -> None:
    """Also where what may be missing is missing, or null."""
    word = models.Word(start=100, end=200, confidence=1.0, text="a", word_is_final=True)
    values: Mapping[str, object] = {
        "id": "s",
        "expires_at": 1_790_000_000,
        "turn_order": 0,
        "turn_is_formatted": False,
        "end_of_turn": True,
        "transcript": "a",
        "end_of_turn_confidence": 0.5,
        "words": [word.model_dump()],
        "total_audio_received_ms": 5,
        "total_duration_ms": 6,
        "realtime_factor": 1.5,
        "error": "e",
        "timestamp": 3,
        "start_ms": 1,
        "end_ms": 2,
    }
    known = {name: value for name, value in values.items() if name in kind.model_fields}
    (name,) = kind.model_fields["type"].annotation.__args__  # type: ignore[union-attr]
    message = kind.model_validate({"type": name, **known})
    for leave_out in (True, False):
        read = wire.read_message(message.model_dump_json(exclude_none=leave_out))
        match read:
            case wire.Begin():
                assert read.ends_at == 1_790_000_000
            case wire.Turn():
                assert (read.transcript, read.words[0].text, read.words[0].end) == ("a", "a", 200)
            case wire.Heartbeat(received_ms):
                assert received_ms == 5
            case wire.Failure(None, text):
                assert text == "e"
            case wire.Termination():
                pass
            case None:
                assert kind in (models.SpeechStartedEvent, models.SilenceEvent)
            case _:
                raise AssertionError(read)


async def refused(message: str | bytes, url: str = URL, key: str = KEY) -> tuple[list[str], int | None]:
    """What comes until the server closes, and with which code."""
    async with rig() as joined:
        joined.fake.lasts_s = 30.0
        found: list[str] = []
        async with joined.network.websocket(url, {"Authorization": key}) as socket:
            with pytest.raises(WebSocketClosed) as caught:  # noqa: PT012
                await socket.send(message)
                while True:
                    found.append(json.loads(await socket.receive())["type"])
        return found, caught.value.code


@pytest.mark.parametrize(
    ("message", "code"),
    [(b"\xff" * 160, 3007), (b"\xff" * 8001, 3007), ('{"type":"Sing"}', 3006), ('{"type":"KeepAlive"}', 3008)],
)
async def test_what_cannot_go_on_is_ended_with_its_code(
    message: str | bytes, code: int, autojump_clock: MockClock
) -> None:
    """Pieces that are too short or too long, a message that nobody knows, a session that has lasted too long."""
    assert await refused(message) == (["Begin", "Error"], code)


async def test_a_wrong_key_is_told_after_the_handshake(autojump_clock: MockClock) -> None:
    """And a session whose client says nothing is ended without an error."""
    assert await refused(wire.KEEP_ALIVE, key="another") == (["Error"], 1008)
    assert await refused(wire.KEEP_ALIVE, f"{URL}&inactivity_timeout=5") == (["Begin", "Termination"], 1000)


def test_a_long_reason_does_not_fit_into_a_close_frame() -> None:
    """Then the Error message has it."""
    _, close = error(3005, "x" * 200)
    assert close == Close(3005, "See Error message for details")
