"""Frames and gaps of the caller's audio. No clock: time is the carrier's timestamps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.caller_audio import MAX_FILL_MS, SLACK_MS, CallerAudio
from engine.speech import FRAME_BYTES
from protocol.mulaw import SILENCE

FRAME = b"\x01" * FRAME_BYTES
QUIET = SILENCE * FRAME_BYTES


def feed(audio: CallerAudio, *payloads: tuple[bytes, int]) -> list[bytes]:
    return [frame for mulaw, at_ms in payloads for frame in audio.feed(mulaw, at_ms)]


def test_whole_frames_pass_as_they_are() -> None:
    """An ordinary stream goes through untouched."""
    audio = CallerAudio()
    assert feed(audio, (FRAME, 0), (FRAME, 20), (FRAME, 40)) == [FRAME] * 3
    assert audio.filled_ms == 0


def test_a_stream_may_begin_at_any_time() -> None:
    """The first timestamp is where time begins, whatever it is."""
    audio = CallerAudio()
    assert feed(audio, (FRAME, 987_654), (FRAME, 987_674)) == [FRAME] * 2
    assert audio.filled_ms == 0


@pytest.mark.parametrize("missing_frames", [2, 3, 50, 99, 100])
def test_a_gap_is_filled_with_silence(missing_frames: int) -> None:
    """The frames that the carrier left out are there, as silence, and counted."""
    audio = CallerAudio()
    frames = feed(audio, (FRAME, 0), (FRAME, 20 + missing_frames * 20))
    assert frames == [FRAME, *[QUIET] * missing_frames, FRAME]
    assert audio.filled_ms == missing_frames * 20


@pytest.mark.parametrize("gap_ms", [2020, 60_000, 10**14])
def test_a_long_gap_is_filled_for_two_seconds(gap_ms: int) -> None:
    """A longer hole is a pause of the carrier's; afterwards its clock is followed again."""
    audio = CallerAudio()
    frames = feed(audio, (FRAME, 0), (FRAME, 20 + gap_ms), (FRAME, 40 + gap_ms))
    assert frames == [FRAME, *[QUIET] * 100, FRAME, FRAME]
    assert audio.filled_ms == MAX_FILL_MS


def test_every_second_frame_lost_is_noticed() -> None:
    """Single frames that are missing add up: the VAD counts the caller's time, not arrivals."""
    audio = CallerAudio()
    frames = feed(audio, *((FRAME, number * 40) for number in range(50)))
    assert 50 * 2 - 2 <= len(frames) <= 50 * 2
    assert frames.count(FRAME) == 50


@pytest.mark.parametrize("jitter", [[0, 15, 41, 60, 85, 100], [0, 20, 40, 39, 80, 100]])
def test_timestamps_need_not_be_exact(jitter: list[int]) -> None:
    """A carrier that rounds, or is early and late by less than a frame, is left no gap."""
    audio = CallerAudio()
    assert feed(audio, *((FRAME, at_ms) for at_ms in jitter)) == [FRAME] * len(jitter)
    assert audio.filled_ms == 0


def test_time_that_goes_backwards_is_ignored() -> None:
    """Reordered or repeated timestamps lose no audio and add none."""
    audio = CallerAudio()
    assert feed(audio, *((FRAME, at_ms) for at_ms in (1000, 1040, 1020, 1060, 0, 1080))) == [FRAME] * 6
    assert audio.filled_ms == 0


@pytest.mark.parametrize("length", [1, 7, 159, 161, 319, 1000])
def test_odd_lengths_become_whole_frames(length: int) -> None:
    """However the carrier cuts its audio, frames are whole and no byte is lost or repeated."""
    audio, sound = CallerAudio(), bytes(number % 251 for number in range(length * 40))
    frames = feed(audio, *((sound[n * length : (n + 1) * length], n * length // 8) for n in range(40)))
    assert all(len(frame) == FRAME_BYTES for frame in frames)
    joined = b"".join(frames)
    assert joined == sound[: len(joined)]
    assert len(sound) - len(joined) < FRAME_BYTES


def test_an_empty_payload_is_nothing() -> None:
    """A message without audio neither fills nor crashes."""
    audio = CallerAudio()
    assert feed(audio, (b"", 0), (FRAME, 0), (b"", 20), (FRAME, 20)) == [FRAME, FRAME]


PAYLOADS = st.lists(st.tuples(st.integers(0, 700), st.integers(-500, 3000)), max_size=40)


@given(PAYLOADS)
def test_any_stream_gives_whole_frames_with_every_byte_of_sound(payloads: list[tuple[int, int]]) -> None:
    """Whatever the lengths and times, nothing raises, no sound is lost, and what is added is at most 2 s a message."""
    audio, at_ms, sent, heard = CallerAudio(), 0, 0, 0
    for length, step_ms in payloads:
        at_ms = max(0, at_ms + step_ms)
        filled = audio.filled_ms
        frames = audio.feed(b"\x01" * length, at_ms)
        sent += length
        heard += b"".join(frames).count(1)
        assert all(len(frame) == FRAME_BYTES for frame in frames)
        assert len(frames) <= (MAX_FILL_MS * 8 + length) // FRAME_BYTES + 1
        assert 0 <= audio.filled_ms - filled <= MAX_FILL_MS
        assert sent - FRAME_BYTES < heard <= sent


@given(st.lists(st.integers(0, 3) | st.integers(0, 98), min_size=1, max_size=60))
def test_however_much_is_lost_the_callers_time_is_kept(losses: list[int]) -> None:
    """Frames handed out and the carrier's clock never drift apart by more than the slack, whatever pattern is lost."""
    audio, at_ms, frames = CallerAudio(), 0, 0
    for lost in losses:
        frames += len(audio.feed(FRAME, at_ms))
        at_ms += 20
        assert 0 <= at_ms - frames * 20 <= SLACK_MS
        at_ms += lost * 20
