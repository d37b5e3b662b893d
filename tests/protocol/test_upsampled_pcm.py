"""The telephone's sound at a higher rate. Pure."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol import mulaw
from offhook.protocol.upsampled_pcm import UpsampledPcm

SOUND = mulaw.encode(np.round(8000 * np.sin(2 * np.pi * 1000 * np.arange(1600) / 8000)).astype(np.int16))


def upsampled(pieces: list[bytes], factor: int = 3) -> bytes:
    stream = UpsampledPcm(factor)
    return b"".join([*map(stream.feed, pieces), stream.finish()])


@given(st.lists(st.integers(0, 400), max_size=20))
def test_pieces_of_any_length_make_the_same_sound(lengths: list[int]) -> None:
    """Whole, byte by byte, or in between."""
    pieces, at = [], 0
    for length in lengths:
        pieces.append(SOUND[at : at + length])
        at += length
    assert upsampled([*pieces, SOUND[at:]]) == upsampled([SOUND])


def test_it_is_as_long_as_it_was() -> None:
    """Also when there is hardly any."""
    for length in (0, 1, 2, 159, 160, 1600):
        assert len(upsampled([SOUND[:length]])) == 2 * 3 * length


def test_a_tone_stays_that_tone() -> None:
    """At the same level, and nothing is above the telephone's band."""
    samples = np.frombuffer(upsampled([SOUND]), dtype="<i2").astype(float)[240:-240]
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    hz = np.fft.rfftfreq(len(samples), 1 / 24_000)
    assert abs(hz[np.argmax(spectrum)] - 1000) < 10
    assert abs(np.abs(samples).max() / 8000 - 1) < 0.05
    assert spectrum[hz > 4600].max() < spectrum.max() / 500


def test_the_same_rate_changes_nothing() -> None:
    """Each byte is its sample."""
    assert np.array_equal(np.frombuffer(upsampled([SOUND], 1), dtype="<i2"), mulaw.decode(SOUND))
