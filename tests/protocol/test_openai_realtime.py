"""Events of OpenAI's Realtime interface, as text. Pure; what is malformed is quoted nowhere."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol import openai_realtime as wire
from offhook.protocol.errors import RemoteProtocolError

SECRET = "sk-0123456789"


@pytest.mark.parametrize(
    ("event", "read"),
    [
        ({"type": "session.created", "session": {"expires_at": 1790000000}}, 1790000000),
        ({"type": "session.updated", "session": {"id": "s"}}, None),
    ],
)
def test_a_session_tells_when_it_ends(event: dict[str, object], read: float | None) -> None:
    """Or does not."""
    found = wire.read_event(json.dumps(event))
    assert isinstance(found, wire.Created)
    assert found.expires_at == read


def test_what_is_not_needed_is_ignored() -> None:
    """Events that nobody here knows, and fields that came later."""
    assert wire.read_event('{"type": "rate_limits.updated", "rate_limits": []}') is None
    assert wire.read_event('{"type": "response.dreamt", "dream": {"of": ["sheep"]}}') is None
    cleared = wire.read_event('{"type": "input_audio_buffer.cleared", "event_id": "e", "new": 1}')
    assert cleared == wire.Cleared()


@pytest.mark.parametrize(
    "text",
    [
        "",
        SECRET,
        "[]",
        "{}",
        '{"type": 7}',
        f'{{"type": "error", "error": "{SECRET}"}}',
        f'{{"type": "input_audio_buffer.committed", "item": "{SECRET}"}}',
        '{"type": "response.done", "response": {"id": null}}',
        "[" * 100_000,
        '{"type": "\ud800"}',
    ],
)
def test_what_is_no_event_is_an_error_that_quotes_nothing(text: str) -> None:
    """Neither in its text nor in a cause."""
    with pytest.raises(RemoteProtocolError) as caught:
        wire.read_event(text)
    assert SECRET not in f"{caught.value}{caught.value.__cause__}"
    assert caught.value.__suppress_context__


@given(st.text())
def test_any_text_is_an_event_or_an_error(text: str) -> None:
    """Nothing else is raised."""
    with suppress(RemoteProtocolError):
        wire.read_event(text)


@pytest.mark.parametrize(
    ("response", "failure"),
    [
        ({"id": "r", "status": "completed"}, None),
        ({"id": "r", "status": "incomplete", "status_details": {"reason": "max_output_tokens"}}, "reached its limit"),
        ({"id": "r", "status": "cancelled", "status_details": {"reason": "turn_detected"}}, "it was cancelled"),
        ({"id": "r", "status": "incomplete", "status_details": {"reason": SECRET}}, "is not complete: it failed"),
        ({"id": "r", "status": "failed", "status_details": {"error": {"code": SECRET}}}, "of an unknown kind"),
        ({"id": "r", "status": None}, "is not complete: it failed"),
    ],
)
def test_why_a_response_is_not_complete(response: dict[str, object], failure: str | None) -> None:
    """In words of our own."""
    event = wire.read_event(json.dumps({"type": "response.done", "response": response}))
    assert isinstance(event, wire.ResponseOver)
    if failure is None:
        assert event.response.failure is None
    else:
        assert event.response.failure is not None
        assert event.response.failure.words.endswith(failure)


def test_a_language_is_named_without_its_country() -> None:
    """As the service wants it."""
    event = json.loads(wire.transcription_session("e", "m", "pt-BR", wire.PCM, "", ()))
    assert event["session"]["audio"]["input"]["transcription"] == {"model": "m", "language": "pt"}
