"""Counting WebSocket frames. Pure: whole, byte by byte, in any portions."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.websocket_frames import FrameCounter


def frame(size: int, *, masked: bool = True) -> bytes:
    flag = 0x80 if masked else 0
    if size < 126:
        head = struct.pack("!BB", 0x82, flag | size)
    elif size < 2**16:
        head = struct.pack("!BBH", 0x82, flag | 126, size)
    else:
        head = struct.pack("!BBQ", 0x82, flag | 127, size)
    return head + b"mask" * masked + b"\xff" * size


@pytest.mark.parametrize("masked", [True, False])
@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 100_000])
def test_every_length_is_counted_once(size: int, masked: bool) -> None:
    """All three ways to write a length, with and without a mask."""
    assert FrameCounter().feed(frame(size, masked=masked) * 3) == 3


@given(st.lists(st.integers(0, 300), max_size=12), st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_portions_change_nothing(sizes: list[int], portions: list[int]) -> None:
    """However the bytes are cut, each frame counts once, when its first byte comes."""
    stream = b"".join(frame(size) for size in sizes)
    counter, counted, number = FrameCounter(), 0, 0
    while stream:
        length = portions[number % len(portions)]
        counted += counter.feed(stream[:length])
        stream, number = stream[length:], number + 1
    assert counted == len(sizes)


def test_a_frame_counts_with_its_first_byte() -> None:
    """What never gets complete has been begun all the same."""
    counter = FrameCounter()
    assert [counter.feed(bytes([byte])) for byte in frame(200)[:6]] == [1, 0, 0, 0, 0, 0]
    assert counter.feed(b"\x88") == 0  # still of the first


def test_a_length_of_exabytes_is_no_work() -> None:
    """A header may announce anything."""
    counter = FrameCounter()
    assert counter.feed(struct.pack("!BBQ", 0x82, 0xFF, 2**63) + b"mask") == 1
    assert counter.feed(b"x" * 10_000) == 0
