"""The sound of the fake of ElevenLabs: a tone whose length follows the text, so that every character has its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

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
    piece_s: float = 0.3
    tells_times: bool = True

    def of(self, text: str) -> list[Spoken]:
        sound = speech(len(text) * self.s_per_character, self.silent_s)
        starts = [self.silent_s + place * self.s_per_character for place in range(len(text))]
        length = round(self.piece_s * BYTES_PER_S)
        found = []
        for number, begin in zip(count(), range(0, len(sound), length), strict=False):
            begins_s = number * self.piece_s
            within = [
                place
                for place, start in enumerate(starts)
                if self.tells_times and begins_s <= start + 1e-9 < begins_s + self.piece_s
            ]
            characters = "".join(text[place] for place in within)
            times = [starts[place] for place in within]
            piece = sound[begin : begin + length]
            found.append(Spoken(piece, begins_s, characters, times, self.s_per_character))
        return found
