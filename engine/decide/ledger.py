"""Keeps account of what the caller has heard: maps every byte sent to its turn, sentence and words.

The carrier plays what we send in order and in real time. So a clock that starts with the first byte gives the most that
can have played, and echoed marks give the least. Marks are named `g<generation>:<sequence>`. A `clear` ends a
generation. Carriers also echo the marks of audio that they cleared (Twilio, "WebSocket Messages"), so echoes of an
older generation are void.

Two actors write here. The speaker opens sentences, adds their audio as its voice makes it, and begins a generation when
it sends a clear. The line writer reports what really went out. Heard text is cut at a word, by how far the playback
came in the audio of its sentence (`engine/words/spoken_words.py`). A reply that was held goes on in a new generation,
from a byte of its sentence. Pure: `now` is passed in.
"""

from dataclasses import dataclass, field

import msgspec

from offhook.engine.decide.question import Question
from offhook.engine.decide.resume_point import resume_point
from offhook.engine.words.spoken_words import USUAL_BYTES_PER_CHARACTER, SpokenSentence, WordTime
from offhook.protocol.telephone_audio import BYTES_PER_S

ROUNDING_BYTES = 1e-3  # an instant computed from a byte's number must lead back to that byte
SURELY_HEARD_BYTES = 480  # 60 ms: our clock is ahead of the caller's ear by the network delay
KEPT_SOUNDED = 16  # turns; nobody asks about older ones
REPEATED_AT_MOST_BYTES = 2400  # 300 ms: a reply that goes on repeats no more than that of what was heard


class Span(msgspec.Struct, frozen=True):
    """From the first audio that can have been heard to the end of the last."""

    begins: float
    ends: float

    def by(self, now: float) -> "Span":
        """The part of it that is over by `now`."""
        return Span(min(self.begins, now), min(self.ends, now))


class HeardSentence(msgspec.Struct, frozen=True):
    """One sentence of the agent: the words that the caller can have heard, and those that were cut off."""

    heard: str
    unheard: str = ""

    @property
    def whole(self) -> bool:
        return not self.unheard

    @property
    def text(self) -> str:
        return f"{self.heard} {self.unheard}".strip()


@dataclass(slots=True)
class _Sentence:
    turn: int
    spoken: SpokenSentence
    language: str
    protected: bool = False
    asks: int = 0
    filler: bool = False
    sounded: bool = False
    begins_at: int | None = None  # bytes of this generation written before it; None until its first one is written
    plays_from: int = 0  # its own first byte in this generation; not 0 if the reply was held and resumed
    written: int = 0  # how many of its bytes were written in this generation
    heard_before: int = 0  # how many of its bytes were heard in earlier generations


@dataclass(slots=True)
class _Mark:
    position: int | None = None  # bytes of its generation written before it; None until it is written itself
    echoed: bool = False


