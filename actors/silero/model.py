"""Silero's voice activity model for 8 kHz sound, run by onnxruntime: how likely is speech in these 32 ms?

Many calls' windows go through in one run, because most of a run's price is paid once: one window takes 0.15 ms, 32
together 1.5 ms (measured, two slow cores). PROVENANCE.md says where the file comes from.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from offhook.protocol import mulaw

if TYPE_CHECKING:
    import onnxruntime

MODEL = Path(__file__).parent / "silero_vad.onnx"
SHA256 = "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3"
WINDOW_SAMPLES = 256
CONTEXT_SAMPLES = 32  # of the sound just before the window; without them the model finds a third of the speech
FULL_SCALE = np.float32(32768)
OUTPUTS = ("output", "stateN")  # named, they need not be looked up in every run

Memory = NDArray[np.float32]


class ModelUnusable(Exception):
    """The model cannot be run here; the text says what is missing and what to do."""


class Judgement(msgspec.Struct, frozen=True):
    """The model's result for a window, and its memory of this line for the next one."""

    probability: float
    memory: Memory


def nothing_heard() -> Memory:
    """The memory of a line that has just been opened."""
    return np.zeros((2, 128), dtype=np.float32)


class SileroModel:
    """The loaded model. It keeps no state of a call, so one model serves all calls."""

    def __init__(self, session: "onnxruntime.InferenceSession") -> None:
        self._session = session
        self._rate = np.array(mulaw.SAMPLE_RATE_HZ, dtype=np.int64)
        quiet = mulaw.SILENCE * (CONTEXT_SAMPLES + WINDOW_SAMPLES)
        self.judge([quiet], [nothing_heard()], [1.0])  # the first is the slow one

    def judge(self, windows: Sequence[bytes], memories: Sequence[Memory], gains: Sequence[float]) -> list[Judgement]:
        """One judgement for each window of 8 kHz mu-law (with its context in front), amplified by its gain, and the
        memory of its line."""
        sound = mulaw.decode_to_floats(b"".join(windows)).reshape(len(windows), -1)
        sound *= np.array(gains, dtype=np.float32)[:, None] / FULL_SCALE
        probabilities, after = self._session.run(
            OUTPUTS, {"input": sound, "state": np.stack(memories, axis=1), "sr": self._rate}
        )
        # Copies: a view would keep the memories of all these lines for as long as one of them is open.
        return [Judgement(float(probabilities[row, 0]), after[:, row].copy()) for row in range(len(windows))]


def load_model(file: Path = MODEL) -> SileroModel:
    """Read, check and warm up the model: about 0.1 s, at start-up. Raises ModelUnusable."""
    try:
        import onnxruntime  # here, because it is an extra
    except ImportError as exc:
        raise ModelUnusable("onnxruntime is not installed; install Offhook's extra `silero`") from exc
    model = file.read_bytes()
    found = hashlib.sha256(model).hexdigest()
    if found != SHA256:
        raise ModelUnusable(f"{file} is not the model that was tested: its SHA-256 is {found}, not {SHA256}")
    options = onnxruntime.SessionOptions()
    # One thread, the caller's own. By default threads of onnxruntime's spin between runs and eat every core.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return SileroModel(onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]))
