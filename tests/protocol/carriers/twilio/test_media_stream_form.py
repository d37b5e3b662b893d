"""Our half of Media Streams: which messages it reads, which it refuses, and that it goes on then. No clock, no I/O."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.carriers.json_stream import MAX_MESSAGE_BYTES, StreamState
from offhook.protocol.carriers.twilio.ours import Media, MediaStream, Stop
from offhook.protocol.errors import RemoteProtocolError
from tests.protocol.carriers.twilio.sayings import (
    DTMF,
    EVERYTHING,
    MARK,
    MEDIA,
    STOP,
    WHO,
    Say,
    assert_goes_on,
    streaming,
    take,
    with_change,
)

# Field by field.


@pytest.mark.parametrize(
    ("say", "path", "value"),
    [
        (MEDIA, "event", ...),
        (MEDIA, "event", "video"),
        (MEDIA, "event", 7),
        (MEDIA, "streamSid", ...),
        (MEDIA, "streamSid", None),
        (MEDIA, "media", ...),
        (MEDIA, "media", []),
        (MEDIA, "media.payload", ...),
        (MEDIA, "media.payload", None),
        (MEDIA, "media.payload", 12),
        (MEDIA, "media.payload", "not base64!"),
        (MEDIA, "media.payload", "abc"),
        (MEDIA, "media.payload", "=AAA"),
        (MEDIA, "media.payload", "YQ==YQ=="),
        (MEDIA, "media.timestamp", None),
        (MEDIA, "media.timestamp", 20.5),
        (MEDIA, "media.timestamp", -20),
        (MEDIA, "media.timestamp", 10**15),
        (MEDIA, "media.timestamp", "-20"),
        (MEDIA, "media.timestamp", "2e1"),
        (MEDIA, "media.timestamp", "20\n"),
        (MEDIA, "media.timestamp", "٢٠"),
        (MEDIA, "media.timestamp", ""),
        (MEDIA, "media.timestamp", "9" * 16),
        (DTMF, "dtmf.digit", ...),
        (DTMF, "dtmf.digit", 5),
        (DTMF, "dtmf.digit", ""),
        (DTMF, "dtmf.digit", "55"),
        (DTMF, "dtmf.digit", "5\n"),
        (DTMF, "dtmf.digit", "٥"),
        (DTMF, "dtmf.digit", "E"),
        (MARK, "mark", {}),
        (MARK, "mark.name", None),
        (MARK, "mark.name", "m" * 257),
        (STOP, "streamSid", ["MZ"]),
    ],
)
def test_a_wrong_field_is_refused_and_the_stream_goes_on(say: Say, path: str, value: object) -> None:
    """What is missing, of another type or out of range costs that one message."""
    carrier, ours = streaming()
    with pytest.raises(RemoteProtocolError, match="not a Media Streams message"):
        ours.receive(with_change(say(carrier), path, value))
    assert_goes_on(carrier, ours)


@pytest.mark.parametrize("timestamp", [0, 20, "20"])
def test_a_carrier_that_writes_numbers_as_numbers_is_heard(timestamp: str | int) -> None:
    """Twilio writes them as text; a media server of the same shape need not."""
    carrier, ours = streaming()
    message = with_change(MEDIA(carrier), "media.timestamp", timestamp)
    message = with_change(with_change(message, "sequenceNumber", 4), "media.chunk", 2)
    heard = ours.receive(message)
    assert isinstance(heard, Media)
    assert heard.at_ms == int(timestamp)


@pytest.mark.parametrize("say", [MEDIA, DTMF, MARK, STOP])
@pytest.mark.parametrize("number", [None, "first", -1, {}, ...])
def test_what_no_call_needs_may_be_anything(say: Say, number: object) -> None:
    """A sequence number is not read, so a strange one costs no message."""
    carrier, ours = streaming()
    ours.receive(with_change(say(carrier), "sequenceNumber", number))


@pytest.mark.parametrize(
    "message",
    [
        b"\x00\x01",
        b'{"event": "connected"}',
        "",
        " ",
        "null",
        "[]",
        "{}",
        '"connected"',
        '{"event": "connected"',
        '{"event": "connected"} {"event": "connected"}',
        "\ufeff{}",
        "\ud800",
        "[" * 60_000,
        '{"event":' * 7_000,
        '{"event": "media", "streamSid": "\\ud800"}',
        " " * (MAX_MESSAGE_BYTES + 1),
    ],
    ids=lambda message: ascii(message[:14]),
)
def test_what_is_no_message_is_refused_and_the_stream_goes_on(message: str | bytes) -> None:
    """Binary, nothing, no JSON, JSON of another kind, nested without end, too large."""
    carrier, ours = streaming()
    with pytest.raises(RemoteProtocolError):
        ours.receive(message)
    assert_goes_on(carrier, ours)


def test_size_is_limited_exactly() -> None:
    """A message of the largest size is read, one character more is not."""
    carrier, ours = streaming()
    message = carrier.media(b"", 0)
    assert ours.receive(message.ljust(MAX_MESSAGE_BYTES))
    with pytest.raises(RemoteProtocolError, match="at most"):
        ours.receive(message.ljust(MAX_MESSAGE_BYTES + 1))


@pytest.mark.parametrize("length", [0, 1, 2, 3, 159, 161, 8000, 40_000])
def test_a_payload_may_have_any_length(length: int) -> None:
    """Carriers bundle and split frames as they like."""
    carrier, ours = streaming()
    sound = bytes(number % 256 for number in range(length))
    heard = ours.receive(carrier.media(sound, 0))
    assert isinstance(heard, Media)
    assert heard.media.payload == sound


@pytest.mark.parametrize("say", [MEDIA, DTMF, MARK, STOP])
@pytest.mark.parametrize("where", ["", "inner"])
def test_fields_that_we_do_not_know_are_tolerated(say: Say, where: str) -> None:
    """A carrier that says more than it used to is understood as before."""
    carrier, ours = streaming()
    message = say(carrier)
    event = msgspec.json.decode(message, type=dict[str, object])["event"]
    path = f"{event}.novelty" if where else "novelty"
    assert type(ours.receive(with_change(message, path, {"since": [2027]}))).__name__.lower() == event


def test_what_a_smaller_carrier_leaves_out_has_a_meaning() -> None:
    """Without sequence numbers, chunks, tracks and parameters there is still a call."""
    ours = MediaStream()
    form = '{"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}'
    ours.receive(
        f'{{"event": "start", "streamSid": "s", "start": {{"accountSid": "a", "callSid": "c", "streamSid": "s",'
        f' "mediaFormat": {form}}}}}'
    )
    heard = ours.receive('{"event": "media", "streamSid": "s", "media": {"payload": "/w=="}}')
    assert isinstance(heard, Media)
    assert (heard.media.payload, heard.at_ms, heard.media.track) == (b"\xff", 0, "inbound")
    assert isinstance(ours.receive('{"event": "stop", "streamSid": "s"}'), Stop)


@pytest.mark.parametrize("say", EVERYTHING.values(), ids=EVERYTHING)
def test_a_message_that_is_cut_or_goes_on_is_refused(say: Say) -> None:
    """A message is whole or none: each beginning of one is refused, and so is one with more behind it."""
    carrier, ours = streaming()
    whole = say(carrier)
    for text in (*(whole[:length] for length in range(len(whole))), whole + "x", whole + whole, whole + "\0"):
        with pytest.raises(RemoteProtocolError, match="not a Media Streams message"):
            ours.receive(text)
    assert_goes_on(carrier, ours)


# Anything at all.

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
EVENTS = st.sampled_from(["connected", "start", "media", "dtmf", "mark", "stop", "clear", "", "Media"])
NEARLY = st.builds(
    lambda event, sid, inner, more: {"event": event, "streamSid": sid, **more, **({event: inner} if event else {})},
    EVENTS,
    st.sampled_from([WHO.stream_sid, "", None, "MZ"]),
    JSON,
    st.dictionaries(st.sampled_from(["sequenceNumber", "version", "protocol", "start", "x"]), JSON, max_size=2),
)


def encoded(tree: object) -> str:
    return msgspec.json.encode(tree).decode()


@given(st.lists(st.text(max_size=60) | st.binary(max_size=20) | (JSON | NEARLY).map(encoded), max_size=6))
def test_nothing_a_carrier_says_makes_our_half_fall_over(messages: list[str | bytes]) -> None:
    """Any text and any JSON is a message or a RemoteProtocolError, and the stream goes on unless it was stopped."""
    carrier, ours = streaming()
    taken = [take(ours, message) for message in messages]
    if not any(isinstance(message, Stop) for message in taken):
        assert_goes_on(carrier, ours)


@given(st.sampled_from(list(EVERYTHING.values())), st.integers(0, 600), st.characters())
def test_a_message_with_one_character_changed_is_a_message_or_refused(say: Say, where: int, instead: str) -> None:
    """Whatever one damaged place makes of a message, it is read or it is a RemoteProtocolError; the stream goes on."""
    carrier, ours = streaming()
    whole = say(carrier)
    where %= len(whole)
    taken = take(ours, whole[:where] + instead + whole[where + 1 :])
    assert (ours.state is StreamState.STOPPED) == isinstance(taken, Stop)
    if ours.state is not StreamState.STOPPED:
        assert_goes_on(carrier, ours)
