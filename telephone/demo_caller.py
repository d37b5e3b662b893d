"""What the demo's caller says, by what the server hears: phrases and keys, or most of it in one sentence."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from offhook.telephone.clip import from_wav
from offhook.telephone.phone_script import ScriptItem, press, say

AUDIO = Path(__file__).parent / "recordings"
INTERRUPT_AFTER_S = 4.5  # into the greeting
SENTENCE = "Hi, I'd like a room for two from tomorrow, for three nights please."
"""In `room_for_two.wav`."""
PHRASES_ONLY = {"pocketsphinx", "scripted", "scripted_batch"}


class _LogLine(msgspec.Struct, frozen=True):
    """Of the server, with the services that calls use."""

    event: str
    recognizer: list[str] = []


def script(*, freely: bool = False) -> tuple[ScriptItem, ...]:
    """A caller who interrupts the greeting, speaks where a recording fits, and presses keys otherwise."""
    beginning: tuple[ScriptItem, ...] = (
        _recording("book_a_room", barge_in_after_s=INTERRUPT_AFTER_S),
        _recording("today"),
        press("1900"),  # at seven in the evening
        press("2"),  # people
        press("3#"),  # nights
    )
    if freely:
        beginning = (_recording("room_for_two", barge_in_after_s=INTERRUPT_AFTER_S), press("1900"))
    return (
        *beginning,
        _recording("digits_4271"),  # the member number
        press("1"),  # yes, that is right
        press("1"),  # book it
        press("9"),  # goodbye
    )


def hears_sentences(log: Iterable[bytes]) -> bool:
    """Whether the server, by what it has logged at its start, hears more than phrases."""
    for line in log:
        try:
            ready = msgspec.json.decode(line, type=_LogLine)
        except msgspec.MsgspecError:
            continue
        if ready.event == "services ready":
            return not PHRASES_ONLY.issuperset(ready.recognizer)
    return False


def _recording(name: str, *, barge_in_after_s: float | None = None) -> ScriptItem:
    file = AUDIO / f"{name}.wav"
    return say(file.name, from_wav(file.read_bytes()), barge_in_after_s)
