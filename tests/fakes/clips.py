"""Real speech for tests: the recordings of tests/audio, as mu-law."""

import wave
from functools import lru_cache
from pathlib import Path

import numpy as np

from offhook.protocol import mulaw

AUDIO = Path(__file__).parent.parent / "audio"
FRAME_BYTES = 160
QUIET_FRAME = mulaw.encode(np.random.default_rng(7).integers(-8, 9, FRAME_BYTES).astype(np.int16))


@lru_cache
def clip(name: str) -> bytes:
    """A recording of tests/audio by its name without `.wav`, 8 kHz mu-law."""
    with wave.open(str(AUDIO / f"{name}.wav")) as file:
        return mulaw.encode(np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16))
