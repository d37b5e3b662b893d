"""Does the canceller's noise suppression help recognition in noise? `python -m bench.suppression` prints JSON.

    [--answers 8]    how many synthetic answers to each question of `bench.recognition`, besides the recordings

The answers of `bench.recognition` come in noise, after three seconds of noise alone, from which the suppression learns.
pocketsphinx hears them as they are, and after WebRTC's noise suppression, which package `livekit` carries beside the
echo canceller. Needs the extras `aec` and `embedded`. With eight answers it takes about five minutes.

- `right`: answers that the dialogue understands as they were meant, at the threshold of the question;
- `wrong`: answers that it understands as another one;
- `cpu_ms_per_s`: what the suppression costs, echo canceller off.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np
import trio

from bench.noises import Sound, at_loudness, loudness, noise
from bench.recognition import ANSWERS, FRONT_DESK, Spoken, answers_to, hear, recordings
from offhook.actors.recognizer.pocketsphinx import PocketsphinxSettings, open_pocketsphinx
from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.possible_answers import PossibleAnswers
from offhook.engine.host.agent import load_agent
from offhook.engine.host.world import RealWorld
from offhook.protocol import mulaw

NOISES = (("quiet", 0), ("pink", 10), ("pink", 5), ("babble", 10), ("babble", 5))
NOISE_BEFORE_S = 3.0
PIECE_SAMPLES = 80


def suppressed(sound: bytes) -> bytes:
    """The sound after the noise suppression alone."""
    from livekit.rtc import AudioFrame, AudioProcessingModule  # here, because it is an extra

    module = AudioProcessingModule(noise_suppression=True)
    linear, cleaned = mulaw.decode(sound), []
    for at in range(0, len(linear) - PIECE_SAMPLES + 1, PIECE_SAMPLES):
        piece = AudioFrame(bytearray(linear[at : at + PIECE_SAMPLES].tobytes()), mulaw.SAMPLE_RATE_HZ, 1, 80)
        module.process_stream(piece)
        cleaned.append(np.frombuffer(piece.data, dtype=np.int16))
    return mulaw.encode(np.concatenate(cleaned))


def in_noise(spoken: Spoken, name: str, below_db: int, voices: Sequence[Sound], seed: int) -> bytes:
    """The noise alone, then the answer in it."""
    before = round(NOISE_BEFORE_S * mulaw.SAMPLE_RATE_HZ)
    said = np.concatenate([np.zeros(before), mulaw.decode(spoken.mulaw).astype(np.float64)])
    if name != "quiet":
        around = noise(name, len(said) / mulaw.SAMPLE_RATE_HZ + 0.01, seed, voices)[: len(said)]
        said = said + at_loudness(around, loudness(said) * 10 ** (-below_db / 20))
    return mulaw.encode(np.clip(np.rint(said), -32768, 32767).astype(np.int16))


async def measure(chosen: int) -> dict[str, object]:
    script = read_script(load_agent(str(FRONT_DESK), FRONT_DESK.read_text()))
    voices = [mulaw.decode(sound).astype(np.float64) for _, sound in recordings().values()]
    counts: dict[str, Counter[str]] = {}
    cpu_s = audio_s = 0.0
    async with open_pocketsphinx(RealWorld(), PocketsphinxSettings()) as recognizer:
        for question in ANSWERS:
            possible = PossibleAnswers(script, script.states[question], confirming=False)
            *synthetic, last = answers_to(question)
            picked = [*random.Random(question).sample(synthetic, chosen), last]  # the last may be a recording
            for number, spoken in enumerate(picked):
                for name, below_db in NOISES:
                    sound = in_noise(spoken, name, below_db, voices, number)
                    began = time.thread_time()
                    after = suppressed(sound)
                    cpu_s, audio_s = cpu_s + time.thread_time() - began, audio_s + len(sound) / mulaw.SAMPLE_RATE_HZ
                    whole = round(NOISE_BEFORE_S * mulaw.SAMPLE_RATE_HZ)
                    for how, heard in (("as it is", sound), ("suppressed", after)):
                        result = await hear(recognizer, possible, msgspec.structs.replace(spoken, mulaw=heard[whole:]))
                        accepted = result.heard.confidence >= possible.expectation.threshold and result.means
                        outcome = "nothing" if not accepted else "right" if result.right else "wrong"
                        counts.setdefault(f"{name} {below_db} dB, {how}", Counter())[outcome] += 1
    rows: dict[str, object] = {name: dict(found) for name, found in counts.items()}
    return {"answers": rows, "cpu_ms_per_s": round(cpu_s * 1000 / audio_s, 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Recognition in noise, with and without noise suppression.")
    parser.add_argument("--answers", type=int, default=8, help="how many synthetic answers to each question")
    options = parser.parse_args()
    print(json.dumps(trio.run(measure, options.answers), indent=2))


if __name__ == "__main__":
    main()
