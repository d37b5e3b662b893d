"""A call whose model calls tools: the real exchange and actors, a model that does what it is told to. Virtual time."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import trio

from offhook.actors.responder.service import CallerTurn, Occasion, Sentence, ToolUses
from offhook.engine.decide.tool_use import Outcome, ToolUse
from offhook.engine.record.call_record import CallOver
from offhook.engine.record.conversation import AgentSaid
from offhook.engine.run.tool import Tool
from offhook.simulation.exchange import AGENT, as_it_is, settings_with
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice, ToldAt, Wish
from offhook.simulation.tools import ToolLedger
from offhook.simulation.trouble import Trouble
from tests.actors.one_call import OneCall, one_call

ANSWER = "Here is the answer."
SENTENCE_S = 1.0


@dataclass
class ToolTalk:
    """A caller and a model; the greeting is heard, and calls no tool."""

    call: OneCall
    responder: SimulatedResponder
    voice: SimulatedVoice
    ledger: ToolLedger

    async def ask(self, seconds: float = 0.6) -> None:
        """Speak, and end the turn."""
        self.call.carrier.speak(seconds)
        await trio.sleep(seconds + 0.42)

    async def runs(self, tool: str) -> None:
        """Until it has begun, once more than it had ended."""
        await self.call.carrier.wait(lambda: any(deed.ended_at is None for deed in self.ledger.of(tool)))

    async def is_told(self, occasion: Occasion) -> ToldAt:
        """Until a responder is asked for this reason, if it was not by now. Returns the newest."""
        await self.call.carrier.wait(lambda: self.of(occasion) != [])
        return self.of(occasion)[-1]

    def of(self, occasion: Occasion) -> list[ToldAt]:
        return [told for told in self.responder.told_at if told.turn.occasion is occasion]

    @property
    def questions(self) -> list[CallerTurn]:
        return [told.turn for told in self.of(Occasion.SPEECH)]

    @property
    def over(self) -> CallOver:
        over = self.call.record.over
        assert over is not None, "the call goes on"
        return over

    @property
    def outcomes(self) -> list[tuple[str, Outcome]]:
        """As they are on record."""
        return [(each.tool, each.outcome) for each in self.over.tools]

    @property
    def agent_words(self) -> list[str]:
        return [entry.text for entry in self.call.record.transcript if isinstance(entry, AgentSaid)]


@dataclass
class Given:
    """What a test may want to differ."""

    says: tuple[str, ...] = (ANSWER,)
    hears: Sequence[str] = ("book a room",)
    sections: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    drafts: bool = False
    agent: Callable[[str], str] = lambda agent: agent
    sabotage: Sabotage | None = None
    trouble: Trouble | None = None
    """Of the model."""
    others: Sequence[SimulatedResponder] = ()
    """Behind this one in the chain."""


@asynccontextmanager
async def tool_talk(
    ledger: ToolLedger, tools: Sequence[Tool], *wishes: Wish, given: Given | None = None
) -> AsyncIterator[ToolTalk]:
    """The greeting has been heard. The replies after it are as these `wishes` say, then plain answers."""
    given = given or Given()
    responder = SimulatedResponder(*map(Sentence, given.says), trouble=given.trouble)
    responder.wishes = iter([Wish(), *wishes])
    voice = SimulatedVoice(SENTENCE_S)
    sections: dict[str, Mapping[str, object]] = {
        "vad": {"adaptive": False},
        "floor": {"filler_s": 0, "idle_s": 60},
        "responder": {} if given.drafts else {"max_drafts": 0},
    }
    for name, values in given.sections.items():
        sections[name] = {**sections.get(name, {}), **values}
    async with one_call(
        settings_with(**sections),
        agent=given.agent(AGENT),
        recognizer=SimulatedRecognizer(*given.hears, streams=given.drafts),
        responder=[responder, *given.others],
        voice=voice,
        tools=tools,
        change_cast=as_it_is if given.sabotage is None else given.sabotage.change,
    ) as call:
        await call.carrier.agent_has_spoken()
        yield ToolTalk(call, responder, voice, ledger)


def uses_in(told: ToldAt) -> list[ToolUse]:
    """The tools in the conversation as it was told."""
    return [use for each in told.heard if isinstance(each, ToolUses) for use in each.uses]
