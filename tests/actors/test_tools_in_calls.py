"""Calls whose model calls tools: the real exchange and actors in virtual time. Faults: tools of every bad kind, callers
who interrupt, services and actors that fail while a tool runs."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import HeardLine, Occasion, Sentence, ToolUses
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.run.tool import OnInterruption
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import APOLOGY, REPEAT
from offhook.simulation.promises import ENDED_WITHIN_S
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.services import SimulatedResponder, Wish
from offhook.simulation.tools import ASKS_FOR_DIGITS, DEADLINE_S, Behaviour, ToolLedger, simulated_tool, wanted
from offhook.simulation.trouble import Kind, Trouble
from tests.actors.tool_call import ANSWER, SENTENCE_S, Given, tool_talk, uses_in

ONE_MOMENT = "One moment, I look it up."


@pytest.fixture
def ledger() -> ToolLedger:
    return ToolLedger()


async def test_a_model_calls_a_tool_and_says_its_result(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """It is told its words, the call and the result behind them; the record has the decision."""
    async with tool_talk(ledger, [simulated_tool("book", ledger=ledger)], Wish((wanted("book"),))) as talk:
        await talk.ask()
        await talk.call.carrier.agent_has_spoken()
    told = talk.of(Occasion.TOOLS_DONE)
    assert len(told) == 1
    line, uses = told[0].heard[-2:]
    assert isinstance(line, HeardLine)
    assert isinstance(uses, ToolUses)
    assert (line.who, line.text) == ("caller", "book a room")
    assert [(use.outcome, use.result) for use in uses.uses] == [(Outcome.DONE, '{"room":"book"}')]
    assert talk.agent_words == [ANSWER, ANSWER]
    (record,) = talk.over.tools
    assert (record.tool, record.outcome, record.arguments, record.turn) == ("book", Outcome.DONE, "{}", 2)
    assert talk.over.faults == {}
    assert [deed.turn for deed in ledger.deeds] == [2]


async def test_the_next_turn_knows_the_result(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """It stands between the caller's words and the answer."""
    async with tool_talk(ledger, [simulated_tool("book", ledger=ledger)], Wish((wanted("book"),))) as talk:
        for _ in range(2):
            await talk.ask()
            await talk.call.carrier.agent_has_spoken()
    heard = talk.responder.told_at[-1].heard
    kinds = [each.who if isinstance(each, HeardLine) else "tools" for each in heard]
    assert kinds == ["agent", "caller", "tools", "agent"]


