"""Messages of AssemblyAI's streaming recognition, as text, judged by the types of AssemblyAI's own package too. Pure;
what is malformed is quoted nowhere."""

import json
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import pytest
from assemblyai.streaming.v3.models import ForceEndpoint, KeepAlive, StreamingParameters, TerminateSession
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol import assemblyai_streaming as wire
from offhook.protocol.errors import RemoteProtocolError

SECRET = "0123456789abcdef"
WORD = {"text": "nights", "start": 1200, "end": 1500, "confidence": 0.9, "word_is_final": True}
TURN = {"type": "Turn", "turn_order": 0, "turn_is_formatted": False, "end_of_turn": True, "transcript": "nights"}


def test_the_address_says_what_is_set() -> None:
    """As AssemblyAI's own package would; what is not set is not sent."""
    thresholds = wire.Thresholds(0.5, 160, 900, 0.3)
    full = wire.path_of("m", ["Zoë", "Harbor, Hotel"], thresholds, 60, format_turns=True)
    query = {name: values[0] for name, values in parse_qs(urlsplit(full).query).items()}
    assert urlsplit(full).path == "/v3/ws"
    terms = json.loads(query.pop("keyterms_prompt"))
    known = StreamingParameters.model_validate({**query, "speech_model": "u3-rt-pro", "keyterms_prompt": terms})
    assert known.keyterms_prompt == ["Zoë", "Harbor, Hotel"]
    assert query == {
        "speech_model": "m",
        "encoding": "pcm_mulaw",
        "sample_rate": "8000",
        "format_turns": "true",
        "inactivity_timeout": "60",
        "session_heartbeat": "true",
        "end_of_turn_confidence_threshold": "0.5",
        "min_turn_silence": "160",
        "max_turn_silence": "900",
        "vad_threshold": "0.3",
    }
    assert {*query} <= {*StreamingParameters.model_fields}
    bare = wire.path_of("m", [], wire.Thresholds(), 60, format_turns=False)
    assert {*parse_qs(urlsplit(bare).query)} == {*list(query)[:6]}


def test_what_is_sent_is_what_the_package_sends() -> None:
    """The three messages that are no audio."""
    for sent, kind in ((wire.FORCE_ENDPOINT, ForceEndpoint), (wire.KEEP_ALIVE, KeepAlive)):
        assert json.loads(sent) == kind().model_dump()
    assert json.loads(wire.TERMINATE) == TerminateSession().model_dump()


@pytest.mark.parametrize(
    ("told", "ends_at"),
    [
        (1_790_000_000, 1_790_000_000),
        ("2026-09-21T14:13:20Z", 1_790_000_000),
        ("2026-09-21T16:13:20.000+02:00", 1_790_000_000),
        ("2026-09-21T14:13:20", 1_790_000_000),
        ("tomorrow", None),
        (None, None),
    ],
)
def test_a_session_tells_when_it_ends(told: object, ends_at: float | None) -> None:
    """As a number or as a date, or not at all."""
    begin = wire.read_message(json.dumps({"type": "Begin", "id": "s", "expires_at": told}))
    assert isinstance(begin, wire.Begin)
    assert begin.ends_at == ends_at


def test_a_turn_is_read() -> None:
    """Its words with their times, in milliseconds."""
    turn = wire.read_message(json.dumps({**TURN, "words": [WORD], "end_of_turn_confidence": 0.8, "new": {"a": 1}}))
    assert turn == wire.Turn(0, "nights", (wire.Word("nights", 1200, 1500, 0.9, word_is_final=True),), end_of_turn=True)


def test_what_is_not_needed_is_ignored() -> None:
    """Messages that nobody here knows."""
    assert wire.read_message('{"type": "SpeechStarted", "timestamp": 3}') is None
    assert wire.read_message('{"type": "Dreamt", "of": ["sheep"]}') is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        SECRET,
        "[]",
        "{}",
        '{"type": 7}',
        f'{{"type": "Turn", "turn_order": "{SECRET}", "transcript": ""}}',
        f'{{"type": "Turn", "transcript": "{SECRET}"}}',
        json.dumps({**TURN, "turn_order": -1, "transcript": SECRET}),
        json.dumps({**TURN, "words": [{**WORD, "start": 1600}]}),
        json.dumps({**TURN, "words": [{**WORD, "start": -1}]}),
        json.dumps({**TURN, "words": [{**WORD, "end": 1e999}]}),
        json.dumps({**TURN, "words": [{**WORD, "end": 1e18}]}),
        json.dumps({**TURN, "words": [{**WORD, "text": None}]}),
        "[" * 100_000,
        '{"type": "\ud800"}',
    ],
)
def test_what_is_no_message_is_an_error_that_quotes_nothing(text: str) -> None:
    """Neither in its text nor in a cause."""
    with pytest.raises(RemoteProtocolError) as caught:
        wire.read_message(text)
    assert str(caught.value) == "a message that is none of AssemblyAI's"
    assert caught.value.__cause__ is None


@given(st.text(max_size=200))
def test_nothing_that_is_received_breaks_the_reader(text: str) -> None:
    """Whatever it is."""
    with suppress(RemoteProtocolError):
        wire.read_message(text)
