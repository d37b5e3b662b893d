"""The step from a synthesizer's samples to the line. No clock; signals of known shape."""

import numpy as np
import pytest
from numpy.typing import NDArray

from offhook.actors.speaker.telephone_sound import telephone_sound
from offhook.protocol import mulaw
from tests.actors.speaker.listening import level_db, seconds

RATES_HZ = [22_050, 16_000, 8_000]
PAUSE_S = 0.2


def tone(frequency_hz: float, rate_hz: int, length_s: float = 1.0, amplitude: float = 6000) -> NDArray[np.float64]:
    return amplitude * np.sin(2 * np.pi * frequency_hz * np.arange(round(rate_hz * length_s)) / rate_hz)


def rendered(signal: NDArray[np.float64], rate_hz: int) -> bytes:
    return telephone_sound(np.round(signal).astype(np.int16), rate_hz).mulaw


def spectrum_db(sound: bytes) -> NDArray[np.float64]:
    """One value for each Hz; the strongest is 0."""
    samples = mulaw.decode(sound)[: mulaw.SAMPLE_RATE_HZ]
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), mulaw.SAMPLE_RATE_HZ)) ** 2
    decibels: NDArray[np.float64] = 10 * np.log10(power / power.max() + 1e-12)
    return decibels


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("amplitude", [1000, 6000, 32_000])
def test_every_sound_comes_out_equally_loud(rate_hz: int, amplitude: float) -> None:
    """Voices differ by 12 dB; the caller hears all of them at -20 dBFS."""
    sound = rendered(tone(440, rate_hz, amplitude=amplitude), rate_hz)
    assert level_db(sound[: -round(PAUSE_S * mulaw.SAMPLE_RATE_HZ)]) == pytest.approx(-20, abs=0.5)
    assert seconds(sound) == pytest.approx(1 + PAUSE_S, abs=0.02)


def test_a_spiky_sound_is_not_clipped() -> None:
    """Where -20 dBFS would clip the peaks, the peaks decide."""
    spikes = np.zeros(16_000)
    spikes[::800] = 8000
    sound = rendered(spikes, 16_000)
    assert 0.8 < np.abs(mulaw.decode(sound)).max() / 32768 < 0.92


@pytest.mark.parametrize("rate_hz", [22_050, 16_000])
@pytest.mark.parametrize("above_hz", [4_500, 5_000, 7_200])
def test_what_the_line_cannot_carry_is_filtered_and_does_not_fold(rate_hz: int, above_hz: int) -> None:
    """A tone above 4 kHz leaves nothing at its mirror frequency beyond the noise of mu-law itself."""
    sound = rendered(tone(1000, rate_hz) + tone(above_hz, rate_hz), rate_hz)
    mirror_hz = 8000 - above_hz
    assert spectrum_db(sound)[mirror_hz - 20 : mirror_hz + 20].max() < -45
    assert rendered(tone(above_hz, rate_hz) * np.hanning(rate_hz), rate_hz) == b""  # an abrupt one would click


def test_the_telephone_band_comes_through_flat() -> None:
    """300 to 3400 Hz keep their balance within 1 dB."""
    chord = tone(300, 22_050, amplitude=3000) + tone(1000, 22_050, amplitude=3000) + tone(3400, 22_050, amplitude=3000)
    spectrum = spectrum_db(rendered(chord, 22_050))
    assert all(spectrum[hertz] > -1 for hertz in (300, 1000, 3400))


def test_silence_before_the_first_sound_is_latency() -> None:
    """What a synthesizer puts around its sound goes; 20 ms before and a pause of 200 ms behind stay."""
    silence = np.zeros(8_000)
    sound = rendered(np.concatenate([silence, tone(440, 16_000), silence]), 16_000)
    assert seconds(sound) == pytest.approx(0.02 + 1 + PAUSE_S, abs=0.02)


def test_pauses_inside_stay() -> None:
    """Only the edges are trimmed."""
    sound = rendered(np.concatenate([tone(440, 16_000), np.zeros(16_000), tone(440, 16_000)]), 16_000)
    assert seconds(sound) == pytest.approx(3 + PAUSE_S, abs=0.02)


@pytest.mark.parametrize("samples", [0, 1, 110, 16_000])
def test_nothing_to_hear_is_no_sound(samples: int) -> None:
    """Silence and a synthesizer's noise floor are not amplified into a hiss."""
    noise = 200 * np.sin(np.arange(samples) * 1.7)
    assert rendered(noise, 22_050) == b""


def test_the_shortest_sound_survives() -> None:
    """A click of a few samples has no whole frame and is still heard."""
    assert rendered(tone(1000, 22_050, length_s=0.004), 22_050) != b""
