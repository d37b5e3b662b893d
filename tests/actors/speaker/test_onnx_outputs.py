"""An output is added to a model, and onnxruntime, which reads it, finds it. No Trio, no clock."""

import numpy as np
import onnxruntime
import pytest

from offhook.actors.speaker.onnx_outputs import with_output_of
from tests.actors.speaker.tiny_model import tiny_model

MODEL = tiny_model(22_050)


def test_the_value_is_an_output() -> None:
    """The only node of the kind: how long each of the three sounds lasts."""
    session = onnxruntime.InferenceSession(with_output_of(MODEL, "Ceil"), providers=["CPUExecutionProvider"])
    assert [each.name for each in session.get_outputs()] == ["output", "lasts"]
    scales = np.array([0.6, 1.0, 0.8], dtype=np.float32)
    given = {"input": np.array([[1, 2, 3]]), "input_lengths": np.array([3]), "scales": scales}
    sound, lasts = session.run(None, given)
    assert lasts.tolist() == [[2, 2, 2]]
    assert sound.shape == (3 * 2 * 256,)


@pytest.mark.parametrize("kind", ["Mul", "Tanh"], ids=["several", "none"])
def test_without_such_a_node_the_model_stays_as_it_is(kind: str) -> None:
    assert with_output_of(MODEL, kind) == MODEL


@pytest.mark.parametrize("length", [0, 1, 50, 300, len(MODEL) - 1])
def test_a_damaged_model_stays_as_it_is(length: int) -> None:
    """Cut anywhere, or no model at all: whoever loads it says so."""
    cut = MODEL[:length]
    assert with_output_of(cut, "Ceil") == cut
    garbage = bytes(reversed(MODEL))[:length]
    assert with_output_of(garbage, "Ceil") == garbage