@dataclass(slots=True)
class Ledger:
    """One call's outbound audio. Positions count the bytes written since the last clear."""

    generation: int = 0
    question: Question = field(default_factory=Question)
    plays_until: float = 0.0  # when the carrier will have played all that was written
    protected_until: float = 0.0  # the same for the last protected sentence, which nothing may interrupt
    _sentences: dict[int, _Sentence] = field(default_factory=dict)
    _spans: dict[int, Span] = field(default_factory=dict)  # of each turn that sounded
    _marks: dict[str, _Mark] = field(default_factory=dict)
    _newest: _Sentence | None = None  # of which something was written
    _sounded_at: dict[int, float] = field(default_factory=dict)
    _last_sentence: int = 0
    _last_mark: int = 0
    _written: int = 0
    _written_generation: int = 0  # the one that the last clear on the line has begun
    _on_the_way: int = 0  # bytes of this generation that wait for the line writer
    _confirmed: int = 0
    # Of the last sentence that was complete, by language: each has a voice of its own.
    _bytes_per_character: dict[str, float] = field(default_factory=dict)

    def begin_sentence(
        self,
        turn: int,
        text: str,
        *,
        language: str = "",
        protected: bool = False,
        asks: int = 0,
        filler: bool = False,
    ) -> int:
        """Open a sentence whose audio is about to be rendered. Returns its number."""
        self._last_sentence += 1
        sentence = _Sentence(turn, SpokenSentence(text), language, protected, asks, filler)
        self._sentences[self._last_sentence] = sentence
        return self._last_sentence

    def made(self, sentence: int, mulaw: bytes) -> None:
        """The voice has rendered more of a sentence; it may be written much later."""
        if sentence in self._sentences:
            self._sentences[sentence].spoken.sound(mulaw)

    def word_begins(self, sentence: int, time: WordTime) -> None:
        """The voice has reported when a word of it begins."""
        if sentence in self._sentences:
            self._sentences[sentence].spoken.word(time)

    def says_instead(self, sentence: int, text: str) -> None:
        """The voice does not say the sentence as it was given: this is what the caller hears."""
        if sentence in self._sentences:
            self._sentences[sentence].spoken.say_instead(text)

    def made_all(self, sentence: int) -> None:
        """The voice has rendered a sentence to its end. A sentence without this call was not heard to its end."""
        if sentence in self._sentences:
            self._sentences[sentence].spoken.end()

    def name_mark(self) -> str:
        """A name for a mark to send after the audio handed over so far."""
        self._last_mark += 1
        name = f"g{self.generation}:{self._last_mark}"
        self._marks[name] = _Mark()
        return name

    def begin_generation(self) -> None:
        """A clear is about to be sent: marks named from now on belong to the audio after it."""
        self.generation += 1
        self._on_the_way = 0

    @property
    def clear_is_due(self) -> bool:
        """Whether a clear was begun and is not written yet: until then the carrier plays on."""
        return self.generation != self._written_generation

    def handed_over(self, length: int) -> None:
        """Note audio of this generation that was queued for the line writer."""
        self._on_the_way += length

    def all_played_at(self, now: float) -> float:
        """When all that the speaker has handed over will have played, also on a slow line; `now` at the earliest.

        Audio that a clear is about to drop does not count.
        """
        written = now if self.clear_is_due else max(now, self.plays_until)
        return written + self._on_the_way / BYTES_PER_S

    def wrote_audio(self, sentence: int, from_byte: int, length: int, now: float) -> None:
        """Note that more of a sentence was written: `length` bytes of its audio, from `from_byte` on."""
        if not self.clear_is_due:
            self._on_the_way -= length
        begun = self._sentences.get(sentence)
        if begun is not None and begun.begins_at is None:
            begun.begins_at, begun.plays_from, begun.sounded, begun.written = self._written, from_byte, True, 0
            if not begun.filler and begun.turn not in self._sounded_at:
                self._sounded_at[begun.turn] = max(now, self.plays_until)
                if len(self._sounded_at) > KEPT_SOUNDED:
                    del self._sounded_at[next(iter(self._sounded_at))]
            if begun.asks:
                self.question.sounds(begun.asks, max(now, self.plays_until))
        if begun is not None:
            begun.written += length
        self._newest = begun
        self._written += length
        plays_from = max(now, self.plays_until)
        self.plays_until = plays_from + length / BYTES_PER_S
        if begun is not None:
            self._extend_span(begun.turn, plays_from)
        if begun is not None and begun.protected:
            self.protected_until = self.plays_until

    def has_sounded(self, turn: int) -> bool:
        """Whether audio of a turn was written, other than a filler. Of the newest turns only."""
        return turn in self._sounded_at

    def sounded_at(self, turn: int) -> float | None:
        """When the first of that audio was to play; None if there was none."""
        return self._sounded_at.get(turn)

    @property
    def amid_protected(self) -> bool:
        """Whether more of a protected sentence is to come, also while its voice is late."""
        newest = self._newest
        if newest is None or not newest.protected:
            return False
        notice = [each for each in self._sentences.values() if each.protected and each.turn == newest.turn]
        return any(not (each.sounded and each.spoken.ended) for each in notice)

    def wrote_mark(self, name: str) -> None:
        if name in self._marks:
            self._marks[name].position = self._written

    def line_closed(self, now: float) -> None:
        """The carrier is gone: what has not played by now is never heard."""
        self.wrote_clear(now)

    def was_paused(self, now: float, seconds: float) -> None:
        """This process was stopped for so long, while the carrier played on with what it had."""
        self.plays_until = min(self.plays_until, max(now, self.plays_until - seconds))
        self.protected_until = min(self.protected_until, max(now, self.protected_until - seconds))
        self._spans = {
            turn: Span(min(span.begins, max(now, span.begins - seconds)), min(span.ends, max(now, span.ends - seconds)))
            for turn, span in self._spans.items()
        }

    def wrote_clear(self, now: float) -> None:
        self._written_generation = self.generation
        for sentence in self._sentences.values():
            sentence.heard_before = self._heard_bytes(sentence, now)
            sentence.begins_at = None
        self._spans = {turn: span.by(now) for turn, span in self._spans.items()}
        self._written = self._confirmed = 0
        self.question.cleared(now)
        self.plays_until = self.protected_until = now
        self._marks = {name: mark for name, mark in self._marks.items() if mark.position is None}

    def echoed(self, name: str) -> bool:
        """A mark came back. False if it proves nothing: it was never written, or its audio was cleared.

        A clear that is not reported as written yet counts too: the carrier may have received it, and echo the marks of
        what it dropped, before the line writer learns that its send is done.
        """
        mark = self._marks.get(name)
        if mark is None or mark.position is None or self.is_void(name):
            return False
        mark.echoed = True
        self._confirmed = max(self._confirmed, mark.position)
        return True

    def is_void(self, name: str) -> bool:
        """Whether a mark is ours and its audio was cleared: carriers echo those too."""
        generation = self._generation_of(name)
        return generation is not None and generation < self.generation

    def is_known(self, name: str) -> bool:
        """Whether a mark was ours at some time, also if its echo comes too late or twice."""
        generation = self._generation_of(name)
        return generation is not None and generation <= self.generation

    def _generation_of(self, name: str) -> int | None:
        """None for a mark that was never named."""
        generation, _, sequence = name.removeprefix("g").partition(":")
        if not (generation.isdecimal() and sequence.isdecimal()) or int(sequence) > self._last_mark:
            return None
        return int(generation)

    def is_written(self, name: str) -> bool:
        """Whether the mark was written, so that the carrier can have all audio before it."""
        mark = self._marks.get(name)
        return mark is not None and mark.position is not None

    def has_played(self, name: str) -> bool:
        """Whether the carrier has echoed the mark."""
        mark = self._marks.get(name)
        return mark is not None and mark.echoed

    def settle(self, turn: int, now: float) -> list[HeardSentence]:
        """What was heard of a turn that is over, without sentences that never sounded. The turn is forgotten here."""
        heard = self.heard(turn, now)
        self._sentences = {number: said for number, said in self._sentences.items() if said.turn != turn}
        self._spans.pop(turn, None)
        return heard

    def heard(self, turn: int, now: float) -> list[HeardSentence]:
        """What was heard of a turn so far; it may become more until its clear is written."""
        mine = [sentence for sentence in self._sentences.values() if sentence.turn == turn]
        return [self._split(sentence, now) for sentence in mine if sentence.sounded]

    def span(self, turn: int, now: float) -> Span:
        """From when to when a turn was heard so far. To be asked before `settle`."""
        return self._spans.get(turn, Span(now, now)).by(now)

    def turns_before(self, turn: int) -> list[int]:
        """The older turns that are not settled yet."""
        return sorted({sentence.turn for sentence in self._sentences.values() if sentence.turn < turn})

    def heard_of(self, sentence: int, now: float) -> int:
        """How many bytes of a sentence's audio have played; 0 if it is settled."""
        begun = self._sentences.get(sentence)
        return 0 if begun is None else self._heard_bytes(begun, now)

    def forget_marks(self) -> None:
        """Forget the marks: nothing is playing, so they are not needed any more."""
        self._marks.clear()

    def resume_point(self, sentence: int, sound: bytes, now: float) -> int:
        """The byte of a sentence's audio from which the reply goes on after it was stopped."""
        begun = self._sentences.get(sentence)
        if begun is None:
            return len(sound)
        heard = min(self._heard_bytes(begun, now), len(sound))
        surely_heard = max(0, heard - SURELY_HEARD_BYTES)
        word = begun.spoken.word_begins(surely_heard, self._speed(begun))
        return resume_point(sound, surely_heard, heard - REPEATED_AT_MOST_BYTES, word)

    def _extend_span(self, turn: int, plays_from: float) -> None:
        """Extend the span of a turn: more was written. Audio that was cleared before it played does not begin it."""
        before = self._spans.get(turn)
        begins = plays_from if before is None or before.ends <= before.begins else before.begins
        self._spans[turn] = Span(begins, self.plays_until)

    def _split(self, sentence: _Sentence, now: float) -> HeardSentence:
        if (known := sentence.spoken.bytes_per_character) is not None:
            self._bytes_per_character[sentence.language] = known
        return HeardSentence(*sentence.spoken.split_at(self._heard_bytes(sentence, now), self._speed(sentence)))

    def _speed(self, sentence: _Sentence) -> float:
        """How many bytes a character takes while the audio of a sentence is incomplete."""
        return self._bytes_per_character.get(sentence.language, USUAL_BYTES_PER_CHARACTER)

    def _heard_bytes(self, sentence: _Sentence, now: float) -> int:
        if sentence.begins_at is None:
            return sentence.heard_before
        heard = min(max(0, int(self._played(now)) - sentence.begins_at), sentence.written)
        return max(sentence.heard_before, sentence.plays_from + heard)

    def _played(self, now: float) -> float:
        still_to_play = max(0.0, self.plays_until - now) * BYTES_PER_S
        return max(self._confirmed, self._written - still_to_play + ROUNDING_BYTES)
