"""A fake of CTranslate2, for the real worker process of `whisper`: found there as `ctranslate2`, on PYTHONPATH.

Its model file is JSON, as `tests/fakes/whisper_model.py` writes it: what each utterance is heard as, one after the
other, and then the last one always. The silence of the start is not counted. Texts are
written in the letters of a vocabulary.
"""

import json
import os
import signal
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BANDS = 80


class StorageView:
    def __init__(self, array: NDArray[np.float32]) -> None:
        self.array = array

    @staticmethod
    def from_array(array: NDArray[np.float32]) -> "StorageView":
        return StorageView(array)


class Generated(NamedTuple):
    sequences: list[list[str]]
    scores: list[float]
    no_speech_prob: float


class Aligned(NamedTuple):
    text_token_probs: list[float]


class Whisper:
    def __init__(
        self,
        path: str,
        *,
        device: str,
        compute_type: str,
        inter_threads: int,
        intra_threads: int,
        files: Mapping[str, bytes],
    ) -> None:
        del path, device, compute_type
        assert (inter_threads, intra_threads) == (1, 1), "other calls' audio needs the other cores"
        try:
            self._script = json.loads(files["model.bin"])
        except ValueError as exc:
            raise RuntimeError("Unsupported model binary version") from exc
        if self._script.get("refused"):
            raise RuntimeError(self._script["refused"])
        self._begun = -1  # the silence of the start is the first

    @property
    def is_multilingual(self) -> bool:
        return bool(self._script["languages"])

    def encode(self, features: StorageView) -> StorageView:
        assert features.array.dtype == np.float32
        if features.array.shape[:2] != (1, self._script.get("bands", BANDS)):
            raise ValueError("Invalid input features shape")
        self._begun += 1
        return features

    def detect_language(self, encoded: StorageView) -> list[list[tuple[str, float]]]:
        del encoded
        return [[(f"<|{code}|>", share) for code, share in self._script["languages"].items()]]

    def generate(
        self,
        encoded: StorageView,
        prompts: Sequence[Sequence[int]],
        *,
        beam_size: int,
        num_hypotheses: int,
        return_scores: bool,
        return_no_speech_prob: bool,
        max_length: int,
    ) -> list[Generated]:
        del encoded, beam_size, return_scores, return_no_speech_prob
        assert max_length > len(prompts[0])
        heard = self._script["heard"][min(self._begun - 1, len(self._script["heard"]) - 1)] if self._begun else {}
        match heard.get("trouble"):
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "hang":
                signal.pause()
            case "fail":
                raise RuntimeError("the encoder is broken")
        readings = heard.get("readings", [["you", -1.2]])[:num_hypotheses]
        written = [list(letters) for letters, _ in readings]
        return [Generated(written, [score for _, score in readings], heard.get("no_speech", 0.05))]

    def align(
        self, encoded: StorageView, start: list[int], texts: list[list[int]], frames: Sequence[int]
    ) -> list[Aligned]:
        del encoded, start, frames
        heard = self._script["heard"][min(self._begun - 1, len(self._script["heard"]) - 1)]
        return [Aligned([float(np.exp(heard.get("asked", -3.0)))] * len(text)) for text in texts]


class models:  # noqa: N801  # a module of the real one
    Whisper = Whisper
