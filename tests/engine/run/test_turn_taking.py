"""The floor with hands: what the actors report, stale or not, and what comes of it. The clock jumps."""

import weakref
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO

import numpy as np
import trio
from hypothesis import given
from hypothesis import strategies as st
from trio.testing import MockClock

from offhook.engine.decide.caller_loudness import CallerLoudness
from offhook.engine.decide.floor import FloorState, Patience
from offhook.engine.decide.ledger import Ledger
from offhook.engine.decide.said import Said
from offhook.engine.decide.voice_evidence import UtteranceSound
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.conversation import AgentSaid
from offhook.engine.record.heard_conversation import HeardConversation
from offhook.engine.record.reporter import Reporter
from offhook.engine.record.store import Store, open_store
from offhook.engine.run.alarms import Alarms
from offhook.engine.run.barge_in_rules import BargeInRules
from offhook.engine.run.gate import Gate
from offhook.engine.run.mailbox import Latest, Mailbox, Wake
from offhook.engine.run.messages import Prompt, PromptWanted
from offhook.engine.run.turn_taking import TurnTaking
from offhook.engine.run.unfinished import Unfinished
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.small_talk import BACKCHANNELS, SmallTalk
from offhook.engine.words.words_that_count import WordsThatCount
from offhook.protocol.mulaw import SILENCE
from offhook.simulation.seeded import simulate
from offhook.simulation.world import SimulatedWorld


class Table:
    """One call's turn taking with the real parts around it, and what it asked for."""

    def __init__(self, store: Store) -> None:
        self.gate, self.ledger = Gate(), Ledger()
        self.conversation = HeardConversation(store.open_book(CallBegun("CA1", "MZ1", "", "test", 0.0)))
        self.prompts: Mailbox[PromptWanted] = Mailbox("prompts", 4, Wake())
        self.alarms = Alarms()
        self.goodbyes = 0
        self.fillers: list[int] = []
        self.turns = TurnTaking(
            Patience(),
            BargeInRules("immediate", WordsThatCount("en", BACKCHANNELS), SmallTalk("en")),
            gate=self.gate,
            unfinished=Unfinished(),
            caller_loudness=CallerLoudness(8.0),
            ledger=self.ledger,
            prompts=self.prompts,
            expected=Latest(Expectation()),
            say_filler=self.fillers.append,
            say_goodbye=self._goodbye,
            report=Reporter("CA1", [self.conversation]),
            alarms=self.alarms,
        )
        self.turns.greet()

    def _goodbye(self) -> None:
        self.goodbyes += 1


@asynccontextmanager
async def open_table() -> AsyncIterator[Table]:
    """The transcript needs a store to write to; nobody reads it here."""
    world = SimulatedWorld()
    log = open_log(LogSettings(level="error"), world, StringIO())
    async with open_store(world, ":memory:", log) as store:
        yield Table(store)


LONGER_THAN_ANY_PATIENCE_S = 600.0
Report = tuple[str, int]
REPORTS_WITH_TURNS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("onset", "pause", "resumption", "speech ended", "partial", "words", "mm-hmm", "no words"),
                *("key", "keys complete", "audio", "played", "wait", "long wait", "end"),
            ]
        ),
        st.integers(0, 3),
    ),
    max_size=30,
)


@given(REPORTS_WITH_TURNS, st.integers(0, 1000))
def test_no_report_however_stale_is_an_error(reports: list[Report], seed: int) -> None:
    """Actors report in any order, about the newest turn or older ones, and crash and report again: no turn that is void
    comes back, and time alone leads from there to the end, with one goodbye at most."""
    simulate(_report, reports, seed=seed)


async def _report(reports: list[Report]) -> None:
    async with open_table() as table, trio.open_nursery() as nursery:
        turns, gate = table.turns, table.gate
        nursery.start_soon(table.alarms.run)
        for what, turns_ago in reports:
            turn, first_allowed, was_ending = turns.turn, gate.first_allowed, turns.state is FloorState.ENDING
            await _carry_out(table, what, max(1, turns.turn - turns_ago))
            assert first_allowed <= gate.first_allowed <= turns.turn + 1
            assert turn <= turns.turn
            assert not gate.held or turns.state in (FloorState.INTERRUPTED, FloorState.UNDECIDED)
            assert not was_ending or (turns.state, turns.turn) == (FloorState.ENDING, turn)
        told_to_end = turns.state is FloorState.ENDING and table.goodbyes == 0
        await trio.sleep(LONGER_THAN_ANY_PATIENCE_S)
        assert (turns.state, table.goodbyes) == (FloorState.ENDING, 0 if told_to_end else 1)
        assert table.fillers == sorted(table.fillers)
        nursery.cancel_scope.cancel()


