"""What we use of piper-tts 1.8, with letters for phonemes. The model is a real one of onnxruntime.

"crash" in a text ends the process, as a fault of a library in C would.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BEGIN, END, GAP = "^", "$", "_"
HOP = 256


@dataclass
class PiperConfig:
    sample_rate: int
    num_speakers: int
    espeak_voice: str
    length_scale: float = 1.0

    @staticmethod
    def from_dict(config: Mapping[str, object]) -> "PiperConfig":
        audio, espeak = config["audio"], config["espeak"]
        assert isinstance(audio, dict)
        assert isinstance(espeak, dict)
        speakers = config["num_speakers"]
        assert isinstance(speakers, int)
        return PiperConfig(audio["sample_rate"], speakers, espeak["voice"])


@dataclass
class SynthesisConfig:
    speaker_id: int | None = None
    length_scale: float | None = None


@dataclass
class PhonemeAlignment:
    phoneme: str
    phoneme_ids: Sequence[int]
    num_samples: int


@dataclass
class AudioChunk:
    audio_int16_array: NDArray[np.int16]
    phoneme_alignments: list[PhonemeAlignment] | None


@dataclass
class PiperVoice:
    session: object
    config: PiperConfig

    def phonemize(self, text: str) -> list[list[str]]:
        if "crash" in text:
            os.abort()
        sentences = (re.sub(r"[^a-z ]", "", sentence) for sentence in re.split(r"[.?!]", text.lower()))
        return [list(sentence) for sentence in sentences if sentence.strip()]

    def synthesize(
        self, text: str, syn_config: SynthesisConfig, include_alignments: bool = False
    ) -> Iterator[AudioChunk]:
        for letters in self.phonemize(text):
            phonemes = [BEGIN, *letters, END]
            ids = np.array([[number for each in phonemes for number in (ord(each), 0)]], dtype=np.int64)
            scales = np.array([0.6, syn_config.length_scale, 0.8], dtype=np.float32)
            lengths = np.array([ids.shape[1]], dtype=np.int64)
            sound, *told = self.session.run(None, {"input": ids, "input_lengths": lengths, "scales": scales})  # type: ignore[attr-defined]  # onnxruntime has no types
            lasts = told[0].reshape(-1, 2).sum(axis=1) * HOP if told else ()
            pairs = zip(phonemes, lasts, strict=True) if told else ()
            times = [PhonemeAlignment(each, [ord(each), 0], int(last)) for each, last in pairs]
            yield AudioChunk((sound * 32767).astype(np.int16), times if told and include_alignments else None)
