"""The tools that a dialogue calls in one reply, with arguments made of the caller's answers. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from offhook.actors.responder.script import Script, State
from offhook.actors.responder.service import CallerTurn, Occasion, UseTools, WantedTool
from offhook.actors.responder.slot_number import NumberSlot
from offhook.actors.responder.slot_yes_no import YesNoSlot
from offhook.actors.responder.state_call import Calling
from offhook.engine.decide.tool_use import ToolOffer, ToolUses
from offhook.engine.words.placeholders import placeholders


class DialogueCalls:
    """What the call's ledger of tools says when a reply is made."""

    def __init__(
        self, turn: CallerTurn, decided: Sequence[ToolUses], offered: Sequence[ToolOffer], known: Mapping[str, str]
    ) -> None:
        """`known`: facts about the call, by their names in texts."""
        self.turn, self._known = turn.number, known
        self.goes_on = turn.occasion not in (Occasion.ANSWERED, Occasion.STARTED, Occasion.HANDED_OVER)
        """Whether the question before is still open: the dialogue does not just begin."""
        self._place = sum(each.turn == self.turn for each in decided)
        self._offered = {offer.name: offer for offer in offered}

    def call(self, script: Script, state: State, values: Mapping[str, str]) -> tuple[UseTools, Calling]:
        """What is called in this state, and how its outcome is found."""
        assert state.call is not None, f"'{state.name}' calls no tool"
        offer = self._offered.get(state.call.tool)
        schema = {} if offer is None else offer.parameters
        answers = {name: _typed(script, name, value) for name, value in values.items() if value}
        arguments = state.call.filled({**self._known, **answers}, schema)
        wanted = WantedTool(f"dialogue{self._place}", state.call.tool, msgspec.json.encode(arguments).decode())
        return UseTools((wanted,)), Calling(state.name, self.turn, self._place)


def names_in(state: State) -> frozenset[str]:
    """The slots that the arguments are made of."""
    arguments = {} if state.call is None else state.call.arguments
    texts = (value for value in arguments.values() if isinstance(value, str))
    return frozenset(place.name for text in texts for place in placeholders(text))


def _typed(script: Script, name: str, value: str) -> str | int | bool:
    match script.slots[name]:
        case NumberSlot():
            return int(value)
        case YesNoSlot():
            return value == "yes"
        case _:
            return value
