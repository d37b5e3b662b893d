"""The program that speaks with Flite, where the system has it: `python -m offhook.actors.speaker.flite_worker`."""

import ctypes
from collections.abc import Iterator

import numpy as np

from offhook.actors.speaker.rendering import OfferedVoice
from offhook.actors.speaker.rendering_program import Rendering, RenderingProgram
from offhook.actors.worker_process import StartFailed, serve

LIBRARY = "libflite.so.1"
VOICE_LIBRARY = "libflite_cmu_us_{}.so.1"
SOUND_BEFORE = b"R:Token.daughter1.R:SylStructure.daughter1.daughter1.R:Segment.p"  # a path through Flite's relations
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


_TEXT, _ADDRESS = ctypes.c_char_p, ctypes.c_void_p
FUNCTIONS = {
    "flite_synth_text": (_ADDRESS, [_TEXT, _ADDRESS]),
    "utt_wave": (ctypes.POINTER(_Wave), [_ADDRESS]),
    "delete_utterance": (None, [_ADDRESS]),
    "utt_relation": (_ADDRESS, [_ADDRESS, _TEXT]),
    "relation_head": (_ADDRESS, [_ADDRESS]),
    "item_next": (_ADDRESS, [_ADDRESS]),
    "item_feat_string": (_TEXT, [_ADDRESS, _TEXT]),
    "path_to_item": (_ADDRESS, [_ADDRESS, _TEXT]),
    "ffeature_float": (ctypes.c_float, [_ADDRESS, _TEXT]),
}
"""Of flite.h and cst_utt_utils.h: result and arguments."""


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
                f"{library} has no voices ({voice_library.format(VOICES[0])} is missing or broken); {HOW_TO_INSTALL}"
            )

    def offered(self) -> list[OfferedVoice]:
        return [OfferedVoice(voice, {"en": 0}) for voice in self._voices]

    def render(self, passage: str, voice: str) -> Rendering:
        utterance = self._flite.flite_synth_text(passage.encode(), self._voices[voice])
        if not utterance:
            raise RuntimeError("flite_synth_text failed")
        try:
            wave = self._flite.utt_wave(utterance)
            if not wave:
                raise RuntimeError("flite_synth_text made no sound")
            sound = wave.contents
            recorded = ctypes.string_at(sound.samples, sound.num_samples * np.dtype(np.int16).itemsize)
            words = tuple(self._words(utterance, passage, sound.sample_rate))
            return Rendering(np.frombuffer(recorded, dtype=np.int16), sound.sample_rate, words)
        finally:
            self._flite.delete_utterance(utterance)

    def _words(self, utterance: int, passage: str, rate_hz: int) -> Iterator[tuple[int, int]]:
        """Where each of its tokens begins: where the sound before its first sound ends."""
        reached = 0
        token = self._flite.relation_head(self._flite.utt_relation(utterance, b"Token"))
        while token:
            name: bytes = self._flite.item_feat_string(token, b"name") or b"\0"  # which no passage holds
            begins_at = passage.find(name.decode(errors="replace"), reached)
            before = self._flite.path_to_item(token, SOUND_BEFORE)
            if begins_at >= 0 and before:
                yield begins_at, round(self._flite.ffeature_float(before, b"end") * rate_hz)
                reached = begins_at + len(name)
            token = self._flite.item_next(token)


def _open_library(library: str) -> ctypes.CDLL:
    try:
        flite = ctypes.CDLL(library)
    except OSError as exc:  # the loader's text (dlerror): names of files, and which one is missing
        raise StartFailed(f"{library} is missing or broken ({exc}); {HOW_TO_INSTALL}") from exc
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(flite, name)
        function.restype, function.argtypes = result, arguments
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
