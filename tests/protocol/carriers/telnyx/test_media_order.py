"""The order of the caller's audio: what comes too early waits, but not for long. No clock, no I/O."""

from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.carriers.events import CallerSound
from offhook.protocol.carriers.telnyx.media_order import MOST_HELD, MediaOrder


def sound(chunk: int) -> CallerSound:
    """20 ms that can be told apart."""
    return CallerSound(bytes([chunk % 256]) * 160, chunk * 20)


def heard(chunks: list[int]) -> list[int]:
    """Which chunks the call hears, in its order."""
    order = MediaOrder()
    told = [order.put(chunk, sound(chunk)) for chunk in chunks]
    return [each.mulaw[at] for each in told if each is not None for at in range(0, len(each.mulaw), 160)]


def test_what_is_in_order_is_passed_on_at_once() -> None:
    """Whatever the first number is."""
    order = MediaOrder()
    for chunk in range(7, 20):
        assert order.put(chunk, sound(chunk)) == sound(chunk)


def test_what_comes_too_early_waits_for_what_is_missing() -> None:
    """Then both are one piece, with the time of the first."""
    order = MediaOrder()
    order.put(1, sound(1))
    assert order.put(3, sound(3)) is None
    assert order.put(2, sound(2)) == CallerSound(sound(2).mulaw + sound(3).mulaw, 40)
    assert order.put(4, sound(4)) == sound(4)


def test_what_does_not_come_is_given_up() -> None:
    """The call hears what there is, with its own time: the gap stays visible."""
    order = MediaOrder()
    order.put(1, sound(1))
    for chunk in range(3, 3 + MOST_HELD):
        assert order.put(chunk, sound(chunk)) is None
    told = order.put(3 + MOST_HELD, sound(3 + MOST_HELD))
    assert told is not None
    assert (told.at_ms, len(told.mulaw)) == (60, 160 * (MOST_HELD + 1))


def test_what_comes_too_late_or_twice_is_passed_on() -> None:
    """A carrier that numbers wrongly, or from the beginning again, is still heard."""
    assert heard([5, 6, 3, 6, 7]) == [5, 6, 3, 6, 7]
    assert heard([1, 1, 1, 1]) == [1, 1, 1, 1]
    assert heard([9, 1, 2, 3]) == [9, 1, 2, 3]


@given(st.permutations(range(MOST_HELD + 1)), st.integers(1, 5))
def test_no_swap_within_what_is_held_is_heard(order: list[int], times: int) -> None:
    """All of it, and in order."""
    size = len(order)
    chunks = [1, *(2 + each + size * turn for turn in range(times) for each in order)]
    assert heard(chunks) == sorted(chunks)
