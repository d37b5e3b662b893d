"""Remembers what a number's settings were before they were changed, in a private file beside the records.

NotRemembered            the file cannot be read or written; the message names it
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.private_files import PRIVATE, refuse_strangers
from offhook.engine.record.database import MEMORY
from offhook.protocol.carriers.twilio.rest import SETTABLE


class NotRemembered(Exception):
    """There is no way to keep what was there."""


class Remembered(msgspec.Struct, frozen=True):
    """One number, each by form field of Twilio's."""

    phone_number: str
    was: Mapping[str, str]
    set_to: Mapping[str, str]

    def then(self, values: Mapping[str, str], now: Mapping[str, str]) -> "Remembered":
        """Before `values` are set where `now` is. What somebody else has set meanwhile is what was there before."""
        ours = {name: before for name, before in self.was.items() if now.get(name) == self.set_to.get(name)}
        elsewhere = {name: now[name] for name in values if name not in ours}
        return Remembered(self.phone_number, elsewhere | ours, {**self.set_to, **values})


class _File(msgspec.Struct, frozen=True):
    numbers: dict[str, Remembered] = {}
    """By SID."""


def memory_path(store_path: str) -> Path:
    return Path("offhook.numbers.json" if store_path == MEMORY else f"{store_path}.numbers.json")


class NumberMemory:
    """Every method raises NotRemembered."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> Mapping[str, Remembered]:
        try:
            refuse_strangers(self.path)  # whoever writes it says where our number leads after `restore`
            numbers = msgspec.json.decode(self.path.read_bytes(), type=_File).numbers
        except FileNotFoundError:
            return {}
        except OSError as exc:
            raise NotRemembered(f"{self.path} cannot be read: {in_words(exc)}") from exc
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
            raise self._damaged() from exc
        if any(not {*each.was, *each.set_to}.issubset(SETTABLE) for each in numbers.values()):
            raise self._damaged()
        return numbers

    def _damaged(self) -> NotRemembered:
        return NotRemembered(f"{self.path} is damaged: correct it, or move it away")

    def remember(self, number_sid: str, remembered: Remembered) -> None:
        self._change(lambda numbers: {**numbers, number_sid: remembered})

    def forget(self, number_sid: str) -> None:
        self._change(lambda numbers: {sid: each for sid, each in numbers.items() if sid != number_sid})

    def _change(self, change: Callable[[Mapping[str, Remembered]], dict[str, Remembered]]) -> None:
        """Either all of the new file is there or all of the old one. The new one's name is also the lock."""
        new = self.path.with_name(f"{self.path.name}.new")
        try:
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        except FileExistsError as exc:
            raise NotRemembered(f"{new} is there: wait for the other `offhook number`, or delete it") from exc
        except OSError as exc:
            raise NotRemembered(f"{new} cannot be written: {in_words(exc)}") from exc
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(_File(change(self.all()))), indent=2) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, self.path)
        except OSError as exc:
            raise NotRemembered(f"{self.path} cannot be written: {in_words(exc)}") from exc
        finally:
            new.unlink(missing_ok=True)
