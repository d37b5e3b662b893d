"""The sound of the fake of ElevenLabs: a tone whose length follows the text, so that every character has its time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec

from offhook.protocol.telephone_audio import BYTES_PER_S
from offhook.simulation.fakes.openai_realtime import speech


class Spoken(msgspec.Struct, frozen=True):
    """A piece of the sound, and the characters that begin in it."""

    audio: bytes
    begins_s: float
    characters: str
    starts_s: Sequence[float]
    """From the beginning of the sound, not of the piece."""
    lasts_s: float
    """Each character."""


@dataclass
class FakeSound:
    """How it speaks."""

    s_per_character: float = 0.05
    silent_s: float = 0.0
    """Before the first character."""
    pause_after: int = 0
    """After so many characters there is a pause; 0: never."""
    pause_s: float = 0.0
    piece_s: float = 0.3
    tells_times: bool = True
    sound_of: Callable[[str], bytes] | None = None
    """What the sound of a text is, as mu-law, with all characters equally long; None: a tone as above."""

    def begins_s(self, place: int) -> float:
        """When a character begins."""
        pause_s = self.pause_s if self.pause_after and place >= self.pause_after else 0.0
        return self.silent_s + place * self.s_per_character + pause_s

    def of(self, text: str) -> list[Spoken]:
        if self.sound_of is None:
            return self._pieces(text, self._sound(len(text)))
        text = text.strip()
        sound = self.sound_of(text)
        return replace(self, s_per_character=len(sound) / BYTES_PER_S / len(text))._pieces(text, sound)

    def _pieces(self, text: str, sound: bytes) -> list[Spoken]:
        length = round(self.piece_s * BYTES_PER_S)
        return [self._piece(text, sound[begin : begin + length], begin) for begin in range(0, len(sound), length)]

    def _sound(self, characters: int) -> bytes:
        before = min(self.pause_after or characters, characters)
        first = speech(before * self.s_per_character, self.silent_s)
        return first + (
            speech((characters - before) * self.s_per_character, self.pause_s) if before < characters else b""
        )

    def _piece(self, text: str, audio: bytes, begin: int) -> Spoken:
        begins_s = begin / BYTES_PER_S
        starts = [(place, self.begins_s(place)) for place in range(len(text)) if self.tells_times]
        within = [(place, at) for place, at in starts if begins_s <= at + 1e-9 < begins_s + self.piece_s]
        characters = "".join(text[place] for place, _ in within)
        return Spoken(audio, begins_s, characters, [at for _, at in within], self.s_per_character)
