"""Models for the fake of CTranslate2 (`whisper_engine/ctranslate2.py`): what it will hear."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

ENGINE = Path(__file__).parent / "whisper_engine"
SPECIALS = ("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|de|>", "<|es|>", "<|hi|>")
OTHERS = ("<|translate|>", "<|transcribe|>", "<|notimestamps|>")


class Hears(msgspec.Struct, omit_defaults=True):
    """What one utterance is heard as: texts with the mean log probability of their tokens, the best one first."""

    readings: Sequence[tuple[str, float]] = ()
    no_speech: float = 0.05
    asked: float = -3.0
    """The same of any text that it is asked about."""
    trouble: Literal["", "die", "hang", "fail"] = ""


class Model(msgspec.Struct):
    """A model file."""

    heard: Sequence[Hears]
    languages: dict[str, float] = {}
    """How likely each is; of a model that hears English only, none."""
    bands: int = 80
    refused: str = ""
    """What CTranslate2 says when it is to load the model; empty: it loads."""


def text(*readings: str | tuple[str, float], no_speech: float = 0.05) -> Hears:
    """Heard clearly, if nothing else is said."""
    return Hears([each if isinstance(each, tuple) else (each, -0.2) for each in readings], no_speech)


def write_model(folder: Path, model: Model) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "model.bin").write_bytes(msgspec.json.encode(msgspec.structs.replace(model, heard=_in_letters(model))))
    (folder / "config.json").write_text("{}")
    (folder / "vocabulary.txt").write_text("\n".join((*_letters(), *SPECIALS, *OTHERS)) + "\n")
    return folder


def _in_letters(model: Model) -> Sequence[Hears]:
    letters = _letters()

    def written(text: str) -> str:
        return "".join(letters[byte] for byte in text.encode())

    return [
        msgspec.structs.replace(each, readings=[(written(text), score) for text, score in each.readings])
        for each in model.heard
    ]


def _letters() -> list[str]:
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    return [chr(byte if byte in printable else next(others)) for byte in range(256)]