async def _carry_out(table: Table, what: str, turn: int) -> None:
    turns, now = table.turns, trio.current_time()
    state, is_void = turns.state, not table.gate.allows(turn)
    match what:
        case "onset":
            turns.speech_started(now)
        case "pause":
            turns.speech_paused(trio.current_time())
        case "resumption":
            turns.speech_resumed()
        case "speech ended":
            before = turns.turn
            assert turns.speech_ended(now) == (turns.turn if turns.turn > before else None)
        case "partial":
            turns.words_so_far("I want")
        case "words" | "mm-hmm" | "no words":
            turns.words(turn, {"words": "I want a room", "no words": ""}.get(what, what), 0.9)
        case "key":
            turns.key_pressed()
        case "keys complete":
            assert turns.keys_complete(trio.current_time()) == turns.turn
        case "audio":
            turns.audio_started(turn)
            assert turns.state is state or not is_void
        case "played":
            turns.all_played(turn)
            assert turns.state is state or not is_void
        case "end":
            turns.end()
        case "wait":
            await trio.sleep(0.5)
        case "long wait":
            await trio.sleep(8)


async def test_a_caller_who_says_nothing_hears_two_prompts_and_a_goodbye(autojump_clock: MockClock) -> None:
    """The deadlines are kept by the clock, without any report from anyone."""
    async with open_table() as table, trio.open_nursery() as nursery:
        asked: deque[Prompt] = deque()
        nursery.start_soon(table.alarms.run)
        for _ in range(5):
            wanted = table.prompts.take()
            if wanted is not None:
                asked.append(wanted.prompt)
                table.turns.audio_started(wanted.turn)
                table.turns.all_played(wanted.turn)
            await trio.sleep(7.5)
        assert list(asked) == [Prompt.GREETING, Prompt.SILENCE, Prompt.SILENCE, Prompt.GOODBYE]
        assert (table.goodbyes, table.turns.state) == (1, FloorState.ENDING)
        nursery.cancel_scope.cancel()


async def test_a_turn_taken_up_again_does_not_begin_over_the_caller(autojump_clock: MockClock) -> None:
    """A responder crashed, so its turn seemed over; what its next incarnation answers is not said over the caller."""
    async with open_table() as table:
        table.turns.all_played(1)
        table.turns.speech_started(trio.current_time())
        assert not table.gate.allows(1)
        table.turns.audio_started(1)
        table.turns.all_played(1)
        assert table.turns.state is FloorState.CALLER_SPEAKING


async def test_a_turn_heard_out_by_a_caller_who_speaks_does_not_begin_again(autojump_clock: MockClock) -> None:
    """Its last sound came while the caller spoke over it; a restarted responder's second go at it is void."""
    async with open_table() as table:
        table.turns.audio_started(1)
        table.turns.speech_started(trio.current_time())
        table.turns.all_played(1)
        assert (table.turns.state, table.gate.allows(1)) == (FloorState.CALLER_SPEAKING, False)
        table.turns.audio_started(1)
        assert table.turns.speech_ended(trio.current_time()) == 2


async def test_an_answer_is_not_held_with_a_reply_that_has_been_heard_out(autojump_clock: MockClock) -> None:
    """The last sound had been heard before the clear, and the words came after: their answer waits for no verdict."""
    async with open_table() as table:
        table.turns.audio_started(1)
        table.turns.speech_started(trio.current_time())
        assert table.turns.speech_ended(trio.current_time()) == 2
        table.turns.all_played(1)
        assert table.turns.words(2, "I want a room", 0.9)
        assert (table.turns.state, table.gate.held) == (FloorState.THINKING, False)


