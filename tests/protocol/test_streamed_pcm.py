"""Streamed PCM becomes the telephone's sound. No clock."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol import mulaw
from offhook.protocol.streamed_pcm import RATES_HZ, StreamedPcm


def tone(frequency_hz: float, rate_hz: int, seconds: float = 0.5) -> bytes:
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    return bytes(np.round(8000 * np.sin(2 * np.pi * frequency_hz * time_s)).astype("<i2").tobytes())


def converted(pcm: bytes, rate_hz: int) -> mulaw.Samples:
    stream = StreamedPcm(rate_hz)
    return mulaw.decode(stream.feed(pcm) + stream.finish())


def level_db(samples: mulaw.Samples) -> float:
    """Against the tone that went in, without the ends, where it begins and stops."""
    inside = samples[400:-400].astype(np.float64)
    return float(20 * np.log10(np.sqrt(np.mean(np.square(inside))) / (8000 / np.sqrt(2)) + 1e-9))


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("frequency_hz", [300, 1000, 3400])
def test_what_a_telephone_carries_passes_whole(rate_hz: int, frequency_hz: float) -> None:
    """Between 300 and 3400 Hz nothing is lost, at every rate a server may send, and the tone keeps its pitch."""
    samples = converted(tone(frequency_hz, rate_hz), rate_hz)
    assert len(samples) == 4000
    assert level_db(samples) == pytest.approx(0, abs=0.3)
    assert int(np.argmax(np.abs(np.fft.rfft(samples)))) == frequency_hz // 2


@pytest.mark.parametrize("rate_hz", [rate for rate in RATES_HZ if rate > mulaw.SAMPLE_RATE_HZ])
@pytest.mark.parametrize("frequency_hz", [4600, 5000, 7000])
def test_what_would_be_heard_as_another_pitch_is_removed(rate_hz: int, frequency_hz: float) -> None:
    """Above half of the new rate a tone would come back as a lower one."""
    assert level_db(converted(tone(frequency_hz, rate_hz), rate_hz)) < -50


@given(st.lists(st.integers(0, 4801), max_size=6))
def test_pieces_of_any_length_give_the_same_sound(cuts: list[int]) -> None:
    """Samples that are cut in two are put together; half a sample at the end is left out."""
    pcm = tone(440, 24_000, 0.1) + b"\x01"
    whole = StreamedPcm(24_000)
    stream, places = StreamedPcm(24_000), [0, *sorted(cuts), len(pcm)]
    pieces = [stream.feed(pcm[start:end]) for start, end in pairwise(places)]
    assert b"".join(pieces) + stream.finish() == whole.feed(pcm) + whole.finish()


def test_little_is_held_back() -> None:
    """The first piece that arrives is heard: all of it but the last 2 ms."""
    assert len(StreamedPcm(24_000).feed(tone(440, 24_000, 0.02))) == 160 - 16


def test_the_loudest_sound_is_clipped_and_does_not_wrap_round() -> None:
    """A filter overshoots at full scale; what is above the range must not become its opposite."""
    square = np.where(np.arange(2400) // 40 % 2, 32767, -32768).astype("<i2").tobytes()
    samples = converted(square, 24_000).astype(np.int32)
    assert np.max(np.abs(samples)) == 32_124
    assert np.max(np.abs(np.diff(samples.reshape(-1)))) < 66_000
    for edge in range(40, 2400, 80):
        assert abs(int(samples[edge // 3 + 6])) > 20_000


def test_silence_is_silence_and_nothing_is_nothing() -> None:
    """The conversion adds no sound of its own."""
    assert not converted(bytes(4800), 24_000).any()
    assert len(converted(b"", 24_000)) == 0
