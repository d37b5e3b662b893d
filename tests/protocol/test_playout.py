"""The carrier's playout clock. Time is a number that the tests choose; there is no other clock."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.playout import Gap, MarkDue, Playout, PlayoutEvent, SoundBegan, SoundEnded, SoundPlayed


class Enqueue(msgspec.Struct, frozen=True):
    """The server sends sound."""

    length: int


class Place(msgspec.Struct, frozen=True):
    """The server sends a mark."""


class Wipe(msgspec.Struct, frozen=True):
    """The server sends a clear."""


class Pass(msgspec.Struct, frozen=True):
    """Time passes."""

    seconds: float


Step = Enqueue | Place | Wipe | Pass
STEPS = st.lists(
    st.one_of(
        st.integers(0, 900).map(Enqueue),
        st.builds(Place),
        st.builds(Wipe),
        st.floats(0, 0.2).map(Pass),
    ),
    max_size=40,
)


def play(steps: list[Step], began_at: float) -> tuple[list[PlayoutEvent], bytes, list[str]]:
    """Everything that happened until the queue was empty, all sound that was sent, all marks in order."""
    playout, now, sent = Playout(), began_at, bytearray()
    events: list[PlayoutEvent] = []
    marks: list[str] = []
    for step in steps:
        match step:
            case Enqueue(length=length):
                sound = bytes((len(sent) + offset) % 251 for offset in range(length))
                sent += sound
                events += playout.enqueue(sound, now)
            case Place():
                marks.append(f"m{len(marks)}")
                events += playout.mark(marks[-1], now)
            case Wipe():
                events += playout.clear(now)
            case Pass(seconds=seconds):
                now += seconds
    while (deadline := playout.next_deadline()) is not None:
        events += playout.advance(deadline)
        following = playout.next_deadline()
        assert following is None or following > deadline
    return events, bytes(sent), marks


def test_sound_is_heard_from_the_moment_it_arrives() -> None:
    """20 ms of sound on an idle line begin at once and are over 20 ms later."""
    playout = Playout()
    assert playout.enqueue(b"a" * 160, 5.0) == [SoundBegan(5.0)]
    assert playout.next_deadline() == 5.02
    assert playout.advance(5.01) == [SoundPlayed(5.0, b"a" * 80)]
    assert playout.advance(5.02) == [SoundPlayed(5.01, b"a" * 80), SoundEnded(5.02)]
    assert playout.next_deadline() is None


def test_a_mark_is_due_when_the_sound_before_it_has_been_played() -> None:
    """Sound queued after a mark does not delay it."""
    playout = Playout()
    playout.enqueue(b"a" * 80, 1.0)
    assert playout.mark("middle", 1.0) == []
    playout.enqueue(b"b" * 80, 1.0)
    playout.mark("end", 1.0)
    assert playout.next_deadline() == 1.01
    assert playout.advance(1.015) == [
        SoundPlayed(1.0, b"a" * 80),
        MarkDue(1.01, "middle"),
        SoundPlayed(1.01, b"b" * 40),
    ]
    assert playout.advance(1.02)[1:] == [MarkDue(1.02, "end"), SoundEnded(1.02)]


def test_a_mark_on_an_idle_line_is_due_at_once() -> None:
    """Nothing is queued, so everything before the mark has been played."""
    assert Playout().mark("now", 3.0) == [MarkDue(3.0, "now")]


def test_clear_drops_the_sound_and_makes_every_mark_due() -> None:
    """What has been played stays played; the rest is silence, and no mark is forgotten."""
    playout = Playout()
    playout.enqueue(b"a" * 160, 1.0)
    playout.mark("first", 1.0)
    playout.enqueue(b"b" * 160, 1.0)
    playout.mark("second", 1.0)
    assert playout.clear(1.01) == [
        SoundPlayed(1.0, b"a" * 80),
        SoundEnded(1.01, 240),
        MarkDue(1.01, "first"),
        MarkDue(1.01, "second"),
    ]
    assert not playout.sounding
    assert playout.clear(1.02) == []


@pytest.mark.parametrize(("late_s", "gaps"), [(0.3, [Gap(1.02, 1.32)]), (0.7, []), (2.0, [])])
def test_a_short_silence_between_sounds_is_a_gap(late_s: float, gaps: list[Gap]) -> None:
    """A server that is a little late leaves a hole in its reply; after a pause it begins another one."""
    playout = Playout()
    playout.enqueue(b"a" * 160, 1.0)
    playout.advance(1.02)
    playout.enqueue(b"b" * 160, 1.02 + late_s)
    assert playout.gaps == gaps


def test_silence_after_a_clear_is_no_gap() -> None:
    """The server asked for it."""
    playout = Playout()
    playout.enqueue(b"a" * 160, 1.0)
    playout.clear(1.01)
    playout.enqueue(b"b" * 160, 1.1)
    assert playout.gaps == []


@given(STEPS, st.floats(0, 1e6))
def test_every_byte_is_heard_or_cleared_once_and_in_order(steps: list[Step], began_at: float) -> None:
    """Bytes are conserved: what is heard between two clears is the beginning of what was sent between them."""
    events, sent, _ = play(steps, began_at)
    position = 0
    for event in events:
        match event:
            case SoundPlayed(mulaw=mulaw):
                assert sent[position : position + len(mulaw)] == mulaw
                position += len(mulaw)
            case SoundEnded(cleared_bytes=cleared):
                position += cleared
            case _:
                pass
    assert position == len(sent)


@given(STEPS, st.floats(0, 1e6))
def test_every_mark_is_echoed_once_and_in_order(steps: list[Step], began_at: float) -> None:
    """No mark is lost, doubled or overtaken, whatever is cleared."""
    events, _, marks = play(steps, began_at)
    assert [event.name for event in events if isinstance(event, MarkDue)] == marks


@given(STEPS, st.floats(0, 1e6))
def test_sound_is_played_in_real_time(steps: list[Step], began_at: float) -> None:
    """No two sounds overlap, and each one ends when the next begins unless the line was idle."""
    events, _, _ = play(steps, began_at)
    last_until, idle = 0.0, True
    for event in events:
        match event:
            case SoundBegan():
                assert idle
                idle = False
                last_until = max(last_until, event.at)
            case SoundEnded():
                assert not idle
                idle = True
            case SoundPlayed():
                assert not idle
                assert event.at == pytest.approx(last_until, abs=1e-6)
                last_until = event.until
            case MarkDue():
                pass
    assert idle
