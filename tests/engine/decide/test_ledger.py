"""What was heard, set against the carrier's true playout. Time is a number that the tests choose."""

import random
from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offhook.engine.decide.ledger import HeardSentence, Ledger, Span
from offhook.protocol.playout import MarkDue, Playout, PlayoutEvent, SoundPlayed

SECOND = 8000


class Line:
    """A ledger and a carrier that gets everything at once; marks come back when the test delivers them."""

    def __init__(self) -> None:
        self.ledger, self.playout, self.now = Ledger(), Playout(), 0.0
        self.echoes: list[str] = []
        self.unheard: dict[int, int] = {}  # bytes of each sentence that the ear has not had
        self.lengths: dict[int, int] = {}
        self.ended: set[int] = set()
        self._queue: deque[tuple[int, int]] = deque()

    def begin(self, turn: int, text: str, length: int, language: str = "") -> int:
        sentence = self.ledger.begin_sentence(turn, text, language=language)
        self.unheard[sentence] = self.lengths[sentence] = 0
        self.sound(sentence, length)
        return sentence

    def sound(self, sentence: int, length: int) -> None:
        self._observe(self.playout.enqueue(bytes(length), self.now))
        self._queue.append((sentence, length))
        self.unheard[sentence] += length
        self.lengths[sentence] += length
        self.ledger.made(sentence, bytes(length))
        self.ledger.wrote_audio(sentence, 0, length, self.now)

    def end(self, sentence: int) -> str:
        self.ledger.made_all(sentence)
        name = self.ledger.name_mark()
        self.ended.add(sentence)
        self._observe(self.playout.mark(name, self.now))
        self.ledger.wrote_mark(name)
        return name

    def say(self, turn: int, text: str, length: int) -> str:
        return self.end(self.begin(turn, text, length))

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self._observe(self.playout.advance(self.now))

    def clear(self) -> None:
        self.clear_arrives()
        self.ledger.wrote_clear(self.now)

    def clear_arrives(self) -> None:
        """The carrier has the clear; whoever sent it is about to learn that it is written."""
        self.ledger.begin_generation()
        self._observe(self.playout.clear(self.now))
        self._queue.clear()

    def deliver_all(self) -> None:
        while self.echoes:
            self.ledger.echoed(self.echoes.pop(0))

    def settle(self, turn: int) -> list[HeardSentence]:
        return self.ledger.settle(turn, self.now)

    def _observe(self, events: list[PlayoutEvent]) -> None:
        for event in events:
            if isinstance(event, MarkDue):
                self.echoes.append(event.name)
            elif isinstance(event, SoundPlayed):
                self._hear(len(event.mulaw))

    def _hear(self, length: int) -> None:
        while length:
            sentence, waiting = self._queue.popleft()
            heard = min(length, waiting)
            self.unheard[sentence] -= heard
            length -= heard
            if heard < waiting:
                self._queue.appendleft((sentence, waiting - heard))


def whole(*texts: str) -> list[HeardSentence]:
    return [HeardSentence(text) for text in texts]


def cut(text: str) -> HeardSentence:
    return HeardSentence("", text)


# Marks.


def test_echoed_sentences_were_heard() -> None:
    """Two sentences played and both marks back: the turn was heard, once."""
    line = Line()
    line.say(1, "One.", SECOND)
    line.say(1, "Two.", SECOND)
    line.wait(2.0)
    assert line.echoes == ["g0:1", "g0:2"]
    line.deliver_all()
    assert line.settle(1) == whole("One.", "Two.")
    assert line.settle(1) == []


def test_a_mark_proves_everything_before_it() -> None:
    """A peer that echoes only the last mark is believed for all."""
    line = Line()
    names = [line.say(1, text, SECOND) for text in ("One.", "Two.", "Three.")]
    assert line.ledger.echoed(names[1])
    assert line.settle(1) == [*whole("One.", "Two."), cut("Three.")]


@pytest.mark.parametrize(("waited_s", "heard"), [(0.5, 0), (0.999, 0), (1.0, 1), (1.5, 1), (2.0, 2), (9.0, 2)])
def test_a_peer_that_never_echoes_is_followed_by_the_clock(waited_s: float, heard: int) -> None:
    """A sentence counts from the moment at which its last byte must have played."""
    line = Line()
    line.say(1, "One.", SECOND)
    line.say(1, "Two.", SECOND)
    line.wait(waited_s)
    assert [sentence.whole for sentence in line.settle(1)] == [True] * heard + [False] * (2 - heard)