async def test_the_agent_says_what_the_tool_says_meanwhile(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """It is heard while the tool runs, and the model knows that it was said."""
    slow = simulated_tool("slow", Behaviour.SLOW, ledger, says=ONE_MOMENT)
    async with tool_talk(ledger, [slow], Wish((wanted("slow"),))) as talk:
        await talk.ask()
        await talk.call.carrier.wait(lambda: talk.call.carrier.seconds_heard > SENTENCE_S + 0.2)
        assert ledger.deeds[0].ended_at is None
        told = await talk.is_told(Occasion.TOOLS_DONE)
        await talk.call.carrier.agent_has_spoken()
    assert talk.voice.said == [ANSWER, ONE_MOMENT, ANSWER]
    said = told.heard[-2]
    assert isinstance(said, HeardLine)
    assert (said.who, said.text) == ("agent", ONE_MOMENT)
    assert talk.agent_words == [ANSWER, f"{ONE_MOMENT} {ANSWER}"]


async def test_a_model_that_has_spoken_needs_no_other_words(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    slow = simulated_tool("slow", Behaviour.SLOW, ledger, says=ONE_MOMENT)
    async with tool_talk(ledger, [slow], Wish((wanted("slow"),), says=1), given=Given(("Let me see.",))) as talk:
        await talk.ask()
        await talk.is_told(Occasion.TOOLS_DONE)
        await talk.call.carrier.agent_has_spoken()
    assert ONE_MOMENT not in talk.voice.said
    assert talk.voice.said.count("Let me see.") == 3


@pytest.mark.parametrize("says", ["", ONE_MOMENT], ids=["in silence", "over a sentence"])
@pytest.mark.parametrize("on_interruption", [*OnInterruption])
async def test_an_interruption_does_what_the_tool_declares(
    on_interruption: OnInterruption, says: str, ledger: ToolLedger, autojump_clock: MockClock
) -> None:
    """`cancel` ends it, the others finish; only what is to be told is told by itself, and that once."""
    slow = simulated_tool("slow", Behaviour.SLOW, ledger, on_interruption=on_interruption, says=says, seconds=1.9)
    given = Given(hears=("book a room", "what does it cost"))
    async with tool_talk(ledger, [slow], Wish((wanted("slow"),)), given=given) as talk:
        await talk.ask()
        await talk.runs("slow")
        await trio.sleep(0.3)
        await talk.ask()
        await trio.sleep(12)
    (deed,) = ledger.deeds
    asked = talk.of(Occasion.SPEECH)[-1]
    assert asked.turn.text == "what does it cost"
    (use,) = uses_in(asked)
    if on_interruption is OnInterruption.CANCEL:
        assert (deed.how, use.outcome) == ("cancelled", Outcome.CANCELLED)
        assert deed.ended_at is not None
        assert deed.ended_at <= asked.at
    else:
        assert deed.how == "returned"
        assert use.outcome in (Outcome.RUNNING, Outcome.DONE)
    news = talk.of(Occasion.NEWS)
    assert len(news) == (on_interruption is OnInterruption.FINISH_AND_TELL)
    assert all("slow({}): done" in told.turn.text for told in news)
    assert len(talk.over.tools) == 1


async def test_what_has_ended_while_another_answer_was_written_is_news(
    ledger: ToolLedger, autojump_clock: MockClock
) -> None:
    """That answer did not know it."""
    slow = simulated_tool(
        "slow", Behaviour.SLOW, ledger, on_interruption=OnInterruption.FINISH_AND_TELL, seconds=DEADLINE_S - 0.1
    )
    given = Given(hears=("book a room", "what does it cost"))
    async with tool_talk(ledger, [slow], Wish((wanted("slow"),)), Wish(after_s=1.5), given=given) as talk:
        await talk.ask()
        await talk.runs("slow")
        await talk.ask()
        asked = await talk.is_told(Occasion.SPEECH)
        assert [use.outcome for use in uses_in(asked)] == [Outcome.RUNNING]
        await talk.is_told(Occasion.NEWS)
        await trio.sleep(5)
    assert len(talk.of(Occasion.NEWS)) == 1


async def test_news_that_was_not_heard_is_told_once_more(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """The caller coughs before its first sound. And not for ever."""
    slow = simulated_tool("slow", Behaviour.SLOW, ledger, on_interruption=OnInterruption.FINISH_AND_TELL)
    wishes = Wish((wanted("slow"),)), Wish(), *[Wish(after_s=1.0)] * 3
    async with tool_talk(ledger, [slow], *wishes, given=Given(hears=("book a room", "wait", ""))) as talk:
        await talk.ask()
        await talk.runs("slow")
        await talk.ask()
        for number in (1, 2):
            await talk.call.carrier.wait(lambda number=number: len(talk.of(Occasion.NEWS)) == number)  # type: ignore[misc]
            await trio.sleep(0.2)
            talk.call.carrier.speak(0.3)
            await trio.sleep(2)
        await trio.sleep(20)
    assert len(talk.of(Occasion.NEWS)) == 2


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        (Behaviour.QUICK, Outcome.DONE),
        (Behaviour.HANGS, Outcome.LATE),
        (Behaviour.FAILS, Outcome.FAILED),
        (Behaviour.LOSES_SIGHT, Outcome.UNKNOWN),
        (Behaviour.BREAKS, Outcome.UNKNOWN),
        (Behaviour.EXITS, Outcome.UNKNOWN),
        (Behaviour.NOT_JSON, Outcome.UNKNOWN),
        (Behaviour.TOO_LONG, Outcome.UNKNOWN),
    ],
)
async def test_the_model_answers_whatever_the_tool_does(
    behaviour: Behaviour, outcome: Outcome, ledger: ToolLedger, autojump_clock: MockClock
) -> None:
    """It knows why there is no result. The call goes on."""
    async with tool_talk(ledger, [simulated_tool("book", behaviour, ledger)], Wish((wanted("book"),))) as talk:
        await talk.ask()
        told = await talk.is_told(Occasion.TOOLS_DONE)
        await talk.call.carrier.agent_has_spoken()
        await talk.ask()
        await talk.call.carrier.agent_has_spoken()
    assert [use.outcome for use in uses_in(told)] == [outcome]
    assert talk.agent_words == [ANSWER] * 3
    assert talk.outcomes == [("book", outcome)]
    assert len(ledger.deeds) == 1


async def test_calls_that_cannot_be_made_are_refused_and_the_others_are_made(
    ledger: ToolLedger, autojump_clock: MockClock
) -> None:
    """An unknown name, malformed arguments, the same twice in one message: in the record with what the model was
    told."""
    wish = Wish((wanted("fly"), wanted("book", "{"), wanted("book"), wanted("book")))
    async with tool_talk(ledger, [simulated_tool("book", ledger=ledger)], wish) as talk:
        await talk.ask()
        await talk.call.carrier.agent_has_spoken()
    refused = Outcome.REFUSED
    assert [outcome for _, outcome in talk.outcomes] == [refused, refused, Outcome.DONE, refused]
    assert [record.tool for record in talk.over.tools] == ["fly", "book", "book", "book"]
    assert len(ledger.deeds) == 1
    assert talk.agent_words == [ANSWER] * 2


async def test_a_model_that_calls_tools_for_ever_is_stopped(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """After eight times it is told so; one that does not listen loses its answer, and the caller is asked again."""
    wishes = [Wish((wanted("look"),))] * 30
    async with tool_talk(ledger, [simulated_tool("look", ledger=ledger)], *wishes) as talk:
        await talk.ask()
        await talk.call.carrier.agent_has_spoken()
    assert len(ledger.deeds) == 8
    assert [outcome for _, outcome in talk.outcomes] == [Outcome.DONE] * 8 + [Outcome.REFUSED] * 2
    assert "answer the caller now" in talk.over.tools[-1].result
    assert talk.agent_words == [ANSWER, REPEAT]


async def test_side_by_side_or_one_after_the_other(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """As the tools declare."""
    tools = [
        simulated_tool(name, Behaviour.SLOW, ledger, side_by_side=name != "c", seconds=1.0) for name in ("a", "b", "c")
    ]
    async with tool_talk(ledger, tools, Wish((wanted("a"), wanted("b"), wanted("c")))) as talk:
        await talk.ask()
        told = await talk.is_told(Occasion.TOOLS_DONE)
    began = {deed.tool.name: deed.began_at for deed in ledger.deeds}
    assert began["a"] == began["b"] == pytest.approx(began["c"] - 1.0)
    assert told.at == pytest.approx(began["a"] + 2.0)


async def test_a_draft_calls_no_tool(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """The caller goes on: what the draft would have done is not done."""
    wishes = [Wish((wanted("book"),)), Wish((wanted("book", '{"room": "2"}'),))]
    given = Given(drafts=True, hears=("book a room for two",))
    async with tool_talk(ledger, [simulated_tool("book", ledger=ledger)], *wishes, given=given) as talk:
        talk.call.carrier.speak(0.6)
        await talk.call.carrier.wait(lambda: len(talk.of(Occasion.SPEECH)) == 1)
        assert ledger.deeds == []
        await trio.sleep(0.1)
        talk.call.carrier.speak(0.6)
        await talk.call.carrier.wait(lambda: bool(ledger.deeds))
        await talk.call.carrier.agent_has_spoken()
    assert [deed.arguments for deed in ledger.deeds] == ["Asked(room='2')"]
    assert talk.over.discarded["drafts"] >= 1
    assert len(talk.over.tools) == 1


async def test_a_draft_that_is_the_answer_calls_its_tool(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """As soon as the turn is over, and not before."""
    given = Given(drafts=True)
    async with tool_talk(ledger, [simulated_tool("book", ledger=ledger)], Wish((wanted("book"),)), given=given) as talk:
        await talk.ask()
        await talk.call.carrier.agent_has_spoken()
    times = talk.call.record.turns[-1].times
    assert times["draft_started"] < times["end_of_turn"] <= ledger.deeds[0].began_at + 0.001
    assert talk.questions == [talk.questions[0]]


async def test_another_service_goes_on_with_the_results(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """The model fails after its tool was done: the next one is told what was done, and does not do it again."""
    second = SimulatedResponder(Sentence("Your room is booked."))
    trouble = Trouble(Kind.FAIL, armed=False)
    given = Given(trouble=trouble, others=(second,))
    async with tool_talk(
        ledger, [simulated_tool("slow", Behaviour.SLOW, ledger)], Wish((wanted("slow"),)), given=given
    ) as talk:
        await talk.ask()
        await talk.runs("slow")
        trouble.arm()
        await talk.call.carrier.agent_has_spoken()
    (told,) = second.told_at
    assert told.turn.occasion is Occasion.TOOLS_DONE
    assert [use.outcome for use in uses_in(told)] == [Outcome.DONE]
    assert talk.agent_words[-1] == "Your room is booked."
    assert len(ledger.deeds) == 1


async def test_whoever_is_asked_later_is_told_what_has_ended_since(
    ledger: ToolLedger, autojump_clock: MockClock
) -> None:
    """A tool runs on after an interruption, and ends while the first model is waited for in vain."""
    second = SimulatedResponder(Sentence("Fifty."))
    trouble = Trouble(Kind.HANG, armed=False)
    given = Given(hears=("book a room", "what does it cost"), trouble=trouble, others=(second,))
    slow = simulated_tool("slow", Behaviour.SLOW, ledger, seconds=1.9)
    async with tool_talk(ledger, [slow], Wish((wanted("slow"),)), given=given) as talk:
        await talk.ask()
        await talk.runs("slow")
        trouble.arm()
        await talk.ask()
        await talk.call.carrier.agent_has_spoken()
    (first,) = (use for told in talk.of(Occasion.SPEECH)[-1:] for use in uses_in(told))
    (then,) = uses_in(second.told_at[-1])
    assert (first.outcome, then.outcome) == (Outcome.RUNNING, Outcome.DONE)


async def test_a_crash_of_the_responder_ends_no_tool(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """The caller is asked again; then the model knows what was done."""
    sabotage = Sabotage("responder", SimulatedCarrier().call_sid)
    given = Given(sabotage=sabotage)
    async with tool_talk(
        ledger, [simulated_tool("slow", Behaviour.SLOW, ledger)], Wish((wanted("slow"),)), given=given
    ) as talk:
        await talk.ask()
        await talk.runs("slow")
        sabotage.arm()
        await talk.call.carrier.agent_has_spoken()
        await talk.ask()
        told = await talk.is_told(Occasion.SPEECH)
        await talk.call.carrier.agent_has_spoken()
    assert [deed.how for deed in ledger.deeds] == ["returned"]
    assert [use.outcome for use in uses_in(told)] == [Outcome.DONE]
    assert talk.agent_words == [ANSWER, REPEAT, ANSWER]
    assert talk.over.faults == {"responder crashed": 1}


@pytest.mark.parametrize("behaviour", [Behaviour.HANGS, Behaviour.SLOW])
async def test_a_caller_who_hangs_up_while_a_tool_runs_is_let_go(
    behaviour: Behaviour, ledger: ToolLedger, autojump_clock: MockClock
) -> None:
    """In time; the record says what is known of it."""
    tool = simulated_tool("book", behaviour, ledger, seconds=0.4)
    async with tool_talk(ledger, [tool], Wish((wanted("book"),))) as talk:
        await talk.ask()
        await talk.runs("book")
        hung_up_at = trio.current_time()
        talk.call.carrier.hang_up()
        await talk.call.over.wait()
        assert trio.current_time() - hung_up_at < ENDED_WITHIN_S
    hangs = behaviour is Behaviour.HANGS
    assert talk.outcomes == [("book", Outcome.CANCELLED if hangs else Outcome.DONE)]
    assert ("not known" in talk.over.tools[0].result) is hangs


async def test_notes_are_on_record(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    note = simulated_tool("note", Behaviour.NOTES, ledger)
    async with tool_talk(ledger, [note], Wish((wanted("note"),))) as talk:
        await talk.ask()
        await talk.call.carrier.agent_has_spoken()
    assert talk.over.notes == ("noted by note",)


async def test_a_tool_may_end_the_call(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """Nothing is asked of the model any more."""
    bye = simulated_tool("bye", Behaviour.HANGS_UP, ledger, says="Goodbye then.")
    async with tool_talk(ledger, [bye], Wish((wanted("bye"),))) as talk:
        await talk.ask()
        await talk.call.over.wait()
    assert talk.over.end_reason == "agent hung up"
    assert talk.of(Occasion.TOOLS_DONE) == []
    assert talk.agent_words[-1] == "Goodbye then."


async def test_a_tool_may_ask_the_caller_for_keys(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """The entry is complete with as many as it wants, and the model is told them."""
    ask = simulated_tool("ask", Behaviour.ASKS, ledger, says="Your number, please.")
    async with tool_talk(ledger, [ask], Wish((wanted("ask"),))) as talk:
        await talk.ask()
        await talk.call.carrier.agent_has_spoken()
        talk.call.carrier.press("4" * ASKS_FOR_DIGITS)
        told = await talk.is_told(Occasion.KEYS)
        await talk.call.carrier.agent_has_spoken()
    assert told.turn.text == "4" * ASKS_FOR_DIGITS
    assert talk.of(Occasion.TOOLS_DONE) == []


async def test_a_tool_may_speak_before_the_model_goes_on(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    speaks = simulated_tool("read_out", Behaviour.SPEAKS, ledger)
    async with tool_talk(ledger, [speaks], Wish((wanted("read_out"),))) as talk:
        await talk.ask()
        await talk.is_told(Occasion.TOOLS_DONE)
        await talk.call.carrier.agent_has_spoken()
    assert talk.agent_words[-1] == f"I read out what it says. {ANSWER}"


async def test_a_cough_over_a_tool_that_runs_decides_nothing_anew(
    ledger: ToolLedger, autojump_clock: MockClock
) -> None:
    """The reply was cut off, and is made again: from the results of what was begun."""
    slow = simulated_tool("slow", Behaviour.SLOW, ledger)
    given = Given(hears=("book a room", ""))
    async with tool_talk(ledger, [slow], Wish((wanted("slow"),)), given=given) as talk:
        await talk.ask()
        await talk.runs("slow")
        talk.call.carrier.speak(0.3)
        await talk.is_told(Occasion.TOOLS_DONE)
        await talk.call.carrier.agent_has_spoken()
    assert [deed.how for deed in ledger.deeds] == ["returned"]
    assert len(talk.questions) == 1
    assert talk.agent_words == [ANSWER, ANSWER]
    assert len(talk.over.tools) == 1


async def test_while_a_tool_runs_the_agent_says_that_it_is_there(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """A filler after `floor.filler_s`, if nothing was said; and no apology before the tool's deadline."""
    hangs = simulated_tool("hangs", Behaviour.HANGS, ledger)
    given = Given(
        sections={"floor": {"filler_s": 0.8, "thinking_s": 1.0}},
        agent=lambda agent: agent.replace("fillers = []", 'fillers = ["Hm."]'),
    )
    async with tool_talk(ledger, [hangs], Wish((wanted("hangs"),)), given=given) as talk:
        await talk.ask()
        await talk.is_told(Occasion.TOOLS_DONE)
        await talk.call.carrier.agent_has_spoken()
    assert talk.agent_words[-1] == f"Hm. {ANSWER}"
    assert talk.outcomes == [("hangs", Outcome.LATE)]


async def test_nobody_apologises_for_a_tool_that_takes_its_time(ledger: ToolLedger, autojump_clock: MockClock) -> None:
    """Its deadline and the model's time come before `floor.thinking_s` counts."""
    given = Given(sections={"floor": {"filler_s": 0, "thinking_s": 1.0}})
    async with tool_talk(
        ledger, [simulated_tool("slow", Behaviour.SLOW, ledger, seconds=1.9)], Wish((wanted("slow"),)), given=given
    ) as talk:
        await talk.ask()
        await talk.call.carrier.agent_has_spoken()
    assert APOLOGY not in talk.voice.said
    assert REPEAT not in talk.voice.said
    assert talk.agent_words == [ANSWER, ANSWER]


async def test_a_model_that_hangs_after_its_tool_is_apologised_for(
    ledger: ToolLedger, autojump_clock: MockClock
) -> None:
    """The deadline is moved, not lifted."""
    trouble = Trouble(Kind.HANG, armed=False)
    sections = {"floor": {"filler_s": 0, "thinking_s": 1.0}, "responder": {"part_within_s": 9.0}}
    given = Given(trouble=trouble, sections=sections)
    async with tool_talk(
        ledger, [simulated_tool("slow", Behaviour.SLOW, ledger)], Wish((wanted("slow"),)), given=given
    ) as talk:
        await talk.ask()
        await talk.runs("slow")
        asked_at = trio.current_time()
        trouble.arm()
        await talk.call.carrier.agent_has_spoken()
        assert trio.current_time() - asked_at < DEADLINE_S + 1.0 + SENTENCE_S + 0.5
    assert talk.agent_words[-1] == REPEAT
    assert talk.outcomes == [("slow", Outcome.DONE)]
