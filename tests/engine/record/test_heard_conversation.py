"""The conversation as it was heard. The clock jumps; the book is a real one in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.decide.ledger import HeardSentence
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.record import facts
from offhook.engine.record.call_book import CallBook
from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.record.facts import Fact
from offhook.engine.record.heard_conversation import KEPT_ENTRIES, HeardConversation
from offhook.engine.record.record_json import in_full
from offhook.engine.record.saved_turns import SavedTurns
from offhook.engine.record.store import open_store
from offhook.engine.record.timeline import Timeline
from offhook.engine.words.heard_word import HeardWord
from offhook.simulation.world import SimulatedWorld
from tests.engine.record.told import tell, told


class Written:
    """A conversation, and the record that its book became."""

    def __init__(self, conversation: HeardConversation, book: CallBook) -> None:
        self.conversation, self.book = conversation, book
        self.record: CallRecord | None = None

    @property
    def unstored(self) -> int:
        """How many entries the book has been given and waits to store."""
        return len(self.book)


@asynccontextmanager
async def opened() -> AsyncIterator[Written]:
    world = SimulatedWorld()
    async with open_store(world, ":memory:", open_log(LogSettings(level="error"), world, StringIO())) as store:
        book = store.open_book(CallBegun("CA1", "MZ1", "", "test", 0.0))
        written = Written(HeardConversation(book), book)
        yield written
        await book.end(CallOver(1.0, "caller hung up", None, {}))
        written.record = await store.find("CA1")
        assert store.lost == 0


def heard(*sentences: tuple[str, bool]) -> tuple[HeardSentence, ...]:
    return tuple(HeardSentence(text) if whole else HeardSentence("", text) for text, whole in sentences)


def caller(text: str, from_s: float, until_s: float, *, turn: int) -> Fact:
    return told(facts.WordsHeard(text, "speech", from_s, until_s, 0.9), turn=turn)


def agent(
    sentences: tuple[HeardSentence, ...],
    from_s: float,
    until_s: float,
    *,
    turn: int,
    interrupted: bool,
    certain: bool = True,
) -> Fact:
    return told(facts.Heard(sentences, from_s, until_s, interrupted, certain), turn=turn)


async def test_words_keep_their_times_and_confidences(autojump_clock: MockClock) -> None:
    """To the millisecond and the hundredth, from the fact through the store and back."""
    words = (HeardWord("A", 1.00049, 1.1, 0.987), HeardWord("table.", 1.1, 1.5, 1.0))
    said = facts.WordsHeard("A table.", "speech", 1.0, 1.5, 0.9, words=words)
    async with opened() as written:
        written.conversation.observe(told(said, turn=1))
    assert written.record is not None
    (entry,) = written.record.transcript
    assert isinstance(entry, CallerSaid)
    assert entry.words == (HeardWord("A", 1.0, 1.1, 0.99), HeardWord("table.", 1.1, 1.5, 1.0))
    assert in_full(written.record)["transcript"] == [entry]


async def test_the_book_has_what_was_said_in_order(autojump_clock: MockClock) -> None:
    """Entries are kept here and in the record."""
    question = CallerSaid(1, "A table, please.", 1.0, "speech", 0.9, 1.5)
    async with opened() as written:
        written.conversation.observe(caller("A table, please.", 1.0, 1.5, turn=1))
        written.conversation.observe(agent(heard(("Gladly.", True)), 2.00049, 2.5, turn=1, interrupted=False))
        entries = [question, AgentSaid(1, "Gladly.", 2.0, False, until_s=2.5)]
        assert list(written.conversation.entries) == entries
    assert written.record is not None
    assert written.record.transcript == entries


@pytest.mark.parametrize(
    ("sentences", "text", "unheard"),
    [
        ([("One.", True), ("Two.", True)], "One. Two.", ""),
        ([("One.", True), ("Two.", False)], "One.", "Two."),
        ([("One.", False)], "", "One."),
        ([("One.", False), ("One.", True)], "One.", ""),
        ([("One.", False), ("One.", True), ("Two.", False)], "One.", "Two."),
        ([("One.", False), ("One.", False)], "", "One. One."),
        ([("Yes.", True), ("Yes.", True)], "Yes. Yes.", ""),
    ],
    ids=["all", "cut", "nothing", "crash and repeat", "crash, repeat and cut", "cut twice", "said twice on purpose"],
)
async def test_heard_and_unheard_are_told_apart(
    sentences: list[tuple[str, bool]], text: str, unheard: str, autojump_clock: MockClock
) -> None:
    """What was cut off is `unheard`, unless the same words were said again and heard."""
    async with opened() as written:
        written.conversation.observe(agent(heard(*sentences), 1.0, 2.0, turn=1, interrupted=True))
        assert list(written.conversation.entries) == [AgentSaid(1, text, 1.0, True, unheard, 2.0)]


async def test_the_words_heard_of_a_sentence_are_told(autojump_clock: MockClock) -> None:
    """A sentence that was cut off is remembered up to the word, and one that was begun again as if said once."""
    cut = HeardSentence("Shall we", "meet at four?")
    async with opened() as written:
        written.conversation.observe(agent((HeardSentence("Gladly."), cut), 1.0, 2.0, turn=1, interrupted=True))
        again = [cut, HeardSentence("Shall we meet at four?")]
        written.conversation.observe(agent(tuple(again), 3.0, 4.0, turn=2, interrupted=False))
        assert list(written.conversation.entries) == [
            AgentSaid(1, "Gladly. Shall we", 1.0, True, "meet at four?", 2.0),
            AgentSaid(2, "Shall we meet at four?", 3.0, False, until_s=4.0),
        ]


async def test_a_turn_of_which_nothing_was_begun_leaves_no_entry(autojump_clock: MockClock) -> None:
    """An answer that was overtaken before its first sound was never part of the conversation."""
    async with opened() as written:
        written.conversation.observe(agent((), 1.0, 1.0, turn=1, interrupted=True))
        assert list(written.conversation.entries) == []


async def test_memory_is_bounded_and_the_book_complete(autojump_clock: MockClock) -> None:
    """A call of hours keeps its newest entries here and all of them in the record."""
    async with opened() as written:
        for number in range(KEPT_ENTRIES + 3):
            written.conversation.observe(caller("word", 0.0, 0.0, turn=number))
            await trio.sleep(0.01)  # the store's queue is the whole process's, and bounded
        assert [entry.turn for entry in written.conversation.entries] == list(range(3, KEPT_ENTRIES + 3))
    assert written.record is not None
    assert len(written.record.transcript) == KEPT_ENTRIES + 3


async def test_each_turns_times_are_written_once(autojump_clock: MockClock) -> None:
    """Turns are saved up to the one that may still change, never twice, and those without times not at all."""
    async with opened() as written:
        timeline = Timeline()
        saved = SavedTurns(timeline, written.book)
        for turn in (1, 2, 4, 5):
            tell(told(facts.AllPlayed(ready=True), float(turn), turn=turn), timeline)
        for after in (1, 3, 2, 3, 5):
            saved.observe(told(facts.TurnBegan(after), 6.0, turn=after + 1))
        saved.save_all()
        saved.save_all()
    assert written.record is not None
    assert [(turn.turn, turn.times) for turn in written.record.turns] == [
        (turn, {"all_played": float(turn)}) for turn in (1, 2, 4, 5)
    ]


async def test_what_was_said_over_a_reply_stands_behind_it(autojump_clock: MockClock) -> None:
    """It is known first, here and in the book."""
    over = CallerSaid(2, "Mm-hmm.", 1.5, "speech", 0.9, until_s=1.9)
    reply = AgentSaid(1, "Gladly.", 1.0, False, until_s=3.0)
    async with opened() as written:
        written.conversation.observe(caller("Mm-hmm.", 1.5, 1.9, turn=2))
        written.conversation.observe(agent(heard(("Gladly.", True)), 1.0, 3.0, turn=1, interrupted=False))
        assert list(written.conversation.entries) == [reply, over]
    assert written.record is not None
    assert written.record.transcript == [reply, over]


async def test_words_do_not_wait_for_a_clear_that_is_slow(autojump_clock: MockClock) -> None:
    """A server that dies meanwhile has them; what was cut off is written once, when it is certain."""
    async with opened() as written:
        cut = heard(("Gladly.", True), ("For when?", False))
        written.conversation.observe(agent(cut, 1.0, 2.0, turn=1, interrupted=True, certain=False))
        written.conversation.observe(caller("Stop.", 1.9, 2.0, turn=2))
        assert written.unstored == 1
        whole = heard(("Gladly.", True), ("For when?", True))
        written.conversation.observe(agent(whole, 1.0, 2.5, turn=1, interrupted=True))
        assert [entry.text for entry in written.conversation.entries] == ["Gladly. For when?", "Stop."]
    assert written.record is not None
    assert [entry.text for entry in written.record.transcript] == ["Gladly. For when?", "Stop."]
    assert written.record.transcript[0].until_s == 2.5
