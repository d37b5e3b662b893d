"""Our half of Telnyx media streaming: what it takes, what it refuses, and what it says. No clock, no I/O."""

import json
from collections.abc import Callable

import pytest

from offhook.protocol.carriers.events import CallerSound, Key, Started
from offhook.protocol.carriers.json_stream import StreamState
from offhook.protocol.carriers.telnyx.carrier import TELNYX, TelnyxStream
from offhook.protocol.carriers.telnyx.client_state import MAX_CHARACTERS, read_state, write_state
from offhook.protocol.carriers.telnyx.ours import MediaStream
from offhook.protocol.carriers.telnyx.theirs import CarrierSide, ErrorCode, Refusal
from offhook.protocol.errors import RemoteProtocolError, UnusableStart

CALL_ID = "v3:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ"
STREAM_ID = "32de0dea-53cb-4b21-89a4-9e1819c043bc"
Say = Callable[[CarrierSide], str]

GREETING: Say = CarrierSide.connected
START: Say = lambda side: side.start({})  # noqa: E731
MEDIA: Say = lambda side: side.media(b"\x7f" * 160, 20)  # noqa: E731
DTMF: Say = lambda side: side.dtmf("1")  # noqa: E731
MARK: Say = lambda side: side.mark("m")  # noqa: E731
STOP: Say = CarrierSide.stop


def a_side() -> CarrierSide:
    return CarrierSide(CALL_ID, STREAM_ID)


def streaming() -> tuple[CarrierSide, TelnyxStream]:
    side, stream = a_side(), TelnyxStream()
    stream.receive(side.connected())
    stream.receive(side.start({"caller": "+15550100"}))
    return side, stream


def changed(message: str, where: str, value: object) -> str:
    """The message with another value; without the field, if it is None."""
    tree = json.loads(message)
    *path, last = where.split(".")
    at = tree
    for name in path:
        at = at[name]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return json.dumps(tree)


@pytest.mark.parametrize(
    ("before", "wrong", "state"),
    [
        ([], MEDIA, StreamState.OPENED),
        ([], STOP, StreamState.OPENED),
        ([GREETING], GREETING, StreamState.GREETED),
        ([GREETING], DTMF, StreamState.GREETED),
        ([GREETING, START], GREETING, StreamState.STREAMING),
        ([GREETING, START], START, StreamState.STREAMING),
        ([START, STOP], MEDIA, StreamState.STOPPED),
        ([START, STOP], MARK, StreamState.STOPPED),
        ([START, STOP], START, StreamState.STOPPED),
        ([START, STOP], STOP, StreamState.STOPPED),
    ],
)
def test_what_comes_out_of_order_is_refused_and_changes_nothing(
    before: list[Say], wrong: Say, state: StreamState
) -> None:
    """The state stays what it was."""
    side, stream = a_side(), MediaStream()
    for say in before:
        stream.receive(say(side))
    with pytest.raises(RemoteProtocolError, match=state.value):
        stream.receive(wrong(side))
    assert stream.state is state


def test_the_documented_start_is_read() -> None:
    """As Telnyx's page has it, with the state of a stranger."""
    start = {
        "event": "start",
        "sequence_number": "1",
        "start": {
            "user_id": "3E6F995F-85F7-4705-9741-53B116D28237",
            "call_control_id": CALL_ID,
            "call_session_id": "ff55a038-6f5d-11ef-9692-02420aeffb1f",
            "from": "+13122010094",
            "to": "+13122123456",
            "tags": ["TAG1", "TAG2"],
            "client_state": "aGF2ZSBhIG5pY2UgZGF5ID1d",
            "media_format": {"encoding": "PCMU", "sample_rate": 8000, "channels": 1},
        },
        "stream_id": "32DE0DEA-53CB-4B21-89A4-9E1819C043BC",
    }
    assert TELNYX.open_stream().receive(json.dumps(start)) == Started(
        CALL_ID, "32DE0DEA-53CB-4B21-89A4-9E1819C043BC", "+13122010094", called="+13122123456"
    )


@pytest.mark.parametrize("encoding", ["PCMU", "pcmu", "audio/x-mulaw"])
def test_both_names_of_the_encoding_are_known(encoding: str) -> None:
    """Older descriptions of the stream have the name that Twilio uses."""
    assert isinstance(
        TelnyxStream().receive(changed(START(a_side()), "start.media_format.encoding", encoding)), Started
    )


@pytest.mark.parametrize(
    ("where", "value", "told"),
    [
        ("start.media_format.encoding", "PCMA", "'PCMA'.*stream_codec"),
        ("start.media_format.encoding", "L16\n" + "x" * 99, r"'L16\\nx+'\.\.\."),
        ("start.media_format.sample_rate", 16000, "16000"),
        ("start.media_format.channels", 2, "channels: '2'"),
        ("start.media_format", None, "media_format"),
        ("start.call_control_id", None, "call_control_id"),
        ("start.call_control_id", "", "call_control_id"),
        ("start.call_control_id", 7, "call_control_id"),
        ("stream_id", "", "stream_id"),
        ("start", "text", "start"),
    ],
)
def test_a_start_that_cannot_be_served_is_explained(where: str, value: object, told: str) -> None:
    """In one short line that says what is wrong; a right one would still be taken."""
    side, stream = a_side(), TelnyxStream()
    with pytest.raises(UnusableStart, match=told) as refused:
        stream.receive(changed(START(side), where, value))
    assert str(refused.value).isascii()
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 320
    assert isinstance(stream.receive(START(side)), Started)


