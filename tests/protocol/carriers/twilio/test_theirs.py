"""The carrier's half of Media Streams against the documented messages. No clock, no I/O."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.carriers.twilio.theirs import (
    AgentMedia,
    CarrierSide,
    CarrierWarning,
    Clear,
    MarkName,
    PlaceMark,
    PlayAudio,
    Refusal,
    StreamIdentity,
)

WHO = StreamIdentity(account_sid="AC" + "a" * 32, call_sid="CA" + "b" * 32, stream_sid="MZ" + "c" * 32)
SID = WHO.stream_sid


def opened() -> CarrierSide:
    return CarrierSide(WHO)


def test_connected_is_the_documented_greeting() -> None:
    """The first message has a protocol and a version, and neither a number nor a stream."""
    assert json.loads(opened().connected()) == {"event": "connected", "protocol": "Call", "version": "1.0.0"}


def test_start_is_the_documented_message() -> None:
    """The start message names call and stream, and only the media format has numbers that are numbers."""
    assert json.loads(opened().start({"token": "t1"})) == {
        "event": "start",
        "sequenceNumber": "1",
        "streamSid": SID,
        "start": {
            "streamSid": SID,
            "accountSid": WHO.account_sid,
            "callSid": WHO.call_sid,
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": {"token": "t1"},
        },
    }


def test_media_counts_chunks_and_messages_apart() -> None:
    """Sequence numbers count every message from start on, chunks only the media, both as strings."""
    carrier = opened()
    carrier.connected()
    carrier.start({})
    first = json.loads(carrier.media(b"\xff" * 160, 0))
    carrier.dtmf("5")
    second = json.loads(carrier.media(b"\x7e" * 160, 20))
    assert (first["sequenceNumber"], first["media"]["chunk"], first["media"]["timestamp"]) == ("2", "1", "0")
    assert second == {
        "event": "media",
        "sequenceNumber": "4",
        "streamSid": SID,
        "media": {
            "track": "inbound",
            "chunk": "2",
            "timestamp": "20",
            "payload": base64.b64encode(b"\x7e" * 160).decode(),
        },
    }


def test_dtmf_mark_and_stop_are_the_documented_messages() -> None:
    """Keys carry the suffixed track, marks their name alone, and the end names call and account."""
    carrier = opened()
    assert json.loads(carrier.dtmf("#")) == {
        "event": "dtmf",
        "streamSid": SID,
        "sequenceNumber": "1",
        "dtmf": {"track": "inbound_track", "digit": "#"},
    }
    assert json.loads(carrier.mark("g3:17")) == {
        "event": "mark",
        "sequenceNumber": "2",
        "streamSid": SID,
        "mark": {"name": "g3:17"},
    }
    assert json.loads(carrier.stop()) == {
        "event": "stop",
        "sequenceNumber": "3",
        "streamSid": SID,
        "stop": {"accountSid": WHO.account_sid, "callSid": WHO.call_sid},
    }


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ({"event": "media", "media": {"payload": "/38A"}}, PlayAudio(SID, AgentMedia(b"\xff\x7f\x00"))),
        ({"event": "mark", "mark": {"name": "end"}}, PlaceMark(SID, MarkName("end"))),
        ({"event": "clear"}, Clear(SID)),
    ],
)
def test_what_a_server_may_send_is_understood(message: dict[str, object], meaning: object) -> None:
    """The three messages of a server are read, in whatever order their fields stand."""
    assert opened().receive(json.dumps({**message, "streamSid": SID})) == meaning
    assert opened().receive(json.dumps({"streamSid": SID, **message})) == meaning


@pytest.mark.parametrize(
    "message",
    [
        "",
        "hello",
        "[]",
        '{"event": "clear"',
        '{"event":' * 100_000,
        {"event": "clear"},
        {"event": "clear", "streamSid": "MZ" + "d" * 32},
        {"event": "clear", "streamSid": SID, "mark": {"name": "x"}},
        {"event": "hangup", "streamSid": SID},
        {"event": "connected", "protocol": "Call", "version": "1.0.0"},
        {"streamSid": SID},
        {"event": "media", "streamSid": SID},
        {"event": "media", "streamSid": SID, "media": {}},
        {"event": "media", "streamSid": SID, "media": {"payload": "no base64!"}},
        {"event": "media", "streamSid": SID, "media": {"payload": "/38A", "track": "outbound"}},
        {"event": "media", "streamSid": SID, "sequenceNumber": "1", "media": {"payload": "/38A"}},
        {"event": "mark", "streamSid": SID, "mark": {"name": 7}},
        {"event": "mark", "streamSid": SID, "mark": {}},
    ],
)
def test_what_no_carrier_takes_is_dropped_with_31951(message: str | dict[str, object]) -> None:
    """Not JSON, unknown, a field missing or too many, or another stream's: dropped, with Twilio's warning."""
    carrier = opened()
    answer = carrier.receive(message if isinstance(message, str) else json.dumps(message))
    assert isinstance(answer, Refusal)
    assert answer.warning is CarrierWarning.INVALID


def test_a_binary_message_is_dropped_with_31950() -> None:
    """Media Streams is text: bytes are not decodable, even if they hold a valid message."""
    answer = opened().receive(json.dumps({"event": "clear", "streamSid": SID}).encode())
    assert isinstance(answer, Refusal)
    assert answer.warning is CarrierWarning.UNDECODABLE


def test_each_warning_is_reported_once_a_stream_and_every_drop_is_counted() -> None:
    """Twilio tells of the first message of each kind only; the count still grows."""
    carrier = opened()
    answers = [carrier.receive(message) for message in ("one", b"two", "three", b"four", "five")]
    assert [isinstance(answer, Refusal) and answer.repeated for answer in answers] == [False, False, True, True, True]
    assert list(carrier.warnings) == [CarrierWarning.INVALID, CarrierWarning.UNDECODABLE]
    assert carrier.warnings[CarrierWarning.INVALID].endswith("one")
    assert carrier.refused == 5


@given(st.text() | st.binary() | st.from_type(dict[str, str]).map(json.dumps))
def test_nothing_a_server_sends_makes_the_carrier_fall_over(message: str | bytes) -> None:
    """Whatever arrives is a refusal, never an exception."""
    assert isinstance(opened().receive(message), Refusal)


@pytest.mark.parametrize("message", [{"event": "clear"}, {"event": "media", "media": {"payload": "/38A"}}], ids=str)
def test_a_message_that_is_cut_or_goes_on_is_dropped(message: dict[str, object]) -> None:
    """A message is whole or none: each beginning of one is refused, and so is one with more behind it."""
    whole = json.dumps({**message, "streamSid": SID})
    for text in (*(whole[:length] for length in range(len(whole))), whole + "x", whole + whole, whole + "\0"):
        assert isinstance(opened().receive(text), Refusal)
    assert not isinstance(opened().receive(f" {whole}\n"), Refusal)


@given(st.sampled_from(["media", "mark", "clear"]), st.integers(0, 200), st.characters())
def test_a_message_with_one_character_changed_is_a_message_or_dropped(event: str, where: int, instead: str) -> None:
    """Whatever one damaged place makes of a message, the carrier reads it or refuses it."""
    body = {"media": {"media": {"payload": "/38A"}}, "mark": {"mark": {"name": "m"}}}.get(event, {})
    whole = json.dumps({"event": event, "streamSid": SID, **body})
    where %= len(whole)
    answer = opened().receive(whole[:where] + instead + whole[where + 1 :])
    assert isinstance(answer, Refusal | PlayAudio | PlaceMark | Clear)
