"""The conversation as models are told it: with the tools that were called, and with what a dialogue did in it. Pure."""

from collections.abc import Sequence

import msgspec

from offhook.actors.responder.state_call import Hidden
from offhook.engine.decide.heard_so_far import Heard, HeardLine, Note
from offhook.engine.decide.tool_use import ToolUses

PRIVATE = "[private: told to the dialogue only]"


def with_tools(heard: Sequence[Heard], decisions: Sequence[ToolUses]) -> list[Heard]:
    """The conversation with what was decided in each turn between the caller's words and the agent's answer, in the
    order of the decisions. The words of a later turn may have begun earlier: keys were pressed over them."""
    lines, last = [*heard], 0
    for decision in decisions:
        turn = decision.turn
        words = [place for place, line in enumerate(lines) if _is_of(line, "caller") and line.turn == turn]
        behind = words[-1] + 1 if words else 0
        answer = next(
            (at for at, line in enumerate(lines) if at >= behind and _is_of(line, "agent") and line.turn >= turn),
            len(lines),
        )
        place = next((at for at in range(max(behind, last), answer) if lines[at].turn > turn), answer)
        lines.insert(place, decision)
        last = place + 1
    return lines


def _is_of(line: Heard, who: str) -> bool:
    return isinstance(line, HeardLine) and line.who == who


def with_notes(heard: Sequence[Heard], notes: Sequence[Note]) -> list[Heard]:
    """The conversation with what a model is told, behind the caller's words of each turn."""
    lines = [*heard]
    for note in notes:
        words = [place for place, line in enumerate(lines) if _is_of(line, "caller") and line.turn == note.turn]
        later = (place for place, line in enumerate(lines) if line.turn >= note.turn)
        lines.insert(words[-1] + 1 if words else next(later, len(lines)), note)
    return lines


def without_private(heard: Sequence[Heard], hidden: Sequence[Hidden]) -> list[Heard]:
    """The conversation without what callers have told a dialogue in private, and what was said and done with it."""
    turns = {each.turn for each in hidden if each.place is None}
    uses = {(each.turn, each.place) for each in hidden}
    places: dict[int, int] = {}
    told: list[Heard] = []
    for each in heard:
        match each:
            case HeardLine(turn=turn) if turn in turns:
                told.append(msgspec.structs.replace(each, text=PRIVATE))
            case ToolUses(turn=turn):
                place = places[turn] = places.get(turn, -1) + 1
                told.append(_without_arguments(each) if (turn, place) in uses else each)
            case _:
                told.append(each)
    return told


def _without_arguments(decision: ToolUses) -> ToolUses:
    uses = tuple(msgspec.structs.replace(use, arguments="{}") for use in decision.uses)
    return msgspec.structs.replace(decision, uses=uses)
