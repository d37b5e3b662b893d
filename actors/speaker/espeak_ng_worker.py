"""The program that speaks with espeak-ng: `python -m offhook.actors.speaker.espeak_ng_worker WORDS_PER_MINUTE`.

espeak-ng is GPL-3.0-or-later and keeps its state in global variables: it is loaded in this process only.
"""

import ctypes
import os
import sys
from collections.abc import Iterator

import numpy as np

from offhook.actors.speaker.rendering import OfferedVoice
from offhook.actors.speaker.rendering_program import Rendering, RenderingProgram
from offhook.actors.worker_process import StartFailed, serve

# Names and numbers of espeak-ng's speak_lib.h.
AUDIO_OUTPUT_SYNCHRONOUS = 2
INITIALIZE_DONT_EXIT = 0x8000  # otherwise a failed initialisation calls exit()
DEFAULT_CHUNK = 0
RATE = 1
ABSOLUTE = 0
POS_CHARACTER = 1
CHARS_UTF8 = 1
EE_OK = 0
GO_ON = 0
LAST_EVENT, WORD_EVENT = 0, 1


class _EspeakVoice(ctypes.Structure):
    """espeak_VOICE"""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),  # (one byte of priority, a tag, NUL), any number of times; NUL
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("reserved", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


class _EspeakEvent(ctypes.Structure):
    """espeak_EVENT"""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),  # in characters, from 1
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # ms
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),  # a union of a number, a pointer and a short text
    )


_SoundCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_EspeakEvent))


class EspeakNgProgram(RenderingProgram):
    """One espeak-ng, used by one thread: two at once crash the process."""

    def __init__(self) -> None:
        self._espeak, self._rate_hz = _open_library()
        self._chunks: list[bytes] = []
        self._words: list[tuple[int, int]] = []
        self._callback = _SoundCallback(self._take_chunk)  # held here, because espeak-ng keeps a bare pointer to it
        self._espeak.espeak_SetSynthCallback(self._callback)
        self._espeak.espeak_SetParameter(RATE, int(sys.argv[1]), ABSOLUTE)

    def offered(self) -> list[OfferedVoice]:
        voices = [OfferedVoice(_name(voice), dict(_languages(voice.languages))) for voice in self._list(None)]
        # Variants change another voice ("en-us+f3") and speak no language of their own.
        only_variants = _EspeakVoice(languages=ctypes.cast(ctypes.c_char_p(b"variant"), ctypes.c_void_p))
        return voices + [OfferedVoice(_name(variant), {}) for variant in self._list(ctypes.byref(only_variants))]

    def render(self, passage: str, voice: str) -> Rendering:
        if self._espeak.espeak_SetVoiceByName(voice.encode()) != EE_OK:
            raise RuntimeError(f"espeak-ng offered the voice {voice!r} and cannot load it")  # it would use another one
        self._chunks.clear()
        self._words.clear()
        text = passage.encode() + b"\0"
        if self._espeak.espeak_Synth(text, len(text), 0, POS_CHARACTER, 0, CHARS_UTF8, None, None) != EE_OK:
            raise RuntimeError("espeak_Synth failed")
        return Rendering(np.frombuffer(b"".join(self._chunks), dtype=np.int16), self._rate_hz, tuple(self._words))

    def _take_chunk(self, wave: int | None, samples: int, events: "ctypes._Pointer[_EspeakEvent]") -> int:
        if wave:  # NULL at the end
            self._chunks.append(ctypes.string_at(wave, samples * np.dtype(np.int16).itemsize))
        place = 0
        while (event := events[place]).type != LAST_EVENT:
            if event.type == WORD_EVENT:
                self._words.append((event.text_position - 1, event.sample))
            place += 1
        return GO_ON

    def _list(self, which: object) -> Iterator[_EspeakVoice]:
        voices = self._espeak.espeak_ListVoices(which)
        index = 0
        while voices[index]:
            yield voices[index].contents
            index += 1


def _open_library() -> tuple[ctypes.CDLL, int]:
    try:
        import espeakng_loader
    except ImportError:
        raise StartFailed("the package espeakng-loader is missing: pip install 'offhook[embedded]'") from None
    try:
        espeak = ctypes.CDLL(espeakng_loader.get_library_path())
        # espeak-ng cuts paths off at about 160 characters, which a deep virtual environment exceeds. "." fits.
        os.chdir(espeakng_loader.get_data_path())
    except (OSError, RuntimeError) as exc:  # the loader's text: names of files, and which one is missing
        raise StartFailed(f"espeakng-loader is installed, but its library cannot be loaded: {exc}") from exc
    espeak.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_EspeakVoice))
    espeak.espeak_ListVoices.argtypes = [ctypes.POINTER(_EspeakVoice)]
    espeak.espeak_Synth.argtypes = [
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.c_void_p,
        ctypes.c_void_p,
    ]
    rate_hz = espeak.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, DEFAULT_CHUNK, b".", INITIALIZE_DONT_EXIT)
    if rate_hz <= 0:
        raise StartFailed(f"espeak-ng does not find its data in {os.getcwd()}")
    return espeak, rate_hz


def _name(voice: _EspeakVoice) -> str:
    identifier: bytes = voice.identifier
    return identifier.decode()


def _languages(address: int) -> Iterator[tuple[str, int]]:
    while entry := ctypes.string_at(address):
        yield entry[1:].decode().lower(), entry[0]
        address += len(entry) + 1


if __name__ == "__main__":
    serve(EspeakNgProgram)
