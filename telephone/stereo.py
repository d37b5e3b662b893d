"""A stereo recording on one time axis: caller left, agent right, each sound at the time when it was heard."""

import io
import wave
from collections.abc import Sequence

import numpy as np

from offhook.protocol import mulaw
from offhook.protocol.playout import SoundPlayed


def stereo_wav(
    caller: Sequence[SoundPlayed], agent: Sequence[SoundPlayed], *, begins_at: float, ends_at: float
) -> bytes:
    """A 16-bit, 8 kHz WAV file from one instant to another. Audio outside of them is left out."""
    length = max(0, round((ends_at - begins_at) * mulaw.SAMPLE_RATE_HZ))
    tracks = [mulaw.decode(_track(voice, begins_at, length)) for voice in (caller, agent)]
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(mulaw.SAMPLE_RATE_HZ)
        out.writeframes(np.stack(tracks, axis=1).astype("<i2").tobytes())
    return file.getvalue()


def _track(voice: Sequence[SoundPlayed], begins_at: float, length: int) -> bytes:
    track = bytearray(mulaw.SILENCE * length)
    for sound in voice:
        at = round((sound.at - begins_at) * mulaw.SAMPLE_RATE_HZ)
        audible = sound.mulaw[max(0, -at) : max(0, length - at)]
        at = max(0, at)
        track[at : at + len(audible)] = audible
    return bytes(track)
