"""A state of the dialogue calls a tool, and goes on after its result. The real exchange, dialogue and ledger of tools;
virtual time. Faults: tools that fail, hang or are late, a caller who interrupts, streams that break."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.decide.tool_use import Outcome
from offhook.engine.run.call import Cast
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.tool import EffectUnknown, OnInterruption, ToolFailed
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import as_it_is, calling, record_of
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.scene import sentences_heard
from offhook.simulation.services import SimulatedVoice
from tests.actors.inn import ANSWERS, COLLECTED, DESK, INN
from tests.actors.shared_calls import CountedTool, ScriptedModel, SharedCall, calls_tool, shared_call, shared_exchange

DONE = {"free": True, "reference": "A 7"}
BOOKS = ("friday", "two", "yes")
QUESTIONS = ("For which day?", "For how many?", "A room for two")


@asynccontextmanager
async def booking(
    tool: CountedTool,
    *then: str,
    agent: str = DESK,
    change_cast: Callable[[Cast], Cast] = as_it_is,
    carrier: SimulatedCarrier | None = None,
) -> AsyncIterator[SharedCall]:
    """The caller has said yes to the booking; then the recognizer hears this."""
    async with shared_call(agent, *BOOKS, *then, tools=[tool], change_cast=change_cast, carrier=carrier) as call:
        for question in QUESTIONS:
            await call.hears_out(question)
            call.carrier.speak(0.6)
        yield call


def uses(call: SharedCall) -> list[tuple[str, Outcome]]:
    assert call.call.record.over is not None
    return [(use.tool, use.outcome) for use in call.call.record.over.tools]


async def test_the_arguments_are_the_answers_and_the_result_is_said(autojump_clock: MockClock) -> None:
    """Numbers as numbers; what is said before the tool runs is heard while it does."""
    tool = CountedTool(result=DONE, takes_s=1.0)
    async with booking(tool, "no") as call:
        await call.hears("One moment.")
        await call.hears("It is booked.")
        await call.hears("Your reference is A seven.")
        await call.hears_out("What else can I do?")
        await call.says()
        await call.hears("Goodbye.")
    assert tool.ran == [{"day": "friday", "people": 2, "kind": "double"}]
    assert uses(call) == [("book_room", Outcome.DONE)]


@pytest.mark.parametrize(
    ("tool", "said", "outcome"),
    [
        (CountedTool(result={"free": False}), "We are full that day.", Outcome.DONE),
        (CountedTool(result={"free": 0, "reference": "B"}), "It is booked.", Outcome.DONE),
        (CountedTool(result="done"), "It is booked.", Outcome.DONE),
        (CountedTool(fails=ToolFailed("no room")), "That did not work.", Outcome.FAILED),
        (CountedTool(fails=EffectUnknown("no answer")), "I do not know whether that worked.", Outcome.UNKNOWN),
        (CountedTool(fails=ZeroDivisionError()), "I do not know whether that worked.", Outcome.UNKNOWN),
        (CountedTool(takes_s=99, deadline_s=3), "I do not know whether that worked.", Outcome.LATE),
        (CountedTool(result=object()), "I do not know whether that worked.", Outcome.UNKNOWN),
    ],
    ids=["no", "not quite no", "a text", "failed", "unknown", "broken", "late", "no JSON"],
)
async def test_each_outcome_leads_where_the_file_says(
    tool: CountedTool, said: str, outcome: Outcome, autojump_clock: MockClock
) -> None:
    """And the tool ran once."""
    async with booking(tool) as call:
        await call.hears("One moment.")
        await call.hears(said)
    assert (len(tool.ran), uses(call)) == (1, [("book_room", outcome)])


async def test_a_sentence_about_a_field_that_is_not_there_is_left_out(autojump_clock: MockClock) -> None:
    """As one about an answer that nobody gave."""
    async with booking(CountedTool(result={"reference": None})) as call:
        await call.hears("It is booked.")
        await call.hears_out("What else can I do?")
        assert not any("reference" in sentence for sentence in call.heard)


async def test_what_the_tool_says_is_said_where_the_state_says_nothing(autojump_clock: MockClock) -> None:
    """Else the state's own words are."""
    tool = CountedTool(result=DONE, takes_s=1, says="I am looking.")
    async with booking(tool, agent=DESK.replace('ask = "One moment."\n', "")) as call:
        await call.hears("I am looking.")
        await call.hears("It is booked.")
    async with booking(CountedTool(result=DONE, takes_s=1, says="I am looking.")) as call:
        await call.hears("One moment.")
        await call.hears("It is booked.")
        assert "I am looking." not in call.heard