def test_the_clock_stops_while_nothing_waits_at_the_carrier() -> None:
    """Audio that comes after a silence begins when it comes, not when the one before it ended."""
    line = Line()
    line.say(1, "One.", SECOND)
    line.wait(10.0)
    line.say(1, "Two.", SECOND)
    line.wait(0.9)
    assert line.settle(1) == [*whole("One."), cut("Two.")]


@pytest.mark.parametrize(("paused_s", "waits_s"), [(1.5, 2.5), (4.0, 0.0), (12.0, 0.0)])
def test_a_pause_of_the_process_is_played_time_at_the_carrier(paused_s: float, waits_s: float) -> None:
    """No more is sent ahead than the lead, and no more was heard than has played: of 4 s, a pause of 1.5 s left 2.5."""
    line = Line()
    line.say(1, "A long one.", 4 * SECOND)
    line.ledger.was_paused(line.now, paused_s)
    assert line.ledger.plays_until == pytest.approx(line.now + waits_s)
    (heard,) = line.ledger.heard(1, line.now)
    assert heard.whole == (waits_s == 0)


def test_a_late_echo_is_no_news() -> None:
    """A mark that comes back after its turn was settled, or after marks were forgotten, changes and breaks nothing."""
    line = Line()
    name = line.say(1, "One.", SECOND)
    line.wait(1.0)
    assert line.settle(1) == whole("One.")
    assert line.ledger.echoed(name)
    line.ledger.forget_marks()
    assert not line.ledger.echoed(name)
    assert not line.ledger.has_played(name)


def test_has_played_is_the_carriers_word() -> None:
    """The clock may say what it likes: only an echo says that the carrier has played a mark."""
    line = Line()
    name = line.say(1, "One.", SECOND)
    line.wait(5.0)
    assert not line.ledger.has_played(name)
    line.deliver_all()
    assert line.ledger.has_played(name)


def test_a_mark_that_was_not_written_proves_nothing() -> None:
    """A name that was given and not sent cannot have come from the carrier."""
    line = Line()
    line.ledger.made_all(line.begin(1, "One.", SECOND))
    name = line.ledger.name_mark()
    assert not line.ledger.echoed(name)
    assert line.settle(1) == [cut("One.")]


@pytest.mark.parametrize(
    "name", ["", "g", "g0", "g0:", ":1", "g0:x", "gx:1", "g-1:1", "mark", "g0:999", "g²:1", "g1:1:1"]
)
def test_foreign_marks_are_neither_ours_nor_void(name: str) -> None:
    """What we never named proves nothing and is not excused as one of our own."""
    line = Line()
    line.say(1, "One.", SECOND)
    line.clear()
    assert not line.ledger.echoed(name)
    assert not line.ledger.is_void(name)


# Clears.


def test_a_cleared_sentence_was_not_heard_though_its_mark_comes_back() -> None:
    """Carriers echo the marks of what they drop; those are void, and known to be ours."""
    line = Line()
    line.say(1, "One.", SECOND)
    name = line.say(1, "Two.", SECOND)
    line.wait(1.5)
    line.clear()
    assert line.echoes == ["g0:1", "g0:2"]
    assert not line.ledger.echoed(name)
    assert line.ledger.is_void(name)
    line.wait(60.0)
    assert line.settle(1) == [*whole("One."), cut("Two.")]


def test_a_mark_echoed_by_a_clear_may_overtake_the_news_that_it_was_written() -> None:
    """The receiver may see the echo before the line writer has returned from sending the clear: it is void already."""
    line = Line()
    name = line.say(1, "One.", SECOND)
    line.wait(0.5)
    line.clear_arrives()
    assert line.echoes == [name]
    line.deliver_all()
    line.ledger.wrote_clear(line.now)
    assert line.settle(1) == [cut("One.")]


def test_what_had_played_before_a_clear_stays_heard_without_its_mark() -> None:
    """A peer that drops marks at a clear is followed by the clock up to that moment."""
    line = Line()
    line.say(1, "One.", SECOND)
    line.say(1, "Two.", SECOND)
    line.wait(1.25)
    line.clear()
    assert line.settle(1) == [*whole("One."), cut("Two.")]


def test_after_a_clear_counting_begins_anew() -> None:
    """A new generation's marks bear its number, and its bytes are counted from its clear."""
    line = Line()
    line.say(1, "One.", 10 * SECOND)
    line.wait(1.0)
    line.clear()
    assert line.say(2, "Two.", SECOND) == "g1:2"
    line.wait(0.5)
    assert line.ledger.settle(2, line.now) == [cut("Two.")]
    line.say(3, "Three.", SECOND)
    line.wait(2.0)
    line.deliver_all()
    assert line.settle(3) == whole("Three.")
    assert line.settle(1) == [cut("One.")]


