"""What is to be said of an answer to a question for digits, for the model that had it asked."""

from offhook.actors.responder.service import CallerTurn, Occasion
from offhook.engine.words.expectation import AnswerKind, Expectation


def remark_on(turn: CallerTurn, expects: Expectation | None) -> str:
    """In words; empty if there is nothing to be said. `expects` is what a tool has asked for."""
    if expects is None or expects.kind is not AnswerKind.DIGITS:
        return ""
    match turn.occasion:
        case Occasion.SILENCE:
            return f"{_wanted(expects)} were asked for, and no key was pressed"
        case Occasion.KEYS if not turn.text.isdecimal():
            return f"{_wanted(expects)} were asked for"
        case Occasion.KEYS if len(turn.text) < expects.min_digits:
            return f"too few: {_wanted(expects)} were asked for"
        case _:
            return ""


def _wanted(expects: Expectation) -> str:
    least, most = expects.min_digits, expects.max_digits
    return f"{most} digits" if least == most else f"{least} to {most} digits"
