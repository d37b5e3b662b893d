"""What a carrier says on a stream, whole or damaged, and a stream of ours to say it to."""

from collections.abc import Callable
from operator import methodcaller

import msgspec

from offhook.protocol.carriers.twilio.ours import CarrierMessage, Media, MediaStream
from offhook.protocol.carriers.twilio.theirs import CarrierSide, MarkName, PlaceMark, StreamIdentity
from offhook.protocol.errors import RemoteProtocolError

WHO = StreamIdentity(account_sid="AC" + "1" * 32, call_sid="CA" + "2" * 32, stream_sid="MZ" + "3" * 32)
Say = Callable[[CarrierSide], str]

GREETING: Say = methodcaller("connected")
START: Say = methodcaller("start", {"token": "t"})
MEDIA: Say = methodcaller("media", b"\xff" * 160, 20)
DTMF: Say = methodcaller("dtmf", "5")
MARK: Say = methodcaller("mark", "g0:1")
STOP: Say = methodcaller("stop")
EVERYTHING = {"connected": GREETING, "start": START, "media": MEDIA, "dtmf": DTMF, "mark": MARK, "stop": STOP}


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
    assert isinstance(heard, Media)
    assert heard.media.payload == b"abc"
    assert carrier.receive(ours.mark("m")) == PlaceMark(WHO.stream_sid, MarkName("m"))


def take(ours: MediaStream, message: str | bytes) -> CarrierMessage | None:
    """What the stream makes of a message; anything but a RemoteProtocolError fails the test."""
    try:
        return ours.receive(message)
    except RemoteProtocolError:
        return None
