"""How turns with pauses are made and compared. Made-up sounds; no voice is needed."""

from random import Random

from bench.caller_turns import TURNS, VOICES, SpokenTurn
from bench.end_of_turn import HeardCall, Listening, Part
from bench.hesitant_callers import QUIET, TAIL_FRAMES
from bench.turn_ends import ADDED, added_in_turn, callers, told_apart
from offhook.engine.host.settings import VadSettings
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


def heard_call() -> HeardCall:
    """A call of one turn, whose sounds are all voiced."""
    utterance = SpokenTurn("en", ("the blue", "one"), (SOUND * 4, SOUND * 4)).utterance([400.0])
    frames = [QUIET] * 25 + [*utterance.frames] + [QUIET] * TAIL_FRAMES
    return HeardCall((Part(utterance, 25),), tuple(frame != QUIET for frame in frames))


def test_evidence_that_is_left_out_counts_for_nothing() -> None:
    """Without any, each silence is the one of the settings; short speech alone asks for more."""
    nothing, length = (Listening(heard_call(), VadSettings(), "words", (), kinds) for kinds in ((), ("length",)))
    nothing.outcomes()
    length.outcomes()
    assert nothing.silences_at_pauses == nothing.silences_at_ends == [300]
    assert length.silences_at_pauses[0] > 300


def test_each_kind_of_evidence_is_added_to_those_before() -> None:
    """A row for each, which says what it was measured with."""
    rows = added_in_turn([heard_call()], 0.5, ("the blue one",))
    assert [each.evidence for each in rows] == [ADDED[:number] for number in range(1, len(ADDED) + 1)]
    assert [each.known for each in rows] == ["words", "words", "words", "words", "phrases"]


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
