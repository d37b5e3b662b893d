"""How far a voice has come in its sentence, in words: by its word times where it tells them, else by its bytes.

Silence at either end of the sound is no part of any word. A word counts as heard when the last of its sound has played,
so what is claimed is never ahead of what was heard by more than speech is uneven. Between two words whose times are
known, and in a sentence without any, each character takes as long as the others. Pure.
"""

from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from offhook.protocol import mulaw

QUIETEST_VOICE = 300  # of 32,768: the hiss between words of a recorded voice lies below, its weakest sounds above
USUAL_BYTES_PER_CHARACTER = 540.0  # 14.8 characters a second
LOUD = bytes(abs(int(sample)) >= QUIETEST_VOICE for sample in mulaw.decode(bytes(range(256))))
"""1 for each mu-law byte that is loud, 0 for the others: a table for `bytes.translate`."""


class WordTime(msgspec.Struct, frozen=True, array_like=True):
    """The word that begins with this character of a sentence begins at this byte of its sound."""

    character: int
    byte: int


class SpokenSentence:
    """One sentence and the sound that was made of it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._begins = [begin for begin, _ in self._words()]
        self._times: list[WordTime] = []
        self._written = 0
        self._voice_from: int | None = None  # bytes before the first loud one
        self._voice_until = 0  # bytes up to the last loud one
        self._ended = False

    def sound(self, sound: bytes) -> None:
        """More of it."""
        loud = sound.translate(LOUD)
        first = loud.find(1)
        if first >= 0:
            if self._voice_from is None:
                self._voice_from = self._written + first
            self._voice_until = self._written + loud.rfind(1) + 1
        self._written += len(sound)

    def word(self, time: WordTime) -> None:
        """When one of its words begins. What comes out of order tells nothing, nor what follows within a word."""
        newest = self._times[-1] if self._times else WordTime(-1, -1)
        place = bisect_right(self._begins, time.character)
        if place and self._begins[place - 1] > newest.character and time.byte >= newest.byte:
            self._times.append(WordTime(self._begins[place - 1], time.byte))

    @property
    def ended(self) -> bool:
        """Whether all of its sound is there."""
        return self._ended

    def end(self) -> None:
        """There is no more: it says all of the text."""
        self._ended = True

    @property
    def bytes_per_character(self) -> float | None:
        """How fast this voice speaks; None until the sentence is complete."""
        voiced = max(self._voice_until - (self._voice_from or 0), 1)
        return voiced / len(self._text) if self._ended and self._text else None

    def split_at(self, heard_bytes: int, bytes_per_character: float = USUAL_BYTES_PER_CHARACTER) -> tuple[str, str]:
        """The words that had been said when so much of the sound had played, and the rest.

        Of a sentence that is still being made, how long it will be is guessed by how fast the voice spoke before.
        """
        if self._ended and heard_bytes >= (self._voice_until or self._written):
            return self._text, ""
        characters = self._characters(heard_bytes, bytes_per_character)
        end = 0
        for _, word_end in self._words():
            if word_end > characters:
                break
            end = word_end
        if not self._ended and end == len(self._text.rstrip()):
            end = len(self._text[:end].rpartition(" ")[0])  # a sentence whose end was never made was not heard to it
        return self._text[:end].strip(), self._text[end:].strip()

    def word_begins(self, heard_bytes: int, bytes_per_character: float = USUAL_BYTES_PER_CHARACTER) -> int:
        """Where in the sound the word begins that is being said there, in bytes."""
        characters = self._characters(heard_bytes, bytes_per_character)
        begin = max((begin for begin in self._begins if begin <= characters), default=0)
        known, following = self._around(begin, [time.character for time in self._times], bytes_per_character)
        share = (begin - known.character) / max(following.character - known.character, 1)
        return known.byte + int(share * (following.byte - known.byte))

    def _words(self) -> Iterator[tuple[int, int]]:
        """From which character to which each word goes."""
        end = 0
        for word in self._text.split():
            begin = self._text.index(word, end)
            end = begin + len(word)
            yield begin, end

    def _characters(self, heard_bytes: int, bytes_per_character: float) -> float:
        """How many of its characters have been said. A word is over when the next one begins, whatever its blank."""
        known, following = self._around(heard_bytes, [time.byte for time in self._times], bytes_per_character)
        share = min(max(heard_bytes - known.byte, 0) / max(following.byte - known.byte, 1), 1.0)
        end = len(self._text[: following.character].rstrip())
        return known.character + share * (end - known.character) if share < 1.0 else following.character

    def _around(self, value: int, values: list[int], bytes_per_character: float) -> tuple[WordTime, WordTime]:
        """The known times, or ends of the sentence, between which `value` lies; `values` are those of the times."""
        place = bisect_right(values, value)
        before = self._times[place - 1] if place else WordTime(0, self._voice_from or 0)
        if place < len(self._times):
            return before, self._times[place]
        return before, WordTime(len(self._text), self._voice_ends(before, bytes_per_character))

    def _voice_ends(self, known: WordTime, bytes_per_character: float) -> int:
        """Where its last sound is, as far as it is made; guessed before it is."""
        left = len(self._text) - known.character
        guessed = 0 if self._ended else known.byte + round(left * bytes_per_character)
        return max(self._voice_until, guessed, known.byte + 1)
