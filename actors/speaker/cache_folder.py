"""The folder of the cache on disk: its files. Synchronous: to be used on a thread, one call at a time.

One file for each sound, named `<key>.ulaw`:   MAGIC | SHA-256 of key and sound (32 bytes) | the sound, with its word
times (`cached_voice.py`)

    UnusableFile             the file does not hold the sound of its name
"""

import hashlib
import os
import random
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.private_files import AnotherUsersFile, narrow, refuse_strangers, write_private

MAGIC = b"offhook voice 2\n"  # raise the number when all voices have to be rendered anew
HEAD_BYTES = len(MAGIC) + hashlib.sha256().digest_size
LOOKS = 16  # how often the directory is looked through while as much is written as it may hold

# The last part is of a file that is still being written, or whose writer died.
_NAME = re.compile(r"(?P<key>(?P<signature>.+-[0-9a-f]{8})-[0-9a-f]{32})\.ulaw(?P<unfinished>\.[0-9a-f]{16})?")


class UnusableFile(Exception):
    """The file is damaged or cut short, or is another file with a name like ours."""


class _File(NamedTuple):
    """One of ours."""

    written_at_ns: int
    path: Path
    size: int
    name: re.Match[str]


class CacheFolder:
    """At most `room` bytes of files: the oldest are deleted. Only their owner can read them.

    Several processes may share the directory; each further one may exceed the room by a sixteenth until it looks again.

    The oldest by time of writing, because the time of use would have to be stored too. A deleted sentence that every
    call needs is still in memory, and is written again after the next start has rendered it.
    """

    def __init__(self, path: Path, room: int, names: random.Random) -> None:
        self._path, self._room, self._names = path, room, names
        self._share = room // LOOKS
        self._unseen = self._share  # bytes written since the directory was listed; the first write lists it

    def read(self, signatures: Collection[str], room: int) -> tuple[list[tuple[str, bytes]], list[str]]:
        """The newest sounds of these voices that fit into `room` bytes, newest last; and complaints about others."""
        ours, foreign = self._look()
        complaints = [f"{len(foreign)} that are not ours, such as {foreign[0]!r}"] if foreign else []
        try:
            refuse_strangers(self._path)
        except AnotherUsersFile as exc:
            complaints.append(f"{exc}, who can change what callers hear")
        if open_to_others := sum(_narrow(file.path) for file in ours):
            complaints.append(f"{open_to_others} that others could read: now by their owner only")
        sounds: list[tuple[str, bytes]] = []
        for file in reversed(ours):
            if file.name["unfinished"] or file.name["signature"] not in signatures or file.size > room:
                continue
            try:
                sounds.append((file.name["key"], unsealed(file.name["key"], file.path.read_bytes())))
                room -= file.size
            except (UnusableFile, OSError) as exc:
                complaints.append(f"{file.path.name}: {in_words(exc)}")
        return sounds[::-1], complaints

    def write(self, key: str, sound: bytes) -> None:
        """Write a sound. Raises OSError, and leaves no half-written file."""
        content = sealed(key, sound)
        assert len(content) <= self._room, f"{key}: {len(content)} bytes for a directory of {self._room}"
        self._unseen += len(content)
        if self._unseen > self._share:
            self._make_room(max(self._share, len(content)))
            self._unseen = len(content)
        path = self._path / f"{key}.ulaw"
        unfinished = path.with_name(f"{path.name}.{self._names.getrandbits(64):016x}")
        try:
            # Without a sync: after a power cut, the SHA-256 shows what did not reach the disk.
            write_private(unfinished, content)
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            self._unseen = self._share  # the next one looks again: the directory itself may be gone
            raise

    def _make_room(self, wanted: int) -> None:
        """Delete the oldest files until `wanted` bytes fit. Lists the directory anew: other processes write too."""
        ours, _ = self._look()
        too_much = sum(file.size for file in ours) + wanted - self._room
        for file in ours:
            if too_much <= 0:
                return
            file.path.unlink(missing_ok=True)
            too_much -= file.size

    def _look(self) -> tuple[list[_File], list[str]]:
        """Our files, the oldest first, and the names of other files."""
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)  # what was said to callers is private
        ours: list[_File] = []
        foreign: list[str] = []
        with os.scandir(self._path) as entries:
            for entry in entries:
                name = _NAME.fullmatch(entry.name)
                if name is None or not entry.is_file(follow_symlinks=False):
                    foreign.append(entry.name)
                    continue
                with suppress(FileNotFoundError):  # another process has made room
                    state = entry.stat(follow_symlinks=False)
                    ours.append(_File(state.st_mtime_ns, Path(entry.path), state.st_size, name))
        return sorted(ours, key=lambda file: (file.written_at_ns, file.path)), sorted(foreign)


def _narrow(path: Path) -> bool:
    """Set the mode to 0600; returns whether others could read it. The file may be gone, or another user's."""
    with suppress(OSError):
        return narrow(path)
    return False


def sealed(key: str, sound: bytes) -> bytes:
    """What stands in the file."""
    return MAGIC + _seal(key, sound) + sound


def unsealed(key: str, content: bytes) -> bytes:
    """The sound. Raises UnusableFile."""
    sound = content[HEAD_BYTES:]
    if content[:HEAD_BYTES] != MAGIC + _seal(key, sound):
        raise UnusableFile("damaged, cut short or not what its name says")
    return sound


def _seal(key: str, sound: bytes) -> bytes:
    return hashlib.sha256(key.encode() + sound).digest()
