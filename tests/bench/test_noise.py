"""The noises, the scenes made of them, and how verdicts become figures. Seeds, no clock."""

import json
from itertools import islice

import numpy as np
import pytest

from bench.noise import SETTINGS, Hearing, Stretch, hearing, measure, of_callers, of_noise, stretches
from bench.noises import BAND_HZ, NAMES, RATE_HZ, WHOLE_BAND, WHOLE_BAND_HZ, at_loudness, loudness, noise
from bench.noisy_scenes import (
    ALONE_S,
    LEAD_S,
    QUIET,
    Scene,
    noise_alone,
    noisy_scenes,
    quiet_scenes,
    recorded_speech,
)
from offhook.engine.decide.endpointing import EndpointingRules
from offhook.protocol import mulaw
from tests.fakes.clips import QUIET_FRAME

SPEECH = recorded_speech()
VOICES = [each.voice for each in SPEECH]


def scene_of(pattern: str, spoken_s: tuple[float, float] | None = None) -> Scene:
    return Scene("white", 10, (QUIET_FRAME,) * len(pattern), spoken_s)


def decided(pattern: str) -> list[Stretch]:
    """`V` is a voiced frame, `.` one that is not."""
    return stretches(scene_of(pattern), [frame == "V" for frame in pattern], EndpointingRules())


# Noises.


@pytest.mark.parametrize("name", NAMES)
def test_a_noise_is_of_its_seed_of_one_loudness_and_of_the_telephone(name: str) -> None:
    """The same seed is the same sound and another another; all are at loudness 1 and within the band."""
    sound = noise(name, 3.0, 1, VOICES)
    assert len(sound) == 3 * RATE_HZ
    assert np.array_equal(sound, noise(name, 3.0, 1, VOICES))
    assert not np.array_equal(sound, noise(name, 3.0, 2, VOICES))
    assert loudness(sound) == pytest.approx(1.0)
    power = np.abs(np.fft.rfft(sound)) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    lowest_hz, highest_hz = WHOLE_BAND_HZ if name in WHOLE_BAND else BAND_HZ
    assert power[(hz < lowest_hz) | (hz > highest_hz)].sum() < 1e-9 * power.sum()


@pytest.mark.parametrize("name", WHOLE_BAND)
def test_a_noise_of_the_whole_band_lies_mostly_below_the_telephone_band(name: str) -> None:
    """A detector that passes in the filtered noises only has not been tried on a car or a fan."""
    power = np.abs(np.fft.rfft(noise(name, 3.0, 1, VOICES))) ** 2
    hz = np.fft.rfftfreq(3 * RATE_HZ, 1 / RATE_HZ)
    assert power[hz < BAND_HZ[0]].sum() > 0.5 * power.sum()


def test_a_noise_that_nobody_makes_is_named() -> None:
    """And so are those that are made."""
    with pytest.raises(ValueError, match="no noise 'rain'; there are white, pink"):
        noise("rain", 1.0, 1, VOICES)


def test_loudness_leaves_out_the_quiet_between() -> None:
    """A sound with pauses is as loud as the sound itself, so that bursts are not made louder than what is steady."""
    sound = np.random.default_rng(1).standard_normal(RATE_HZ)
    with_pauses = np.concatenate([sound, np.zeros(3 * RATE_HZ)])
    assert loudness(with_pauses) == pytest.approx(loudness(sound))
    assert loudness(at_loudness(sound, 250.0)) == pytest.approx(250.0)


# Scenes.


def test_a_caller_stands_where_the_scene_says() -> None:
    """On a good line the labelled speech is loud and what is before and after it is not."""
    scene = next(quiet_scenes(SPEECH))
    assert scene.spoken_s is not None
    begins, ends = (round(at_s * RATE_HZ) for at_s in scene.spoken_s)
    sound = mulaw.decode(b"".join(scene.frames)).astype(np.float64)
    assert loudness(sound[begins:ends]) == pytest.approx(loudness(SPEECH[0].voice), rel=0.01)
    assert loudness(sound[: begins - 800]) < 30
    assert scene.noise == QUIET


def test_noise_is_as_far_below_the_caller_as_is_said() -> None:
    """Measured before the first word, where nothing but it is heard."""
    for scene in islice(noisy_scenes(SPEECH), 3):
        assert scene.below_speech_db is not None
        before = mulaw.decode(b"".join(scene.frames))[: round(LEAD_S * RATE_HZ)].astype(np.float64)
        below_db = 20 * np.log10(loudness(SPEECH[0].voice) / loudness(before))
        assert below_db == pytest.approx(scene.below_speech_db, abs=0.5)


