"""One utterance at AssemblyAI: the audio that waits for the connection, and the words so far."""

from collections.abc import Callable
from typing import NamedTuple

import trio

from offhook.actors.recognizer.service import FedAtOnce, RecognizerFailed, Transcript, TranscriptSoFar
from offhook.engine.run.mailbox import Wake
from offhook.engine.words.heard_word import HeardWord
from offhook.protocol.assemblyai_streaming import SHORTEST_MS, Turn
from offhook.protocol.assemblyai_turns import TurnsInStretch
from offhook.protocol.mulaw import SILENCE
from offhook.protocol.telephone_audio import BYTES_PER_S

BYTES_PER_MS = BYTES_PER_S // 1000
SHORTEST_PIECE = SHORTEST_MS * BYTES_PER_MS
LONGEST_PIECE = 400 * BYTES_PER_MS  # half a second and more is much at once for a service that listens
LONGEST_UTTERANCE_S = 180.0
ENDS_WITHIN_MS = 400.0
"""How long before a pause is noticed the last word may have ended. Less would not do: the times of words are not exact.
With more, a short word after another pause could still be missing."""


class Patience(NamedTuple):
    """What is waited for, in seconds."""

    pause_s: float
    final_s: float
    total_s: float
    formatted: bool
    """Whether final words are formatted ones."""
    bytes_per_s: float
    """How fast audio that waits is sent."""


