"""The high-pass in front of the noise floor, and whom the default ear hears on lines that hum and rumble.

Tones and noises from a seed, recorded callers. No clock.
"""

from itertools import pairwise

import numpy as np
import pytest

from bench.noises import Sound, at_loudness, noise
from offhook.actors.high_pass import CORNER_HZ, HighPass
from offhook.actors.voice_detector import is_voiced
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.decide.endpointing import FRAME_MS, Endpointer, Onset
from offhook.engine.host.settings import VadSettings
from offhook.protocol import mulaw
from tests.fakes.clips import FRAME_BYTES, clip

RATE_HZ = mulaw.SAMPLE_RATE_HZ
LEAD_S = 4.0  # of the line before the caller


def coded(sound: Sound) -> list[bytes]:
    """Whole frames of mu-law; louder than that can be is clipped."""
    data = mulaw.encode(np.clip(np.rint(sound), -32768, 32767).astype(np.int16))
    return [data[at : at + FRAME_BYTES] for at in range(0, len(data) - FRAME_BYTES + 1, FRAME_BYTES)]


def passed(frames: list[bytes]) -> Sound:
    high_pass = HighPass()
    return np.concatenate([high_pass.filtered(frame) for frame in frames]).astype(np.float64)


def tone(hz: float, seconds: float = 1.0, peak: float = 8000.0) -> Sound:
    return peak * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)


def recursion(sound: Sound) -> list[float]:
    """The same filter in its usual form, worked out from Butterworth's prototype s^2 / (s^2 + sqrt(2) s + 1)."""
    k = np.tan(np.pi * CORNER_HZ / RATE_HZ)
    scale = 1 / (1 + np.sqrt(2) * k + k * k)
    back_1, back_2 = 2 * (k * k - 1) * scale, (1 - np.sqrt(2) * k + k * k) * scale
    out, x1, x2, y1, y2 = [], 0.0, 0.0, 0.0, 0.0
    for x in map(float, sound):
        y = scale * (x - 2 * x1 + x2) - back_1 * y1 - back_2 * y2
        x1, x2, y1, y2 = x, x1, y, y1
        out.append(y)
    return out


# The filter.


@pytest.mark.parametrize(("hz", "gain_db"), [(50, -24.1), (100, -12.3), (200, -3.0), (400, -0.3), (1000, 0.0)])
def test_hum_is_taken_away_and_a_voice_is_not(hz: int, gain_db: float) -> None:
    """12 dB an octave below 200 Hz, 3 dB there, and next to nothing above."""
    sound = passed(coded(tone(hz)))[RATE_HZ // 2 :]
    assert 20 * np.log10(np.sqrt((sound**2).mean()) / (8000 / np.sqrt(2))) == pytest.approx(gain_db, abs=0.15)


def test_frames_leave_no_seams() -> None:
    """Frame by frame is what one long pass gives, and what the recursion gives sample by sample."""
    frames = [clip("go_forward")[at : at + FRAME_BYTES] for at in range(0, 50 * FRAME_BYTES, FRAME_BYTES)]
    by_frame, at_once = passed(frames), passed([b"".join(frames)])
    assert by_frame == pytest.approx(at_once, abs=0.01)
    samples = mulaw.decode(b"".join(frames)).astype(np.float64)
    assert by_frame == pytest.approx(recursion(samples), abs=3e-5 * np.abs(samples).max())


def test_frames_of_any_length_leave_no_seams() -> None:
    """One sample, fewer than the filter remembers, and more."""
    sound = clip("go_forward")[:1000]
    cuts = [0, 1, 2, 40, 135, 136, 500, 1000]
    pieces = [sound[begin:end] for begin, end in pairwise(cuts)]
    assert passed(pieces) == pytest.approx(passed([sound]), abs=0.01)


def test_silence_stays_silence() -> None:
    """No sound comes of none, also after a loud one: nothing rings on."""
    assert not passed([mulaw.SILENCE * FRAME_BYTES] * 10).any()
    after = passed(coded(tone(1000, 0.1, 30000.0)) + [mulaw.SILENCE * FRAME_BYTES] * 3)
    assert not after[-2 * FRAME_BYTES :].any()


def test_an_offset_of_the_line_is_silence_too() -> None:
    """Whatever its size; only where it begins there is a click."""
    assert np.abs(passed(coded(np.full(RATE_HZ, 20000.0)))[FRAME_BYTES:]).max() < 1.0


def test_a_clipped_line_is_filtered_like_any_other() -> None:
    """The loudest that mu-law can say, square as an overdriven microphone makes it: finite, and one pass or many."""
    sound = np.sign(tone(313)) * 40000.0
    filtered = passed(coded(sound))
    assert np.isfinite(filtered).all()
    assert np.abs(filtered).max() < 3 * 32124
    assert filtered == pytest.approx(passed([b"".join(coded(sound))]), abs=0.1)


# Callers.


async def onsets_s(sound: Sound) -> list[float]:
    """When the default detector and endpointer decide that somebody speaks."""
    settings = VadSettings()
    detector, endpointer = detector_opener(settings)(settings), Endpointer(settings.rules())
    found = []
    for number, frame in enumerate(coded(sound), start=1):
        events = list(endpointer.feed(frame, await is_voiced(detector, frame)))
        found += [number * FRAME_MS / 1000 for event in events if isinstance(event, Onset)]
    return found


def line(name: str, seconds: float, loud: float) -> Sound:
    """A noise at that root mean square, and the faint hiss of a good line."""
    samples = round(seconds * RATE_HZ)
    return loud * noise(name, seconds, 5, []) + 10 * np.random.default_rng(5).standard_normal(samples)


def voice(name: str, loud: float) -> Sound:
    return at_loudness(mulaw.decode(clip(name)).astype(np.float64), loud)


NOISES = [("hum_50", -6), ("hum_60", -6), ("whole_pink", 5), ("rumble", -6)]  # dB below the voice: -6 is louder than it


@pytest.mark.parametrize(("name", "below_db"), NOISES)
@pytest.mark.parametrize("said", ["go_forward", "today", "digits_4271", "sunday_week"])
async def test_a_quiet_caller_is_heard_through_what_lies_below_the_voice(name: str, below_db: int, said: str) -> None:
    """Once the voice is there and not before, though the hum is twice as loud as it."""
    caller = voice(said, 500.0)
    sound = line(name, LEAD_S + len(caller) / RATE_HZ, 500.0 * 10 ** (-below_db / 20))
    sound[-len(caller) :] += caller
    found = await onsets_s(sound)
    assert found
    assert LEAD_S <= found[0] <= LEAD_S + 1.0


@pytest.mark.parametrize(("name", "below_db"), NOISES)
@pytest.mark.parametrize("loud", [500.0, 2000.0])
async def test_a_line_that_hums_and_rumbles_says_nothing(name: str, below_db: int, loud: float) -> None:
    """Half a minute of it, at each loudness that a voice is tried with and four times that, and nobody spoke."""
    assert await onsets_s(line(name, 30.0, loud * 10 ** (-below_db / 20))) == []


async def test_an_offset_hides_no_caller() -> None:
    """Direct current of a thousand steps under a quiet voice, as faulty bridges send it."""
    caller = voice("go_forward", 300.0)
    sound = line("hum_50", LEAD_S + len(caller) / RATE_HZ, 0.0) + 1000.0
    sound[-len(caller) :] += caller
    found = await onsets_s(sound)
    assert found
    assert LEAD_S <= found[0] <= LEAD_S + 1.0