def test_a_mark_named_before_its_clear_was_written_belongs_to_what_follows() -> None:
    """Marks of the new generation survive the clear that is still on its way."""
    line = Line()
    line.say(1, "One.", SECOND)
    line.ledger.begin_generation()
    sentence = line.ledger.begin_sentence(2, "Two.")
    line.ledger.made(sentence, bytes(SECOND))
    name = line.ledger.name_mark()
    line.ledger.wrote_clear(0.5)
    line.ledger.wrote_audio(sentence, 0, SECOND, 0.5)
    line.ledger.wrote_mark(name)
    assert line.ledger.settle(2, 1.0) == [cut("Two.")]
    assert line.ledger.echoed(name)


def test_a_sentence_that_a_crash_cut_off_is_told_apart_from_its_repetition() -> None:
    """The speaker crashed in mid-sentence, cleared, and said it again: the first was cut, the second heard."""
    line = Line()
    line.begin(1, "One.", SECOND)
    line.wait(0.5)
    line.clear()
    line.say(1, "One.", SECOND)
    line.wait(1.0)
    line.deliver_all()
    assert line.settle(1) == [cut("One."), *whole("One.")]


def test_a_sentence_that_was_begun_only_was_not_heard() -> None:
    """Without its end there is no telling how long it is, however long one waits."""
    line = Line()
    line.begin(1, "One.", SECOND)
    line.wait(60.0)
    assert line.settle(1) == [cut("One.")]


@pytest.mark.parametrize(("language", "heard"), [("de", "eins zwei"), ("hi", "eins")])
def test_the_speed_of_a_voice_is_not_that_of_another_languages_voice(language: str, heard: str) -> None:
    """How far a sentence is said whose audio is incomplete goes by the sentence before, if the same voice said that."""
    line = Line()
    line.end(line.begin(1, "zwanzig Buchstaben..", SECOND, "de"))
    line.wait(1.0)
    line.settle(1)
    line.begin(2, "eins zwei drei vier fünf sechs sieben", SECOND // 2, language)
    line.wait(0.5)
    assert line.settle(2)[0].heard == heard


def test_a_sentence_of_which_nothing_was_written_is_no_part_of_its_turn() -> None:
    """An interruption in the very moment in which a sentence begins leaves no trace of it."""
    line = Line()
    line.say(1, "One.", SECOND)
    line.ledger.begin_sentence(1, "Two.")
    line.wait(1.0)
    assert line.settle(1) == whole("One.")


def test_a_sentence_whose_voice_broke_off_was_not_heard_to_its_end() -> None:
    """However long one waits: what was never made cannot have been heard."""
    line = Line()
    line.begin(1, "One two three.", SECOND)
    line.ledger.wrote_mark(line.ledger.name_mark())
    line.wait(60.0)
    assert not line.settle(1)[0].whole


@pytest.mark.parametrize(
    ("waited_s", "heard"),
    [(0.2, ""), (0.3, "One"), (0.69, "One"), (0.7, "One two"), (1.39, "One two"), (1.4, "One two three.")],
)
def test_words_are_found_by_the_samples(waited_s: float, heard: str) -> None:
    """A word counts once the last of its sound has played: its share of the characters, its share of the time."""
    line = Line()
    line.say(1, "One two three.", round(1.4 * SECOND))
    line.wait(waited_s)
    (sentence,) = line.settle(1)
    assert sentence.heard == heard
    assert sentence.text == "One two three."


def test_a_clear_keeps_the_words_that_had_played() -> None:
    """What is settled after the clear is what had been heard when it was written."""
    line = Line()
    line.say(1, "One two three.", round(1.4 * SECOND))
    line.wait(0.8)
    line.clear()
    line.wait(60.0)
    assert line.settle(1) == [HeardSentence("One two", "three.")]


def test_turns_are_settled_apart() -> None:
    """Settling one turn leaves another one's sentences where they are."""
    line = Line()
    line.say(1, "One.", SECOND)
    line.say(2, "Two.", SECOND)
    line.wait(2.0)
    assert line.settle(2) == whole("Two.")
    assert line.settle(1) == whole("One.")


# Whatever happens.

TEXT = "a text of several words"
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["begin", "sound", "end", "say", "wait", "echo", "clear", "clear arrives", "settle"]),
        st.integers(1, 4000),
    ),
    max_size=40,
)


