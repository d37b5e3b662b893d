"""Who is much softer than the caller, frame by frame. No clock; made-up sounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.decide.caller_loudness import CallerLoudness
from offhook.engine.decide.softer_voices import SofterVoices
from offhook.protocol import mulaw

FRAME = 160
CALLER_DB = 66.0
SOFTER_DB = 8.0


def frame(level_db: float) -> bytes:
    """A frame of this power."""
    return mulaw.encode(np.full(FRAME, round(10 ** (level_db / 20)), dtype=np.int16))


class Line:
    """A line on which the caller was understood before."""

    def __init__(self, softer_db: float = SOFTER_DB, before: tuple[float, ...] = (CALLER_DB,) * 3) -> None:
        self.caller = CallerLoudness(softer_db)
        for loudest_db in before:
            self.caller.understood(loudest_db)
        self.voices = SofterVoices(self.caller)

    def begins(self, level_db: float) -> None:
        """An utterance, as the VAD decides it after three frames."""
        self.hears(0.06, level_db)
        self.voices.utterance_begins()

    def hears(self, seconds: float, level_db: float) -> float:
        """How much of a sound counts, in seconds."""
        return sum(self.voices.counts(frame(level_db), voiced=True) for _ in range(round(seconds * 50))) / 50

    def quiet(self, seconds: float) -> None:
        for _ in range(round(seconds * 50)):
            assert not self.voices.counts(frame(20.0), voiced=False)


@pytest.mark.parametrize("level_db", [CALLER_DB, CALLER_DB + 6, CALLER_DB - 6])
def test_the_caller_counts_from_the_first_frame_to_the_last(level_db: float) -> None:
    """Louder than before, and 6 dB softer."""
    line = Line()
    assert line.hears(10.0, level_db) == 10.0
    line.quiet(0.2)
    assert not line.voices.takes_back


def test_a_much_softer_voice_counts_for_half_a_second() -> None:
    """It began like a voice, and is taken back; within the next ten seconds such a sound does not count at all."""
    line = Line()
    line.begins(CALLER_DB - 12)
    assert line.hears(3.0, CALLER_DB - 12) == pytest.approx(0.5 - 0.06, abs=0.04)
    assert line.voices.takes_back
    line.quiet(1.0)
    assert line.hears(1.0, CALLER_DB - 12) == 0.0
    line.quiet(11.0)
    assert line.hears(1.0, CALLER_DB - 12) == pytest.approx(0.5, abs=0.04)


def test_a_short_soft_sound_is_taken_back_once_it_is_over() -> None:
    """Nobody waits for its words."""
    line = Line()
    line.begins(CALLER_DB - 12)
    assert line.hears(0.3, CALLER_DB - 12) == 0.3
    assert not line.voices.takes_back
    line.quiet(0.2)
    assert not line.voices.takes_back, "a word may begin like that"
    line.quiet(0.1)
    assert line.voices.takes_back


def test_a_sentence_that_ends_softly_is_all_of_the_caller() -> None:
    """After a pause the last words are soft; the utterance was loud, and is as loud as its loudest syllable."""
    line = Line()
    line.begins(CALLER_DB)
    line.hears(1.0, CALLER_DB)
    loudest_db = line.voices.loudest_db
    line.quiet(0.4)
    line.hears(1.0, CALLER_DB - 12)
    line.quiet(0.4)
    assert not line.voices.takes_back
    assert line.voices.loudest_db == loudest_db == pytest.approx(CALLER_DB, abs=0.5)


def test_the_caller_is_heard_over_others() -> None:
    """With the first loud syllable, and the turn ends though they talk on."""
    line = Line()
    line.begins(CALLER_DB - 12)
    line.hears(5.0, CALLER_DB - 12)
    assert line.hears(2.0, CALLER_DB) == pytest.approx(2.0, abs=0.15)
    assert not line.voices.takes_back
    assert line.hears(5.0, CALLER_DB - 12) == pytest.approx(1.0, abs=0.15)
    assert not line.voices.takes_back, "what counted was the caller"


def test_who_says_it_three_times_is_heard_out() -> None:
    """For long enough to be understood, and is one of those who are listened to from then on."""
    line = Line()
    counted = []
    for _ in range(3):
        counted.append(line.hears(1.5, CALLER_DB - 10))
        line.quiet(0.5)
    assert counted[0] == pytest.approx(0.5, abs=0.04)
    assert counted[1] == 0.0
    assert counted[2] > 0.9
    assert not line.voices.takes_back
    line.caller.understood(line.voices.loudest_db)
    line.quiet(2.0)
    assert line.hears(3.0, CALLER_DB - 10) > 2.9


def test_what_talks_on_is_not_heard_out_again_and_again() -> None:
    """A television that nobody is understood of: an eighth of the time."""
    line = Line()
    assert line.hears(60.0, CALLER_DB - 12) < 8.5


@pytest.mark.parametrize(("has_words", "counted_s"), [(True, 6.0), (False, 1.2)])
def test_a_soft_speaker_whose_words_are_known_goes_on(has_words: bool, counted_s: float) -> None:
    """One loud syllable, and others softer than any before: a sentence that gets softer, or a television after it."""
    line = Line()
    line.hears(0.2, CALLER_DB - 5)
    line.voices.has_words = has_words
    assert 0.2 + line.hears(6.0, CALLER_DB - 11) == pytest.approx(counted_s, abs=0.3)
    assert line.voices.takes_back is False


def test_what_the_floor_no_longer_waits_for_has_to_be_outdone() -> None:
    """Others who are hardly softer: they count no more, and the caller does who is plainly louder."""
    line = Line()
    line.begins(CALLER_DB - 5)
    assert line.hears(6.0, CALLER_DB - 5) == 6.0
    line.voices.goes_on_for_ever()
    assert line.voices.takes_back
    assert line.hears(6.0, CALLER_DB - 5) == 0.0
    assert line.hears(2.0, CALLER_DB + 1) > 1.7
    line.quiet(25.0)
    assert line.hears(1.0, CALLER_DB - 5) == 1.0, "it was over for long"


def test_somebody_who_was_understood_after_all_is_no_background() -> None:
    """Words that come late, of a recognizer that waits for the end."""
    line = Line()
    line.hears(6.0, CALLER_DB - 5)
    line.voices.goes_on_for_ever()
    line.caller.understood(CALLER_DB - 5)
    line.quiet(1.0)
    assert line.hears(2.0, CALLER_DB - 5) > 1.9


@pytest.mark.parametrize("line", [Line(before=()), Line(softer_db=0.0)], ids=["nobody understood", "0"])
def test_nothing_is_soft_where_nothing_is_known_or_wanted(line: Line) -> None:
    """Before anybody was understood, and with `vad.softer_db = 0`."""
    assert line.hears(3.0, 40.0) == 3.0
    line.quiet(0.2)
    assert not line.voices.takes_back


@given(st.lists(st.floats(40, 80), min_size=1, max_size=8))
def test_whoever_was_understood_last_is_loud_enough(loudest: list[float]) -> None:
    """However the loudness changes, and the usual one is not the loudest."""
    caller = CallerLoudness(SOFTER_DB)
    for each in loudest:
        caller.understood(each)
        assert caller.least_db <= each - 3.0
    assert caller.least_db <= np.median(loudest[-5:]) - SOFTER_DB + 1e-9
