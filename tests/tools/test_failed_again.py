"""Tests that were only late beside others pass alone; those that fail again have failed."""

from pathlib import Path

import msgspec
import pytest

from tools.failed_again import MOST, failed_in, run_again


def part(folder: Path, name: str, failed: list[str]) -> None:
    kept = folder / name / "v" / "cache" / "lastfailed"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(msgspec.json.encode(dict.fromkeys(failed, True)))


def a_test(folder: Path, name: str, body: str) -> str:
    path = folder / f"test_{name}.py"
    path.write_text(f"def test_it() -> None:\n    {body}\n")
    return f"{path}::test_it"


def test_what_passes_alone_has_passed(tmp_path: Path) -> None:
    part(tmp_path, "first", [a_test(tmp_path, "late", "pass")])
    assert run_again(failed_in(tmp_path)) == 0


def test_what_fails_alone_too_has_failed(tmp_path: Path) -> None:
    part(tmp_path, "first", [a_test(tmp_path, "late", "pass")])
    part(tmp_path, "second", [a_test(tmp_path, "wrong", "assert False")])
    assert run_again(failed_in(tmp_path)) == 1


def test_many_failures_are_no_accident(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not one is run again, also of those that would pass."""
    part(tmp_path, "first", [a_test(tmp_path, f"late_{number}", "pass") for number in range(MOST + 1)])
    assert run_again(failed_in(tmp_path)) == 1
    assert "none is run again" in capsys.readouterr().out


def test_nothing_is_run_where_nothing_has_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "first").mkdir()
    assert run_again(failed_in(tmp_path)) == 0
    assert capsys.readouterr().out == ""