class AssemblyAiUtterance(FedAtOnce):
    """Its audio is taken by the session, piece by piece; turns of the connection are shown to it."""

    def __init__(self, patience: Patience, waits: Wake, on_partial: Callable[[str], None]) -> None:
        self._patience, self._audio_waits, self._on_partial = patience, waits, on_partial
        self._waiting = bytearray()
        self._fed = 0
        self.stretch: TurnsInStretch | None = None
        """None until some of its audio is sent."""
        self._is_over = False
        self._forced_at: float | None = None
        """When its end was sent."""
        self._paused_ms: float | None = None
        """Up to where it was fed at the last pause, since its beginning."""
        self._was_open = self._is_answered = self._is_alive = False
        self._waits = False
        self._told = ""
        self._failure: RecognizerFailed | None = None
        self._changed = Wake()

    # What the chain asks for.

    def feed_nowait(self, mulaw: bytes) -> None:
        self._raise_failure()
        self._fed += len(mulaw)
        if self._fed > LONGEST_UTTERANCE_S * BYTES_PER_S:
            raise RecognizerFailed(f"an utterance of more than {LONGEST_UTTERANCE_S:g} s", only_this=True)
        self._waiting += mulaw
        if len(self._waiting) >= SHORTEST_PIECE:
            self._audio_waits.ring()

    async def so_far(self) -> TranscriptSoFar | None:
        await trio.lowlevel.checkpoint()
        self._raise_failure()
        self._paused_ms = self._fed / BYTES_PER_MS
        try:
            await self._wait(lambda: self._is_complete, trio.current_time() + self._patience.pause_s)
        except trio.Cancelled:
            self._paused_ms = None  # the caller goes on
            raise
        if self.stretch is None or not self.stretch.text:
            return None
        complete = self._is_complete
        stands = complete and (self.stretch.is_formatted or not self._patience.formatted)
        ended = (complete and self.stretch.has_ended) or None
        return TranscriptSoFar(self._transcript(self.stretch), stands, ended)

    async def finish(self) -> Transcript:
        await trio.lowlevel.checkpoint()
        self._raise_failure()
        if not self._fed:
            return Transcript("", confidence=0.0)
        self._is_over, self._waits = True, True
        by = trio.current_time() + self._patience.total_s + len(self._waiting) / self._patience.bytes_per_s
        self._audio_waits.ring()
        await self._wait(lambda: self._forced_at is not None, by)
        if self._forced_at is not None:
            await self._wait(lambda: self._is_final, min(self._forced_at + self._patience.final_s, by))
        await self._wait(lambda: self._will_do, by)
        if self.stretch is None or not self._will_do:
            what = "no more words" if self.stretch is not None and self.stretch.text else "no words"
            raise RecognizerFailed(f"{what} within {self._patience.total_s:g} s")
        self._waits = False
        return self._transcript(self.stretch)

    async def _wait(self, enough: Callable[[], bool], by: float) -> None:
        while not enough() and trio.current_time() < by:
            with trio.move_on_at(by):
                await self._changed.wait()
            self._raise_failure()
        self._raise_failure()

    @property
    def _is_complete(self) -> bool:
        """Whether the service has found the pause that the caller makes, after the last word."""
        if self.stretch is None or self._paused_ms is None or not self.stretch.has_paused:
            return False
        return self._reaches_the_end(self.stretch)

    @property
    def _is_final(self) -> bool:
        """Whether nothing more is to come."""
        if self.stretch is None or self.stretch.is_open:
            return False
        if self._patience.formatted and not self.stretch.is_formatted:
            return False
        return self._is_answered or (bool(self.stretch.text) and self._reaches_the_end(self.stretch))

    @property
    def _will_do(self) -> bool:
        """Whether the words are all, as far as one can see when no answer comes."""
        if self.stretch is None or self._forced_at is None:
            return False
        if not self.stretch.text:
            return self._is_answered or self._is_alive
        return not self.stretch.is_open or (self.stretch.has_paused and self._reaches_the_end(self.stretch))

    def _reaches_the_end(self, stretch: TurnsInStretch) -> bool:
        end_ms = self._fed / BYTES_PER_MS if self._paused_ms is None else self._paused_ms
        return stretch.reaches(stretch.begins + end_ms, ENDS_WITHIN_MS)

    def _transcript(self, stretch: TurnsInStretch) -> Transcript:
        words = tuple(
            HeardWord(
                word.text,
                max(word.start - stretch.begins, 0.0) / 1000,
                (word.end - stretch.begins) / 1000,
                min(max(word.confidence, 0.0), 1.0),
            )
            for word in stretch.words
        )
        return Transcript(stretch.text, stretch.confidence, words, stretch.language)

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    # What the session knows.

    @property
    def is_well(self) -> bool:
        return self._failure is None

    @property
    def waits_in_vain(self) -> bool:
        """Whether its words did not come, on a connection that seems to be in order."""
        return self._waits and self._failure is None

    @property
    def has_more(self) -> bool:
        """Whether another piece of its audio can be sent."""
        return len(self._waiting) >= (1 if self._is_over else SHORTEST_PIECE)

    @property
    def wants_end(self) -> bool:
        """Whether all its audio is sent, and the service is to be told."""
        return self._is_over and not self._waiting and self._forced_at is None and self.stretch is not None

    def next_piece(self) -> bytes:
        """Of the audio that waits; empty if it is too short to be sent."""
        if not self.has_more:
            return b""
        piece = bytes(self._waiting[:LONGEST_PIECE])
        del self._waiting[: len(piece)]
        return piece.ljust(SHORTEST_PIECE, SILENCE)

    def begin_at(self, begins_ms: float) -> None:
        """Its first audio is sent: where that stands in the audio of the connection."""
        self.stretch = TurnsInStretch(begins_ms)

    def end_at(self, ends_ms: float) -> None:
        """The service was told that it is over."""
        assert self.stretch is not None
        self.stretch.ends = ends_ms
        self._forced_at, self._was_open = trio.current_time(), self.stretch.is_open
        self._changed.ring()

    def take(self, turn: Turn) -> None:
        """A turn of the connection, whatever it is about. Raises RemoteProtocolError."""
        stretch = self.stretch
        if stretch is None or not stretch.take(turn):
            return
        if self._forced_at is not None and turn.end_of_turn and (self._was_open or self._reaches_the_end(stretch)):
            self._is_answered = True
        text = stretch.text
        if text != self._told:
            self._told = text
            self._on_partial(text)
        self._changed.ring()

    def has_no_more_words(self) -> None:
        """The service has answered to its end that there is nothing more."""
        self._is_answered = True
        self._changed.ring()

    def is_heard(self, until_ms: float) -> None:
        """The service has received so much audio of the connection."""
        if self._forced_at is not None and self.stretch is not None and until_ms >= self.stretch.ends:
            self._is_alive = True
            self._changed.ring()

    def fail(self, why: RecognizerFailed) -> None:
        if self._failure is None:
            self._failure = why
            self._changed.ring()
