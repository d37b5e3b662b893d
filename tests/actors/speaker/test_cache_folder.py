"""Sounds in a directory: real files, no clock. Faults: damage of every kind, strangers' files, no permission."""

import os
import random
import stat
from pathlib import Path

import pytest

from offhook.actors.speaker.cache_folder import CacheFolder, UnusableFile, sealed, unsealed

ROOM = 100_000
EVERYTHING = 10 * ROOM
VOICE, OTHER_VOICE = "espeak_ng-0a1b2c3d", "flite-99887766"


def key_of(number: int, voice: str = VOICE) -> str:
    return f"{voice}-{number:032x}"


def folder(path: Path, room: int = ROOM) -> CacheFolder:
    """As another start of the server would open it."""
    return CacheFolder(path, room, random.Random(1))


def age(path: Path, number: int) -> None:
    """The order of writing, however coarse the file system's clock is."""
    os.utime(path / f"{key_of(number)}.ulaw", ns=(number, number))


def bytes_in(path: Path) -> int:
    return sum(file.stat().st_size for file in path.iterdir())


def test_what_was_written_is_read_by_the_next_start(tmp_path: Path) -> None:
    """The directory is made where there is none, for its owner only; the newest sound comes last."""
    path = tmp_path / "voices" / "here"
    writing = folder(path)
    for number in (1, 2):
        writing.write(key_of(number), bytes([number]) * 9)
        age(path, number)
    assert folder(path).read([VOICE], EVERYTHING) == ([(key_of(1), b"\1" * 9), (key_of(2), b"\2" * 9)], [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_other_voices_are_passed_over(tmp_path: Path) -> None:
    """A directory may be shared by voices and settings; each reads its own, and none calls the others' foreign."""
    writing = folder(tmp_path)
    writing.write(key_of(1), b"one")
    writing.write(key_of(1, OTHER_VOICE), b"other")
    assert folder(tmp_path).read([OTHER_VOICE], EVERYTHING) == ([(key_of(1, OTHER_VOICE), b"other")], [])


def test_as_much_is_read_as_there_is_room_for(tmp_path: Path) -> None:
    """The newest ones; one that is too large does not keep the others out."""
    writing = folder(tmp_path)
    for number, size in ((1, 500), (2, 500), (3, 5000), (4, 500)):
        writing.write(key_of(number), bytes(size))
        age(tmp_path, number)
    sounds, complaints = folder(tmp_path).read([VOICE], 1200)
    assert [key for key, _ in sounds] == [key_of(2), key_of(4)]
    assert complaints == []


@pytest.mark.parametrize("position", ["magic", "seal", "sound", "end"])
def test_a_damaged_file_is_named_and_left_out(tmp_path: Path, position: str) -> None:
    """One wrong bit anywhere is noticed, and costs this sound only."""
    writing = folder(tmp_path)
    writing.write(key_of(1), b"damaged" * 9)
    writing.write(key_of(2), b"sound")
    file = tmp_path / f"{key_of(1)}.ulaw"
    content = bytearray(file.read_bytes())
    content[{"magic": 0, "seal": 20, "sound": 60, "end": -1}[position]] ^= 1
    file.write_bytes(content)
    sounds, complaints = folder(tmp_path).read([VOICE], EVERYTHING)
    assert sounds == [(key_of(2), b"sound")]
    (complaint,) = complaints
    assert key_of(1) in complaint


def test_a_file_cut_anywhere_is_unusable() -> None:
    """As a disk that was full or a machine that lost power may leave it."""
    content = sealed("key", b"sound")
    assert unsealed("key", content) == b"sound"
    for end in range(len(content)):
        with pytest.raises(UnusableFile):
            unsealed("key", content[:end])
    with pytest.raises(UnusableFile):
        unsealed("key", content + b"!")


def test_a_file_under_another_name_is_unusable(tmp_path: Path) -> None:
    """A caller never hears another sentence than the one that was meant."""
    folder(tmp_path).write(key_of(1), b"sound")
    (tmp_path / f"{key_of(1)}.ulaw").rename(tmp_path / f"{key_of(2)}.ulaw")
    sounds, complaints = folder(tmp_path).read([VOICE], EVERYTHING)
    assert sounds == []
    assert len(complaints) == 1


def test_what_is_not_ours_is_told_once_and_never_touched(tmp_path: Path) -> None:
    """Notes, directories, pipes and links are neither read nor removed, even where room is needed."""
    (tmp_path / "notes.txt").write_bytes(bytes(ROOM))
    (tmp_path / f"{key_of(7)}.ulaw").mkdir()
    os.mkfifo(tmp_path / f"{key_of(8)}.ulaw")
    (tmp_path / f"{key_of(9)}.ulaw").symlink_to(tmp_path / "notes.txt")
    writing = folder(tmp_path)
    writing.write(key_of(1), bytes(ROOM // 2))
    writing.write(key_of(2), bytes(ROOM // 2))
    sounds, complaints = folder(tmp_path).read([VOICE], EVERYTHING)
    assert [key for key, _ in sounds] == [key_of(2)]
    (complaint,) = complaints
    assert complaint.startswith("4 that are not ours")
    assert len(list(tmp_path.iterdir())) == 5


def test_the_directory_never_holds_more_than_its_room(tmp_path: Path) -> None:
    """What was written first gives way; what another process wrote counts too."""
    one, other = folder(tmp_path), folder(tmp_path)
    for number in range(40):
        writing = other if number % 4 == 0 else one
        writing.write(key_of(number), bytes(ROOM // 10))
        age(tmp_path, number)
        assert bytes_in(tmp_path) <= ROOM
    sounds, _ = folder(tmp_path).read([VOICE], EVERYTHING)
    assert [key for key, _ in sounds] == [key_of(number) for number in range(40 - len(sounds), 40)]
    assert len(sounds) >= 7


def test_many_small_sounds_keep_the_room_too(tmp_path: Path) -> None:
    """Although the directory is not looked through for each of them."""
    writing = folder(tmp_path)
    for number in range(2000):
        writing.write(key_of(number), bytes(100))
    assert ROOM * 0.8 < bytes_in(tmp_path) <= ROOM


def test_what_a_dead_writer_left_gives_way_in_its_turn(tmp_path: Path) -> None:
    """An unfinished file is no sound; it counts, and is removed when room is needed."""
    left = tmp_path / f"{key_of(1)}.ulaw.0123456789abcdef"
    left.touch(0o600)
    left.write_bytes(bytes(ROOM))
    assert folder(tmp_path).read([VOICE], EVERYTHING) == ([], [])
    folder(tmp_path).write(key_of(2), b"sound")
    assert [file.name for file in tmp_path.iterdir()] == [f"{key_of(2)}.ulaw"]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """Here the place of the file is taken by a directory; then the next sound is written as if nothing had been."""
    (tmp_path / f"{key_of(1)}.ulaw").mkdir()
    writing = folder(tmp_path)
    with pytest.raises(OSError, match="directory"):
        writing.write(key_of(1), b"sound")
    assert len(list(tmp_path.iterdir())) == 1
    writing.write(key_of(2), b"sound")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_directory_that_vanishes_comes_back(tmp_path: Path) -> None:
    """Somebody empties the cache under the running server: that costs one sound."""
    path = tmp_path / "voices"
    writing = folder(path)
    writing.write(key_of(1), b"sound")
    (path / f"{key_of(1)}.ulaw").unlink()
    path.rmdir()
    with pytest.raises(FileNotFoundError):
        writing.write(key_of(2), b"sound")
    writing.write(key_of(3), b"sound")
    assert folder(path).read([VOICE], EVERYTHING) == ([(key_of(3), b"sound")], [])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_hears_what_was_said(tmp_path: Path) -> None:
    """A sound is its owner's alone, in a directory that others may look into, and under the usual umask."""
    os.chmod(tmp_path, 0o755)
    folder(tmp_path).write(key_of(1), b"sound")
    assert mode(tmp_path / f"{key_of(1)}.ulaw") == 0o600


def test_sounds_that_others_could_read_are_narrowed(tmp_path: Path) -> None:
    """An older version wrote them so; strangers' files stay as they are, and whoever runs the server is told."""
    folder(tmp_path).write(key_of(1), b"sound")
    ours, strangers = tmp_path / f"{key_of(1)}.ulaw", tmp_path / "notes.txt"
    strangers.write_text("a stranger's")
    for file in (ours, strangers):
        os.chmod(file, 0o644)
    sounds, complaints = folder(tmp_path).read([VOICE], EVERYTHING)
    assert sounds == [(key_of(1), b"sound")]
    assert "1 that others could read: now by their owner only" in complaints
    assert (mode(ours), mode(strangers)) == (0o600, 0o644)
