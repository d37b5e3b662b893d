"""What was heard: every byte written, mapped to its turn and sentence, against the carrier's playback.

The carrier plays what we write in order and in real time, so a clock that starts with the first byte tells what has
played at most; echoed marks tell what has played at least. Marks are named `g<generation>:<sequence>`. A `clear` ends
a generation: carriers echo the marks of what they cleared too (Twilio, "WebSocket Messages"), so such echoes are void.

Two hands write here. The speaker opens and closes sentences and begins a generation when it sends a clear; the line
writer reports what really went out, in that order. Grain: a sentence; one that did not play to its end was not heard.
Pure: time comes in with every call.
"""

from dataclasses import dataclass, field

import msgspec

from engine.speech import BYTES_PER_S


class HeardSentence(msgspec.Struct, frozen=True):
    """One sentence of the agent, and whether the caller can have heard all of it."""

    text: str
    whole: bool


@dataclass
class _Sentence:
    turn: int
    text: str
    end_mark: str | None = None
    heard: bool = False  # settled early, when a clear threw its mark away
    broken_off: bool = False  # its voice did not come to its end, so nobody can hear that


@dataclass
class _Mark:
    position: int | None = None  # bytes of its generation written before it; None until it is written itself
    echoed: bool = False


@dataclass
class Ledger:
    """One call's outbound audio. Positions count the bytes written since the last clear."""

    generation: int = 0
    plays_until: float = 0.0  # when the carrier will have played all that was written
    _sentences: dict[int, _Sentence] = field(default_factory=dict)
    _marks: dict[str, _Mark] = field(default_factory=dict)
    _last_sentence: int = 0
    _last_mark: int = 0
    _written: int = 0
    _confirmed: int = 0

    def begin_sentence(self, turn: int, text: str) -> int:
        """Audio that follows says `text`. Returns the sentence's number."""
        self._last_sentence += 1
        self._sentences[self._last_sentence] = _Sentence(turn, text)
        return self._last_sentence

    def end_sentence(self, sentence: int, *, broken_off: bool = False) -> str:
        """All audio of a sentence is on its way, or all that there will be: the name of the mark to send behind it."""
        self._last_mark += 1
        name = f"g{self.generation}:{self._last_mark}"
        self._marks[name] = _Mark()
        self._sentences[sentence].end_mark = name
        self._sentences[sentence].broken_off = broken_off
        return name

    def begin_generation(self) -> None:
        """A clear is on its way: marks named from here on belong to what follows it."""
        self.generation += 1

    def wrote_audio(self, length: int, now: float) -> None:
        self._written += length
        self.plays_until = max(now, self.plays_until) + length / BYTES_PER_S

    def wrote_mark(self, name: str) -> None:
        if name in self._marks:
            self._marks[name].position = self._written

    def wrote_clear(self, now: float) -> None:
        for sentence in self._sentences.values():
            sentence.heard = self._was_heard(sentence, now)
        self._written = self._confirmed = 0
        self.plays_until = now
        self._marks = {name: mark for name, mark in self._marks.items() if mark.position is None}

    def echoed(self, name: str) -> bool:
        """A mark came back. False for one that was never written, or whose audio was cleared: it proves nothing.

        A clear on its way counts as one: the carrier may have it, and echo what it threw away, before its sender
        learns that it is written.
        """
        mark = self._marks.get(name)
        if mark is None or mark.position is None or self.is_void(name):
            return False
        mark.echoed = True
        self._confirmed = max(self._confirmed, mark.position)
        return True

    def is_void(self, name: str) -> bool:
        """Whether a mark was ours and its audio has been cleared since: carriers echo those too."""
        generation, _, sequence = name.removeprefix("g").partition(":")
        if not (generation.isdecimal() and sequence.isdecimal()):
            return False
        return int(generation) < self.generation and int(sequence) <= self._last_mark

    def has_played(self, name: str) -> bool:
        """Whether the carrier said so."""
        mark = self._marks.get(name)
        return mark is not None and mark.echoed

    def settle(self, turn: int, now: float) -> list[HeardSentence]:
        """What was heard of a turn, once: the turn is over, and forgotten here."""
        mine = {number: sentence for number, sentence in self._sentences.items() if sentence.turn == turn}
        heard = [HeardSentence(sentence.text, self._was_heard(sentence, now)) for sentence in mine.values()]
        for number in mine:
            del self._sentences[number]
        return heard

    def forget_marks(self) -> None:
        """Nothing is playing any more: what the marks proved has been used."""
        self._marks.clear()

    def _was_heard(self, sentence: _Sentence, now: float) -> bool:
        if sentence.heard or sentence.broken_off:
            return sentence.heard
        mark = self._marks.get(sentence.end_mark) if sentence.end_mark is not None else None
        if mark is None or mark.position is None:
            return False
        return mark.echoed or mark.position <= self._played(now)

    def _played(self, now: float) -> float:
        still_to_play = max(0.0, self.plays_until - now) * BYTES_PER_S
        return max(self._confirmed, self._written - still_to_play)
