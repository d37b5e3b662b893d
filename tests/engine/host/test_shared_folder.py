"""The folder that workers share, on a real disk: who may hold what, and what is refused. Each view is one worker's."""

import os
import resource
import shutil
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from offhook.engine.host.runtime_folder import open_runtime_folder, runtime_folder_problems
from offhook.engine.host.shared_folder import RECORD_BYTES, RealSharedFolder, UnusableFolder, folder_problems
from offhook.simulation.shared_folder import ModelledFolder, SharedMemory

Views = list[RealSharedFolder | ModelledFolder]


@pytest.fixture(params=["real", "modelled"])
def three(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Views]:
    """Three workers' views of one folder: the model has to behave as the kernel does."""
    memory = SharedMemory()
    path = tmp_path / "run"
    opened: Views = [RealSharedFolder(path) if request.param == "real" else memory.open() for _ in range(3)]
    yield opened
    for folder in opened:
        folder.close()


def test_a_number_is_held_together_or_alone(three: Views) -> None:
    """Whoever cannot have it is told at once, and nothing changes."""
    a, b, c = three
    assert a.hold(5, alone=True)
    assert not b.hold(5, alone=False)
    assert (a.is_free(5), b.is_free(5)) == (True, False)
    assert a.hold(5, alone=False)
    assert b.hold(5, alone=False)
    assert not a.hold(5, alone=True)
    assert not c.hold(5, alone=True)
    a.let_go(5)
    assert b.hold(5, alone=True)
    assert c.hold(6, alone=True)
    assert c.hold(1 << 40, alone=True)
    b.let_go(5)
    assert a.is_free(5)


def test_what_a_dead_worker_held_is_free(three: Views) -> None:
    """All of it, and nothing else."""
    a, b, c = three
    assert all(a.hold(number, alone=False) for number in range(10))
    assert b.hold(3, alone=False)
    a.close()  # the kernel does the same for a process that has ended
    three.remove(a)
    assert [number for number in range(10) if not c.is_free(number)] == [3]


def test_records_and_files_are_for_all(three: Views) -> None:
    """A file is made by one, whole."""
    a, b, c = three
    assert a.hold(2, alone=True)
    a.write_record(2, b"two")
    assert b.record(2).rstrip(b"\0") == b"two"
    assert c.records(4) == bytes(2 * RECORD_BYTES) + b.record(2) + bytes(RECORD_BYTES)
    assert [each.make("key", content) for each, content in zip(three, (b"a", b"b", b"c"), strict=True)] == [
        True,
        False,
        False,
    ]
    assert [each.read("key") for each in three] == [b"a"] * 3
    assert b.make("empty")
    assert not c.make("empty")
    assert (a.read("empty"), a.read("none")) == (b"", None)
    assert c.names() == ["empty", "key"]
    a.remove("empty")
    a.remove("empty")
    assert b.names() == ["key"]


def test_what_was_there_is_used_though_the_folder_is_deleted(tmp_path: Path) -> None:
    """As a user's own is, when the user logs out: locks and records stay, only files are gone."""
    with closing(RealSharedFolder(tmp_path / "run")) as a, closing(RealSharedFolder(tmp_path / "run")) as b:
        a.make_room(3)
        assert (tmp_path / "run" / "held").stat().st_size == 3 * RECORD_BYTES
        shutil.rmtree(tmp_path / "run")
        assert a.hold(2, alone=True)
        a.write_record(2, b"two")
        assert not b.hold(2, alone=False)
        assert b.record(2).rstrip(b"\0") == b"two"
        assert b.read("used") is None
        with pytest.raises(FileNotFoundError):
            b.make("used")


def test_half_a_file_takes_no_room_on_a_full_disk(tmp_path: Path) -> None:
    """A file that cannot be written to its end is removed, and can be made later."""
    with closing(RealSharedFolder(tmp_path / "run")) as folder:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        try:
            with pytest.raises(OSError, match="File too large"):
                folder.make("sound", b"x" * 100_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert folder.names() == []
        assert folder.make("sound", b"x" * 100_000)


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Also one that was made by somebody else for this user, as systemd does."""
    path = tmp_path / "run"
    path.mkdir(mode=0o755)
    with closing(RealSharedFolder(path)) as folder:
        folder.make("key", b"secret")
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in path.iterdir()} == {0o600}


def test_what_is_no_folder_of_ours_is_refused(tmp_path: Path) -> None:
    """With what it is and what to set instead."""
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "file").write_text("")
    for name, why in (("link", "symbolic link"), ("file", "Not a directory"), ("no/such", "No such file")):
        with pytest.raises(UnusableFolder, match=f"{why}.*server.runtime_folder"):
            RealSharedFolder(tmp_path / name)
        assert folder_problems(str(tmp_path / name)) != []


def test_a_folder_that_can_be_used_is_no_problem_and_is_not_made(tmp_path: Path) -> None:
    """`offhook serve --check` leaves nothing behind."""
    assert folder_problems(str(tmp_path)) == folder_problems(str(tmp_path / "run")) == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    """Its owner could read the key of the tokens."""
    theirs = Path("/usr")  # the system's, unless the tests run as root
    if os.geteuid() == 0:
        theirs = tmp_path / "theirs"
        theirs.mkdir()
        os.chown(theirs, 12345, 12345)
    with pytest.raises(UnusableFolder, match="belongs to another user"):
        RealSharedFolder(theirs)


def test_a_server_has_a_folder_of_its_own(tmp_path: Path) -> None:
    """Below XDG_RUNTIME_DIR, removed at the end; what was left by servers that were killed, at the next start."""
    below = tmp_path / "offhook"
    abandoned = below / "server-999999999-1"
    environment = {"XDG_RUNTIME_DIR": str(tmp_path)}
    below.mkdir(mode=0o700)
    abandoned.mkdir()
    (abandoned / "key").write_text("old")
    (below / "notes").mkdir()
    with open_runtime_folder(None, environment) as folder:
        assert folder.make("key", b"new")
        (own,) = [path for path in below.iterdir() if path.name != "notes"]
        assert own.name.startswith(f"server-{os.getpid()}-")
    assert [path.name for path in below.iterdir()] == ["notes"]


def test_a_check_tells_who_has_taken_the_servers_folder(tmp_path: Path) -> None:
    """Anybody may make one in the temporary folder; the start would then fail, and so does the check before it."""
    environment = {"XDG_RUNTIME_DIR": str(tmp_path)}
    assert runtime_folder_problems(None, environment) == []
    (tmp_path / "offhook").symlink_to("/usr")
    (problem,) = runtime_folder_problems(None, environment)
    assert "symbolic link" in problem
    assert "OFFHOOK__SERVER__RUNTIME_FOLDER" in problem


def test_an_abandoned_folder_that_a_worker_still_uses_is_left_to_it(tmp_path: Path) -> None:
    """Its parent was killed; its calls go on."""
    below = tmp_path / "offhook"
    below.mkdir(mode=0o700)
    orphan = RealSharedFolder(below / "server-999999999-1")
    for kept in (True, False):
        with open_runtime_folder(None, {"XDG_RUNTIME_DIR": str(tmp_path)}):
            assert (below / "server-999999999-1").exists() is kept
        if kept:
            orphan.close()


def test_a_named_folder_stays(tmp_path: Path) -> None:
    """Another server may use it."""
    with open_runtime_folder(str(tmp_path / "run"), {}) as folder:
        folder.make("key", b"k")
    assert (tmp_path / "run" / "key").exists()
