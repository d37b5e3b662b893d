"""How turns with pauses are made and compared. Made-up sounds; no voice is needed."""

from random import Random

from bench.caller_turns import TURNS, VOICES, SpokenTurn
from bench.hesitant_callers import QUIET
from bench.turn_ends import callers, told_apart
from tools.word_endings.callers import callers_say

SOUND = bytes(range(160)) * 10
TURN = SpokenTurn("en", ("i'd like a room for", "two people"), (SOUND, SOUND))


def test_a_turn_pauses_between_its_parts() -> None:
    """For as long as it is told, and the words are said where their sound is."""
    utterance = TURN.utterance([400.0, 900.0])
    assert utterance.frames == (SOUND[:160],) * 10 + (QUIET,) * 20 + (SOUND[:160],) * 10
    assert utterance.pauses() == [10]
    assert " ".join(word.text for word in utterance.words) == "i'd like a room for two people"
    assert [word.last_frame for word in utterance.words if word.ends_phrase] == [9, 39]
    assert utterance.last_voiced == 39


def test_pauses_are_told_from_ends_by_their_silence() -> None:
    """Each pair once; the same silence for both is half right."""
    assert told_apart([900, 900], [200, 300]) == 1.0
    assert told_apart([300], [200, 300, 400]) == 0.5


def test_a_seed_is_a_set_of_callers() -> None:
    """The same one says the same, another one something else."""
    turns = [SpokenTurn(language, ("a", "b"), (SOUND, SOUND)) for language in TURNS for _ in TURNS[language]]
    assert callers(turns, 4, 1) == callers(turns, 4, 1) != callers(turns, 4, 2)
    assert TURNS.keys() == VOICES.keys()


def test_nothing_is_measured_with_sentences_that_were_learned() -> None:
    """No turn of a caller is among those from which endings are learned."""
    for language, texts in TURNS.items():
        learned = set(callers_say(language, Random(1), 200))
        assert not learned & {text.replace("| ", "") for text in texts}, language
