"""Which words of a sentence have been heard, by how much of its audio has played. Pure.

The voice's word times are used if it reports them. Between two words whose times are known, and in a sentence without
any, each character is taken to be equally long. Silence at either end of the audio belongs to no word. A word counts as
heard when the last of its audio has played, so the heard text is ahead of the truth by no more than speech is uneven.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile

import msgspec

from offhook.protocol import mulaw

QUIETEST_VOICE = 300  # of 32,768: hiss between the words of a recorded voice is quieter, its weakest sounds are louder
USUAL_BYTES_PER_CHARACTER = 540.0  # 14.8 characters a second
LOUD = bytes(abs(int(sample)) >= QUIETEST_VOICE for sample in mulaw.decode(bytes(range(256))))
"""A table for `bytes.translate`: 1 for each mu-law byte that is loud, 0 for the others."""


class WordTime(msgspec.Struct, frozen=True, array_like=True):
    """When a word begins: the word at this character of a sentence begins at this byte of its audio."""

    character: int
    byte: int


class SaidInstead(msgspec.Struct, frozen=True):
    """What a voice says in place of the sentence that it was given; as far as it is known, if more is to come."""

    text: str


class SpokenSentence:
    """One sentence and the audio that was rendered of it."""

    __slots__ = ("_begins", "_ended", "_text", "_times", "_voice_from", "_voice_until", "_written")

    def __init__(self, text: str) -> None:
        self._text = text
        self._begins = [begin for begin, _ in self._words()]
        self._times: list[WordTime] = []
        self._written = 0
        self._voice_from: int | None = None  # bytes before the first loud one
        self._voice_until = 0  # bytes up to the last loud one
        self._ended = False

    def sound(self, sound: bytes) -> None:
        """Add more audio."""
        loud = sound.translate(LOUD)
        first = loud.find(1)
        if first >= 0:
            if self._voice_from is None:
                self._voice_from = self._written + first
            self._voice_until = self._written + loud.rfind(1) + 1
        self._written += len(sound)

    def say_instead(self, text: str) -> None:
        """The audio says something else, also what was added before. Times of words that are the same are kept."""
        pairs = zip(self._text.split(), text.split(), strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        self._text = text
        self._begins = [begin for begin, _ in self._words()]
        changed = self._begins[same] if same < len(self._begins) else len(text)
        self._times = [time for time in self._times if time.character < changed]

    def word(self, time: WordTime) -> None:
        """Add the time at which a word begins. Times out of order, or inside a word, are ignored."""
        newest = self._times[-1] if self._times else WordTime(-1, -1)
        place = bisect_right(self._begins, time.character)
        if place and self._begins[place - 1] > newest.character and time.byte >= newest.byte:
            self._times.append(WordTime(self._begins[place - 1], time.byte))

    @property
    def ended(self) -> bool:
        """Whether its audio is complete."""
        return self._ended

    def end(self) -> None:
        """The audio is complete: it says all of the text."""
        self._ended = True

    @property
    def bytes_per_character(self) -> float | None:
        """How fast this voice speaks; None until the sentence is complete."""
        voiced = max(self._voice_until - (self._voice_from or 0), 1)
        return voiced / len(self._text) if self._ended and self._text else None

    def split_at(self, heard_bytes: int, bytes_per_character: float = USUAL_BYTES_PER_CHARACTER) -> tuple[str, str]:
        """The words that are heard when so many bytes have played, and the rest.

        While the audio is incomplete, its length is estimated by the speed of the voice so far.
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
            end = len(self._text[:end].rpartition(" ")[0])  # an incomplete sentence was not heard to its end
        return self._text[:end].strip(), self._text[end:].strip()

    def word_begins(self, heard_bytes: int, bytes_per_character: float = USUAL_BYTES_PER_CHARACTER) -> int:
        """The byte at which the word begins that is being said at `heard_bytes`."""
        characters = self._characters(heard_bytes, bytes_per_character)
        begin = max((begin for begin in self._begins if begin <= characters), default=0)
        known, following = self._around(begin, [time.character for time in self._times], bytes_per_character)
        share = (begin - known.character) / max(following.character - known.character, 1)
        return known.byte + int(share * (following.byte - known.byte))

    def _words(self) -> Iterator[tuple[int, int]]:
        """The first character of each word, and the one after its last."""
        end = 0
        for word in self._text.split():
            begin = self._text.index(word, end)
            end = begin + len(word)
            yield begin, end

    def _characters(self, heard_bytes: int, bytes_per_character: float) -> float:
        """How many characters have been said. A word ends where the next one begins, the blank included."""
        known, following = self._around(heard_bytes, [time.byte for time in self._times], bytes_per_character)
        share = min(max(heard_bytes - known.byte, 0) / max(following.byte - known.byte, 1), 1.0)
        end = len(self._text[: following.character].rstrip())
        return known.character + share * (end - known.character) if share < 1.0 else following.character

    def _around(self, value: int, values: list[int], bytes_per_character: float) -> tuple[WordTime, WordTime]:
        """The known times (or ends of the sentence) around `value`; `values` holds the same number of each time."""
        place = bisect_right(values, value)
        before = self._times[place - 1] if place else WordTime(0, self._voice_from or 0)
        if place < len(self._times):
            return before, self._times[place]
        return before, WordTime(len(self._text), self._voice_ends(before, bytes_per_character))

    def _voice_ends(self, known: WordTime, bytes_per_character: float) -> int:
        """The byte of its last loud sound; an estimate while the audio is incomplete."""
        left = len(self._text) - known.character
        guessed = 0 if self._ended else known.byte + round(left * bytes_per_character)
        return max(self._voice_until, guessed, known.byte + 1)
