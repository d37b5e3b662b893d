"""Measures the settings of `vad.confirm`: how well they hear a caller in noise, and what they cost.

    python -m bench.noise

It plays the recordings of `tests/audio` on a good line; in twelve generated noises that are limited to the telephone
band, each 20, 10 and 5 dB below the voice; in five of the whole band (see `bench.noises`), 5 dB below it, as loud as
it, and 5 dB above it; and a minute of each noise alone, equally loud. The verdicts of the VAD go into the endpointer
with its default settings, as in a call; Silero's also with a shorter `onset_ms`. Prints JSON; times in milliseconds.
Takes two minutes.

- `onset_ms`: from the labelled start of speech to the decision that somebody speaks.
- `masked`: the noise had been taken for speech before the caller began, and still was, so there was no onset.
- `missed`: no speech was detected. `split`: one utterance was taken for several.
- `end_error_ms`: from the labelled end to the last frame that counted as voiced; `end_off_ms` is its absolute value.
  `never_ended`: noise kept the utterance going for 1.6 s and more.
- `false_triggers_per_min`, `heard_as_speech`: how often noise alone was taken for the beginning of speech, and for what
  share of the time it was taken for speech. One trigger that never ends is as bad as many. `max_utterance_ms` is not
  used here: after it ends an utterance of noise, no speech is detected until there is quiet.
"""

import json
import time
from collections.abc import Iterable, Sequence

import msgspec
import trio

from bench.noises import TELEPHONE_BAND, WHOLE_BAND
from bench.noisy_scenes import (
    ALONE_S,
    BELOW_SPEECH_DB,
    WHOLE_BAND_BELOW_SPEECH_DB,
    Scene,
    noise_alone,
    noisy_scenes,
    quiet_scenes,
    recorded_speech,
)
from offhook.actors.silero.batches import MOST_WINDOWS
from offhook.actors.silero.model import CONTEXT_SAMPLES, WINDOW_SAMPLES, load_model, nothing_heard
from offhook.actors.voice_detector import is_voiced
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.decide.endpointing import FRAME_MS, End, Endpointer, EndpointingRules, Onset
from offhook.engine.host.settings import VadSettings
from offhook.protocol import mulaw
from offhook.reports.spread import spread

SETTINGS = {
    "none": VadSettings(confirm="none"),
    "noise_floor": VadSettings(confirm="noise_floor"),
    "veto": VadSettings(confirm="veto"),
    "silero": VadSettings(confirm="silero"),
    "silero, onset_ms = 20": VadSettings(confirm="silero", onset_ms=20),
}
BANDS = (
    ("telephone band", TELEPHONE_BAND, BELOW_SPEECH_DB),
    ("whole band", WHOLE_BAND, WHOLE_BAND_BELOW_SPEECH_DB),
)
LABEL_TOLERANCE_S = 0.1  # a label may be so much later than the first sound
RUNS = 200


class Stretch(msgspec.Struct, frozen=True):
    """One utterance by the endpointer, in seconds of the scene. Without an end it lasted beyond the scene."""

    decided_s: float
    last_voiced_s: float | None = None
    over_s: float | None = None


class Hearing(msgspec.Struct, frozen=True):
    """The result for one caller."""

    onset_ms: float | None  # None if masked or missed
    masked: bool = False
    missed: bool = False
    split: bool = False
    end_error_ms: float | None = None
    never_ended: bool = False


def stretches(scene: Scene, verdicts: Iterable[bool], rules: EndpointingRules) -> list[Stretch]:
    """The utterances that a call would find in these verdicts."""
    endpointer = Endpointer(rules)
    found: list[Stretch] = []
    for number, (frame, voiced) in enumerate(zip(scene.frames, verdicts, strict=True), start=1):
        for event in endpointer.feed(frame, voiced):
            match event:
                case Onset():
                    found.append(Stretch(_seconds(number)))
                case End(silence_frames=silent):
                    found[-1] = Stretch(found[-1].decided_s, _seconds(number - silent), _seconds(number))
    return found


def hearing(spoken_s: tuple[float, float], found: Sequence[Stretch]) -> Hearing:
    """Compare the utterances with the labels."""
    begins_s, ends_s = spoken_s
    during = [
        each
        for each in found
        if each.decided_s <= ends_s + LABEL_TOLERANCE_S and (each.over_s is None or each.over_s > begins_s)
    ]
    if not during:
        return Hearing(onset_ms=None, missed=True)
    onset_ms = _ms(during[0].decided_s - begins_s)
    masked = onset_ms < -_ms(LABEL_TOLERANCE_S)
    last_s = during[-1].last_voiced_s
    return Hearing(
        onset_ms=None if masked else onset_ms,
        masked=masked,
        split=len(during) > 1,
        end_error_ms=None if last_s is None else _ms(last_s - ends_s),
        never_ended=last_s is None,
    )


