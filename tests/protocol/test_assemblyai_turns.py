"""Which words of AssemblyAI's turns belong to a stretch of the audio. Pure; times in milliseconds."""

import math
import random

import pytest

from offhook.protocol.assemblyai_streaming import Turn, Word
from offhook.protocol.assemblyai_turns import LONGEST_TEXT, MOST_TURNS, TurnsInStretch
from offhook.protocol.errors import RemoteProtocolError


def words(text: str, begins: int, final: int = 100) -> tuple[Word, ...]:
    """A word every 300 ms, 200 ms long; the first ones are final."""
    return tuple(
        Word(word, begins + 300 * number, begins + 300 * number + 200, 0.9, word_is_final=number < final)
        for number, word in enumerate(text.split())
    )


def so_far(order: int, text: str, begins: int, final: int = 100, *, pause: bool = False) -> Turn:
    spoken = words(text, begins, final)
    known = " ".join(word.text for word in spoken if word.word_is_final)
    return Turn(order, known, spoken, utterance=known if pause else "")


def ended(order: int, text: str, begins: int, *, formatted: bool = False) -> Turn:
    return Turn(order, text, words(text, begins), end_of_turn=True, turn_is_formatted=formatted, utterance=text)


def stretch(begins: float = 0, ends: float = math.inf) -> TurnsInStretch:
    made = TurnsInStretch(begins)
    made.ends = ends
    return made


def test_words_come_one_by_one() -> None:
    """Those that are not final yet count too, and may change."""
    heard = stretch()
    for turn, text in (
        (so_far(0, "a", 0, 0), "a"),
        (so_far(0, "a broom", 0, 1), "a broom"),
        (so_far(0, "a room four", 0, 2), "a room four"),
        (so_far(0, "a room for two", 0, 4, pause=True), "a room for two"),
    ):
        assert heard.take(turn)
        assert heard.text == text
        assert heard.is_open
    assert heard.has_paused
    assert not heard.has_ended
    assert heard.take(ended(0, "a room for two", 0))
    assert not heard.is_open
    assert heard.has_ended
    assert heard.confidence == pytest.approx(0.9)


def test_a_formatted_final_counts_once() -> None:
    """It replaces the plain one, once; what comes of the same turn after it is void."""
    heard = stretch()
    assert heard.take(ended(0, "a room for two", 0))
    assert not heard.is_formatted
    assert heard.take(ended(0, "A room for 2.", 0, formatted=True))
    assert heard.is_formatted
    for again in (ended(0, "a room for two", 0), ended(0, "Again.", 0, formatted=True), so_far(0, "a room", 0)):
        assert not heard.take(again)
    assert heard.text == "A room for 2."
    assert [word.text for word in heard.words] == ["A", "room", "for", "2."]


def test_several_turns_make_one_utterance() -> None:
    """In the order of their times, whatever the order in which they come."""
    turns = [ended(0, "a room", 0), ended(1, "for two nights", 1000), ended(2, "please", 3000)]
    for seed in range(20):
        heard = stretch()
        for turn in random.Random(seed).sample(turns, 3):
            heard.take(turn)
        assert heard.text == "a room for two nights please"


def test_a_turn_across_the_border_is_divided() -> None:
    """Each of its words belongs to the utterance in whose audio its middle lies."""
    before, after = stretch(0, 750), stretch(750)
    turn = ended(0, "two nights good morning", 0)
    assert before.take(turn)
    assert after.take(turn)
    assert before.text == "two nights good"
    assert after.text == "morning"


def test_late_words_touch_no_other_utterance() -> None:
    """Those of the audio before, and those of the audio after."""
    heard = stretch(1000, 2000)
    assert not heard.take(ended(0, "a room", 0))
    assert not heard.take(ended(2, "a table", 2500))
    assert heard.text == ""
    assert heard.take(ended(1, "for two", 1100))
    assert heard.text == "for two"


def test_a_message_that_comes_late_takes_no_final_word_back() -> None:
    """Words that are final stay so."""
    heard = stretch()
    heard.take(so_far(0, "a room for", 0, 3))
    assert not heard.take(so_far(0, "a room", 0, 1))
    assert heard.text == "a room for"


def test_the_same_audio_recognised_twice_counts_once() -> None:
    """Where a server begins anew, it hears a little of the audio again, as another turn."""
    heard = stretch()
    heard.take(ended(0, "a room for two", 0))
    heard.take(ended(1, "two nights", 910))
    assert heard.text == "a room for two nights"
    assert not heard.take(ended(2, "a room", 10))


def test_a_turn_may_end_without_telling_its_words_again() -> None:
    """Then those that were told stand."""
    heard = stretch()
    heard.take(so_far(0, "two nights", 0, 1))
    assert heard.take(Turn(0, "", (), end_of_turn=True))
    assert heard.text == "two nights"
    assert heard.has_ended
    assert not heard.take(Turn(1, "", (), end_of_turn=True))


def test_whether_the_last_word_is_near() -> None:
    """To some time in the audio."""
    heard = stretch()
    assert not heard.reaches(0, 1000)
    heard.take(so_far(0, "two nights", 0))
    assert heard.reaches(900, 400)
    assert not heard.reaches(901, 400)


def test_turns_without_end_are_an_error() -> None:
    """Whatever is kept is bounded."""
    heard = stretch()
    with pytest.raises(RemoteProtocolError, match="turns without end"):
        heard.take(ended(0, "a" * (LONGEST_TEXT + 1), 0))
    for order in range(MOST_TURNS):
        heard.take(ended(order, "um", 300 * order))
    with pytest.raises(RemoteProtocolError, match="turns without end"):
        heard.take(ended(MOST_TURNS, "um", 300 * MOST_TURNS))
