"""Frames and gaps of the caller's audio. No clock: time is the carrier's timestamps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.decide.caller_audio import MAX_FILL_MS, SLACK_MS, CallerAudio
from offhook.engine.run.channels import CallChannels
from offhook.engine.run.messages import AudioFrame
from offhook.protocol.mulaw import SILENCE
from offhook.protocol.telephone_audio import FRAME_BYTES

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


def test_a_stream_without_audio_at_its_beginning_was_silent() -> None:
    """Seconds before the first payload are silence, as much of it as fits; what every stream takes to begin is none."""
    assert CallerAudio().feed(FRAME, 400, 400) == [FRAME]
    late = CallerAudio()
    assert late.feed(FRAME, 60_000, 60_000) == [QUIET] * 40 + [FRAME]
    assert late.feed(FRAME, 60_020, 60_020) == [FRAME]


@pytest.mark.parametrize("missing_frames", [2, 3, 20, 39, 40])
def test_a_gap_is_filled_with_silence(missing_frames: int) -> None:
    """The frames that the carrier left out are there, as silence, and counted."""
    audio = CallerAudio()
    frames = feed(audio, (FRAME, 0), (FRAME, 20 + missing_frames * 20))
    assert frames == [FRAME, *[QUIET] * missing_frames, FRAME]
    assert audio.filled_ms == missing_frames * 20


@pytest.mark.parametrize("gap_ms", [820, 60_000, 10**14])
def test_a_long_gap_is_filled_as_far_as_can_be_heard(gap_ms: int) -> None:
    """A longer hole is a pause of the carrier's; afterwards its clock is followed again."""
    audio = CallerAudio()
    frames = feed(audio, (FRAME, 0), (FRAME, 20 + gap_ms), (FRAME, 40 + gap_ms))
    assert frames == [FRAME, *[QUIET] * (MAX_FILL_MS // 20), FRAME, FRAME]
    assert audio.filled_ms == MAX_FILL_MS
    assert feed(audio, (FRAME, 60 + gap_ms), (FRAME, 120 + gap_ms)) == [FRAME, QUIET, QUIET, FRAME]
    assert audio.wrong_times == 0


def test_a_fill_and_the_audio_around_it_fit_what_waits_for_the_vad() -> None:
    """The longest fill drives out neither itself nor real audio, of which there may be 100 ms before and behind it."""
    waiting, audio = CallChannels().caller_audio, CallerAudio()
    ahead = [(FRAME, number * 20) for number in range(5)]
    behind = [(FRAME, 100 + MAX_FILL_MS + number * 20) for number in range(5)]
    for frame in feed(audio, *ahead, *behind):
        waiting.post(AudioFrame(frame, 0.0))
    assert (len(waiting), waiting.dropped) == (10 + MAX_FILL_MS // 20, 0)


@pytest.mark.parametrize("wrong_ms", [1000, 2**31, 10**15 - 1])
def test_one_timestamp_that_leaps_ahead_adds_no_silence(wrong_ms: int) -> None:
    """One wrong timestamp in mid-sentence is overruled by the next: no frame is lost, none added, and it is counted."""
    audio = CallerAudio()
    frames = feed(audio, (FRAME, 0), (FRAME, wrong_ms), (FRAME, 40), (FRAME, 60))
    assert frames == [FRAME] * 4
    assert (audio.filled_ms, audio.wrong_times) == (0, 1)


def test_one_timestamp_far_in_the_past_adds_no_silence() -> None:
    """The way back from a wrong timestamp is no hole either."""
    audio = CallerAudio()
    frames = feed(audio, (FRAME, 60_000), (FRAME, 0), (FRAME, 60_040), (FRAME, 60_060))
    assert frames == [FRAME] * 4
    assert (audio.filled_ms, audio.wrong_times) == (0, 1)


def test_a_payload_of_doubtful_time_waits_for_the_next_one() -> None:
    """What is held back comes with the next payload, before it."""
    audio, doubtful = CallerAudio(), b"\x02" * FRAME_BYTES
    assert feed(audio, (FRAME, 0), (doubtful, 90_000)) == [FRAME]
    assert feed(audio, (FRAME, 40)) == [doubtful, FRAME]


def test_a_pause_of_the_carriers_between_long_payloads_is_believed() -> None:
    """A payload goes on from the end of the one before it, however much sound they hold."""
    audio, second = CallerAudio(), FRAME * 50
    frames = feed(audio, (second, 0), (second, 60_000), (second, 61_000))
    assert frames == [FRAME] * 50 + [QUIET] * (MAX_FILL_MS // 20) + [FRAME] * 100


def test_a_clock_that_is_set_back_is_followed() -> None:
    """Two payloads that agree on an earlier time are believed; a hole after that is filled as ever."""
    audio = CallerAudio()
    assert feed(audio, (FRAME, 60_000), (FRAME, 0), (FRAME, 20), (FRAME, 40)) == [FRAME] * 4
    assert feed(audio, (FRAME, 100)) == [QUIET, QUIET, FRAME]
    assert audio.wrong_times == 0


@pytest.mark.parametrize("nonsense", [range(10**9, 0, -(10**7)), range(0, 10**9, 10**7)], ids=["back", "ahead"])
def test_times_that_all_leap_add_no_silence(nonsense: range) -> None:
    """Timestamps of which none goes on from another are no clock: the sound comes through, and nothing else."""
    audio = CallerAudio()
    frames = feed(audio, (FRAME, 0), *((FRAME, at_ms) for at_ms in nonsense), (FRAME, 20))
    assert frames == [FRAME] * 102
    assert audio.filled_ms == 0


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


PAYLOADS = st.lists(st.tuples(st.integers(0, 700), st.integers(-500, 1500) | st.integers(-(10**6), 10**6)), max_size=40)


@given(PAYLOADS)
def test_any_stream_gives_whole_frames_with_every_byte_of_sound(payloads: list[tuple[int, int]]) -> None:
    """Whatever the lengths and times, nothing raises, no sound is lost, and what is added is bounded for each message.

    What is not out yet is less than a frame, and one payload that is held back.
    """
    audio, at_ms, sent, heard, longest = CallerAudio(), 0, 0, 0, 0
    for length, step_ms in payloads:
        at_ms = max(0, at_ms + step_ms)
        filled = audio.filled_ms
        frames = audio.feed(b"\x01" * length, at_ms)
        sent += length
        longest = max(longest, length)
        heard += b"".join(frames).count(1)
        assert all(len(frame) == FRAME_BYTES for frame in frames)
        assert len(frames) <= (2 * MAX_FILL_MS * 8 + 2 * longest) // FRAME_BYTES + 1
        assert 0 <= audio.filled_ms - filled <= 2 * MAX_FILL_MS
        assert sent - FRAME_BYTES - longest < heard <= sent


@given(st.lists(st.integers(0, 3) | st.integers(0, MAX_FILL_MS // 20 - 1), min_size=1, max_size=60))
def test_however_much_is_lost_the_callers_time_is_kept(losses: list[int]) -> None:
    """Frames handed out and the carrier's clock never drift apart by more than the slack, whatever pattern is lost."""
    audio, at_ms, frames = CallerAudio(), 0, 0
    for lost in losses:
        frames += len(audio.feed(FRAME, at_ms))
        at_ms += 20
        assert 0 <= at_ms - frames * 20 <= SLACK_MS
        at_ms += lost * 20
