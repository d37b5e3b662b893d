"""The agent that comes with Offhook for a language model, and the dialogue that answers in its place. No clock."""

from pathlib import Path

import pytest

from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.dialogue_machine import Dialogue
from offhook.actors.responder.service import CallerTurn, Occasion, Sentence
from offhook.engine.host.agent import load_agent
from offhook.engine.run.reply import HangUp
from tests.actors.responder.front_desk import A_SUNDAY

FILE = Path(__file__).resolve().parents[3] / "agents" / "concierge.toml"
CONCIERGE = load_agent("agents/concierge.toml", FILE.read_text())
ANSWERED, SILENCE = CallerTurn(Occasion.ANSWERED), CallerTurn(Occasion.SILENCE)
SORRY = "I am sorry, I can only take a message right now."


def say(words: str) -> CallerTurn:
    return CallerTurn(Occasion.SPEECH, words)


def press(keys: str) -> CallerTurn:
    return CallerTurn(Occasion.KEYS, keys)


def last_reply(*turns: CallerTurn) -> tuple[str, bool, dict[str, str | None]]:
    """What is said to the last of these turns, whether the agent hangs up, and what was collected."""
    dialogue = Dialogue(CONCIERGE, read_script(CONCIERGE))
    progress, said, ends = dialogue.begin(), "", False
    for turn in turns:
        step = dialogue.step(progress, turn, "+15551234567", A_SUNDAY)
        progress = step.progress
        said = " ".join(part.text for part in step.parts if isinstance(part, Sentence))
        ends = any(isinstance(part, HangUp) for part in step.parts)
    return said, ends, dict(dialogue.collected(progress).slots)


def test_the_model_is_told_what_it_may_not_do() -> None:
    """It can do nothing but talk, so it must not promise anything else."""
    assert "you can only take a message" in CONCIERGE.prompt
    assert CONCIERGE.greeting.endswith("How can I help you?")


def test_without_a_model_a_caller_leaves_a_message() -> None:
    """The dialogue apologises, asks what it is about and where to call back, and says goodbye."""
    greeting, _, _ = last_reply(ANSWERED)
    assert SORRY in greeting
    turns = ANSWERED, say("my bill"), say("five five five one two three four five six seven"), say("yes")
    said, ends, collected = last_reply(*turns)
    assert said == f"Thank you. We will call you back about a bill. {CONCIERGE.goodbye}"
    assert ends
    assert collected == {"about": "a bill", "number": "5551234567"}


@pytest.mark.parametrize("answer", [say("this number"), press("1#")])
def test_the_number_of_the_call_will_do(answer: CallerTurn) -> None:
    """The record has it anyway."""
    said, ends, collected = last_reply(ANSWERED, say("i'd like a room"), answer)
    assert said.startswith("Good, at this number. Thank you.")
    assert ends
    assert collected == {"about": "a booking", "number": None}


@pytest.mark.parametrize("words", ["what time is breakfast", "no", "for two nights please"])
def test_a_caller_in_the_middle_of_a_conversation_is_told_first(words: str) -> None:
    """The model is lost, and these words were meant for it."""
    said, ends, _ = last_reply(say(words))
    assert said.startswith(SORRY)
    assert said.endswith("A booking, a bill, or something else?")
    assert not ends


def test_whoever_does_not_answer_is_not_kept() -> None:
    """Twice silent, and the call ends with the goodbye."""
    said, ends, _ = last_reply(ANSWERED, SILENCE, SILENCE)
    assert said == CONCIERGE.goodbye
    assert ends