async def test_a_call_may_begin_with_a_tool(autojump_clock: MockClock) -> None:
    """Before any question."""
    agent = (
        DESK.replace('start = "day"', 'start = "look"')
        + """
[dialogue.states.look]
call = "look_up"
results = [ { when = { guest = { stays = [2, 3] } }, go = "day" } ]
go = "else"
failed_go = "else"
"""
    )
    tool = CountedTool("look_up", {"guest": {"stays": 3}}, has_effects=False)
    async with shared_call(agent, tools=[tool, CountedTool()]) as call:
        await call.hears_out("For which day?")
    assert tool.ran == [{}]


# Interruptions.


async def test_a_caller_who_interrupts_before_the_tool_begins_has_not_decided(autojump_clock: MockClock) -> None:
    """So much is said before it that it waits: nothing is booked, and the question before is open again."""
    tool = CountedTool(result=DONE)
    before = " ".join(f"Sentence {number}." for number in range(20))
    agent = DESK.replace("One moment.", before).replace('say = ["<no>"]', 'say = ["<no>", "another time"]')
    async with booking(tool, "another time", agent=agent) as call:
        await call.hears("Sentence one.")
        call.carrier.speak(0.6)
        await call.hears_out("As you like.")
        await call.hears_out("Anything else?")
    assert tool.ran == []


async def test_a_crash_of_the_responder_runs_no_tool_again(autojump_clock: MockClock) -> None:
    """The tool belongs to the call; the caller is asked to say it again, and hears what came of it."""
    tool = CountedTool(result=DONE, takes_s=4)
    carrier = SimulatedCarrier()
    sabotage = Sabotage("responder", carrier.call_sid)
    async with booking(tool, "yes", change_cast=sabotage.change, carrier=carrier) as call:
        await call.hears("One moment.")
        await trio.sleep(1)
        sabotage.arm()
        await call.hears("Sorry, could you")
        await call.falls_silent()
        call.carrier.speak(0.6)
        await call.hears("It is booked.")
    assert len(tool.ran) == 1


@pytest.mark.parametrize("after_s", [0.3, 1.0, 2.5, 4.9, 5.2, 6.5])
async def test_a_caller_who_interrupts_the_tool_hears_what_came_of_it(
    after_s: float, autojump_clock: MockClock
) -> None:
    """At each moment: while it is announced, while it runs, when it has just ended. It runs once."""
    tool = CountedTool(result=DONE, takes_s=5)
    async with booking(tool, "hello are you there", "no") as call:
        await call.hears("One moment.")
        await trio.sleep(after_s)
        call.carrier.speak(0.6)
        await call.hears("It is booked.")
        await call.hears_out("What else can I do?")
    assert tool.ran == [{"day": "friday", "people": 2, "kind": "double"}]
    assert uses(call) == [("book_room", Outcome.DONE)]


async def test_a_caller_who_interrupts_the_result_is_answered(autojump_clock: MockClock) -> None:
    """Its first sentence was heard: it is not said again, and the words are for the question behind it."""
    tool = CountedTool(result=DONE)
    agent = DESK.replace(
        "Your reference is {result.reference}. What else can I do?", "Your reference is {result.reference}."
    )
    async with booking(tool, "no", agent=agent) as call:
        await call.hears("It is booked.")
        await call.hears("Your reference")
        call.carrier.speak(0.6)
        await call.hears("Goodbye.")
        assert call.heard.count("It is booked.") == 1
    assert len(tool.ran) == 1


