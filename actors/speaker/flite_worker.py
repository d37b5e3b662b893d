"""The program that speaks with Flite, where the system has it: `python -m actors.speaker.flite_worker`."""

import ctypes

import numpy as np

from actors.speaker.rendering import OfferedVoice
from actors.speaker.rendering_program import RenderingProgram
from actors.worker_process import StartFailed, serve
from protocol.mulaw import Samples

LIBRARY = "libflite.so.1"
VOICE_LIBRARY = "libflite_cmu_us_{}.so.1"
VOICES = ("rms", "slt", "awb", "kal16")
HOW_TO_INSTALL = "install it (Debian and Ubuntu: apt-get install libflite1) or leave this voice out"


class _Wave(ctypes.Structure):
    """cst_wave"""

    _fields_ = (
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.c_void_p),
    )


class FliteProgram(RenderingProgram):
    """Flite and all of its voices that are installed; a voice is mapped into memory, so an idle one costs little."""

    def __init__(self, library: str = LIBRARY, voice_library: str = VOICE_LIBRARY) -> None:
        self._flite = _open_library(library)
        self._voices = {
            voice: address
            for voice in VOICES
            if (address := _register_voice(voice_library.format(voice), f"register_cmu_us_{voice}"))
        }
        if not self._voices:
            raise StartFailed(
                f"{library} has no voices ({voice_library.format(VOICES[0])} is missing or broken): {HOW_TO_INSTALL}"
            )

    def offered(self) -> list[OfferedVoice]:
        return [OfferedVoice(voice, {"en": 0}) for voice in self._voices]

    def render(self, passage: str, voice: str) -> tuple[Samples, int]:
        wave = self._flite.flite_text_to_wave(passage.encode(), self._voices[voice])
        if not wave:
            raise RuntimeError("flite_text_to_wave failed")
        try:
            sound = wave.contents
            recorded = ctypes.string_at(sound.samples, sound.num_samples * np.dtype(np.int16).itemsize)
            return np.frombuffer(recorded, dtype=np.int16), sound.sample_rate
        finally:
            self._flite.delete_wave(wave)


def _open_library(library: str) -> ctypes.CDLL:
    try:
        flite = ctypes.CDLL(library)
    except OSError as exc:
        raise StartFailed(f"{library} is missing or broken ({exc}): {HOW_TO_INSTALL}") from exc
    flite.flite_text_to_wave.restype = ctypes.POINTER(_Wave)
    flite.flite_text_to_wave.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    flite.delete_wave.restype = None
    flite.delete_wave.argtypes = [ctypes.POINTER(_Wave)]
    flite.flite_init()
    return flite


def _register_voice(library: str, function: str) -> int | None:
    """The address of the voice; None where it is not installed."""
    try:
        register = ctypes.CDLL(library)[function]
    except OSError:
        return None
    register.restype = ctypes.c_void_p
    address: int | None = register(None)
    return address


if __name__ == "__main__":
    serve(FliteProgram)
