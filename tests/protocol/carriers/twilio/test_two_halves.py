"""The carrier's half of Media Streams and ours, which share no code, set against each other. No clock, no I/O."""

from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.carriers.twilio.ours import Dtmf, Mark, Media, MediaStream, Stop
from offhook.protocol.carriers.twilio.theirs import (
    AgentMedia,
    CarrierSide,
    Clear,
    MarkName,
    PlaceMark,
    PlayAudio,
    StreamIdentity,
)

WHO = StreamIdentity(account_sid="AC" + "a" * 32, call_sid="CA" + "b" * 32, stream_sid="MZ" + "c" * 32)


def connected() -> tuple[CarrierSide, MediaStream]:
    carrier, ours = CarrierSide(WHO), MediaStream()
    ours.receive(carrier.connected())
    ours.receive(carrier.start({"token": "t1"}))
    return carrier, ours


def test_our_half_reads_the_carriers_start() -> None:
    """Who calls, and what the TwiML passed on, arrives as it was sent."""
    _, ours = connected()
    assert ours.details is not None
    assert (ours.details.call_sid, ours.details.stream_sid) == (WHO.call_sid, WHO.stream_sid)
    assert ours.details.custom_parameters == {"token": "t1"}


@given(st.binary(max_size=400), st.integers(0, 10_000_000), st.sampled_from("0123456789*#"), st.text(max_size=50))
def test_our_half_reads_whatever_the_carrier_says(mulaw: bytes, at_ms: int, digit: str, name: str) -> None:
    """Sound with its time, keys, marks and the end arrive as they were sent."""
    carrier, ours = connected()
    media = ours.receive(carrier.media(mulaw, at_ms))
    assert isinstance(media, Media)
    assert (media.media.payload, media.at_ms) == (mulaw, at_ms)
    dtmf = ours.receive(carrier.dtmf(digit))
    assert isinstance(dtmf, Dtmf)
    assert dtmf.dtmf.digit == digit
    mark = ours.receive(carrier.mark(name))
    assert isinstance(mark, Mark)
    assert mark.mark.name == name
    assert isinstance(ours.receive(carrier.stop()), Stop)


@given(st.binary(max_size=400), st.text(max_size=50))
def test_the_carrier_takes_whatever_our_half_sends(mulaw: bytes, name: str) -> None:
    """Nothing that we send is refused by a carrier that insists on every field and on no other."""
    carrier, ours = connected()
    assert carrier.receive(ours.media(mulaw)) == PlayAudio(WHO.stream_sid, AgentMedia(mulaw))
    assert carrier.receive(ours.mark(name)) == PlaceMark(WHO.stream_sid, MarkName(name))
    assert carrier.receive(ours.clear()) == Clear(WHO.stream_sid)
    assert carrier.refused == 0