async def test_a_tool_that_an_interruption_cancels_has_an_unknown_outcome(autojump_clock: MockClock) -> None:
    """Nobody knows whether it was done: it is not called again."""
    tool = CountedTool(result=DONE, takes_s=5, on_interruption=OnInterruption.CANCEL)
    async with booking(tool, "hello are you there") as call:
        await call.hears("One moment.")
        await trio.sleep(3)
        call.carrier.speak(0.6)
        await call.hears("I do not know whether that worked.")
    assert (len(tool.ran), uses(call)) == (1, [("book_room", Outcome.CANCELLED)])


async def test_a_tool_that_is_told_when_it_ends_is_told_to_a_silent_caller(autojump_clock: MockClock) -> None:
    """The caller has interrupted, and says nothing more."""
    tool = CountedTool(result=DONE, takes_s=8, on_interruption=OnInterruption.FINISH_AND_TELL)
    async with booking(tool, "", agent=DESK) as call:
        await call.hears("One moment.")
        await trio.sleep(3)
        call.carrier.speak(0.6)
        await call.hears_out("What else can I do?")
        await trio.sleep(4)
        assert call.heard.count("It is booked.") == 1
    assert len(tool.ran) == 1


# Streams that break.


class Returning:
    """A caller whose stream breaks, and who is called back by the carrier."""

    def __init__(self, exchange: Exchange, voice: SimulatedVoice) -> None:
        self.exchange, self._voice = exchange, voice
        self.carrier = SimulatedCarrier()

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[SimulatedCarrier]:
        async with calling(self.exchange, self.carrier):
            yield self.carrier
            self.carrier.drop()

    async def returns(self) -> None:
        number = self.carrier.returned
        token = await self.exchange.find_return(self.carrier.call_sid, number)
        assert token is not None
        self.carrier = SimulatedCarrier(returned=number + 1, token=token)

    @property
    def heard(self) -> list[str]:
        """In the newest stream."""
        return [said.text for said in sentences_heard(self.carrier, self._voice)]

    async def hears(self, sentence: str) -> None:
        await self.carrier.wait(lambda: any(text.startswith(sentence) for text in self.heard))


@asynccontextmanager
async def returning(
    *said: str, tools: Sequence[CountedTool], model: ScriptedModel | None = None, agent: str = DESK
) -> AsyncIterator[Returning]:
    voice = SimulatedVoice(1.0)
    async with shared_exchange(agent, *said, model=model, voice=voice, tools=tools) as exchange:
        yield Returning(exchange, voice)


@pytest.mark.parametrize(
    ("after_s", "outcome"),
    [
        (0.05, Outcome.CANCELLED),
        (1.0, Outcome.CANCELLED),
        (1.8, Outcome.DONE),
        (2.3, Outcome.DONE),
        (3.5, Outcome.DONE),
    ],
)
async def test_a_call_that_returns_hears_what_came_of_the_tool(
    after_s: float, outcome: Outcome, autojump_clock: MockClock
) -> None:
    """The stream breaks after the yes, at each moment: the tool has half a second to end, and never runs again."""
    tool = CountedTool(result=DONE, takes_s=2.0)
    async with returning(*BOOKS, "no", tools=[tool]) as talk:
        async with talk.stream() as carrier:
            for question in QUESTIONS:
                await talk.hears(question)
                await carrier.agent_has_spoken()
                carrier.speak(0.6)
            await carrier.wait(lambda: bool(tool.ran))
            await trio.sleep(after_s)
        heard = talk.heard
        await talk.returns()
        async with talk.stream() as carrier:
            await talk.hears("What else can I do?" if outcome is Outcome.DONE else "Anything else?")
            await carrier.agent_has_spoken()
            heard += talk.heard
            carrier.speak(0.6)
            await talk.hears("Goodbye.")
        record = await record_of(talk.exchange, talk.carrier)
    assert len(tool.ran) == 1
    assert record.over is not None
    assert [use.outcome for use in record.over.tools] == [outcome]
    said = "is booked." if outcome is Outcome.DONE else "whether that worked."
    assert any(text.endswith(said) for text in heard)