@settings(max_examples=400)
@given(ACTS, st.integers(0, 2**32))
def test_no_sentence_is_claimed_that_has_not_been_played(acts: list[tuple[str, int]], seed: int) -> None:
    """With marks late, lost or out of order, and clears at any moment, heard never exceeds the carrier's truth."""
    line, chance = Line(), random.Random(seed)
    turn, sentences, current = 1, list[int](), None
    for act, size in acts:
        match act:
            case "begin" | "say" if current is None:
                current = line.begin(turn, TEXT, size)
                sentences.append(current)
                if act == "say":
                    line.end(current)
                    current = None
            case "sound" if current is not None:
                line.sound(current, size)
            case "end" if current is not None:
                line.end(current)
                current = None
            case "wait":
                line.wait(size / 3000)
            case "echo" if line.echoes:
                line.ledger.echoed(line.echoes.pop(chance.randrange(len(line.echoes))))
            case "clear" | "clear arrives":
                current = None
                line.clear_arrives()
                if act == "clear arrives":
                    line.deliver_all()
                line.ledger.wrote_clear(line.now)
            case "settle":
                assert_never_claims_more(line, turn, sentences)
                turn, sentences, current = turn + 1, [], None
            case _:
                pass
    assert_never_claims_more(line, turn, sentences)


def assert_never_claims_more(line: Line, turn: int, sentences: list[int]) -> None:
    heard = line.settle(turn)
    assert len(heard) == len(sentences)
    for sentence, claim in zip(sentences, heard, strict=True):
        assert claim.text == TEXT
        assert not claim.whole or line.unheard[sentence] == 0
        if sentence in line.ended:
            length = line.lengths[sentence]
            assert len(claim.heard) / len(TEXT) <= (length - line.unheard[sentence]) / length + 1e-9


@given(st.lists(st.tuples(st.integers(1, 9000), st.floats(0, 2)), min_size=1, max_size=8), st.booleans())
def test_what_was_played_to_its_end_is_claimed(sentences: list[tuple[int, float]], echoing: bool) -> None:
    """Nothing is forgotten either: without a clear every sentence is heard in the end, with or without echoes."""
    line = Line()
    for length, pause_s in sentences:
        line.say(1, "text", length)
        line.wait(pause_s)
    line.wait(10.0)
    if echoing:
        line.deliver_all()
    assert [claim.whole for claim in line.settle(1)] == [True] * len(sentences)


def test_a_sentence_that_was_never_finished_does_not_claim_what_follows_it() -> None:
    """Its voice failed half-way: the sound of the next sentence is none of its own."""
    ledger = Ledger()
    first, second = ledger.begin_sentence(1, "one two three four five six"), ledger.begin_sentence(1, "Afterwards.")
    ledger.made(first, bytes(8000))
    ledger.wrote_audio(first, 0, 8000, 0.0)
    ledger.made(second, bytes(8000))
    ledger.made_all(second)
    ledger.wrote_audio(second, 0, 8000, 1.0)
    assert len(ledger.settle(1, 3.0)[0].heard.split()) <= 3


def test_a_turn_is_heard_from_its_first_sound_to_its_last() -> None:
    """It waits behind another one, and the end is not before it was played."""
    line = Line()
    line.say(1, "First.", 8000)
    line.say(2, "Second.", 8000)
    assert line.ledger.span(1, 0.5) == Span(0.0, 0.5)
    assert line.ledger.span(1, 3.0) == Span(0.0, 1.0)
    assert line.ledger.span(2, 3.0) == Span(1.0, 2.0)


def test_what_a_clear_threw_away_was_not_heard() -> None:
    """The turn ends with the clear; one that had not begun begins when it is said after all."""
    line = Line()
    line.say(1, "First.", 8000)
    line.say(2, "Second.", 8000)
    line.wait(0.5)
    line.clear()
    assert line.ledger.span(1, 3.0) == Span(0.0, 0.5)
    line.wait(1.0)
    line.say(2, "Second.", 8000)
    assert line.ledger.span(2, 9.0) == Span(1.5, 2.5)


def test_a_reply_that_goes_on_after_a_cough_is_one_turn() -> None:
    """From its first sound before to its last sound after."""
    line = Line()
    line.say(1, "First.", 8000)
    line.wait(0.5)
    line.clear()
    line.wait(1.0)
    line.say(1, "First.", 4000)
    assert line.ledger.span(1, 9.0) == Span(0.0, 2.0)


def test_a_server_that_stood_still_dates_what_was_played_meanwhile() -> None:
    """The carrier has played on: the turn is over by so much sooner."""
    line = Line()
    line.say(1, "First.", 16000)
    line.wait(0.5)
    line.ledger.was_paused(0.5, 1.0)
    assert line.ledger.span(1, 9.0) == Span(0.0, 1.0)


def test_a_turn_that_never_sounded_has_no_length() -> None:
    """Nor has one that is settled and forgotten."""
    line = Line()
    line.say(1, "First.", 8000)
    line.wait(1.0)
    line.settle(1)
    assert line.ledger.span(1, 2.0) == line.ledger.span(7, 2.0) == Span(2.0, 2.0)
