"""Files and folders that another user of the machine has put where the server keeps what callers say."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from offhook.actors.speaker.cache_folder import CacheFolder
from offhook.carrier_account.number_memory import NotRemembered, NumberMemory
from offhook.engine.host.world import RealWorld
from offhook.engine.record.database import Database
from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.journal_folder import JournalFolder, journal_warnings
from offhook.engine.record.store_check import store_problems

SOMEBODY = 12345


@pytest.fixture
def give_away(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes a path another user's. Only root may; for anybody else all files become another user's."""

    def give(path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, SOMEBODY, SOMEBODY, follow_symlinks=False)
        else:
            monkeypatch.setattr(os, "geteuid", lambda: SOMEBODY)

    return give


@pytest.mark.parametrize("planted", ["offhook.db", "offhook.db-wal"])
def test_callers_words_are_not_written_to_a_file_that_another_user_owns(
    planted: str, tmp_path: Path, give_away: Callable[[Path], None]
) -> None:
    """Whoever may write to the folder can put an empty one there before the server does; its mode says nothing."""
    path = tmp_path / planted
    path.touch(mode=0o666)
    give_away(path)
    with pytest.raises(DatabaseError, match="belongs to another user"):
        Database(str(tmp_path / "offhook.db"))
    assert path.read_bytes() == b""
    assert planted != "offhook.db" or "belongs to another user" in store_problems(str(path))[0]


def test_a_strangers_link_does_not_say_where_the_records_are(tmp_path: Path, give_away: Callable[[Path], None]) -> None:
    """Not even where nothing is yet."""
    link, target = tmp_path / "offhook.db", tmp_path / "elsewhere"
    link.symlink_to(target)
    give_away(link)
    with pytest.raises(DatabaseError, match="belongs to another user"):
        Database(str(link))
    assert not target.exists()


def test_no_call_goes_on_from_a_journal_that_another_user_wrote(
    tmp_path: Path, give_away: Callable[[Path], None]
) -> None:
    """Whoever owns the folder could put journals there, and take others away."""
    store, folder = str(tmp_path / "offhook.db"), tmp_path / "offhook.db.journals"
    folder.mkdir(mode=0o777)
    give_away(folder)
    with pytest.raises(PermissionError, match="belongs to another user"):
        JournalFolder(store).of_call("CA1")
    assert "belongs to another user" in journal_warnings(store)[0]


def test_a_number_is_not_restored_to_a_strangers_webhook(tmp_path: Path, give_away: Callable[[Path], None]) -> None:
    """The file says where it leads after `offhook number restore`."""
    path = tmp_path / "offhook.db.numbers.json"
    path.write_text("{}")
    give_away(path)
    with pytest.raises(NotRemembered, match="belongs to another user"):
        NumberMemory(path).all()


def test_who_can_change_what_callers_hear_is_told(tmp_path: Path, give_away: Callable[[Path], None]) -> None:
    """A folder of sounds may be shared on purpose."""
    give_away(tmp_path)
    _, complaints = CacheFolder(tmp_path, 1_000_000, RealWorld().random("names")).read([], 1_000_000)
    assert [line for line in complaints if "belongs to another user" in line]
