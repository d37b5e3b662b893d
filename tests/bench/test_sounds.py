"""The benchmark of sounds that are no speech: whole calls with the real recognizer, in virtual time."""

from collections.abc import Sequence

import msgspec
import trio
from trio.testing import MockClock

from bench.sounds import SOUNDS, AfterQuestion, Done, OverReply, Sound, counted, measure, recorded
from bench.synthetic_callers import Line, speak


def measured(sounds: Sequence[Sound], confirm: str) -> list[Done]:
    return trio.run(measure, sounds, confirm, clock=MockClock(autojump_threshold=0))


def test_a_thud_holds_a_reply_for_a_moment_and_a_word_is_understood() -> None:
    """The whole way, from the sound on the wire to the record of the call."""
    thud = next(each for each in recorded(SOUNDS) if each.name == "knock_thud")
    (two,) = speak([Line("espeak", "en-us", "two")])
    noise, word = measured(
        [msgspec.structs.replace(thud, states=("people",)), Sound("two", "two, en-us", two, ("people",))], "veto"
    )
    assert noise.over_reply.held == 1
    assert noise.over_reply.silent_ms < 500
    assert [each.understood for each in noise.after_questions] == [False]
    assert [(each.state, each.text) for each in word.after_questions] == [("people", "two")]


def test_a_row_counts_sounds_and_states() -> None:
    """Held is not stopped, and a sound that is understood in two states is one sound."""
    sound = Sound("knock", "knock 1", b"")
    taken = tuple(AfterQuestion(state, "two", understood=True, ended=False) for state in ("people", "nights"))
    row = counted(
        [
            Done(sound, OverReply(1, 300.0, understood=False), ()),
            Done(sound, OverReply(1, 900.0, understood=False), taken),
            Done(sound, OverReply(0, 20.0, understood=False), (AfterQuestion("menu", "", False, True),)),
        ]
    )
    assert (row["held"], row["held_ms"], row["stopped"]) == (2, 600, 1)
    assert (row["tried_in_states"], row["understood_in_states"], row["sounds_understood"]) == (3, 2, 1)
    assert row["ended"] == 1
