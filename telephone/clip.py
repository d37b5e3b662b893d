"""A recorded caller: a WAV file becomes 20 ms frames of 8 kHz mu-law, with the place of the voice in them.

ClipError         this file cannot be used as a caller's audio
"""

import msgspec
import numpy as np
import soxr

from offhook.protocol import mulaw
from offhook.protocol.wav import WavError, read_wav

FRAME_BYTES = 160
FRAME_S = 0.020

# Without labels, a frame is voiced if its power (RMS) is within 30 dB of the loudest frame's and at least 60 of 32768.
# Room noise of a good recording is below both; the weak end of a word seldom is.
_BELOW_LOUDEST = 10 ** (-30 / 20)
_LOWEST_RMS = 60.0


class ClipError(Exception):
    """The message says what is wrong with the file."""


class Clip(msgspec.Struct, frozen=True):
    """The audio, and the first and last frame of the voice in it (both included)."""

    frames: tuple[bytes, ...]
    first_voiced: int
    last_voiced: int


def from_wav(data: bytes, spoken_s: tuple[float, float] | None = None) -> Clip:
    """Read any file that `protocol/wav.py` can read; `spoken_s` labels where the voice is. Raises ClipError."""
    try:
        samples, rate_hz = read_wav(data)
    except WavError as exc:
        raise ClipError(str(exc)) from exc
    if rate_hz != mulaw.SAMPLE_RATE_HZ:
        samples = soxr.resample(samples, rate_hz, mulaw.SAMPLE_RATE_HZ, quality="HQ")
    return from_mulaw(mulaw.encode(np.clip(np.rint(samples), -32768, 32767).astype(np.int16)), spoken_s)


def from_mulaw(sound: bytes, spoken_s: tuple[float, float] | None = None) -> Clip:
    """Cut 8 kHz mu-law into frames. Raises ClipError."""
    if not sound:
        raise ClipError("it holds no sound")
    sound += mulaw.SILENCE * (-len(sound) % FRAME_BYTES)
    frames = tuple(sound[at : at + FRAME_BYTES] for at in range(0, len(sound), FRAME_BYTES))
    first, last = _loud_frames(sound) if spoken_s is None else _labelled_frames(*spoken_s, frames=len(frames))
    return Clip(frames, first, last)


def _loud_frames(sound: bytes) -> tuple[int, int]:
    samples = mulaw.decode(sound).astype(np.float64).reshape(-1, FRAME_BYTES)
    rms = np.sqrt((samples**2).mean(axis=1))
    voiced = np.flatnonzero(rms >= max(_LOWEST_RMS, rms.max() * _BELOW_LOUDEST))
    if not len(voiced):
        return 0, len(rms) - 1  # silence on purpose: all of it counts as the voice
    return int(voiced[0]), int(voiced[-1])


def _labelled_frames(begins_s: float, ends_s: float, frames: int) -> tuple[int, int]:
    # Counted in whole samples, because 0.20 / 0.02 is not 10 in binary fractions.
    first, last = (round(at * mulaw.SAMPLE_RATE_HZ) for at in (begins_s, ends_s))
    first, last = first // FRAME_BYTES, (last - 1) // FRAME_BYTES
    if not 0 <= first <= last < frames:
        raise ClipError(f"the voice cannot be at {begins_s} to {ends_s} s: the sound is {frames * FRAME_S:.2f} s long")
    return first, last
