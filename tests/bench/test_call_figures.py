"""What the load's figures are worked out from: a script as the VAD hears it, and a log with every instant set."""

from itertools import count

import pytest

from bench.call_figures import figures
from bench.lean_caller import AgentAudio, AgentCleared, CallLog
from bench.script import (
    GREETING_FRAMES,
    PERIOD_FRAMES,
    QUIET,
    SILENCE_FRAMES,
    Script,
    ScriptedUtterance,
    UnclearScript,
    voices,
    write_script,
)
from offhook.reports.spread import spread
from offhook.telephone.clip import Clip

ASKS = ScriptedUtterance(first_voiced=10, last_voiced=35, over=50, interrupts=False)
INTERRUPTS = ScriptedUtterance(first_voiced=100, last_voiced=120, over=135, interrupts=True)
SCRIPT = Script((QUIET,) * 400, (ASKS, INTERRUPTS))


def log_of(*agent: AgentAudio | AgentCleared) -> CallLog:
    """A call whose frames all left on time, from the instant 0 on."""
    log = CallLog()
    for number in range(len(SCRIPT.frames)):
        log.sent_at.append(number * 0.020)
    log.agent.extend(agent)
    return log


def test_an_answer_is_measured_from_the_frame_that_completes_the_silence() -> None:
    """Frame 50 leaves at 1.000 s: sound at 1.004 s was added 4 ms to the silence, whatever sounded before."""
    found = figures(SCRIPT, log_of(AgentAudio(0.2, 160), AgentAudio(1.004, 160)), 0.5, 2.0)
    assert found.response_ms == [pytest.approx(4.0)]
    assert found.unanswered == 0


def test_an_interruption_is_measured_from_its_first_voiced_frame() -> None:
    """Frame 100 leaves at 2.000 s: a clear at 2.041 s took 41 ms; sound that was on its way is no answer."""
    agent = (AgentAudio(1.9, 8000), AgentCleared(2.041), AgentAudio(2.702, 160))
    found = figures(SCRIPT, log_of(*agent), 2.0, 4.0)
    assert found.barge_in_ms == [pytest.approx(41.0)]
    assert found.response_ms == [pytest.approx(2.0)]


def test_a_late_clear_is_not_taken_for_an_answer() -> None:
    """While the old reply goes on after the interruption is over, the answer is what follows the clear."""
    agent = (AgentAudio(2.75, 800), AgentCleared(2.8), AgentAudio(2.9, 160))
    found = figures(SCRIPT, log_of(*agent), 2.0, 4.0)
    assert found.response_ms == [pytest.approx(200.0)]


def test_what_does_not_come_is_counted() -> None:
    """A turn without sound before the next one is unanswered, an interruption without a clear unheeded."""
    found = figures(SCRIPT, log_of(), 0.0, 8.0)
    assert (found.unanswered, found.unheeded) == (2, 1)
    assert found.response_ms == found.barge_in_ms == []


def test_only_turns_of_the_steady_part_count() -> None:
    """The turn that was over before it, and the one after it, are left out."""
    found = figures(SCRIPT, log_of(AgentAudio(1.01, 160), AgentAudio(2.71, 160)), 1.5, 2.5)
    assert found.response_ms == []
    assert found.unanswered == 0


def test_a_gap_is_silence_inside_a_reply() -> None:
    """20 ms of sound at 1.00 s and more at 1.03 s leave 10 ms of silence between them."""
    found = figures(SCRIPT, log_of(AgentAudio(1.0, 160), AgentAudio(1.03, 800), AgentAudio(1.05, 800)), 0.0, 8.0)
    assert found.gap_ms == [pytest.approx(10.0)]


def test_silence_between_two_replies_is_no_gap() -> None:
    """Nor is the one that a clear asked for."""
    answered = log_of(AgentAudio(0.5, 160), AgentAudio(1.004, 160))
    cleared = log_of(AgentAudio(1.004, 160), AgentCleared(1.01), AgentAudio(2.0, 160))
    assert figures(SCRIPT, answered, 0.0, 8.0).gap_ms == []
    assert figures(SCRIPT, cleared, 0.0, 8.0).gap_ms == []


def test_each_period_is_a_turn_and_an_interruption() -> None:
    """The server's rule hears exactly what was put in, in every order of the recordings, one period after another."""
    clips = voices()
    for turn in range(len(clips)):
        script = write_script([*clips[turn:], *clips[:turn]], 3)
        assert [utterance.interrupts for utterance in script.utterances] == [False, True] * 3
        assert len(script.frames) == GREETING_FRAMES + 3 * PERIOD_FRAMES
        for number, utterance in enumerate(script.utterances):
            begins = GREETING_FRAMES + number // 2 * PERIOD_FRAMES
            assert begins < utterance.first_voiced < utterance.last_voiced < begins + PERIOD_FRAMES
            assert utterance.over - utterance.last_voiced >= SILENCE_FRAMES


def test_a_recording_that_is_not_heard_makes_no_script() -> None:
    """A script whose turns nobody would answer must not be measured."""
    silence = Clip((QUIET,) * 50, 10, 40)
    with pytest.raises(UnclearScript, match="2 utterances were said, 0 would be heard"):
        write_script([silence], 1)


def test_spread_says_where_values_lie() -> None:
    """Of 1 to 200: the middle, the values that 5 and 1 in a hundred exceed or are, and the worst."""
    values = [float(value) for _, value in zip(range(200), count(1), strict=False)]
    assert spread(values[::-1]) == {"n": 200, "p50": 100.5, "p95": 191.0, "p99": 199.0, "max": 200.0}
    assert spread([]) == {"n": 0}
