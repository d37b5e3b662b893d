"""The test scenes for the VAD: recorded callers in generated noise, and the noise alone."""

import csv
import statistics
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from bench.noises import NAMES, WHOLE_BAND, Sound, loudness, noise
from bench.recordings import AUDIO
from offhook.protocol import mulaw
from offhook.telephone.clip import FRAME_BYTES, from_wav

BELOW_SPEECH_DB = (20, 10, 5)
WHOLE_BAND_BELOW_SPEECH_DB = (5, 0, -5)  # people talk on in louder noise if it is only rumble and hum
QUIET = "quiet"
LEAD_S, TAIL_S = 2.0, 1.6  # noise before and after a caller: in a call the line is open before the speech, too
ALONE_S = 60.0
LINE_NOISE = 16.0  # -66 dBFS, the noise between the words of the recordings


class Speech(msgspec.Struct, frozen=True):
    """A recording, with its labels in seconds."""

    sound: Sound
    begins_s: float
    ends_s: float

    @property
    def voice(self) -> Sound:
        return self.sound[round(self.begins_s * mulaw.SAMPLE_RATE_HZ) : round(self.ends_s * mulaw.SAMPLE_RATE_HZ)]


class Scene(msgspec.Struct, frozen=True):
    """The audio of a line. `spoken_s` says where the caller speaks; None if nobody does."""

    noise: str
    below_speech_db: int | None
    frames: tuple[bytes, ...]
    spoken_s: tuple[float, float] | None


def distances_db(name: str) -> tuple[int, ...]:
    """The distances below the voice at which this noise is tried."""
    return WHOLE_BAND_BELOW_SPEECH_DB if name in WHOLE_BAND else BELOW_SPEECH_DB


def recorded_speech() -> list[Speech]:
    found = []
    with (AUDIO / "TRANSCRIPTS.tsv").open() as table:
        for row in csv.DictReader(table, delimiter="\t"):
            frames = from_wav((AUDIO / row["file"]).read_bytes()).frames
            sound = mulaw.decode(b"".join(frames)).astype(np.float64)
            found.append(Speech(sound, float(row["speech_start_s"]), float(row["speech_end_s"])))
    return found


def quiet_scenes(speech: Sequence[Speech]) -> Iterator[Scene]:
    """Each caller on a good line."""
    for number, each in enumerate(speech):
        yield _caller(each, np.zeros(_samples_around(each)), QUIET, None, number)


def noisy_scenes(speech: Sequence[Speech]) -> Iterator[Scene]:
    """Each caller in each noise, at each distance below their own loudness."""
    for number, each in enumerate(speech):
        others = [other.voice for other in speech if other is not each]
        seconds = _samples_around(each) / mulaw.SAMPLE_RATE_HZ
        for name in NAMES:
            around = noise(name, seconds, number, others) * loudness(each.voice)
            for below_db in distances_db(name):
                yield _caller(each, around * 10 ** (-below_db / 20), name, below_db, number)


def noise_alone(speech: Sequence[Speech]) -> Iterator[Scene]:
    """Each noise without a caller, as loud as for a caller of medium loudness."""
    level = statistics.median(loudness(each.voice) for each in speech)
    for name in NAMES:
        sound = noise(name, ALONE_S, len(speech), [each.voice for each in speech]) * level
        for below_db in distances_db(name):
            frames = _telephone(sound * 10 ** (-below_db / 20) + _line_noise(len(sound), len(speech)))
            yield Scene(name, below_db, frames, None)


def _samples_around(speech: Speech) -> int:
    return round((LEAD_S + TAIL_S) * mulaw.SAMPLE_RATE_HZ) + len(speech.sound)


def _caller(speech: Speech, around: Sound, name: str, below_db: int | None, seed: int) -> Scene:
    line = _line_noise(len(around), seed)
    begin = round(LEAD_S * mulaw.SAMPLE_RATE_HZ)
    line[begin : begin + len(speech.sound)] = speech.sound  # the recording has its own line noise
    sound = line + around
    return Scene(name, below_db, _telephone(sound), (LEAD_S + speech.begins_s, LEAD_S + speech.ends_s))


def _line_noise(samples: int, seed: int) -> Sound:
    return LINE_NOISE * np.random.default_rng(seed).standard_normal(samples)


def _telephone(sound: Sound) -> tuple[bytes, ...]:
    """Whole frames of mu-law; louder samples are clipped."""
    coded = mulaw.encode(np.clip(np.rint(sound), -32768, 32767).astype(np.int16))
    return tuple(coded[at : at + FRAME_BYTES] for at in range(0, len(coded) - FRAME_BYTES + 1, FRAME_BYTES))