async def test_a_turn_reserved_for_words_has_no_sound_before_them(autojump_clock: MockClock) -> None:
    """The caller goes on before the words are known: no report gives the floor to the turn that waits for them."""
    async with open_table() as table:
        assert table.turns.speech_ended(trio.current_time()) == 2
        table.turns.audio_started(2)
        assert (table.turns.state, table.turns.turn) == (FloorState.THINKING, 2)
        table.turns.speech_started(trio.current_time())
        table.turns.audio_started(2)
        assert table.turns.state is FloorState.CALLER_SPEAKING


async def test_a_late_report_of_an_earlier_turn_moves_nothing(autojump_clock: MockClock) -> None:
    """Keys have overtaken the greeting: that it has played says nothing about the answer that sounds by now."""
    async with open_table() as table:
        table.turns.audio_started(1)
        table.turns.audio_started(table.turns.keys_complete(trio.current_time()))
        table.turns.all_played(1)
        assert table.turns.state is FloorState.AGENT_SPEAKING


async def test_words_after_which_the_caller_goes_on_are_answered_with_the_rest(autojump_clock: MockClock) -> None:
    """They stop the agent, their own turn is void, and the next one is not."""
    async with open_table() as table:
        table.turns.audio_started(1)
        table.turns.speech_started(trio.current_time())
        assert table.turns.speech_ended(trio.current_time()) == 2
        table.turns.speech_started(trio.current_time())
        assert table.turns.words(2, "I want a room", 0.9)
        assert table.turns.state is FloorState.CALLER_SPEAKING
        assert [table.gate.allows(turn) for turn in (1, 2, 3)] == [False, False, True]
        assert table.turns.speech_ended(trio.current_time()) == 3


async def test_a_knock_is_no_words_also_when_it_is_judged_again(autojump_clock: MockClock) -> None:
    """The recognizer crashes while it hands over what was judged, and the new one says that the words are lost."""
    async with open_table() as table:
        hiss = np.random.default_rng(1).integers(0, 256, 4800, dtype=np.uint8).tobytes()
        knock = UtteranceSound(hiss, 4, None)
        table.turns.speech_started(trio.current_time())
        await trio.sleep(0.6)
        turn = table.turns.speech_ended(trio.current_time(), knock.evidence(vetoed=False))
        assert turn is not None
        judgements = [table.turns.words(turn, "", 0.0), table.turns.words_lost(turn)]
        assert [each.said for each in judgements if each is not None] == [Said.NOTHING, Said.NOTHING]


async def test_the_sound_of_an_utterance_is_kept_only_until_its_words_are_judged(autojump_clock: MockClock) -> None:
    """It is as long as what the caller says, and a call keeps many utterances. Also where the words are lost."""
    async with open_table() as table:
        for judge in (lambda turn: table.turns.words(turn, "today", 0.9), table.turns.words_lost):
            sound = UtteranceSound(SILENCE * 4800, 4, None)
            table.turns.speech_started(trio.current_time())
            turn = table.turns.speech_ended(trio.current_time(), sound.evidence(vetoed=False))
            kept = weakref.ref(sound)
            del sound
            assert turn is not None
            assert kept() is not None
            judge(turn)
            assert kept() is None


async def test_an_interrupted_turn_is_settled_at_once(autojump_clock: MockClock) -> None:
    """The transcript says what was heard up to the caller's first word, and a late report of the turn adds nothing."""
    async with open_table() as table:
        for text in ("First.", "Second."):
            sentence = table.ledger.begin_sentence(1, text)
            table.ledger.made(sentence, bytes(8000))
            table.ledger.made_all(sentence)
            table.ledger.wrote_audio(sentence, 0, 8000, trio.current_time())
            table.ledger.wrote_mark(table.ledger.name_mark())
        table.turns.audio_started(1)
        await trio.sleep(1.5)
        table.turns.speech_started(trio.current_time())
        assert not table.conversation.entries  # it may go on yet
        table.turns.words_so_far("Wait")
        table.turns.all_played(1)
        assert list(table.conversation.entries) == [AgentSaid(1, "First.", 0.0, True, "Second.", 1.5)]
        assert not table.gate.allows(1)
        assert table.turns.speech_ended(trio.current_time()) == 2
        assert table.gate.allows(2)