def test_every_noise_is_also_there_alone() -> None:
    """A minute at each distance, and nobody speaks in it; what is mostly below the voice is also tried above it."""
    scenes = list(noise_alone(SPEECH))
    assert [scene.noise for scene in scenes[::3]] == list(NAMES)
    assert {scene.spoken_s for scene in scenes} == {None}
    assert {scene.below_speech_db for scene in scenes if scene.noise in WHOLE_BAND} == {5, 0, -5}
    assert {scene.below_speech_db for scene in scenes if scene.noise not in WHOLE_BAND} == {20, 10, 5}
    assert {len(scene.frames) for scene in scenes} == {round(ALONE_S * 50)}


# Figures. The caller speaks from 1.0 to 2.0 s: frames 50 to 99.

SPOKEN_S = (1.0, 2.0)


def test_an_onset_and_an_end_are_measured_from_the_labels() -> None:
    """Decided by the third voiced frame; the last voiced one is two frames late."""
    found = decided("." * 51 + "V" * 51 + "." * 50)
    assert hearing(SPOKEN_S, found) == Hearing(onset_ms=80.0, end_error_ms=40.0)


def test_noise_that_was_speech_before_hides_the_caller() -> None:
    """The onset is masked; if the noise goes on, the utterance never ends."""
    assert hearing(SPOKEN_S, decided("V" * 150)) == Hearing(onset_ms=None, masked=True, never_ended=True)


def test_noise_that_was_over_in_time_hides_nothing() -> None:
    """A false trigger before the caller is none of this caller's errors."""
    found = decided("V" * 10 + "." * 40 + "V" * 50 + "." * 50)
    assert len(found) == 2
    assert hearing(SPOKEN_S, found) == Hearing(onset_ms=60.0, end_error_ms=0.0)


def test_a_caller_of_whom_nothing_is_heard_is_missed() -> None:
    """Also where something is heard after they have finished."""
    assert hearing(SPOKEN_S, decided("." * 150)) == Hearing(onset_ms=None, missed=True)
    assert hearing(SPOKEN_S, decided("." * 120 + "V" * 10 + "." * 50)).missed


def test_an_utterance_in_two_parts_is_split() -> None:
    """The end is that of the last one."""
    found = decided("." * 50 + "V" * 15 + "." * 20 + "V" * 15 + "." * 50)
    assert hearing(SPOKEN_S, found) == Hearing(onset_ms=60.0, split=True, end_error_ms=0.0)


def test_a_row_counts_every_kind_of_error() -> None:
    """Delays of those that were heard, counts of those that were not."""
    row = of_callers(
        [
            Hearing(onset_ms=60.0, end_error_ms=-40.0),
            Hearing(onset_ms=None, masked=True, never_ended=True),
            Hearing(onset_ms=None, missed=True),
            Hearing(onset_ms=100.0, split=True, end_error_ms=20.0),
        ]
    )
    assert (row["callers"], row["masked"], row["missed"], row["split"], row["never_ended"]) == (4, 1, 1, 1, 1)
    plain = json.loads(json.dumps(row))
    assert (plain["onset_ms"]["p50"], plain["end_error_ms"]["p50"], plain["end_off_ms"]["p50"]) == (80.0, -10.0, 30.0)


def test_noise_alone_is_counted_and_timed() -> None:
    """One trigger in six seconds is ten a minute, and what it lasts until the silence after it is held to be speech."""
    pattern = "." * 100 + "V" * 50 + "." * 150
    figures = of_noise([(scene_of(pattern), decided(pattern))])
    assert figures["false_triggers_per_min"] == 10.0
    assert figures["heard_as_speech"] == pytest.approx((50 - 3 + 15) / 300, abs=0.01)
    assert of_noise([(scene_of("V" * 300), decided("V" * 300))])["heard_as_speech"] == 0.99


def test_silero_silences_what_webrtc_takes_for_speech() -> None:
    """One caller and two noises through both settings: the whole way from sound to figures."""
    caller = [scene for scene in islice(noisy_scenes(SPEECH), 18) if scene.noise == "music"][1:2]
    alone = [
        scene for scene in noise_alone(SPEECH) if scene.noise in ("music", "office") and scene.below_speech_db == 10
    ]
    rows = {
        confirm: json.loads(json.dumps(measure(SETTINGS[confirm], caller, alone))) for confirm in ("none", "silero")
    }
    assert rows["none"]["noise_alone"]["telephone band"]["heard_as_speech"] > 0.2
    assert rows["silero"]["noise_alone"]["telephone band"]["heard_as_speech"] == 0.0
    assert rows["none"]["callers"]["music"]["masked"] == 1
    heard = rows["silero"]["callers"]["music"]
    assert (heard["masked"], heard["missed"]) == (0, 0)
    assert 0 < heard["onset_ms"]["max"] < 300
