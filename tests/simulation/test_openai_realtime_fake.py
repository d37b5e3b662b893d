"""The fake of OpenAI's Realtime interface, and what our clients send it, judged by the types of OpenAI's own package.
Virtual clock; every frame of every test here is looked at."""

from collections.abc import Iterable
from itertools import groupby
from typing import get_args

import pytest
from openai.types.realtime import RealtimeClientEvent, RealtimeServerEvent
from openai.types.realtime.realtime_session_create_response import RealtimeSessionCreateResponse
from openai.types.realtime.realtime_transcription_session_create_response import (
    RealtimeTranscriptionSessionCreateResponse,
)
from pydantic import BaseModel, TypeAdapter
from trio.testing import MockClock

from offhook.actors.recognizer.service import RecognizerFailed
from offhook.actors.speaker.service import VoiceFailed
from offhook.engine.words.expectation import Expectation
from offhook.simulation.fakes.steps import Step
from offhook.simulation.fakes.websocket_server import Event, Steps, after, first_then
from tests.actors.openai_audio_rig import WORDS
from tests.actors.openai_realtime_rig import ONE_SECOND, error_event, rig
from tests.actors.recognizer.hearing import hear, ignore
from tests.actors.recognizer.test_openai_realtime import not_recognised
from tests.actors.served import A_CALL
from tests.actors.speaker.test_openai_realtime import ended_as, said_by
from tests.simulation.test_openai_audio_fake import unknown_fields

SESSION_ONLY = {"session.id", "session.object", "session.expires_at"}
"""The package types a session of an event as what may be set; what it is told besides is in another type."""


def judged(union: object, events: Iterable[Event]) -> list[BaseModel]:
    """Each event as its type, which takes it strictly and knows all of its fields."""
    kinds = {get_args(kind.model_fields["type"].annotation)[0]: kind for kind in get_args(get_args(union)[0])}
    found = []
    for event in events:
        known = TypeAdapter(kinds[event["type"]]).validate_python(event, strict=True)
        assert set(unknown_fields(known)) <= SESSION_ONLY, event
        found.append(known)
    return found


async def test_a_transcription_session(autojump_clock: MockClock) -> None:
    """Words while it listens, final ones, none, an utterance that is given up, one that fails, and errors."""
    async with rig() as joined, joined.recognizer(prompt="Rooms.", keywords=["Doe"]).session(A_CALL) as session:
        joined.fake.faults += [after(error_event("server_error", cause="utterance-1")), not_recognised]
        await hear(session, ONE_SECOND, Expectation())
        with pytest.raises(RecognizerFailed, match="unknown kind"):
            await hear(session, ONE_SECOND, Expectation())
        async with session.utterance(3, Expectation(), ignore) as utterance:
            await utterance.feed(ONE_SECOND)
        joined.fake.words = ""
        await hear(session, ONE_SECOND, Expectation())
        sent, received = joined.fake.sent, joined.fake.received
    assert len(judged(RealtimeServerEvent, sent)) > 10
    assert len(judged(RealtimeClientEvent, received)) > 30
    for event in sent:
        if event["type"] == "session.updated":
            shown = RealtimeTranscriptionSessionCreateResponse.model_validate(event["session"], strict=True)
            assert unknown_fields(shown) == []
    kinds = [event["type"] for event in sent]
    assert kinds.index("session.created") < kinds.index("session.updated") < kinds.index("input_audio_buffer.committed")
    assert WORDS.split()[0] == next(event["delta"] for event in sent if "delta" in event)


async def test_a_session_that_speaks(autojump_clock: MockClock) -> None:
    """A sentence, one that is left, one that fails, and errors; and the order of the events."""
    async with rig() as joined, joined.voice(speed=1.1).session(A_CALL) as session:
        joined.fake.faults += [as_it_is, first_then(8, Step.HANG), ended_as("incomplete", reason="content_filter")]
        async with session.sentence(WORDS) as pieces:
            assert [piece async for piece in pieces]
        async with session.sentence(WORDS) as pieces:
            await anext(pieces)
        with pytest.raises(VoiceFailed, match="content filter"):
            await said_by(session, WORDS)
        joined.fake.faults.append(error_event_only)
        with pytest.raises(VoiceFailed, match="server_error"):
            await said_by(session, WORDS)
        sent, received = joined.fake.sent, joined.fake.received
    assert len(judged(RealtimeServerEvent, sent)) > 30
    assert [event["type"] for event in received] == [
        "session.update",
        *["response.create", "response.create", "response.cancel", "response.create", "response.create"],
    ]
    judged(RealtimeClientEvent, received)
    for event in sent:
        if event["type"] == "session.updated":
            shown = RealtimeSessionCreateResponse.model_validate(event["session"], strict=True)
            assert unknown_fields(shown) == []
    first = [str(event["type"]) for event in sent if "resp_1_1" in str(event)]
    assert [kind for kind, _ in groupby(kind for kind in first if not kind.endswith(".delta"))] == [
        "response.created",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.done",
    ]


def as_it_is(steps: Steps) -> Steps:
    return steps


def error_event_only(steps: Steps) -> Steps:
    return [error_event("server_error", "server_error", "sentence-4")]
