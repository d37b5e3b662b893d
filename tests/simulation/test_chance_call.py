"""Calls that chance makes up, each with what goes wrong in it: no promise is broken, and every kind of thing happens.

A seed that breaks one is played again with `offhook simulate SEED`, and becomes a test of its own.
"""

from collections import Counter
from functools import cache

import pytest
from trio.testing import MockClock

from offhook.actors.aec3 import load_aec3
from offhook.engine.record.conversation import CallerSaid
from offhook.engine.record.timeline import Instant
from offhook.simulation.aim import Aim
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.carrier_side import Sent
from offhook.simulation.chance_call import Changes, Outcome, play
from offhook.simulation.chance_plan import ENDS, PLACES, draw
from offhook.simulation.chance_services import HEARING_FAULTS, WELL, WRITING_FAULTS
from offhook.simulation.placed_voice import Place
from offhook.simulation.promises import BrokenPromise, check_never_mute, check_resumes, check_wire
from offhook.simulation.trouble import Kind

# As in tests/actors/responder/test_openai_chat.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")

SEEDS = range(60)
RESUMED = Instant.RESUMED.value


@cache
def played(seed: int) -> Outcome:
    return play(seed)[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_promise_is_broken(seed: int) -> None:
    """One voice, silence after clear, a true transcript, one record, never mute, over in time, nothing kept."""
    assert played(seed).records


def test_everything_happens() -> None:
    """Over all seeds each fault strikes each place, each end comes, and callers do interrupt."""
    plans = [draw(seed) for seed in range(300)]
    planted = {(trouble.place, trouble.kind) for plan in plans for trouble in plan.troubles}
    assert planted == {(place, kind) for place in PLACES for kind in Kind}
    assert {plan.ends for plan in plans} == set(ENDS)
    assert sum(played(seed).clears for seed in SEEDS) > len(SEEDS) / 3
    assert {aim for seed in SEEDS for aim in played(seed).aimed} == set(Aim)
    resumed = [
        turn for seed in SEEDS for record in played(seed).records for turn in record.turns if RESUMED in turn.times
    ]
    assert len(resumed) > len(SEEDS) / 12
    reasons = {record.over.end_reason for seed in SEEDS for record in played(seed).records if record.over is not None}
    assert {"caller hung up", "agent hung up", "call limit reached", "caller silent", "crashed"} <= reasons


def test_services_fail_in_every_way() -> None:
    """Over all seeds each fault strikes each service, and in the calls that are played each role fails over."""
    plans = [plan.services for plan in map(draw, range(300)) if plan.services is not None]
    assert {name for plan in plans for name in plan.hearing} == {*HEARING_FAULTS, WELL}
    assert {name for plan in plans for name in plan.writing} == {*WRITING_FAULTS, WELL}
    assert {fate.piece for plan in plans for fate in plan.speaking if fate is not None} == set(range(12))
    calls = [record.over for seed in SEEDS if draw(seed).services is not None for record in played(seed).records]
    failed = Counter(fault for over in calls if over is not None for fault in over.faults)
    assert min(failed[f"{role} failed"] for role in ("recognizer", "responder", "voice")) >= 5


ECHOING = [seed for seed in range(400) if draw(seed).echo is not None and draw(seed).only_listens]


@pytest.mark.parametrize("seed", ECHOING)
def test_the_agents_own_voice_is_no_caller(seed: int) -> None:
    """A caller who only listens, on a speakerphone: the agent never stops for what comes back, and answers nobody."""
    assert played(seed).clears <= 1  # at the call's limit


KEYING = [seed for seed in range(200) if draw(seed).only_presses and draw(seed).key_tone_s is not None]


@pytest.mark.parametrize("seed", KEYING)
def test_keys_that_can_be_heard_are_no_speech(seed: int) -> None:
    """A caller who only presses keys, with their tones in the audio: the record has nothing that was said."""
    assert played(seed).records


def test_some_lines_send_no_silence() -> None:
    """The seeds have them, with callers who speak and who are answered."""
    silent = [seed for seed in SEEDS if not draw(seed).sends_silence]
    entries = [entry for seed in silent for record in played(seed).records for entry in record.transcript]
    assert len(silent) > len(SEEDS) / 20
    assert any(isinstance(entry, CallerSaid) and entry.by == "speech" and entry.text for entry in entries)


def test_without_the_guard_the_echo_is_a_caller() -> None:
    """What comes back is loud enough to be taken for speech: it is the guard that tells."""
    stopped = 0
    for seed in ECHOING:
        try:
            play(seed, echo="off")
        except BrokenPromise:
            stopped += 1
        if stopped == 3:
            return
    raise AssertionError(f"only {stopped} of {len(ECHOING)} calls were disturbed")


@pytest.mark.parametrize("echo", ["auto", "cancel"])
def test_the_promises_hold_with_a_canceller_too(echo: str) -> None:
    """On every sixth of the seeds' speakerphones, crashes of the VAD included; each call can be repeated."""
    changes = Changes(echo, load_aec3())
    for seed in ECHOING[::6]:
        _, trace = play(seed, changes=changes)
    assert play(seed, changes=changes)[1].digest == trace.digest


@pytest.mark.parametrize(
    "wire",
    [
        [("media", 1), ("media", 2), ("media", 1)],
        [("media", 1), ("clear", 0), ("media", 1)],
        [("media", 1), ("clear", 0), ("mark", 0)],
    ],
    ids=["two voices", "sound after its clear", "a mark of the past"],
)
async def test_a_broken_promise_is_seen(wire: list[tuple[str, int]], autojump_clock: MockClock) -> None:
    """Each way of breaking the wire's promises is noticed: the checks can fail."""
    carrier = SimulatedCarrier()
    carrier.sent = [Sent(0.0, kind, bytes([code]), f"g{code}:1") for kind, code in wire]
    with pytest.raises(BrokenPromise):
        check_wire(carrier)


@pytest.mark.parametrize("steps", [[0, 1, 3], [*range(40), 10]], ids=["a hole", "too much again"])
def test_a_bad_resume_is_seen(steps: list[int]) -> None:
    """Words that were lost, and a sentence that goes back too far, are noticed."""
    check_resumes([Place(0.0, 1, step) for step in (0, 1, 2, 1, 2, 3)])
    with pytest.raises(BrokenPromise):
        check_resumes([Place(0.0, 1, step) for step in steps])


def test_the_ledger_is_right() -> None:
    """Over all seeds nearly every sentence that was heard is on record to the word, and none claims a word more."""
    off = [words for seed in SEEDS if draw(seed).tools is None for words in played(seed).words_off]
    assert len(off) > 100
    assert max(off) <= 0
    assert off.count(0) / len(off) > 0.95


async def test_a_mute_call_is_seen(autojump_clock: MockClock) -> None:
    """A silence longer than patience is noticed."""
    carrier = SimulatedCarrier()
    check_never_mute(carrier, ended_at=5.0, patience_s=5.0)
    with pytest.raises(BrokenPromise):
        check_never_mute(carrier, ended_at=5.1, patience_s=5.0)


BREAKING = [seed for seed in range(80) if draw(seed).breaks_at_s is not None]


@pytest.mark.parametrize("seed", BREAKING)
def test_calls_whose_stream_breaks_keep_every_promise(seed: int) -> None:
    """One record of both streams, with what was heard in both; no second greeting; no place is kept."""
    (record,) = played(seed).records
    assert record.over is not None


def test_most_of_them_return() -> None:
    """The others end before their stream breaks."""
    returned = [seed for seed in BREAKING if any(record.returned_s for record in played(seed).records)]
    assert len(returned) > len(BREAKING) / 2


@pytest.mark.parametrize("seed", [723735, 727190])
def test_of_a_line_that_was_gone_unnoticed_nobody_knows_what_was_heard_last(seed: int) -> None:
    """The socket told nothing any more, and marks were lost. Found by these seeds."""
    assert played(seed).records
