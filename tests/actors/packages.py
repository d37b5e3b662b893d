"""Packages of other people, installed: a folder on the path with a module and what an installer writes beside it."""

import sys
from pathlib import Path

import pytest


class Packages:
    """Nothing is downloaded, and none is there after the test."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch
        folder.mkdir()
        monkeypatch.syspath_prepend(str(folder))

    def install(self, package: str, source: str | None, entry_points: str, *, group: str = "offhook.services") -> None:
        """A package with a module of its name, or without one, and entry points of a group of ours."""
        module = package.replace("-", "_")
        if source is not None:
            (self._folder / f"{module}.py").write_text(source)
        about = self._folder / f"{module}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(f"[{group}]\n{entry_points}\n")
        self._monkeypatch.delitem(sys.modules, module, raising=False)
