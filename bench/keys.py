"""Measures the removal of key tones: false onsets without and with it, and its effect on voices.

    python -m bench.keys

Prints JSON, after about a minute. Tones of all 16 keys, at four levels and three twists, up to 1.8 % off in frequency,
begin anywhere in a frame, on a line with hiss. Then come recorded callers, on a good line and in noise, and noise
alone.

- `tones`: by `vad.confirm` and length in ms, how many were taken for the beginning of speech: with the tones as they
  are, and with the tones removed.
- `voices`, `noises`: how many frames were taken for a key, of those in which WebRTC's VAD hears a voice. The voices are
  cut into frames at ten places each.
- `callers_changed`: callers whose beginning, pauses or end were decided differently because of the removal.
- `us_per_frame`: its processor time.
"""

import json
import random
import time
from collections.abc import Sequence

import numpy as np
import trio
import webrtcvad

from bench.noisy_scenes import Scene, noise_alone, noisy_scenes, quiet_scenes, recorded_speech
from bench.recordings import VAD_AGGRESSIVENESS
from offhook.actors.voice_detector import is_voiced
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.decide.endpointing import Endpointer, More, Onset
from offhook.engine.decide.key_tones import KeyTones, is_key_tone
from offhook.engine.host.settings import VadSettings
from offhook.protocol import mulaw
from offhook.protocol.telephone_audio import FRAME_BYTES
from offhook.simulation.caller_voice import hiss, key_tone

KEYS = "0123456789*#ABCD"
LENGTHS_MS = (40, 50, 60, 80, 100, 120, 250, 500)
LEVELS_DBM0 = (-30.0, -20.0, -10.0, 0.0)
TWISTS_DB = (-8.0, 0.0, 4.0)
OFF = (-0.018, 0.0, 0.018)
BEFORE_S, AFTER_S = 0.3, 0.6
SHIFTS = range(0, FRAME_BYTES, 16)
DETECTORS = ("none", "noise_floor", "silero")
RUNS = 5000
SETTINGS = {name: VadSettings.model_validate({"confirm": name}) for name in DETECTORS}
OPENERS = {name: detector_opener(settings) for name, settings in SETTINGS.items()}


def frames_of(sound: bytes) -> list[bytes]:
    return [sound[at : at + FRAME_BYTES] for at in range(0, len(sound) - FRAME_BYTES + 1, FRAME_BYTES)]


async def judged(frames: Sequence[bytes], settings: VadSettings, *, taken_out: bool) -> list[tuple[int, str]]:
    """What a call would make of these frames: each event with the frame at which it came."""
    await trio.lowlevel.checkpoint()
    detector, endpointer, keys = OPENERS[settings.confirm](settings), Endpointer(settings.rules()), KeyTones()
    events = []
    for number, frame in enumerate(frames):
        amid_voice = endpointer.speaking and not endpointer.quiet_ms
        rest = keys.taken_out(frame) if taken_out and not amid_voice else None
        voiced = await is_voiced(detector, rest or frame) and rest is None
        found = endpointer.feed(frame, voiced)
        events += [(number, type(event).__name__) for event in found if not isinstance(event, More)]
    return events


def tones(length_ms: int) -> list[list[bytes]]:
    """Each tone on a line of its own."""
    chance = random.Random(length_ms)
    rest = b"".join(hiss(chance))
    lines = []
    for key in KEYS:
        for dbm0 in LEVELS_DBM0:
            for twist_db in TWISTS_DB:
                off = chance.choice(OFF), chance.choice(OFF)
                tone = key_tone(key, length_ms / 1000, dbm0=dbm0, twist_db=twist_db, off=off)
                before = rest[: round(BEFORE_S * mulaw.SAMPLE_RATE_HZ) + chance.randrange(FRAME_BYTES)]
                lines.append(frames_of(before + tone + rest[: round(AFTER_S * mulaw.SAMPLE_RATE_HZ)]))
    return lines


async def of_tones(confirm: str) -> dict[str, dict[str, int]]:
    await trio.lowlevel.checkpoint()
    settings, report = SETTINGS[confirm], {}
    for length_ms in LENGTHS_MS:
        lines = tones(length_ms)
        counts = {}
        for name, taken_out in (("as they come", False), ("taken out", True)):
            events = [await judged(line, settings, taken_out=taken_out) for line in lines]
            counts[name] = sum(any(kind == Onset.__name__ for _, kind in each) for each in events)
        report[str(length_ms)] = {"tones": len(lines), **counts}
    return report


def taken_for_keys(sounds: Sequence[bytes], shifts: Sequence[int]) -> dict[str, int]:
    """Count the frames that are taken for a key, of those in which WebRTC's VAD hears a voice."""
    voiced = taken = 0
    for sound in sounds:
        for shift in shifts:
            vad = webrtcvad.Vad(VAD_AGGRESSIVENESS)
            for frame in frames_of(sound[shift:]):
                if vad.is_speech(mulaw.decode(frame).tobytes(), mulaw.SAMPLE_RATE_HZ):
                    voiced += 1
                    taken += is_key_tone(frame)
    return {"voiced": voiced, "taken_for_keys": taken}


async def callers_changed(scenes: Sequence[Scene]) -> dict[str, int]:
    await trio.lowlevel.checkpoint()
    settings = VadSettings()
    changed = 0
    for scene in scenes:
        with_keys = await judged(scene.frames, settings, taken_out=True)
        changed += with_keys != await judged(scene.frames, settings, taken_out=False)
    return {"callers": len(scenes), "changed": changed}


def us_per_frame(frames: Sequence[bytes]) -> float:
    keys = KeyTones()
    before_s = time.process_time()
    for number in range(RUNS):
        keys.taken_out(frames[number % len(frames)])
    return round(1e6 * (time.process_time() - before_s) / RUNS, 1)


async def measure() -> dict[str, object]:
    speech = recorded_speech()
    callers = [*quiet_scenes(speech), *noisy_scenes(speech)]
    voices = [mulaw.encode(each.sound.astype(np.int16)) for each in speech]
    alone = [b"".join(scene.frames) for scene in noise_alone(speech)]
    return {
        "tones": {confirm: await of_tones(confirm) for confirm in DETECTORS},
        "voices": taken_for_keys(voices, SHIFTS),
        "noises": taken_for_keys(alone, [0]),
        "callers_changed": await callers_changed(callers),
        "us_per_frame": {
            "silence": us_per_frame(hiss(random.Random(1))),
            "voice": us_per_frame([frame for voice in voices for frame in frames_of(voice)]),
            "tone": us_per_frame(frames_of(key_tone("5", 1.0))),
        },
    }


if __name__ == "__main__":
    print(json.dumps(trio.run(measure), indent=2))
