"""What Deepgram has recognised in one stretch of the audio, such as one utterance. Pure.

Rules:
- a word belongs to the stretch that its middle lies in, so a result across a border is divided;
- a final result stands: about its audio no other one counts, whether it repeats it or comes late;
- a result that is not final replaces the one before, unless it is about less audio;
- they may come in any order: the text is put together by their times.
"""

import math
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from offhook.protocol.deepgram_listen import Results, UtteranceEnd, Word
from offhook.protocol.errors import RemoteProtocolError

MOST_PIECES, LONGEST_TEXT = 2000, 10_000  # an utterance has some tens, of some tens of words
NEAR_S = 0.1  # results need not begin and end exactly where audio did


class _Piece(msgspec.Struct, frozen=True):
    """The part of a result that is about this stretch."""

    start: float
    end: float
    text: str
    confidence: float
    words: tuple[Word, ...]


class Span:
    """A stretch of audio from `begins` on, in seconds of the connection's audio; to `ends`, once that is known."""

    def __init__(self, begins: float) -> None:
        self.begins, self.ends = begins, math.inf
        self.seen_until = begins
        """How far results reach, final or not."""
        self.held_ended = False
        """Whether Deepgram holds that the speaker has finished: enough silence came after the last word."""
        self._finals: list[_Piece] = []
        self._latest: _Piece | None = None

    def take(self, results: Results) -> None:
        """Any result of the connection, whatever it is about. Raises RemoteProtocolError."""
        piece = self._part_of(results)
        if piece is None:
            return
        if len(self._finals) >= MOST_PIECES or len(piece.text) > LONGEST_TEXT:
            raise RemoteProtocolError("results without end")
        self.seen_until = max(self.seen_until, piece.end)
        if results.is_final:
            insort(self._finals, piece, key=lambda final: final.start)
            self._latest = self._latest and self._without_final(self._latest)
        elif self._latest is None or piece.end >= self._latest.end:
            self._latest = piece
        if piece.text:
            self.held_ended = False
        if results.speech_final and not results.from_finalize and self.text:
            self.held_ended = True

    def no_more_words(self, since: UtteranceEnd) -> None:
        """Deepgram has heard no word for a while."""
        last = max((word.end for word in self.words), default=math.inf)
        if since.last_word_end >= last - NEAR_S:
            self.held_ended = True

    def is_final_until(self, at: float) -> bool:
        """Whether final results reach from the beginning to here. `from_finalize` says less: it may come with a result
        of no length, or not at all."""
        reached = self.begins
        for piece in self._finals:
            if piece.start <= reached + NEAR_S:
                reached = max(reached, piece.end)
        return reached >= at - NEAR_S

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self._pieces() if piece.text)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for piece in self._pieces() for word in piece.words)

    @property
    def language(self) -> str:
        """In which most of the words are; empty if that is not told."""
        told = Counter(word.language for word in self.words if word.language)
        return max(told, key=lambda language: told[language], default="")

    @property
    def confidence(self) -> float:
        """That of the words, on the average; 0 without any."""
        sure = [word.confidence for word in self.words] or [piece.confidence for piece in self._pieces() if piece.text]
        return min(max(sum(sure) / len(sure), 0.0), 1.0) if sure else 0.0

    def _pieces(self) -> Iterator[_Piece]:
        yield from self._finals
        if self._latest is not None:
            yield self._latest

    def _without_final(self, piece: _Piece) -> _Piece | None:
        """What is not final already of a result's part."""
        words = tuple(word for word in piece.words if not self._is_final_at(word.middle))
        if words != piece.words:
            piece = _Piece(piece.start, piece.end, _joined(words), piece.confidence, words)
        repeats = piece.start >= piece.end or self._is_final_at((piece.start + piece.end) / 2)
        return None if repeats and not words else piece

    def _part_of(self, results: Results) -> _Piece | None:
        start, end = max(results.start, self.begins), min(results.end, self.ends)
        if start >= end:
            return None
        best = results.best
        words = tuple(word for word in best.words if self.begins <= word.middle < self.ends)
        text = best.transcript if len(words) == len(best.words) else _joined(words)
        if not best.words and not self.begins <= (results.start + results.end) / 2 < self.ends:
            text = ""
        return self._without_final(_Piece(start, end, " ".join(text.split()), best.confidence, words))

    def _is_final_at(self, at: float) -> bool:
        return any(piece.start <= at < piece.end for piece in self._finals)


def _joined(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)
