"""What AssemblyAI has recognised in one stretch of the audio, such as one utterance. Pure.

Several of AssemblyAI's turns may lie in it, and one that reaches across its border is divided. Rules:
- a word belongs to the stretch that its middle lies in;
- each message about a turn replaces the one before, unless it has fewer final words: those are never taken back;
- a turn that has ended stands. Only its formatted version replaces it, once;
- a word in the middle of another turn that has ended is a repetition, and dropped;
- messages may come in any order: the text is put together by the times of its words.
"""

import math
from collections.abc import Iterable

import msgspec

from offhook.protocol.assemblyai_streaming import Turn, Word
from offhook.protocol.errors import RemoteProtocolError

MOST_TURNS, LONGEST_TEXT = 500, 10_000  # an utterance has a few, of some tens of words


class _Part(msgspec.Struct, frozen=True):
    """The part of a turn that lies in this stretch."""

    words: tuple[Word, ...]
    text: str
    has_ended: bool
    is_formatted: bool
    has_paused: bool
    """Whether the service has found a pause after its last word."""

    @property
    def start(self) -> float:
        return self.words[0].start

    @property
    def end(self) -> float:
        return max(word.end for word in self.words)

    @property
    def final_words(self) -> int:
        return sum(word.word_is_final for word in self.words)


class TurnsInStretch:
    """A stretch of audio from `begins` on, in milliseconds of the connection's audio; to `ends`, once that is known."""

    def __init__(self, begins: float) -> None:
        self.begins, self.ends = begins, math.inf
        self._parts: dict[int, _Part] = {}
        self.language = ""
        """Of the last turn in it, as far as it is told."""

    def take(self, turn: Turn) -> bool:
        """Any turn of the connection, whatever it is about. Returns whether it has changed anything here. Raises
        RemoteProtocolError."""
        known = self._parts.get(turn.turn_order)
        part = self._part_of(turn, known)
        if part is None or (known is not None and not _replaces(part, known)):
            return False
        others = sum(len(each.text) for order, each in self._parts.items() if order != turn.turn_order)
        if len(self._parts) >= MOST_TURNS or others + len(part.text) > LONGEST_TEXT:
            raise RemoteProtocolError("turns without end")
        self._parts[turn.turn_order] = part
        self.language = turn.language_code or self.language
        return True

    def has_turn(self, turn_order: int) -> bool:
        """Whether some of this turn lies in here."""
        return turn_order in self._parts

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self._in_order() if part.text)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for part in self._in_order() for word in part.words)

    @property
    def confidence(self) -> float:
        """That of the words, on the average; 0 without any."""
        sure = [word.confidence for word in self.words]
        return min(max(sum(sure) / len(sure), 0.0), 1.0) if sure else 0.0

    @property
    def is_open(self) -> bool:
        """Whether a turn in it has not ended."""
        return not all(part.has_ended for part in self._parts.values())

    @property
    def is_formatted(self) -> bool:
        return all(part.is_formatted for part in self._parts.values())

    @property
    def has_paused(self) -> bool:
        """Whether the service has found a pause after the last word, and the words before it are final."""
        last = self._last
        return last is not None and last.has_paused and last.final_words == len(last.words)

    @property
    def has_ended(self) -> bool:
        """Whether the turn with the last word has ended."""
        return self._last is not None and self._last.has_ended

    def reaches(self, at: float, within: float) -> bool:
        """Whether the last word is no longer than `within` before this."""
        return self._last is not None and self._last.end >= at - within

    @property
    def _last(self) -> _Part | None:
        return max(self._parts.values(), key=lambda part: part.end, default=None)

    def _in_order(self) -> list[_Part]:
        return sorted(self._parts.values(), key=lambda part: part.start)

    def _part_of(self, turn: Turn, known: _Part | None) -> _Part | None:
        words = tuple(word for word in turn.words if self._is_here(word, turn.turn_order))
        text = " ".join(turn.transcript.split())
        if not turn.end_of_turn or len(words) != len(turn.words):
            text = _joined(words)  # the transcript has only the final words
        if not words:
            if known is None or turn.words:
                return None
            words, text = known.words, known.text  # only that it has ended
        paused = turn.end_of_turn or bool(turn.utterance)
        return _Part(words, text, turn.end_of_turn, turn.turn_is_formatted, paused)

    def _is_here(self, word: Word, turn_order: int) -> bool:
        others = (part for order, part in self._parts.items() if order != turn_order and part.has_ended)
        return self.begins <= word.middle < self.ends and not any(
            part.start <= word.middle < part.end for part in others
        )


def _replaces(part: _Part, known: _Part) -> bool:
    if known.has_ended:
        return part.has_ended and part.is_formatted and not known.is_formatted
    return part.has_ended or part.final_words >= known.final_words


def _joined(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)
