"""Sounds that the carrier fetches, and answers that it may ask for twice, in the folder that all workers share.

So whichever worker is asked has what another one has made. Each is a file that is good for a few minutes.
"""

import hashlib
import random

from structlog.typing import FilteringBoundLogger

from offhook.engine.host.shared_folder import SharedFolder
from offhook.engine.host.told_once import ToldOnce
from offhook.protocol.signed_link import BadLink, SignedLink, read_link

SERVED_S = 300
"""How long a link is good: the carrier fetches a sound within seconds, and again where it is repeated."""
KEY_BYTES = 32
_SOUND, _ANSWER, _KEY = "sound", "answer", "key of links"


class ServedSounds:
    """One worker's view. Synchronous: the files are small, and in memory where the folder is."""

    def __init__(self, folder: SharedFolder, chance: random.Random, log: FilteringBoundLogger) -> None:
        self._folder, self._log = folder, log
        folder.make(_KEY, chance.randbytes(KEY_BYTES))  # by the worker that is first
        key = folder.read(_KEY)
        assert key is not None, "it was there a moment ago"
        self._key = key
        self._failures = ToldOnce()

    def keep(self, call_id: str, number: int, sound: bytes, now: float) -> tuple[str, dict[str, str]] | None:
        """The name and query of the link to the sound that answers this request of a call; None if it cannot be kept.
        `now` is in seconds since 1970 UTC."""
        until = int(now) + SERVED_S
        name = _digest(call_id, number)
        if not self._made(_name(_SOUND, until, name), sound, now):
            return None
        return name, SignedLink(name, until).query(self._key)

    def find(self, name: str, until: str, signature: str, now: float) -> bytes:
        """The sound of a link. Raises BadLink, and OSError for a disk that fails."""
        link = read_link(name, until, signature, self._key, now)
        sound = self._folder.read(_name(_SOUND, link.until, link.name))
        if sound is None:
            raise BadLink("it is not kept any more")
        return sound

    def keep_answer(self, call_id: str, number: int, document: str, now: float) -> None:
        self._made(_name(_ANSWER, int(now) + SERVED_S, _digest(call_id, number)), document.encode(), now)

    def find_answer(self, call_id: str, number: int) -> str | None:
        """What was answered to this request of a call before."""
        behind = f"-{_digest(call_id, number)}"
        try:
            for name in self._folder.names():
                if name.startswith(f"{_ANSWER}-") and name.endswith(behind):
                    found = self._folder.read(name)
                    return None if found is None else found.decode()
        except OSError as exc:
            self._tell(exc)
        return None

    def _made(self, name: str, content: bytes, now: float) -> bool:
        try:
            self._forget(now)
            self._folder.remove(name)
            made = self._folder.make(name, content)
        except OSError as exc:
            self._tell(exc)
            return False
        if self._failures.works():
            self._log.info("sounds can be kept again")
        return made

    def _forget(self, now: float) -> None:
        for name in self._folder.names():
            kind, *rest = name.split("-")
            if kind in (_SOUND, _ANSWER) and len(rest) == 2 and rest[0].isdecimal() and int(rest[0]) < now:
                self._folder.remove(name)

    def _tell(self, exc: OSError) -> None:
        error = exc.strerror or str(exc)
        if self._failures.is_news(error):
            self._log.error("sound cannot be kept, the carrier's own voice speaks", error=error)


def _name(kind: str, until: int, name: str) -> str:
    return f"{kind}-{until:012d}-{name}"


def _digest(call_id: str, number: int) -> str:
    return hashlib.sha256(f"{number} {call_id}".encode(errors="surrogatepass")).hexdigest()[:32]
