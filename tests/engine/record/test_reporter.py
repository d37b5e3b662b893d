"""Facts are told to every observer, and a bug in one of them is nobody else's. The clock jumps."""

import msgspec
import trio
from trio.testing import MockClock

from offhook.engine.record import facts
from offhook.engine.record.counts import Counts
from offhook.engine.record.facts import Fact, Fault
from offhook.engine.record.reporter import Observer, Reporter
from tests.engine.record.told import told


class Listener:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[Fact] = []

    def observe(self, fact: Fact) -> None:
        self.told.append(fact)


class Broken:
    """Fails at the second fact."""

    def __init__(self) -> None:
        self.told = 0

    def observe(self, fact: Fact) -> None:
        self.told += 1
        if self.told == 2:
            raise ValueError(f"what was said: {fact.what}")


async def test_a_fact_says_in_which_call_and_when(autojump_clock: MockClock) -> None:
    """Its time counts from the beginning of the call."""
    listener = Listener()
    report = Reporter("CA1", [listener])
    await trio.sleep(1.5)
    report(facts.KeyPressed("5"), turn=2, utterance=3)
    assert listener.told == [Fact("CA1", 1.5, 2, 3, facts.KeyPressed("5"))]
    assert report.seconds(trio.current_time() - 0.5) == 1.0


async def test_an_observer_that_raises_costs_only_its_own_output(autojump_clock: MockClock) -> None:
    """The others are told everything, and that it failed, without the words that were in its error."""
    broken, before, after, counts = Broken(), Listener(), Listener(), Counts()
    everyone: list[Observer] = [before, broken, after, counts]
    report = Reporter("CA1", everyone)
    for key in "123":
        report(facts.KeyPressed(key))
    assert broken.told == 2
    for listener in (before, after):
        assert [fact.what.key for fact in listener.told if isinstance(fact.what, facts.KeyPressed)] == ["1", "2", "3"]
        (failed,) = (fact.what for fact in listener.told if isinstance(fact.what, facts.ObserverFailed))
        assert failed.observer == "Broken"
        assert "what was said" not in failed.error + failed.traceback
    assert counts.faults == {"observer failed": 1}


class KeysOnly(Listener):
    """Has use for one kind of fact."""

    kinds = (facts.KeyPressed, facts.FaultFact)


async def test_an_observer_is_told_of_the_kinds_that_it_names(autojump_clock: MockClock) -> None:
    """And of what belongs to them; also after another one failed."""
    keys, everything = KeysOnly(), Listener()
    report = Reporter("CA1", [Broken(), keys, everything])
    for what in (facts.KeyPressed("1"), facts.MarkSent("m"), facts.KeyPressed("2"), facts.MarkEchoed("m")):
        report(what)
    assert [type(fact.what).__name__ for fact in keys.told] == ["KeyPressed", "ObserverFailed", "KeyPressed"]
    assert len(everything.told) == 5


class Unreachable:
    """Its error is one of the operating system's by type, and has words where the number should be."""

    def observe(self, fact: Fact) -> None:
        raise OSError("no connection", fact.call)


async def test_no_error_of_an_observer_reaches_the_call(autojump_clock: MockClock) -> None:
    """Whatever it consists of: an actor that reports goes on, and the fault is counted."""
    counts = Counts()
    report = Reporter("CA1", [Unreachable(), counts])
    report(facts.KeyPressed("1"))
    assert counts.faults == {"observer failed": 1}


async def test_observers_that_raise_together_are_told_of_after_the_fact(autojump_clock: MockClock) -> None:
    """Each once, and in the order in which things happened."""
    listener, counts = Listener(), Counts()
    report = Reporter("CA1", [Broken(), Broken(), listener, counts])
    for key in "123":
        report(facts.KeyPressed(key))
    kinds = [type(fact.what).__name__ for fact in listener.told]
    assert kinds == ["KeyPressed", "KeyPressed", "ObserverFailed", "ObserverFailed", "KeyPressed"]
    assert counts.faults == {"observer failed": 2}


def test_a_fact_survives_json() -> None:
    """For whoever writes them to a file or sends them on."""
    for what in (
        facts.KeyPressed("5"),
        facts.Faulted(Fault.MARKS_OVERDUE),
        facts.Heard((), 1.0, 2.0, interrupted=True, certain=False),
    ):
        fact = told(what, 1.25, turn=3)
        assert msgspec.json.decode(msgspec.json.encode(fact), type=Fact) == fact


def test_what_went_wrong_is_counted_by_its_name() -> None:
    """Sorted, as the record shows it."""
    counts = Counts()
    for what in (
        facts.ServiceFailed(Fault.VOICE_FAILED, "tone", "no sound"),
        facts.ActorCrashed("speaker", "ValueError", ""),
        facts.ActorCrashed("an actor of somebody's own", "ValueError", ""),
        facts.Faulted(Fault.AUDIO_FILLED_MS, 40),
        facts.Faulted(Fault.AUDIO_FILLED_MS, 60),
        facts.Dropped(Fault.DROPPED_DIGITS, 7),
        facts.DraftDiscarded(12),
        facts.DraftDiscarded(30),
    ):
        counts.observe(told(what))
    assert counts.faults == {
        "actor crashed": 1,
        "dropped digits": 7,
        "missing audio filled, ms": 100,
        "speaker crashed": 1,
        "voice failed": 1,
    }
    assert counts.discarded == {"drafts": 2, "characters": 42}
