"""Our half of Media Streams: what it takes from a carrier, in which order, and what it says. No clock, no I/O."""

import base64
from collections.abc import Callable
from operator import methodcaller

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import media_streams
from protocol.carrier_side import AgentMedia, CarrierSide, Clear, MarkName, PlaceMark, PlayAudio, StreamIdentity
from protocol.errors import LocalProtocolError, RemoteProtocolError
from protocol.media_streams import MAX_MESSAGE_BYTES, CarrierMessage, MediaStream, StreamState

WHO = StreamIdentity(account_sid="AC" + "1" * 32, call_sid="CA" + "2" * 32, stream_sid="MZ" + "3" * 32)
Say = Callable[[CarrierSide], str]

GREETING: Say = methodcaller("connected")
START: Say = methodcaller("start", {"token": "t"})
MEDIA: Say = methodcaller("media", b"\xff" * 160, 20)
DTMF: Say = methodcaller("dtmf", "5")
MARK: Say = methodcaller("mark", "g0:1")
STOP: Say = methodcaller("stop")


def streaming() -> tuple[CarrierSide, MediaStream]:
    """A stream that has begun."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    ours.receive(carrier.connected())
    ours.receive(carrier.start({}))
    return carrier, ours


def with_change(message: str, path: str, value: object) -> str:
    """A message with one field, named `outer.inner`, changed; `...` removes it."""
    tree = msgspec.json.decode(message, type=dict[str, object])
    *outer, last = path.split(".")
    place = tree
    for name in outer:
        inner = place[name]
        assert isinstance(inner, dict)
        place = inner
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return msgspec.json.encode(tree).decode()


def assert_goes_on(carrier: CarrierSide, ours: MediaStream) -> None:
    """The stream works as if nothing had been said."""
    heard = ours.receive(carrier.media(b"abc", 40))
    assert isinstance(heard, media_streams.Media)
    assert heard.media.payload == b"abc"
    assert carrier.receive(ours.mark("m")) == PlaceMark(WHO.stream_sid, MarkName("m"))


# Order.


@pytest.mark.parametrize(
    ("before", "wrong", "state"),
    [
        ([], MEDIA, StreamState.OPENED),
        ([], DTMF, StreamState.OPENED),
        ([], MARK, StreamState.OPENED),
        ([], STOP, StreamState.OPENED),
        ([GREETING], GREETING, StreamState.GREETED),
        ([GREETING], MEDIA, StreamState.GREETED),
        ([GREETING], STOP, StreamState.GREETED),
        ([GREETING, START], GREETING, StreamState.STREAMING),
        ([GREETING, START], START, StreamState.STREAMING),
        ([START], GREETING, StreamState.STREAMING),
        ([GREETING, START, STOP], MEDIA, StreamState.STOPPED),
        ([GREETING, START, STOP], MARK, StreamState.STOPPED),
        ([GREETING, START, STOP], STOP, StreamState.STOPPED),
        ([GREETING, START, STOP], START, StreamState.STOPPED),
        ([GREETING, START, STOP], GREETING, StreamState.STOPPED),
    ],
)
def test_what_comes_out_of_order_is_refused_and_changes_nothing(
    before: list[Say], wrong: Say, state: StreamState
) -> None:
    """Media before start, a second start, connected twice, anything after stop: the state stays what it was."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    for say in before:
        ours.receive(say(carrier))
    details = ours.details
    with pytest.raises(RemoteProtocolError, match=state.value):
        ours.receive(wrong(carrier))
    assert (ours.state, ours.details) == (state, details)


def test_a_carrier_may_leave_the_greeting_out() -> None:
    """A stream that begins with its start message is a stream."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    ours.receive(carrier.start({}))
    assert_goes_on(carrier, ours)


def test_a_refused_start_can_be_said_again() -> None:
    """A start that was wrong leaves the stream waiting for a right one."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    ours.receive(carrier.connected())
    with pytest.raises(RemoteProtocolError):
        ours.receive(with_change(carrier.start({}), "start.mediaFormat.sampleRate", 16000))
    assert ours.details is None
    ours.receive(carrier.start({}))
    assert_goes_on(carrier, ours)


@pytest.mark.parametrize("say", [MEDIA, DTMF, MARK, STOP])
def test_another_streams_messages_are_refused(say: Say) -> None:
    """A message for another stream is not acted on, the stop least of all."""
    carrier, ours = streaming()
    with pytest.raises(RemoteProtocolError, match="MZ0000"):
        ours.receive(with_change(say(carrier), "streamSid", "MZ" + "0" * 32))
    assert_goes_on(carrier, ours)


@pytest.mark.parametrize("speak", [methodcaller("media", b"a"), methodcaller("mark", "m"), methodcaller("clear")])
def test_we_say_nothing_before_the_stream_has_a_name(speak: Callable[[MediaStream], str]) -> None:
    """Sending before start is our own mistake, and called that."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    ours.receive(carrier.connected())
    with pytest.raises(LocalProtocolError, match="greeted"):
        speak(ours)


# Form.


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
        (MEDIA, "media.timestamp", 20),
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


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("start", ..., "required field"),
        ("start.callSid", ..., "required field"),
        ("start.callSid", "", "callSid is empty"),
        ("start.accountSid", 1, "Expected `str`"),
        ("start.streamSid", "MZ" + "9" * 32, "two different streams"),
        ("streamSid", ..., "required field"),
        ("start.mediaFormat", ..., "required field"),
        ("start.mediaFormat.encoding", "audio/opus", "audio/x-mulaw at 8000"),
        ("start.mediaFormat.sampleRate", 16000, "16000 Hz"),
        ("start.mediaFormat.sampleRate", "8000", "Expected `int`"),
        ("start.mediaFormat.channels", 2, "2 channels"),
        ("start.tracks", "inbound", "Expected `array`"),
        ("start.customParameters", {"token": 1}, "Expected `str`"),
        ("start.callSid", "C" * 257, "length <= 256"),
    ],
)
def test_a_start_that_cannot_be_served_says_why(path: str, value: object, complaint: str) -> None:
    """The reason names the field or the format, so that a person can mend it."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    with pytest.raises(RemoteProtocolError, match=complaint):
        ours.receive(with_change(carrier.start({}), path, value))
    assert ours.details is None


