"""Calls to agents whose file answers likely questions: the real exchange and actors, virtual time. The recognizer hears
the words of each test; the model is a simulated responder that remembers what it was asked."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Occasion, Sentence
from offhook.engine.record.answered import AnsweredTurn
from offhook.engine.record.call_record import CallOver
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.simulation.exchange import AGENT, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.dialogue_call import dialogue_call
from tests.actors.one_call import OneCall, one_call

HOURS = "We are open from eight to six."
ANSWERS = f"""
[[answers]]
name = "hours"
ask = ["What are your opening hours?", "When are you open?"]
answer = "{HOURS} On Sundays we are closed."

[[answers]]
ask = ["Is there parking?"]
answer = "Yes, {{params.name|caller}}, behind the house."
"""
MODEL = "I asked a model."


@dataclass
class Talk:
    """A caller and an agent with a model; the greeting is heard."""

    call: OneCall
    responder: SimulatedResponder
    recognizer: SimulatedRecognizer

    async def ask(self, seconds: float = 0.6) -> None:
        """Speak, and hear the answer out."""
        self.call.carrier.speak(seconds)
        await self.call.carrier.agent_has_spoken()

    @property
    def asked(self) -> list[str]:
        """What the model was asked."""
        return [turn.text for turn in self.responder.asked if turn.occasion is Occasion.SPEECH]

    @property
    def over(self) -> CallOver:
        assert self.call.record.over is not None, "the call goes on"
        return self.call.record.over

    @property
    def said(self) -> list[tuple[str, str]]:
        return [
            ("agent" if isinstance(entry, AgentSaid) else "caller", entry.text)
            for entry in self.call.record.transcript
            if isinstance(entry, AgentSaid | CallerSaid)
        ]


@asynccontextmanager
async def talk(*hears: str, drafts: int = 0, agent: str = AGENT + ANSWERS) -> AsyncIterator[Talk]:
    responder = SimulatedResponder(Sentence(MODEL), pause_s=0.4)
    settings = settings_with(
        vad={"adaptive": False}, responder={"max_drafts": drafts}, floor={"filler_s": 0, "idle_s": 60}
    )
    recognizer = SimulatedRecognizer(*hears, streams=drafts > 0)
    async with one_call(
        settings, agent=agent, recognizer=recognizer, responder=responder, voice=SimulatedVoice(1)
    ) as call:
        await call.carrier.agent_has_spoken()
        yield Talk(call, responder, recognizer)


async def test_a_likely_question_asks_no_model(autojump_clock: MockClock) -> None:
    """The answer is a reply as any other: it is heard, on record, and the next model is told it."""
    async with talk("um when are you guys open please", "and what does a room cost") as found:
        await found.ask()
        await found.ask()
    assert found.asked == ["and what does a room cost"]
    assert found.said[1:] == [
        ("caller", "um when are you guys open please"),
        ("agent", f"{HOURS} On Sundays we are closed."),
        ("caller", "and what does a room cost"),
        ("agent", MODEL),
    ]
    assert [line.text for line in found.responder.told[-1]][1:] == [
        "um when are you guys open please",
        f"{HOURS} On Sundays we are closed.",
    ]
    assert found.over.answered == (AnsweredTurn(2, "hours"),)


async def test_whoever_asks_more_asks_the_model(autojump_clock: MockClock) -> None:
    """So does who asks nearly the same."""
    hears = ("when are you open and can i book for nine", "when are you open on christmas day", "is there parking")
    async with talk(*hears) as found:
        for _ in hears:
            await found.ask()
    assert found.asked == list(hears[:2])
    assert found.said[-1] == ("agent", "Yes, caller, behind the house.")
    assert [each.entry for each in found.over.answered] == ["Is there parking?"]


async def test_a_draft_that_finds_an_answer_asks_no_model_either(autojump_clock: MockClock) -> None:
    """It is committed when the caller has finished, and counts once."""
    async with talk("when are you open", drafts=2) as found:
        await found.ask()
    assert found.asked == []
    assert found.said[-1] == ("agent", f"{HOURS} On Sundays we are closed.")
    assert found.over.answered == (AnsweredTurn(2, "hours"),)


async def test_a_draft_that_is_dropped_counts_for_nothing(autojump_clock: MockClock) -> None:
    """The caller says more after the pause, and the model answers all of it."""
    async with talk("when are you open for dinner", drafts=2) as found:
        found.recognizer.partials.append("when are you open")
        found.call.carrier.speak(0.6)
        await trio.sleep(0.6 + 0.2)
        found.call.carrier.speak(0.6)
        await found.call.carrier.agent_has_spoken()
    assert found.asked == ["when are you open for dinner"]
    assert found.over.answered == ()


async def test_an_answer_is_interrupted_as_any_reply(autojump_clock: MockClock) -> None:
    """What was not heard of it is not remembered."""
    async with talk("when are you open", "what does a room cost") as found:
        found.call.carrier.speak(0.6)
        await found.call.carrier.wait(lambda: found.call.carrier.playout.sounding)
        await trio.sleep(1.2)  # sooner, the caller would go on with the question
        await found.ask()
        await found.call.carrier.agent_has_spoken()
    told = [line.text for line in found.responder.told[-1]]
    assert told[1] == "when are you open"
    assert "On Sundays we are closed." not in " ".join(told)
    assert len(found.call.carrier.clears) == 1


DIALOGUE = (
    AGENT
    + """
[dialogue]
start = "people"
not_understood = "What?"
[dialogue.slots.people]
type = "number"
highest = 6
[dialogue.states.people]
ask = "Welcome. For how many people?"
ask_again = "How many people?"
slot = "people"
go = "end"
[dialogue.states.end]
ask = "That is all."
go = "hang_up"
"""
)


async def answered_by(*says: str, agent: str = DIALOGUE + ANSWERS) -> tuple[Sequence[str], Sequence[AnsweredTurn]]:
    """What the agent says after its greeting to each of these, and then to nobody."""
    async with dialogue_call(agent, *says) as call:
        await call.hears_out("Welcome")
        await call.falls_silent()
        before = len(call.heard)
        for _ in says:
            await call.says()
            await call.falls_silent()
        heard = call.heard[before:]
    over = call.call.record.over
    assert over is not None
    return heard, over.answered


async def test_a_dialogue_answers_before_it_has_not_understood(autojump_clock: MockClock) -> None:
    """And then it asks its question again, as the caller cannot know that it waits."""
    heard, answered = await answered_by("when are you open", "nonsense")
    assert heard == [HOURS, "On Sundays we are closed.", "How many people?", "What?", "How many people?"]
    assert [each.entry for each in answered] == ["hours"]


async def test_a_dialogues_own_phrases_go_first(autojump_clock: MockClock) -> None:
    """Whatever fits its question, or its choices, is for the dialogue."""
    choice = """
[[dialogue.always]]
say = ["when are you open"]
answer = "Ask me later."
"""
    heard, answered = await answered_by("when are you open", agent=DIALOGUE + choice + ANSWERS)
    assert heard == ["Ask me later.", "How many people?"]
    assert answered == ()


async def test_a_likely_question_is_no_bad_answer(autojump_clock: MockClock) -> None:
    """A dialogue gives up after three of those."""
    heard, _ = await answered_by(*["nonsense", "when are you open"] * 2)
    assert heard.count("What?") == 2
    assert heard[-1] == "How many people?"
