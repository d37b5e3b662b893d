"""Where `offhook call` writes: found out before anybody's telephone rings, and told if it fails later. No clock."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from offhook import cli
from offhook.reports.phone_numbers import CallReport
from offhook.telephone.phone import CallOutcome
from offhook.telephone.phone_files import CallFiles, FileNotWritten

OUTCOME = CallOutcome("", "", CallReport(), (), (), ())
NOBODY = "http://127.0.0.1:1/voice"  # whoever rings there hears at once that it cannot be reached


@pytest.mark.parametrize("option", ["--record", "--report"])
def test_nobody_is_rung_for_a_file_that_cannot_be_written(option: str, tmp_path: Path) -> None:
    """A folder that is not there, and a folder in the place of a file: a usage error, and no call."""
    for path in (tmp_path / "no" / "such" / "file", tmp_path):
        run = CliRunner().invoke(cli.commands, ["call", NOBODY, option, str(path)])
        assert run.exit_code == 2
        assert option in run.output
        assert "asks" not in run.output
        assert "Traceback" not in run.output


def test_both_files_are_checked_at_once(tmp_path: Path) -> None:
    """Whoever mistyped twice is told twice, and the file that could have been written is not made."""
    with pytest.raises(FileNotWritten) as told:
        CallFiles(tmp_path / "a" / "b.wav", tmp_path / "a" / "b.json").check()
    assert len(str(told.value).splitlines()) == 2
    CallFiles(tmp_path / "new.wav", tmp_path / "new.json").check()
    assert list(tmp_path.iterdir()) == []


def test_a_recording_of_before_is_not_touched_until_the_call_is_over(tmp_path: Path) -> None:
    """A call that never comes about leaves the last one's files as they are."""
    kept = tmp_path / "call.wav"
    kept.write_bytes(b"the last call")
    CallFiles(record=kept).check()
    assert kept.read_bytes() == b"the last call"


def test_two_names_of_one_file_are_refused(tmp_path: Path) -> None:
    """The numbers would overwrite the sound."""
    with pytest.raises(FileNotWritten, match="name one file"):
        CallFiles(tmp_path / "call", tmp_path / "." / "call").check()
    CallFiles(Path("/dev/null"), Path("/dev/null")).check()


def test_a_pipe_without_a_reader_keeps_nobody_waiting(tmp_path: Path) -> None:
    """`--report >(jq)` is a pipe: it is looked at, not opened."""
    os.mkfifo(tmp_path / "pipe")
    CallFiles(report=tmp_path / "pipe").check()


def test_a_disk_that_filled_up_during_the_call_costs_one_file(tmp_path: Path) -> None:
    """The other one is written all the same, and the text names the one that is not."""
    with pytest.raises(FileNotWritten, match="/dev/full: No space left on device"):
        CallFiles(Path("/dev/full"), tmp_path / "call.json").write(OUTCOME)
    assert b'"went_through": true' in (tmp_path / "call.json").read_bytes()
