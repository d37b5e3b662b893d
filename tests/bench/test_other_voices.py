"""How what others say, and what becomes of callers, is counted. Made-up verdicts; no voice is needed."""

import numpy as np

from bench.noises import RATE_HZ
from bench.other_voices import Ear, Heard, Line, fate_of, frames_of, of_callers, others, taken

CALLER_DB = 60.0
VOICES = [np.random.default_rng(each).standard_normal(RATE_HZ) for each in range(3)]


def line(*parts: tuple[float, float], spoken: tuple[int, int] = (0, 0)) -> Line:
    """Each part is so many seconds of a voice of that loudness in dB."""
    sound = np.concatenate([np.full(round(seconds * RATE_HZ), 10 ** (level_db / 20)) for seconds, level_db in parts])
    frames = tuple(frames_of(sound, 1))
    return Line(frames, (True,) * len(frames), (CALLER_DB,), spoken)


def test_others_are_counted_by_the_time_that_they_are_taken_for_the_caller() -> None:
    """All of it without a rule; with one, what it takes to know, and to hear them out."""
    softer = line((30.0, CALLER_DB - 12))
    assert taken([softer], 0)["taken"] > 0.99
    assert taken([softer], 8)["taken"] < 0.2
    assert taken([line((5.0, CALLER_DB))], 20)["taken"] > 0.99


def test_a_caller_is_found_hidden_or_lost() -> None:
    """By the utterance that begins with the first voice, and was not taken back."""
    alone = Heard((), ((100, 150),), ())
    assert fate_of(alone, alone, 100, 140) == ("at once", 0.0)
    assert fate_of(Heard((), ((100, 110), (120, 150)), (0,)), alone, 100, 140) == ("later", 400.0)
    assert fate_of(Heard((), ((20, 150),), ()), alone, 100, 140) == ("hidden", None)
    assert fate_of(Heard((), ((100, 110),), (0,)), alone, 100, 140) == ("lost", None)


def test_a_caller_over_others_is_no_longer_hidden() -> None:
    """The whole way, from the sound to the row."""
    over = line((4.0, CALLER_DB - 12), (2.0, CALLER_DB), (4.0, CALLER_DB - 12), spoken=(200, 300))
    before, now = of_callers([over], 0), of_callers([over], 8)
    assert (before["hidden"], before["ends_late"]) == (1, 1)
    assert (now["hidden"], now["lost"], now["ends_late"]) == (0, 0, 0)


def test_others_are_the_same_for_a_seed() -> None:
    """At loudness 1, near and across a room."""
    near, far = (others("two people", 2.0, 1, VOICES, across_a_room=each) for each in (False, True))
    assert np.array_equal(near, others("two people", 2.0, 1, VOICES, across_a_room=False))
    assert len(near) == len(far)
    assert not np.array_equal(near, far)


def test_an_ear_without_a_rule_hears_everything() -> None:
    """`--softer 0`."""
    heard = Ear(0, ()).hear(line((2.0, 40.0)))
    assert all(heard.counted)
