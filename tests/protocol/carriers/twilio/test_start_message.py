"""The message that begins a stream: which differences are taken as they are meant, and what the others are told.

No clock, no I/O.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.carriers.twilio.ours import MediaStream
from offhook.protocol.carriers.twilio.start_message import Start
from offhook.protocol.carriers.twilio.theirs import CarrierSide
from offhook.protocol.errors import RemoteProtocolError, UnusableStart
from tests.protocol.carriers.twilio.sayings import START, WHO, assert_goes_on, with_change


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("start", ..., "start is (nothing)"),
        ("start", [1, 2], "start is a list of 2"),
        ("start.callSid", ..., "start.callSid is missing"),
        ("start.callSid", "", "start.callSid is missing or empty"),
        ("start.callSid", 7, "start.callSid is 7, but must be text"),
        ("start.callSid", "C" * 257, "text of at most 256 characters"),
        ("start.callSid", {"sid": "CA1"}, "start.callSid is an object"),
        ("start.streamSid", "MZ" + "9" * 32, "two different streams"),
        ("start.streamSid", 9, "two different streams"),
        ("start.mediaFormat", ..., "start.mediaFormat is (nothing)"),
        ("start.mediaFormat", "audio/x-mulaw", "but must be an object"),
        ("start.mediaFormat.encoding", "audio/x-alaw", "audio as 'audio/x-alaw' at 8000 Hz"),
        ("start.mediaFormat.encoding", ..., "audio as (nothing)"),
        ("start.mediaFormat.encoding", ["audio/x-mulaw"], "audio as ['audio/x-mulaw']"),
        ("start.mediaFormat.encoding", "\x1b[31m\u202eaudio\n", r"'\x1b[31m\u202eaudio\n'"),
        ("start.mediaFormat.encoding", "x" * 60_000, "x'... at 8000 Hz"),
        ("start.mediaFormat.sampleRate", 16000, "at 16000 Hz"),
        ("start.mediaFormat.sampleRate", "16000", "at '16000' Hz"),
        ("start.mediaFormat.sampleRate", "eight thousand", "Offhook takes audio/x-mulaw at 8000 Hz, 1 channel"),
        ("start.mediaFormat.sampleRate", True, "at true Hz"),
        ("start.mediaFormat.sampleRate", 10**300, "at 1000"),
        ("start.mediaFormat.channels", 2, "channels: 2,"),
        ("start.tracks", ["outbound"], "start.tracks is ['outbound']"),
        ("start.tracks", ["outbound", "outbound"], "have the carrier stream the inbound track"),
        ("start.tracks", "outbound_track", "without the caller's own sound"),
        ("start.tracks", {"inbound": True}, "start.tracks is an object"),
        ("start.customParameters", "caller=1", "start.customParameters is 'caller=1'"),
        ("start.customParameters", [1], "start.customParameters is [1]"),
    ],
)
def test_an_operator_learns_why_a_start_cannot_be_served(path: str, value: object, complaint: str) -> None:
    """The reason shows what the carrier sent, in one short line that any terminal can print, and what is wanted."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    with pytest.raises(UnusableStart) as refused:
        ours.receive(with_change(carrier.start({}), path, value))
    reason = str(refused.value)
    assert complaint in reason
    assert reason.isascii()
    assert reason.isprintable()
    assert len(reason) < 300
    assert ours.details is None


def test_a_start_that_names_no_stream_says_so() -> None:
    """Neither in the message nor in its details: there is nothing to answer to."""
    start = with_change(CarrierSide(WHO).start({}), "start.streamSid", "")
    with pytest.raises(UnusableStart, match="streamSid is missing or empty"):
        MediaStream().receive(with_change(start, "streamSid", ...))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("start.accountSid", ...),
        ("start.accountSid", 1),
        ("start.accountSid", None),
        ("start.streamSid", ...),
        ("streamSid", ...),
        ("streamSid", None),
        ("sequenceNumber", 1),
        ("sequenceNumber", ...),
        ("start.tracks", ...),
        ("start.tracks", None),
        ("start.tracks", []),
        ("start.tracks", "inbound"),
        ("start.tracks", "both_tracks"),
        ("start.tracks", ["outbound", "inbound"]),
        ("start.mediaFormat.encoding", "audio/x-MuLaw"),
        ("start.mediaFormat.sampleRate", "8000"),
        ("start.mediaFormat.sampleRate", 8000.0),
        ("start.mediaFormat.channels", "1"),
        ("start.mediaFormat.channels", ...),
        ("start.customParameters", ...),
        ("start.customParameters", None),
        ("start.customParameters", []),
        ("start.novelty", {"since": [2027]}),
    ],
)
def test_a_harmless_difference_costs_no_call(path: str, value: object) -> None:
    """Who writes a number as text, or leaves out what nobody needs, is understood."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    ours.receive(carrier.connected())
    ours.receive(with_change(carrier.start({}), path, value))
    assert ours.details is not None
    assert (ours.details.call_sid, ours.details.stream_sid) == (WHO.call_sid, WHO.stream_sid)
    assert ours.details.custom_parameters == {}
    assert_goes_on(carrier, ours)


def test_parameters_that_are_no_text_become_text() -> None:
    """A number among the custom parameters is what a person would write for it."""
    ours = MediaStream()
    sent = {"tries": 3, "share": 0.5, "vip": True, "note": None, "tags": ["a", 1], "caller": "+1"}
    ours.receive(with_change(CarrierSide(WHO).start({}), "start.customParameters", sent))
    assert ours.details is not None
    assert ours.details.custom_parameters == {
        "tries": "3",
        "share": "0.5",
        "vip": "true",
        "note": "",
        "tags": '["a",1]',
        "caller": "+1",
    }


def test_a_second_start_is_out_of_order_and_no_more() -> None:
    """However wrong it is, the stream that goes on is not ended by it."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    ours.receive(carrier.start({}))
    with pytest.raises(RemoteProtocolError, match="arrived in state 'streaming'") as refused:
        ours.receive(with_change(START(carrier), "start.mediaFormat.encoding", "audio/x-alaw"))
    assert not isinstance(refused.value, UnusableStart)
    assert_goes_on(carrier, ours)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PLACES = st.sampled_from(
    ["start", "streamSid", *(f"start.{key}" for key in ("callSid", "streamSid", "tracks", "customParameters"))]
    + [f"start.mediaFormat{key}" for key in ("", ".encoding", ".sampleRate", ".channels")]
)


@given(PLACES, JSON)
def test_whatever_stands_in_a_start_it_is_served_or_refused_in_words(path: str, value: object) -> None:
    """No value of any kind in any place makes our half fall over, or a reason that a terminal cannot show."""
    ours, reason = MediaStream(), ""
    try:
        start = ours.receive(with_change(CarrierSide(WHO).start({}), path, value))
    except UnusableStart as exc:
        reason = str(exc)
    else:
        assert isinstance(start, Start)
        assert ours.details == start.start
    assert reason.isascii()
    assert reason.isprintable()
    assert len(reason) < 300
    assert bool(reason) == (ours.details is None)
