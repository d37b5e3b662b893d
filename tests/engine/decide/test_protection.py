"""Whether a sentence is protected now and until when, from what the ledger was told. Time is a number."""

import math

import pytest

from offhook.engine.decide.floor import FloorState
from offhook.engine.decide.ledger import Ledger
from offhook.engine.decide.protection import Protection
from offhook.protocol.telephone_audio import BYTES_PER_S

SPEAKING = (FloorState.AGENT_SPEAKING, FloorState.BOTH_SPEAKING)
NOW = 10.0


def sound(ledger: Ledger, *, protected: bool, ended: bool = True, turn: int = 1, now: float = NOW) -> int:
    """A second of a sentence is written."""
    sentence = ledger.begin_sentence(turn, "This call is recorded.", protected=protected)
    ledger.made(sentence, bytes(BYTES_PER_S))
    if ended:
        ledger.made_all(sentence)
    ledger.wrote_audio(sentence, 0, BYTES_PER_S, now)
    return sentence


def only_sentences(ledger: Ledger) -> Protection:
    return Protection(ledger, every_reply=False)


@pytest.mark.parametrize("state", FloorState)
def test_nothing_sent_is_not_protected(state: FloorState) -> None:
    """Silence and common sentences are free to interrupt."""
    ledger = Ledger()
    protection = only_sentences(ledger)
    assert not protection.holds(state, NOW)
    sound(ledger, protected=False)
    assert not protection.holds(state, NOW)


@pytest.mark.parametrize("state", SPEAKING)
def test_a_whole_protected_sentence_is_protected_until_it_has_played(state: FloorState) -> None:
    """It is complete, so its end is known."""
    ledger = Ledger()
    protection = only_sentences(ledger)
    sound(ledger, protected=True)
    assert protection.until(state) == NOW + 1
    assert protection.holds(state, NOW + 0.99)
    assert not protection.holds(state, NOW + 1)


@pytest.mark.parametrize("state", SPEAKING)
def test_a_voice_that_is_late_ends_no_protection(state: FloorState) -> None:
    """All that was sent has played, and more is to come: nobody knows yet until when."""
    ledger = Ledger()
    protection = only_sentences(ledger)
    sentence = sound(ledger, protected=True, ended=False)
    assert protection.until(state) == math.inf
    assert protection.holds(state, NOW + 60)
    ledger.made_all(sentence)
    assert protection.until(state) == NOW + 1


def test_a_gap_between_two_protected_sentences_is_protected() -> None:
    """The second has begun to be made while the first plays, and is late."""
    ledger = Ledger()
    protection = only_sentences(ledger)
    sound(ledger, protected=True)
    second = ledger.begin_sentence(1, "You may object.", protected=True)
    assert protection.until(FloorState.AGENT_SPEAKING) == math.inf
    ledger.made(second, bytes(BYTES_PER_S))
    ledger.made_all(second)
    ledger.wrote_audio(second, 0, BYTES_PER_S, NOW + 5)
    assert protection.until(FloorState.AGENT_SPEAKING) == NOW + 6


@pytest.mark.parametrize("state", [state for state in FloorState if state not in SPEAKING])
def test_a_reply_that_was_stopped_is_protected_only_as_far_as_it_plays(state: FloorState) -> None:
    """No more of it is to come."""
    ledger = Ledger()
    protection = only_sentences(ledger)
    sound(ledger, protected=True, ended=False)
    assert protection.until(state) == NOW + 1
    ledger.begin_generation()
    ledger.wrote_clear(NOW + 0.5)
    assert not protection.holds(state, NOW + 0.5)


def test_what_follows_a_protected_sentence_is_not_protected() -> None:
    """Protection lasts as long as the protected sentence plays, although the next one is sent already."""
    ledger = Ledger()
    protection = only_sentences(ledger)
    sound(ledger, protected=True)
    sound(ledger, protected=False)
    assert protection.until(FloorState.AGENT_SPEAKING) == NOW + 1


def test_every_reply_is_protected_as_long_as_the_agent_speaks() -> None:
    """With `barge_in.mode = "off"`, whatever was sent of it."""
    protection = Protection(Ledger(), every_reply=True)
    assert [state for state in FloorState if protection.holds(state, NOW)] == list(SPEAKING)


@pytest.mark.parametrize(
    ("turn", "protected", "every_reply", "left_out"),
    [
        (1, False, False, True),
        (1, True, False, False),
        (2, False, False, False),
        (1, False, True, False),
    ],
)
def test_what_is_left_out_for_an_answer_that_waits(
    turn: int, protected: bool, every_reply: bool, left_out: bool
) -> None:
    """Turn 2 waits: the rest of turn 1 is left out, except for what is protected."""
    assert Protection(Ledger(), every_reply=every_reply).gives_way(turn, 2, protected=protected) is left_out
