"""Sounds and answers that workers of one server keep for each other, in a real folder."""

import os
import random
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from offhook.engine.host.settings import LogSettings
from offhook.engine.host.shared_folder import RealSharedFolder
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import RealWorld
from offhook.protocol.signed_link import BadLink
from offhook.web.served_sounds import SERVED_S, ServedSounds

NOW = 1_800_000_000.5
Link = tuple[str, dict[str, str]]


class Worker:
    """One worker's view, and what it has logged."""

    def __init__(self, path: Path) -> None:
        self.folder, self._log = RealSharedFolder(path), StringIO()
        self.sounds = ServedSounds(self.folder, random.Random(), open_log(LogSettings(), RealWorld(), self._log))

    @property
    def log(self) -> str:
        return self._log.getvalue()

    def found(self, link: Link | None, now: float = NOW) -> bytes:
        assert link is not None
        name, query = link
        return self.sounds.find(name, query["until"], query["signature"], now)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    one = Worker(tmp_path / "run")
    with closing(one.folder):
        yield one


def test_each_worker_serves_what_another_one_has_made(worker: Worker, tmp_path: Path) -> None:
    """By one key, which the first of them made; and so does a server that is started again."""
    link = worker.sounds.keep("CA1", 0, b"sound", NOW)
    worker.sounds.keep_answer("CA1", 0, "<Response/>", NOW)
    other = Worker(tmp_path / "run")
    with closing(other.folder):
        assert other.found(link) == b"sound"
        assert other.sounds.find_answer("CA1", 0) == "<Response/>"


def test_a_sound_is_of_one_request_of_one_call(worker: Worker) -> None:
    """Numbers and names that look alike when they are written together are not."""
    links = [worker.sounds.keep(call, number, b"%d" % at, NOW) for at, (call, number) in enumerate(_ALIKE)]
    assert [worker.found(link) for link in links] == [b"%d" % at for at in range(len(_ALIKE))]


_ALIKE = [("CA1", 1), ("1 CA1", 1), ("CA1", 11), ("CA1 ", 1), ("", 1), ("ca1", 1), ("\udc80", 1)]


def test_an_answer_is_no_sound_and_the_key_is_neither(worker: Worker) -> None:
    """Not even with a link that is signed for the same name."""
    link = worker.sounds.keep("CA1", 0, b"sound", NOW)
    assert link is not None
    worker.sounds.keep_answer("CA1", 0, "<Response/>", NOW)
    for name in worker.folder.names():
        if name.startswith("sound"):
            worker.folder.remove(name)
    with pytest.raises(BadLink, match="not kept any more"):
        worker.found(link)
    for name in worker.folder.names():
        with pytest.raises(BadLink, match="no sound has such a name"):
            worker.found((name, link[1]))


def test_what_has_expired_is_removed_with_the_next_sound_and_nothing_else(worker: Worker) -> None:
    others = ["used-000001800000000-00", "sound-no-number", "sound-1", "answer-1-2-3"]
    for name in others:
        worker.folder.make(name, b"not ours")
    worker.sounds.keep("CA1", 0, b"sound", NOW)
    worker.sounds.keep_answer("CA1", 0, "<Response/>", NOW)
    later = worker.sounds.keep("CA1", 1, b"later", NOW + SERVED_S + 1)
    kept = [name for name in worker.folder.names() if name not in (*others, "key of links")]
    assert len(kept) == 1
    assert worker.found(later, NOW + SERVED_S + 1) == b"later"
    assert set(others) <= set(worker.folder.names())


def test_only_this_user_may_read_a_sound(worker: Worker, tmp_path: Path) -> None:
    worker.sounds.keep("CA1", 0, b"sound", NOW)
    assert all((tmp_path / "run" / name).stat().st_mode & 0o077 == 0 for name in os.listdir(tmp_path / "run"))


def test_a_folder_that_fails_is_told_once_until_it_works_again(worker: Worker, tmp_path: Path) -> None:
    """Calls go on without it: no sound is kept, and no answer is found."""
    away = tmp_path / "away"
    (tmp_path / "run").rename(away)
    away.rename(tmp_path / "run")
    assert worker.sounds.keep("CA1", 0, b"sound", NOW) is not None, "wherever it is, it is the same folder"
    for path in (tmp_path / "run").iterdir():
        path.unlink()
    (tmp_path / "run").rmdir()
    for _ in range(3):
        assert worker.sounds.keep("CA1", 1, b"sound", NOW) is None
        worker.sounds.keep_answer("CA1", 1, "<Response/>", NOW)
        assert worker.sounds.find_answer("CA1", 1) is None
    assert worker.log.count("sound cannot be kept") == 1
