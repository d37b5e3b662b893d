"""Synthetic callers: sentences spoken by espeak-ng and, if its libraries are installed, flite.

Run as a program, it reads a JSON list of lines and writes their audio to a file. It is a process of its own, because
espeak-ng is GPL-3.0-or-later, and because neither library can be used twice in one process.
"""

import ctypes
import ctypes.util
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np
import soxr
from numpy.typing import NDArray

from offhook.protocol import mulaw

ESPEAK_VOICES = ("en-us", "en-us+f2", "en-us+m3", "en", "en-gb-scotland")
FLITE_VOICES = ("rms", "slt", "awb", "kal16")
_WORDS_PER_MINUTE = 160
_ESPEAK_RATE, _ESPEAK_WORDS_PER_MINUTE, _ESPEAK_UTF8 = 1, 1, 1
_ESPEAK_SYNCHRONOUS, _ESPEAK_NO_EXIT = 2, 0x8000
_PEAK = 8000.0

Sound = NDArray[np.int16]


class Line(msgspec.Struct, frozen=True):
    """One sentence for one voice of `espeak` or `flite`."""

    engine: str
    voice: str
    text: str


def speak(lines: Sequence[Line]) -> list[bytes]:
    """The sound of each line as 8 kHz mu-law, without silence around it."""
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken"
        subprocess.run(
            [sys.executable, "-m", "bench.synthetic_callers", str(spoken)], input=msgspec.json.encode(lines), check=True
        )
        return msgspec.msgpack.decode(spoken.read_bytes(), type=list[bytes])


def flite_is_installed() -> bool:
    return ctypes.util.find_library("flite_cmu_us_rms") is not None


class _Espeak:
    def __init__(self) -> None:
        import espeakng_loader

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        path = espeakng_loader.get_data_path().encode()
        self._rate_hz = int(self._library.espeak_Initialize(_ESPEAK_SYNCHRONOUS, 60, path, _ESPEAK_NO_EXIT))
        if self._rate_hz <= 0:
            raise RuntimeError(f"espeak-ng finds no data in {path.decode()}")
        self._heard: list[Sound] = []
        # Kept in an attribute: if the callback were collected, the library would crash.
        self._callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)(
            self._hear
        )
        self._library.espeak_SetSynthCallback(self._callback)

    def _hear(self, wave: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int) -> int:
        if wave and count:
            self._heard.append(np.ctypeslib.as_array(wave, (count,)).astype(np.int16))
        return 0

    def say(self, voice: str, text: str) -> tuple[Sound, int]:
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise RuntimeError(f"espeak-ng has no voice {voice!r}")
        self._library.espeak_SetParameter(_ESPEAK_WORDS_PER_MINUTE, _WORDS_PER_MINUTE, 0)
        self._heard.clear()
        spoken = text.encode()
        self._library.espeak_Synth(spoken, len(spoken) + 1, 0, 0, 0, _ESPEAK_UTF8, None, None)
        return np.concatenate(self._heard), self._rate_hz


class _FliteWave(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    )


class _Flite:
    def __init__(self) -> None:
        for needed in ("flite", "flite_usenglish", "flite_cmulex"):
            self._load(needed)
        self._library = self._load("flite")
        self._library.flite_init()
        self._library.flite_text_to_wave.restype = ctypes.POINTER(_FliteWave)
        self._voices: dict[str, ctypes.c_void_p] = {}

    def _load(self, name: str) -> ctypes.CDLL:
        found = ctypes.util.find_library(name)
        if found is None:
            raise RuntimeError(f"lib{name} is not installed")
        return ctypes.CDLL(found, mode=ctypes.RTLD_GLOBAL)

    def _voice(self, name: str) -> ctypes.c_void_p:
        if name not in self._voices:
            register = self._load(f"flite_cmu_us_{name}")[f"register_cmu_us_{name}"]
            register.restype = ctypes.c_void_p
            self._voices[name] = ctypes.c_void_p(register(None))
        return self._voices[name]

    def say(self, voice: str, text: str) -> tuple[Sound, int]:
        wave = self._library.flite_text_to_wave(text.encode(), self._voice(voice))
        sound = np.ctypeslib.as_array(wave.contents.samples, (wave.contents.num_samples,)).astype(np.int16)
        rate_hz = int(wave.contents.sample_rate)
        self._library.delete_wave(wave)
        return sound, rate_hz


def _to_telephone(sound: Sound, rate_hz: int) -> bytes:
    telephone = soxr.resample(sound.astype(np.float32), rate_hz, mulaw.SAMPLE_RATE_HZ, quality="HQ")
    loudness = np.abs(telephone)
    telephone *= _PEAK / max(float(np.percentile(loudness, 99.5)), 1.0)
    audible = np.flatnonzero(np.abs(telephone) > 100)
    telephone = telephone[audible[0] : audible[-1] + 1] if len(audible) else telephone
    return mulaw.encode(np.clip(telephone, -32000, 32000).astype(np.int16))


def main() -> None:
    lines = msgspec.json.decode(sys.stdin.buffer.read(), type=list[Line])
    engines: dict[str, Callable[[str, str], tuple[Sound, int]]] = {}
    spoken = []
    for line in lines:
        if line.engine not in engines:
            engines[line.engine] = _Espeak().say if line.engine == "espeak" else _Flite().say
        spoken.append(_to_telephone(*engines[line.engine](line.voice, line.text)))
    Path(sys.argv[1]).write_bytes(msgspec.msgpack.encode(spoken))


if __name__ == "__main__":
    main()
