"""A carrier does what it declares: its far side is played, and our side reads and writes. No clock, no I/O.

A carrier that is added to `simulation/carriers.py` runs through all of it.
"""

import json

import pytest

from offhook.protocol.carriers.carrier import CarrierStream, Message
from offhook.protocol.carriers.events import CallerSound, CarrierEvent, Ended, Key, Played, Started
from offhook.protocol.errors import LocalProtocolError, RemoteProtocolError, UnusableStart
from offhook.simulation.carrier_side import Side
from offhook.simulation.carriers import CARRIERS, BothSides

CALL_ID = "CA" + "7" * 32
each_carrier = pytest.mark.parametrize("sides", CARRIERS, ids=[sides.ours.name for sides in CARRIERS])


def begun(sides: BothSides) -> tuple[Side, CarrierStream, list[CarrierEvent | None]]:
    """A stream that has started, and what the call was told until then."""
    side, stream = sides.far_side.open(CALL_ID, 3), sides.ours.open_stream()
    before = [side.connected()] if sides.ours.capabilities.sends_connected else []
    told = [stream.receive(message) for message in [*before, side.start({"caller": "+15550100"})]]
    return side, stream, told


@each_carrier
def test_both_sides_declare_the_same(sides: BothSides) -> None:
    """What the simulation plays is what the engine is told of."""
    assert sides.far_side.capabilities == sides.ours.capabilities


@each_carrier
def test_a_stream_starts_with_the_names_of_the_call(sides: BothSides) -> None:
    """What comes before the start is nothing to the call."""
    _, _, told = begun(sides)
    assert told[:-1] == [None] * sides.ours.capabilities.sends_connected
    started = told[-1]
    assert isinstance(started, Started)
    assert (started.call_id, started.caller) == (CALL_ID, "+15550100")
    assert started.stream_id not in ("", CALL_ID)


@each_carrier
def test_what_the_carrier_says_becomes_events(sides: BothSides) -> None:
    """Sound with its time, a key, a mark of ours, and the end, if the carrier tells it."""
    side, stream, _ = begun(sides)
    frame = b"\x7f" * (sides.ours.capabilities.frame_ms * 8)
    assert stream.receive(side.media(frame, 1300)) == CallerSound(frame, 1300)
    assert stream.receive(side.dtmf("#")) == Key("#")
    assert stream.receive(side.mark("g3:17")) == Played("g3:17")
    if sides.ours.capabilities.sends_stop:
        assert stream.receive(side.stop()) == Ended()


@each_carrier
def test_the_carrier_takes_what_we_say(sides: BothSides) -> None:
    """Sound of any length, a mark and a clear are read as they were meant."""
    side, stream, _ = begun(sides)
    for mulaw in (b"\x55", b"\x55" * 160, b"\x55" * 3201):
        sent = side.read(stream.sound(mulaw), 1.0)
        assert (sent.kind, sent.mulaw) == ("media", mulaw)
    marked = side.read(stream.mark("g0:1"), 2.0)
    assert (marked.kind, marked.mark) == ("mark", "g0:1")
    assert side.read(stream.clear(), 3.0).kind == "clear"


@each_carrier
def test_nothing_is_said_before_the_start(sides: BothSides) -> None:
    """That would be our own mistake."""
    stream = sides.ours.open_stream()
    with pytest.raises(LocalProtocolError):
        stream.sound(b"a")
    with pytest.raises(LocalProtocolError):
        stream.mark("m")
    with pytest.raises(LocalProtocolError):
        stream.clear()


@each_carrier
def test_an_encoding_that_is_not_declared_is_refused(sides: BothSides) -> None:
    """With an error that says that no better start will come; and the ones that are declared do stand in a start."""
    side, stream = sides.far_side.open(CALL_ID, 3), sides.ours.open_stream()
    (encoding,) = sides.ours.capabilities.encodings
    start = side.start({})
    assert encoding in json.dumps(as_json(start))
    with pytest.raises(UnusableStart):
        stream.receive(str(start).replace(encoding, "audio/opus"))
    assert isinstance(stream.receive(start), Started)


@each_carrier
def test_numbers_are_written_as_declared(sides: BothSides) -> None:
    """The time of a sound is one: it is text, or it is not."""
    side, _, _ = begun(sides)
    numbers = [value for value in leaves(as_json(side.media(b"\x7f", 1300))) if str(value) == "1300"]
    assert numbers == ["1300" if sides.ours.capabilities.numbers_as_text else 1300]


@each_carrier
@pytest.mark.parametrize("message", ["", "{", "[]", "null", '{"event": "news"}', b"\x00\xff", "[" * 100_000])
def test_what_is_no_message_is_refused_and_changes_nothing(sides: BothSides, message: Message) -> None:
    """A peer may send anything."""
    side, stream, _ = begun(sides)
    with pytest.raises(RemoteProtocolError):
        stream.receive(message)
    assert stream.receive(side.dtmf("1")) == Key("1")


@each_carrier
def test_a_second_start_is_out_of_order(sides: BothSides) -> None:
    """A stream belongs to one call."""
    side, stream, _ = begun(sides)
    with pytest.raises(RemoteProtocolError):
        stream.receive(side.start({}))


def as_json(message: Message) -> object:
    tree: object = json.loads(message)
    return tree


def leaves(tree: object) -> list[object]:
    """The values of a message, wherever they stand in it."""
    if isinstance(tree, dict):
        return [leaf for value in tree.values() for leaf in leaves(value)]
    return [tree]
