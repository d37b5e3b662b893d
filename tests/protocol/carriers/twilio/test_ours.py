"""Our half of Media Streams: in which order it takes a carrier's messages, and what it says. No clock, no I/O."""

import base64
from collections.abc import Callable
from operator import methodcaller

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.carriers.json_stream import StreamState
from offhook.protocol.carriers.twilio.ours import MediaStream
from offhook.protocol.carriers.twilio.start_message import Start
from offhook.protocol.carriers.twilio.theirs import AgentMedia, CarrierSide, Clear, MarkName, PlaceMark, PlayAudio
from offhook.protocol.errors import LocalProtocolError, RemoteProtocolError
from tests.protocol.carriers.twilio.sayings import (
    DTMF,
    EVERYTHING,
    GREETING,
    MARK,
    MEDIA,
    START,
    STOP,
    WHO,
    Say,
    assert_goes_on,
    streaming,
    take,
    with_change,
)

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


def test_a_refused_start_changes_nothing() -> None:
    """Whether to wait for a right one is the owner's to decide; the stream would take it."""
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
"""The drawing at the top of protocol/carriers/twilio/ours.py, as a table."""


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


# Both ways.


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=5))
def test_custom_parameters_arrive_as_they_were_sent(parameters: dict[str, str]) -> None:
    """Whatever the TwiML passed on is there, word for word."""
    carrier, ours = CarrierSide(WHO), MediaStream()
    start = ours.receive(carrier.start(parameters))
    assert isinstance(start, Start)
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
    assert carrier.receive(ours.media(b"a")) == PlayAudio(WHO.stream_sid, AgentMedia(b"a"))
    assert carrier.receive(ours.mark("m")) == PlaceMark(WHO.stream_sid, MarkName("m"))
    assert carrier.receive(ours.clear()) == Clear(WHO.stream_sid)
