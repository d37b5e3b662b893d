"""How far a voice has come in its sentence, in words: by the bytes of its sound, where the voice tells no word times.

Silence at either end of the sound is no part of any word. A word counts as heard when the last of its sound has played,
so what is claimed is never ahead of what was heard by more than speech is uneven. Pure.
"""

from collections.abc import Iterator

from protocol import mulaw

QUIETEST_VOICE = 300  # of 32,768: the hiss between words of a recorded voice lies below, its weakest sounds above
USUAL_BYTES_PER_CHARACTER = 540.0  # 14.8 characters a second
LOUD = bytes(abs(int(sample)) >= QUIETEST_VOICE for sample in mulaw.decode(bytes(range(256))))
"""1 for each mu-law byte that is loud, 0 for the others: a table for `bytes.translate`."""


class SpokenSentence:
    """One sentence and the sound that was written of it."""

    def __init__(self, text: str) -> None:
        self._text = text
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
        return self._voice_bytes(0.0) / len(self._text) if self._ended and self._text else None

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
        begin = max((begin for begin, _ in self._words() if begin <= characters), default=0)
        return (self._voice_from or 0) + int(begin * self._voice_bytes(bytes_per_character) / max(len(self._text), 1))

    def _words(self) -> Iterator[tuple[int, int]]:
        """From which character to which each word goes."""
        end = 0
        for word in self._text.split():
            begin = self._text.index(word, end)
            end = begin + len(word)
            yield begin, end

    def _characters(self, heard_bytes: int, bytes_per_character: float) -> float:
        voiced = max(0, heard_bytes - (self._voice_from or 0))
        return voiced / self._voice_bytes(bytes_per_character) * len(self._text)

    def _voice_bytes(self, bytes_per_character: float) -> float:
        written = float(max(self._voice_until - (self._voice_from or 0), 1))
        return written if self._ended else max(written, len(self._text) * bytes_per_character)