async def test_a_call_that_returns_goes_on_with_the_one_who_led(autojump_clock: MockClock) -> None:
    """The dialogue at its question, with the answers so far; or the model, which knows what was collected."""
    model, tool = ScriptedModel(ANSWERS), CountedTool(result=DONE)
    said = ["a room for friday", "two", "no", "what is that"]
    async with returning(*said, tools=[tool], model=model, agent=INN) as talk:
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
            carrier.speak(0.6)
            await talk.hears("For how many?")
        await talk.returns()
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
            carrier.speak(0.6)
            await talk.hears("A room for two, friday.")
            await carrier.agent_has_spoken()
            carrier.speak(0.6)
            await talk.hears("How can I help you?")
        await talk.returns()
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
            carrier.speak(0.6)
            await talk.hears("Well.")
    assert [message.content for message in model.told[-1]].count(f"no {COLLECTED}") == 1
    assert [use.name for message in model.told[-1] for use in message.uses] == ["start_dialogue"]


async def test_a_start_that_stands_in_the_journal_alone_is_carried_out(autojump_clock: MockClock) -> None:
    """The stream breaks when the model has begun the dialogue, and before the first question."""
    model = ScriptedModel({**ANSWERS, "a room please": (calls_tool("start_dialogue"),)})
    async with returning("a room please", "friday", tools=[CountedTool()], model=model, agent=INN) as talk:
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
            carrier.speak(0.6)
            await carrier.wait(lambda: len(model.asked) == 2)
        await talk.returns()
        async with talk.stream() as carrier:
            await talk.hears("For which day?")
            await carrier.agent_has_spoken()
            carrier.speak(0.6)
            await talk.hears("For how many?")
    assert [turn.text for turn in model.asked] == ["", "a room please"]


async def test_a_dialogue_that_stands_in_for_the_model_calls_its_tools(autojump_clock: MockClock) -> None:
    """The same ledger, and the same question afterwards."""
    agent = (
        INN.replace('go = "noted"', 'go = "note"')
        + """
[dialogue.states.note]
call = "take_note"
with = { text = "call on {day}" }
go = "noted"
failed_go = "noted"
"""
    )
    model, note = ScriptedModel(ANSWERS, is_down=True), CountedTool("take_note", has_effects=False)
    async with shared_call(agent, "hm", "friday", model=model, tools=[CountedTool(), note]) as call:
        await call.hears_out("Hello")
        await call.says()
        await call.hears_out("On which day")
        await call.says()
        await call.hears("We call you friday.")
    assert note.ran == [{"text": "call on friday"}]


async def test_a_model_may_give_all_answers_and_the_tool_runs_at_once(autojump_clock: MockClock) -> None:
    """The entry is a state that calls the tool."""
    agent = INN.replace('starts = "When the caller wants to book a room."', "").replace(
        'call = "book_room"', 'call = "book_room"\nstarts = "When the caller has said yes to a room."'
    )
    agent = agent.replace('go = "people"', 'go = "people"\nstarts = "When the caller wants a room."')
    start = calls_tool("start_dialogue", state="book", slots={"day": "monday", "people": "3"})
    model, tool = ScriptedModel({**ANSWERS, "a room please": (start,)}), CountedTool(result={"free": False})
    async with shared_call(agent, "a room please", model=model, tools=[tool]) as call:
        await call.hears_out("Hello")
        await call.says()
        await call.hears("One moment.")
        await call.hears("We are full that day.")
        await call.hears("How can I help you?")
    assert tool.ran == [{"day": "monday", "people": 3, "kind": "double"}]
    decided = [use for message in model.told[-1] for use in message.uses]
    assert [use.name for use in decided] == ["start_dialogue", "book_room"]
