"""Frames on a worker's pipe: every feed, every cut. No clock, no I/O."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.worker_frames import (
    MAX_BODY_BYTES,
    WORKER_ITSELF,
    FrameReader,
    FrameTooLarge,
    WorkerFrame,
    encode,
)

FRAMES = st.lists(st.builds(WorkerFrame, st.integers(0, 2**32 - 1), st.binary(max_size=40)), max_size=6)


def written(frames: list[WorkerFrame]) -> bytes:
    return b"".join(encode(frame.session, frame.body) for frame in frames)


def test_a_frame_looks_as_drawn() -> None:
    """Length and session, four bytes each, little end first, then the body."""
    assert encode(258, b"abc") == b"\x03\x00\x00\x00" + b"\x02\x01\x00\x00" + b"abc"
    assert encode(WORKER_ITSELF, b"") == bytes(8)


@given(FRAMES)
def test_a_whole_pipeful_is_read_at_once(frames: list[WorkerFrame]) -> None:
    """What was written in one go comes out in order."""
    assert FrameReader().feed(written(frames)) == frames


@given(FRAMES)
def test_byte_by_byte_gives_the_same(frames: list[WorkerFrame]) -> None:
    """However small the pieces, each frame comes out once, with its last byte."""
    reader = FrameReader()
    assert [frame for byte in written(frames) for frame in reader.feed(bytes([byte]))] == frames


@given(FRAMES, st.lists(st.integers(0, 400), max_size=8))
def test_any_cut_gives_the_same(frames: list[WorkerFrame], cuts: list[int]) -> None:
    """Where the pipe cuts is nothing that the frames notice."""
    data, reader = written(frames), FrameReader()
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[start:end] for start, end in pairwise(edges)]
    assert [frame for piece in pieces for frame in reader.feed(piece)] == frames


def test_trailing_bytes_wait_for_the_rest() -> None:
    """The beginning of a frame behind a whole one is kept, not lost and not guessed."""
    first, second = encode(1, b"one"), encode(2, b"two")
    reader = FrameReader()
    assert reader.feed(first + second[:-1]) == [WorkerFrame(1, b"one")]
    assert reader.feed(b"") == []
    assert reader.feed(second[-1:]) == [WorkerFrame(2, b"two")]


def test_the_largest_body_passes() -> None:
    """The limit itself is allowed, on both sides."""
    body = bytes(MAX_BODY_BYTES)
    assert FrameReader().feed(encode(1, body)) == [WorkerFrame(1, body)]


def test_a_larger_one_is_not_written() -> None:
    """We do not put on the pipe what the other side would refuse."""
    with pytest.raises(FrameTooLarge, match="session 7"):
        encode(7, bytes(MAX_BODY_BYTES + 1))


def test_a_larger_one_is_refused_by_its_header_alone() -> None:
    """A pipe that is out of step is noticed before megabytes of it are buffered, and again at each further byte."""
    reader = FrameReader()
    with pytest.raises(FrameTooLarge, match="announced for session 9"):
        reader.feed((MAX_BODY_BYTES + 1).to_bytes(4, "little") + (9).to_bytes(4, "little"))
    with pytest.raises(FrameTooLarge):
        reader.feed(encode(1, b"fine"))


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_garbage_is_frames_or_too_large(pieces: list[bytes]) -> None:
    """Whatever stands on the pipe, nothing else is raised."""
    reader = FrameReader()
    with suppress(FrameTooLarge):
        frames = [frame for piece in pieces for frame in reader.feed(piece)]
        assert len(written(frames)) <= sum(len(piece) for piece in pieces)
