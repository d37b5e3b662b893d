"""A model as Piper's are seen from outside, written by hand: a tone that is as long as its phonemes.

Each phoneme lasts 1.5 steps of 256 samples times the length scale, rounded up, as a value of the kind Ceil.
"""

import json
import struct
from pathlib import Path

FLOAT, INT64 = 1, 7
HZ = 210.0


def write_voice(folder: Path, *, rate_hz: int = 22_050, language: str = "en-us", speakers: int = 1) -> Path:
    """Both files of a voice; returns the path of the model."""
    path = folder / "tiny.onnx"
    path.write_bytes(tiny_model(rate_hz))
    described = {
        "audio": {"sample_rate": rate_hz},
        "espeak": {"voice": language},
        "num_symbols": 256,
        "num_speakers": speakers,
        "phoneme_id_map": {"a": [14]},
    }
    path.with_name("tiny.onnx.json").write_text(json.dumps(described))
    return path


def tiny_model(rate_hz: int) -> bytes:
    constants = {"none": 0.0, "one": 1.0, "steps": 1.5, "hop": 256.0, "angle": HZ * 6.2832 / rate_hz, "loud": 0.3}
    graph = [
        _node("Cast", ["input"], "ids", ("to", FLOAT)),
        _node("Mul", ["ids", "none"], "nothing"),
        _node("Gather", ["scales", "length_scale"], "scale"),
        _node("Mul", ["scale", "steps"], "wanted"),
        _node("Add", ["nothing", "wanted"], "each"),
        _node("Ceil", ["each"], "lasts"),
        _node("ReduceSum", ["lasts"], "all", ("keepdims", 0)),
        _node("Mul", ["all", "hop"], "samples"),
        _node("Range", ["none", "samples", "one"], "places"),
        _node("Mul", ["places", "angle"], "phases"),
        _node("Sin", ["phases"], "tone"),
        _node("Mul", ["tone", "loud"], "output"),
        _sized(2, b"tiny"),
        *(_sized(5, _constant(name, FLOAT, struct.pack("<f", value))) for name, value in constants.items()),
        _sized(5, _constant("length_scale", INT64, struct.pack("<q", 1))),
        _sized(11, _value("input", INT64, 2)),
        _sized(11, _value("input_lengths", INT64, 1)),
        _sized(11, _value("scales", FLOAT, 1)),
        _sized(12, _value("output", FLOAT, 1)),
    ]
    return _number(1, 8) + _sized(7, b"".join(graph)) + _sized(8, _sized(1, b"") + _number(2, 13))


def _node(kind: str, inputs: list[str], output: str, attribute: tuple[str, int] | None = None) -> bytes:
    node = b"".join(_sized(1, name.encode()) for name in inputs) + _sized(2, output.encode()) + _sized(4, kind.encode())
    if attribute is not None:
        name, value = attribute
        node += _sized(5, _sized(1, name.encode()) + _number(3, value) + _number(20, 2))
    return _sized(1, node)


def _constant(name: str, kind: int, raw: bytes) -> bytes:
    return _number(2, kind) + _sized(8, name.encode()) + _sized(9, raw)


def _value(name: str, kind: int, rank: int) -> bytes:
    shape = b"".join(_sized(1, _sized(2, f"{name}{place}".encode())) for place in range(rank))
    return _sized(1, name.encode()) + _sized(2, _sized(1, _number(1, kind) + _sized(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _sized(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    encoded = b""
    while value >= 0x80:
        encoded += bytes([value & 0x7F | 0x80])
        value >>= 7
    return encoded + bytes([value])