def test_a_start_without_any_stream_name_is_refused() -> None:
    """Two empty names agree with each other and still name nothing."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    start = with_change(carrier.start({}), "start.streamSid", "")
    with pytest.raises(RemoteProtocolError, match="or none"):
        ours.receive(with_change(start, "streamSid", ""))


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
    assert isinstance(heard, media_streams.Media)
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
    assert isinstance(heard, media_streams.Media)
    assert (heard.media.payload, heard.at_ms, heard.media.track) == (b"\xff", 0, "inbound")
    assert isinstance(ours.receive('{"event": "stop", "streamSid": "s"}'), media_streams.Stop)


EVERYTHING = {"connected": GREETING, "start": START, "media": MEDIA, "dtmf": DTMF, "mark": MARK, "stop": STOP}


@pytest.mark.parametrize("say", EVERYTHING.values(), ids=EVERYTHING)
def test_a_message_that_is_cut_or_goes_on_is_refused(say: Say) -> None:
    """A message is whole or none: each beginning of one is refused, and so is one with more behind it."""
    carrier, ours = streaming()
    whole = say(carrier)
    for text in (*(whole[:length] for length in range(len(whole))), whole + "x", whole + whole, whole + "\0"):
        with pytest.raises(RemoteProtocolError, match="not a Media Streams message"):
            ours.receive(text)
    assert_goes_on(carrier, ours)


# Both ways.


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=5))
def test_custom_parameters_arrive_as_they_were_sent(parameters: dict[str, str]) -> None:
    """Whatever the TwiML passed on is there, word for word."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    start = ours.receive(carrier.start(parameters))
    assert isinstance(start, media_streams.Start)
    assert start.start.custom_parameters == parameters
    assert ours.details == start.start


@given(st.binary(max_size=4000))
def test_sound_goes_out_as_plain_base64_of_every_length(sound: bytes) -> None:
    """The payload is what any base64 reader makes of it, without a header."""
    carrier, ours = streaming()
    written = msgspec.json.decode(ours.media(sound), type=dict[str, object])
    assert written == {
        "event": "media",
        "streamSid": WHO.stream_sid,
        "media": {"payload": base64.b64encode(sound).decode()},
    }
    assert carrier.receive(ours.media(sound)) == PlayAudio(WHO.stream_sid, AgentMedia(sound))


def test_everything_may_still_be_said_after_the_carriers_stop() -> None:
    """What was on its way when the carrier stopped is no mistake of ours."""
    carrier, ours = streaming()
    ours.receive(carrier.stop())
    assert carrier.receive(ours.clear()) == Clear(WHO.stream_sid)


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


def take(ours: MediaStream, message: str | bytes) -> CarrierMessage | None:
    """What the stream makes of a message; anything but a RemoteProtocolError fails the test."""
    try:
        return ours.receive(message)
    except RemoteProtocolError:
        return None


@given(st.lists(st.text(max_size=60) | st.binary(max_size=20) | (JSON | NEARLY).map(encoded), max_size=6))
def test_nothing_a_carrier_says_makes_our_half_fall_over(messages: list[str | bytes]) -> None:
    """Any text and any JSON is a message or a RemoteProtocolError, and the stream goes on unless it was stopped."""
    carrier, ours = streaming()
    taken = [take(ours, message) for message in messages]
    if not any(isinstance(message, media_streams.Stop) for message in taken):
        assert_goes_on(carrier, ours)


@given(st.sampled_from(list(EVERYTHING.values())), st.integers(0, 600), st.characters())
def test_a_message_with_one_character_changed_is_a_message_or_refused(say: Say, where: int, instead: str) -> None:
    """Whatever one damaged place makes of a message, it is read or it is a RemoteProtocolError."""
    carrier, ours = streaming()
    whole = say(carrier)
    where %= len(whole)
    take(ours, whole[:where] + instead + whole[where + 1 :])


# Any order.

ALLOWED = {
    StreamState.OPENED: {"connected": StreamState.GREETED, "start": StreamState.STREAMING},
    StreamState.GREETED: {"start": StreamState.STREAMING},
    StreamState.STREAMING: {
        "media": StreamState.STREAMING,
        "dtmf": StreamState.STREAMING,
        "mark": StreamState.STREAMING,
        "stop": StreamState.STOPPED,
    },
    StreamState.STOPPED: {},
}
"""The drawing at the top of protocol/media_streams.py, as a table."""


@given(st.lists(st.sampled_from([*EVERYTHING, "garbage"]), max_size=30))
def test_any_order_of_messages_is_judged_as_drawn(order: list[str]) -> None:
    """What has an arrow is taken and moves the state; everything else is refused and moves nothing."""
    carrier, ours, state = CarrierSide(WHO), MediaStream(), StreamState.OPENED
    for event in order:
        taken = take(ours, EVERYTHING[event](carrier) if event in EVERYTHING else "garbage")
        assert (taken is not None) == (event in ALLOWED[state])
        state = ALLOWED[state].get(event, state)
        assert ours.state is state
        assert (ours.details is None) == (state in (StreamState.OPENED, StreamState.GREETED))
