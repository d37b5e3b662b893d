"""Where decisions to call tools stand in the conversation that a model is told."""

from offhook.actors.responder.told_to_models import with_tools
from offhook.engine.decide.heard_so_far import Heard, HeardLine
from offhook.engine.decide.tool_use import ToolUses


def caller(turn: int, at: float) -> HeardLine:
    return HeardLine("caller", f"words {turn}", turn, at)


def agent(turn: int, at: float) -> HeardLine:
    return HeardLine("agent", f"answer {turn}", turn, at)


def decided(*turns: int) -> list[ToolUses]:
    return [ToolUses((), turn, 0.0) for turn in turns]


def told(heard: list[Heard]) -> str:
    return " ".join(f"{each.who}{each.turn}" if isinstance(each, HeardLine) else f"tools{each.turn}" for each in heard)


def test_a_decision_stands_between_the_words_and_the_answer() -> None:
    lines = [agent(1, 0), caller(2, 1), agent(2, 2), caller(3, 3), agent(3, 4)]
    assert told(with_tools(lines, decided(2, 2, 3))) == "agent1 caller2 tools2 tools2 agent2 caller3 tools3 agent3"


def test_a_decision_without_words_or_answer_stands_between_its_neighbours() -> None:
    """The words were not taken, or the answer was not heard."""
    lines = [agent(1, 0), agent(2, 2), caller(3, 3), caller(4, 4)]
    assert told(with_tools(lines, decided(1, 2, 3))) == "tools1 agent1 tools2 agent2 caller3 tools3 caller4"
    assert told(with_tools([], decided(1, 2))) == "tools1 tools2"


def test_keys_that_were_pressed_over_words_are_answered_first() -> None:
    """The words began earlier and belong to the next turn; each decision is still behind its own, and in order."""
    lines = [agent(1, 0), caller(3, 1.9), caller(2, 2.2), agent(3, 5)]
    assert told(with_tools(lines, decided(2, 3))) == "agent1 caller3 caller2 tools2 tools3 agent3"