def test_what_the_webhook_passed_on_comes_with_the_start() -> None:
    """In the client state. That the call returns is said by how often it has."""
    side = a_side()
    first = TelnyxStream().receive(side.start({"caller": "+15550100", "token": "abc"}))
    assert first == Started(CALL_ID, STREAM_ID, "+15550100", {"token": "abc"}, called="+15550199")
    again = TelnyxStream().receive(side.start({"returned": "1", "token": "def"}))
    told = {"returned": "1", "token": "def"}
    assert again == Started(CALL_ID, STREAM_ID, "", told, returns=True, called="+15550199")


def test_the_token_in_the_path_counts() -> None:
    """Whoever opens the socket has to know it; the client state also comes with every webhook."""
    started = TelnyxStream("from the path").receive(a_side().start({"token": "from the state"}))
    assert isinstance(started, Started)
    assert started.parameters == {"token": "from the path"}


@pytest.mark.parametrize("state", [None, "", "no base64!", "aGVsbG8=", "W10=", "eyJhIjogMX0=", "/w==", "A" * 99_999])
def test_a_client_state_that_is_not_ours_is_left_alone(state: str | None) -> None:
    """Somebody has set another one."""
    assert read_state(state) == {}


def test_a_client_state_comes_back() -> None:
    """In letters that any JSON may carry."""
    parameters = {"token": "x" * 100, "returned": "3", "überall": "ö"}
    state = write_state(parameters)
    assert (read_state(state), state.isascii(), len(state) < MAX_CHARACTERS) == (parameters, True, True)


def test_audio_is_put_in_order() -> None:
    """By its number, for the caller's track; the other track has numbers of its own."""
    side, stream = streaming()
    first, second, third = (side.media(bytes([number]) * 160, number * 20) for number in (1, 2, 3))
    assert stream.receive(first) == CallerSound(b"\x01" * 160, 20)
    assert stream.receive(third) is None
    other = changed(changed(third, "media.track", "outbound"), "media.chunk", "1")
    assert stream.receive(other) == CallerSound(b"\x03" * 160, 60, from_caller=False)
    assert stream.receive(second) == CallerSound(b"\x02" * 160 + b"\x03" * 160, 40)
    unnumbered = changed(side.media(b"\x04", 80), "media.chunk", None)
    assert stream.receive(unnumbered) == CallerSound(b"\x04", 80)


def test_a_word_whose_message_comes_twice_is_heard_once() -> None:
    """Also behind others. Silence that only looks the same has a number of its own."""
    side, stream = streaming()
    messages = [side.media(b"\xff" * 160, 20 * number) for number in range(4)]
    again = [messages[0], messages[0], messages[1], messages[2], messages[1], messages[2], messages[3]]
    heard = [sound.at_ms for each in again if isinstance(sound := stream.receive(each), CallerSound)]
    assert heard == [0, 20, 40, 60]
    unnumbered = changed(side.media(b"\xff" * 160, 80), "sequence_number", None)
    assert [stream.receive(unnumbered) is None for _ in range(2)] == [False, False]


def test_an_error_of_the_carrier_is_counted() -> None:
    """It says that a message of ours was of no use; the stream goes on."""
    side, stream = streaming()
    with pytest.raises(RemoteProtocolError, match="100003 malformed_frame not JSON"):
        stream.receive(side.error(Refusal(ErrorCode.MALFORMED_FRAME, "not JSON")))
    assert stream.receive(side.dtmf("5")) == Key("5")


@pytest.mark.parametrize(
    ("say", "where", "value"),
    [
        (MEDIA, "media.payload", "no base64!"),
        (MEDIA, "media.chunk", "one"),
        (MEDIA, "media.chunk", -1),
        (MEDIA, "media.timestamp", "20\n"),
        (MEDIA, "stream_id", "another stream"),
        (DTMF, "dtmf.digit", "12"),
        (MARK, "mark.name", 1),
        (STOP, "stream_id", "another stream"),
    ],
)
def test_a_message_that_breaks_a_rule_changes_nothing(say: Say, where: str, value: object) -> None:
    """The next one is read as if it had not come."""
    side, stream = streaming()
    with pytest.raises(RemoteProtocolError):
        stream.receive(changed(say(side), where, value))
    assert stream.receive(side.dtmf("5")) == Key("5")


def test_messages_name_no_stream() -> None:
    """A connection has one, so Telnyx's own messages to it have no name of it either."""
    _, stream = streaming()
    assert json.loads(stream.sound(b"\x7f")) == {"event": "media", "media": {"payload": "fw=="}}
    assert json.loads(stream.mark("m")) == {"event": "mark", "mark": {"name": "m"}}
    assert json.loads(stream.clear()) == {"event": "clear"}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("{", ErrorCode.MALFORMED_FRAME),
        (b"\x7f", ErrorCode.MALFORMED_FRAME),
        ('{"event": "clear", "stream_id": "s"}', ErrorCode.MALFORMED_FRAME),
        ('{"event": "news"}', ErrorCode.MALFORMED_FRAME),
        ('{"event": "media", "media": {"payload": "?"}}', ErrorCode.INVALID_MEDIA),
        ('{"event": "media", "media": {"payload": ""}}', ErrorCode.INVALID_MEDIA),
    ],
)
def test_the_far_side_refuses_what_is_not_documented(message: str | bytes, code: ErrorCode) -> None:
    """Else a mistake of ours would not be found."""
    refused = a_side().receive(message)
    assert isinstance(refused, Refusal)
    assert refused.code is code
