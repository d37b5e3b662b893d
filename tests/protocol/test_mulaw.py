"""G.711 mu-law against the recommendation's own arithmetic. No clock, no I/O."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol import mulaw

ALL_SAMPLES = np.arange(-32768, 32768, dtype=np.int16)
ALL_CODES = bytes(range(256))
NEGATIVE_ZERO = 0x7F
SEGMENT_ENDS = (0x3F, 0x7F, 0xFF, 0x1FF, 0x3FF, 0x7FF, 0xFFF, 0x1FFF)


def code_by_search(sample: int) -> int:
    """A sample's code by searching its segment on the 14-bit value, as G.711 describes it: no table, no logarithm."""
    value = sample >> 2
    mask = 0xFF if value >= 0 else 0x7F
    biased = min(abs(value) + 33, SEGMENT_ENDS[-1])
    segment = next(number for number, end in enumerate(SEGMENT_ENDS) if biased <= end)
    return (segment << 4 | (biased >> (segment + 1)) & 15) ^ mask


def test_every_sample_has_the_code_of_the_recommendation() -> None:
    """All 65,536 samples are coded as the segment search codes them."""
    assert mulaw.encode(ALL_SAMPLES) == bytes(code_by_search(int(sample)) for sample in ALL_SAMPLES)


@pytest.mark.parametrize(
    ("code", "sample"),
    [(0xFF, 0), (NEGATIVE_ZERO, 0), (0x80, 32124), (0x00, -32124), (0xFE, 8), (0x7E, -8), (0xF0, 120)],
)
def test_codes_mean_what_the_recommendation_says(code: int, sample: int) -> None:
    """The corners of the decoding table, which others have got wrong by sign or bias."""
    assert mulaw.decode(bytes([code])).tolist() == [sample]


def test_every_code_survives_a_round_trip() -> None:
    """Decoding and encoding again gives the code back; negative zero becomes zero."""
    expected = bytes(0xFF if code == NEGATIVE_ZERO else code for code in ALL_CODES)
    assert mulaw.encode(mulaw.decode(ALL_CODES)) == expected


def test_coding_keeps_order_and_stays_near() -> None:
    """No louder sample becomes a quieter one, and what is lost is half a step, and two bits that are cut off first."""
    samples = ALL_SAMPLES.astype(np.int32)
    heard = mulaw.decode(mulaw.encode(ALL_SAMPLES)).astype(np.int32)
    assert (np.diff(heard) >= 0).all()
    lost = np.abs(heard - samples)[np.abs(samples) <= 32124]
    cut_off = 3
    half_step = (np.abs(samples) + 132 + cut_off)[np.abs(samples) <= 32124] / 32
    assert (lost <= half_step + cut_off).all()


def test_silence_is_silent() -> None:
    """The byte that fills gaps is zero, and zero is that byte."""
    assert mulaw.decode(mulaw.SILENCE * 3).tolist() == [0, 0, 0]
    assert mulaw.encode(np.zeros(2, dtype=np.int16)) == mulaw.SILENCE * 2


@given(st.binary(max_size=500))
def test_one_byte_is_one_sample(audio: bytes) -> None:
    """No length is odd, none is too short, and the type is what everyone computes with."""
    samples = mulaw.decode(audio)
    assert len(samples) == len(audio)
    assert samples.dtype == np.int16
    assert len(mulaw.encode(samples)) == len(audio)


def test_samples_need_not_lie_side_by_side() -> None:
    """Every second sample of an array is coded like a copy of it."""
    assert mulaw.encode(ALL_SAMPLES[::2]) == mulaw.encode(ALL_SAMPLES[::2].copy())


def test_decoded_samples_belong_to_whoever_asked() -> None:
    """Changing what was decoded changes no later decoding."""
    mulaw.decode(ALL_CODES)[:] = 1
    assert mulaw.decode(b"\x80").tolist() == [32124]