def of_callers(hearings: Sequence[Hearing]) -> dict[str, object]:
    """One row of the report."""
    end_errors = [each.end_error_ms for each in hearings if each.end_error_ms is not None]
    return {
        "callers": len(hearings),
        "onset_ms": spread([each.onset_ms for each in hearings if each.onset_ms is not None]),
        "masked": sum(each.masked for each in hearings),
        "missed": sum(each.missed for each in hearings),
        "split": sum(each.split for each in hearings),
        "end_error_ms": spread(end_errors),
        "end_off_ms": spread([abs(error) for error in end_errors]),
        "never_ended": sum(each.never_ended for each in hearings),
    }


def of_noise(heard: Sequence[tuple[Scene, Sequence[Stretch]]]) -> dict[str, object]:
    """One row of the report, for noise alone."""
    lasted_s = [(_seconds(len(scene.frames)), found) for scene, found in heard]
    speech_s = sum((each.over_s or end_s) - each.decided_s for end_s, found in lasted_s for each in found)
    total_s = sum(end_s for end_s, _ in lasted_s)
    return {
        "minutes": round(total_s / 60, 1),
        "false_triggers_per_min": round(60 * sum(len(found) for _, found in lasted_s) / total_s, 1),
        "heard_as_speech": round(speech_s / total_s, 2),
    }


async def listen(settings: VadSettings, scenes: Sequence[Scene]) -> tuple[list[list[bool]], float]:
    """The verdicts on each frame of each scene, and the microseconds per frame."""
    open_detector = detector_opener(settings)
    verdicts = []
    before_s = time.process_time()
    for scene in scenes:
        detector = open_detector(settings)
        verdicts.append([await is_voiced(detector, frame) for frame in scene.frames])
    cpu_us = 1e6 * (time.process_time() - before_s)
    await trio.lowlevel.checkpoint()
    return verdicts, cpu_us / sum(map(len, verdicts))


def measure(settings: VadSettings, callers: Sequence[Scene], alone: Sequence[Scene]) -> dict[str, object]:
    """Measure everything about one setting."""
    scenes = (*callers, *alone)
    verdicts, cpu_us = trio.run(listen, settings, scenes)
    rules = msgspec.structs.replace(settings.rules(), max_utterance_ms=round(1000 * ALONE_S))
    heard = [(scene, stretches(scene, each, rules)) for scene, each in zip(scenes, verdicts, strict=True)]
    of_nobody = heard[len(callers) :]
    return {
        "cpu_us_per_frame": round(cpu_us, 1),
        "callers": _by_noise(
            [(scene, hearing(scene.spoken_s, found)) for scene, found in heard if scene.spoken_s is not None]
        ),
        "noise_alone": {
            **{name: of_noise([each for each in of_nobody if each[0].noise == name]) for name in _noises_in(alone)},
            **{
                band: of_noise([each for each in of_nobody if each[0].noise in names])
                for band, names, _ in BANDS
                if any(scene.noise in names for scene in alone)
            },
        },
    }


def _by_noise(heard: Sequence[tuple[Scene, Hearing]]) -> dict[str, object]:
    rows: dict[str, object] = {
        name: of_callers([each for scene, each in heard if scene.noise == name])
        for name in _noises_in([scene for scene, _ in heard])
    }
    for band, names, distances_db in BANDS:
        in_band = [(scene.below_speech_db, each) for scene, each in heard if scene.noise in names]
        for distance_db in distances_db:
            rows[f"{band}, {distance_db} dB"] = of_callers([each for below, each in in_band if below == distance_db])
        rows[band] = of_callers([each for _, each in in_band])
    return rows


def _noises_in(scenes: Iterable[Scene]) -> list[str]:
    """The names of the noises, in order."""
    return list(dict.fromkeys(scene.noise for scene in scenes))


def run_us() -> dict[str, int]:
    """The time of one run of the model, by the number of windows in it."""
    model = load_model()
    window, memory = mulaw.SILENCE * (CONTEXT_SAMPLES + WINDOW_SAMPLES), nothing_heard()
    taken = {}
    for windows in (1, 2, 4, 8, 16, MOST_WINDOWS):
        before_s = time.process_time()
        for _ in range(RUNS):
            model.judge([window] * windows, [memory] * windows, [1.0] * windows)
        taken[str(windows)] = round(1e6 * (time.process_time() - before_s) / RUNS)
    return taken


def _seconds(frames: int) -> float:
    return frames * FRAME_MS / 1000


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def main() -> None:
    speech = recorded_speech()
    callers = [*quiet_scenes(speech), *noisy_scenes(speech)]
    alone = list(noise_alone(speech))
    report = {
        "confirm": {name: measure(settings, callers, alone) for name, settings in SETTINGS.items()},
        "silero_run_us_by_windows": run_us(),
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
